//! The view for the terminal: the headline, each quote with its speaker, the entities.

use super::paint::Paint;
use super::speaker_name;
use crate::event::ArticleEnriched;
use crate::event::wire::{Content, Entity, EntityType, Polarity, Quote, SpeakerKind};
use std::fmt::Write;
use std::time::Duration;

/// Width that text is broken to, in characters.
const WIDTH: usize = 100;

/// Columns before a quote's words.
const INDENT: usize = 6;

pub(super) fn article(event: &ArticleEnriched, paint: Paint, took: Duration) -> String {
    let mut out = String::new();
    head(&mut out, event, paint, took);
    for one in &event.quotes {
        out.push('\n');
        quote(&mut out, event, one, paint);
    }
    if event.quotes.is_empty() {
        let _ = writeln!(out, "\n  {}", paint.dim("no quotes"));
    }
    for refusal in &event.no_comments {
        let _ = writeln!(out, "\n  {}  {}", paint.bold("no comment"), refusal.span.text);
    }
    entities(&mut out, event, paint);
    for warning in &event.warnings {
        let _ = writeln!(out, "  {} {} {}", paint.alarm("warning"), warning.code, warning.message);
    }
    out.push('\n');
    out
}

fn head(out: &mut String, event: &ArticleEnriched, paint: Paint, took: Duration) {
    let article = &event.article;
    let title = article.title.as_deref().unwrap_or(&article.id);
    for line in wrapped(title, WIDTH) {
        let _ = writeln!(out, "{}", paint.bold(line));
    }
    let language = match &article.language.detected {
        Some(language) => format!("{language} {:.2}", article.language.confidence),
        None => "language unknown".to_owned(),
    };
    let publisher = article.publisher.as_ref().and_then(|publisher| publisher.name.as_deref());
    let parts = [
        article.title.as_ref().map(|_| article.id.clone()),
        publisher.map(str::to_owned),
        article.located.clone(),
        article.published_at.clone(),
        Some(language),
        Some(format!("{} words", event.stats.words)),
        Some(format!("{:.1} ms", took.as_secs_f64() * 1000.0)),
    ];
    let line: Vec<_> = parts.into_iter().flatten().collect();
    let _ = writeln!(out, "{}", paint.dim(line.join(" · ")));
}

fn quote(out: &mut String, event: &ArticleEnriched, quote: &Quote, paint: Paint) {
    let nested =
        if quote.depth == 0 { "  ".to_owned() } else { format!("{}└ ", "  ".repeat(usize::from(quote.depth))) };
    let name = speaker_name(event, quote);
    let who = name.map_or_else(|| paint.alarm("speaker unknown"), |name| paint.bold(name));
    let _ = write!(
        out,
        "{nested}{:<4}{}  {who}",
        quote.id,
        paint.form(quote.form, format_args!("{:<8}", quote.form.as_str()))
    );
    let aside = aside(event, quote, name.unwrap_or_default());
    if !aside.is_empty() {
        let _ = write!(out, " {}", paint.dim(aside));
    }
    if let Some(addressee) = &quote.addressee {
        let named = addressee.entity.as_deref().and_then(|id| event.entity(id));
        let _ = write!(out, " → {}", named.map_or(addressee.mention.text.as_str(), |entity| entity.name.as_str()));
    }
    if quote.polarity == Polarity::Denied {
        let _ = write!(out, "  {}", paint.alarm("DENIED"));
    }
    out.push('\n');
    let indent = " ".repeat(INDENT + 2 * usize::from(quote.depth));
    for line in wrapped(&words(&quote.contents), WIDTH - INDENT) {
        let _ = writeln!(out, "{indent}{}", paint.form(quote.form, line));
    }
    let cue = quote.cue.as_ref().map_or("no cue", |cue| cue.span.text.as_str());
    let confidence = &quote.confidence;
    let how = format!("{cue} · content {:.2} · speaker {:.2} · {}", confidence.content, confidence.speaker, quote.rule);
    let _ = writeln!(out, "{indent}{}", paint.dim(how));
}

/// What the article calls the speaker if that is not its name, and whether it has one.
fn aside(event: &ArticleEnriched, quote: &Quote, name: &str) -> String {
    let mention = quote.speaker.mention.as_ref().map(|mention| mention.text.as_str());
    let kind = event.speaker_of(quote).map(|speaker| speaker.kind);
    let unnamed = matches!(kind, Some(SpeakerKind::Anonymous)).then_some("anonymous".to_owned());
    let written = mention.filter(|text| !name.contains(text) && !text.contains(name)).map(|text| format!("“{text}”"));
    let parts: Vec<_> = [written, unnamed].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) }
}

/// The contents in their marks, with an ellipsis where something stands between them.
fn words(contents: &[Content]) -> String {
    let mut words = String::new();
    let mut end = None;
    for content in contents {
        let gap = end.map(|end| content.span.start.saturating_sub(end));
        words.push_str(match gap {
            None => "",
            Some(0..=3) => " ",
            Some(_) => " … ",
        });
        let mut marks = content.marks.as_deref().unwrap_or_default().chars();
        words.extend(marks.next());
        words.push_str(&content.span.text);
        words.extend(marks.next());
        end = Some(content.span.end);
    }
    words
}

fn entities(out: &mut String, event: &ArticleEnriched, paint: Paint) {
    let mut by_type: Vec<(EntityType, Vec<&Entity>)> = Vec::new();
    for entity in &event.entities {
        match by_type.iter_mut().find(|(kind, _)| *kind == entity.r#type) {
            Some((_, list)) => list.push(entity),
            None => by_type.push((entity.r#type, vec![entity])),
        }
    }
    by_type.sort_by_key(|(kind, _)| *kind);
    if !by_type.is_empty() {
        out.push('\n');
    }
    for (kind, list) in by_type {
        let names: Vec<_> = list.into_iter().map(described).collect();
        for (index, line) in wrapped(&names.join(" · "), WIDTH - 16).enumerate() {
            let label = if index == 0 { kind.as_str() } else { "" };
            let _ = writeln!(out, "  {} {line}", paint.dim(format_args!("{label:<13}")));
        }
    }
}

fn described(entity: &Entity) -> String {
    let mut text = entity.name.clone();
    if entity.count > 1 {
        let _ = write!(text, " ×{}", entity.count);
    }
    if let Some(role) = &entity.role {
        let _ = write!(text, " ({role})");
    }
    text
}

/// `text` in lines of at most `width` characters, broken between words.
fn wrapped(text: &str, width: usize) -> impl Iterator<Item = String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
    }
    lines.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::wire::{Field, Span};

    #[test]
    fn lines_break_between_words() {
        let lines: Vec<_> = wrapped("one two three  four", 9).collect();
        assert_eq!(lines, ["one two", "three", "four"]);
    }

    #[test]
    fn contents_keep_their_marks_and_show_their_gaps() {
        let content = |start: usize, text: &str, marks: Option<&str>| Content {
            span: Span {
                field: Field::Body,
                start,
                end: start + text.chars().count(),
                text: text.into(),
                utf16: None,
                utf8: None,
            },
            verbatim: marks.is_some(),
            marks: marks.map(str::to_owned),
        };
        let split = [content(1, "We will come,", Some("“”")), content(30, "with proposals.", Some("“"))];
        assert_eq!(words(&split), "“We will come,” … “with proposals.");
        let mixed = [content(0, "Norland", None), content(9, "would not sign", Some("“”"))];
        assert_eq!(words(&mixed), "Norland “would not sign”");
    }
}
