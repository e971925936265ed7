//! Which deliveries may be acked: many with one ack, over the contiguous prefix of finished tags.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// A finished tag waits at most so long for the ones before it; then it is acked alone, so that one slow article holds nobody up.
const PATIENCE: Duration = Duration::from_secs(1);

/// The tags of one consumer; they begin at 1.
#[derive(Debug, Default)]
pub(super) struct Acks {
    /// All tags up to this one are finished.
    prefix: u64,
    /// All tags up to this one are acked.
    acked: u64,
    /// Finished tags beyond the prefix, with the time they finished.
    beyond: BTreeMap<u64, Instant>,
    /// Tags beyond the prefix that were acked alone.
    alone: BTreeSet<u64>,
}

/// One ack to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ack {
    pub(super) tag: u64,
    pub(super) multiple: bool,
}

impl Acks {
    /// `tag` is finished.
    pub(super) fn finish(&mut self, tag: u64, now: Instant) {
        self.beyond.insert(tag, now);
        while self.beyond.remove(&(self.prefix + 1)).is_some() || self.alone.remove(&(self.prefix + 1)) {
            self.prefix += 1;
        }
    }

    /// Finished tags that are not acked.
    pub(super) fn pending(&self) -> u64 {
        self.prefix - self.acked + self.beyond.len() as u64
    }

    /// The ack of the whole prefix.
    pub(super) fn batch(&mut self) -> Option<Ack> {
        (self.prefix > self.acked).then(|| {
            self.acked = self.prefix;
            Ack { tag: self.prefix, multiple: true }
        })
    }

    /// Acks of all that is finished: nothing more will come.
    pub(super) fn rest(&mut self) -> Vec<Ack> {
        let batch = self.batch();
        let alone = std::mem::take(&mut self.beyond).into_keys().map(|tag| Ack { tag, multiple: false });
        batch.into_iter().chain(alone).collect()
    }

    /// Acks for tags that have waited too long for the ones before them.
    pub(super) fn stragglers(&mut self, now: Instant) -> Vec<Ack> {
        let late: Vec<u64> = self
            .beyond
            .iter()
            .filter(|(_, since)| now.duration_since(**since) >= PATIENCE)
            .map(|(tag, _)| *tag)
            .collect();
        for tag in &late {
            self.beyond.remove(tag);
            self.alone.insert(*tag);
        }
        late.into_iter().map(|tag| Ack { tag, multiple: false }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_batch_reaches_to_the_first_gap() {
        let now = Instant::now();
        let mut acks = Acks::default();
        for tag in [2, 3, 5] {
            acks.finish(tag, now);
        }
        assert_eq!(acks.batch(), None);
        acks.finish(1, now);
        assert_eq!(acks.batch(), Some(Ack { tag: 3, multiple: true }));
        assert_eq!((acks.batch(), acks.pending()), (None, 1));
    }

    #[test]
    fn a_straggler_is_acked_alone_and_only_once() {
        let now = Instant::now();
        let mut acks = Acks::default();
        acks.finish(2, now);
        assert_eq!(acks.stragglers(now), []);
        assert_eq!(acks.stragglers(now + PATIENCE), [Ack { tag: 2, multiple: false }]);
        acks.finish(1, now);
        assert_eq!(
            acks.batch(),
            Some(Ack { tag: 2, multiple: true }),
            "a multiple ack over a tag that is gone is harmless to the broker"
        );
    }

    #[test]
    fn at_the_end_all_that_is_finished_is_acked() {
        let now = Instant::now();
        let mut acks = Acks::default();
        for tag in [1, 3, 4] {
            acks.finish(tag, now);
        }
        let alone = |tag| Ack { tag, multiple: false };
        assert_eq!(acks.rest(), [Ack { tag: 1, multiple: true }, alone(3), alone(4)]);
    }

    proptest! {
        /// Whatever the order: every tag is acked, and none before it finished.
        #[test]
        fn nothing_is_acked_early_and_all_in_the_end(order in Just((1..=50_u64).collect::<Vec<_>>()).prop_shuffle(), every in 1..10_usize) {
            let now = Instant::now();
            let (mut acks, mut finished, mut acked) = (Acks::default(), BTreeSet::new(), 0);
            for (index, tag) in order.iter().enumerate() {
                acks.finish(*tag, now);
                finished.insert(*tag);
                if index % every == 0 && let Some(ack) = acks.batch() {
                    prop_assert!((1..=ack.tag).all(|tag| finished.contains(&tag)));
                    acked = ack.tag;
                }
            }
            prop_assert_eq!(acks.batch().map_or(acked, |ack| ack.tag), 50);
        }
    }
}
