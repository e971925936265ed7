//! What the rules propose and what the tagger says, joined.
//!
//! Neither is always right, and how far a rule is to be trusted depends on what it says and on what the others say of the same words. So
//! that is learned: each way to read some words ([`Reading`]) is described by who proposes it, who contradicts it and what stands around it
//! (`questions`), a linear model turns the description into a probability ([`Judge`]), and of readings that overlap the most promising ones
//! are kept (`settle`). Rules still name the finer kind, the subtype and the title; a rule that no text bears out loses its say by itself.

mod judge;
mod questions;
mod readings;
mod settle;

pub use judge::{Judge, pack};
pub use readings::Reading;

use super::recognizers::{self, Candidate, Trust};
use super::tagger::{self, Found, Name};
use super::words::Words;
use super::{EntityKind, states};
use crate::model::Features;
use crate::reading as encoder;
use crate::text::{Document, TokenRange};

/// A reading is kept from this probability on (tuned on dev sets with `quotewire eval`: lower finds more, and more that is wrong).
const KEPT: f32 = 0.3;

/// How far the judge and the encoder are listened to where both speak: what their log odds count. Tuned on dev sets with `quotewire eval`.
const JUDGE: f32 = 0.5;
const ENCODER: f32 = 0.5;
/// What is taken off their sum: where two have looked, a name needs more than one faint voice.
const CAUTION: f32 = 0.2;

/// Settles what the `candidates` of the rules and the `names` of a tagger are. The result does not overlap.
pub(super) fn join(
    words: &Words<'_>,
    candidates: &[Candidate],
    names: &[Found],
    judge: &Judge<'_>,
    encoder: &encoder::Reading,
) -> Vec<Candidate> {
    let mut read = trim(words, &tagger::read(encoder));
    // "the southern provinces": a name has a capital somewhere; a people need not have one.
    let capital = |name: &Found| name.tokens.range().any(|at| words.text(at).contains(char::is_uppercase));
    read.retain(|name| name.name == Name::Group || capital(name));
    let readings = readings::collect(words, candidates, names, &read);
    let mut features = Features::default();
    questions::describe(words, candidates, names, &readings, &mut features);
    let judged = features.tokens().map(|features| judge.probability(features));
    let probable: Vec<f32> = judged
        .zip(&readings)
        .map(|(judged, reading)| {
            let judged = judged.max(least(reading, candidates));
            match tagger::probability(encoder, reading.tokens, reading.name) {
                _ if is_certain(reading, candidates) => CERTAINLY,
                Some(read) => even(JUDGE * odds(judged) + ENCODER * odds(read) - CAUTION),
                None => judged,
            }
        })
        .collect();
    let kept = settle::settle(&readings, &probable, KEPT);
    kept.into_iter().filter_map(|index| mention(words, candidates, &readings, index, probable[index])).collect()
}

/// The logarithm of the odds of a probability, within bounds.
fn odds(probability: f32) -> f32 {
    let probability = probability.clamp(0.001, 0.999);
    (probability / (1.0 - probability)).ln()
}

/// The probability of such odds.
fn even(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// Rules for what the corpora hardly show: they are sentences without head and byline.
const UNSEEN: &[&str] = &["domain", "dateline", "byline", "nickname"];

/// Rules whose form leaves no doubt: `Tampa, Fla.`, `Hurricane Odile`. Nobody is heard against them.
const CERTAIN: &[&str] = &["state", "storm"];
/// How likely their readings are.
const CERTAINLY: f32 = 0.95;

fn is_certain(reading: &Reading, candidates: &[Candidate]) -> bool {
    let mut rules = reading.rules.iter().map(|&rule| &candidates[rule]);
    rules.any(|candidate| candidate.trust == Trust::Sure && CERTAIN.contains(&candidate.rule))
}

/// How likely a reading is at least.
///
/// A sure rule that nothing likelier contradicts stands: which names an article has is told less by what was common in the corpora than by the
/// telling word inside the name. Where the judge cannot tell how far a rule is to be trusted, because the corpora lack such text or differ most
/// in the kind (events, works and products), it takes a likely name to contradict.
fn least(reading: &Reading, candidates: &[Candidate]) -> f32 {
    let mut sure =
        reading.rules.iter().map(|&rule| &candidates[rule]).filter(|rule| rule.trust == Trust::Sure).peekable();
    let known = sure.peek().is_some();
    match sure.any(|rule| reading.name == Name::Other || UNSEEN.contains(&rule.rule)) {
        true => 0.6,
        false if known => 0.41,
        false => 0.0,
    }
}

/// All readings of `document`, given the names that a tagger found, with what is said of each: for training.
pub fn describe(document: &Document, names: &[Found]) -> (Vec<Reading>, Features) {
    let words = Words::new(document);
    let candidates = recognizers::run(&words);
    let names = trim(&words, names);
    let readings = readings::collect(&words, &candidates, &names, &[]);
    let mut features = Features::default();
    questions::describe(&words, &candidates, &names, &readings, &mut features);
    (readings, features)
}

/// "the Greens", "— Qorvat Ltd", "Ann Lee MP": a determiner, a dash and what a person may add to the name are no part of it. "D-N.Y." is no name.
pub(super) fn trim(words: &Words<'_>, names: &[Found]) -> Vec<Found> {
    let mut names = names.to_vec();
    for name in &mut names {
        let (mut start, mut end) = (name.tokens.start(), name.tokens.end());
        while start + 1 < end && (words.text(start) == "the" || !words.get(start).is_word && is_mark(words.text(start)))
        {
            start += 1;
        }
        while start + 1 < end
            && (is_mark(words.text(end - 1)) || name.name == Name::Person && is_honour(words.text(end - 1)))
        {
            end -= 1;
        }
        name.tokens = TokenRange::new(start, end);
    }
    names
        .retain(|name| states::of_affiliation(words.document().slice(words.document().span_of(name.tokens))).is_none());
    names
}

fn is_mark(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '-' | '–' | '—' | ',' | ':' | ';' | '(' | ')' | '"' | '“' | '”' | '‘' | '•'))
}

/// Letters behind a person's name.
pub(super) fn is_honour(text: &str) -> bool {
    matches!(
        text,
        "KC" | "QC" | "MP" | "MEP" | "MSP" | "MD" | "M.D." | "PhD" | "Ph.D." | "OBE" | "MBE" | "CBE" | "KBE" | "Esq."
    )
}

/// The mention that a reading stands for; `None` where only the tagger sees a name of a kind that it cannot tell.
fn mention(
    words: &Words<'_>,
    candidates: &[Candidate],
    readings: &[Reading],
    index: usize,
    probability: f32,
) -> Option<Candidate> {
    let reading = &readings[index];
    let by_rule = reading.rules.first().map(|&rule| candidates[rule].clone());
    let mut mention = if let Some(candidate) = by_rule {
        candidate
    } else {
        let (name, rule) = reading.read.map_or((reading.name, "tagger"), |name| (name, "encoder"));
        Candidate::new(reading.tokens, kind(name)?, Trust::Guess, rule)
    };
    let unseen = UNSEEN.contains(&mention.rule) && mention.trust == Trust::Sure;
    mention.trust = match probability {
        _ if unseen => Trust::Sure,
        0.85.. => Trust::Sure,
        0.6.. => Trust::Likely,
        _ => Trust::Guess,
    };
    mention.confidence = probability;
    if mention.kind == EntityKind::Person && mention.title.is_none() {
        let others = readings::around(readings, index).flat_map(|other| &readings[other].rules);
        mention.title = reading
            .rules
            .iter()
            .chain(others)
            .filter_map(|&rule| candidates[rule].title)
            .find(|title| title.end() <= reading.tokens.start() && title.end() + 1 >= reading.tokens.start());
    }
    Some(mention).filter(|mention| !mention.tokens.is_empty() && mention.tokens.end() <= words.len())
}

fn kind(name: Name) -> Option<EntityKind> {
    match name {
        Name::Person => Some(EntityKind::Person),
        Name::Organization => Some(EntityKind::Organization),
        Name::Place => Some(EntityKind::Location),
        Name::Group => Some(EntityKind::Group),
        Name::Event => Some(EntityKind::Event),
        Name::Product => Some(EntityKind::Product),
        Name::Work => Some(EntityKind::Work),
        Name::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn names_in_no_list_are_found_by_their_company() {
        check("The miller [person Okello Wanjiru] joined [organization Tembo Telecom] in [location Kisumu] last year.");
    }

    #[test]
    fn a_title_before_a_learned_name_is_no_part_of_it() {
        check("President [person Adjoua Kouassi] met farmers.");
    }

    #[test]
    fn without_a_name_nothing_is_found() {
        check("The ferry was late again, and nobody knew why.");
    }
}
