//! From proposals to mentions: overlaps settled, the document consulted.

use super::EntityKind;
use super::gazetteer::Flag;
use super::names::{fold, skeleton};
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
    let surnames = surnames(words, chosen);
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
        let known = candidate.tokens.len() == 1
            && surnames.contains(&fold(words.text(candidate.tokens.start())))
            && !words.get(candidate.tokens.start()).entry.is_any(&[Flag::Country, Flag::Group]);
        if known && candidate.trust < Trust::Sure {
            set_kind(candidate, EntityKind::Person);
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
            chosen.push(Candidate::new(TokenRange::new(at, at + 1), *kind, Trust::Likely, "same_in_document"));
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

/// The last words of people's full names.
fn surnames(words: &Words<'_>, chosen: &[Candidate]) -> HashSet<String> {
    chosen
        .iter()
        .filter(|candidate| {
            candidate.kind == EntityKind::Person
                && (candidate.tokens.len() > 1 || candidate.title.is_some())
                && candidate.trust > Trust::Guess
        })
        .map(|candidate| fold(words.text(super::names::surname(words.document(), candidate.tokens))))
        .filter(|name| name.chars().count() > 1)
        .collect()
}

fn text_of(words: &Words<'_>, tokens: TokenRange) -> String {
    fold(words.document().slice(words.document().span_of(tokens)))
}
