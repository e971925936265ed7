//! From mentions to entities: surname to full name, acronym to expansion, spelling variants, other names of a country.

use super::EntityKind;
use super::gazetteer::{self, Flag};
use super::names::{fold, initials, is_variant, surname};
use super::recognizers::{Candidate, Trust};
use crate::text::Document;
use std::collections::HashMap;

/// Mentions of one entity, as indices into the candidates, in text order.
#[derive(Clone, Debug, Default)]
pub(super) struct Cluster {
    pub(super) members: Vec<usize>,
}

/// Groups `mentions`. The clusters come in the order of their first mention.
pub(super) fn cluster(document: &Document, mentions: &[Candidate]) -> Vec<Cluster> {
    let mut clusters = people(document, mentions);
    clusters.extend(others(document, mentions));
    clusters.iter_mut().for_each(|cluster| cluster.members.sort_unstable());
    clusters.sort_by_key(|cluster| cluster.members.first().copied());
    clusters
}

struct Person {
    first: Option<String>,
    last: String,
    members: Vec<usize>,
}

fn people(document: &Document, mentions: &[Candidate]) -> Vec<Cluster> {
    let persons = || mentions.iter().enumerate().filter(|(_, mention)| mention.kind == EntityKind::Person);
    let mut people: Vec<Person> = Vec::new();
    let mut by_last: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, mention) in persons().filter(|(_, mention)| mention.tokens.len() > 1) {
        let (first, last) =
            (fold(document.word(mention.tokens.start())), fold(document.word(surname(document, mention.tokens))));
        let same = by_last.get(&last).and_then(|known| {
            known.iter().copied().find(|&known| is_same_first(people[known].first.as_deref(), &first))
        });
        let id = same.unwrap_or_else(|| {
            people.push(Person { first: Some(first), last: last.clone(), members: Vec::new() });
            by_last.entry(last).or_default().push(people.len() - 1);
            people.len() - 1
        });
        people[id].members.push(index);
    }
    for (index, mention) in persons().filter(|(_, mention)| mention.tokens.len() == 1) {
        let name = fold(document.word(mention.tokens.start()));
        let id = bearer(&people, &by_last, &name, index).unwrap_or_else(|| {
            people.push(Person { first: None, last: name.clone(), members: Vec::new() });
            by_last.entry(name).or_default().push(people.len() - 1);
            people.len() - 1
        });
        people[id].members.push(index);
    }
    people.into_iter().map(|person| Cluster { members: person.members }).collect()
}

fn is_same_first(known: Option<&str>, first: &str) -> bool {
    known.is_none_or(|known| {
        let initial = |a: &str, b: &str| a.ends_with('.') && b.chars().next() == a.chars().next();
        known == first || initial(known, first) || initial(first, known) || is_variant(known, first)
    })
}

/// Who is meant by a single name: of the bearers of that surname the one mentioned last before, else the first one; else who has it as a first name.
fn bearer(people: &[Person], by_last: &HashMap<String, Vec<usize>>, name: &str, index: usize) -> Option<usize> {
    let variants = || people.iter().enumerate().filter(|(_, person)| is_variant(&person.last, name)).map(|(id, _)| id);
    let known: Vec<usize> = by_last
        .get(name)
        .cloned()
        .unwrap_or_else(|| if people.len() <= 200 { variants().collect() } else { Vec::new() });
    let before = known
        .iter()
        .copied()
        .filter_map(|id| Some((people[id].members.iter().rev().find(|member| **member < index)?, id)))
        .max()
        .map(|(_, id)| id);
    let by_first = || {
        let mut bearers =
            people.iter().enumerate().filter(|(_, person)| person.first.as_deref() == Some(name)).map(|(id, _)| id);
        bearers.next().filter(|_| bearers.next().is_none())
    };
    before.or_else(|| known.first().copied()).or_else(by_first)
}

fn others(document: &Document, mentions: &[Candidate]) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut by_key: HashMap<(bool, String), usize> = HashMap::new();
    let mut kinds: Vec<EntityKind> = Vec::new();
    let text = |mention: &Candidate| document.slice(document.span_of(mention.tokens));
    let rest = || mentions.iter().enumerate().filter(|(_, mention)| mention.kind != EntityKind::Person);
    // Long names first: they explain the short ones, wherever these stand.
    let mut order: Vec<usize> = rest().map(|(index, _)| index).collect();
    order.sort_by_key(|&index| (std::cmp::Reverse(mentions[index].tokens.len()), index));
    for index in order {
        let mention = &mentions[index];
        let group = mention.kind == EntityKind::Group;
        let keys = keys(mention.kind, text(mention));
        let found = keys.iter().find_map(|key| by_key.get(&(group, key.clone())).copied());
        // A place that is surely one is no short form of a body: "KELMAR —" and "Kelmar Energy".
        let sure_place = mention.kind == EntityKind::Location && mention.trust == Trust::Sure;
        let found = found.filter(|&id| !(sure_place && kinds[id] == EntityKind::Organization));
        let id = found.unwrap_or_else(|| {
            clusters.push(Cluster::default());
            kinds.push(mention.kind);
            clusters.len() - 1
        });
        for key in keys.into_iter().chain(short_forms(mention, text(mention))) {
            by_key.entry((group, key)).or_insert(id);
        }
        clusters[id].members.push(index);
    }
    clusters
}

/// What a name is known by, the most telling first.
fn keys(kind: EntityKind, name: &str) -> Vec<String> {
    let plain = fold(name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name));
    let dense = plain.replace('.', "");
    match kind {
        EntityKind::Group => vec![dense.strip_suffix('s').unwrap_or(&dense).to_owned()],
        EntityKind::Location => {
            let words: Vec<&str> = name.split(' ').collect();
            let entry = gazetteer::name(&words.join(" "));
            let country = entry.geonames().filter(|_| entry.is(Flag::Country)).map(|id| format!("geonames:{id}"));
            country.into_iter().chain([dense]).collect()
        }
        _ => vec![dense],
    }
}

/// What a long name of a body may be called later: its acronym, its name without the legal form, its first word if it is no common one.
fn short_forms(mention: &Candidate, name: &str) -> Vec<String> {
    const LEGAL: &[&str] = &[
        " inc.",
        " inc",
        " ltd.",
        " ltd",
        " corp.",
        " corp",
        " plc",
        " llc",
        " co.",
        " ag",
        " group",
        " company",
        " corporation",
    ];
    if mention.kind != EntityKind::Organization || mention.tokens.len() < 2 {
        return Vec::new();
    }
    let folded = fold(name).replace(',', "");
    let mut forms: Vec<String> =
        LEGAL.iter().filter_map(|legal| folded.strip_suffix(legal)).map(|form| form.replace('.', "")).collect();
    let acronym = initials(name);
    if acronym.len() >= 2 {
        forms.push(acronym);
    }
    let first = name.split([' ', '-']).next().unwrap_or_default();
    let entry = gazetteer::word(first);
    let telling = first.chars().count() >= 4
        && !entry.is_common_word()
        && !entry.is_any(&[Flag::Country, Flag::City, Flag::Group, Flag::Region, Flag::First, Flag::Title]);
    if telling && mention.trust > Trust::Guess {
        forms.push(fold(first));
    }
    forms
}

#[cfg(test)]
mod tests {
    use crate::entity::recognize;
    use crate::text::Document;

    /// `want`: the mentions of each entity, joined.
    #[track_caller]
    fn check(body: &str, want: &[&str]) {
        let document = Document::new("", body);
        let entities = recognize(&document);
        let got: Vec<String> = entities
            .all()
            .iter()
            .map(|entity| {
                entity.mentions.iter().map(|mention| document.slice(mention.span)).collect::<Vec<_>>().join(" = ")
            })
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn a_surname_is_the_person_of_that_name() {
        check("Mayor Elena Ruiz left. Ruiz was tired.", &["Elena Ruiz = Ruiz"]);
    }

    #[test]
    fn relatives_are_kept_apart() {
        check("Elena Ruiz met Tom Ruiz. Then Elena Ruiz left.", &["Elena Ruiz = Elena Ruiz", "Tom Ruiz"]);
    }

    #[test]
    fn spellings_countries_and_acronyms_meet() {
        check("Minister Olena Marchenkov spoke. Marchenkow left.", &["Olena Marchenkov = Marchenkow"]);
        check("The US and the United States are one, as is the U.S. today.", &["US = United States = U.S."]);
        check("The Qorvat Research Institute met. The QRI voted.", &["Qorvat Research Institute = QRI"]);
    }
}
