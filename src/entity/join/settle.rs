//! Of readings that overlap, the set that promises most.

use super::readings::Reading;

/// The indices of the readings to keep, in text order: no two overlap, and the sum of what each promises above `kept` is the largest there is.
///
/// Weighted interval scheduling: readings in the order of their ends, each either left out or joined to the best that ends before it.
pub(super) fn settle(readings: &[Reading], probable: &[f32], kept: f32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..readings.len()).filter(|&index| probable[index] >= kept).collect();
    order.sort_by_key(|&index| (readings[index].tokens.end(), readings[index].tokens.start()));
    // The best sum among the first so many, and whether the last of them is part of it.
    let mut best = vec![(0.0f32, false)];
    let mut before = Vec::with_capacity(order.len());
    for (at, &index) in order.iter().enumerate() {
        let start = readings[index].tokens.start();
        let free = order[..at].partition_point(|&other| readings[other].tokens.end() <= start);
        before.push(free);
        let with = best[free].0 + probable[index] - kept + f32::EPSILON;
        let without = best[at].0;
        best.push(if with > without { (with, true) } else { (without, false) });
    }
    let mut chosen = Vec::new();
    let mut at = order.len();
    while at > 0 {
        if best[at].1 {
            chosen.push(order[at - 1]);
            at = before[at - 1];
        } else {
            at -= 1;
        }
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::tagger::Name;
    use crate::text::TokenRange;

    #[track_caller]
    fn check(given: &[(usize, usize, f32)], expected: &[usize]) {
        let reading = |&(from, to, _): &(usize, usize, f32)| Reading {
            tokens: TokenRange::new(from, to),
            name: Name::Person,
            rules: Vec::new(),
            found: None,
            read: None,
        };
        let readings: Vec<Reading> = given.iter().map(reading).collect();
        let probable: Vec<f32> = given.iter().map(|(_, _, probable)| *probable).collect();
        assert_eq!(settle(&readings, &probable, 0.4), expected);
    }

    #[test]
    fn the_more_promising_of_two_wins() {
        check(&[(0, 3, 0.6), (1, 2, 0.9)], &[1]);
        check(&[(0, 3, 0.9), (1, 2, 0.6)], &[0]);
        check(&[(0, 1, 0.5), (1, 2, 0.5)], &[0, 1]);
    }

    #[test]
    fn two_short_ones_may_outweigh_a_long_one() {
        check(&[(0, 4, 0.8), (0, 2, 0.7), (2, 4, 0.7)], &[1, 2]);
    }

    #[test]
    fn what_promises_little_is_left_out() {
        check(&[(0, 2, 0.3)], &[]);
        check(&[], &[]);
    }
}
