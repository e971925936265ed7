//! Names that nothing else explains: what stands beside them decides.
//!
//! Fires: `Zorvat said`, `Qorvat’s parliament`. Does not: `On Monday`.

use super::places::is_time;
use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::entity::gazetteer::{Flag, LetterCase};
use crate::text::TokenRange;

/// Verbs that people do.
const HUMAN: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "asked",
    "replied",
    "argued",
    "explained",
    "wrote",
    "tweeted",
    "recalled",
    "insisted",
    "admitted",
    "joked",
    "smiled",
    "laughed",
    "scored",
    "resigned",
    "died",
    "married",
    "testified",
    "pleaded",
    "stated",
    "noted",
    "warned",
    "claimed",
    "thinks",
    "believes",
    "hopes",
    "who",
    "denied",
    "conceded",
];

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        let (first, last) = (words.get(run.start()).entry, words.get(run.end() - 1).entry);
        let explained = [first, last].iter().any(|entry| entry.is_any(&[Flag::Group, Flag::Title, Flag::Country]));
        let common = run.len() == 1
            && (first.letter_case() == LetterCase::Lower && words.get(run.start()).excused
                || words.is_seen_lower(run.start()));
        if explained
            || common
            || run.range().any(|at| is_time(words.text(at)))
            || words.text(run.start()).chars().count() < 3
        {
            continue;
        }
        let behind = if run.end() < words.len() { words.text(run.end()) } else { "" };
        let human = HUMAN.contains(&behind);
        let surname = last.is_any(&[Flag::Last, Flag::First]) || human;
        let unlisted = matches!(first.letter_case(), LetterCase::Unknown | LetterCase::Upper | LetterCase::MostlyUpper);
        let kind = if run.len() == 1 && surname && unlisted {
            EntityKind::Person
        } else if run.len() <= 4 && !words.get(run.start()).excused {
            EntityKind::Organization
        } else {
            continue;
        };
        let trust = if human && kind == EntityKind::Person { Trust::Likely } else { Trust::Guess };
        candidates.push(Candidate::new(run, kind, trust, "context"));
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn a_verb_makes_a_person() {
        check("Later [person Zorvatek] said so.");
        check("On Monday they said so.");
    }
}
