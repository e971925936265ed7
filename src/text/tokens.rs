//! Words, numbers and marks.

use super::span::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner apostrophes, hyphens of a compound split off, full stops of an abbreviation kept (`U.S.`, `Mr.`, `don't`).
    Word,
    /// Digits, with inner separators (`1,204.5`).
    Number,
    /// Punctuation, one mark a token; an ellipsis or a run of dashes is one.
    Punctuation,
    /// Anything else: currency, emoji, symbols.
    Symbol,
    /// A URL, an e-mail address, a handle or a hashtag.
    Address,
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// Cuts `text` into tokens. The possessive `'s` is a token of its own.
pub(super) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = if c.is_alphabetic() {
            while let Some(&(at, d)) = chars.peek() {
                let inner = d == '.' && end - start == 1 && text[at + 1..].chars().next().is_some_and(char::is_alphabetic);
                if d.is_alphanumeric() || inner {
                    end = at + d.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
            TokenKind::Word
        } else if c.is_numeric() {
            while let Some(&(at, d)) = chars.peek() {
                let inner = matches!(d, '.' | ',') && text[at + 1..].chars().next().is_some_and(char::is_numeric);
                if d.is_alphanumeric() || inner {
                    end = at + d.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
            TokenKind::Number
        } else if matches!(c, '\'' | '’') && text[end..].starts_with('s') && !text[end + 1..].starts_with(char::is_alphanumeric) {
            chars.next();
            end += 1;
            TokenKind::Word
        } else if c.is_ascii_punctuation() || "“”‘’«»„‟‹›–—…".contains(c) {
            TokenKind::Punctuation
        } else {
            TokenKind::Symbol
        };
        tokens.push(Token { span: Span::new(start, end), kind });
    }
    tokens
}
