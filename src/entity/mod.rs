//! Who and what is named: mentions, and the entities they belong to.
//!
//! Knows the text and its own lists; knows no quote, no article format and no broker.

mod amend;
mod build;
mod calendar;
mod clusters;
pub mod gazetteer;
pub mod join;
mod links;
mod names;
pub mod patterns;
mod recognizers;
mod resolve;
mod roles;
mod states;
pub mod tagger;
mod words;

use crate::model::Training;
use crate::reading::Reading;
use crate::text::{Document, Span, TokenRange};
use join::Judge;
use std::collections::HashSet;
use tagger::{Found, Tagger};

/// What an entity is. `Group` is a nationality, an ethnic, religious or political affiliation ("Ukrainian", "Democrats").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, party, ministry, court, club, broadcaster …
    Organization,
    /// A country, city, region, river …
    Location,
    /// A building, road, stadium, station …
    Facility,
    /// A nationality, ethnic, religious or political affiliation.
    Group,
    /// A named storm, war, tournament, festival, holiday.
    Event,
    /// A book, film, song, report with a title, award.
    Work,
    /// Goods, apps, vehicles, ships, share indexes.
    Product,
    /// A named law or treaty.
    Law,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By a name.
    Named,
    /// By a description: "the minister".
    Nominal,
    /// By a pronoun.
    Pronominal,
}

/// One place where an entity is referred to: minimal span, no title, no possessive `'s`, no determiner.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// The tokens it covers.
    pub tokens: TokenRange,
    /// How it refers.
    pub kind: MentionKind,
    /// The name of the recognizer that found it.
    pub rule: &'static str,
}

/// The third person pronoun that the article uses for an entity: a fact about the text, not about the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pronoun {
    /// he, him, his
    He,
    /// she, her
    She,
    /// they (also of organisations)
    They,
    /// it
    It,
}

/// An identifier of an entity in a public register.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// `wikidata`, `geonames`, `iso3166` …
    pub scheme: &'static str,
    /// The identifier in that scheme.
    pub id: String,
    /// 0–1.
    pub confidence: f32,
}

/// The index of an entity in [`Entities::all`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub usize);

/// Everything the article says of one person, organisation, place …
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// A finer kind (`country`, `city`, `state`, `media`, `government`, `nationality` …).
    pub subtype: Option<&'static str>,
    /// The longest proper form in the article.
    pub name: String,
    /// All surface forms, in order of appearance, each once.
    pub forms: Vec<String>,
    /// Title before the name, apposition after it, or what a clause makes of them, as written ("Ukrainian President", "34-year-old striker"); only "the
    /// country's" is told by name.
    pub role: Option<String>,
    /// Where that role stands.
    pub role_span: Option<Span>,
    /// The pronoun used for it: from the text, else from a title such as "Mrs", else from the first name (persons only).
    pub pronoun: Option<Pronoun>,
    /// In text order.
    pub mentions: Vec<Mention>,
    /// 0–1; sums to at most 1 over the article.
    pub salience: f32,
    /// 0–1.
    pub confidence: f32,
    /// None rather than a guess.
    pub links: Vec<Link>,
}

/// The entities of one document, in order of their first mention.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entities {
    all: Vec<Entity>,
    /// (tokens, entity), in text order; mentions never overlap.
    mentions: Vec<(TokenRange, EntityId)>,
}

impl Entities {
    /// Orders `all` by first mention and indexes it.
    pub fn new(mut all: Vec<Entity>) -> Self {
        all.retain(|entity| !entity.mentions.is_empty());
        all.sort_by_key(|entity| entity.mentions[0].span);
        let mut entities = Self { all, mentions: Vec::new() };
        entities.index();
        entities
    }

    fn index(&mut self) {
        self.mentions = self
            .all
            .iter()
            .enumerate()
            .flat_map(|(id, entity)| entity.mentions.iter().map(move |mention| (mention.tokens, EntityId(id))))
            .collect();
        self.mentions.sort_by_key(|(tokens, _)| *tokens);
    }

    /// All entities, by their first mention.
    pub fn all(&self) -> &[Entity] {
        &self.all
    }

    /// The entity behind `id`.
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.all[id.0]
    }

    /// The mention that covers the token at `index`.
    pub fn mention_at(&self, index: usize) -> Option<(TokenRange, EntityId)> {
        let upto = self.mentions.partition_point(|(tokens, _)| tokens.start() <= index);
        self.mentions[..upto].last().copied().filter(|(tokens, _)| tokens.contains(index))
    }

    /// All named mentions, in text order.
    pub fn all_mentions(&self) -> &[(TokenRange, EntityId)] {
        &self.mentions
    }

    /// The mentions that start inside `tokens`, in text order.
    pub fn mentions_in(&self, tokens: TokenRange) -> &[(TokenRange, EntityId)] {
        let from = self.mentions.partition_point(|(mention, _)| mention.start() < tokens.start());
        let to = self.mentions.partition_point(|(mention, _)| mention.start() < tokens.end());
        &self.mentions[from..to]
    }

    /// Adds nominal and pronominal mentions that were resolved later (by the speaker sieves), and the pronoun seen.
    pub fn add_mentions(&mut self, resolved: impl IntoIterator<Item = (EntityId, Mention)>) {
        let mut taken = HashSet::new();
        for (id, mention) in resolved {
            let tokens = mention.tokens.range();
            if tokens.clone().any(|index| taken.contains(&index) || self.mention_at(index).is_some()) {
                continue;
            }
            taken.extend(tokens);
            self.all[id.0].mentions.push(mention);
        }
        self.index();
        for entity in &mut self.all {
            entity.mentions.sort_by_key(|mention| mention.span);
        }
    }
}

/// Finds the entities of `document` by rules and the tagger that is compiled in.
pub fn recognize(document: &Document) -> Entities {
    recognize_with(document, Tagger::embedded(Training::All), Judge::embedded(Training::All))
}

/// Finds the entities of `document` by another model than the one that is compiled in.
pub fn recognize_with(document: &Document, tagger: &Tagger<'_>, judge: &Judge<'_>) -> Entities {
    Recognition::new(document, tagger).finish(judge, &Reading::default())
}

/// A document whose names the tagger has looked for.
pub struct Recognition<'a> {
    words: words::Words<'a>,
    names: Vec<Found>,
    confidence: Vec<f32>,
}

impl<'a> Recognition<'a> {
    /// Tags `document`.
    pub fn new(document: &'a Document, tagger: &Tagger<'_>) -> Self {
        let words = words::Words::new(document);
        let (names, confidence) = tagger.tag(&words);
        Self { words, names, confidence }
    }

    /// How sure the tagger is of its least sure label in a sentence, 0–1.
    pub fn confidence(&self, sentence: usize) -> f32 {
        self.confidence[sentence]
    }

    /// The entities. Where the encoder has read, it has a say.
    ///
    /// Recognizers, the tagger and the encoder propose, the judge decides (`join`), the document completes (`resolve`), mentions become clusters, clusters become
    /// entities.
    pub fn finish(self, judge: &Judge<'_>, reading: &Reading) -> Entities {
        let names = join::trim(&self.words, &self.names);
        let mentions = join::join(&self.words, &recognizers::run(&self.words), &names, judge, reading);
        // Twice: the document learns from what is put right, and what it adds has neighbours, too.
        let mentions = amend::amend(&self.words, mentions);
        let mentions = amend::amend(&self.words, resolve::resolve(&self.words, mentions));
        let document = self.words.document();
        let clusters = clusters::cluster(document, &mentions);
        Entities::new(build::build(document, &mentions, &clusters))
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// `marked`: the text with its mentions as `[kind words]`.
    #[track_caller]
    pub(crate) fn check(marked: &str) {
        let mut plain = String::new();
        for (index, part) in marked.split('[').enumerate() {
            let unmarked = if index == 0 {
                part.to_owned()
            } else {
                part.split_once(' ').map_or_else(String::new, |(_, rest)| rest.replacen(']', "", 1))
            };
            plain.push_str(&unmarked);
        }
        let document = Document::new("", &plain);
        let entities = recognize(&document);
        let mut mentions: Vec<(Span, EntityKind)> = entities
            .all()
            .iter()
            .flat_map(|entity| entity.mentions.iter().map(move |mention| (mention.span, entity.kind)))
            .collect();
        mentions.sort();
        let mut got = String::new();
        let mut at = 0;
        for (span, kind) in mentions {
            got.push_str(document.slice(Span::new(at, span.start())));
            let kind = format!("{kind:?}").to_lowercase();
            got.extend(["[", &kind, " ", document.slice(span), "]"]);
            at = span.end();
        }
        got.push_str(document.slice(Span::new(at, document.text().len())));
        assert_eq!(got, marked);
    }
}
