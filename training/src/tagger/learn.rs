//! Learns the weights of a linear-chain conditional random field: AdaGrad on the likelihood of what each token may be.
//!
//! A token may be one label, or one of several where a corpus does not say: then the likelihood sums over them. J. Duchi et al., "Adaptive
//! Subgradient Methods", JMLR 2011.

use fastrand::Rng;
use quotewire::model::{Features, build_table, forbidden};
use std::collections::HashMap;
use std::ops::Range;

/// How to learn.
pub(crate) struct Recipe {
    pub(crate) epochs: usize,
    /// Length of a step.
    pub(crate) rate: f32,
    /// How weights are drawn to zero.
    pub(crate) decay: f32,
    /// How often the features in `lexical` of a token are hidden.
    pub(crate) hide: f32,
    pub(crate) lexical: Range<usize>,
    /// Rows kept in the file, those with the largest weights.
    pub(crate) keep: usize,
}

/// A set of labels, one bit each.
pub(crate) type Allowed = u16;

/// Sequences to learn from.
#[derive(Default)]
pub(crate) struct Samples {
    hashes: Vec<u64>,
    /// For each token: one past its last feature, and what it may be.
    tokens: Vec<(usize, Allowed)>,
    /// For each sequence: one past its last token, and what it counts.
    sequences: Vec<(usize, f32)>,
}

impl Samples {
    pub(crate) fn add(&mut self, features: &Features, allowed: &[Allowed], weight: f32) {
        for (token, allowed) in features.tokens().zip(allowed) {
            self.hashes.extend_from_slice(token);
            self.tokens.push((self.hashes.len(), *allowed));
        }
        self.sequences.push((self.tokens.len(), weight));
    }
}

#[derive(Clone, Copy)]
struct Row<const L: usize> {
    weights: [f32; L],
    squares: [f32; L],
}

impl<const L: usize> Row<L> {
    const EMPTY: Self = Self { weights: [0.0; L], squares: [1e-3; L] };

    fn step(&mut self, gradient: &[f32; L], rate: f32, decay: f32) {
        for (gradient, (weight, square)) in gradient.iter().zip(self.weights.iter_mut().zip(&mut self.squares)) {
            let slope = gradient - decay * *weight;
            *square += slope * slope;
            *weight += rate * slope / square.sqrt();
        }
    }
}

/// How often each label begins a sequence, and how often each follows each.
struct Moves<const L: usize> {
    entry: [f32; L],
    jumps: [[f32; L]; L],
}

/// A model under training.
pub(crate) struct Learner<const L: usize> {
    keys: Vec<u64>,
    rows: Vec<Row<L>>,
    start: Row<L>,
    transitions: [Row<L>; L],
    possible: [[bool; L]; L],
    possible_start: [bool; L],
}

impl<const L: usize> Learner<L> {
    /// Learns from `samples`; `report` is told of each epoch: its number, and the mean log likelihood of a token.
    pub(crate) fn learn(
        samples: &Samples,
        labels: &[&str; L],
        recipe: &Recipe,
        mut report: impl FnMut(usize, f64),
    ) -> Self {
        let (ids, keys) = number(&samples.hashes);
        let mut learner = Self {
            rows: vec![Row::EMPTY; keys.len()],
            keys,
            start: Row::EMPTY,
            transitions: [Row::EMPTY; L],
            possible: std::array::from_fn(|from| std::array::from_fn(|to| !forbidden(Some(labels[from]), labels[to]))),
            possible_start: std::array::from_fn(|to| !forbidden(None, labels[to])),
        };
        let mut rng = Rng::with_seed(7);
        let mut order: Vec<usize> = (0..samples.sequences.len()).collect();
        let mut sequence = Sequence::default();
        for epoch in 0..recipe.epochs {
            rng.shuffle(&mut order);
            // The last epochs take shorter steps, so that the end does not depend on what came last.
            let rate = recipe.rate * (1.0 - 0.8 * epoch as f32 / recipe.epochs as f32);
            let mut likelihood = 0.0;
            for &index in &order {
                sequence.take((samples, &ids), index, recipe, &mut rng);
                likelihood += f64::from(learner.improve(&mut sequence, rate, recipe.decay));
            }
            report(epoch + 1, likelihood / samples.tokens.len() as f64);
        }
        learner
    }

    fn improve(&mut self, sequence: &mut Sequence<L>, rate: f32, decay: f32) -> f32 {
        let emissions: Vec<[f32; L]> = sequence
            .tokens
            .iter()
            .map(|(features, _)| {
                let mut sums = [0.0; L];
                for &row in &sequence.rows[features.clone()] {
                    let weights = &self.rows[row as usize].weights;
                    (0..L).for_each(|label| sums[label] += weights[label]);
                }
                sums
            })
            .collect();
        let everything = Allowed::MAX;
        let mut moves = Moves { entry: [0.0; L], jumps: [[0.0; L]; L] };
        let wanted = self.expect(&emissions, |at| sequence.tokens[at].1, 1.0, &mut moves);
        let expected = self.expect(&emissions, |_| everything, -1.0, &mut moves);
        for (at, (features, _)) in sequence.tokens.iter().enumerate() {
            let gradient: [f32; L] =
                std::array::from_fn(|label| sequence.weight * (wanted.0[at][label] - expected.0[at][label]));
            if gradient.iter().all(|slope| slope.abs() < 1e-3) {
                continue;
            }
            for &row in &sequence.rows[features.clone()] {
                self.rows[row as usize].step(&gradient, rate, decay);
            }
        }
        let weighted = |values: [f32; L]| values.map(|value| value * sequence.weight);
        self.start.step(&weighted(moves.entry), rate, decay);
        for (row, gradient) in self.transitions.iter_mut().zip(moves.jumps) {
            row.step(&weighted(gradient), rate, decay);
        }
        wanted.1 - expected.1
    }

    /// The probabilities of each label at each token given what is `allowed`, and the log of the sum over all such labellings. Adds the expected
    /// entries and transitions, times `sign`, to `moves`.
    fn expect(
        &self,
        emissions: &[[f32; L]],
        allowed: impl Fn(usize) -> Allowed,
        sign: f32,
        moves: &mut Moves<L>,
    ) -> (Vec<[f32; L]>, f32) {
        let mut log_sum = 0.0;
        let factors: Vec<[f32; L]> = emissions
            .iter()
            .enumerate()
            .map(|(at, emission)| {
                let may = |label: usize| allowed(at) >> label & 1 == 1;
                let highest = (0..L).filter(|label| may(*label)).map(|label| emission[label]).fold(f32::MIN, f32::max);
                log_sum += highest;
                std::array::from_fn(|label| if may(label) { (emission[label] - highest).exp() } else { 0.0 })
            })
            .collect();
        let start: [f32; L] =
            std::array::from_fn(|to| if self.possible_start[to] { self.start.weights[to].exp() } else { 0.0 });
        let step: [[f32; L]; L] = std::array::from_fn(|from| {
            std::array::from_fn(
                |to| if self.possible[from][to] { self.transitions[from].weights[to].exp() } else { 0.0 },
            )
        });
        let mut forward: Vec<[f32; L]> = Vec::with_capacity(factors.len());
        for (at, factor) in factors.iter().enumerate() {
            let arrived: [f32; L] = match forward.last() {
                None => start,
                Some(before) => std::array::from_fn(|to| (0..L).map(|from| before[from] * step[from][to]).sum()),
            };
            let state: [f32; L] = std::array::from_fn(|label| arrived[label] * factor[label]);
            let sum: f32 = state.iter().sum();
            debug_assert!(sum > 0.0, "token {at}: some labelling is always possible");
            log_sum += sum.max(f32::MIN_POSITIVE).ln();
            forward.push(state.map(|value| value / sum.max(f32::MIN_POSITIVE)));
        }
        let mut marginals = forward.clone();
        let mut backward = [1.0; L];
        for at in (0..factors.len()).rev() {
            let joint: [f32; L] = std::array::from_fn(|label| forward[at][label] * backward[label]);
            let sum: f32 = joint.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            marginals[at] = joint.map(|value| value / sum);
            let ahead: [f32; L] = std::array::from_fn(|label| factors[at][label] * backward[label]);
            if at > 0 {
                let pairs: [[f32; L]; L] = std::array::from_fn(|from| {
                    std::array::from_fn(|to| forward[at - 1][from] * step[from][to] * ahead[to])
                });
                let total: f32 = pairs.iter().flatten().sum::<f32>().max(f32::MIN_POSITIVE);
                for (jump, pair) in moves.jumps.iter_mut().flatten().zip(pairs.iter().flatten()) {
                    *jump += sign * pair / total;
                }
            }
            backward = std::array::from_fn(|from| (0..L).map(|to| step[from][to] * ahead[to]).sum());
            let sum: f32 = backward.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            backward = backward.map(|value| value / sum);
        }
        for (entry, marginal) in moves.entry.iter_mut().zip(marginals.first().into_iter().flatten()) {
            *entry += sign * marginal;
        }
        (marginals, log_sum)
    }

    /// The model as the sections of a file with rows of `S` bytes.
    pub(crate) fn pack<const S: usize>(&self, keep: usize) -> Vec<(&'static str, Vec<u8>)> {
        let size = |row: &Row<L>| row.weights.iter().fold(0f32, |size, weight| size.max(weight.abs()));
        let mut order: Vec<usize> = (0..self.rows.len()).filter(|&row| size(&self.rows[row]) > 0.0).collect();
        // Equal sizes by key, so that the same weights give the same bytes.
        order.sort_by(|a, b| {
            size(&self.rows[*b]).total_cmp(&size(&self.rows[*a])).then(self.keys[*a].cmp(&self.keys[*b]))
        });
        order.truncate(keep);
        let mut weights: Vec<f32> = order.iter().flat_map(|&row| self.rows[row].weights.map(f32::abs)).collect();
        weights.sort_by(f32::total_cmp);
        // A few giants would make all other steps coarse: they are cut off.
        let largest = weights.get(weights.len() * 9999 / 10000).copied().unwrap_or(1.0);
        let step = largest / 127.0;
        let rows: Vec<(u64, Vec<u8>)> = order
            .iter()
            .map(|&row| {
                let mut bytes = vec![0u8; S - 4];
                for (byte, weight) in bytes.iter_mut().zip(self.rows[row].weights) {
                    *byte = ((weight / step).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
                }
                (self.keys[row], bytes)
            })
            .filter(|(_, bytes)| bytes.iter().any(|byte| *byte != 0))
            .collect();
        let dense = [step]
            .into_iter()
            .chain(self.start.weights)
            .chain(self.transitions.iter().flat_map(|row| row.weights))
            .flat_map(f32::to_le_bytes)
            .collect();
        vec![("rows", build_table::<S>(&rows)), ("dense", dense)]
    }
}

/// One sequence, with the features that training does not hide this time.
struct Sequence<const L: usize> {
    rows: Vec<u32>,
    tokens: Vec<(Range<usize>, Allowed)>,
    weight: f32,
}

impl<const L: usize> Default for Sequence<L> {
    fn default() -> Self {
        Self { rows: Vec::new(), tokens: Vec::new(), weight: 1.0 }
    }
}

impl<const L: usize> Sequence<L> {
    fn take(&mut self, (samples, ids): (&Samples, &[u32]), index: usize, recipe: &Recipe, rng: &mut Rng) {
        self.rows.clear();
        self.tokens.clear();
        let from = if index == 0 { 0 } else { samples.sequences[index - 1].0 };
        let (to, weight) = samples.sequences[index];
        self.weight = weight;
        for token in from..to {
            let first = if token == 0 { 0 } else { samples.tokens[token - 1].0 };
            let (end, allowed) = samples.tokens[token];
            let begin = self.rows.len();
            let hidden = end - first > 1 && rng.f32() < recipe.hide;
            let shown = ids[first..end]
                .iter()
                .enumerate()
                .filter(|(at, id)| **id != UNSEEN && !(hidden && recipe.lexical.contains(at)));
            self.rows.extend(shown.map(|(_, id)| *id));
            self.tokens.push((begin..self.rows.len(), allowed));
        }
    }
}

/// A feature that was seen once only: it can teach nothing that holds elsewhere.
const UNSEEN: u32 = u32::MAX;

/// Gives each feature that occurs twice a number.
fn number(hashes: &[u64]) -> (Vec<u32>, Vec<u64>) {
    let mut numbers: HashMap<u64, u32> = HashMap::new();
    let mut keys = Vec::new();
    for hash in hashes {
        numbers
            .entry(*hash)
            .and_modify(|number| {
                if *number == UNSEEN {
                    *number = u32::try_from(keys.len()).expect("fewer than 2^32 features");
                    keys.push(*hash);
                }
            })
            .or_insert(UNSEEN);
    }
    (hashes.iter().map(|hash| numbers[hash]).collect(), keys)
}
