//! Looking changes nothing.

use super::{Card, Desk, Shape, Then};
use anyhow::{Context, Result};
use comfy_table::{Table, presets};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// Longest reason in a table, in characters.
const WIDEST: usize = 70;

/// `dlq list`
pub(super) async fn list(desk: &Desk<'_>, shape: Shape) -> Result<ExitCode> {
    let mut rows = Rows::default();
    let mut all = Vec::new();
    desk.go_through(async |card| {
        match shape {
            Shape::Text => rows.add(card),
            Shape::Json => all.push(card.json()),
        }
        Ok(Then::Keep)
    })
    .await?;
    let mut out = io::stdout().lock();
    match shape {
        Shape::Text => write!(out, "{}{}", rows.table(), rows.summary(&format!("in {}", desk.queue)))?,
        Shape::Json => writeln!(out, "{:#}", Value::Array(all))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// `dlq show`
pub(super) async fn show(desk: &Desk<'_>, keys: &[String], shape: Shape) -> Result<ExitCode> {
    let mut found = Vec::new();
    desk.go_through(async |card| {
        if keys.iter().any(|key| card.is_called(key)) {
            found.push(match shape {
                Shape::Text => Value::String(text(card)),
                Shape::Json => card.json_with_body(),
            });
        }
        Ok(Then::Keep)
    })
    .await?;
    if found.is_empty() {
        writeln!(io::stderr(), "error: no letter in {} is called {}", desk.queue, keys.join(" or "))?;
        return Ok(ExitCode::FAILURE);
    }
    let mut out = io::stdout().lock();
    match shape {
        Shape::Text => found.iter().filter_map(Value::as_str).try_for_each(|letter| writeln!(out, "{letter}"))?,
        Shape::Json => writeln!(out, "{:#}", Value::Array(found))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// `dlq export`
pub(super) async fn export(desk: &Desk<'_>, to: &Path) -> Result<ExitCode> {
    let is_stdout = to == Path::new("-");
    let mut out: Box<dyn Write> = if is_stdout {
        Box::new(io::stdout().lock())
    } else {
        Box::new(BufWriter::new(File::create_new(to).with_context(|| format!("cannot make {}", to.display()))?))
    };
    let mut count = 0;
    desk.go_through(async |card| {
        writeln!(out, "{}", card.json_with_body())?;
        count += 1;
        Ok(Then::Keep)
    })
    .await?;
    out.flush()?;
    if !is_stdout {
        writeln!(io::stdout(), "{count} letters written to {}; they are still in {}", to.display(), desk.queue)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// One letter for people.
fn text(card: &Card) -> String {
    let mut lines = Vec::new();
    let all = card.json();
    for (name, value) in all.as_object().into_iter().flatten() {
        match value {
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => lines.push(format!("{name:<17} {text}")),
            Value::Array(items) => {
                lines.extend(items.iter().filter_map(Value::as_str).map(|item| format!("{name:<17} {item}")));
            }
            Value::Object(headers) => {
                let shown = headers.iter().filter(|(header, _)| !header.starts_with("x-quotewire-"));
                lines.extend(shown.map(|(header, value)| {
                    format!("{:<17} {header} = {}", "header", value.as_str().unwrap_or_default())
                }));
            }
            other => lines.push(format!("{name:<17} {other}")),
        }
    }
    lines.push(format!("\n{}\n", String::from_utf8_lossy(&card.delivered.body)));
    lines.join("\n")
}

/// A table of letters, and their number by reason.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<[String; 8]>,
    reasons: BTreeMap<String, u64>,
}

impl Rows {
    pub(super) fn add(&mut self, card: &Card) {
        let letter = &card.letter;
        *self.reasons.entry(letter.class.clone()).or_default() += 1;
        // A reason may quote the body, line breaks and all.
        let what: String = letter.detail.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut = what.chars().count() > WIDEST;
        let what: String = what.chars().filter(|letter| !letter.is_control()).take(WIDEST).collect();
        self.rows.push([
            card.key().to_owned(),
            card.age_in_words(),
            letter.class.clone(),
            letter.code.clone(),
            letter.attempts.to_string(),
            card.delivered.body.len().to_string(),
            card.delivered.message_id().unwrap_or("-").to_owned(),
            if cut { what + "…" } else { what },
        ]);
    }

    pub(super) fn table(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(["KEY", "AGE", "REASON", "CODE", "TRIES", "BYTES", "MESSAGE ID", "WHAT"]);
        table.add_rows(&self.rows);
        table.trim_fmt() + "\n\n"
    }

    /// `3 letters in quotewire.articles.dlq: 2 invalid_json, 1 timeout`
    pub(super) fn summary(&self, what: &str) -> String {
        let count = self.rows.len();
        let letters = if count == 1 { "letter" } else { "letters" };
        let reasons: Vec<String> = self.reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        let colon = if reasons.is_empty() { "" } else { ": " };
        format!("{count} {letters} {what}{colon}{}\n", reasons.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::card::tests::card;
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn a_table_has_a_line_per_letter_and_a_sum() {
        let mut rows = Rows::default();
        assert_eq!(rows.table() + &rows.summary("in q"), "0 letters in q\n");
        for (class, code) in [("timeout", "E207"), ("invalid_json", "E203"), ("timeout", "E207")] {
            rows.add(&card(class, code, SignedDuration::from_mins(90)));
        }
        let table = rows.table();
        let lines: Vec<&str> = table.trim().lines().collect();
        assert_eq!(lines.len(), 4, "{table}");
        assert!(lines[0].contains("MESSAGE ID") && lines[2].contains("90m"), "{table}");
        assert_eq!(rows.summary("in q"), "3 letters in q: 1 invalid_json, 2 timeout\n");
    }
}
