//! Paragraphs: what stands between line breaks.

use super::span::{Span, TokenRange};
use super::tokens::Token;
use std::ops::Range;

/// A paragraph: one line of the text that is not blank. The title is always a paragraph of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// From its first token to its last.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Its sentences, as indices into [`Document::sentences`](super::Document::sentences).
    pub sentences: Range<usize>,
}

/// The tokens of each line that has any.
pub(super) fn lines(text: &str, tokens: &[Token]) -> Vec<TokenRange> {
    let breaks = text.char_indices().filter(|(_, c)| is_line_break(*c)).map(|(at, _)| at).chain([text.len()]);
    let mut lines = Vec::new();
    let mut first = 0;
    for at in breaks {
        let mut last = first;
        while last < tokens.len() && tokens[last].span.start() < at {
            last += 1;
        }
        if last > first {
            lines.push(TokenRange::new(first, last));
        }
        first = last;
    }
    lines
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    #[test]
    fn every_kind_of_line_break_makes_a_paragraph() {
        let document = Document::new("Title", "One\r\nTwo\u{2028}Three\n\n\nFour");
        let found: Vec<&str> = document.paragraphs().iter().map(|paragraph| document.slice(paragraph.span)).collect();
        assert_eq!(found, ["Title", "One", "Two", "Three", "Four"]);
    }
}
