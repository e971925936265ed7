//! Names that nothing else explains: what stands beside them decides.
//!
//! Fires: `Zorvat said`, `Qorvat’s parliament`. Does not: `On Monday`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::entity::calendar::is_time;
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
            || run.len() == 1 && words.text(run.start()).contains(|c: char| c.is_ascii_digit())
            || run.len() == 1
                && words.get(run.start()).shouted
                && super::acronyms::NO_BODIES.contains(&words.text(run.start()))
            || run.len() == 1 && words.get(run.start()).shouted && first.is_common_word()
        {
            continue;
        }
        let behind = if run.end() < words.len() { words.text(run.end()) } else { "" };
        // "Qorvat said", "Zalm Qorvat, the envoy, said"
        let after_comma = if behind == "," && run.end() + 1 < words.len() { words.text(run.end() + 1) } else { "" };
        let human = HUMAN.contains(&behind) || run.len() > 1 && HUMAN.contains(&after_comma);
        let surname = last.is_any(&[Flag::Last, Flag::First]) || human;
        let unlisted = matches!(first.letter_case(), LetterCase::Unknown | LetterCase::Upper | LetterCase::MostlyUpper);
        let placed = run.len() <= 3 && stands_for_a_place(words, run);
        let people = run.len() == 1
            && !words.get(run.start()).excused
            && (PEOPLES.contains(&behind)
                || run.start() > 0 && matches!(words.text(run.start() - 1), "native" | "ethnic" | "indigenous"));
        let excused = words.get(run.start()).excused;
        // "Qorvat, the oil company": at the start of a sentence only a word that nobody knows.
        let vouched = !excused
            || run.len() == 1
                && first.letter_case() == LetterCase::Unknown
                && matches!(behind, "," | "'s" | "’s" | "says" | "said" | "has" | "is" | "was" | "will" | "had");
        let kind = if placed {
            EntityKind::Location
        } else if people {
            EntityKind::Group
        } else if (run.len() == 1 && surname
            || run.len() <= 3 && human && !first.is_common_word() && run.range().all(|at| words.text(at) != "&"))
            && unlisted
        {
            EntityKind::Person
        } else if run.len() <= 4 && vouched {
            EntityKind::Organization
        } else {
            continue;
        };
        let trust = if placed || people || human && kind == EntityKind::Person { Trust::Likely } else { Trust::Guess };
        candidates.push(Candidate::new(run, kind, trust, "context"));
    }
}

/// Nouns for members of a people.
const PEOPLES: &[&str] =
    &["people", "tribe", "tribes", "tribesmen", "dynasty", "family", "clan", "minority", "villagers", "language"];
/// Nouns for places, before "of" or behind a name.
const PLACES: &[&str] = &[
    "province",
    "city",
    "town",
    "village",
    "state",
    "region",
    "district",
    "enclave",
    "capital",
    "island",
    "county",
    "neighborhood",
    "neighbourhood",
    "suburb",
    "port",
    "area",
    "mountains",
    "valley",
    "river",
    "border",
    "peninsula",
    "principality",
    "coast",
    "airport",
];

/// "the town of Qorvat", "Qorvat province", "near Qorvat", "captured Qorvat".
pub(super) fn stands_for_a_place(words: &Words<'_>, run: TokenRange) -> bool {
    let word = |at: Option<usize>| at.map_or("", |at| words.text(at));
    let before = word(run.start().checked_sub(1));
    let behind = if run.end() < words.len() { words.text(run.end()) } else { "" };
    let of = before == "of" && PLACES.contains(&word(run.start().checked_sub(2)));
    let listed =
        before == "and" && run.start() >= 2 && words.get(run.start() - 2).entry.is_any(&[Flag::City, Flag::Region]);
    of || listed
        || matches!(
            before,
            "near" | "captured" | "outside" | "toward" | "eastern" | "western" | "northern" | "southern" | "central"
        )
        || PLACES.contains(&behind) && run.len() <= 2
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
