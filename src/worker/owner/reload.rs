//! New settings for a worker that runs: nothing in flight notices.
//!
//! Another prefetch needs another consumer. It is not made on the channel of the old one: RabbitMQ 3.10 closes the connection (541) when
//! deliveries of a cancelled consumer of a quorum queue meet a new one. So the old consumer is cancelled, what it had is finished and acked,
//! and then there is a new connection. Nothing is delivered twice.

use super::super::sides::{In, Out};
use super::super::{Change, supervisor};
use super::Owner;
use super::ending::CANCEL;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;

impl Owner {
    pub(super) async fn reload(&mut self, change: Change) {
        let Change { settings, handler } = change;
        let another_consumer = settings.input.prefetch != self.settings.input.prefetch;
        self.pool.resize(settings.worker.threads);
        // What is in the pool is finished by the rules that it began with.
        (self.settings, self.handler) = (Arc::new(settings), Arc::new(handler));
        self.appetite = self.appetite.with(&self.settings, self.pool.threads());
        if self.draining.is_some() {
            return;
        }
        if matches!(self.out, Out::Making(_)) {
            self.out = Out::Making(supervisor::outlet(&self.settings, &self.metrics, None));
        }
        match &self.incoming {
            In::Making(_) => self.incoming = self.another_consumer(None),
            In::Up { .. } if another_consumer => self.renew().await,
            In::Up { .. } | In::Closed => {}
        }
    }

    /// Asks for no more deliveries; what was delivered is finished, and then there is another consumer.
    pub(super) async fn renew(&mut self) {
        let In::Up { incoming, .. } = &self.incoming else { return };
        let _ = timeout(CANCEL, incoming.cancel()).await;
        self.renewing = Some(Instant::now() + Duration::from_secs(self.settings.worker.drain_seconds));
    }

    /// The consumer is cancelled and all of it is acked, or has had its time: makes the next one.
    pub(super) async fn renew_consumer(&mut self) {
        let Some(deadline) = self.renewing else { return };
        let finished = self.exhausted && self.flights.is_empty();
        if self.draining.is_some() || !(finished || Instant::now() >= deadline) {
            return;
        }
        let rest = self.acks.rest();
        self.send_acks(rest).await;
        if self.renewing.is_none() {
            // An ack failed, which has the next one made already.
            return;
        }
        let In::Up { incoming, .. } = std::mem::replace(&mut self.incoming, In::Closed) else { return };
        // The answer comes behind the acks: when it is here, they are there.
        if matches!(incoming.ready().await, Ok(Some(_))) {
            self.journal.forget_all_ended();
        }
        self.set_in(false);
        self.give_up_flights();
        tokio::spawn(incoming.close());
        self.incoming = self.another_consumer(None);
    }
}
