//! From bytes of the document to offsets in a field.

use super::super::wire;
use crate::text::{Document, Field, OffsetUnit, Offsets, Span, Token, TokenKind};

/// One document with an index of each of its fields.
pub(super) struct Spans<'a> {
    pub(super) document: &'a Document,
    title: Offsets,
    body: Offsets,
    units: &'a [OffsetUnit],
}

impl<'a> Spans<'a> {
    pub(super) fn new(document: &'a Document, units: &'a [OffsetUnit]) -> Self {
        let [title, body] = [Field::Title, Field::Body].map(|field| Offsets::new(document.field(field)));
        Self { document, title, body, units }
    }

    /// `span` as consumers see it.
    pub(super) fn wire(&self, span: Span) -> wire::Span {
        let (field, local) = self.document.locate(span);
        let (offsets, name) = match field {
            Field::Title => (&self.title, wire::Field::Title),
            Field::Body => (&self.body, wire::Field::Body),
        };
        let (start, end) = offsets.convert(local, OffsetUnit::CodePoint);
        let extra = |unit| {
            self.units.contains(&unit).then(|| {
                let (start, end) = offsets.convert(local, unit);
                [start, end]
            })
        };
        wire::Span {
            field: name,
            start,
            end,
            text: self.document.slice(span).to_owned(),
            utf16: extra(OffsetUnit::Utf16),
            utf8: extra(OffsetUnit::Utf8),
        }
    }

    /// Words and numbers inside `span`.
    pub(super) fn words(&self, span: Span) -> usize {
        words(&self.document.tokens()[self.document.tokens_in(span).range()])
    }
}

/// Words and numbers among `tokens`.
pub(super) fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number)).count()
}

/// A share as it is written: three decimals, never outside 0–1.
pub(super) fn share(value: f32) -> f64 {
    let value = if value.is_nan() { 0.0 } else { f64::from(value).clamp(0.0, 1.0) };
    (value * 1000.0).round() / 1000.0
}
