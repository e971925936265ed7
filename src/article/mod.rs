//! What comes in: bytes with a content type become an [`Article`].
//!
//! Knows the formats that publishers send; knows no extraction, no wire format of ours and no broker.

use std::collections::BTreeMap;

/// A news article as it came in, whatever the format was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// The publisher's id; the URL, or a hash of the text, where there is none.
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
    /// Which format was read (`native`, `text`, `ninjs-3`, `schema-org` …), with the wrappers around it.
    pub format: InputFormat,
    /// What was done to the text before offsets count in it, as in the event schema (`crlf_to_lf`, `title_from_first_line` …).
    pub transforms: Vec<&'static str>,
    /// What the reader of the event should know about the input.
    pub warnings: Vec<Warning>,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputFormat {
    /// Name of the format.
    pub name: &'static str,
    /// `cloudevents`, `batch`, `ndjson`, `gzip`, `zstd` … from the outside in.
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
