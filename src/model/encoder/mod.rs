//! The small encoder: a transformer that reads a few sentences at a time, and labels each of their words for several tasks at once.
//!
//! Knows pieces, marks and labels; knows no article. What the labels mean is said by whoever asks.

mod pieces;
#[cfg(feature = "encoder")]
mod runtime;
mod shape;

pub use pieces::{CLS, SEP, Vocabulary};
#[cfg(feature = "encoder")]
pub use runtime::{Encoder, VERSION};
pub use shape::{MARKS, Quoted, mark};

/// Sequences are cut at so many pieces: what a longer sentence adds is a list or a table.
pub const LONGEST: usize = 192;

/// A sentence, or several in a row, as the encoder reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Pieces of words, between [`CLS`] and [`SEP`].
    pub pieces: Vec<u32>,
    /// For each piece, how its word is written and where it stands: 0 to [`MARKS`].
    pub marks: Vec<u32>,
    /// For each word, the place of its first piece. Words beyond [`LONGEST`] pieces have none.
    pub words: Vec<usize>,
}

impl Sequence {
    /// Reads words, each with its mark.
    pub fn new<'a>(vocabulary: &Vocabulary, words: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        let mut sequence = Self { pieces: vec![CLS], marks: vec![0], words: Vec::new() };
        for (word, mark) in words {
            let first = sequence.pieces.len();
            vocabulary.cut(word, &mut sequence.pieces);
            if sequence.pieces.len() >= LONGEST {
                sequence.pieces.truncate(first);
                break;
            }
            sequence.words.push(first);
            sequence.marks.resize(sequence.pieces.len(), mark);
        }
        sequence.pieces.push(SEP);
        sequence.marks.push(0);
        sequence
    }

    /// Goes on with another sequence; `apart` if a paragraph ends between them, which a [`SEP`] tells.
    pub fn extend(&mut self, next: &Self, apart: bool) {
        if !apart {
            self.pieces.pop();
            self.marks.pop();
        }
        // The next one's [`CLS`] is left out.
        let shift = self.pieces.len() - 1;
        self.pieces.extend(&next.pieces[1..]);
        self.marks.extend(&next.marks[1..]);
        self.words.extend(next.words.iter().map(|first| first + shift));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_the_place_of_their_first_piece() {
        let vocabulary = Vocabulary::new("fer\n##ries\nsank");
        let sequence = Sequence::new(&vocabulary, [("Ferries", 9), ("sank", 1)]);
        assert_eq!(sequence.pieces, [CLS, 0, 1, 2, SEP]);
        assert_eq!(sequence.marks, [0, 9, 9, 1, 0]);
        assert_eq!(sequence.words, [1, 3]);
    }

    #[test]
    fn sentences_in_a_row_are_one_sequence() {
        let vocabulary = Vocabulary::new("fer\n##ries\nsank\nit\nrained");
        let first = Sequence::new(&vocabulary, [("Ferries", 9), ("sank", 1)]);
        let next = Sequence::new(&vocabulary, [("It", 9), ("rained", 1)]);
        let joined = |apart| {
            let mut sequence = first.clone();
            sequence.extend(&next, apart);
            sequence
        };
        let (near, far) = (joined(false), joined(true));
        assert_eq!((near.pieces, near.words), (vec![CLS, 0, 1, 2, 3, 4, SEP], vec![1, 3, 4, 5]));
        assert_eq!(near.marks, [0, 9, 9, 1, 9, 1, 0]);
        assert_eq!((far.pieces, far.words), (vec![CLS, 0, 1, 2, SEP, 3, 4, SEP], vec![1, 3, 5, 6]));
    }

    #[test]
    fn a_long_sentence_is_cut_at_a_word() {
        let vocabulary = Vocabulary::new("fer\n##ries");
        let sequence = Sequence::new(&vocabulary, std::iter::repeat_n(("ferries", 1), 500));
        assert!(sequence.pieces.len() <= LONGEST && sequence.pieces.len() + 2 > LONGEST, "{}", sequence.pieces.len());
        assert_eq!(sequence.words.len() * 2 + 2, sequence.pieces.len());
        assert_eq!(sequence.marks.len(), sequence.pieces.len());
    }
}
