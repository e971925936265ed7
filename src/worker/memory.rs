//! How much memory extraction may take at once.
//!
//! Reading and extraction make much of little: every quote, name and span of an article becomes part of its event. So before a thread begins
//! with an article it takes a share of one budget, as large as the article may need at worst. It keeps a share for the event until
//! that is confirmed. Threads that find no share wait, first come, first served; an article that may need more than the whole budget waits until
//! it is alone.

use pollster::FutureExt;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes that decoding takes at most per byte of a body: JSON of nothing but small numbers.
const DECODING: u64 = 64;
/// Bytes that extraction takes per byte of text where every sentence holds a quote, the event included; measured with `quotewire extract`.
/// Prose without quotes takes a tenth.
const EXTRACTION: u64 = 256;
/// The client library keeps a copy of what it writes.
const COPIES: u64 = 2;
/// Shares are counted in these.
const UNIT: u64 = 1 << 10;

/// The budget. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    units: Arc<Semaphore>,
    total: u32,
}

/// A part of the budget; it goes back when this is dropped.
#[derive(Debug)]
pub(super) struct Share(OwnedSemaphorePermit);

impl Memory {
    /// A budget of `bytes`.
    pub(super) fn new(bytes: u64) -> Self {
        let total = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX);
        Self { units: Arc::new(Semaphore::new(total as usize)), total }
    }

    /// A share for decoding so many bytes. Waits for it; not to be called where futures run.
    pub(super) fn for_decoding(&self, bytes: u64) -> Share {
        self.take(bytes.saturating_mul(DECODING))
    }

    /// A share for extraction from so many bytes of text. Waits for it; not to be called where futures run.
    pub(super) fn for_extraction(&self, bytes: u64) -> Share {
        self.take(bytes.saturating_mul(EXTRACTION))
    }

    fn take(&self, bytes: u64) -> Share {
        let units = units(bytes).min(self.total);
        let share = Arc::clone(&self.units).acquire_many_owned(units).block_on();
        Share(share.expect("nobody closes it"))
    }
}

impl Share {
    /// Keeps what an event of so many bytes needs, and gives back the rest.
    pub(super) fn keep_for_event(mut self, bytes: u64) -> Self {
        let kept = units(bytes.saturating_mul(COPIES)) as usize;
        self.0.split(kept.min(self.0.num_permits())).map_or(self, Self)
    }
}

fn units(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread;

    #[test]
    fn an_article_waits_until_there_is_room() {
        let memory = Memory::new(1000 * EXTRACTION);
        let first = memory.for_extraction(600);
        let (tell, told) = mpsc::channel();
        let waits = thread::spawn({
            let memory = memory.clone();
            move || {
                tell.send("waits").expect("somebody listens");
                drop(memory.for_extraction(500));
                tell.send("had its turn").expect("somebody listens");
            }
        });
        assert_eq!(told.recv(), Ok("waits"));
        assert!(told.try_recv().is_err(), "there is room for 400 more");
        drop(first);
        assert_eq!(told.recv(), Ok("had its turn"));
        waits.join().expect("no panic");
        assert_eq!(memory.units.available_permits(), memory.total as usize, "all is given back");
    }

    #[test]
    fn an_article_that_is_larger_than_the_budget_is_alone() {
        let memory = Memory::new(1 << 20);
        let share = memory.for_extraction(u64::MAX);
        assert_eq!(memory.units.available_permits(), 0);
        let share = share.keep_for_event(1000);
        assert_eq!(memory.units.available_permits(), memory.total as usize - 2, "an event of 1000 bytes, twice");
        drop(share);
        assert_eq!(memory.units.available_permits(), memory.total as usize);
    }

    #[test]
    fn an_event_keeps_no_more_than_its_article_had() {
        let memory = Memory::new(1 << 20);
        let share = memory.for_decoding(16).keep_for_event(1 << 30);
        assert_eq!(memory.units.available_permits(), memory.total as usize - 1);
        drop(share);
    }
}
