//! Annotated quotes as the corpora bring them: one article a line.

use crate::evaluation::gold::{Gold, GoldEntity, GoldForm, GoldQuote, GoldSpeaker};
use crate::text::Span;
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Most words of a first line that is a title.
const LONGEST_TITLE: usize = 30;

/// An annotated article, with what only some corpora say of their quotes.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The article and its gold.
    pub gold: Gold,
    /// For each quote, whether it is reported speech; others may be found or not.
    pub speech: Vec<bool>,
    /// For each quote, the names that its speaker may have; empty where the corpus does not say.
    pub names: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    #[serde(default)]
    entities: Vec<Entity>,
    #[serde(default)]
    quotes: Vec<Quote>,
    #[serde(default)]
    not_quotes: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
struct Entity {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    name: String,
    #[serde(default)]
    mentions: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
struct Quote {
    #[serde(rename = "type")]
    form: String,
    content: Vec<(usize, usize)>,
    #[serde(default)]
    cue: Option<Vec<(usize, usize)>>,
    #[serde(default)]
    source: Option<Vec<(usize, usize)>>,
    #[serde(default = "yes")]
    speech: bool,
    #[serde(default)]
    speaker: Value,
    #[serde(default)]
    tags: Vec<String>,
}

fn yes() -> bool {
    true
}

impl Sheet {
    /// Gold that has all its corpus can say.
    pub fn of(gold: Gold) -> Self {
        let count = gold.quotes.len();
        Self { gold, speech: vec![true; count], names: vec![Vec::new(); count] }
    }
}

/// Reads a file of annotated articles.
///
/// # Errors
/// If it cannot be read, or a line is no annotated article.
pub fn read(path: &Path) -> Result<Vec<Sheet>> {
    let place = || path.display().to_string();
    parse(&fs::read_to_string(path).with_context(place)?).with_context(place)
}

/// Reads annotated articles, `{"id", "text", "quotes": [{"type", "content", "cue", "source", …}]}` a line, whose offsets count code points.
///
/// # Errors
/// If a line is no annotated article.
pub fn parse(jsonl: &str) -> Result<Vec<Sheet>> {
    let lines = jsonl.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| sheet(line).with_context(|| format!("line {}", index + 1))).collect()
}

fn sheet(line: &str) -> Result<Sheet> {
    let line: Line = serde_json::from_str(line)?;
    let (title, body) = split(&line.text);
    let place = Places::new(&line.text, title, body);
    let mut sheet = Sheet::default();
    for quote in line.quotes {
        sheet.speech.push(quote.speech);
        sheet.names.push(names(&quote.speaker));
        sheet.gold.quotes.push(GoldQuote {
            form: form(&quote.form)?,
            contents: place.spans(&quote.content)?,
            cue: place.spans(&quote.cue.unwrap_or_default())?,
            source: place.spans(&quote.source.unwrap_or_default())?,
            speaker: speaker(quote.speaker["kind"].as_str(), quote.speaker["entity"].as_str()),
            accept: accepted(&quote.speaker),
            tags: quote.tags,
        });
    }
    for entity in line.entities {
        let mentions = place.spans(&entity.mentions)?;
        sheet.gold.entities.push(GoldEntity {
            id: entity.id,
            kind: entity.kind,
            name: entity.name,
            role: None,
            mentions,
        });
    }
    sheet.gold.not_quotes = place.spans(&line.not_quotes)?;
    sheet.gold.name = line.id;
    (sheet.gold.title, sheet.gold.body) = (title.to_owned(), body.to_owned());
    Ok(sheet)
}

fn form(name: &str) -> Result<GoldForm> {
    match name {
        "direct" => Ok(GoldForm::Direct),
        "indirect" => Ok(GoldForm::Indirect),
        "mixed" => Ok(GoldForm::Mixed),
        other => anyhow::bail!("expected direct, indirect or mixed, found {other:?}"),
    }
}

fn speaker(kind: Option<&str>, entity: Option<&str>) -> GoldSpeaker {
    match (kind, entity) {
        (Some("entity"), Some(id)) => GoldSpeaker::Entity(id.to_owned()),
        (Some("anonymous"), _) => GoldSpeaker::Anonymous,
        _ => GoldSpeaker::Unknown,
    }
}

fn accepted(value: &Value) -> Vec<GoldSpeaker> {
    let accept = value["accept"].as_array().map(Vec::as_slice).unwrap_or_default();
    let one = |name: &str| match name {
        "anonymous" | "unknown" => speaker(Some(name), None),
        id => GoldSpeaker::Entity(id.to_owned()),
    };
    accept.iter().filter_map(Value::as_str).map(one).collect()
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Title and body: the first line is a title if it is short, and a blank line follows or it does not end like a sentence.
fn split(text: &str) -> (&str, &str) {
    let Some((first, rest)) = text.split_once('\n') else { return ("", text) };
    let line = first.trim_end();
    let sentence = [".", ".\"", ".”", ".’"].iter().any(|end| line.ends_with(end));
    if first.split_whitespace().count() <= LONGEST_TITLE && (rest.starts_with('\n') || !sentence) {
        (first, rest.trim_start_matches('\n'))
    } else {
        ("", text)
    }
}

/// From code points of the whole text to bytes of title, line break, body.
struct Places {
    bytes: Vec<usize>,
    title: usize,
    /// How many line breaks more than one stand between title and body.
    surplus: usize,
}

impl Places {
    fn new(text: &str, title: &str, body: &str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        let surplus =
            if title.is_empty() { text.len() - body.len() } else { text.len() - body.len() - title.len() - 1 };
        Self { bytes, title: title.len(), surplus }
    }

    fn spans(&self, pairs: &[(usize, usize)]) -> Result<Vec<Span>> {
        let byte = |point: usize| {
            let byte = *self.bytes.get(point).with_context(|| format!("offset {point} is outside the text"))?;
            Ok::<_, anyhow::Error>(if byte <= self.title { byte } else { byte - self.surplus.min(byte - self.title) })
        };
        pairs.iter().map(|(from, to)| Ok(Span::new(byte(*from)?, byte(*to)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_bytes_of_title_and_body() {
        let line = r#"{"id":"a","text":"Zoë’s day\n\n\nZoë said no.","quotes":[{"type":"indirect","content":[[21,23]],"source":[[12,15]],"speaker":["Zoë"]}]}"#;
        let sheets = parse(line).expect("reads");
        let text = sheets[0].gold.text();
        let slice = |span: &Span| text.get(span.range()).unwrap_or_default().to_owned();
        assert_eq!(text, "Zoë’s day\nZoë said no.");
        assert_eq!(slice(&sheets[0].gold.quotes[0].contents[0]), "no");
        assert_eq!(slice(&sheets[0].gold.quotes[0].source[0]), "Zoë");
        assert_eq!(sheets[0].names[0], ["Zoë"]);
    }

    #[test]
    fn a_first_line_that_ends_like_a_sentence_is_no_title() {
        assert_eq!(split("It rained.\nIt rained again."), ("", "It rained.\nIt rained again."));
        assert_eq!(split("Rain\nIt rained."), ("Rain", "It rained."));
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = parse("{\"id\":\"a\",\"text\":\"b\",\"quotes\":[{\"type\":\"direct\",\"content\":[[0,9]]}]}")
            .expect_err("bad");
        assert_eq!(format!("{error:#}"), "line 1: offset 9 is outside the text");
    }
}
