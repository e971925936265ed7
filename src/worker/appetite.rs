//! How many messages a worker lets the broker send ahead.
//!
//! Prefetch counts messages, whatever their size, and what the broker has sent and nobody has read takes the broker's memory. Where messages are large
//! that raises its memory alarm, and then it takes no events. So a worker asks for as many messages as fit into its byte budget, going by the sizes of
//! those that come next and of those that came lately.

use crate::broker::Delivered;
use crate::settings::Settings;

/// The mean of sizes looks back at about so many messages.
const MEMORY: f64 = 32.0;
/// Another consumer is worth its while if it asks for so many times more, or less.
const STEP: u16 = 2;
/// After a consumer that could not be made, the next asks for so many times less.
const DOUBT: u16 = 16;

/// How large messages are at present, and what there is room for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Appetite {
    /// In bytes; zero before the first message.
    mean: f64,
    /// In bytes.
    budget: u64,
    /// Enough to keep the threads busy.
    least: u16,
    /// As the settings have it.
    most: u16,
}

impl Appetite {
    pub(super) fn new(settings: &Settings, threads: usize) -> Self {
        Self {
            mean: 0.0,
            budget: settings.input.byte_budget,
            least: u16::try_from(threads).unwrap_or(u16::MAX),
            most: settings.input.prefetch,
        }
    }

    /// The same messages with other settings.
    pub(super) fn with(self, settings: &Settings, threads: usize) -> Self {
        Self { mean: self.mean, ..Self::new(settings, threads) }
    }

    /// These come next: the sizes of others are of no account any more. They may be none.
    pub(super) fn tasted<'a>(&mut self, next: impl ExactSizeIterator<Item = &'a Delivered>) {
        let count = next.len();
        if count > 0 {
            self.mean = next.map(|message| message.body.len()).sum::<usize>() as f64 / count as f64;
        }
    }

    /// A message of `bytes` came in.
    pub(super) fn fed(&mut self, bytes: usize) {
        let bytes = bytes as f64;
        self.mean = if self.mean > 0.0 { self.mean + (bytes - self.mean) / MEMORY } else { bytes };
    }

    /// The broker may not be able to send as many as fit.
    pub(super) fn doubt(&mut self) {
        self.most = (self.fits() / DOUBT).max(self.least).min(self.most);
    }

    /// Of messages lately, in bytes.
    pub(super) fn mean(&self) -> u64 {
        self.mean as u64
    }

    /// How many messages of the present size fit into the budget; the prefetch of the next consumer.
    pub(super) fn fits(&self) -> u16 {
        let fits = (self.budget as f64 / self.mean.max(1.0)) as u16;
        fits.max(self.least).min(self.most)
    }

    /// What to ask for while the broker takes nothing, if that is much less than what was `asked` for.
    pub(super) fn shrunk(&self, asked: u16) -> Option<u16> {
        let fits = self.fits();
        (fits <= asked / STEP).then_some(fits)
    }

    /// Whether much more than what was `asked` for is to be had.
    pub(super) fn has_grown(&self, asked: u16) -> bool {
        let fits = self.fits();
        fits > asked && (fits == self.most || fits / STEP >= asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::Properties;

    /// With a budget of 64 MB.
    fn after(threads: usize, prefetch: u16, sizes: &[usize]) -> Appetite {
        let mut settings = Settings::default();
        settings.input.byte_budget = 64_000_000;
        settings.input.prefetch = prefetch;
        let mut appetite = Appetite::new(&settings, threads);
        sizes.iter().for_each(|&bytes| appetite.fed(bytes));
        appetite
    }

    fn message(bytes: usize) -> Delivered {
        Delivered {
            tag: 1,
            body: vec![b'x'; bytes].into(),
            properties: Properties::default(),
            redelivered: false,
            exchange: String::new(),
            routing_key: String::new(),
        }
    }

    #[test]
    fn large_messages_are_asked_for_one_budget_at_a_time() {
        assert_eq!(after(2, 1000, &[10_000_000; 3]).fits(), 6);
        assert_eq!(after(2, 1000, &[10_000_000; 3]).shrunk(1000), Some(6));
        assert_eq!(after(2, 1000, &[10_000_000; 3]).shrunk(8), None, "hardly less");
        assert_eq!(after(4, 1000, &[60_000_000; 3]).fits(), 4, "every thread has one");
    }

    #[test]
    fn small_messages_are_asked_for_as_the_settings_have_it() {
        assert_eq!(after(2, 256, &[4000; 300]).fits(), 256);
        assert_eq!(after(2, 256, &[4000; 300]).shrunk(256), None);
        assert_eq!(after(4, 2, &[10_000_000; 3]).fits(), 2, "the settings may have less than the threads");
        assert_eq!(after(4, 256, &[0, 0]).fits(), 256);
        assert_eq!(after(2, 256, &[]).fits(), 256, "and those of which nothing is known");
    }

    #[test]
    fn what_comes_next_counts_more_than_what_came() {
        let mut appetite = after(2, 1000, &[4000; 300]);
        appetite.tasted([].into_iter());
        assert_eq!(appetite.fits(), 1000, "nothing is known of what comes");
        let large = message(10_000_000);
        appetite.tasted([&large, &large].into_iter());
        assert_eq!(appetite.fits(), 6);
    }

    #[test]
    fn in_doubt_less_is_asked_for() {
        let mut appetite = after(2, 1000, &[4000; 300]);
        let asked = [(); 3].map(|()| {
            appetite.doubt();
            appetite.fits()
        });
        assert_eq!(asked, [62, 3, 2], "and never less than the threads need");
        let mut appetite = after(4, 1, &[]);
        appetite.doubt();
        assert_eq!(appetite.fits(), 1, "or the settings have");
    }

    #[test]
    fn other_settings_forget_no_sizes() {
        let (mut settings, appetite) = (Settings::default(), after(2, 1000, &[10_000_000; 3]));
        settings.input.byte_budget = 30_000_000;
        assert_eq!(appetite.with(&settings, 2).fits(), 3);
    }

    #[test]
    fn once_messages_are_small_again_all_is_asked_for() {
        let mut appetite = after(2, 1000, &[10_000_000; 3]);
        assert!(!appetite.has_grown(6));
        (0..500).for_each(|_| appetite.fed(4000));
        assert!(appetite.has_grown(6));
        assert!(appetite.has_grown(900), "all of it, however little is missing");
        assert!(!appetite.has_grown(1000), "there is no more to ask for");
        assert!(!after(2, u16::MAX, &[4000; 300]).has_grown(15_000), "hardly more");
    }
}
