//! Headlines: `Ruiz: Bridge will reopen`, `City budget ‘a disgrace’, says council leader`.
//!
//! Fires: `Bridge to reopen: mayor`. Does not: `Explained: the new bridge`.

use super::Board;
use crate::entity::EntityKind;
use crate::quote::context::Context;
use crate::quote::draft::Draft;
use crate::text::{Field, TokenRange};

/// Longest speaker in a headline, in tokens.
const LONGEST_SPEAKER: usize = 5;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    let Some(first) = context.document.paragraphs().first() else { return };
    let is_title = context.document.locate(first.span).0 == Field::Title;
    let is_headline = is_title
        || context.document.sentence_at(first.tokens.start()) == context.document.sentence_at(first.tokens.end() - 1)
            && first.tokens.len() <= 20
            && context.document.paragraphs().len() > 1;
    if is_headline && !board.is_covered(first.tokens.start()) && board.cues_in(first.tokens).next().is_none() {
        if let Some(draft) = colon(context, first.tokens) {
            board.add(context, draft);
        }
    }
}

fn colon(context: &Context<'_>, line: TokenRange) -> Option<Draft> {
    let colon = line.range().find(|&at| context.word(at) == ":")?;
    let (left, right) = (TokenRange::new(line.start(), colon), TokenRange::new(colon + 1, line.end()));
    let (speaker, claim) = if is_speaker(context, left) && right.len() >= 3 {
        (left, right)
    } else if is_speaker(context, right) && left.len() >= 3 {
        (right, left)
    } else {
        return None;
    };
    let quotation = (claim.start()..claim.end())
        .find_map(|at| context.opening(at))
        .map(|quotation| context.quotation(quotation).tokens);
    let content = quotation.filter(|quotation| quotation.len() + 2 == claim.len()).unwrap_or(claim);
    Some(Draft { source: Some(speaker), ..Draft::new(vec![content], "headline") })
}

/// A person or a body and at most a title.
fn is_speaker(context: &Context<'_>, tokens: TokenRange) -> bool {
    let speaks = |kind: EntityKind| matches!(kind, EntityKind::Person | EntityKind::Organization);
    let named = context.entities.mentions_in(tokens).iter().any(|(_, id)| speaks(context.entities.get(*id).kind));
    let described = tokens.len() <= 2
        && !tokens.is_empty()
        && matches!(
            context.word(tokens.end() - 1),
            "mayor"
                | "minister"
                | "president"
                | "police"
                | "report"
                | "study"
                | "officials"
                | "source"
                | "sources"
                | "lawyer"
                | "farmer"
                | "pm"
                | "expert"
                | "experts"
                | "poll"
                | "survey"
                | "newspaper"
                | "analysis"
                | "democrats"
                | "republicans"
                | "critics"
                | "court"
                | "judge"
                | "governor"
                | "senator"
                | "aide"
                | "camp"
                | "campaign"
        );
    tokens.len() <= LONGEST_SPEAKER && (named || described || is_surname(context, tokens))
}

/// Words with capitals that end like the name of a person in the article.
fn is_surname(context: &Context<'_>, tokens: TokenRange) -> bool {
    let last = || context.document.word(tokens.end() - 1);
    !tokens.is_empty()
        && tokens.len() <= 3
        && tokens.range().all(|at| context.is_capital(at))
        && context
            .entities
            .all()
            .iter()
            .any(|entity| entity.kind == EntityKind::Person && entity.name.split(' ').next_back() == Some(last()))
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn a_colon_in_a_headline_attributes() {
        check(
            "Mayor Elena Ruiz: Bridge will reopen in May\nDrivers have waited a year.",
            &["indirect | Bridge will reopen in May | - | Mayor Elena Ruiz | Elena Ruiz"],
        );
    }

    #[test]
    fn a_heading_does_not() {
        check("Explained: the new bridge at last\nDrivers have waited a year.", &[]);
    }
}
