//! The questions that are asked of each reading. A change here makes every judge stale: raise [`VERSION`] and train again.

use super::readings::{self, Reading};
use crate::entity::gazetteer::{self, LetterCase};
use crate::entity::recognizers::{Candidate, Trust};
use crate::entity::tagger::{Found, Name};
use crate::entity::words::Words;
use crate::model::{Features, hash, hash_lower, mix};
use crate::text::TokenRange;
use std::collections::HashMap;

/// The version of the questions; a model file remembers it.
pub(super) const VERSION: u32 = 2;

/// How many kinds of names there are.
const NAMES: usize = 5;

/// What stands before the first and behind the last token.
const EDGE: u64 = 0xED6E;

/// Says all about each of `readings`, one after the other.
pub(super) fn describe(
    words: &Words<'_>,
    candidates: &[Candidate],
    names: &[Found],
    readings: &[Reading],
    features: &mut Features,
) {
    let scene = Scene { words, candidates, names, readings, article: Article::new(words, candidates, names) };
    for index in 0..readings.len() {
        scene.reading(index, features);
        features.end_token();
    }
}

struct Scene<'a> {
    words: &'a Words<'a>,
    candidates: &'a [Candidate],
    names: &'a [Found],
    readings: &'a [Reading],
    article: Article,
}

/// Longest beginning of a name that is remembered.
const LONGEST: usize = 5;

/// What was made of the same words in the whole article.
#[derive(Default)]
struct Article {
    /// By the words of a name: the sum of its confidences, for each kind.
    same: HashMap<u64, [f32; NAMES]>,
    /// By a word: how often it stood in a longer name, for each kind; last in one of a person apart.
    part: HashMap<u64, [u8; NAMES + 1]>,
    /// By the first words of a longer name: how often, for each kind.
    prefix: HashMap<u64, [u8; NAMES]>,
}

impl Article {
    fn new(words: &Words<'_>, candidates: &[Candidate], names: &[Found]) -> Self {
        let mut article = Self::default();
        for found in names {
            let kind = found.name as usize;
            article.same.entry(key(words, found.tokens)).or_default()[kind] += found.confidence;
            if found.tokens.len() > 1 && found.confidence > 0.5 {
                for at in found.tokens.range() {
                    let last = found.name == Name::Person && at + 1 == found.tokens.end();
                    let counts = article.part.entry(hash_lower(words.text(at))).or_default();
                    let count = &mut counts[if last { NAMES } else { kind }];
                    *count = count.saturating_add(1);
                }
            }
        }
        let by_rule = candidates.iter().filter(|candidate| candidate.trust == Trust::Sure);
        let by_rule = by_rule.map(|candidate| (candidate.tokens, readings::name(candidate.kind)));
        let by_tagger = names.iter().filter(|found| found.confidence > 0.5).map(|found| (found.tokens, found.name));
        for (tokens, name) in by_rule.chain(by_tagger).filter(|(tokens, _)| tokens.len() > 1) {
            for end in tokens.start() + 1..tokens.end().min(tokens.start() + LONGEST) {
                let first = key(words, TokenRange::new(tokens.start(), end));
                let count = &mut article.prefix.entry(first).or_default()[name as usize];
                *count = count.saturating_add(1);
            }
        }
        article
    }
}

/// The words, lower-cased, as one number.
fn key(words: &Words<'_>, tokens: TokenRange) -> u64 {
    tokens.range().fold(0, |key, at| mix(key, hash_lower(words.text(at))))
}

/// Probabilities in steps that grow finer towards the ends.
fn step(probability: f32) -> u64 {
    const STEPS: [f32; 8] = [0.35, 0.5, 0.65, 0.8, 0.9, 0.96, 0.985, 0.995];
    STEPS.iter().filter(|step| probability >= **step).count() as u64
}

/// Adds features under one template after the other.
struct Ask<'a> {
    features: &'a mut Features,
    template: u16,
    /// The kind of the reading: all that is asked is asked of that kind.
    name: u64,
}

impl Ask<'_> {
    fn add(&mut self, value: u64) {
        self.same(value);
        self.next();
    }

    /// One of several answers to the same question.
    fn same(&mut self, value: u64) {
        self.features.add(self.template, mix(self.name, value));
    }

    fn next(&mut self) {
        self.template += 1;
    }
}

impl Scene<'_> {
    fn reading(&self, index: usize, features: &mut Features) {
        let reading = &self.readings[index];
        let mut ask = Ask { features, template: 1, name: reading.name as u64 };
        let (state, coarse) = self.tagger(reading);
        self.proposals(reading, state, coarse, &mut ask);
        self.rivals(index, coarse, &mut ask);
        self.words(reading.tokens, coarse, &mut ask);
        self.article(reading, coarse, &mut ask);
    }

    /// What the tagger makes of the words: in detail, and in short (no name here, the same, another).
    fn tagger(&self, reading: &Reading) -> (u64, u64) {
        if let Some(found) = reading.found {
            return (mix(1, step(self.names[found].confidence)), 1);
        }
        let tokens = reading.tokens;
        let from = self.names.partition_point(|found| found.tokens.end() <= tokens.start());
        let near = self.names[from..].iter().take_while(|found| found.tokens.start() < tokens.end());
        let Some(found) = near.max_by(|a, b| a.confidence.total_cmp(&b.confidence)) else { return (0, 0) };
        let place = match found.tokens {
            other if other == tokens => 0,
            other if other.start() <= tokens.start() && other.end() >= tokens.end() => 1,
            other if other.start() >= tokens.start() && other.end() <= tokens.end() => 2,
            _ => 3,
        };
        let same = u64::from(found.name == reading.name);
        (mix(2 + place, (found.name as u64) << 8 | step(found.confidence)), 2 + same + 2 * u64::from(place == 0))
    }

    fn proposals(&self, reading: &Reading, state: u64, coarse: u64, ask: &mut Ask<'_>) {
        ask.add(0);
        ask.add(state);
        for &rule in &reading.rules {
            let candidate = &self.candidates[rule];
            let rule = hash(candidate.rule);
            ask.same(rule);
            ask.same(mix(rule, 1 + candidate.trust as u64));
            ask.same(mix(mix(rule, candidate.trust as u64), mix(state, 7)));
            ask.same(mix(mix(rule, candidate.trust as u64), mix(coarse, 8)));
        }
        ask.next();
        ask.add(mix(reading.rules.len().min(3) as u64, state));
        let best = reading.rules.first().map_or(0, |&rule| 1 + self.candidates[rule].trust as u64);
        ask.add(mix(best, state));
    }

    /// Who reads the same words otherwise.
    fn rivals(&self, index: usize, coarse: u64, ask: &mut Ask<'_>) {
        let reading = &self.readings[index];
        let mine = reading.rules.first().map_or(0, |&rule| hash(self.candidates[rule].rule));
        let mut strongest = 0;
        for other in readings::around(self.readings, index) {
            let rival = &self.readings[other];
            let place = match rival.tokens {
                tokens if tokens == reading.tokens => 1,
                tokens if tokens.len() > reading.tokens.len() => 2,
                tokens if tokens.len() < reading.tokens.len() => 3,
                _ => 4,
            };
            if let Some(&rule) = rival.rules.first() {
                let candidate = &self.candidates[rule];
                let rule = mix(hash(candidate.rule), candidate.trust as u64);
                strongest = strongest.max(1 + candidate.trust as u64);
                ask.same(mix(rule, mix(place, rival.name as u64)));
                ask.same(mix(mix(rule, mine), mix(place, coarse + 10)));
            }
        }
        ask.next();
        ask.add(mix(strongest, coarse));
    }

    fn words(&self, tokens: TokenRange, coarse: u64, ask: &mut Ask<'_>) {
        let (words, first, last) = (self.words, tokens.start(), tokens.end() - 1);
        let sentence = words.document().sentences()[words.document().sentence_at(first)].tokens;
        let text = |at: usize| hash_lower(words.text(at));
        let before = if first > sentence.start() { text(first - 1) } else { EDGE };
        let behind = if last + 1 < sentence.end() { text(last + 1) } else { EDGE };
        let (head, tail) = (words.get(first), words.get(last));
        let case = |case: LetterCase| case as u64;
        ask.add(mix(tokens.len().min(6) as u64, coarse));
        ask.add(mix(u64::from(head.excused) | u64::from(head.shouted) << 1 | u64::from(tail.shouted) << 2, coarse));
        ask.add(mix(case(head.entry.letter_case()) << 4 | case(tail.entry.letter_case()), coarse));
        let listed = gazetteer::name(words.document().slice(words.document().span_of(tokens)));
        ask.add(mix(u64::from(listed.kinds()), coarse));
        for flag in 0..16 {
            if listed.kinds() >> flag & 1 == 1 {
                ask.same(mix(flag, coarse));
            }
        }
        ask.next();
        for flag in 0..16 {
            if head.entry.kinds() >> flag & 1 == 1 {
                ask.same(mix(flag, 1));
            }
            if tail.entry.kinds() >> flag & 1 == 1 {
                ask.same(mix(flag, 2));
            }
        }
        ask.next();
        ask.add(before);
        ask.add(behind);
        ask.add(mix(before, coarse));
        ask.add(mix(behind, coarse));
        ask.add(text(first));
        ask.add(text(last));
        if tokens.len() == 1 {
            ask.same(mix(text(first), 1));
        }
        ask.next();
        ask.add(u64::from(words.document().quotation_at(first).is_some()));
    }

    /// What the rest of the article says.
    fn article(&self, reading: &Reading, coarse: u64, ask: &mut Ask<'_>) {
        let mut sums = self.article.same.get(&key(self.words, reading.tokens)).copied().unwrap_or_default();
        if let Some(found) = reading.found {
            sums[reading.name as usize] -= self.names[found].confidence;
        }
        let mine = sums[reading.name as usize];
        let (other, most) = (0..NAMES)
            .filter(|&name| name != reading.name as usize)
            .map(|name| (name as u64, sums[name]))
            .fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best });
        let amount = |sum: f32| if sum < 0.3 { 0 } else { (sum.min(3.6) + 0.5) as u64 + 1 };
        ask.add(mix(amount(mine) << 8 | amount(most), coarse));
        ask.add(mix(other, amount(most)));
        let longer = self.article.prefix.get(&key(self.words, reading.tokens)).copied().unwrap_or_default();
        for (kind, count) in longer.iter().enumerate().filter(|(_, count)| **count > 0) {
            ask.same(mix(kind as u64, u64::from(*count).min(3)));
            ask.same(mix(mix(kind as u64, reading.tokens.len().min(3) as u64), coarse));
        }
        ask.next();
        if reading.tokens.len() == 1 {
            let word = hash_lower(self.words.text(reading.tokens.start()));
            let parts = self.article.part.get(&word).copied().unwrap_or_default();
            for (kind, count) in parts.iter().enumerate().filter(|(_, count)| **count > 0) {
                ask.same(mix(kind as u64, u64::from(*count).min(2)));
                ask.same(mix(kind as u64, 16 + coarse));
            }
            ask.next();
            ask.add(mix(u64::from(self.words.is_seen_lower(reading.tokens.start())), coarse));
        }
    }
}
