//! Bodies that a common noun beside the name tells: `the union Qorvat`, `Qorvat, a research firm,`, and airlines: `Air Norland`.
//!
//! Fires: `the newspaper De Lage Kust`. Does not: `the newspaper on Monday`, `union leader Tom Moss`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::entity::calendar::is_time;
use crate::entity::gazetteer::{self, Flag};
use crate::text::TokenRange;

/// What a body is by trade.
const TRADES: &[&str] = &[
    "airline",
    "automaker",
    "bank",
    "brewer",
    "broadcaster",
    "carmaker",
    "charity",
    "company",
    "daily",
    "firm",
    "insurer",
    "journal",
    "lender",
    "magazine",
    "newspaper",
    "publisher",
    "retailer",
    "start-up",
    "startup",
    "tabloid",
    "union",
    "website",
    "weekly",
];

/// How many words may stand between the article and the noun: "a German market research firm".
const BETWEEN: usize = 4;

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        let first = words.get(run.start());
        let other = is_time(words.text(run.start())) || first.entry.is_any(&[Flag::Group, Flag::Country, Flag::Title]);
        if !other && (is_told_before(words, run) || is_told_behind(words, run)) {
            candidates.push(Candidate::new(run, EntityKind::Organization, Trust::Sure, "told"));
        }
        candidates.extend(airline(words, run));
    }
}

/// "Air Norland"
fn airline(words: &Words<'_>, run: TokenRange) -> Option<Candidate> {
    let country = TokenRange::new(run.start() + 1, run.end());
    let known = run.len() > 1
        && words.text(run.start()) == "Air"
        && gazetteer::name(words.document().slice(words.document().span_of(country))).is(Flag::Country);
    known.then(|| Candidate::new(run, EntityKind::Organization, Trust::Sure, "told"))
}

/// "the union Qorvat"
fn is_told_before(words: &Words<'_>, run: TokenRange) -> bool {
    let noun = run.start().checked_sub(1).filter(|_| !words.get(run.start()).excused);
    noun.is_some_and(|noun| TRADES.contains(&words.text(noun)))
}

/// "Qorvat, a research firm,"
fn is_told_behind(words: &Words<'_>, run: TokenRange) -> bool {
    let word = |at: usize| if at < words.len() { words.text(at) } else { "" };
    let comma = run.end();
    if word(comma) != "," || !matches!(word(comma + 1), "a" | "an") {
        return false;
    }
    let noun = (comma + 2..=comma + 2 + BETWEEN).find(|&at| TRADES.contains(&word(at)));
    noun.is_some_and(|noun| {
        let inside = (comma + 2..noun).all(|at| word(at).chars().all(|c| c.is_alphabetic() || c == '-'));
        inside && matches!(word(noun + 1), "," | "." | "that" | "which" | "in" | "of" | "for" | "based")
    })
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn a_noun_beside_the_name_tells_a_body() {
        check("He told the newspaper [organization De Lage Kust] so.");
        check("Sales fell, said [organization Qorvat], a research firm.");
        check("He told the newspaper on Monday.");
    }

    #[test]
    fn airlines_begin_with_air() {
        check("It was delayed by [organization Air Norway] again.");
        check("They flew with [organization Air New Zealand] on Monday.");
    }
}
