//! How many links of places are right, and how many places have one. On news with links to Wikidata, in ../shared/data/ner.

use super::names::Counts;
use crate::entity::{Entities, MentionKind, gazetteer};
use crate::text::{Document, Span};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// The sets with links.
pub const SETS: [&str; 2] = ["link-news-fair-dev", "link-reuters-128"];

/// Wikidata's class of places.
const PLACE: &str = "Q27096213";

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

/// Compares the links of the places that `find` finds with those that are there.
///
/// A link is judged where the set links the same words. It is right if the gazetteer knows the set's name of the thing under the same id, or if
/// both sides have the same name. `gold` counts the set's places that are called by a name.
///
/// # Errors
/// If the set is not in `data`, or cannot be read.
pub fn measure(data: &Path, set: &str, find: impl Fn(&Document) -> Entities) -> Result<Counts> {
    let path = data.join("ner").join(set).with_extension("jsonl");
    let place = || path.display().to_string();
    let jsonl = fs::read_to_string(&path).with_context(place)?;
    let mut counts = Counts::default();
    for line in jsonl.lines().filter(|line| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).with_context(place)?;
        compare(&line, &find(&Document::new("", &line.text)), &mut counts);
    }
    Ok(counts)
}

fn compare(line: &Line, entities: &Entities, counts: &mut Counts) {
    let mut bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(line.text.len());
    let gold = line.entities.iter().filter(|gold| gold.qid.as_deref().is_some_and(|id| id.starts_with('Q')));
    let gold: Vec<(Span, &Gold)> =
        gold.filter_map(|gold| Some((Span::new(*bytes.get(gold.start)?, *bytes.get(gold.end)?), gold))).collect();
    let is_named_place = |(span, gold): &&(Span, &Gold)| {
        let capital = line.text.get(span.range()).is_some_and(|words| words.starts_with(char::is_uppercase));
        capital && gold.kind.as_deref().is_some_and(|kind| kind.contains(PLACE))
    };
    counts.gold += gold.iter().filter(is_named_place).count();
    for entity in entities.all() {
        let Some(link) = entity.links.iter().find(|link| link.scheme == "geonames") else { continue };
        let named = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
        for (_, gold) in named.filter_map(|mention| gold.iter().find(|(span, _)| *span == mention.span)) {
            counts.found += 1;
            let known = gazetteer::name(&gold.name).geonames().map(|id| id.to_string());
            let same = known.as_ref() == Some(&link.id) || gold.name.eq_ignore_ascii_case(&entity.name);
            counts.right += usize::from(same);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::recognize;

    #[test]
    fn links_are_compared_by_id_or_name() {
        let text = "Talks between Norway and Kenya failed in Oslo.".to_owned();
        let gold = |start, end, name: &str| Gold {
            start,
            end,
            qid: Some("Q1".to_owned()),
            name: name.to_owned(),
            kind: Some(PLACE.to_owned()),
        };
        let entities = vec![gold(14, 20, "Kingdom of Norway"), gold(25, 30, "Uganda"), gold(41, 45, "Oslo")];
        let line = Line { text, entities };
        let mut counts = Counts::default();
        compare(&line, &recognize(&Document::new("", &line.text)), &mut counts);
        assert_eq!(counts, Counts { right: 2, found: 3, gold: 3 });
    }
}
