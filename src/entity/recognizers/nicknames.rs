//! A nickname in marks inside a name: `Tony “Two Shoes” Moretti`.
//!
//! Fires: `Ann "Wren" Qorvat`. Does not: `Tom said “Two Shoes” won`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::entity::gazetteer::Flag;
use crate::text::TokenRange;

/// Longest nickname, in words.
const LONGEST: usize = 3;

pub(super) fn recognize(words: &Words<'_>, _: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for quotation in words.document().quotations().iter().filter(|quotation| quotation.close.is_some()) {
        let (first, last) = (quotation.tokens.start(), quotation.tokens.end());
        if quotation.tokens.len() > LONGEST || first < 2 || last + 1 >= words.len() {
            continue;
        }
        let (before, behind) = (first - 2, last + 1);
        let capital = |at: usize| words.get(at).capital && words.get(at).is_word;
        let given = capital(before) && words.get(before).entry.is_any(&[Flag::First, Flag::CommonFirst]);
        if given && capital(behind) && quotation.tokens.range().all(capital) {
            let end = (behind..words.len()).take(2).take_while(|&at| capital(at)).count();
            let tokens = TokenRange::new(before, behind + end);
            candidates.push(Candidate::new(tokens, EntityKind::Person, Trust::Sure, "nickname"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn a_nickname_is_part_of_the_name() {
        check("Then [person Tony “Two Shoes” Moretti] won.");
    }

    #[test]
    fn a_quotation_between_names_is_none() {
        check("Later [person Tom Ito] said “Stop” to [person Ann Lee].");
    }
}
