//! Why bytes are no article, and where.

use std::fmt;

/// Bytes that are no article. [`fmt::Display`] says what is wrong, what was found and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeErrorKind,
    /// Where: a JSON path (`[3].body`), a line of ndjson (`line 4`).
    pub path: Option<String>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// No body.
    Empty,
    /// No text in any charset that was tried; the first bad byte.
    Charset {
        /// Offset of the first byte that is not UTF-8.
        at: usize,
    },
    /// Not JSON, though it should be.
    Json {
        /// What the parser says.
        reason: String,
        /// How the body begins.
        begins: String,
    },
    /// JSON of the wrong shape.
    Schema {
        /// What was expected and what was found.
        reason: String,
    },
    /// An object without text.
    NoText {
        /// The members seen, at most 20.
        members: Vec<String>,
    },
    /// More bytes than allowed.
    TooLarge {
        /// Bytes found; for compressed input, the cap that was passed.
        found: u64,
        /// Bytes allowed.
        limit: u64,
        /// The setting that allows more.
        setting: &'static str,
    },
    /// Expands too much.
    Ratio {
        /// Decompressed bytes per compressed byte, allowed.
        limit: u64,
    },
    /// A content encoding that is not known, or does not fit the bytes.
    Encoding {
        /// Name or reason.
        reason: String,
    },
    /// JSON that is nested too deeply.
    Depth {
        /// Levels allowed.
        limit: usize,
    },
    /// More articles in one message than allowed.
    Batch {
        /// Articles allowed.
        limit: usize,
    },
    /// A content type that is not read.
    MediaType {
        /// The content type.
        found: String,
    },
}

impl DecodeErrorKind {
    /// The code that the documentation lists.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "E201",
            Self::Charset { .. } => "E202",
            Self::Json { .. } => "E203",
            Self::NoText { .. } => "E204",
            Self::TooLarge { .. } | Self::Batch { .. } | Self::Ratio { .. } => "E205",
            Self::Encoding { .. } => "E206",
            Self::Depth { .. } => "E208",
            Self::Schema { .. } => "E210",
            Self::MediaType { .. } => "E211",
        }
    }

    /// The class that goes into the dead letter's headers and into the metrics.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Charset { .. } => "invalid_utf8",
            Self::Json { .. } => "invalid_json",
            Self::NoText { .. } => "no_text",
            Self::TooLarge { .. } | Self::Batch { .. } => "too_large",
            Self::Ratio { .. } => "compression_ratio",
            Self::Encoding { .. } => "bad_encoding",
            Self::Depth { .. } => "too_deep",
            Self::Schema { .. } => "schema",
            Self::MediaType { .. } => "unsupported_media_type",
        }
    }

    /// At a place.
    pub(super) fn at(self, path: impl Into<String>) -> DecodeError {
        DecodeError { kind: self, path: Some(path.into()) }
    }
}

impl From<DecodeErrorKind> for DecodeError {
    fn from(kind: DecodeErrorKind) -> Self {
        Self { kind, path: None }
    }
}

impl DecodeError {
    /// The message without a word of the body: for logs, and for headers of a message that holds the body itself.
    pub fn without_text(&self) -> String {
        let DecodeErrorKind::Json { reason, .. } = &self.kind else { return self.to_string() };
        let path = self.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
        format!("{path}body is not JSON: {reason}")
    }

    /// The same error, further in.
    #[must_use]
    pub(super) fn inside(mut self, outer: &str) -> Self {
        self.path = Some(match self.path {
            Some(path) if path.starts_with('[') => format!("{outer}{path}"),
            Some(path) => format!("{outer}.{path}"),
            None => outer.to_owned(),
        });
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{path}: ")?;
        }
        match &self.kind {
            DecodeErrorKind::Empty => write!(f, "message has no body"),
            DecodeErrorKind::Charset { at } => {
                write!(
                    f,
                    "body is not valid UTF-8 at byte {at} and no charset was given; tried windows-1252: not text either"
                )
            }
            DecodeErrorKind::Json { reason, begins } => {
                write!(f, "body is not JSON: {reason}. It begins with {begins:?}")?;
                if begins.trim_start().starts_with('<') {
                    write!(f, ". Looks like HTML, which is not read yet: send its text as text/plain")?;
                }
                Ok(())
            }
            DecodeErrorKind::Schema { reason } => write!(f, "{reason}"),
            DecodeErrorKind::NoText { members } => write!(
                f,
                "no article text found. Members seen: {}. Text is looked for in body, text, content, articleBody, body_text and bodies[].value",
                if members.is_empty() { "none".to_owned() } else { members.join(", ") }
            ),
            DecodeErrorKind::TooLarge { found, limit, setting } => {
                write!(f, "body is {found} bytes or more; {setting} is {limit}")
            }
            DecodeErrorKind::Ratio { limit } => {
                write!(f, "body expands to more than {limit} times its size (limits.ratio)")
            }
            DecodeErrorKind::Encoding { reason } => {
                write!(f, "content_encoding: {reason} (known: gzip, zstd, identity)")
            }
            DecodeErrorKind::Depth { limit } => write!(f, "JSON is nested deeper than {limit} (limits.depth)"),
            DecodeErrorKind::Batch { limit } => write!(f, "more than {limit} articles in one message (limits.batch)"),
            DecodeErrorKind::MediaType { found } => {
                write!(
                    f,
                    "content type {found:?} is not read (known: application/json, application/x-ndjson, application/cloudevents+json, text/plain)"
                )
            }
        }
    }
}

impl std::error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_get_no_word_of_the_body() {
        let kind = DecodeErrorKind::Json { reason: "expected value".into(), begins: "<p>Her secret".into() };
        let error = kind.at("[2]");
        assert!(error.to_string().contains("Her secret"), "whoever runs a command sees what was read");
        assert_eq!(error.without_text(), "[2]: body is not JSON: expected value");
    }
}
