//! The ways to read a document's words as names: each stretch with each kind that a rule or the tagger proposes, once.

use crate::entity::EntityKind;
use crate::entity::gazetteer::Flag;
use crate::entity::recognizers::Candidate;
use crate::entity::tagger::{Found, Name};
use crate::entity::words::Words;
use crate::text::TokenRange;
use std::cmp::Reverse;

/// So many readings before and behind one are compared with it: more would cost time that grows with the square of a line.
const NEAR: usize = 12;

/// Some words as a name of some kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The words.
    pub tokens: TokenRange,
    /// What they are taken for.
    pub name: Name,
    /// Indices of the candidates of the rules that propose it, the most trusted first.
    pub(super) rules: Vec<usize>,
    /// Index of the tagger's name, if it proposes it.
    pub(super) found: Option<usize>,
    /// What the encoder makes of it, if it proposes it.
    pub(super) read: Option<Name>,
}

/// All readings, by their first word, longest first.
pub(super) fn collect(words: &Words<'_>, candidates: &[Candidate], names: &[Found], read: &[Found]) -> Vec<Reading> {
    let by_rule = candidates.iter().enumerate().map(|(index, candidate)| Reading {
        tokens: candidate.tokens,
        name: name(candidate.kind),
        rules: vec![index],
        found: None,
        read: None,
    });
    let mut proposed = vec![false; words.len()];
    candidates.iter().for_each(|candidate| proposed[candidate.tokens.range()].fill(true));
    // The rule for groups knows when a word from its lists is a language: "in Norwegian".
    let is_language = |found: &Found| {
        found.name == Name::Group
            && words.get(found.tokens.start()).entry.is(Flag::Group)
            && found.tokens.range().all(|at| !proposed[at])
    };
    let by_tagger = names.iter().enumerate();
    let by_tagger = by_tagger.filter(|(_, found)| found.tokens.end() <= words.len() && !is_language(found));
    let by_tagger = by_tagger.map(|(index, found)| Reading {
        tokens: found.tokens,
        name: found.name.coarse(),
        rules: Vec::new(),
        found: Some(index),
        read: None,
    });
    let by_encoder = read.iter().map(|found| Reading {
        tokens: found.tokens,
        name: found.name.coarse(),
        rules: Vec::new(),
        found: None,
        read: Some(found.name),
    });
    let mut readings: Vec<Reading> = by_rule.chain(by_tagger).chain(by_encoder).collect();
    readings.sort_by_key(|reading| (reading.tokens.start(), Reverse(reading.tokens.end()), reading.name as u8));
    readings.dedup_by(|reading, kept| {
        let same = reading.tokens == kept.tokens && reading.name == kept.name;
        if same {
            kept.rules.append(&mut reading.rules);
            kept.found = kept.found.or(reading.found);
            kept.read = kept.read.or(reading.read);
        }
        same
    });
    for reading in &mut readings {
        reading.rules.sort_by_key(|&rule| (Reverse(candidates[rule].trust), rule));
    }
    readings
}

/// The readings that share a word with the one at `index`.
pub(super) fn around(readings: &[Reading], index: usize) -> impl Iterator<Item = usize> + '_ {
    let tokens = readings[index].tokens;
    let near = index.saturating_sub(NEAR)..readings.len().min(index + NEAR + 1);
    near.filter(move |&other| other != index && readings[other].tokens.overlaps(tokens))
}

/// What the tagger would call it.
pub(super) fn name(kind: EntityKind) -> Name {
    match kind {
        EntityKind::Person => Name::Person,
        EntityKind::Organization => Name::Organization,
        EntityKind::Location | EntityKind::Facility => Name::Place,
        EntityKind::Group => Name::Group,
        EntityKind::Event | EntityKind::Work | EntityKind::Product | EntityKind::Law => Name::Other,
    }
}
