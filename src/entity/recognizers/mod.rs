//! The recognizers: each proposes mentions, none decides. One rule, one file, one line in [`RECOGNIZERS`].

mod acronyms;
mod bylines;
mod events;
mod facilities;
mod groups;
mod organizations;
mod persons;
mod places;
mod products;
mod unknown;
mod works;

pub(super) use persons::names_an_occupation;

use super::EntityKind;
use super::gazetteer::Flag;
use super::words::Words;
use crate::text::TokenRange;

/// A proposed mention.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) tokens: TokenRange,
    pub(super) kind: EntityKind,
    pub(super) subtype: Option<&'static str>,
    /// How far it is to be trusted.
    pub(super) trust: Trust,
    pub(super) rule: &'static str,
    /// Title before the name.
    pub(super) title: Option<TokenRange>,
}

/// How far a candidate is to be trusted: a higher one takes the tokens from a lower one, whatever their lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// By shape and neighbours alone.
    Guess,
    /// By a list, or by a telling neighbour.
    Likely,
    /// By a telling word inside the name, or by a list of names that are nothing else.
    Sure,
}

impl Candidate {
    fn new(tokens: TokenRange, kind: EntityKind, trust: Trust, rule: &'static str) -> Self {
        Self { tokens, kind, subtype: None, trust, rule, title: None }
    }

    fn subtype(mut self, subtype: &'static str) -> Self {
        self.subtype = Some(subtype);
        self
    }
}

type Recognizer = fn(&Words<'_>, &[TokenRange], &mut Vec<Candidate>);

/// Of two candidates with the same tokens and the same trust, the one from the earlier line wins.
const RECOGNIZERS: &[Recognizer] = &[
    bylines::recognize,
    organizations::recognize,
    facilities::recognize,
    events::recognize,
    works::recognize,
    persons::recognize,
    places::recognize,
    groups::recognize,
    products::recognize,
    acronyms::recognize,
    unknown::recognize,
];

/// Runs all recognizers over `words`.
pub(super) fn run(words: &Words<'_>) -> Vec<Candidate> {
    let runs = capitalised_runs(words);
    let mut candidates = Vec::new();
    for recognizer in RECOGNIZERS {
        recognizer(words, &runs, &mut candidates);
    }
    candidates
}

/// Small words inside names of people.
const PARTICLES: &[&str] = &[
    "de", "la", "le", "da", "di", "du", "del", "della", "dos", "das", "van", "von", "der", "den", "bin", "ibn", "al",
    "el", "ul", "ben", "abu", "y", "ter", "zu",
];

/// Stretches of names: capitalised words with hyphens and particles between them, within a sentence.
fn capitalised_runs(words: &Words<'_>) -> Vec<TokenRange> {
    let mut runs = Vec::new();
    for sentence in words.document().sentences() {
        let mut at = sentence.tokens.start();
        while at < sentence.tokens.end() {
            if !words.is_name_like(at)
                && !opens_a_name(words, at, sentence.tokens.end())
                && !begins_with_particle(words, at, sentence.tokens.end())
            {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while let Some(next) = next_in_run(words, end, sentence.tokens.end()) {
                end = next;
            }
            runs.push(TokenRange::new(at, end));
            at = end;
        }
    }
    runs
}

/// Common words that open names; at the start of a sentence only what follows tells.
const OPENERS: &[&str] = &[
    "Hurricane",
    "Typhoon",
    "Cyclone",
    "Storm",
    "Operation",
    "Lake",
    "Mount",
    "Cape",
    "Port",
    "Fort",
    "Bank",
    "Ministry",
    "University",
    "Department",
    "Central",
    "National",
    "Supreme",
    "High",
    "Crown",
    "Federal",
    "Royal",
    "Red",
    "White",
    "Black",
    "South",
    "North",
    "East",
    "West",
    "Northern",
    "Southern",
    "New",
    "United",
    "Great",
    "Grand",
    "Green",
    "House",
    "State",
    "Foreign",
    "Street",
    "Downing",
    "World",
];

/// A word at the start of a sentence that belongs to the name behind it: "Hurricane Odile", "Mayor Ruiz", "Ministry of".
fn opens_a_name(words: &Words<'_>, at: usize, end: usize) -> bool {
    let word = words.get(at);
    let telling = OPENERS.contains(&words.text(at)) || word.entry.is(Flag::Title);
    let follows = at + 1 < end && words.get(at + 1).capital && words.get(at + 1).is_word && !words.get(at + 1).excused;
    word.capital
        && telling
        && (follows
            || at + 2 < end && words.text(at + 1) == "of" && words.get(at + 2).capital && !word.entry.is(Flag::Title))
}

/// `al-Masri`: a particle with a hyphen before a capital.
fn begins_with_particle(words: &Words<'_>, at: usize, end: usize) -> bool {
    matches!(words.text(at), "al" | "el" | "ul" | "an" | "ad" | "ash" | "as")
        && at + 2 < end
        && words.text(at + 1) == "-"
        && words.get(at + 2).capital
}

/// One past the next word that goes on with a run that ends at `end`.
fn next_in_run(words: &Words<'_>, end: usize, limit: usize) -> Option<usize> {
    let names = |index: usize| {
        index < limit && words.get(index).capital && words.get(index).is_word && !matches!(words.text(index), "I")
    };
    if names(end) {
        return Some(end + 1);
    }
    if end >= limit {
        return None;
    }
    let text = words.text(end);
    let glued = words.document().tokens()[end - 1].span.end() == words.document().tokens()[end].span.start();
    let is_particle = |text: &str| PARTICLES.iter().any(|particle| text.eq_ignore_ascii_case(particle));
    if text == "-" && glued {
        // "Smith-Jones", "Jean-Luc", "Abdel al-Fattah"; not "Lowport-based".
        return (names(end + 1) || end + 2 < limit && is_particle(words.text(end + 1)) && words.text(end + 2) == "-")
            .then_some(end + 2);
    }
    if is_particle(text) || text == "&" {
        let behind = if end + 1 < limit && (words.text(end + 1) == "-" || is_particle(words.text(end + 1))) {
            end + 2
        } else {
            end + 1
        };
        return names(behind).then_some(behind + 1);
    }
    None
}
