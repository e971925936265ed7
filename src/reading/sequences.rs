//! A document as the encoder reads it: sentence by sentence.

use crate::model::encoder::{Quoted, Sequence, Vocabulary, mark};
use crate::text::{Document, TokenRange};

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
