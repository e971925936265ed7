//! The end: takes no more, and finishes what it has.

use super::super::report::{Exit, Report};
use super::super::sides::{In, Out};
use super::Owner;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How long the broker may take to stop delivering.
pub(super) const CANCEL: Duration = Duration::from_secs(2);

impl Owner {
    /// Takes no more, and finishes what it has.
    pub(super) async fn drain(&mut self, reason: &'static str) {
        if self.draining.is_some() {
            return;
        }
        let seconds = self.settings.worker.drain_seconds;
        tracing::info!(reason, in_flight = self.flights.len(), drain_seconds = seconds, "stopping");
        self.draining = Some(Instant::now() + Duration::from_secs(seconds));
        self.health.set_draining();
        match &self.incoming {
            In::Up { incoming, .. } => {
                let _ = timeout(CANCEL, incoming.cancel()).await;
            }
            In::Closed | In::Making(_) => self.incoming = In::Closed,
        }
    }

    pub(super) async fn finish(mut self, exit: Exit) -> Report {
        let given_back = self.flights.len();
        let rest = self.acks.rest();
        self.send_acks(rest).await;
        if let In::Up { incoming, .. } = std::mem::replace(&mut self.incoming, In::Closed) {
            // The answer comes behind the acks: when it is here, they are there.
            if matches!(incoming.ready().await, Ok(Some(_))) {
                self.journal.forget_all_ended();
            }
            incoming.close().await;
        }
        // A blocked connection would not even close.
        let blocked = self.out.is_blocked();
        if let Out::Up { outlet, .. } = self.out
            && !blocked
        {
            outlet.close().await;
        }
        self.journal.close();
        let report = self.tally.report(exit);
        let Report { published, retried, dead_lettered, .. } = report;
        let took_ms = self.draining.map_or(0, |deadline| {
            let begun = deadline.checked_sub(Duration::from_secs(self.settings.worker.drain_seconds));
            begun.map_or(0, |begun| begun.elapsed().as_millis() as u64)
        });
        tracing::info!(published, retried, dead_lettered, given_back, took_ms, "stopped");
        report
    }
}
