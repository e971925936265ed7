//! What becomes of one message: decided here, performed by the owner.

use super::memory::Memory;
use super::pool::Ticket;
use crate::article::{Article, DecodeError, Decoder, Hints};
use crate::broker::{Delivered, Outgoing};
use crate::enrich::{Enricher, Stage};
use crate::event::{DeliveryFacts, EmitOptions, Message, messages};
use crate::quote::Form;
use crate::settings::Settings;
use crate::telemetry::Metrics;
use crate::telemetry::clock;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Instant;

/// The three fates of a message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Disposition {
    /// Publish these, then ack.
    Publish(Vec<Outgoing>),
    /// Something that may go better next time.
    RetryLater(Failure),
    /// It can never work.
    DeadLetter(Failure),
}

/// Why a message failed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Failure {
    /// Class, for headers and metrics.
    pub(super) class: Cow<'static, str>,
    /// Code, for people.
    pub(super) code: Cow<'static, str>,
    /// What was wrong.
    pub(super) detail: String,
    /// Where.
    pub(super) path: Option<String>,
}

/// What a log line tells of a message.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Summary {
    /// The article's id, or the first one's of a batch.
    pub(super) article: String,
    /// Articles in the message.
    pub(super) articles: usize,
    /// Quotes found.
    pub(super) quotes: usize,
    /// Of those, with a known speaker.
    pub(super) attributed: usize,
    /// Entities found.
    pub(super) entities: usize,
}

/// What each stage took.
struct Stages {
    since: Instant,
    us: BTreeMap<String, u64>,
}

impl Default for Stages {
    fn default() -> Self {
        Self { since: Instant::now(), us: BTreeMap::new() }
    }
}

impl Stages {
    fn end(&mut self, stage: Stage) {
        let now = Instant::now();
        let took = u64::try_from((now - self.since).as_micros()).unwrap_or(u64::MAX);
        self.us.insert(stage.name().to_owned(), took);
        self.since = now;
    }
}

/// Turns messages into dispositions. Shared by the threads of the pool.
pub struct Handler {
    work: Work,
    memory: Memory,
    exchange: String,
    queue: String,
    metrics: Metrics,
}

/// What is made of a message.
enum Work {
    /// Its events.
    Extraction { decoder: Decoder, enricher: Enricher, emit: EmitOptions },
    /// Nothing: it goes on as it came.
    Nothing,
}

impl Handler {
    /// A handler as `settings` want it.
    ///
    /// # Errors
    /// If the input format is unknown.
    pub fn new(settings: &Settings, enricher: Enricher, metrics: Metrics) -> anyhow::Result<Self> {
        let decoder = Decoder::new(settings.limits.decode(), &settings.input.format, settings.input.passthrough)
            .map_err(|error| anyhow::anyhow!("input.format: {error}"))?;
        let emit = settings.output.emit(format!("/quotewire/{}", settings.topology.articles_queue));
        Ok(Self::of(Work::Extraction { decoder, enricher, emit }, settings, metrics))
    }

    /// A handler that hands every message on as it came: what is left is what the worker does beside extraction, for `quotewire bench relay` to
    /// measure. No setting leads here.
    pub fn relaying(settings: &Settings, metrics: Metrics) -> Self {
        Self::of(Work::Nothing, settings, metrics)
    }

    fn of(work: Work, settings: &Settings, metrics: Metrics) -> Self {
        let topology = &settings.topology;
        let (exchange, queue) = (topology.events_exchange.clone(), topology.articles_queue.clone());
        Self { work, memory: Memory::new(settings.worker.memory_bytes), exchange, queue, metrics }
    }

    /// Decides. Pure but for the clock, whose facts go to `processing`. Waits for memory twice: to read the message, then for what is made of it.
    pub(super) fn handle(&self, delivered: &Delivered, ticket: &Ticket) -> (Disposition, Summary) {
        match &self.work {
            Work::Extraction { decoder, enricher, emit } => self.extract(delivered, ticket, (decoder, enricher, emit)),
            Work::Nothing => self.hand_on(delivered, ticket),
        }
    }

    fn extract(
        &self,
        delivered: &Delivered,
        ticket: &Ticket,
        (decoder, enricher, emit): (&Decoder, &Enricher, &EmitOptions),
    ) -> (Disposition, Summary) {
        let headers = delivered.headers();
        let hints = Hints {
            content_type: delivered.content_type(),
            content_encoding: delivered.content_encoding(),
            message_id: delivered.message_id(),
            headers: Some(&headers),
        };
        ticket.go_on_with(|| self.memory.for_decoding(decoder.most(&delivered.body, &hints)));
        #[cfg(feature = "failpoints")]
        super::failpoints::hit(&delivered.body);
        let started = clock::now();
        let begun = Instant::now();
        let articles = match decoder.decode(&delivered.body, &hints) {
            Ok(articles) => articles,
            Err(error) => return (Disposition::DeadLetter(unreadable(&error)), Summary::default()),
        };
        let text: usize = articles.iter().map(Article::text_bytes).sum();
        ticket.go_on_with(|| self.memory.for_extraction(text as u64));
        let mut summary = Summary { article: articles[0].id.clone(), articles: articles.len(), ..Summary::default() };
        let mut all = Vec::new();
        // One message has one deadline, so the articles of a batch share what the encoder may read.
        let mut encoder_words = enricher.encoder_words();
        for article in &articles {
            let mut stages = Stages::default();
            let enrichment = enricher.enrich_within(article, encoder_words, |stage| stages.end(stage));
            encoder_words -= enrichment.encoder_words.min(encoder_words);
            self.count(article, &enrichment, &mut summary);
            let facts = DeliveryFacts { stages_us: stages.us, ..self.facts(delivered, started, begun) };
            let messages = messages(article, &enrichment, emit, &facts);
            all.extend(messages.into_iter().map(|message| self.outgoing(message)));
        }
        (Disposition::Publish(all), summary)
    }

    fn hand_on(&self, delivered: &Delivered, ticket: &Ticket) -> (Disposition, Summary) {
        ticket.go_on_with(|| self.memory.for_extraction(delivered.body.len() as u64));
        let id = delivered.message_id().unwrap_or_default();
        let message = Outgoing::new(&self.exchange, "article.enriched.en", id, delivered.body.to_vec());
        (Disposition::Publish(vec![message.correlation_id(delivered.correlation_id())]), Summary::default())
    }

    fn outgoing(&self, message: Message) -> Outgoing {
        let headers = message.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Outgoing::new(&self.exchange, &message.routing_key, &message.id, message.body)
            .content_type(message.content_type)
            .event_type(message.event_type)
            .correlation_id(message.correlation_id.as_deref())
            .timestamp(u64::try_from(clock::now().as_second()).unwrap_or_default())
            .headers(headers)
    }

    fn facts(&self, delivered: &Delivered, started: jiff::Timestamp, begun: Instant) -> DeliveryFacts {
        DeliveryFacts {
            attempt: Some(delivered.attempt()),
            received_at: None,
            started_at: Some(format!("{started:.3}")),
            duration_us: u64::try_from(begun.elapsed().as_micros()).ok(),
            stages_us: BTreeMap::new(),
            bytes: Some(delivered.body.len() as u64),
            content_type: delivered.content_type().map(str::to_owned),
            message_id: delivered.message_id().map(str::to_owned),
            correlation_id: delivered.correlation_id().map(str::to_owned),
            queue: Some(self.queue.clone()),
            exchange: Some(delivered.exchange.clone()),
            routing_key: Some(delivered.routing_key.clone()),
            redelivered: Some(delivered.redelivered),
        }
    }

    fn count(&self, article: &Article, enrichment: &crate::enrich::Enrichment, summary: &mut Summary) {
        for quote in &enrichment.quotes.quotes {
            let form = match quote.form {
                Form::Direct => "direct",
                Form::Indirect => "indirect",
                Form::Mixed => "mixed",
            };
            self.metrics.quote(form, quote.speaker.is_some());
            summary.attributed += usize::from(quote.speaker.is_some());
        }
        for entity in enrichment.entities.all() {
            self.metrics.entity(&format!("{:?}", entity.kind).to_lowercase());
        }
        for warning in &article.warnings {
            self.metrics.warning(warning.code);
        }
        summary.quotes += enrichment.quotes.quotes.len();
        summary.entities += enrichment.entities.all().len();
    }
}

fn unreadable(error: &DecodeError) -> Failure {
    Failure {
        class: error.kind.class().into(),
        code: error.kind.code().into(),
        detail: error.without_text(),
        path: error.path.clone(),
    }
}
