//! Counts, warnings, and the facts of the delivery.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Counts over the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stats {
    /// Unicode code points of title and body.
    pub chars: usize,
    /// Code points that were read; fewer than `chars` only with a warning that says why.
    pub analysed_chars: usize,
    /// Tokens: words, numbers, marks, symbols.
    pub tokens: usize,
    /// Words and numbers.
    pub words: usize,
    /// Sentences, a headline being one.
    pub sentences: usize,
    /// Paragraphs, a headline being one.
    pub paragraphs: usize,
    /// Entities.
    pub entities: usize,
    /// Mentions of them.
    pub mentions: usize,
    /// Quotes.
    pub quotes: usize,
    /// Direct ones.
    pub quotes_direct: usize,
    /// Indirect ones.
    pub quotes_indirect: usize,
    /// Mixed ones.
    pub quotes_mixed: usize,
    /// Quotes with a speaker.
    pub quotes_attributed: usize,
    /// Speakers.
    pub speakers: usize,
}

/// Something worth knowing about the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// Stable code: `W101`.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// How this event came to be: the only part that differs between two deliveries of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Processing {
    /// `quotewire`
    pub engine: String,
    /// Version of the program.
    pub version: String,
    /// Version of rules and models: another one may find other things, and gives other event ids.
    pub rules: String,
    /// RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    pub started_at: Option<String>,
    /// From bytes to event, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_us: Option<u64>,
    /// Of that, what each stage took for this article: `text`, `tagger`, `encoder`, `entities`, `quotes`, `values`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stages_us: BTreeMap<String, u64>,
    /// Which attempt this was, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub attempt: Option<u32>,
    /// What came in.
    pub input: InputFacts,
}

/// The message that the article came in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InputFacts {
    /// The format that was read: `native`, `text`, `ninjs-3`, `schema-org` …
    pub format: String,
    /// What was around it, from the outside in: `gzip`, `zstd`, `cloudevents`, `batch`, `ndjson`.
    pub wrappers: Vec<String>,
    /// Size of the message, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Its content type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The queue that it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// The exchange that it was published to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<String>,
    /// The key that it was published with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing_key: Option<String>,
    /// Whether the broker had delivered it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redelivered: Option<bool>,
    /// RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    pub received_at: Option<String>,
}
