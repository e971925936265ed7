//! One article in, everything known about it out: pure, total, deterministic.

use crate::article::Article;
use crate::entity::patterns::{self, Value};
use crate::entity::{self, Entities};
use crate::quote::{self, Quotes};
use crate::text::Document;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// The version of rules and models. It is part of every event id: raise it whenever the same article may give another result.
pub const RULES: &str = "en-4";

/// Finds entities and quotes. Cheap to share between threads.
#[derive(Clone, Debug, Default)]
pub struct Enricher {}

/// What was found in one article.
#[derive(Clone, Debug)]
pub struct Enrichment {
    /// The text that all spans count in.
    pub document: Document,
    /// Who and what is named.
    pub entities: Entities,
    /// Who said what.
    pub quotes: Quotes,
    /// Dates, times, sums and measures.
    pub values: Vec<Value>,
}

impl Enricher {
    /// Reads `article`. Never fails: what cannot be understood is left out.
    pub fn enrich(&self, article: &Article) -> Enrichment {
        let document = Document::new(&article.title, &article.body);
        let mut entities = entity::recognize(&document);
        let quotes = quote::attribute(&document, &entities);
        entities.add_mentions(quotes.resolved.iter().cloned());
        let values = patterns::find(&document, article.published_at.as_deref().and_then(day_of));
        Enrichment { document, entities, quotes, values }
    }
}

/// The day of a time in RFC 3339, in UTC.
fn day_of(time: &str) -> Option<Date> {
    time.parse::<Timestamp>().ok().map(|time| Offset::UTC.to_datetime(time).date())
}
