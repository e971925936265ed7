//! What goes out: the versioned wire types, deterministic ids, routing keys and the CloudEvents envelope.
//!
//! Knows what was found in an article; knows no broker and no clock. Facts of the delivery are told by the caller and stand in `processing`.

mod build;
mod canonical;
mod cloudevents;
mod ids;
mod keys;
mod language;
mod message;
mod options;
mod schema;
pub mod wire;

pub use message::{Message, messages};
pub use options::{DeliveryFacts, Detail, EmitOptions, Mode};
pub(crate) use schema::read as read_schema;
pub use schema::{Schema, schema};
pub use wire::{ArticleEnriched, QuoteExtracted};

/// Type of the event about a whole article.
pub const ARTICLE_ENRICHED: &str = "news.article.enriched.v1";
/// Type of the event about one quote.
pub const QUOTE_EXTRACTED: &str = "news.quote.extracted.v1";
/// Id of the schema of [`ArticleEnriched`].
pub const ARTICLE_SCHEMA: &str = "urn:quotewire:schema:article-enriched:1";
/// Id of the schema of [`QuoteExtracted`].
pub const QUOTE_SCHEMA: &str = "urn:quotewire:schema:quote-extracted:1";
/// Version of both schemas.
const SCHEMA_VERSION: &str = "1.0";
