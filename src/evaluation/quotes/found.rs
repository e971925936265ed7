//! What quotewire found, in the form that it is compared in.

use crate::article::Article;
use crate::enrich::{Enricher, Enrichment};
use crate::entity::{EntityId, EntityKind, MentionKind};
use crate::evaluation::gold::{Gold, GoldForm};
use crate::quote::{self, Form, Medium};
use crate::text::Span;

/// Everything that was found in one article.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Entities that are named.
    pub entities: Vec<FoundEntity>,
    /// Quotes.
    pub quotes: Vec<FoundQuote>,
}

/// An entity with its named mentions.
#[derive(Clone, Debug)]
pub struct FoundEntity {
    /// Its number in the article.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// Its longest form.
    pub name: String,
    /// Where it is named.
    pub mentions: Vec<Span>,
}

/// Who speaks, as far as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundSpeaker {
    /// An entity of the article.
    Entity(EntityId),
    /// Someone without a name, as described.
    Described(String),
    /// Nobody.
    Unknown,
}

/// A quote.
#[derive(Clone, Debug)]
pub struct FoundQuote {
    /// Direct, indirect or mixed.
    pub form: GoldForm,
    /// Its pieces.
    pub contents: Vec<Span>,
    /// The words that report.
    pub cue: Vec<Span>,
    /// The source as written.
    pub source: Vec<Span>,
    /// Who speaks.
    pub speaker: FoundSpeaker,
    /// The speaker's name or description.
    pub name: Option<String>,
    /// Whether it is said or written, and not only thought.
    pub speech: bool,
    /// The rule that found it.
    pub rule: &'static str,
    /// How sure the content is.
    pub content_confidence: f32,
    /// How sure the speaker is.
    pub speaker_confidence: f32,
}

/// What the whole pipeline finds in the text of `gold`.
pub fn find(enricher: &Enricher, gold: &Gold) -> Found {
    let article = Article { title: gold.title.clone(), body: gold.body.clone(), ..Article::default() };
    of(&enricher.enrich(&article))
}

/// What was found, in the form that it is compared in.
pub fn of(enrichment: &Enrichment) -> Found {
    let entities = enrichment.entities.all().iter().enumerate().map(|(id, entity)| FoundEntity {
        id: EntityId(id),
        kind: entity.kind,
        name: entity.name.clone(),
        mentions: entity
            .mentions
            .iter()
            .filter(|mention| mention.kind == MentionKind::Named)
            .map(|mention| mention.span)
            .collect(),
    });
    let quotes = enrichment.quotes.quotes.iter().map(|quote| self::quote(enrichment, quote)).collect();
    Found { entities: entities.collect(), quotes }
}

fn quote(enrichment: &Enrichment, quote: &quote::Quote) -> FoundQuote {
    let record = quote.speaker.map(|id| &enrichment.quotes.speakers[id.0]);
    let (speaker, name) = match record.map(|record| (record.entity, record)) {
        Some((Some(id), _)) => (FoundSpeaker::Entity(id), Some(enrichment.entities.get(id).name.clone())),
        Some((None, record)) => {
            let described = record.description.clone();
            (FoundSpeaker::Described(described.clone().unwrap_or_default()), described)
        }
        None => (FoundSpeaker::Unknown, None),
    };
    FoundQuote {
        form: match quote.form {
            Form::Direct => GoldForm::Direct,
            Form::Indirect => GoldForm::Indirect,
            Form::Mixed => GoldForm::Mixed,
        },
        contents: quote.contents.iter().map(|content| content.span).collect(),
        cue: quote.cue.iter().map(|cue| cue.span).collect(),
        source: quote.source.into_iter().collect(),
        speaker,
        name,
        speech: quote.medium != Medium::Thought,
        rule: quote.rule,
        content_confidence: quote.content_confidence,
        speaker_confidence: quote.speaker_confidence,
    }
}
