//! Sentences.

use super::abbreviations;
use super::span::{Span, TokenRange};
use super::tokens::{Token, TokenKind};

/// A sentence. A sentence never crosses a paragraph; inside a quotation sentences are cut as outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token to its last, closing quotation mark included.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// The paragraph it stands in, as an index into [`Document::paragraphs`](super::Document::paragraphs).
    pub paragraph: usize,
}

/// Cuts the tokens of one paragraph. `closes` tells whether the token at an index closes a quotation.
pub(super) fn cut(
    text: &str,
    tokens: &[Token],
    paragraph: TokenRange,
    closes: impl Fn(usize) -> bool,
) -> Vec<TokenRange> {
    let word = |index: usize| &text[tokens[index].span.range()];
    let mut sentences = Vec::new();
    let mut first = paragraph.start();
    let mut at = first;
    while at < paragraph.end() {
        let ends = is_terminator(word(at)) || tokens[at].kind == TokenKind::Word && word(at).ends_with('.');
        if !ends {
            at += 1;
            continue;
        }
        let mut next = at + 1;
        let mut quoted = false;
        while next < paragraph.end() && (is_terminator(word(next)) || closes(next) || matches!(word(next), ")" | "]")) {
            quoted |= closes(next);
            next += 1;
        }
        if next < paragraph.end() && is_boundary(word(at), word(next), quoted) {
            sentences.push(TokenRange::new(first, next));
            first = next;
        }
        at = next;
    }
    if first < paragraph.end() {
        sentences.push(TokenRange::new(first, paragraph.end()));
    }
    sentences
}

fn is_terminator(word: &str) -> bool {
    matches!(word, "." | "!" | "?" | "…" | "‽") || word.starts_with("..")
}

/// Whether a sentence ends behind `end` when `next` follows. `quoted`: a quotation closes in between.
fn is_boundary(end: &str, next: &str, quoted: bool) -> bool {
    let Some(first) = next.chars().next() else { return true };
    if first.is_lowercase() || matches!(first, ',' | ';' | ':' | '-' | '–' | '—' | ')' | ']' | '/') {
        return false;
    }
    if end.len() > 1 && end.ends_with('.') && !end.starts_with('.') && !quoted {
        return abbreviations::may_end_sentence(end, next);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    #[track_caller]
    fn check(body: &str, want: &[&str]) {
        let document = Document::new("", body);
        let got: Vec<&str> = document.sentences().iter().map(|sentence| document.slice(sentence.span)).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        check(
            "Mr. J. R. Hale met Dr. Orr at 5 p.m. in St. Ives. They left.",
            &["Mr. J. R. Hale met Dr. Orr at 5 p.m. in St. Ives.", "They left."],
        );
        check("He works for Norfast Inc. The firm is new.", &["He works for Norfast Inc.", "The firm is new."]);
    }

    #[test]
    fn decimals_do_not_end_a_sentence() {
        check("It rose 3.5 percent. Then it fell.", &["It rose 3.5 percent.", "Then it fell."]);
    }

    #[test]
    fn a_closing_mark_belongs_to_its_sentence() {
        check("“It is late.” He left.", &["“It is late.”", "He left."]);
        check("“Is it late?” he asked.", &["“Is it late?” he asked."]);
        check("“One. Two,” Ito said.", &["“One.", "Two,” Ito said."]);
    }

    #[test]
    fn a_headline_is_a_sentence() {
        let document = Document::new("Bridge to reopen", "The bridge will reopen.");
        assert_eq!(document.sentences().len(), 2);
    }
}
