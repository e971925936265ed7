//! A document as the encoder reads it: a few sentences at a time.

use crate::model::encoder::{Quoted, Sequence, Vocabulary, mark};
use crate::text::{Document, TokenRange};

/// Sentences in a row go into one sequence up to so many pieces: neighbours tell who is talked about, and longer ones cost more time than they help.
const WINDOW: usize = 96;

/// Sentences in a row that are read together.
#[derive(Debug, Default)]
pub struct Window {
    /// What the encoder reads.
    pub sequence: Sequence,
    /// For each sentence, the tokens that are in the sequence: all, or those that have room.
    pub passages: Vec<TokenRange>,
}

/// A document, ready to be cut into sequences.
pub struct Sequences<'a> {
    document: &'a Document,
    vocabulary: &'a Vocabulary,
    /// For each token, whether it stands between quotation marks; the outermost ones decide.
    quoted: Vec<Quoted>,
}

impl<'a> Sequences<'a> {
    /// Looks at the quotation marks of `document`.
    pub fn new(document: &'a Document, vocabulary: &'a Vocabulary) -> Self {
        let mut quoted = vec![Quoted::No; document.tokens().len()];
        for quotation in document.quotations().iter().filter(|quotation| quotation.depth == 0) {
            let single = matches!(quotation.open, '\'' | '‘' | '‚' | '‹');
            quoted[document.tokens_in(quotation.outer).range()].fill(if single {
                Quoted::Single
            } else {
                Quoted::Double
            });
        }
        Self { document, vocabulary, quoted }
    }

    /// `sentences`, indices in their order, in windows.
    pub fn windows(&self, sentences: &[usize]) -> Vec<Window> {
        let all = self.document.sentences();
        let mut windows: Vec<Window> = Vec::new();
        // The sentence that may still go into the last window.
        let mut next = None;
        for &index in sentences {
            let sequence = self.of(all[index].tokens);
            let start = all[index].tokens.start();
            let read = TokenRange::new(start, start + sequence.words.len());
            match windows.last_mut().filter(|_| next == Some(index)) {
                Some(open) if open.sequence.pieces.len() + sequence.pieces.len() <= WINDOW => {
                    open.sequence.extend(&sequence, all[index - 1].paragraph != all[index].paragraph);
                    open.passages.push(read);
                }
                _ => windows.push(Window { sequence, passages: vec![read] }),
            }
            next = (read.len() == all[index].tokens.len()).then_some(index + 1);
        }
        windows
    }

    /// The tokens of `range`, a sentence or a part of one.
    pub fn of(&self, range: TokenRange) -> Sequence {
        let first = range.range().find(|&at| self.document.is_word(at));
        let words = range.range().map(|at| {
            let word = self.document.word(at);
            (word, mark(word, Some(at) == first, self.quoted[at]))
        });
        Sequence::new(self.vocabulary, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::encoder::SEP;

    /// For each window, how many sentences are in it.
    fn sizes(text: &str, sentences: &[usize]) -> Vec<usize> {
        let document = Document::new("", text);
        let vocabulary = Vocabulary::new("it");
        let windows = Sequences::new(&document, &vocabulary).windows(sentences);
        for window in &windows {
            let tokens: usize = window.passages.iter().map(|passage| passage.len()).sum();
            assert_eq!(window.sequence.words.len(), tokens, "each token has its place");
            assert!(window.passages.len() == 1 || window.sequence.pieces.len() <= WINDOW);
        }
        windows.iter().map(|window| window.passages.len()).collect()
    }

    #[test]
    fn neighbours_are_read_together() {
        assert_eq!(sizes("It rained. It rained. It rained. It rained.", &[0, 1, 3]), [2, 1]);
        assert_eq!(sizes(&"It rained. ".repeat(100), &(0..100).collect::<Vec<_>>()), [30, 30, 30, 10]);
        assert_eq!(sizes("", &[]), [0; 0]);
    }

    #[test]
    fn a_long_sentence_is_alone() {
        let long = format!("{}rained. It rained.", "It ".repeat(300));
        assert_eq!(sizes(&long, &[0, 1]), [1, 1]);
    }

    #[test]
    fn paragraphs_are_told_apart() {
        let document = Document::new("", "It rained.\nIt rained.");
        let vocabulary = Vocabulary::new("it");
        let window = &Sequences::new(&document, &vocabulary).windows(&[0, 1])[0];
        assert_eq!(window.sequence.pieces.iter().filter(|piece| **piece == SEP).count(), 2);
    }
}
