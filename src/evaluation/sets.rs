//! The annotated sets that names and entities are measured on: our own articles, and those in ../shared/data, which is not part of this repository.

use super::corpora::{self, Annotated};
use super::fixtures;
use super::gold::{self, Gold, GoldEntity};
use super::names::{Kind, Score};
use crate::entity::{Entities, EntityKind, MentionKind};
use crate::text::{Document, Span};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Sentences that stand together where a set names no documents.
const GROUP: usize = 8;

/// A set of annotated articles that nothing is trained on.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// As it is asked for.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    source: Source,
}

/// Where a set is, and how much it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// Our own articles, in `tests/fixtures/articles`: entities and roles.
    Fixtures,
    /// In ../shared/data/quotes: entities and roles.
    Articles(&'static str),
    /// In ../shared/data/ner: names alone.
    Sentences(&'static str),
}

/// All of them.
pub const SETS: [Set; 7] = [
    Set { name: "fixtures", source: Source::Fixtures, about: "our own, all genres" },
    Set { name: "worldwide-dev", source: Source::Sentences("worldwide-dev"), about: "news of the non-Western press" },
    Set { name: "voa-dev", source: Source::Articles("voa-dev"), about: "Voice of America briefs" },
    Set { name: "conll03-testa", source: Source::Sentences("conll03-testa"), about: "Reuters, 1996" },
    Set { name: "gum-news-dev", source: Source::Sentences("gum-news-dev"), about: "Wikinews" },
    Set { name: "finer-val", source: Source::Sentences("finer-val"), about: "business news" },
    Set { name: "gmb-dev", source: Source::Sentences("gmb-dev"), about: "Voice of America, tagged by machine" },
];

/// The folders that sets are in.
#[derive(Clone, Copy, Debug)]
pub struct Folders<'a> {
    /// Of our own articles.
    pub fixtures: &'a Path,
    /// ../shared/data.
    pub data: &'a Path,
}

impl Set {
    /// Whether the set is where it should be.
    pub fn is_there(&self, folders: Folders<'_>) -> bool {
        match self.source {
            Source::Fixtures => folders.fixtures.is_dir(),
            Source::Articles(_) | Source::Sentences(_) => folders.data.is_dir(),
        }
    }

    /// Whether it says which names are one entity, and what roles persons have.
    pub fn has_entities(&self) -> bool {
        !matches!(self.source, Source::Sentences(_))
    }

    /// Its articles.
    ///
    /// # Errors
    /// If the set is not in its folder, or cannot be read.
    pub fn read(&self, folders: Folders<'_>) -> Result<Vec<Gold>> {
        let path = match self.source {
            Source::Fixtures => return fixtures::read_folder(folders.fixtures),
            Source::Articles(file) => folders.data.join("quotes").join(file),
            Source::Sentences(file) => folders.data.join("ner").join(file),
        };
        let path = path.with_extension("jsonl");
        let place = || path.display().to_string();
        let jsonl = fs::read_to_string(&path).with_context(place)?;
        if self.has_entities() {
            return gold::read_jsonl(&jsonl).with_context(place);
        }
        let documents = corpora::documents(&jsonl, GROUP).with_context(place)?;
        Ok(documents.iter().map(|sentences| names_alone(&corpora::write_out(sentences))).collect())
    }

    /// Compares the names that `find` finds with those that are there.
    ///
    /// # Errors
    /// If the set is not in its folder, or cannot be read.
    pub fn measure(&self, folders: Folders<'_>, find: impl Fn(&Document) -> Vec<(Span, Kind)>) -> Result<Score> {
        let mut score = Score::default();
        for article in self.read(folders)? {
            let gold =
                article.entities.iter().filter_map(|entity| Some((Kind::of_label(&entity.kind)?, &entity.mentions)));
            let gold: Vec<_> = gold.flat_map(|(kind, spans)| spans.iter().map(move |span| (*span, kind))).collect();
            score.add(&gold, &find(&Document::new(&article.title, &article.body)));
        }
        Ok(score)
    }
}

/// An article of which only the names are known: each is an entity of its own.
fn names_alone(text: &Annotated) -> Gold {
    let entity = |(index, (span, label)): (usize, &(Span, String))| GoldEntity {
        id: index.to_string(),
        kind: label.clone(),
        name: String::new(),
        role: None,
        mentions: vec![*span],
    };
    let entities = text.names.iter().enumerate().map(entity).collect();
    Gold { body: text.text.clone(), entities, ..Gold::default() }
}

/// The named mentions of the kinds that are compared.
pub fn names(entities: &Entities) -> Vec<(Span, Kind)> {
    let mut names = Vec::new();
    for entity in entities.all() {
        let kind = match entity.kind {
            EntityKind::Person => Kind::Person,
            EntityKind::Organization => Kind::Organization,
            EntityKind::Location | EntityKind::Facility => Kind::Place,
            EntityKind::Group => Kind::Group,
            EntityKind::Event | EntityKind::Work | EntityKind::Product | EntityKind::Law => continue,
        };
        let named = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
        names.extend(named.map(|mention| (mention.span, kind)));
    }
    names
}
