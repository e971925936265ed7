//! What the rest of the article says of a word: a name is written as one elsewhere, stands in a longer name, follows a title.

use super::tokens::{Case, Look};
use crate::entity::words::Words;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// By lower-cased word.
pub(super) type Survey = HashMap<u64, Seen, BuildHasherDefault<Passed>>;

/// What was seen of one word in the whole article.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// With a capital where that says something.
    pub(super) capital: u8,
    /// Without.
    pub(super) lower: u8,
    /// The longest stretch of names it stood in: its length, its first and last word.
    pub(super) longest: u8,
    pub(super) first: u64,
    pub(super) last: u64,
    /// The word before and behind such a stretch.
    pub(super) before: u64,
    pub(super) behind: u64,
    pub(super) after_title: bool,
    /// The lists that any name around it stands in.
    pub(super) lists: u64,
}

/// Reads the whole article once.
pub(super) fn survey(words: &Words<'_>, looks: &[Look]) -> Survey {
    let mut survey = Survey::default();
    for look in looks.iter().filter(|look| look.candidate && !matches!(look.case, Case::None | Case::Lower)) {
        survey.entry(look.lower).or_default();
    }
    for sentence in words.document().sentences() {
        let range = sentence.tokens.range();
        for at in range.clone() {
            let look = looks[at];
            let Some(seen) = survey.get_mut(&look.lower) else { continue };
            if !look.candidate || matches!(look.case, Case::None | Case::Lower) {
                seen.lower = seen.lower.saturating_add(u8::from(look.case == Case::Lower));
                continue;
            }
            seen.capital = seen.capital.saturating_add(u8::from(!look.excused));
            seen.lists |= look.lists;
            let (start, end) = (look.run.0 as usize, look.run.1 as usize);
            if start == end {
                continue;
            }
            let length = (end - start).min(9) as u8;
            if length > seen.longest {
                (seen.longest, seen.first, seen.last) = (length, looks[start].lower, looks[end - 1].lower);
            }
            if start > range.start {
                seen.after_title |= looks[start - 1].is_title;
                seen.before = looks[start - 1].lower;
            }
            seen.after_title |= at > start && looks[start].is_title;
            if end < range.end {
                seen.behind = looks[end].lower;
            }
        }
    }
    survey
}

/// Passes a hash through: the keys are hashes already.
#[derive(Default)]
pub(super) struct Passed(u64);

impl Hasher for Passed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are u64");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
