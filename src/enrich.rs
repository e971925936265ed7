//! One article in, everything known about it out: pure, total, deterministic.

use crate::article::Article;
use crate::entity::{self, Entities};
use crate::quote::{self, Quotes};
use crate::text::Document;

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
}

impl Enricher {
    /// Reads `article`. Never fails: what cannot be understood is left out.
    pub fn enrich(&self, article: &Article) -> Enrichment {
        let document = Document::new(&article.title, &article.body);
        let mut entities = entity::recognize(&document);
        let quotes = quote::attribute(&document, &entities);
        entities.add_mentions(quotes.resolved.iter().cloned());
        Enrichment { document, entities, quotes }
    }
}
