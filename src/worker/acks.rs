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
    /// The last tag of the prefix that is not acked, and how many there are. The broker closes the channel on a tag that it does not
    /// wait for, also with `multiple`: so a batch must not end with one that was acked alone.
    last: u64,
    unacked: u64,
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
        loop {
            let next = self.prefix + 1;
            if self.beyond.remove(&next).is_some() {
                self.last = next;
                self.unacked += 1;
            } else if !self.alone.remove(&next) {
                break;
            }
            self.prefix = next;
        }
    }

    /// Finished tags that are not acked.
    pub(super) fn pending(&self) -> u64 {
        self.unacked + self.beyond.len() as u64
    }

    /// The ack of the whole prefix.
    pub(super) fn batch(&mut self) -> Option<Ack> {
        (std::mem::take(&mut self.unacked) > 0).then_some(Ack { tag: self.last, multiple: true })
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
        assert_eq!(acks.batch(), Some(Ack { tag: 1, multiple: true }), "the broker does not wait for 2 any more");
        assert_eq!((acks.batch(), acks.pending()), (None, 0));
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

    /// What the broker makes of an ack: a tag that it does not wait for closes the channel.
    fn take(waiting: &mut BTreeSet<u64>, ack: Ack) -> Vec<u64> {
        assert!(waiting.contains(&ack.tag), "unknown delivery tag: {ack:?}");
        let taken: Vec<u64> =
            waiting.iter().copied().filter(|tag| *tag == ack.tag || ack.multiple && *tag < ack.tag).collect();
        waiting.retain(|tag| !taken.contains(tag));
        taken
    }

    proptest! {
        /// Whatever the order and the pauses: every tag is acked once, and none before it finished.
        #[test]
        fn nothing_is_acked_early_or_twice_and_all_in_the_end(
            order in Just((1..=50_u64).collect::<Vec<_>>()).prop_shuffle(),
            every in 1..10_usize,
            late in 1..10_usize,
        ) {
            let (mut acks, mut now) = (Acks::default(), Instant::now());
            let (mut finished, mut waiting): (BTreeSet<u64>, BTreeSet<u64>) = (BTreeSet::new(), (1..=50).collect());
            for (index, tag) in order.iter().enumerate() {
                acks.finish(*tag, now);
                finished.insert(*tag);
                let mut sent = Vec::new();
                if index % late == 0 {
                    now += PATIENCE;
                    sent.extend(acks.stragglers(now));
                }
                if index % every == 0 {
                    sent.extend(acks.batch());
                }
                for ack in sent {
                    prop_assert!(take(&mut waiting, ack).iter().all(|tag| finished.contains(tag)));
                }
                let unacked = finished.iter().filter(|tag| waiting.contains(tag)).count();
                prop_assert_eq!(acks.pending(), unacked as u64);
            }
            for ack in acks.rest() {
                take(&mut waiting, ack);
            }
            prop_assert!(waiting.is_empty());
        }
    }
}
