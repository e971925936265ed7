//! Which cue reports a content, and which source stands with a cue: the nearest one, where ends of sentences and other contents in between
//! count as distance.

use super::spans::{Found, Spans};
use crate::quote::context::Context;
use crate::quote::draft::Draft;
use crate::text::TokenRange;
use std::collections::BTreeMap;

/// What an end of a sentence between two spans counts, in characters.
const SENTENCE: usize = 200;
/// What another content between them counts.
const CROSSED: usize = 60;

/// Drafts of all quotes that `spans` make, in text order.
pub(super) fn drafts(context: &Context<'_>, spans: &Spans) -> Vec<Draft> {
    let mut by_cue: BTreeMap<usize, Draft> = BTreeMap::new();
    let mut loose: Vec<Draft> = Vec::new();
    // The cue of the quotation before, which the next one may go on with.
    let mut last: Option<usize> = None;
    for content in &spans.contents {
        let paragraph = context.paragraph(content.tokens.start());
        let cues = within(&spans.cues, paragraph);
        let nearest = cues.iter().min_by_key(|cue| distance(context, spans, content.tokens, cue.tokens));
        let quoted = context.opening(content.tokens.start()).is_some();
        let leads = content.tokens.start() == paragraph.start();
        let Some(tokens) = bare(context, content.tokens) else { continue };
        let Some(cue) = nearest else {
            if let Some(draft) = last.filter(|_| quoted && leads).and_then(|cue| by_cue.get_mut(&cue)) {
                draft.extend(tokens);
            } else {
                loose.push(draft(&[tokens], None, None, content.confidence));
            }
            continue;
        };
        let key = cue.tokens.start();
        if let Some(draft) = by_cue.get_mut(&key) {
            draft.extend(tokens);
            draft.read = draft.read.map(|sure| sure.min(content.confidence));
        } else {
            let source = source(context, spans, cue.tokens, paragraph);
            by_cue.insert(key, draft(&[tokens], Some(cue.tokens), source, content.confidence.min(cue.confidence)));
        }
        if quoted {
            last = Some(key);
        }
    }
    let mut drafts: Vec<Draft> = by_cue.into_values().chain(loose).collect();
    drafts.sort_by_key(Draft::start);
    drafts
}

fn draft(contents: &[TokenRange], cue: Option<TokenRange>, source: Option<TokenRange>, confidence: f32) -> Draft {
    Draft { cue, source, read: Some(confidence), ..Draft::new(contents.to_vec(), "encoder") }
}

/// A content without the marks around it, commas at its edges and a leading "that".
fn bare(context: &Context<'_>, tokens: TokenRange) -> Option<TokenRange> {
    if let Some(index) = context.opening(tokens.start()) {
        let quotation = context.quotation(index);
        if quotation.tokens.end() + usize::from(quotation.close.is_some()) == tokens.end() {
            return Some(quotation.tokens);
        }
    }
    let tokens = context.trim(tokens)?;
    // "which he said had sunk": the pronoun stands for what was named before.
    if tokens.len() == 1 && matches!(context.word(tokens.start()), "which" | "what" | "who" | "that") {
        return None;
    }
    let that = usize::from(context.word(tokens.start()) == "that" && tokens.len() > 1);
    Some(TokenRange::new(tokens.start() + that, tokens.end()))
}

fn source(context: &Context<'_>, spans: &Spans, cue: TokenRange, paragraph: TokenRange) -> Option<TokenRange> {
    let sources = within(&spans.sources, paragraph);
    let nearest = sources.iter().min_by_key(|source| distance(context, spans, cue, source.tokens))?;
    (distance(context, spans, cue, nearest.tokens) < SENTENCE).then_some(nearest.tokens)
}

fn within(found: &[Found], range: TokenRange) -> &[Found] {
    let from = found.partition_point(|found| found.tokens.start() < range.start());
    let to = found.partition_point(|found| found.tokens.start() < range.end());
    &found[from..to]
}

/// Characters between two spans, and what stands in between.
fn distance(context: &Context<'_>, spans: &Spans, one: TokenRange, other: TokenRange) -> usize {
    let (first, second) = if one.start() <= other.start() { (one, other) } else { (other, one) };
    if second.start() <= first.end() {
        return 0;
    }
    let gap = TokenRange::new(first.end(), second.start());
    // "said that" is as near as can be.
    if gap.len() == 1 && context.word(gap.start()) == "that" {
        return 0;
    }
    let crossed = within(&spans.contents, gap).len();
    let apart = context.document.sentence_at(first.end() - 1) != context.document.sentence_at(second.start());
    context.span(gap).len() + CROSSED * crossed + if apart { SENTENCE } else { 0 }
}
