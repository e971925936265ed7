//! Quotes and speakers, from the core to the wire.

use super::super::ids::fingerprint;
use super::super::wire;
use super::entities;
use super::spans::{Spans, share};
use crate::entity::{Entities, EntityId};
use crate::quote::{Content, Quote, QuoteId, Quotes, SpeakerId};
use crate::text::{Field, Span};
use std::collections::BTreeSet;

/// `q1` for the first quote.
fn name_of_quote(id: QuoteId) -> String {
    format!("q{}", id.0 + 1)
}

/// `s1` for the first speaker.
fn name_of_speaker(id: SpeakerId) -> String {
    format!("s{}", id.0 + 1)
}

pub(super) fn speakers(spans: &Spans<'_>, quotes: &Quotes) -> Vec<wire::Speaker> {
    let mut speakers: Vec<_> = quotes
        .speakers
        .iter()
        .enumerate()
        .map(|(id, speaker)| wire::Speaker {
            id: name_of_speaker(SpeakerId(id)),
            kind: speaker.kind.into(),
            entity: speaker.entity.map(entities::name_of),
            name: speaker.name.clone(),
            description: speaker.description.clone(),
            affiliation: speaker.affiliation.iter().copied().map(entities::name_of).collect(),
            anonymity: speaker.anonymity.clone(),
            quotes: 0,
            words: 0,
        })
        .collect();
    for quote in &quotes.quotes {
        let words: usize = quote.contents.iter().map(|content| spans.words(content.span)).sum();
        for id in quote.speaker.iter().chain(&quote.with) {
            if let Some(speaker) = speakers.get_mut(id.0) {
                speaker.quotes += 1;
                speaker.words += words;
            }
        }
    }
    speakers
}

pub(super) fn all(spans: &Spans<'_>, found: &Entities, quotes: &Quotes) -> Vec<wire::Quote> {
    (0..quotes.quotes.len()).map(|id| one(spans, found, quotes, QuoteId(id))).collect()
}

fn one(spans: &Spans<'_>, found: &Entities, quotes: &Quotes, id: QuoteId) -> wire::Quote {
    let quote = &quotes.quotes[id.0];
    let texts: Vec<_> = quote.contents.iter().map(|content| spans.document.slice(content.span)).collect();
    let text = texts.join(" ");
    wire::Quote {
        id: name_of_quote(id),
        form: quote.form.into(),
        medium: quote.medium.into(),
        fingerprint: fingerprint(&text),
        text,
        contents: quote.contents.iter().map(|content| self::content(spans, content)).collect(),
        cue: quote.cue.as_ref().map(|cue| wire::Cue {
            span: spans.wire(cue.span),
            lemma: cue.lemma.clone(),
            stance: cue.stance.into(),
        }),
        speaker: attribution(spans, quote),
        addressee: quote
            .addressee
            .map(|(span, entity)| wire::Addressee { entity: entity.map(entities::name_of), mention: spans.wire(span) }),
        depth: quote.depth,
        parent: quote.parent.map(name_of_quote),
        chain: chain(spans, quotes, quote),
        polarity: quote.polarity.into(),
        paragraph: paragraph(spans, quote),
        about: about(spans, found, quote),
        confidence: wire::Confidence {
            content: share(quote.content_confidence),
            speaker: share(quote.speaker_confidence),
        },
        rule: quote.rule.to_owned(),
    }
}

fn content(spans: &Spans<'_>, content: &Content) -> wire::Content {
    let marks = content.marks.map(|(open, close)| std::iter::once(open).chain(close).collect());
    wire::Content { span: spans.wire(content.span), verbatim: content.verbatim, marks }
}

fn attribution(spans: &Spans<'_>, quote: &Quote) -> wire::Attribution {
    let candidate = |(speaker, confidence): &(SpeakerId, f32)| wire::Candidate {
        r#ref: name_of_speaker(*speaker),
        confidence: share(*confidence),
    };
    wire::Attribution {
        r#ref: quote.speaker.map(name_of_speaker),
        with: quote.with.iter().copied().map(name_of_speaker).collect(),
        mention: quote.source.map(|span| spans.wire(span)),
        via: quote.via.into(),
        candidates: quote.candidates.iter().map(candidate).collect(),
    }
}

fn chain(spans: &Spans<'_>, quotes: &Quotes, quote: &Quote) -> Vec<wire::Outer> {
    let parent_of = |quote: &Quote| quote.parent.map(|id| &quotes.quotes[id.0]);
    // As many steps as there are quotes at most, so that not even a circle of parents holds it up.
    let parents = std::iter::successors(parent_of(quote), |quote| parent_of(quote)).take(quotes.quotes.len());
    let mut chain: Vec<_> = parents
        .map(|outer| wire::Outer {
            r#ref: outer.speaker.map(name_of_speaker),
            cue: outer.cue.as_ref().map(|cue| spans.wire(cue.span)),
            mention: outer.source.map(|span| spans.wire(span)),
        })
        .collect();
    chain.reverse();
    chain
}

/// The paragraph that `quote` begins in, counted in its field.
fn paragraph(spans: &Spans<'_>, quote: &Quote) -> usize {
    let Some(first) = quote.contents.first() else { return 0 };
    let document = spans.document;
    let before = |at: usize| document.paragraphs().partition_point(|paragraph| paragraph.span.end() <= at);
    // A headline is a paragraph of the document, but none of the body.
    let of_title = match document.locate(first.span).0 {
        Field::Title => 0,
        Field::Body => before(document.text().len() - document.field(Field::Body).len()),
    };
    before(first.span.start()) - of_title
}

/// The entities mentioned in `quote`.
fn about(spans: &Spans<'_>, found: &Entities, quote: &Quote) -> Vec<String> {
    let inside = |content: &Content| found.mentions_in(spans.document.tokens_in(content.span));
    let ids: BTreeSet<EntityId> = quote.contents.iter().flat_map(inside).map(|(_, id)| *id).collect();
    ids.into_iter().map(entities::name_of).collect()
}

pub(super) fn fragments(spans: &Spans<'_>, quotes: &Quotes) -> Vec<wire::Fragment> {
    let one = |fragment: &crate::quote::Fragment| wire::Fragment {
        span: spans.wire(fragment.span),
        reason: fragment.reason.into(),
    };
    quotes.fragments.iter().map(one).collect()
}

pub(super) fn no_comments(spans: &Spans<'_>, quotes: &Quotes) -> Vec<wire::NoComment> {
    let one = |refusal: &crate::quote::NoComment| wire::NoComment {
        span: spans.wire(refusal.span),
        speaker: refusal.speaker.map(name_of_speaker),
    };
    quotes.no_comments.iter().map(one).collect()
}

/// The sentences that `quote` stands in, with its cue and its source.
pub(super) fn context(spans: &Spans<'_>, quote: &Quote) -> Option<Span> {
    let document = spans.document;
    let first = quote.contents.first()?.span;
    let (field, _) = document.locate(first);
    let cue = quote.cue.as_ref().map(|cue| cue.span);
    let parts = quote.contents.iter().map(|content| content.span).chain(cue).chain(quote.source);
    let whole = parts.filter(|span| document.locate(*span).0 == field).fold(first, Span::cover);
    let tokens = document.tokens_in(whole);
    if tokens.is_empty() {
        return Some(whole);
    }
    let [from, to] =
        [tokens.start(), tokens.end() - 1].map(|index| document.sentences()[document.sentence_at(index)].span);
    Some(from.cover(to))
}
