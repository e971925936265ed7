//! Linear-chain conditional random field: each token's features vote for its label, labels vote for their neighbours.
//!
//! J. Lafferty, A. McCallum, F. Pereira, "Conditional Random Fields", ICML 2001. The best sequence is found by Viterbi; how sure each label is, by
//! the forward-backward algorithm over the same scores.

use super::features::Features;
use super::file::{ModelError, ModelFile};
use super::table::{PRINT, Search, Table};

/// A model with `L` labels, whose rows take `S` bytes: a fingerprint of four and one signed byte for each label, padded.
#[derive(Clone, Debug)]
pub struct Crf<'a, const L: usize, const S: usize> {
    rows: Table<'a, S>,
    /// What one step of a signed byte is worth.
    step: f32,
    start: [f32; L],
    /// From a label (row) to the next (column).
    transitions: [[f32; L]; L],
    /// The same, as factors.
    start_factors: [f32; L],
    factors: [[f32; L]; L],
    /// From a label (column) to the next (row).
    factors_back: [[f32; L]; L],
}

/// Features of a token that are looked up at once. So many signed bytes add up within 16 bits.
const AHEAD: usize = 64;

/// The label of one token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tagged {
    /// Its index among the model's labels.
    pub label: u8,
    /// The probability of this label, 0–1, over all labellings of the sequence.
    pub confidence: f32,
}

/// Memory that is used again for each sequence.
#[derive(Clone, Debug)]
pub struct Scratch<const L: usize> {
    emissions: Vec<[f32; L]>,
    /// Where the best path to each label came from.
    from: Vec<[u8; L]>,
    forward: Vec<[f32; L]>,
}

impl<const L: usize> Default for Scratch<L> {
    fn default() -> Self {
        Self { emissions: Vec::new(), from: Vec::new(), forward: Vec::new() }
    }
}

/// Whether the label `next` cannot follow `previous` (`None`: the sequence begins): `I-x` only continues `B-x` or `I-x`.
pub fn forbidden(previous: Option<&str>, next: &str) -> bool {
    next.strip_prefix("I-").is_some_and(|kind| previous.is_none_or(|label| label.get(2..) != Some(kind)))
}

impl<'a, const L: usize, const S: usize> Crf<'a, L, S> {
    /// Takes the model out of `file`, if it has these `labels` and was trained with this version of the `features`.
    ///
    /// # Errors
    /// If the file was made for other code, or its sections have the wrong size.
    pub fn new(file: &ModelFile<'a>, labels: &[&str; L], features: u32) -> Result<Self, ModelError> {
        const { assert!(S >= L + 4, "a row holds a fingerprint and one weight for each label") }
        file.expect(labels, features)?;
        let rows = Table::new(file.section("rows")?).ok_or(ModelError::Damaged("its rows are no table"))?;
        let dense: Vec<f32> =
            file.section("dense")?.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        if dense.len() != 1 + L + L * L {
            return Err(ModelError::Damaged("its transitions have another size"));
        }
        let mut transitions = [[0.0; L]; L];
        for (row, values) in transitions.iter_mut().zip(dense[1 + L..].chunks_exact(L)) {
            row.copy_from_slice(values);
        }
        let mut start: [f32; L] = std::array::from_fn(|label| dense[1 + label]);
        for (to, next) in labels.iter().enumerate() {
            if forbidden(None, next) {
                start[to] = f32::NEG_INFINITY;
            }
            for (from, previous) in labels.iter().enumerate() {
                if forbidden(Some(previous), next) {
                    transitions[from][to] = f32::NEG_INFINITY;
                }
            }
        }
        let (start_factors, factors) = (start.map(f32::exp), transitions.map(|row| row.map(f32::exp)));
        let factors_back = std::array::from_fn(|to| std::array::from_fn(|from| factors[from][to]));
        Ok(Self { rows, step: dense[0], start, transitions, start_factors, factors, factors_back })
    }

    /// Labels one sequence. `tagged` gets one entry for each token of `features`.
    pub fn tag(&self, features: &Features, scratch: &mut Scratch<L>, tagged: &mut Vec<Tagged>) {
        tagged.clear();
        if features.is_empty() {
            return;
        }
        scratch.emissions.clear();
        scratch.emissions.extend(features.tokens().map(|token| self.emission(token)));
        self.best_path(scratch, tagged);
        self.confidences(scratch, tagged);
    }

    fn emission(&self, features: &[u64]) -> [f32; L] {
        let mut sums = [0i32; L];
        let mut searches = [Search::default(); AHEAD];
        for some in features.chunks(AHEAD) {
            for (search, feature) in searches.iter_mut().zip(some) {
                *search = self.rows.look(*feature);
            }
            // Whole slots are added, fingerprints and all: that is one step of the processor, and the fingerprints are left out below.
            let mut lanes = [0i16; S];
            for slot in searches[..some.len()].iter().filter_map(|search| self.rows.follow(*search)) {
                for (lane, byte) in lanes.iter_mut().zip(slot) {
                    *lane += i16::from(byte.cast_signed());
                }
            }
            sums.iter_mut().zip(&lanes[PRINT..]).for_each(|(sum, lane)| *sum += i32::from(*lane));
        }
        sums.map(|sum| sum as f32 * self.step)
    }

    fn best_path(&self, scratch: &mut Scratch<L>, tagged: &mut Vec<Tagged>) {
        let Scratch { emissions, from, .. } = scratch;
        let mut scores: [f32; L] = std::array::from_fn(|label| self.start[label] + emissions[0][label]);
        from.clear();
        from.push([0; L]);
        for emission in &emissions[1..] {
            let mut best = [f32::NEG_INFINITY; L];
            let mut origin = [0u8; L];
            for (previous, score) in scores.iter().enumerate() {
                for label in 0..L {
                    let candidate = score + self.transitions[previous][label];
                    if candidate > best[label] {
                        best[label] = candidate;
                        origin[label] = previous as u8;
                    }
                }
            }
            scores = std::array::from_fn(|label| best[label] + emission[label]);
            from.push(origin);
        }
        let mut label = (1..L).fold(0, |best, label| if scores[label] > scores[best] { label } else { best });
        tagged.resize(emissions.len(), Tagged { label: 0, confidence: 0.0 });
        for (slot, origin) in tagged.iter_mut().zip(from.iter()).rev() {
            slot.label = label as u8;
            label = origin[label] as usize;
        }
    }

    /// Fills in the marginal probability of each chosen label. Works with factors that are scaled to sum to one, so nothing overflows.
    fn confidences(&self, scratch: &mut Scratch<L>, tagged: &mut [Tagged]) {
        let Scratch { emissions, forward, .. } = scratch;
        for emission in emissions.iter_mut() {
            let highest = emission.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            *emission = emission.map(|score| (score - highest).exp());
        }
        forward.clear();
        let mut state: [f32; L] = self.start_factors;
        for (index, emission) in emissions.iter().enumerate() {
            if index > 0 {
                state = step(&state, &self.factors);
            }
            state = scaled(std::array::from_fn(|label| state[label] * emission[label]));
            forward.push(state);
        }
        let mut backward = [1.0; L];
        for index in (0..tagged.len()).rev() {
            let joint: [f32; L] = std::array::from_fn(|label| forward[index][label] * backward[label]);
            tagged[index].confidence = share(&joint, tagged[index].label.into());
            let ahead: [f32; L] = std::array::from_fn(|label| emissions[index][label] * backward[label]);
            backward = scaled(step(&ahead, &self.factors_back));
        }
    }
}

/// `state` times `factors`: row after row, so that the columns are done side by side.
fn step<const L: usize>(state: &[f32; L], factors: &[[f32; L]; L]) -> [f32; L] {
    let mut next = [0.0; L];
    for (value, row) in state.iter().zip(factors) {
        for (sum, factor) in next.iter_mut().zip(row) {
            *sum += value * factor;
        }
    }
    next
}

/// Which part of all `values` the one at `index` is.
fn share<const L: usize>(values: &[f32; L], index: usize) -> f32 {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 { values[index] / sum } else { 1.0 / L as f32 }
}

fn scaled<const L: usize>(values: [f32; L]) -> [f32; L] {
    let sum: f32 = values.iter().sum();
    let part = sum.recip();
    // A sum that is too small has no reciprocal.
    if part.is_finite() { values.map(|value| value * part) } else { [1.0 / L as f32; L] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{build_table, hash, write};

    const LABELS: [&str; 3] = ["O", "B-x", "I-x"];

    /// A model in which the word "name" asks for `B-x` or `I-x`, and `I-x` likes to follow `B-x`.
    fn file() -> Vec<u8> {
        let rows =
            [(hash_of("name"), vec![0u8, 30, 30, 0]), (hash_of("other"), vec![20, (-20i8).cast_unsigned(), 0, 0])];
        let mut dense = vec![0.1f32, 0.0, 0.0, 0.0];
        dense.extend([0.0, 0.0, 9.0, 0.0, -1.0, 1.0, 0.0, -1.0, 1.0]);
        let dense = dense.iter().flat_map(|value| value.to_le_bytes()).collect();
        write(&LABELS, 1, &[], &[("rows", build_table::<8>(&rows)), ("dense", dense)])
    }

    fn hash_of(word: &str) -> u64 {
        crate::model::mix(1, hash(word))
    }

    fn tag(words: &str) -> Vec<Tagged> {
        let bytes = file();
        let crf = Crf::<3, 8>::new(&ModelFile::read(&bytes).expect("whole"), &LABELS, 1).expect("fits");
        let mut features = Features::default();
        for word in words.split_whitespace() {
            features.add(1, hash(word));
            features.end_token();
        }
        let mut tagged = Vec::new();
        crf.tag(&features, &mut Scratch::default(), &mut tagged);
        tagged
    }

    #[test]
    fn the_best_sequence_obeys_the_labels() {
        let labels = |words: &str| tag(words).iter().map(|tagged| LABELS[tagged.label as usize]).collect::<Vec<_>>();
        // The high weight of O → I-x is of no use: the sequence is forbidden.
        assert_eq!(labels("other name name other"), ["O", "B-x", "I-x", "O"]);
        assert_eq!(labels("name"), ["B-x"]);
        assert!(labels("").is_empty());
    }

    #[test]
    fn confidences_are_the_marginals_of_all_sequences() {
        // Of one token: O 1, B-x e^3, I-x impossible.
        let expected = 3f32.exp() / (1.0 + 3f32.exp());
        assert!((tag("name")[0].confidence - expected).abs() < 1e-5);
        for tagged in tag("name other name name unseen").iter().chain(&tag(&"name ".repeat(5000))) {
            assert!(tagged.confidence > 0.0 && tagged.confidence <= 1.0001, "{tagged:?}");
        }
    }

    #[test]
    fn a_model_for_other_code_is_refused() {
        let bytes = file();
        let file = ModelFile::read(&bytes).expect("whole");
        let error = Crf::<3, 8>::new(&file, &LABELS, 2).expect_err("other features");
        assert_eq!(error.to_string(), "model file does not fit: features 1, expected 2");
        assert!(Crf::<3, 8>::new(&file, &["O", "B-y", "I-y"], 1).is_err());
    }
}
