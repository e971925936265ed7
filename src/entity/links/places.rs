//! Links of places to GeoNames and ISO 3166.
//!
//! A name with one meaning is linked. One that several places bear ("Georgia", "Birmingham") is linked only if the other places and peoples
//! in the article speak for one of them: the country that is named, or whose cities and people are.

use super::{Entity, EntityKind, Link};
use crate::entity::gazetteer::{self, Entry, Flag};
use crate::entity::states;
use crate::text::{Document, TokenRange};
use std::collections::BTreeMap;

/// For each entity, the country that it speaks for.
pub(super) fn countries(entities: &[Entity]) -> Vec<Option<&'static str>> {
    entities.iter().map(support).collect()
}

/// Links the places among `entities`, each of which speaks for one of `countries`.
pub(super) fn link(document: &Document, entities: &mut [Entity], countries: &[Option<&'static str>]) {
    let mut supported: BTreeMap<&str, usize> = BTreeMap::new();
    for country in countries.iter().flatten() {
        *supported.entry(country).or_default() += 1;
    }
    for (entity, own) in entities.iter_mut().zip(countries).filter(|(entity, _)| entity.kind == EntityKind::Location) {
        let entry = gazetteer::name(&entity.name);
        let others = |country: &str| {
            let all = supported.get(country).copied().unwrap_or_default();
            all - usize::from(*own == Some(country))
        };
        let elsewhere = entity.mentions.iter().map(|mention| mention.tokens).any(|tokens| {
            let end = tokens.end();
            is_elsewhere(document, end, entry) || is_wider(document, end) || plays(document, tokens)
        });
        let state = entity.mentions.iter().find_map(|mention| states::geonames(document.slice(mention.span)));
        if let Some(id) = state {
            entity.links = vec![geonames(id)];
        } else if !elsewhere && is_safe(entry, entity.confidence, others) {
            entity.links = links(entry);
        }
    }
}

/// The country that an entity speaks for.
fn support(entity: &Entity) -> Option<&'static str> {
    matches!(entity.kind, EntityKind::Location | EntityKind::Group)
        .then(|| gazetteer::name(states::full_name(&entity.name).unwrap_or(&entity.name)).country())
        .flatten()
}

/// Whether the name means what the gazetteer links it to, given how many other names speak for each country.
fn is_safe(entry: Entry, confidence: f32, others: impl Fn(&str) -> usize) -> bool {
    let Some(home) = entry.country().filter(|_| entry.geonames().is_some()) else { return false };
    let abroad = || if home == "US" { 0 } else { others("US") };
    if entry.is(Flag::Country) {
        // "Georgia" is a state, too; "Chad" and "Jordan" are people unless they are surely places.
        let state = entry.is(Flag::Region) && home != "US";
        return if state { others(home) > abroad() } else { confidence >= 0.8 || !entry.is(Flag::CommonFirst) };
    }
    if entry.is(Flag::Region) {
        return !entry.is(Flag::City) && !entry.is_any(&[Flag::CommonFirst]);
    }
    if !entry.is(Flag::City) || entry.is_common_word() {
        return false;
    }
    let weighty = entry.city_size() >= 2 || entry.is(Flag::Capital);
    let person = entry.is_any(&[Flag::CommonFirst, Flag::CommonLast]);
    let supported = others(home) > 0 && others(home) >= abroad();
    weighty && entry.is_distinct() && !person || entry.city_size() >= 3 && supported
}

/// "Paris, Texas": a place behind a comma that is in another country.
fn is_elsewhere(document: &Document, end: usize, entry: Entry) -> bool {
    let tokens = document.tokens().len();
    if end + 1 >= tokens || document.word(end) != "," {
        return false;
    }
    let two =
        (end + 2 < tokens).then(|| gazetteer::name(&format!("{} {}", document.word(end + 1), document.word(end + 2))));
    let one = document.word(end + 1);
    let behind = two
        .filter(|entry| entry.country().is_some())
        .unwrap_or_else(|| gazetteer::name(states::full_name(one).unwrap_or(one)));
    let wider = behind.is_any(&[Flag::Country, Flag::Region]);
    wider && behind.country() != entry.country()
}

/// "Los Angeles and Riverside Counties": what is meant is not the city.
fn is_wider(document: &Document, end: usize) -> bool {
    const LONGEST: usize = 12;
    let tokens = document.tokens().len();
    (end..tokens.min(end + LONGEST))
        .take_while(|&at| {
            matches!(document.word(at), "," | "and" | "or" | "&") || document.word(at).starts_with(char::is_uppercase)
        })
        .any(|at| {
            matches!(
                document.word(at),
                "Counties"
                    | "Provinces"
                    | "Districts"
                    | "Regions"
                    | "provinces"
                    | "counties"
                    | "Exchanges"
                    | "Universities"
            )
        })
}

/// "Norway beat Kenya", "Alabama versus Texas": what is meant is a team.
fn plays(document: &Document, tokens: TokenRange) -> bool {
    let word = |at: Option<usize>| at.filter(|&at| at < document.tokens().len()).map_or("", |at| document.word(at));
    let is_match = |word: &str| {
        matches!(
            word,
            "beat"
                | "beats"
                | "thrashed"
                | "thrash"
                | "edged"
                | "edge"
                | "hammered"
                | "versus"
                | "vs."
                | "vs"
                | "v"
                | "v."
        )
    };
    let is_other = |word: &str| word.starts_with(char::is_uppercase);
    let (before, after) = (tokens.start().checked_sub(1), Some(tokens.end()));
    is_match(word(before)) && is_other(word(tokens.start().checked_sub(2)))
        || is_match(word(after)) && is_other(word(Some(tokens.end() + 1)))
}

fn geonames(id: u32) -> Link {
    Link { scheme: "geonames", id: id.to_string(), confidence: 0.95 }
}

fn links(entry: Entry) -> Vec<Link> {
    let geonames = entry.geonames().map(geonames);
    let iso = entry.country().filter(|_| entry.is(Flag::Country));
    let iso = iso.map(|code| Link { scheme: "iso3166", id: code.to_owned(), confidence: 0.95 });
    geonames.into_iter().chain(iso).collect()
}

#[cfg(test)]
mod tests {
    use crate::entity::links::testing::check;

    #[test]
    fn countries_and_large_cities_are_linked() {
        check("Talks in Norway failed.", "Norway", "geonames:3144096 iso3166:NO");
        check("Talks in Nairobi failed.", "Nairobi", "geonames:184745");
        check("Talks in Alaska failed.", "Alaska", "geonames:5879092");
    }

    #[test]
    fn namesakes_are_told_apart_by_the_rest_of_the_article() {
        check("Talks between Armenia and Georgia in Tbilisi failed.", "Georgia", "geonames:614540 iso3166:GE");
        check("Farmers in Georgia, Alabama and Florida hope for rain.", "Georgia", "");
        check("It rained in Georgia.", "Georgia", "");
        check("The mayor of Birmingham in Britain left.", "Birmingham", "geonames:2655603");
    }

    #[test]
    fn a_namesake_in_another_state_is_not_linked() {
        check("It rained in Paris, Texas, on Monday.", "Paris", "");
        check("It rained in Paris, Tenn., on Monday.", "Paris", "");
        check("It rained in Chicago and Riverside Counties.", "Chicago", "");
    }

    #[test]
    fn a_shortened_state_is_linked() {
        check("It rained in Lowport, Va., on Monday.", "Va.", "geonames:6254928");
    }

    #[test]
    fn teams_are_not_linked() {
        check("Norway beat Kenya in the final.", "Norway", "");
        check("Norway beat Kenya in the final.", "Kenya", "");
        check("Norway beat expectations.", "Norway", "geonames:3144096 iso3166:NO");
    }
}
