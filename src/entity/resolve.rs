//! From proposals to mentions: overlaps settled, the document consulted.

use super::EntityKind;
use super::gazetteer::Flag;
use super::names::{fold, skeleton, without_legal_forms};
use super::recognizers::{Candidate, Trust};
use super::words::Words;
use crate::text::TokenRange;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Lets the whole document speak. The result is in text order and does not overlap.
pub(super) fn resolve(words: &Words<'_>, mut chosen: Vec<Candidate>) -> Vec<Candidate> {
    agree(words, &mut chosen);
    repeat(words, &mut chosen);
    chosen.sort_by_key(|candidate| candidate.tokens);
    chosen
}

/// Same words, same kind, unless a sure mention says otherwise; the surname of a known person is that person.
fn agree(words: &Words<'_>, chosen: &mut [Candidate]) {
    let namesakes = Namesakes::of(words, chosen);
    let companies = companies(words, chosen);
    let storms = storms(words, chosen);
    let mut votes: HashMap<String, HashMap<EntityKind, u32>> = HashMap::new();
    for candidate in chosen.iter() {
        let weight = match candidate.trust {
            Trust::Guess => 1,
            Trust::Likely => 3,
            Trust::Sure => 9,
        };
        *votes.entry(text_of(words, candidate.tokens)).or_default().entry(candidate.kind).or_default() += weight;
    }
    for candidate in chosen.iter_mut() {
        let at = candidate.tokens.start();
        let alone = candidate.tokens.len() == 1 && !words.get(at).entry.is_any(&[Flag::Country, Flag::Group]);
        let known = namesakes.kind(&fold(words.text(at)), at).filter(|_| alone);
        let known = known.map(|kind| if candidate.title.is_some() { EntityKind::Person } else { kind });
        let company = candidate.tokens.len() > 1 && companies.contains(&text_of(words, candidate.tokens));
        let storm = alone && storms.contains(words.text(at)) && known.is_none();
        let known = if company { Some(EntityKind::Organization) } else { known.or(storm.then_some(EntityKind::Event)) };
        if let Some(kind) = known.filter(|_| candidate.trust < Trust::Sure) {
            set_kind(candidate, kind);
        } else if candidate.trust < Trust::Sure {
            let counts = &votes[&text_of(words, candidate.tokens)];
            let best = counts.iter().max_by_key(|(kind, count)| (**count, Reverse(**kind))).map(|(kind, _)| *kind);
            if let Some(kind) = best.filter(|kind| *kind != candidate.kind) {
                set_kind(candidate, kind);
            }
        }
    }
}

fn set_kind(candidate: &mut Candidate, kind: EntityKind) {
    candidate.subtype = if kind == candidate.kind { candidate.subtype } else { None };
    candidate.kind = kind;
    candidate.rule = "same_in_document";
}

/// Names that were found somewhere are found everywhere: surnames, and whole names of one word.
fn repeat(words: &Words<'_>, chosen: &mut Vec<Candidate>) {
    let namesakes = Namesakes::of(words, chosen);
    let mut known: HashMap<String, EntityKind> =
        surnames(words, chosen).into_iter().map(|name| (name, EntityKind::Person)).collect();
    for candidate in chosen.iter().filter(|candidate| candidate.tokens.len() == 1 && candidate.trust > Trust::Guess) {
        known.entry(fold(words.text(candidate.tokens.start()))).or_insert(candidate.kind);
    }
    // Another spelling of a long surname.
    let variants: HashMap<String, EntityKind> = surnames(words, chosen)
        .into_iter()
        .filter(|name| name.len() >= 6)
        .map(|name| (skeleton(&name), EntityKind::Person))
        .collect();
    let mut taken = vec![false; words.len()];
    chosen.iter().for_each(|candidate| taken[candidate.tokens.range()].fill(true));
    repeat_long(words, chosen, &mut taken);
    for at in (0..words.len()).filter(|&at| !taken[at] && words.get(at).capital && words.get(at).is_word) {
        let common = words.get(at).excused && words.is_seen_lower(at);
        // A word of a longer name is no name of its own.
        let glued = at > 0 && words.get(at - 1).capital && !words.get(at - 1).excused && !taken[at - 1];
        let name = fold(words.text(at));
        let variant = || {
            (name.len() >= 6 && !words.get(at).entry.is_common_word()).then(|| variants.get(&skeleton(&name))).flatten()
        };
        if let Some(kind) = known.get(&name).or_else(variant).filter(|_| !common && !glued) {
            let kind = namesakes.kind(&name, at).unwrap_or(*kind);
            chosen.push(Candidate::new(TokenRange::new(at, at + 1), kind, Trust::Likely, "same_in_document"));
        }
    }
}

/// Names of several words that begin a sentence elsewhere: "Qorvat & Sons".
fn repeat_long(words: &Words<'_>, chosen: &mut Vec<Candidate>, taken: &mut [bool]) {
    let mut known: HashMap<&str, Vec<(TokenRange, EntityKind)>> = HashMap::new();
    for candidate in chosen.iter().filter(|candidate| candidate.tokens.len() > 1) {
        let names = known.entry(words.text(candidate.tokens.start())).or_default();
        let same = |tokens: &TokenRange| text_of(words, *tokens) == text_of(words, candidate.tokens);
        // A few names a first word: the rest would cost more than it finds.
        if names.len() < 8 && !names.iter().any(|(tokens, _)| same(tokens)) {
            names.push((candidate.tokens, candidate.kind));
        }
    }
    for at in 0..words.len() {
        let Some(names) = known.get(words.text(at)).filter(|_| !taken[at] && words.get(at).excused) else { continue };
        let fits = |tokens: &TokenRange| {
            at + tokens.len() <= words.len()
                && (0..tokens.len())
                    .all(|offset| !taken[at + offset] && words.text(at + offset) == words.text(tokens.start() + offset))
        };
        let longest = names.iter().filter(|(tokens, _)| fits(tokens)).max_by_key(|(tokens, _)| tokens.len());
        if let Some((tokens, kind)) = longest {
            let tokens = TokenRange::new(at, at + tokens.len());
            taken[tokens.range()].fill(true);
            chosen.push(Candidate::new(tokens, *kind, Trust::Likely, "same_in_document"));
        }
    }
}

/// Where surnames and the bodies that begin with them are named in full for the first time.
struct Namesakes {
    people: HashMap<String, usize>,
    bodies: HashMap<String, usize>,
}

impl Namesakes {
    fn of(words: &Words<'_>, chosen: &[Candidate]) -> Self {
        let mut namesakes = Self { people: HashMap::new(), bodies: HashMap::new() };
        for candidate in chosen {
            let at = candidate.tokens.start();
            if let Some(name) = surname(words, candidate) {
                namesakes.people.entry(name).and_modify(|first| *first = at.min(*first)).or_insert(at);
            } else if candidate.kind == EntityKind::Organization && candidate.tokens.len() > 1 {
                let name = fold(words.text(at));
                namesakes.bodies.entry(name).and_modify(|first| *first = at.min(*first)).or_insert(at);
            }
        }
        namesakes
    }

    /// What a surname alone means at `at`: its bearer; but the company that bears it, too, as long as only that has been named in full.
    fn kind(&self, name: &str, at: usize) -> Option<EntityKind> {
        let person = *self.people.get(name)?;
        let company = self.bodies.get(name).is_some_and(|company| at < person && *company < person);
        Some(if company { EntityKind::Organization } else { EntityKind::Person })
    }
}

/// Names of companies without their legal forms: "Morgan Hale" is no person beside "Morgan Hale Holdings Inc.".
fn companies(words: &Words<'_>, chosen: &[Candidate]) -> HashSet<String> {
    let bodies = chosen.iter().filter(|candidate| candidate.kind == EntityKind::Organization);
    bodies.flat_map(|candidate| without_legal_forms(&text_of(words, candidate.tokens))).collect()
}

/// What storms are called: "Odile" is no person beside "Hurricane Odile".
fn storms<'a>(words: &Words<'a>, chosen: &[Candidate]) -> HashSet<&'a str> {
    let is_kind = |at: usize| matches!(words.text(at), "Hurricane" | "Typhoon" | "Cyclone" | "Storm");
    let events = chosen.iter().filter(|candidate| candidate.kind == EntityKind::Event);
    let named = events.map(|event| event.tokens.end() - 1).filter(|&at| at > 0 && is_kind(at - 1));
    named.map(|at| words.text(at)).collect()
}

/// The last words of people's full names.
fn surnames(words: &Words<'_>, chosen: &[Candidate]) -> HashSet<String> {
    chosen.iter().filter_map(|candidate| surname(words, candidate)).collect()
}

/// The surname of a person who is named in full, or with a title.
fn surname(words: &Words<'_>, candidate: &Candidate) -> Option<String> {
    let full = candidate.kind == EntityKind::Person
        && (candidate.tokens.len() > 1 || candidate.title.is_some())
        && candidate.trust > Trust::Guess;
    let name = full.then(|| fold(words.text(super::names::surname(words.document(), candidate.tokens))));
    name.filter(|name| name.chars().count() > 1)
}

fn text_of(words: &Words<'_>, tokens: TokenRange) -> String {
    fold(words.document().slice(words.document().span_of(tokens)))
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn a_company_is_meant_until_its_founder_is_named() {
        check(
            "[organization Kelmar Energy Ltd.] rose. Shares in [organization Kelmar] rose, too. It was founded by [person Elena Kelmar]. Mr [person Kelmar] died.",
        );
    }

    #[test]
    fn a_storm_is_no_person() {
        check("[event Hurricane Odile] turned north. Forecasters said [event Odile] was weak.");
    }

    #[test]
    fn a_company_may_be_called_like_a_person() {
        check("[organization Morgan Hale Holdings Inc.] rose. Rivals of [organization Morgan Hale] fell.");
    }
}
