//! How many links of places and of persons are right, and how many of them have one. On news with links to Wikidata, in ../shared/data/ner.

use super::names::Counts;
use crate::entity::{Entities, Link, MentionKind, gazetteer};
use crate::text::{Document, Span};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// The sets with links.
pub const SETS: [&str; 2] = ["link-news-fair-dev", "link-reuters-128"];

/// Wikidata's classes of places and of persons.
const PLACE: &str = "Q27096213";
const PERSON: &str = "Q215627";

/// What was found of each kind.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LinkScore {
    /// With links to GeoNames.
    pub places: Counts,
    /// With links to Wikidata.
    pub persons: Counts,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    entities: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    start: usize,
    end: usize,
    qid: Option<String>,
    name: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Compares the links of what `find` finds with those that are there.
///
/// A link is judged where the set links the same words. That of a place is right if the gazetteer knows the set's name of the thing under the same id, or
/// if both sides have the same name; that of a person if it is the same. `gold` counts the places and persons of the set that are called by a name.
///
/// # Errors
/// If the set is not in `data`, or cannot be read.
pub fn measure(data: &Path, set: &str, find: impl Fn(&Document) -> Entities) -> Result<LinkScore> {
    let path = data.join("ner").join(set).with_extension("jsonl");
    let place = || path.display().to_string();
    let jsonl = fs::read_to_string(&path).with_context(place)?;
    let mut score = LinkScore::default();
    for line in jsonl.lines().filter(|line| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).with_context(place)?;
        compare(&line, &find(&Document::new("", &line.text)), &mut score);
    }
    Ok(score)
}

fn compare(line: &Line, entities: &Entities, score: &mut LinkScore) {
    let mut bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(line.text.len());
    let gold = line.entities.iter().filter(|gold| gold.qid.as_deref().is_some_and(|id| id.starts_with('Q')));
    let gold: Vec<(Span, &Gold)> =
        gold.filter_map(|gold| Some((Span::new(*bytes.get(gold.start)?, *bytes.get(gold.end)?), gold))).collect();
    let named = |class: &str| {
        let is_named = |(span, gold): &&(Span, &Gold)| {
            let capital = line.text.get(span.range()).is_some_and(|words| words.starts_with(char::is_uppercase));
            capital && gold.kind.as_deref().is_some_and(|kind| kind.contains(class))
        };
        gold.iter().filter(is_named).count()
    };
    score.places.gold += named(PLACE);
    score.persons.gold += named(PERSON);
    for entity in entities.all() {
        for link in &entity.links {
            let counts = match link.scheme {
                "geonames" => &mut score.places,
                "wikidata" => &mut score.persons,
                _ => continue,
            };
            let named = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
            for (_, gold) in named.filter_map(|mention| gold.iter().find(|(span, _)| *span == mention.span)) {
                counts.found += 1;
                counts.right += usize::from(is_right(gold, link, &entity.name));
            }
        }
    }
}

fn is_right(gold: &Gold, link: &Link, name: &str) -> bool {
    if link.scheme == "wikidata" {
        return gold.qid.as_ref() == Some(&link.id);
    }
    let known = gazetteer::name(&gold.name).geonames().map(|id| id.to_string());
    known.as_ref() == Some(&link.id) || gold.name.eq_ignore_ascii_case(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::recognize;

    fn gold(start: usize, end: usize, name: &str, qid: &str, class: &str) -> Gold {
        Gold { start, end, qid: Some(qid.to_owned()), name: name.to_owned(), kind: Some(class.to_owned()) }
    }

    fn score(text: &str, entities: Vec<Gold>) -> LinkScore {
        let line = Line { text: text.to_owned(), entities };
        let mut score = LinkScore::default();
        compare(&line, &recognize(&Document::new("", &line.text)), &mut score);
        score
    }

    #[test]
    fn links_of_places_are_compared_by_id_or_name() {
        let place = |start, end, name| gold(start, end, name, "Q1", PLACE);
        let entities = vec![place(14, 20, "Kingdom of Norway"), place(25, 30, "Uganda"), place(41, 45, "Oslo")];
        let score = score("Talks between Norway and Kenya failed in Oslo.", entities);
        assert_eq!(score.places, Counts { right: 2, found: 3, gold: 3 });
        assert_eq!(score.persons, Counts::default());
    }

    #[test]
    fn links_of_persons_are_compared_by_id() {
        let text = "President Barack Obama met Sen. Mitch McConnell of Kentucky and Tomas Birk.";
        let person = |start, end, qid| gold(start, end, "", qid, PERSON);
        let score = score(text, vec![person(10, 22, "Q76"), person(32, 47, "Q2"), person(64, 74, "Q3")]);
        assert_eq!(score.persons, Counts { right: 1, found: 2, gold: 3 });
    }
}
