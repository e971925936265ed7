//! A city and its state, as American newspapers write them: `Tampa, Fla.`
//!
//! Fires: `in Lowport, Miss., on Sunday`. Does not: `Miss Lowport`.

use super::{Candidate, Trust, Words};
use crate::entity::gazetteer::Flag;
use crate::entity::{EntityKind, states};
use crate::text::TokenRange;

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for pair in runs.windows(2) {
        let (city, state) = (pair[0], pair[1].start());
        let beside = city.end() + 1 == state && words.text(city.end()) == ",";
        if beside && states::full_name(words.text(state)).is_some() {
            let place =
                |tokens, subtype| Candidate::new(tokens, EntityKind::Location, Trust::Sure, "state").subtype(subtype);
            candidates.push(place(TokenRange::new(state, state + 1), "region"));
            if !words.get(city.start()).entry.is(Flag::Title) {
                candidates.push(place(city, "city"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn a_city_stands_before_its_state() {
        check("It rained in [location Lowport], [location Miss.], on Sunday.");
        check("[location TAMPA], [location Fla.] ([organization Norpress]) — A mill closed.");
    }

    #[test]
    fn without_a_city_there_is_no_state() {
        check("Then Miss [person Lowport] left.");
    }
}
