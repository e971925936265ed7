//! The events as consumers see them: every public type here is part of the contract in `schemas/`.
//!
//! Members are only ever added within a major version; consumers must ignore what they do not know.

mod article;
mod entity;
mod processing;
mod quote;
mod span;
mod value;
mod words;

pub use article::{ArticleFacts, Fields, Hashes, Language, Publisher, Text};
pub use entity::{Entity, Link, Mention};
pub use processing::{InputFacts, Processing, Stats, Warning};
pub use quote::{
    Addressee, Attribution, Candidate, Confidence, Content, Cue, Fragment, NoComment, Outer, Quote, Speaker,
};
pub use span::{Field, Span};
pub use value::Value;
pub use words::{
    EntityType, Form, FragmentReason, Medium, MentionKind, Polarity, Pronoun, SpeakerKind, Stance, ValueType, Via,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything found in one article. Event type `news.article.enriched.v1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "news.article.enriched.v1")]
pub struct ArticleEnriched {
    /// Of this document; the minor number grows when members are added.
    #[schemars(regex(pattern = r"^1\.[0-9]+$"))]
    pub schema_version: String,
    /// UUIDv5 of article id, text, event type and version of the rules: the same article gives the same id, on every worker. Also the
    /// message id and the CloudEvents id.
    #[schemars(extend("format" = "uuid"))]
    pub event_id: String,
    /// SHA-256 of this object as canonical JSON (RFC 8785) without `event_id`, `content_hash` and `processing`.
    #[schemars(regex(pattern = "^sha256:[0-9a-f]{64}$"))]
    pub content_hash: String,
    /// The article as it was published.
    pub article: ArticleFacts,
    /// The texts that all spans count in.
    pub text: Text,
    /// Who and what is named, by first mention.
    pub entities: Vec<Entity>,
    /// Who is quoted, by first quote.
    pub speakers: Vec<Speaker>,
    /// What was said, by position.
    pub quotes: Vec<Quote>,
    /// Words in quotation marks that are no quote.
    pub fragments: Vec<Fragment>,
    /// Refusals to comment.
    pub no_comments: Vec<NoComment>,
    /// Dates, times, sums and measures, by position. Older events have none.
    #[serde(default)]
    pub values: Vec<Value>,
    /// Counts.
    pub stats: Stats,
    /// What is worth knowing about the input.
    pub warnings: Vec<Warning>,
    /// How this event came to be.
    pub processing: Processing,
}

/// One quote with all that is needed to read it alone. Event type `news.quote.extracted.v1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "news.quote.extracted.v1")]
pub struct QuoteExtracted {
    /// Of this document; the minor number grows when members are added.
    #[schemars(regex(pattern = r"^1\.[0-9]+$"))]
    pub schema_version: String,
    /// UUIDv5 of article id, text, event type, place in the article and version of the rules. Also the message id and the CloudEvents id.
    #[schemars(extend("format" = "uuid"))]
    pub event_id: String,
    /// SHA-256 of this object as canonical JSON (RFC 8785) without `event_id`, `content_hash` and `processing`.
    #[schemars(regex(pattern = "^sha256:[0-9a-f]{64}$"))]
    pub content_hash: String,
    /// The event of the whole article.
    #[schemars(extend("format" = "uuid"))]
    pub article_event_id: String,
    /// The article as it was published.
    pub article: ArticleFacts,
    /// Hashes of the texts that all spans count in.
    pub sha256: Hashes,
    /// The quote.
    pub quote: Quote,
    /// Who said it; `null` = not known.
    pub speaker: Option<Speaker>,
    /// The sentences that it stands in, with its cue and source.
    pub context: Span,
    /// The entities that the quote and its speaker refer to.
    pub entities: Vec<Entity>,
    /// How this event came to be.
    pub processing: Processing,
}
