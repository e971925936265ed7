//! Sentences.

use super::span::{Span, TokenRange};

/// A sentence. A sentence never crosses a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token to its last, closing quotation mark included.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// The paragraph it stands in, as an index into [`Document::paragraphs`](super::Document::paragraphs).
    pub paragraph: usize,
}
