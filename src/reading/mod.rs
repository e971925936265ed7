//! The encoder's reading of a document: what each of its words is taken for, in names and in quotes.
//!
//! One pass over a few sentences answers both questions. Knows the text and the encoder; knows no entity and no quote.

mod best;
pub mod labels;
#[cfg(feature = "encoder")]
mod reader;
mod sequences;

pub use best::Stretch;
#[cfg(feature = "encoder")]
pub use reader::Reader;
pub use sequences::{Sequences, Window};

use crate::model::Training;
use crate::text::TokenRange;
use labels::{CONVENTIONS, NAMES, ROLES};

/// What the encoder makes of a document. Sentences that it has not read have no scores.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// In text order: the words that were read of each sentence, with their scores.
    passages: Vec<Passage>,
    /// What the models were trained on, which says how far they are to be trusted.
    training: Training,
}

/// A sentence, or its beginning, that was read.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Its tokens.
    pub tokens: TokenRange,
    /// For each token, the logarithm of the probability of each label.
    names: Vec<[f32; NAMES.len()]>,
    /// The same for what it is to a quote, by each convention.
    roles: Vec<[[f32; ROLES.len()]; CONVENTIONS.len()]>,
}

impl Reading {
    /// Nothing was read.
    pub fn nothing(training: Training) -> Self {
        Self { passages: Vec::new(), training }
    }

    /// The passages that were read, in text order.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// How many words were read.
    pub fn words(&self) -> usize {
        self.passages.iter().map(|passage| passage.tokens.len()).sum()
    }

    /// What the models were trained on.
    pub fn training(&self) -> Training {
        self.training
    }

    /// The passage that holds the token at `index`.
    pub fn passage_at(&self, index: usize) -> Option<&Passage> {
        let upto = self.passages.partition_point(|passage| passage.tokens.start() <= index);
        self.passages[..upto].last().filter(|passage| passage.tokens.contains(index))
    }
}

impl Passage {
    fn unread(tokens: TokenRange) -> Self {
        Self {
            tokens,
            names: vec![[0.0; NAMES.len()]; tokens.len()],
            roles: vec![[[0.0; ROLES.len()]; CONVENTIONS.len()]; tokens.len()],
        }
    }

    /// The names in it; kinds as in [`NAMES`], words counted from the first token of the passage.
    pub fn names(&self) -> Vec<Stretch> {
        best::stretches(&self.names, &labels::follows(&NAMES))
    }

    /// How likely `tokens` are one name of a kind, by its number from 0 on: the probability of its least probable label, or of its end.
    pub fn name(&self, tokens: TokenRange, kind: usize) -> f32 {
        let (begin, inside) = (2 * kind + 1, 2 * kind + 2);
        let at = |index: usize, label: usize| self.names[index - self.tokens.start()][label].exp();
        let first = at(tokens.start(), begin);
        let least = (tokens.start() + 1..tokens.end()).map(|index| at(index, inside)).fold(first, f32::min);
        let goes_on = if tokens.end() < self.tokens.end() { at(tokens.end(), inside) } else { 0.0 };
        least.min(1.0 - goes_on)
    }

    /// Contents (1), sources (2) and cues (3) in it, by all conventions together, each with its weight.
    pub fn roles(&self, weights: [f32; CONVENTIONS.len()]) -> Vec<Stretch> {
        let mixed: Vec<[f32; ROLES.len()]> = self
            .roles
            .iter()
            .map(|heads| {
                let sum =
                    |role: usize| heads.iter().zip(weights).map(|(head, weight)| head[role] * weight).sum::<f32>();
                normal(std::array::from_fn(sum))
            })
            .collect();
        best::stretches(&mixed, &labels::follows(&ROLES))
    }

    /// How likely the token at `index` is part of a cue, by the convention that finds it likeliest.
    pub fn cue(&self, index: usize) -> f32 {
        let cue = ROLES.len() - 2;
        let heads = &self.roles[index - self.tokens.start()];
        heads.iter().map(|head| head[cue].exp() + head[cue + 1].exp()).fold(0.0, f32::max)
    }
}

/// Scores as logarithms of probabilities.
fn normal<const L: usize>(scores: [f32; L]) -> [f32; L] {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    scores.map(|score| score - most - sum.ln())
}
