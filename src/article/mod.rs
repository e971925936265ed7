//! What comes in: bytes with a content type become [`Article`]s.
//!
//! Knows the formats that publishers send; knows no extraction, no wire format of ours and no broker. One format, one file: `formats/`.

mod charset;
mod compression;
mod dates;
mod decode;
mod depth;
mod error;
pub mod formats;
mod html;
mod wrappers;

pub use decode::{DecodeLimits, Decoder, Hints};
pub use error::{DecodeError, DecodeErrorKind};
pub use formats::native::NativeArticle;

use std::collections::BTreeMap;

/// A news article as it came in, whatever the format was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// The publisher's id; the URL, the message id or a hash of the text where there is none.
    pub id: String,
    /// The revision, if the publisher counts them.
    pub version: Option<String>,
    /// Headline; empty where there is none.
    pub title: String,
    /// The text.
    pub body: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Its canonical address.
    pub canonical_url: Option<String>,
    /// The author line as written.
    pub byline: Option<String>,
    /// Author names.
    pub authors: Vec<String>,
    /// Name of the publisher.
    pub publisher: Option<String>,
    /// RFC 3339, UTC.
    pub published_at: Option<String>,
    /// RFC 3339, UTC.
    pub modified_at: Option<String>,
    /// BCP 47, as declared.
    pub language: Option<String>,
    /// Members of the input that were not understood.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// Which format was read.
    pub format: InputFormat,
    /// What was done to the text before offsets count in it (`crlf_to_lf`, `title_from_first_line` …).
    pub transforms: Vec<&'static str>,
    /// What the reader of the event should know about the input.
    pub warnings: Vec<Warning>,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputFormat {
    /// Name of the format: `native`, `text`, `ninjs-3`, `schema-org` …
    pub name: &'static str,
    /// `gzip`, `zstd`, `cloudevents`, `batch`, `ndjson`, from the outside in.
    pub wrappers: Vec<&'static str>,
}

/// Something that is worth knowing and not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Stable code: `W101`.
    pub code: &'static str,
    /// One sentence.
    pub message: String,
}

impl Article {
    /// Bytes of title and body.
    pub fn text_bytes(&self) -> usize {
        self.title.len() + self.body.len()
    }

    /// Adds a warning.
    pub(crate) fn warn(&mut self, code: &'static str, message: impl Into<String>) {
        self.warnings.push(Warning { code, message: message.into() });
    }
}
