//! B³: of each mention, how much of its entity is the right one's. A. Bagga and B. Baldwin, "Algorithms for Scoring Coreference Chains", 1998.

use crate::text::Span;
use std::collections::HashMap;

/// Sums over mentions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct B3 {
    precision: (f64, usize),
    recall: (f64, usize),
}

impl B3 {
    /// Compares the entities of one article, each a list of mentions. A mention that the other side lacks counts as wrong.
    pub fn add(&mut self, gold: &[Vec<Span>], found: &[Vec<Span>]) {
        side(gold, found, &mut self.recall);
        side(found, gold, &mut self.precision);
    }

    /// In percent.
    pub fn precision(self) -> f64 {
        mean(self.precision)
    }

    /// In percent.
    pub fn recall(self) -> f64 {
        mean(self.recall)
    }

    /// The harmonic mean of the two, in percent.
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

fn mean((sum, count): (f64, usize)) -> f64 {
    if count == 0 { 0.0 } else { 100.0 * sum / count as f64 }
}

/// For each mention of `ones`, the share of its entity that stands in one entity with it among `others`.
fn side(ones: &[Vec<Span>], others: &[Vec<Span>], (sum, count): &mut (f64, usize)) {
    let home: HashMap<Span, usize> =
        others.iter().enumerate().flat_map(|(id, spans)| spans.iter().map(move |span| (*span, id))).collect();
    for spans in ones {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for id in spans.iter().filter_map(|span| home.get(span)) {
            *shared.entry(*id).or_default() += 1;
        }
        // So many of its mentions share an entity with that many of them.
        *sum += shared.values().map(|share| (share * share) as f64).sum::<f64>() / spans.len().max(1) as f64;
        *count += spans.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(gold: &[&[usize]], found: &[&[usize]], precision: f64, recall: f64) {
        let spans = |side: &[&[usize]]| {
            side.iter()
                .map(|entity| entity.iter().map(|at| Span::new(*at, at + 1)).collect())
                .collect::<Vec<Vec<Span>>>()
        };
        let mut b3 = B3::default();
        b3.add(&spans(gold), &spans(found));
        assert!((b3.precision() - precision).abs() < 0.05 && (b3.recall() - recall).abs() < 0.05, "{b3:?}");
    }

    #[test]
    fn equal_entities_score_full() {
        check(&[&[1, 2], &[3]], &[&[3], &[1, 2]], 100.0, 100.0);
    }

    #[test]
    fn one_entity_too_many_costs_recall_and_one_too_few_precision() {
        check(&[&[1, 2]], &[&[1], &[2]], 100.0, 50.0);
        check(&[&[1], &[2]], &[&[1, 2]], 50.0, 100.0);
    }

    #[test]
    fn mentions_of_one_side_only_are_wrong() {
        check(&[&[1, 2]], &[&[1, 9]], 25.0, 25.0);
        check(&[], &[], 0.0, 0.0);
    }
}
