//! Titles of books, films, songs, laws and awards: `the novel “The Long Winter”`, `the Qorvat Prize`, `the Housing Act`.
//!
//! Fires: `starred in “The Long Winter”`. Does not: `“The winter was long,” she said`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::text::TokenRange;

const HEADS: &[&str] = &[
    "Prize",
    "Award",
    "Awards",
    "Medal",
    "Act",
    "Constitution",
    "Report",
    "Bill",
    "Code",
    "Charter",
    "Declaration",
    "Protocol",
    "Bible",
    "Quran",
    "Koran",
];
const KINDS: &[&str] = &[
    "film",
    "movie",
    "book",
    "novel",
    "song",
    "album",
    "play",
    "series",
    "show",
    "poem",
    "opera",
    "musical",
    "documentary",
    "single",
    "memoir",
    "hit",
    "painting",
    "called",
    "titled",
    "entitled",
    "comedy",
    "drama",
    "thriller",
];
/// Longest title, in tokens.
const LONGEST: usize = 10;

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        for at in run.range().skip(1).filter(|&at| HEADS.contains(&words.text(at))) {
            let kind = if matches!(words.text(at), "Act" | "Bill" | "Constitution" | "Charter" | "Code") {
                EntityKind::Law
            } else {
                EntityKind::Work
            };
            candidates.push(Candidate::new(TokenRange::new(run.start(), at + 1), kind, Trust::Sure, "work_head"));
        }
    }
    for quotation in words.document().quotations().iter().filter(|quotation| quotation.tokens.len() <= LONGEST) {
        let before = quotation.tokens.start().checked_sub(2).map_or("", |before| words.text(before));
        if KINDS.contains(&before) && is_title(words, quotation.tokens) {
            candidates.push(Candidate::new(quotation.tokens, EntityKind::Work, Trust::Sure, "quoted_title"));
        }
    }
}

/// Every long word has a capital, and no mark ends it like an utterance.
fn is_title(words: &Words<'_>, tokens: TokenRange) -> bool {
    let last = words.text(tokens.end() - 1);
    !matches!(last, "." | "," | "!" | "?")
        && tokens.range().all(|at| !words.get(at).is_word || words.get(at).capital || words.text(at).len() <= 4)
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn titles_are_works() {
        check("She wrote the novel “[work The Long Winter]” and won the [work Qorvat Prize].");
        check("“The winter was long,” she said.");
    }
}
