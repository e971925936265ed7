//! An article's text, cut up once for everybody.

use super::paragraphs::Paragraph;
use super::quotations::Quotation;
use super::sentences::Sentence;
use super::span::{Span, TokenRange};
use super::tokens::{Token, TokenKind, tokenize};

/// The part of an article that a span counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The headline.
    Title,
    /// Everything else.
    Body,
}

/// Title and body as one text (title, a line break, body), with its tokens, sentences, paragraphs and quotations. No token, sentence or
/// quotation crosses from the title to the body.
#[derive(Clone, Debug)]
pub struct Document {
    text: String,
    body: usize,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    paragraphs: Vec<Paragraph>,
    quotations: Vec<Quotation>,
}

impl Document {
    /// Reads `title` (may be empty) and `body`.
    pub fn new(title: &str, body: &str) -> Self {
        let text = if title.is_empty() { body.to_owned() } else { format!("{title}\n{body}") };
        let body = text.len() - body.len();
        let tokens = tokenize(&text);
        let mut document =
            Self { text, body, tokens, sentences: Vec::new(), paragraphs: Vec::new(), quotations: Vec::new() };
        document.cut();
        document
    }

    /// A first cut: a line is a paragraph, `.`, `!` or `?` before a capital ends a sentence, double marks pair up in a paragraph.
    fn cut(&mut self) {
        let mut first = 0;
        let mut at = 0;
        let text = std::mem::take(&mut self.text);
        for line in text.split_inclusive('\n') {
            at += line.len();
            let last = first + self.tokens[first..].partition_point(|token| token.span.end() <= at);
            if last > first {
                self.cut_paragraph(&text, first, last);
            }
            first = last;
        }
        self.text = text;
    }

    fn cut_paragraph(&mut self, text: &str, first: usize, last: usize) {
        let paragraph = self.paragraphs.len();
        let sentences = self.sentences.len();
        let mut from = first;
        let mut open: Option<(usize, char)> = None;
        for at in first..last {
            let word = &text[self.tokens[at].span.range()];
            let mark = word.chars().next().filter(|mark| "\"“”".contains(*mark));
            if let Some(mark) = mark {
                match open {
                    None => open = Some((at, mark)),
                    Some((start, opening)) => {
                        self.push_quotation((start, opening), at, Some(mark));
                        open = None;
                    }
                }
            }
            let ends = matches!(word, "." | "!" | "?");
            let next_is_capital = at + 1 >= last || text[self.tokens[at + 1].span.range()].starts_with(char::is_uppercase);
            let closes = mark.is_some() && open.is_none() && at > from && matches!(&text[self.tokens[at - 1].span.range()], "." | "!" | "?");
            if (at + 1 == last) || ((ends || closes) && next_is_capital && open.is_none()) {
                let span = self.tokens[from].span.cover(self.tokens[at].span);
                self.sentences.push(Sentence { span, tokens: TokenRange::new(from, at + 1), paragraph });
                from = at + 1;
            }
        }
        if let Some(open) = open {
            self.push_quotation(open, last, None);
        }
        self.paragraphs.push(Paragraph {
            span: self.tokens[first].span.cover(self.tokens[last - 1].span),
            tokens: TokenRange::new(first, last),
            sentences: sentences..self.sentences.len(),
        });
    }

    fn push_quotation(&mut self, (start, open): (usize, char), end: usize, close: Option<char>) {
        if start + 1 >= end {
            return;
        }
        let inner = self.tokens[start + 1].span.cover(self.tokens[end - 1].span);
        let outer = self.tokens[start].span.cover(self.tokens[if close.is_some() { end } else { end - 1 }].span);
        let tokens = TokenRange::new(start + 1, end);
        self.quotations.push(Quotation { outer, inner, tokens, open, close, continues: None, depth: 0 });
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under `span`.
    #[track_caller]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The text of the token at `index`.
    #[track_caller]
    pub fn word(&self, index: usize) -> &str {
        self.slice(self.tokens[index].span)
    }

    /// All tokens, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All sentences, in order; together they hold every token.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// All paragraphs, in order.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// All quotations, by their start.
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// From the first token of a range to its last.
    ///
    /// # Panics
    /// If the range is empty.
    #[track_caller]
    pub fn span_of(&self, tokens: TokenRange) -> Span {
        self.tokens[tokens.start()].span.cover(self.tokens[tokens.end() - 1].span)
    }

    /// The tokens that lie wholly inside `span`.
    pub fn tokens_in(&self, span: Span) -> TokenRange {
        let first = self.tokens.partition_point(|token| token.span.start() < span.start());
        let last = self.tokens.partition_point(|token| token.span.end() <= span.end());
        TokenRange::new(first, last.max(first))
    }

    /// The index of the sentence that holds the token at `index`.
    pub fn sentence_at(&self, index: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end() <= index)
    }

    /// The index of the innermost quotation whose `inner` holds the token at `index`.
    pub fn quotation_at(&self, index: usize) -> Option<usize> {
        let upto = self.quotations.partition_point(|quotation| quotation.tokens.start() <= index);
        self.quotations[..upto].iter().rposition(|quotation| quotation.tokens.contains(index))
    }

    /// Which field `span` lies in, and where in that field, in bytes.
    pub fn locate(&self, span: Span) -> (Field, Span) {
        if span.start() < self.body {
            (Field::Title, span)
        } else {
            (Field::Body, Span::new(span.start() - self.body, span.end() - self.body))
        }
    }

    /// The text of `field`.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Title => self.text[..self.body].strip_suffix('\n').unwrap_or_default(),
            Field::Body => &self.text[self.body..],
        }
    }

    /// Whether the token at `index` is a word.
    pub fn is_word(&self, index: usize) -> bool {
        self.tokens[index].kind == TokenKind::Word
    }
}
