//! The document as the sieves see it: lower-cased words, clause ends, quotations.

use super::lexicon::{self, Shape, Verb};
use super::tags::{self, Tag};
use crate::entity::Entities;
use crate::text::{Document, Quotation, Span, TokenRange};

/// Everything that a sieve may look at.
pub(super) struct Context<'a> {
    pub(super) document: &'a Document,
    pub(super) entities: &'a Entities,
    lower: Vec<String>,
    verbs: Vec<Option<(&'static Verb, Shape)>>,
    tags: Vec<Tag>,
    /// Opening marks, closing marks: the quotation at whose edge the token stands.
    opens: Vec<Option<u32>>,
    closes: Vec<Option<u32>>,
    /// The tokens of the dateline, which nobody says.
    dateline: TokenRange,
}

impl<'a> Context<'a> {
    pub(super) fn new(document: &'a Document, entities: &'a Entities) -> Self {
        let lower: Vec<String> =
            (0..document.tokens().len()).map(|index| document.word(index).to_lowercase()).collect();
        let verbs = lower.iter().map(|word| lexicon::verb(word)).collect();
        let tags = tags::tag(document, entities, &lower);
        let (mut opens, mut closes) = (vec![None; lower.len()], vec![None; lower.len()]);
        for (index, quotation) in document.quotations().iter().enumerate() {
            opens[quotation.tokens.start() - 1] = u32::try_from(index).ok();
            if quotation.close.is_some() {
                closes[quotation.tokens.end()] = u32::try_from(index).ok();
            }
        }
        let dateline = document.dateline().map_or(TokenRange::new(0, 0), |line| document.tokens_in(line.span));
        Self { document, entities, lower, verbs, tags, opens, closes, dateline }
    }

    pub(super) fn len(&self) -> usize {
        self.lower.len()
    }

    /// The word at `index` in lower case; empty beyond the end.
    pub(super) fn word(&self, index: usize) -> &str {
        self.lower.get(index).map_or("", String::as_str)
    }

    /// The word before `index` in lower case; empty at the beginning.
    pub(super) fn before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |before| self.word(before))
    }

    pub(super) fn is_capital(&self, index: usize) -> bool {
        index < self.len() && self.document.word(index).starts_with(char::is_uppercase)
    }

    pub(super) fn is_word(&self, index: usize) -> bool {
        index < self.len() && self.document.word(index).starts_with(char::is_alphanumeric)
    }

    /// Whether blanks stand on both sides of the token at `index`.
    pub(super) fn stands_apart(&self, index: usize) -> bool {
        let span = |at: usize| self.span(TokenRange::new(at, at + 1));
        index > 0
            && index + 1 < self.len()
            && span(index - 1).end() < span(index).start()
            && span(index).end() < span(index + 1).start()
    }

    /// What the token at `index` does in its sentence.
    pub(super) fn tag(&self, index: usize) -> Tag {
        self.tags.get(index).copied().unwrap_or(Tag::Mark)
    }

    /// Whether the token at `index` is a verb with a subject of its own.
    pub(super) fn is_finite(&self, index: usize) -> bool {
        self.tag(index) == Tag::Finite
    }

    /// The reporting verb at `index`.
    pub(super) fn verb(&self, index: usize) -> Option<(&'static Verb, Shape)> {
        self.verbs.get(index).copied().flatten()
    }

    /// The quotation that the mark at `index` opens.
    pub(super) fn opening(&self, index: usize) -> Option<usize> {
        self.opens.get(index).copied().flatten().map(|quotation| quotation as usize)
    }

    /// The quotation that the mark at `index` closes.
    pub(super) fn closing(&self, index: usize) -> Option<usize> {
        self.closes.get(index).copied().flatten().map(|quotation| quotation as usize)
    }

    pub(super) fn quotation(&self, index: usize) -> &'a Quotation {
        &self.document.quotations()[index]
    }

    pub(super) fn is_quoted(&self, index: usize) -> bool {
        self.document.quotation_at(index).is_some() || self.opening(index).is_some() || self.closing(index).is_some()
    }

    /// The sentence around the token at `index`.
    pub(super) fn sentence(&self, index: usize) -> TokenRange {
        self.document.sentences()[self.document.sentence_at(index)].tokens
    }

    /// The paragraph around the token at `index`.
    pub(super) fn paragraph(&self, index: usize) -> TokenRange {
        self.document.paragraphs()[self.paragraph_index(index)].tokens
    }

    pub(super) fn paragraph_index(&self, index: usize) -> usize {
        self.document.sentences()[self.document.sentence_at(index)].paragraph
    }

    pub(super) fn span(&self, tokens: TokenRange) -> Span {
        self.document.span_of(tokens)
    }

    /// Whether somebody is named at `index`.
    pub(super) fn is_named(&self, index: usize) -> bool {
        self.entities.mention_at(index).is_some()
    }

    /// Leaves out commas, full stops and dashes at the edges, and a dateline in front.
    pub(super) fn trim(&self, tokens: TokenRange) -> Option<TokenRange> {
        let (mut start, mut end) = (tokens.start(), tokens.end());
        if self.dateline.contains(start) {
            start = self.dateline.end();
        }
        while start < end && matches!(self.word(start), "," | ";" | ":" | "." | "-" | "–" | "—" | "--" | ")") {
            start += 1;
        }
        while start < end && matches!(self.word(end - 1), "," | ";" | ":" | "." | "-" | "–" | "—" | "--" | "(") {
            end -= 1;
        }
        (start < end).then(|| TokenRange::new(start, end))
    }
}
