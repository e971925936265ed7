//! An annotated article: what should be found in it.

use crate::text::Span;
use anyhow::{Context, Result};
use serde::Deserialize;

/// An article with its gold. All spans count bytes in title, line break, body, as [`crate::text::Document`] joins them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gold {
    /// What it is called in messages.
    pub name: String,
    /// May be empty.
    pub title: String,
    /// Everything else.
    pub body: String,
    /// Who and what is named.
    pub entities: Vec<GoldEntity>,
    /// Who said what.
    pub quotes: Vec<GoldQuote>,
    /// What stands in quotation marks and is nobody's utterance, without the marks.
    pub not_quotes: Vec<Span>,
}

/// One person, organisation, place …, with all its named mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldEntity {
    /// Unique in the article.
    pub id: String,
    /// `person`, `organization`, `place`, `norp`, `event`, `product` or `work`.
    pub kind: String,
    /// The longest proper form in the article.
    pub name: String,
    /// What a person is, in the article's words.
    pub role: Option<String>,
    /// In text order.
    pub mentions: Vec<Span>,
}

/// A reported utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldQuote {
    /// Direct, indirect or mixed.
    pub form: GoldForm,
    /// Its pieces, in text order.
    pub contents: Vec<Span>,
    /// The reporting word, or words.
    pub cue: Vec<Span>,
    /// The words for whoever speaks.
    pub source: Vec<Span>,
    /// Who speaks.
    pub speaker: GoldSpeaker,
    /// Who else counts as right.
    pub accept: Vec<GoldSpeaker>,
    /// Free marks such as `nested`, `headline`.
    pub tags: Vec<String>,
}

/// How an utterance is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoldForm {
    /// In quotation marks, or set off as verbatim.
    Direct,
    /// Without quotation marks.
    Indirect,
    /// Quoted words inside a report.
    Mixed,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoldSpeaker {
    /// The id of an entity of the article.
    Entity(String),
    /// A source is expressed, but it is no named entity.
    Anonymous,
    /// No source is expressed or recoverable.
    Unknown,
}

impl Gold {
    /// Title, line break, body: the text that all spans count in.
    pub fn text(&self) -> String {
        if self.title.is_empty() { self.body.clone() } else { format!("{}\n{}", self.title, self.body) }
    }
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: String,
    text: String,
    #[serde(default)]
    entities: Vec<LineEntity>,
}

#[derive(Deserialize)]
struct LineEntity {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    name: String,
    role: Option<String>,
    mentions: Vec<(usize, usize)>,
}

/// Reads articles with their entities, one JSON object a line, whose offsets count code points of `text`.
///
/// # Errors
/// If a line is not such an article.
pub fn read_jsonl(jsonl: &str) -> Result<Vec<Gold>> {
    let read = |(index, line): (usize, &str)| article(line).with_context(|| format!("line {}", index + 1));
    jsonl.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(read).collect()
}

fn article(line: &str) -> Result<Gold> {
    let line: Line = serde_json::from_str(line)?;
    let (title, body) = split(&line.text);
    let start = line.text.len() - body.len();
    // Blank lines behind the title are not part of a document.
    let shift = if title.is_empty() { 0 } else { start - title.len() - 1 };
    let mut bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(line.text.len());
    let place = |at: usize| {
        let byte = *bytes.get(at).with_context(|| format!("offset {at} is outside the text"))?;
        anyhow::Ok(if byte >= start { byte - shift } else { byte })
    };
    let span = |(from, to): &(usize, usize)| anyhow::Ok(Span::new(place(*from)?, place(*to)?));
    let entity = |entity: &LineEntity| {
        anyhow::Ok(GoldEntity {
            id: entity.id.clone(),
            kind: entity.kind.clone(),
            name: entity.name.clone(),
            role: entity.role.clone(),
            mentions: entity.mentions.iter().map(span).collect::<Result<_>>()?,
        })
    };
    let entities = line.entities.iter().map(entity).collect::<Result<_>>()?;
    Ok(Gold { name: line.id.clone(), title: title.to_owned(), body: body.to_owned(), entities, ..Gold::default() })
}

/// Title and body. The first line is the title if it has at most 30 words and either a blank line follows or it does not end like a sentence.
fn split(text: &str) -> (&str, &str) {
    let Some((first, rest)) = text.split_once('\n') else { return ("", text) };
    let ends = [".", ".\"", ".”", ".’"].iter().any(|end| first.trim_end().ends_with(end));
    let is_title = first.split_whitespace().count() <= 30 && (rest.starts_with('\n') || !ends);
    if is_title { (first, rest.trim_start_matches('\n')) } else { ("", text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_to_the_same_words_in_title_and_body() {
        let line = r#"{"id":"a","text":"Évry quiet\n\nMayor Zoë left.","entities":[{"id":"e1","type":"place","name":"Évry","role":null,"mentions":[[0,4]]},{"id":"e2","type":"person","name":"Zoë","role":"Mayor","mentions":[[18,21]]}]}"#;
        let gold = &read_jsonl(line).expect("reads")[0];
        let text = gold.text();
        let words: Vec<_> = gold.entities.iter().map(|entity| text.get(entity.mentions[0].range())).collect();
        assert_eq!((gold.title.as_str(), gold.body.as_str()), ("Évry quiet", "Mayor Zoë left."));
        assert_eq!(words, [Some("Évry"), Some("Zoë")]);
    }

    #[test]
    fn a_first_line_that_ends_like_a_sentence_is_no_title() {
        let gold = &read_jsonl("{\"text\":\"It rained.\\nIt snowed.\"}").expect("reads")[0];
        assert_eq!((gold.title.as_str(), gold.body.as_str()), ("", "It rained.\nIt snowed."));
        assert!(read_jsonl("{\"text\":3}").is_err());
    }
}
