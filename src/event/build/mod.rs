//! From what was found to what is published. Pure: the same article gives the same event.

mod article;
mod entities;
mod quotes;
mod spans;
mod values;

use super::canonical::content_hash;
use super::ids::event_id;
use super::options::{DeliveryFacts, EmitOptions};
use super::wire::{ArticleEnriched, Entity, Form, Quote, QuoteExtracted, Speaker, Stats};
use super::{ARTICLE_ENRICHED, QUOTE_EXTRACTED, SCHEMA_VERSION};
use crate::article::Article;
use crate::enrich::Enrichment;
use crate::text::{Document, Field};
use serde::Serialize;
use serde_json::Value;
use spans::Spans;
use std::collections::BTreeSet;

impl ArticleEnriched {
    /// The event of `article`.
    pub fn new(article: &Article, enrichment: &Enrichment, options: &EmitOptions, delivery: &DeliveryFacts) -> Self {
        let Enrichment { document, entities, quotes, values, version, .. } = enrichment;
        let spans = Spans::new(document, &options.offsets);
        let facts = article::facts(article, document);
        let mut event = Self {
            schema_version: SCHEMA_VERSION.to_owned(),
            event_id: event_id(article, ARTICLE_ENRICHED, 0, version),
            content_hash: String::new(),
            warnings: article::warnings(article, &facts.language, enrichment.partly_fast),
            article: facts,
            text: article::text(article, document, options.detail),
            entities: entities::all(&spans, entities),
            speakers: quotes::speakers(&spans, quotes),
            quotes: quotes::all(&spans, entities, quotes),
            fragments: quotes::fragments(&spans, quotes),
            no_comments: quotes::no_comments(&spans, quotes),
            values: values::all(&spans, values),
            stats: Stats::default(),
            processing: article::processing(article, delivery, version),
        };
        event.stats = stats(document, &event);
        event.content_hash = content_hash(&to_json(&event));
        event
    }
}

impl QuoteExtracted {
    /// One event for each quote of `event`, which was made from `article` and `enrichment`.
    pub fn all(
        event: &ArticleEnriched,
        article: &Article,
        enrichment: &Enrichment,
        options: &EmitOptions,
    ) -> Vec<Self> {
        let spans = Spans::new(&enrichment.document, &options.offsets);
        let mut facts = event.article.clone();
        // What was carried through stands in the article's event, once.
        facts.extra.clear();
        let one = |(ordinal, (wire, quote)): (usize, (&Quote, &crate::quote::Quote))| {
            let speaker = event.speaker_of(wire).cloned();
            let mut one = Self {
                schema_version: SCHEMA_VERSION.to_owned(),
                event_id: event_id(article, QUOTE_EXTRACTED, ordinal, &enrichment.version),
                content_hash: String::new(),
                article_event_id: event.event_id.clone(),
                article: facts.clone(),
                sha256: event.text.sha256.clone(),
                entities: concerned(event, wire, speaker.as_ref()),
                quote: wire.clone(),
                speaker,
                context: spans.wire(quotes::context(&spans, quote)?),
                processing: event.processing.clone(),
            };
            one.content_hash = content_hash(&to_json(&one));
            Some(one)
        };
        event.quotes.iter().zip(&enrichment.quotes.quotes).enumerate().filter_map(one).collect()
    }
}

impl ArticleEnriched {
    /// Who said `quote`, if that is known.
    pub fn speaker_of(&self, quote: &Quote) -> Option<&Speaker> {
        self.speakers.get(place(quote.speaker.r#ref.as_deref()?)?)
    }

    /// The entity of that id.
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.entities.get(place(id)?)
    }
}

/// Where the thing of that id stands in its list: `e1` is the first entity.
fn place(id: &str) -> Option<usize> {
    id.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse::<usize>().ok()?.checked_sub(1)
}

/// The entities that `quote`, its speaker and its addressee refer to, in the order of the article.
fn concerned(event: &ArticleEnriched, quote: &Quote, speaker: Option<&Speaker>) -> Vec<Entity> {
    let with = quote.speaker.with.iter().filter_map(|id| event.speakers.get(place(id)?));
    let of_speaker =
        speaker.into_iter().chain(with).flat_map(|speaker| speaker.entity.iter().chain(&speaker.affiliation));
    let addressee = quote.addressee.iter().filter_map(|addressee| addressee.entity.as_ref());
    let ids = quote.about.iter().chain(of_speaker).chain(addressee);
    let places: BTreeSet<usize> = ids.filter_map(|id| place(id)).collect();
    places.into_iter().filter_map(|place| event.entities.get(place)).cloned().collect()
}

fn stats(document: &Document, event: &ArticleEnriched) -> Stats {
    let chars = [Field::Title, Field::Body].iter().map(|field| document.field(*field).chars().count()).sum();
    let of_form = |form: Form| event.quotes.iter().filter(|quote| quote.form == form).count();
    Stats {
        chars,
        // Nothing is ever left out; were there a limit, it would be told here and in a warning.
        analysed_chars: chars,
        tokens: document.tokens().len(),
        words: spans::words(document.tokens()),
        sentences: document.sentences().len(),
        paragraphs: document.paragraphs().len(),
        entities: event.entities.len(),
        mentions: event.entities.iter().map(|entity| entity.mentions.len()).sum(),
        quotes: event.quotes.len(),
        quotes_direct: of_form(Form::Direct),
        quotes_indirect: of_form(Form::Indirect),
        quotes_mixed: of_form(Form::Mixed),
        quotes_attributed: event.quotes.iter().filter(|quote| quote.speaker.r#ref.is_some()).count(),
        speakers: event.speakers.len(),
    }
}

/// The event as a JSON value.
pub(super) fn to_json(event: &impl Serialize) -> Value {
    serde_json::to_value(event).expect("wire types have string keys and finite numbers only")
}
