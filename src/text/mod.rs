//! Text and where things stand in it: spans, tokens, sentences, paragraphs, quotation marks, offset units.
//!
//! This is the only module that slices a `&str`. It knows no article, no entity, no quote and no language model.
#![expect(
    clippy::string_slice,
    reason = "slicing text is what this module is for; `laws` holds it to character boundaries"
)]

mod abbreviations;
mod datelines;
mod document;
#[doc(hidden)]
pub mod laws;
mod offsets;
mod paragraphs;
mod quotations;
mod sentences;
mod span;
mod tokens;

pub use datelines::Dateline;
pub use document::{Document, Field};
pub use offsets::{OffsetUnit, Offsets};
pub use paragraphs::Paragraph;
pub use quotations::Quotation;
pub use sentences::Sentence;
pub use span::{Span, TokenRange};
pub use tokens::{Token, TokenKind};
