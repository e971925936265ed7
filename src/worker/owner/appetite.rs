//! How many messages the broker may have under way to this worker.
//!
//! Prefetch counts messages, whatever their size, and what the broker has sent and nobody has read takes the broker's memory. Where messages are large
//! that raises its memory alarm: it takes no events then, so nothing is acked, and what is under way stays where it is. So when the
//! broker takes nothing, and more may be under way than the byte budget lets in, the consumer is given up, which frees the broker; the next one asks for
//! as many messages as fit into the budget, and for more again once they are smaller.

use super::super::sides::In;
use super::super::supervisor;
use super::Owner;
use crate::broker::BrokerError;
use std::time::Duration;

/// The mean of sizes looks back at about so many messages.
const MEMORY: f64 = 32.0;
/// Another consumer is worth its while if it asks for so many times more, or less.
const STEP: u16 = 2;

/// What is asked for, and how large messages are at present.
pub(super) struct Appetite {
    asked: u16,
    mean: f64,
}

impl Appetite {
    pub(super) fn new(prefetch: u16) -> Self {
        Self { asked: prefetch, mean: 0.0 }
    }

    /// The prefetch of the consumer.
    pub(super) fn asked(&self) -> u16 {
        self.asked
    }

    /// A message of `bytes` came in.
    pub(super) fn tasted(&mut self, bytes: usize) {
        let bytes = bytes as f64;
        self.mean = if self.mean > 0.0 { self.mean + (bytes - self.mean) / MEMORY } else { bytes };
    }

    /// What to ask for while the broker takes nothing, if that is much less.
    fn shrunk(&self, budget: u64, range: (u16, u16)) -> Option<u16> {
        let fits = self.fits(budget, range);
        (fits <= self.asked / STEP).then_some(fits)
    }

    /// What to ask for while all is well, if that is much more.
    fn grown(&self, budget: u64, range: (u16, u16)) -> Option<u16> {
        let fits = self.fits(budget, range);
        let much = fits == range.1 || fits / STEP >= self.asked;
        (fits > self.asked && much).then_some(fits)
    }

    /// How many messages of the present size fit into `budget`; enough to keep the threads busy, and no more than the settings have.
    fn fits(&self, budget: u64, (least, most): (u16, u16)) -> u16 {
        let fits = (budget as f64 / self.mean.max(1.0)) as u16;
        fits.max(least).min(most)
    }
}

impl Owner {
    /// A consumer in the making.
    pub(super) fn another_consumer(&self, lived: Option<Duration>) -> In {
        In::Making(supervisor::incoming(&self.settings, self.appetite.asked, &self.metrics, lived))
    }

    /// Asks for less if the broker chokes on what is under way, and for more once it need not. To be called once a second.
    pub(super) async fn mind_the_broker(&mut self) {
        if !matches!(self.incoming, In::Up { .. }) || self.draining.is_some() || self.renewing.is_some() {
            return;
        }
        let threads = u16::try_from(self.pool.threads()).unwrap_or(u16::MAX);
        let (budget, range) = (self.settings.input.byte_budget, (threads, self.settings.input.prefetch));
        if self.out.is_blocked() {
            let Some(fits) = self.appetite.shrunk(budget, range) else { return };
            let error = BrokerError::choked(self.appetite.asked, fits, self.appetite.mean as u64);
            self.appetite.asked = fits;
            let rest = self.acks.rest();
            self.send_acks(rest).await;
            self.in_down(&error).await;
        } else if let Some(fits) = self.appetite.grown(budget, range) {
            self.appetite.asked = fits;
            self.renew().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: u64 = 64_000_000;

    fn after(prefetch: u16, sizes: &[usize]) -> Appetite {
        let mut appetite = Appetite::new(prefetch);
        sizes.iter().for_each(|&bytes| appetite.tasted(bytes));
        appetite
    }

    #[test]
    fn large_messages_are_asked_for_one_budget_at_a_time() {
        assert_eq!(after(1000, &[10_000_000; 3]).shrunk(BUDGET, (2, 1000)), Some(6));
        assert_eq!(after(1000, &[60_000_000; 3]).shrunk(BUDGET, (4, 1000)), Some(4), "every thread has one");
    }

    #[test]
    fn small_messages_are_asked_for_as_the_settings_have_it() {
        assert_eq!(after(256, &[4000; 300]).shrunk(BUDGET, (2, 256)), None);
        assert_eq!(after(256, &[]).shrunk(BUDGET, (2, 256)), None, "of what was not seen nothing is known");
        assert_eq!(
            after(2, &[10_000_000; 3]).shrunk(BUDGET, (4, 2)),
            None,
            "the settings may have less than the threads"
        );
    }

    #[test]
    fn once_messages_are_small_again_all_is_asked_for() {
        let mut appetite = after(1000, &[10_000_000; 3]);
        appetite.asked = 6;
        assert_eq!(appetite.grown(BUDGET, (2, 1000)), None);
        (0..500).for_each(|_| appetite.tasted(4000));
        assert_eq!(appetite.grown(BUDGET, (2, 1000)), Some(1000));
        appetite.asked = 900;
        assert_eq!(appetite.grown(BUDGET, (2, 1000)), Some(1000), "all of it, however little is missing");
        for most in [1000, u16::MAX] {
            appetite.asked = most;
            assert_eq!(appetite.grown(BUDGET, (2, most)), None, "there is no more to ask for");
        }
    }
}
