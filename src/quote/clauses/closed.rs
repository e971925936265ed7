//! Cues that nothing follows: what they report stands in front of them.

use super::skip_adjunct;
use crate::quote::context::Context;
use crate::quote::cues::Cue;
use crate::quote::lexicon::Frame;
use crate::quote::phrases;
use crate::text::TokenRange;

/// Whether nothing but a time or an occasion stands between `cue` and a comma or the end: "the company said on Friday, …".
pub(in crate::quote) fn is_closed(context: &Context<'_>, cue: &Cue, limit: usize) -> bool {
    let mut at = cue.tokens.end();
    if cue.takes(Frame::HEARER) {
        at = hearer_of_closed(context, at, limit);
    }
    closes(context, at, limit)
}

fn hearer_of_closed(context: &Context<'_>, at: usize, limit: usize) -> usize {
    phrases::after(context, at, limit).map_or(at, TokenRange::end)
}

pub(super) fn closes(context: &Context<'_>, at: usize, limit: usize) -> bool {
    let mut at = at;
    while at < limit && !matches!(context.word(at), "," | "." | ";" | "”" | "\"" | "!" | "?" | ")" | "—" | "–" | "--")
    {
        let Some(behind) = skip_adjunct(context, at, limit).filter(|&behind| behind > at) else { return false };
        at = behind;
    }
    at >= limit || context.opening(at).is_none()
}
