//! Words in pieces: the lower-cased WordPiece vocabulary of BERT and its children.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The piece in front of every sequence.
pub const CLS: u32 = 101;
/// The piece behind every sequence, and between paragraphs in training.
pub const SEP: u32 = 102;
const UNKNOWN: u32 = 100;

/// A longer word is cut off: it is an address or noise, and its beginning tells.
const LONGEST: usize = 12;

/// The vocabulary, ready to look up.
#[derive(Debug)]
pub struct Vocabulary {
    starts: HashMap<Box<str>, u32>,
    rests: HashMap<Box<str>, u32>,
}

impl Vocabulary {
    /// Reads a vocabulary, a piece a line; pieces that go on begin with `##`.
    pub fn new(lines: &str) -> Self {
        let (mut starts, mut rests) = (HashMap::new(), HashMap::new());
        for (id, line) in (0..).zip(lines.lines()) {
            match line.strip_prefix("##") {
                Some(rest) => rests.insert(rest.into(), id),
                None => starts.insert(line.into(), id),
            };
        }
        Self { starts, rests }
    }

    /// Appends the pieces of `word`: at least one, a dozen at most.
    pub fn cut(&self, word: &str, pieces: &mut Vec<u32>) {
        let from = pieces.len();
        let mut part = String::new();
        for c in word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            if is_mark(c) {
                self.cut_part(&mut part, pieces);
                part.push(c);
                self.cut_part(&mut part, pieces);
            } else if !c.is_control() {
                part.push(c);
            }
        }
        self.cut_part(&mut part, pieces);
        pieces.truncate(from + LONGEST);
        if pieces.len() == from {
            pieces.push(UNKNOWN);
        }
    }

    /// Cuts a part without marks: the longest piece first, again and again. A part that cannot be cut whole is one unknown piece.
    fn cut_part(&self, part: &mut String, pieces: &mut Vec<u32>) {
        let from = pieces.len();
        let mut rest = part.as_str();
        while !rest.is_empty() {
            let known = if pieces.len() == from { &self.starts } else { &self.rests };
            let longest = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev().find_map(|end| {
                let (head, tail) = rest.split_at(end);
                known.get(head).map(|id| (*id, tail))
            });
            let Some((id, tail)) = longest else {
                pieces.truncate(from);
                pieces.push(UNKNOWN);
                break;
            };
            pieces.push(id);
            rest = tail;
        }
        part.clear();
    }
}

/// Marks stand alone.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIECES: &str = "[PAD]\nfer\n##ries\ncafe\n.\nu\n##s\n’\nt\ndon";

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        let mut pieces = Vec::new();
        Vocabulary::new(PIECES).cut(word, &mut pieces);
        let names: Vec<&str> = pieces
            .iter()
            .map(|id| if *id == UNKNOWN { "?" } else { PIECES.lines().nth(*id as usize).expect("known") })
            .collect();
        assert_eq!(names, expected, "{word}");
    }

    #[test]
    fn the_longest_pieces_come_first() {
        check("Ferries", &["fer", "##ries"]);
        check("Café", &["cafe"]);
    }

    #[test]
    fn marks_stand_alone() {
        check("U.S.", &["u", ".", "?", "."]);
        check("don’t", &["don", "’", "t"]);
    }

    #[test]
    fn what_cannot_be_cut_is_one_unknown_piece() {
        check("ferx", &["?"]);
        check("", &["?"]);
    }

    #[test]
    fn no_word_has_more_than_a_dozen_pieces() {
        check(&"t.".repeat(400), &["t", "."].repeat(6));
    }
}
