//! An annotated article: what should be found in it.

use crate::text::Span;

/// An article with its gold. All spans count bytes in title, line break, body, as [`crate::text::Document`] joins them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gold {
    /// What it is called in messages.
    pub name: String,
    /// May be empty.
    pub title: String,
    /// Everything else.
    pub body: String,
    /// Who and what is named.
    pub entities: Vec<GoldEntity>,
    /// Who said what.
    pub quotes: Vec<GoldQuote>,
    /// What stands in quotation marks and is nobody's utterance, without the marks.
    pub not_quotes: Vec<Span>,
}

/// One person, organisation, place …, with all its named mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldEntity {
    /// Unique in the article.
    pub id: String,
    /// `person`, `organization`, `place`, `norp`, `event`, `product` or `work`.
    pub kind: String,
    /// The longest proper form in the article.
    pub name: String,
    /// What a person is, in the article's words.
    pub role: Option<String>,
    /// In text order.
    pub mentions: Vec<Span>,
}

/// A reported utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldQuote {
    /// Direct, indirect or mixed.
    pub form: GoldForm,
    /// Its pieces, in text order.
    pub contents: Vec<Span>,
    /// The reporting word, or words.
    pub cue: Vec<Span>,
    /// The words for whoever speaks.
    pub source: Vec<Span>,
    /// Who speaks.
    pub speaker: GoldSpeaker,
    /// Who else counts as right.
    pub accept: Vec<GoldSpeaker>,
    /// Free marks such as `nested`, `headline`.
    pub tags: Vec<String>,
}

/// How an utterance is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoldForm {
    /// In quotation marks, or set off as verbatim.
    Direct,
    /// Without quotation marks.
    Indirect,
    /// Quoted words inside a report.
    Mixed,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoldSpeaker {
    /// The id of an entity of the article.
    Entity(String),
    /// A source is expressed, but it is no named entity.
    Anonymous,
    /// No source is expressed or recoverable.
    Unknown,
}

impl Gold {
    /// Title, line break, body: the text that all spans count in.
    pub fn text(&self) -> String {
        if self.title.is_empty() { self.body.clone() } else { format!("{}\n{}", self.title, self.body) }
    }
}
