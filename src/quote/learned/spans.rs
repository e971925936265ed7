//! What the encoder takes for contents, sources and cues, put right by the quotation marks.

use crate::quote::context::Context;
use crate::reading::Reading;
use crate::text::TokenRange;

/// How far each convention is listened to: ours, speech by PolNeAR, all attributions by PolNeAR.
pub(super) const WEIGHTS: [f32; 3] = [0.5, 0.25, 0.25];

/// A quotation of fewer words may be a term, a title or a nickname.
const FEW: usize = 5;

/// A stretch of tokens, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) tokens: TokenRange,
    /// 0–1: the least probable token's.
    pub(super) confidence: f32,
}

/// All that was found, each kind in text order.
#[derive(Debug, Default)]
pub(super) struct Spans {
    pub(super) contents: Vec<Found>,
    pub(super) sources: Vec<Found>,
    pub(super) cues: Vec<Found>,
}

impl Spans {
    /// Reads the labels of `reading`.
    pub(super) fn new(context: &Context<'_>, reading: &Reading) -> Self {
        let mut spans = Self::default();
        for passage in reading.passages() {
            for stretch in passage.roles(WEIGHTS) {
                let first = passage.tokens.start();
                let tokens = TokenRange::new(first + stretch.start, first + stretch.end);
                let kind = match stretch.kind {
                    1 => &mut spans.contents,
                    2 => &mut spans.sources,
                    _ => &mut spans.cues,
                };
                kind.push(Found { tokens, confidence: stretch.confidence });
            }
        }
        spans.sources.iter_mut().for_each(|source| source.tokens = without_clause(context, source.tokens));
        spans.contents = snapped(context, &spans.contents);
        // Contents are in order and apart.
        let outside = |found: &Found| {
            let before = spans.contents.partition_point(|content| content.tokens.end() <= found.tokens.start());
            let covered = spans.contents.get(before).is_some_and(|content| content.tokens.overlaps(found.tokens));
            !covered && !is_deep(context, found.tokens)
        };
        spans.sources.retain(outside);
        spans.cues.retain(outside);
        spans
    }
}

/// "An official, who asked not to be named": what is told of a source is no part of it.
fn without_clause(context: &Context<'_>, tokens: TokenRange) -> TokenRange {
    let mut inside = tokens.start() + 1..tokens.end();
    let Some(clause) = inside.find(|&at| matches!(context.word(at), "who" | "whom" | "whose" | "which")) else {
        return tokens;
    };
    let comma = usize::from(context.word(clause - 1) == "," && clause - 1 > tokens.start());
    TokenRange::new(tokens.start(), clause - comma)
}

/// Inside an utterance between marks somebody else may report; that is not for here.
fn is_deep(context: &Context<'_>, tokens: TokenRange) -> bool {
    let quotation = context.document.quotation_at(tokens.start()).map(|index| context.quotation(index));
    quotation.is_some_and(|quotation| words(context, quotation.tokens) > FEW + 1)
}

pub(super) fn words(context: &Context<'_>, tokens: TokenRange) -> usize {
    tokens.range().filter(|&at| context.is_word(at)).count()
}

/// Contents that cover most of a quotation, or lie in one, cover it whole, marks included; then those that touch are one.
fn snapped(context: &Context<'_>, contents: &[Found]) -> Vec<Found> {
    let mut snapped: Vec<Found> = Vec::new();
    let quotations = context.document.quotations();
    for content in contents {
        let (mut start, mut end) = (content.tokens.start(), content.tokens.end());
        let near = quotations.partition_point(|quotation| quotation.tokens.end() + 64 <= start).saturating_sub(8);
        for quotation in &quotations[near..] {
            if quotation.tokens.start() > end {
                break;
            }
            let (from, to) = (quotation.tokens.start(), quotation.tokens.end());
            let shared = to.min(end).saturating_sub(from.max(start));
            let most =
                shared * 2 >= to - from || shared * 5 >= (end - start) * 4 && words(context, quotation.tokens) >= FEW;
            if quotation.depth == 0 && shared > 0 && most {
                start = start.min(from - 1);
                end = end.max(to + usize::from(quotation.close.is_some()));
            }
        }
        match snapped.last_mut() {
            Some(last) if start <= last.tokens.end() => {
                last.tokens = TokenRange::new(last.tokens.start(), end.max(last.tokens.end()));
                last.confidence = last.confidence.min(content.confidence);
            }
            _ => snapped.push(Found { tokens: TokenRange::new(start, end), confidence: content.confidence }),
        }
    }
    snapped
}
