//! What is known of each token before anything is recognized: its entry in the gazetteer, its letter case, where it stands.

use super::gazetteer::{Entry, Flag, LetterCase, Walk};
use crate::model::hash_lower;
use crate::text::{Document, TokenKind, TokenRange};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// One token, looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// What the gazetteer says of it alone.
    pub(super) entry: Entry,
    /// Names of several words begin with it.
    pub(super) begins_names: bool,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// All of two or more letters are capitals.
    pub(super) shouted: bool,
    /// Its capital says nothing: it begins a sentence or a quotation, or its whole line has capitals.
    pub(super) excused: bool,
    /// A word, as against a mark or a number.
    pub(super) is_word: bool,
}

/// All tokens of a document.
pub(super) struct Words<'a> {
    document: &'a Document,
    words: Vec<Word>,
    /// By the hash of the lower-cased word.
    seen: Seen,
}

/// What is known of a word wherever it stands.
struct Known {
    entry: Entry,
    begins_names: bool,
    /// Goes on after the word.
    walk: Walk,
    /// How often it stands with a capital and without an excuse.
    upper: u32,
    /// How often it stands without a capital.
    lower: u32,
}

type Seen = HashMap<u64, Known, RandomState>;

impl<'a> Words<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let (mut seen, mut keys) = (Seen::default(), Vec::with_capacity(document.tokens().len()));
        let mut words: Vec<Word> =
            (0..document.tokens().len()).map(|index| look(document, index, &mut seen, &mut keys)).collect();
        for sentence in document.sentences() {
            excuse(document, sentence.tokens, &mut words);
        }
        for (word, key) in words.iter().zip(&keys).filter(|(word, _)| word.is_word) {
            let Some(known) = seen.get_mut(key) else { continue };
            known.upper += u32::from(word.capital && !word.excused);
            known.lower += u32::from(!word.capital);
        }
        Self { document, words, seen }
    }

    pub(super) fn document(&self) -> &'a Document {
        self.document
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn get(&self, index: usize) -> &Word {
        &self.words[index]
    }

    pub(super) fn text(&self, index: usize) -> &'a str {
        self.document.word(index)
    }

    /// Whether the token at `index` reads `word`, in any letter case.
    pub(super) fn is(&self, index: usize, word: &str) -> bool {
        self.text(index).eq_ignore_ascii_case(word)
    }

    /// Whether the token's capital makes it part of a name.
    pub(super) fn is_name_like(&self, index: usize) -> bool {
        let word = &self.words[index];
        if !word.capital || !word.is_word || self.text(index) == "I" || self.text(index).starts_with("I'") {
            return false;
        }
        if !word.excused {
            return true;
        }
        let (upper, lower) = self.seen(index).map_or((0, 0), |known| (known.upper, known.lower));
        match word.entry.letter_case() {
            LetterCase::Lower => upper > 0 && lower == 0 && word.entry.is_any(NAMES),
            LetterCase::MostlyLower => upper > 0 && lower == 0,
            LetterCase::Mixed => upper > lower || lower == 0 && word.entry.is_any(NAMES),
            LetterCase::Unknown | LetterCase::MostlyUpper | LetterCase::Upper => lower == 0,
        }
    }

    /// Whether the article writes the word without a capital elsewhere.
    pub(super) fn is_seen_lower(&self, index: usize) -> bool {
        self.seen(index).is_some_and(|known| known.lower > 0)
    }

    fn seen(&self, index: usize) -> Option<&Known> {
        self.seen.get(&hash_lower(self.text(index)))
    }

    /// The longest entry of several words, or of one, that begins at `start`, ends by `end` and passes `wanted`.
    pub(super) fn longest(
        &self,
        start: usize,
        end: usize,
        wanted: impl Fn(Entry) -> bool,
    ) -> Option<(TokenRange, Entry)> {
        if start < end && !self.words[start].begins_names {
            let entry = self.words[start].entry;
            return wanted(entry).then(|| (TokenRange::new(start, start + 1), entry));
        }
        let known = self.seen(start).filter(|_| start < end && self.words[start].is_word);
        let (mut walk, mut found, from) = match known {
            Some(Known { entry, walk, .. }) => {
                (walk.clone(), wanted(*entry).then(|| (TokenRange::new(start, start + 1), *entry)), start + 1)
            }
            None => (Walk::start(), None, start),
        };
        for index in from..end {
            if let Some(entry) = walk.feed(self.text(index)).filter(|entry| wanted(*entry)) {
                found = Some((TokenRange::new(start, index + 1), entry));
            }
            if !walk.alive() {
                break;
            }
        }
        found
    }
}

const NAMES: &[Flag] = &[
    Flag::Country,
    Flag::City,
    Flag::Region,
    Flag::Group,
    Flag::Outlet,
    Flag::Body,
    Flag::Company,
    Flag::CommonFirst,
    Flag::First,
];

fn look(document: &Document, index: usize, seen: &mut Seen, keys: &mut Vec<u64>) -> Word {
    let text = document.word(index);
    let is_word = document.tokens()[index].kind == TokenKind::Word;
    let capital = text.starts_with(char::is_uppercase);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = letters >= 2 && text.chars().all(|c| !c.is_lowercase());
    keys.push(hash_lower(text));
    if !is_word {
        // Whether the lists go on with it is not asked: there are few.
        return Word { entry: Entry::default(), begins_names: true, capital, shouted, excused: false, is_word };
    }
    let known = seen.entry(keys[index]).or_insert_with(|| Known::of(text));
    Word { entry: known.entry, begins_names: known.begins_names, capital, shouted, excused: false, is_word }
}

impl Known {
    /// What the lists know of it.
    fn of(text: &str) -> Self {
        let mut walk = Walk::start();
        let entry = walk.feed(text).unwrap_or_default();
        Self { entry, begins_names: walk.goes_on(), walk, upper: 0, lower: 0 }
    }
}

/// Marks the words of one sentence whose capitals say nothing.
fn excuse(document: &Document, tokens: TokenRange, words: &mut [Word]) {
    let counted = || tokens.range().filter(|&index| words[index].is_word && document.word(index).chars().count() > 3);
    let (all, upper, shouted) = counted().fold((0, 0, 0), |(all, upper, shouted), index| {
        (all + 1, upper + usize::from(words[index].capital), shouted + usize::from(words[index].shouted))
    });
    // A headline in capitals, or with a capital on each word. What ends in a full stop is a sentence.
    let stopped = document.word(tokens.end() - 1) == ".";
    let headline = all >= 4 && upper * 10 >= all * 8 && !stopped || all >= 2 && shouted * 10 >= all * 8;
    let mut begins = true;
    for index in tokens.range() {
        let text = document.word(index);
        if headline || begins && words[index].is_word {
            words[index].excused = true;
        }
        // A quotation, a bullet, a colon and a bracket begin anew.
        begins = begins && !words[index].is_word
            || matches!(text, "\"" | "“" | "‘" | "'" | "«" | ":" | "•" | "(" | "[" | "—" | "–" | "--" | "...");
    }
}
