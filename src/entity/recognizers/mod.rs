//! The recognizers: each proposes mentions, none decides. One rule, one file, one line in [`RECOGNIZERS`].

mod acronyms;
mod bylines;
mod datelines;
mod events;
mod facilities;
mod groups;
mod nicknames;
mod organizations;
mod persons;
mod places;
mod products;
mod states;
mod told;
mod unknown;
mod works;

use super::EntityKind;
use super::calendar::{DAYS, is_time};
use super::gazetteer::{self, Flag};
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
    /// How likely it is right, once judged.
    pub(super) confidence: f32,
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
    pub(super) fn new(tokens: TokenRange, kind: EntityKind, trust: Trust, rule: &'static str) -> Self {
        Self { tokens, kind, subtype: None, trust, rule, title: None, confidence: 0.0 }
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
    nicknames::recognize,
    datelines::recognize,
    organizations::recognize,
    facilities::recognize,
    events::recognize,
    works::recognize,
    states::recognize,
    persons::recognize,
    places::recognize,
    groups::recognize,
    products::recognize,
    acronyms::recognize,
    told::recognize,
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
                && !opens_a_body(words, at, sentence.tokens.end())
                && !begins_with_particle(words, at, sentence.tokens.end())
            {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while let Some(next) = next_in_run(words, end, sentence.tokens.end()).filter(|_| !begins_anew(words, end)) {
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

/// "in Lowport Tuesday", "in Lowport Ms. Voss": a day or a courtesy title is no part of the name before it.
fn begins_anew(words: &Words<'_>, at: usize) -> bool {
    let text = words.text(at);
    let month = is_time(text) && at + 1 < words.len() && words.text(at + 1).starts_with(|c: char| c.is_ascii_digit());
    DAYS.contains(&text) || month || matches!(text, "Mr." | "Mrs." | "Ms." | "Mr" | "Mrs" | "Ms")
}

/// Small words that stand at the start of a sentence before a name and are no part of it.
const NO_OPENERS: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "By",
    "For",
    "From",
    "To",
    "Of",
    "With",
    "But",
    "And",
    "Or",
    "As",
    "If",
    "When",
    "While",
    "After",
    "Before",
    "Since",
    "Although",
    "Though",
    "Under",
    "Over",
    "During",
    "Both",
    "All",
    "Some",
    "Many",
    "Most",
    "Two",
    "Three",
    "One",
    "Former",
    "This",
    "That",
    "These",
    "His",
    "Her",
    "Their",
    "Its",
    "Our",
    "It",
    "He",
    "She",
    "They",
    "We",
    "Meanwhile",
    "Earlier",
    "Later",
    "Also",
    "Last",
    "Next",
    "Now",
    "Then",
    "Among",
    "Like",
    "Unlike",
    "About",
    "Senior",
    "Top",
    "Officials",
];

/// Whether a word only begins a sentence.
pub(super) fn is_opener(word: &str) -> bool {
    NO_OPENERS.contains(&word)
}

/// "Human Rights Watch", "Agriculture Ministry": the name of a body may begin with a common word at the start of a sentence.
fn opens_a_body(words: &Words<'_>, at: usize, end: usize) -> bool {
    words.get(at).capital
        && words.get(at).excused
        && words.get(at).is_word
        && !words.get(at).shouted
        && !NO_OPENERS.contains(&words.text(at))
        && !words.get(at).entry.is(Flag::Title)
        && (at + 1..end.min(at + 4))
            .take_while(|&next| words.get(next).capital && words.get(next).is_word && !words.get(next).excused)
            .any(|next| organizations::is_head(words.text(next)))
}

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
        // "Kim Jong-il": behind two capitals a short word without one.
        let given = end >= 2
            && end + 1 < limit
            && words.get(end - 2).capital
            && words.get(end - 2).is_word
            && !words.get(end - 2).excused
            && words.get(end + 1).is_word
            && words.text(end + 1).len() <= 5
            && words.get(end - 1).entry.letter_case() != gazetteer::LetterCase::Lower
            && words.get(end + 1).entry.letter_case() != gazetteer::LetterCase::Lower
            && !words.get(end - 1).entry.is_any(&[Flag::Country, Flag::City, Flag::Group, Flag::Region]);
        if given {
            return Some(end + 2);
        }
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
