//! Once a second.

use super::super::flight::{Flight, Sent, Stage};
use super::super::handler::Failure;
use super::Owner;
use super::outlet::How;
use std::time::{Duration, Instant};

impl Owner {
    pub(super) async fn tick(&mut self) {
        let now = Instant::now();
        self.health.tick();
        for (tag, index) in std::mem::take(&mut self.later) {
            if let Some(post) = self.flights.get_mut(&tag).and_then(|flight| flight.posts().get_mut(index)) {
                post.state = Sent::No;
            }
            self.send(tag);
        }
        let stragglers = self.acks.stragglers(now);
        self.send_acks(stragglers).await;
        self.journal.forget(now);
        self.give_up_slow_ones().await;
        self.look_after_out(now);
        self.mind_the_broker().await;
        self.look_after_in(now).await;
        self.tally.summarize(now, self.flights.len());
    }

    /// An article that takes too long is a dead letter, and its thread is replaced.
    async fn give_up_slow_ones(&mut self) {
        let limit = Duration::from_secs(self.settings.limits.article_seconds);
        let is_given_up = |flight: &Flight| match &flight.stage {
            // The thread may be done with it this very moment.
            Stage::Enriching { ticket, .. } => flight.is_slow(limit) && ticket.abandon(),
            Stage::Publishing { .. } => false,
        };
        let slow: Vec<u64> =
            self.flights.iter().filter(|(_, flight)| is_given_up(flight)).map(|(tag, _)| *tag).collect();
        for tag in slow {
            self.pool.replace_thread();
            let detail =
                format!("gave up after {} s (limits.article_seconds); its thread is replaced", limit.as_secs());
            let failure = Failure { class: "timeout".into(), code: "E207".into(), detail, path: None };
            self.fail(tag, failure, false, How { took: limit, ..How::default() });
        }
        if self.pool.is_worn_out() && self.draining.is_none() {
            self.worn_out = true;
            self.drain("as many threads hang as work: only a new process gets the processor back").await;
        }
    }
}
