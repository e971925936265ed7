//! From mentions to entities: surname to full name, acronym to expansion, spelling variants, other names of a country.

use super::gazetteer::{self, Flag};
use super::names::{Parts, fold, initials, is_same_given, parts, surname_key, without_legal_forms};
use super::recognizers::{Candidate, Trust};
use super::{EntityKind, states};
use crate::text::Document;
use std::collections::{HashMap, HashSet};

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
    given: Option<String>,
    inner: Vec<String>,
    members: Vec<usize>,
}

#[derive(Default)]
struct People {
    all: Vec<Person>,
    by_last: HashMap<String, Vec<usize>>,
}

impl People {
    /// Who bears that surname, in the order of appearance.
    fn of_surname(&self, last: &str) -> &[usize] {
        self.by_last.get(&surname_key(last)).map(Vec::as_slice).unwrap_or_default()
    }

    fn add(&mut self, parts: Parts) -> usize {
        self.by_last.entry(surname_key(&parts.last)).or_default().push(self.all.len());
        self.all.push(Person { given: parts.given, inner: parts.inner, members: Vec::new() });
        self.all.len() - 1
    }

    /// The only one for whom `fits` holds.
    fn only(&self, fits: impl Fn(&Person) -> bool) -> Option<usize> {
        let mut all = self.all.iter().enumerate().filter(|(_, person)| fits(person)).map(|(id, _)| id);
        all.next().filter(|_| all.next().is_none())
    }

    /// Who is meant by a single name: of the bearers of that surname the one mentioned last before, else the first one; else who has it as a
    /// first name, or as one in the middle. Whom the article calls by the first name (`familiar`) it does not call by the surname if somebody else
    /// bears it.
    fn bearer(&self, name: &str, index: usize, familiar: &HashSet<String>) -> Option<usize> {
        let all = self.of_surname(name);
        let is_familiar = |id: &&usize| self.all[**id].given.as_ref().is_some_and(|given| familiar.contains(given));
        let formal: Vec<usize> = all.iter().filter(|id| !is_familiar(id)).copied().collect();
        let known = if formal.is_empty() { all } else { &formal };
        let before = known
            .iter()
            .filter_map(|&id| Some((self.all[id].members.iter().rev().find(|member| **member < index)?, id)))
            .max()
            .map(|(_, id)| id);
        before
            .or_else(|| known.first().copied())
            .or_else(|| self.only(|person| person.given.as_deref() == Some(name)))
            .or_else(|| self.only(|person| person.inner.iter().any(|part| part == name)))
    }
}

fn people(document: &Document, mentions: &[Candidate]) -> Vec<Cluster> {
    let persons = mentions.iter().enumerate().filter(|(_, mention)| mention.kind == EntityKind::Person);
    let (full, short): (Vec<_>, Vec<_>) = persons
        .map(|(index, mention)| (index, parts(document, mention.tokens)))
        .partition(|(_, parts)| parts.given.is_some());
    let mut people = People::default();
    for (index, parts) in full {
        let same = |id: &usize| {
            let pair = people.all[*id].given.as_deref().zip(parts.given.as_deref());
            pair.is_none_or(|(known, given)| is_same_given(known, given))
        };
        let id = people.of_surname(&parts.last).iter().copied().find(same);
        let id = id.unwrap_or_else(|| people.add(parts));
        people.all[id].members.push(index);
    }
    let familiar: HashSet<String> = short.iter().map(|(_, parts)| parts.last.clone()).collect();
    for (index, parts) in short {
        let id = people.bearer(&parts.last, index, &familiar).unwrap_or_else(|| people.add(parts));
        people.all[id].members.push(index);
    }
    people.all.into_iter().map(|person| Cluster { members: person.members }).collect()
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
        for key in keys.into_iter().chain(short_forms(document, mention, text(mention))) {
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
            let entry = gazetteer::name(states::full_name(name).unwrap_or(&words.join(" ")));
            let telling = entry.is_any(&[Flag::Country, Flag::Region]);
            let known = entry.geonames().filter(|_| telling).map(|id| format!("geonames:{id}"));
            known.into_iter().chain([dense]).collect()
        }
        _ => vec![dense],
    }
}

/// What a long name of a body may be called later: its acronym, its name without the legal form, its first word if it is no common one.
fn short_forms(document: &Document, mention: &Candidate, name: &str) -> Vec<String> {
    if mention.kind != EntityKind::Organization || mention.tokens.len() < 2 {
        return Vec::new();
    }
    let mut forms = without_legal_forms(&fold(name));
    let acronym = initials(name);
    if acronym.len() >= 2 {
        // "the FFA" of the Pacific Islands Forum Fisheries Agency.
        let tails = (1..acronym.len().saturating_sub(2)).filter_map(|from| acronym.get(from..)).map(str::to_owned);
        forms.extend(std::iter::once(acronym.clone()).chain(tails));
    }
    forms.extend(bracketed(document, mention.tokens.end()).map(fold));
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

/// "(QRI)": the acronym in brackets right behind a name.
fn bracketed(document: &Document, end: usize) -> Option<&str> {
    let inside = (end + 2 < document.tokens().len() && document.word(end) == "(" && document.word(end + 2) == ")")
        .then(|| document.word(end + 1));
    inside.filter(|word| word.chars().filter(|c| c.is_uppercase()).count() >= 2)
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
    fn parts_of_a_name_are_its_bearer() {
        check("Minister Ludwig van Houten left. Then Van Houten was tired.", &["Ludwig van Houten = Van Houten"]);
        check(
            "Gen. Mohammed al-Masri spoke. General Muhammad al-Masri left.",
            &["Mohammed al-Masri = Muhammad al-Masri"],
        );
    }

    #[test]
    fn who_is_called_by_the_first_name_is_not_meant_by_the_surname() {
        check(
            "Elena Ruiz died. Her son Tom Ruiz wept. Mrs. Ruiz was old, Tom said.",
            &["Elena Ruiz = Ruiz", "Tom Ruiz = Tom"],
        );
    }

    #[test]
    fn a_company_is_known_without_its_legal_form() {
        check(
            "Kelmar Energy Holdings Ltd. rose. Kelmar Energy fell.",
            &["Kelmar Energy Holdings Ltd. = Kelmar Energy"],
        );
    }

    #[test]
    fn spellings_countries_and_acronyms_meet() {
        check("Minister Olena Marchenkov spoke. Marchenkow left.", &["Olena Marchenkov = Marchenkow"]);
        check("The US and the United States are one, as is the U.S. today.", &["US = United States = U.S."]);
        check("The Qorvat Research Institute met. The QRI voted.", &["Qorvat Research Institute = QRI"]);
        check("It rained in Tampa, Fla., and all over Florida.", &["Tampa", "Fla. = Florida"]);
    }
}
