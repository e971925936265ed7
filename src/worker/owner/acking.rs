//! What is finished is acked.

use super::super::acks::Ack;
use super::super::flight::Flight;
use super::super::sides::In;
use super::Owner;
use std::time::{Duration, Instant};

/// A finished message waits so long for others to be acked with it.
const ACK_PAUSE: Duration = Duration::from_millis(5);

impl Owner {
    pub(super) fn finish_if_confirmed(&mut self, tag: u64) {
        if !self.flights.get(&tag).is_some_and(Flight::is_finished) {
            return;
        }
        let Some(flight) = self.flights.remove(&tag) else { return };
        self.bytes -= flight.bytes;
        self.metrics.released(flight.bytes);
        let suspect = flight.suspect();
        self.tally.tell(&self.metrics, flight);
        let now = Instant::now();
        if let Some(suspect) = suspect {
            self.journal.end(suspect, now);
        }
        self.acks.finish(tag, now);
        self.ack_due.get_or_insert(now + ACK_PAUSE);
    }

    pub(super) async fn ack_if_full(&mut self) {
        let In::Up { incoming, .. } = &self.incoming else { return };
        let full = self.acks.pending() >= u64::from(incoming.prefetch()).div_ceil(2);
        if self.ack_due.is_some() && (full || self.flights.is_empty()) {
            self.flush_acks().await;
        }
    }

    pub(super) async fn flush_acks(&mut self) {
        self.ack_due = None;
        let batch = self.acks.batch();
        self.send_acks(batch).await;
    }

    pub(super) async fn send_acks(&mut self, acks: impl IntoIterator<Item = Ack>) {
        for ack in acks {
            let In::Up { incoming, .. } = &self.incoming else { return };
            if let Err(error) = incoming.ack(ack.tag, ack.multiple).await {
                return Box::pin(self.in_down(&error)).await;
            }
        }
    }
}
