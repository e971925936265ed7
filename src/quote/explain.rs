//! Why a quote was found as it was. Runs everything once more, slowly, and keeps what attribution throws away.

use super::context::Context;
use super::draft::Draft;
use super::{Quote, QuoteId, Quotes, attribution, confidence, cues, learned, phrases, sources};
use crate::entity::Entities;
use crate::reading::Reading;
use crate::text::{Document, Span, TokenRange};

/// How one quote came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The quote, with its speaker and the speakers that were considered.
    pub quote: Quote,
    /// What each sieve did to it, in order.
    pub steps: Vec<Step>,
    /// Phrases that could be the source.
    pub sources: Vec<SourceCandidate>,
    /// What speaks for the content and against it: kind of fact, value, weight.
    pub content_facts: Vec<(&'static str, String, f32)>,
    /// What speaks for the speaker and against it.
    pub speaker_facts: Vec<(&'static str, String, f32)>,
}

/// What a sieve did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name in the table of sieves.
    pub sieve: &'static str,
    /// The contents that it added.
    pub added: Vec<Span>,
}

/// A phrase that could be the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceCandidate {
    /// Where it stands.
    pub span: Span,
    /// Why it was looked at.
    pub place: &'static str,
    /// Whether it is the source.
    pub chosen: bool,
}

/// Explains one quote; `None` if there is no such quote.
pub fn explain(
    document: &Document,
    entities: &Entities,
    reading: &Reading,
    id: QuoteId,
) -> Option<(Explanation, Quotes)> {
    let context = Context::new(document, entities);
    let (rules, steps) = attribution::trace(&context);
    let contents: Vec<Vec<TokenRange>> = rules.iter().map(|draft| draft.contents.clone()).collect();
    let quotes = super::attribute_with(document, entities, reading);
    let (draft, place) = learned::revise(&context, reading, rules).nth(id.0)?;
    let quote = quotes.quotes.get(id.0)?.clone();
    let mut steps = place.map_or_else(Vec::new, |place| steps[place].clone());
    if place.is_none_or(|place| contents[place] != draft.contents) {
        let added = draft.contents.iter().map(|content| context.span(*content)).collect();
        steps.push(Step { sieve: "encoder", added });
    }
    let owned = |facts: Vec<(confidence::Feature<'_>, f32)>| {
        facts.into_iter().map(|((kind, value), weight)| (kind, value.to_owned(), weight)).collect()
    };
    let explanation = Explanation {
        steps,
        sources: candidates(&context, &draft),
        content_facts: owned(confidence::weigh_content(reading.training(), document, &quote)),
        speaker_facts: owned(confidence::weigh_speaker(reading.training(), &quotes.speakers, &quote)),
        quote,
    };
    Some((explanation, quotes))
}

/// The phrases around the cue, and the one that was taken.
fn candidates(context: &Context<'_>, draft: &Draft) -> Vec<SourceCandidate> {
    let mut phrases: Vec<(TokenRange, &'static str)> = Vec::new();
    if let Some(cue) = draft.cue {
        let sentence = context.sentence(cue.start());
        let subject = cues::read(context, cue.start()).and_then(|cue| cue.subject).map(|subject| subject.tokens);
        phrases.extend(subject.map(|tokens| (tokens, "in front of the cue")));
        phrases.extend(phrases::after(context, cue.end(), sentence.end()).map(|tokens| (tokens, "behind the cue")));
        let main = sources::main_subject(context, cue.start(), sentence.start());
        phrases.extend(main.map(|tokens| (tokens, "subject of the clause before")));
    }
    if let Some(source) = draft.source.filter(|source| !phrases.iter().any(|(tokens, _)| tokens == source)) {
        phrases.push((source, "given by the sieve"));
    }
    let mut seen: Vec<TokenRange> = Vec::new();
    phrases.retain(|(tokens, _)| {
        !seen.contains(tokens) && {
            seen.push(*tokens);
            true
        }
    });
    let candidate =
        |(tokens, place)| SourceCandidate { span: context.span(tokens), place, chosen: draft.source == Some(tokens) };
    phrases.into_iter().map(candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity;

    fn explained(text: &str, id: usize) -> Option<Explanation> {
        let document = Document::new("", text);
        explain(&document, &entity::recognize(&document), &Reading::default(), QuoteId(id))
            .map(|(explanation, _)| explanation)
    }

    #[test]
    fn steps_and_the_chosen_source_are_told() {
        let text = "“It is late,” Tom Ito told Ida Voss. “We are going home.”";
        let explanation = explained(text, 0).expect("a quote");
        let sieves: Vec<&str> = explanation.steps.iter().map(|step| step.sieve).collect();
        assert_eq!(sieves, ["direct", "continued"]);
        let chosen: Vec<&str> = explanation
            .sources
            .iter()
            .filter(|source| source.chosen)
            .map(|source| text.get(source.span.range()).unwrap_or_default())
            .collect();
        assert_eq!(chosen, ["Tom Ito"]);
        assert!(explanation.sources.len() > 1, "{:?}", explanation.sources);
        assert!(explanation.content_facts.iter().any(|(kind, value, _)| *kind == "rule" && value == "direct_trailing"));
    }

    #[test]
    fn a_quote_that_is_not_there_has_no_explanation() {
        assert!(explained("It rained.", 0).is_none());
    }
}
