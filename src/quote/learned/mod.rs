//! Quotes that the encoder reads out of the text.

mod gate;
mod link;
mod merge;
mod spans;

use super::context::Context;
use super::draft::Draft;
use crate::reading::Reading;
pub(super) use gate::may_report;
use spans::Spans;

/// `drafts` by the rules, with what the encoder adds and mends; each with its place among `drafts` if it comes from there.
pub(super) fn revise(
    context: &Context<'_>,
    reading: &Reading,
    drafts: Vec<Draft>,
) -> impl Iterator<Item = (Draft, Option<usize>)> {
    let read = link::drafts(context, &Spans::new(context, reading));
    merge::merge(context, reading, drafts, read).into_iter()
}
