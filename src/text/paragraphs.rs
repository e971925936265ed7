//! Paragraphs: what stands between line breaks.

use super::span::{Span, TokenRange};
use std::ops::Range;

/// A paragraph: one line of the text that is not blank. The title is always a paragraph of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Without the blanks around it.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Its sentences, as indices into [`Document::sentences`](super::Document::sentences).
    pub sentences: Range<usize>,
}
