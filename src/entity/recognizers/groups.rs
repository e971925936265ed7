//! Nationalities, peoples, creeds, party affiliations: `Norwegian`, `Democrats`.
//!
//! Fires: `Norwegian ships`. Does not: `a democratic vote`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::entity::gazetteer::Flag;
use crate::text::TokenRange;

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        let limit = run.end();
        let mut at = run.start();
        while at < limit {
            let Some((tokens, entry)) = words.longest(at, limit, |entry| entry.is(Flag::Group)) else {
                at += 1;
                continue;
            };
            // "North African", "Bosnian Serb": one people, two words.
            let direction = at > run.start() && DIRECTIONS.contains(&words.text(at - 1));
            let mut end = tokens.end();
            while end < limit
                && words.get(end).entry.is(Flag::Group)
                && words.get(end).is_word
                && words.get(end).capital
            {
                end += 1;
            }
            let tokens = TokenRange::new(if direction { at - 1 } else { at }, end);
            let glued = end + 1 < words.len()
                && words.text(end) == "-"
                && matches!(words.text(end + 1), "speaking" | "language");
            // "English" behind "in" is a language.
            let language = glued
                || lists_languages(words, at)
                || at > 0
                    && words.text(at - 1) == "in"
                    && !words.text(at).ends_with('s')
                    && (at + 1 >= words.len() || !words.get(at + 1).is_word);
            let country = entry.is(Flag::Country);
            if !language && !country {
                let trust = if entry.is_common_word() && words.get(at).excused { Trust::Guess } else { Trust::Likely };
                candidates.push(Candidate::new(tokens, EntityKind::Group, trust, "group"));
            }
            at = tokens.end();
        }
    }
}

/// Words for regions that belong to the people's name.
const DIRECTIONS: &[&str] = &[
    "North",
    "South",
    "East",
    "West",
    "Central",
    "Latin",
    "Southeast",
    "Northeast",
    "Northwest",
    "Southwest",
    "Northern",
    "Southern",
    "Eastern",
    "Western",
    "African",
];

/// "in 11 languages, including Norwegian, Danish": the word stands before in the sentence.
fn lists_languages(words: &Words<'_>, at: usize) -> bool {
    let sentence = words.document().sentences()[words.document().sentence_at(at)].tokens;
    (sentence.start().max(at.saturating_sub(40))..at)
        .any(|before| matches!(words.text(before), "language" | "languages"))
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn nationalities_and_affiliations_are_groups() {
        check("Two [group Norwegian] ships and three [group Democrats] left.");
        check("They spoke in Norwegian.");
        check("It was a democratic vote.");
    }
}
