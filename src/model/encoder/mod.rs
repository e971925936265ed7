//! The small encoder: a transformer that reads a sentence at a time, and labels each of its words for several tasks at once.
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

/// One sentence, as the encoder reads it.
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
    fn a_long_sentence_is_cut_at_a_word() {
        let vocabulary = Vocabulary::new("fer\n##ries");
        let sequence = Sequence::new(&vocabulary, std::iter::repeat_n(("ferries", 1), 500));
        assert!(sequence.pieces.len() <= LONGEST && sequence.pieces.len() + 2 > LONGEST, "{}", sequence.pieces.len());
        assert_eq!(sequence.words.len() * 2 + 2, sequence.pieces.len());
        assert_eq!(sequence.marks.len(), sequence.pieces.len());
    }
}
