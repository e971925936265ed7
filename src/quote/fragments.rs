//! Words in quotation marks that nobody said here.

use super::context::Context;
use super::draft::Draft;
use super::{Form, Fragment, FragmentReason};
use crate::entity::EntityKind;

/// Outermost quotations that are in no direct or mixed quote's content, and quoted words inside indirect ones that stand for nothing said.
pub(super) fn find(context: &Context<'_>, drafts: &[Draft]) -> Vec<Fragment> {
    let quoted: Vec<_> = drafts
        .iter()
        .filter(|draft| draft.form(context) != Form::Indirect)
        .flat_map(|draft| draft.contents.iter().map(|content| context.span(*content)))
        .collect();
    context
        .document
        .quotations()
        .iter()
        .filter(|quotation| quotation.depth == 0)
        .filter(|quotation| {
            let upto = quoted.partition_point(|span| span.start() <= quotation.inner.start());
            !quoted[upto.saturating_sub(4)..upto].iter().any(|span| span.contains(quotation.inner))
        })
        .map(|quotation| Fragment { span: quotation.inner, reason: reason(context, quotation) })
        .collect()
}

fn reason(context: &Context<'_>, quotation: &crate::text::Quotation) -> FragmentReason {
    let (start, end) = (quotation.tokens.start(), quotation.tokens.end());
    let capitals = quotation
        .tokens
        .range()
        .filter(|&at| context.is_word(at) && context.word(at).len() > 3)
        .all(|at| context.is_capital(at));
    let inside_a_name =
        start >= 2 && context.is_capital(start - 2) && context.is_capital(end + 1) && context.is_capital(start);
    let work = context
        .entities
        .mentions_in(quotation.tokens)
        .iter()
        .any(|(_, id)| context.entities.get(*id).kind == EntityKind::Work);
    if inside_a_name {
        FragmentReason::Nickname
    } else if work || capitals && context.is_capital(start) && quotation.tokens.len() >= 2 {
        FragmentReason::TitleOfWork
    } else if quotation.tokens.len() <= 2 {
        FragmentReason::Term
    } else {
        FragmentReason::ShortFragment
    }
}
