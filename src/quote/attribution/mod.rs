//! The sieves: each finds quotes of one kind among what the ones before it left undecided, and signs them.
//!
//! Marks and layout come first, because they are certain; then cues with marks; then cues without.

mod according_to;
mod board;
mod continued;
mod direct;
mod floating;
mod headline;
mod indirect;
mod labels;
mod lead_in;
mod naming;
mod nested;
mod nominal;
mod shared;

pub(super) use board::Board;

use super::context::Context;
use super::cues;
use super::draft::Draft;
use super::explain::Step;
use crate::text::TokenRange;

type Sieve = fn(&Context<'_>, &mut Board);

/// In this order. The name is what a quote carries as its `rule`.
const SIEVES: &[(&str, Sieve)] = &[
    ("label", labels::sieve),
    ("dash_line", labels::dash_sieve),
    ("direct", direct::sieve),
    ("lead_in", lead_in::sieve),
    ("continued", continued::sieve),
    ("according_to", according_to::sieve),
    ("headline", headline::sieve),
    ("indirect", indirect::sieve),
    ("naming", naming::sieve),
    ("floating", floating::sieve),
    ("nested", nested::sieve),
    ("nominal", nominal::sieve),
];

/// Runs all sieves over the document.
pub(super) fn run(context: &Context<'_>) -> Vec<Draft> {
    let mut board = Board::new(context, cues::find(context));
    for (_, sieve) in SIEVES {
        sieve(context, &mut board);
    }
    board.finish().0
}

/// As [`run`], with what each sieve did to each draft.
pub(super) fn trace(context: &Context<'_>) -> (Vec<Draft>, Vec<Vec<Step>>) {
    let mut board = Board::new(context, cues::find(context));
    let mut steps: Vec<Vec<Step>> = Vec::new();
    for (name, sieve) in SIEVES {
        let before: Vec<Vec<TokenRange>> = board.drafts.iter().map(|draft| draft.contents.clone()).collect();
        sieve(context, &mut board);
        steps.resize(board.drafts.len(), Vec::new());
        for (id, draft) in board.drafts.iter().enumerate() {
            let known = before.get(id).map(Vec::as_slice).unwrap_or_default();
            let new = draft.contents.iter().filter(|content| !known.contains(content));
            let added: Vec<_> = new.map(|content| context.span(*content)).collect();
            if !added.is_empty() {
                steps[id].push(Step { sieve: name, added });
            }
        }
    }
    let (drafts, order) = board.finish();
    (drafts, order.into_iter().map(|id| std::mem::take(&mut steps[id])).collect())
}
