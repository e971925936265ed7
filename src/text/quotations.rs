//! What stands between quotation marks.

use super::span::{Span, TokenRange};

/// A stretch of text between quotation marks. It never crosses a paragraph: a quotation that runs on over paragraphs is one of these a
/// paragraph, each naming the one that it continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With the marks.
    pub outer: Span,
    /// Without the marks, blanks at the edges left out.
    pub inner: Span,
    /// The tokens of `inner`.
    pub tokens: TokenRange,
    /// The opening mark.
    pub open: char,
    /// The closing mark; `None` where the paragraph ends first.
    pub close: Option<char>,
    /// The quotation of an earlier paragraph that was left open and that this one goes on with.
    pub continues: Option<usize>,
    /// 0 = stands in plain text, 1 = inside another quotation, and so on.
    pub depth: u8,
}
