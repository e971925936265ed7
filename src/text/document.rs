//! An article's text, cut up once for everybody.

use super::datelines::{self, Dateline};
use super::paragraphs::{self, Paragraph};
use super::quotations::{self, Quotation};
use super::sentences::{self, Sentence};
use super::span::{Span, TokenRange};
use super::tokens::{self, Token, TokenKind};

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
    /// For each token, the innermost quotation around it.
    innermost: Vec<Option<u32>>,
}

impl Document {
    /// Reads `title` (may be empty) and `body`. Linear in their length.
    pub fn new(title: &str, body: &str) -> Self {
        let text = if title.is_empty() { body.to_owned() } else { format!("{title}\n{body}") };
        let body = text.len() - body.len();
        let tokens = tokens::tokenize(&text);
        let lines = paragraphs::lines(&text, &tokens);
        let quotations = quotations::pair(&text, &tokens, &lines);
        let mut document = Self {
            text,
            body,
            tokens,
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            innermost: Vec::new(),
            quotations,
        };
        document.index_quotations();
        document.cut_sentences(&lines);
        document
    }

    fn index_quotations(&mut self) {
        self.innermost = vec![None; self.tokens.len()];
        // In the order of the opening marks, an inner quotation overwrites the one around it.
        let mut spent = 0;
        for (index, quotation) in self.quotations.iter().enumerate() {
            spent += quotation.tokens.len();
            debug_assert!(spent <= self.tokens.len() * 16, "nesting is bounded, and so is this loop");
            self.innermost[quotation.tokens.range()].fill(u32::try_from(index).ok());
        }
    }

    fn cut_sentences(&mut self, lines: &[TokenRange]) {
        let mut closes = vec![false; self.tokens.len()];
        for quotation in self.quotations.iter().filter(|quotation| quotation.close.is_some()) {
            closes[quotation.tokens.end()] = true;
        }
        for (paragraph, &tokens) in lines.iter().enumerate() {
            let first = self.sentences.len();
            for tokens in sentences::cut(&self.text, &self.tokens, tokens, |index| closes[index]) {
                self.sentences.push(Sentence { span: self.span_of(tokens), tokens, paragraph });
            }
            self.paragraphs.push(Paragraph {
                span: self.span_of(tokens),
                tokens,
                sentences: first..self.sentences.len(),
            });
        }
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
        self.innermost[index].map(|quotation| quotation as usize)
    }

    /// The dateline at the head of the text.
    pub fn dateline(&self) -> Option<Dateline> {
        datelines::find(self)
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
