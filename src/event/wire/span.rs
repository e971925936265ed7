//! Where something stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which text of `text.fields` offsets count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The headline.
    Title,
    /// Everything else.
    Body,
}

/// A stretch of one field: zero-based, half-open, in Unicode code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// Which text of `text.fields` the offsets count in.
    pub field: Field,
    /// First character, 0-based, in Unicode code points.
    pub start: usize,
    /// One past the last character, in Unicode code points (half-open).
    pub end: usize,
    /// Exactly `fields[field][start:end]`.
    pub text: String,
    /// `[start, end]` in UTF-16 code units (JavaScript, Java, C#), if asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utf16: Option<[usize; 2]>,
    /// `[start, end]` in UTF-8 bytes (Rust, Go), if asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utf8: Option<[usize; 2]>,
}
