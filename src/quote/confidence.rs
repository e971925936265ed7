//! How sure a quote and its speaker are: a table of weights, fitted on annotated articles, turns what is known of a quote into the share of
//! such quotes that are right.
//!
//! The tables are `models/confidence.tsv` and, from openly licensed text alone, `models/confidence-open.tsv`, one weight a line; `training/` writes
//! them. What has no weight there counts nothing.

use super::{Form, Medium, Quote, Speaker, SpeakerKind, Via};
use crate::model::Training;
use crate::text::Document;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a weight stands for: the kind of fact, and its value.
pub type Feature<'a> = (&'static str, &'a str);

static TABLE: &str = include_str!("../../models/confidence.tsv");
static OPEN_TABLE: &str = include_str!("../../models/confidence-open.tsv");

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| embedded(TABLE));
static OPEN_WEIGHTS: LazyLock<Weights> = LazyLock::new(|| embedded(OPEN_TABLE));

fn embedded(table: &str) -> Weights {
    Weights::parse(table).expect("the table in models/ is whole")
}

fn weights(training: Training) -> &'static Weights {
    match training {
        Training::All => &WEIGHTS,
        Training::Open => &OPEN_WEIGHTS,
    }
}

/// Sets the confidences of all quotes.
pub(super) fn assign(training: Training, document: &Document, speakers: &[Speaker], quotes: &mut [Quote]) {
    let weights = weights(training);
    for quote in quotes {
        let content = weights.content.share(&of_content(document, quote));
        let speaker = weights.speaker.share(&of_speaker(speakers, quote));
        quote.content_confidence = content;
        quote.speaker_confidence = if quote.speaker.is_some() { speaker } else { 0.0 };
    }
}

/// The facts about a content, with their weights.
pub(super) fn weigh_content<'a>(training: Training, document: &Document, quote: &'a Quote) -> Vec<(Feature<'a>, f32)> {
    weights(training).content.weigh(of_content(document, quote))
}

/// The facts about a speaker, with their weights.
pub(super) fn weigh_speaker<'a>(training: Training, speakers: &[Speaker], quote: &'a Quote) -> Vec<(Feature<'a>, f32)> {
    weights(training).speaker.weigh(of_speaker(speakers, quote))
}

/// What is known of a quote that says whether it is one.
pub fn of_content<'a>(document: &Document, quote: &'a Quote) -> Vec<Feature<'a>> {
    let words: usize = quote.contents.iter().map(|content| document.tokens_in(content.span).len()).sum();
    let start = quote.contents.first().map_or(0, |content| content.span.start());
    let led = document.text().get(..start).is_some_and(|before| before.trim_end().ends_with("that"));
    let cue = quote.cue.as_ref().map_or("", |cue| cue.lemma.as_str());
    let form = match quote.form {
        Form::Direct => "direct",
        Form::Indirect => "indirect",
        Form::Mixed => "mixed",
    };
    let medium = match quote.medium {
        Medium::Speech => "speech",
        Medium::Writing => "writing",
        Medium::Thought => "thought",
    };
    vec![
        ("bias", ""),
        ("rule", quote.rule),
        ("cue", cue),
        ("form", form),
        ("medium", medium),
        ("source", source(quote)),
        ("nested", if quote.depth > 0 { "yes" } else { "no" }),
        ("that", if led { "yes" } else { "no" }),
        ("words", size(words)),
    ]
}

/// What is known of a speaker that says whether it is the right one. The resolver's own guess is one of these facts.
pub fn of_speaker<'a>(speakers: &[Speaker], quote: &'a Quote) -> Vec<Feature<'a>> {
    let kind = match quote.speaker.map(|id| speakers[id.0].kind) {
        Some(SpeakerKind::Person) => "person",
        Some(SpeakerKind::Organization) => "organization",
        Some(SpeakerKind::Anonymous) => "anonymous",
        Some(SpeakerKind::Collective) => "collective",
        Some(SpeakerKind::Document) => "document",
        Some(SpeakerKind::Unknown) | None => "unknown",
    };
    let via = match quote.via {
        Via::Name => "name",
        Via::Pronoun => "pronoun",
        Via::Title => "title",
        Via::NounPhrase => "noun_phrase",
        Via::PreviousQuote => "previous_quote",
        Via::DashLine => "dash_line",
        Via::LeadIn => "lead_in",
        Via::None => "none",
    };
    let rivals = match quote.candidates.len() {
        0 => "none",
        1 => "one",
        _ => "more",
    };
    let described = quote.speaker.and_then(|id| speakers[id.0].description.as_deref()).map_or("no", description);
    vec![
        ("described", described),
        ("bias", ""),
        ("via", via),
        ("kind", kind),
        ("rivals", rivals),
        ("guess", tenth(quote.speaker_guess)),
    ]
}

/// A description that ends like a name may be one that was not recognised; "the owner" is more often somebody named than "an owner".
fn description(words: &str) -> &'static str {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    if last.starts_with(char::is_uppercase) {
        "name"
    } else if matches!(first.as_str(), "the" | "this" | "that" | "his" | "her" | "its" | "their") {
        "definite"
    } else {
        "other"
    }
}

fn source(quote: &Quote) -> &'static str {
    match (quote.source, quote.via) {
        (None, _) => "none",
        (Some(_), Via::Pronoun) => "pronoun",
        (Some(_), Via::Name) => "name",
        (Some(_), _) => "described",
    }
}

fn size(words: usize) -> &'static str {
    match words {
        0..=2 => "1-2",
        3..=4 => "3-4",
        5..=9 => "5-9",
        10..=19 => "10-19",
        20..=39 => "20-39",
        _ => "40-",
    }
}

fn tenth(guess: f32) -> &'static str {
    const TENTHS: [&str; 11] = ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"];
    TENTHS[((guess * 10.0) as usize).min(10)]
}

/// The weights of one question.
#[derive(Clone, Debug, Default)]
struct Side(HashMap<String, HashMap<String, f32>>);

impl Side {
    fn share(&self, features: &[Feature<'_>]) -> f32 {
        let sum: f32 = features.iter().map(|feature| self.weight(*feature)).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    fn weigh<'a>(&self, features: Vec<Feature<'a>>) -> Vec<(Feature<'a>, f32)> {
        features.into_iter().map(|feature| (feature, self.weight(feature))).collect()
    }

    fn weight(&self, (kind, value): Feature<'_>) -> f32 {
        self.0.get(kind).and_then(|values| values.get(value)).copied().unwrap_or_default()
    }
}

#[derive(Clone, Debug, Default)]
struct Weights {
    content: Side,
    speaker: Side,
}

impl Weights {
    /// Reads `content|speaker, kind, value, weight` a line, with tabs between.
    fn parse(table: &str) -> Option<Self> {
        let mut weights = Self::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (side, kind, value, weight) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
            let side = if side == "content" { &mut weights.content } else { &mut weights.speaker };
            side.0.entry(kind.to_owned()).or_default().insert(value.to_owned(), weight.parse().ok()?);
        }
        Some(weights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_to_a_share() {
        let weights =
            Weights::parse("# head\ncontent\tbias\t\t1.0\ncontent\trule\tdirect\t2.0\nspeaker\tvia\tname\t-1")
                .expect("reads");
        let sure = weights.content.share(&[("bias", ""), ("rule", "direct"), ("cue", "never seen")]);
        assert!((sure - 0.9526).abs() < 1e-3, "{sure}");
        assert!(weights.speaker.share(&[("via", "name")]) < 0.3);
        assert!(Weights::parse("content\tbias").is_none());
    }

    #[test]
    fn a_marked_utterance_is_surer_than_words_without_a_cue() {
        let quotes = |text: &str| {
            let document = Document::new("", text);
            super::super::attribute(&document, &crate::entity::recognize(&document)).quotes
        };
        let direct = quotes("“It is late and we are tired,” Tom Ito said.");
        let floating = quotes("It rained all day. “It is late and we are tired.”");
        assert!(direct[0].content_confidence > floating[0].content_confidence);
        assert!(direct[0].speaker_confidence > floating[0].speaker_confidence);
    }
}
