//! What is known of each token before anything is recognized: its entry in the gazetteer, its letter case, where it stands.

use super::gazetteer::{self, Entry, Flag, LetterCase};
use crate::model::hash_lower;
use crate::text::{Document, TokenKind, TokenRange};
use std::collections::HashMap;

/// One token, looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// What the gazetteer says of it alone.
    pub(super) entry: Entry,
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
    /// By the hash of the lower-cased word: how often with a capital and without an excuse, how often without a capital.
    seen: HashMap<u64, (u32, u32)>,
}

impl<'a> Words<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let mut words: Vec<Word> = (0..document.tokens().len()).map(|index| look(document, index)).collect();
        for sentence in document.sentences() {
            excuse(document, sentence.tokens, &mut words);
        }
        let mut seen: HashMap<u64, (u32, u32)> = HashMap::new();
        for (index, word) in words.iter().enumerate().filter(|(_, word)| word.is_word) {
            let counts = seen.entry(hash_lower(document.word(index))).or_default();
            counts.0 += u32::from(word.capital && !word.excused);
            counts.1 += u32::from(!word.capital);
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
        let (upper, lower) = self.seen.get(&hash_lower(self.text(index))).copied().unwrap_or_default();
        match word.entry.letter_case() {
            LetterCase::Lower => upper > 0 && lower == 0 && word.entry.is_any(NAMES),
            LetterCase::MostlyLower => upper > 0 && lower == 0,
            LetterCase::Mixed => upper > lower || lower == 0 && word.entry.is_any(NAMES),
            LetterCase::Unknown | LetterCase::MostlyUpper | LetterCase::Upper => lower == 0,
        }
    }

    /// Whether the article writes the word without a capital elsewhere.
    pub(super) fn is_seen_lower(&self, index: usize) -> bool {
        self.seen.get(&hash_lower(self.text(index))).is_some_and(|(_, lower)| *lower > 0)
    }

    /// The longest entry of several words, or of one, that begins at `start`, ends by `end` and passes `wanted`.
    pub(super) fn longest(
        &self,
        start: usize,
        end: usize,
        wanted: impl Fn(Entry) -> bool,
    ) -> Option<(TokenRange, Entry)> {
        let mut walk = gazetteer::Walk::start();
        let mut found = None;
        for index in start..end {
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

fn look(document: &Document, index: usize) -> Word {
    let text = document.word(index);
    let is_word = document.tokens()[index].kind == TokenKind::Word;
    let capital = text.starts_with(char::is_uppercase);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = letters >= 2 && text.chars().all(|c| !c.is_lowercase());
    let entry = if is_word { gazetteer::word(text) } else { Entry::default() };
    Word { entry, capital, shouted, excused: false, is_word }
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
