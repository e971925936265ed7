//! The head of a wire text: `LOWPORT, Norland (Norpress) —`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::text::{Span, TokenRange};

pub(super) fn recognize(words: &Words<'_>, _: &[TokenRange], candidates: &mut Vec<Candidate>) {
    let Some(line) = words.document().dateline() else { return };
    let mut propose = |span: Option<Span>, kind: EntityKind, subtype: &'static str| {
        let tokens = span.map(|span| words.document().tokens_in(span)).filter(|tokens| !tokens.is_empty());
        // "(Aug. 3)" is no agency.
        let tokens = tokens.filter(|tokens| tokens.range().all(|at| words.get(at).capital && words.get(at).is_word));
        if let Some(tokens) = tokens.filter(|tokens| !crate::entity::calendar::is_time(words.text(tokens.start()))) {
            candidates.push(Candidate::new(tokens, kind, Trust::Sure, "dateline").subtype(subtype));
        }
    };
    propose(line.place, EntityKind::Location, "city");
    propose(line.agency, EntityKind::Organization, "media");
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn place_and_agency_are_named() {
        check("[location QORVATSK], [location Norway] ([organization Norpress]) — Two ships collided on Sunday.");
    }

    #[test]
    fn a_dash_in_a_sentence_names_nothing() {
        check("Two ships — both new — collided on Sunday.");
    }
}
