//! The judge: how far each rule and the tagger are to be trusted, learned where both can be compared with what people annotated.
//!
//! A tagger is always right on what it was trained on. So the lessons are cut into parts, and each part is tagged by a tagger that was trained
//! on the others.

use super::mix::{Lesson, OTHER, OUTSIDE};
use super::{labels_of, touched};
use quotewire::entity::join::{Reading, describe};
use quotewire::entity::tagger::Tagger;
use quotewire::text::Document;
use std::collections::HashMap;

/// In so many parts.
pub(super) const PARTS: usize = 3;
const EPOCHS: usize = 12;
const RATE: f32 = 0.1;
/// How weights are drawn to zero.
const DECAY: f32 = 2e-4;
/// A question that was answered so rarely teaches nothing.
const RARE: u32 = 4;
/// A weight below this is left out.
const SMALL: f32 = 0.01;

/// Readings with what they should be judged.
#[derive(Default)]
pub(super) struct Cases {
    features: Vec<u64>,
    /// One past the last feature, whether it is right, what it counts.
    readings: Vec<(usize, bool, f32)>,
}

impl Cases {
    /// Adds the readings of one lesson, as `tagger` sees it.
    pub(super) fn add(&mut self, lesson: &Lesson, tagger: &Tagger<'_>) {
        let document = Document::new("", &lesson.text.text);
        let (readings, features) = describe(&document, &tagger.names(&document));
        let gold: Vec<(usize, usize, u8)> = lesson
            .text
            .names
            .iter()
            .zip(&lesson.meanings)
            .filter(|(_, meaning)| **meaning != OUTSIDE)
            .map(|((span, _), meaning)| {
                let (from, to) = touched(&document, *span);
                (from, to, *meaning)
            })
            .collect();
        for (reading, features) in readings.iter().zip(features.tokens()) {
            if let Some(right) = verdict(reading, &gold, lesson) {
                self.features.extend_from_slice(features);
                self.readings.push((self.features.len(), right, lesson.judged));
            }
        }
    }

    /// Learns the weights: logistic regression by AdaGrad.
    pub(super) fn learn(&self) -> Vec<(u64, f32)> {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        self.features.iter().for_each(|feature| *counts.entry(*feature).or_default() += 1);
        let mut keys: Vec<u64> = Vec::new();
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        for feature in self.features.iter().filter(|feature| counts[*feature] >= RARE) {
            numbers.entry(*feature).or_insert_with(|| {
                keys.push(*feature);
                u32::try_from(keys.len() - 1).expect("fewer than 2^32 features")
            });
        }
        let (mut weights, mut squares) = (vec![0f32; keys.len()], vec![1e-3f32; keys.len()]);
        let mut rng = fastrand::Rng::with_seed(11);
        let mut order: Vec<usize> = (0..self.readings.len()).collect();
        for epoch in 0..EPOCHS {
            rng.shuffle(&mut order);
            let rate = RATE * (1.0 - 0.8 * epoch as f32 / EPOCHS as f32);
            for &index in &order {
                let from = if index == 0 { 0 } else { self.readings[index - 1].0 };
                let (to, right, counts) = self.readings[index];
                let known: Vec<usize> = self.features[from..to]
                    .iter()
                    .filter_map(|feature| Some(*numbers.get(feature)? as usize))
                    .collect();
                let sum: f32 = known.iter().map(|&at| weights[at]).sum();
                let miss = f32::from(u8::from(right)) - 1.0 / (1.0 + (-sum).exp());
                for at in known {
                    let slope = counts * miss - DECAY * weights[at];
                    squares[at] += slope * slope;
                    weights[at] += rate * slope / squares[at].sqrt();
                }
            }
        }
        keys.into_iter().zip(weights).filter(|(_, weight)| weight.abs() >= SMALL).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.readings.len()
    }
}

/// Whether a reading is right; `None` where the corpus does not say.
fn verdict(reading: &Reading, gold: &[(usize, usize, u8)], lesson: &Lesson) -> Option<bool> {
    let meaning = labels_of(reading.name);
    let (start, end) = (reading.tokens.start(), reading.tokens.end());
    match gold.iter().find(|(from, to, _)| *from == start && *to == end) {
        Some((_, _, may)) if *may == meaning => return (meaning != OTHER || lesson.ours).then_some(true),
        Some((_, _, may)) if may & meaning != 0 => return None,
        _ => {}
    }
    let touches = gold.iter().any(|(from, to, _)| *from < end && start < *to);
    // What is an event, a work or a product differs most between corpora.
    let unsaid = lesson.rest & meaning != 0 || meaning == OTHER && !lesson.ours;
    if unsaid && !touches { None } else { Some(false) }
}
