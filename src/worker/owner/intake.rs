//! Articles come in.

use super::super::acks::Acks;
use super::super::flight::Flight;
use super::super::isolation::CRASHED;
use super::super::pool::Job;
use super::super::sides::In;
use super::Owner;
use crate::broker::{BrokerError, Delivered, Fingerprint, Incoming};
use crate::telemetry::Side;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A consumer that has been silent so long is asked for, and one that has been silent twice as long with messages ready is made anew.
const SILENCE: Duration = Duration::from_secs(15);
/// With `--once`, a queue that has been silent so long is asked whether it is empty.
const ONCE_SILENCE: Duration = Duration::from_millis(300);
/// An article that was delivered in vain for so many parts of `topology.delivery_limit` is a suspect as well: the journal may be lost, or its
/// workers may have died on other machines.
const PATIENCE: u64 = 4;

impl Owner {
    pub(super) fn in_up(&mut self, incoming: Box<Incoming>) {
        self.generation += 1;
        self.current.set(self.generation);
        self.acks = Acks::default();
        let now = Instant::now();
        (self.delivered_at, self.stalled) = (now, None);
        self.appetite.tasted(incoming.first());
        let (prefetch, threads) = (incoming.prefetch(), self.pool.threads());
        self.incoming = In::Up { incoming, since: now };
        self.set_in(true);
        self.was_ready = true;
        tracing::info!(queue = self.settings.topology.articles_queue, prefetch, threads, "consuming");
    }

    /// The broker delivers again what was in flight.
    pub(super) async fn in_down(&mut self, error: &BrokerError) {
        if (self.draining.is_some() || self.renewing.is_some()) && error.code == "E115" {
            self.exhausted = true;
            return;
        }
        let In::Up { incoming, since } = std::mem::replace(&mut self.incoming, In::Closed) else { return };
        tracing::warn!(side = "in", class = error.class.name(), code = error.code, reason = %error, given_back = self.flights.len(), "connection lost");
        self.metrics.reconnecting(error.class.name());
        self.set_in(false);
        self.give_up_flights();
        incoming.close().await;
        if self.draining.is_none() {
            self.incoming = self.another_consumer(Some(since.elapsed()));
        }
    }

    pub(super) fn give_up_flights(&mut self) {
        for flight in std::mem::take(&mut self.flights).into_values() {
            self.metrics.released(flight.bytes);
        }
        self.generation += 1;
        self.current.set(self.generation);
        (self.bytes, self.ack_due) = (0, None);
        (self.renewing, self.exhausted) = (None, false);
        self.journal.doubt_ends();
        self.later.clear();
    }

    pub(super) fn set_in(&self, up: bool) {
        self.metrics.connected(Side::In, up);
        self.health.set_connected(Side::In, up);
        self.metrics.consuming(up);
        self.health.set_consuming(up);
    }

    pub(super) fn take(&mut self, delivered: Delivered) {
        self.delivered_at = Instant::now();
        self.stalled = None;
        self.taken += 1;
        let (tag, delivered) = (delivered.tag, Arc::new(delivered));
        let (flight, ticket) = Flight::new(Arc::clone(&delivered));
        self.bytes += flight.bytes;
        self.appetite.fed(flight.bytes);
        self.metrics.consumed(flight.bytes);
        self.flights.insert(tag, flight);
        let id = (self.generation, tag);
        match self.suspect(&delivered) {
            Some(fingerprint) => self.isolation.submit(id, fingerprint, delivered, Arc::clone(&self.settings)),
            None => self.pool.submit(Job { id, delivered, ticket, handler: Arc::clone(&self.handler) }),
        }
    }

    /// What the message is known by, if a worker may have died of it.
    fn suspect(&self, delivered: &Delivered) -> Option<Fingerprint> {
        let many = u64::from(self.settings.topology.delivery_limit).div_ceil(PATIENCE);
        let in_vain = delivered.deliveries() >= many;
        let known = in_vain || delivered.was_replayed_after(CRASHED);
        if !known && self.journal.suspects() == 0 {
            return None;
        }
        let fingerprint = delivered.fingerprint();
        (known || self.journal.is_suspect(&fingerprint)).then_some(fingerprint)
    }

    /// Asks a silent consumer whether it should be: connections that look alive sometimes deliver nothing any more.
    pub(super) async fn look_after_in(&mut self, now: Instant) {
        let waits = self.room().is_some();
        if let In::Up { incoming, .. } = &mut self.incoming {
            // While no delivery is wanted, nobody waits for one, and nobody is told that the connection broke.
            if !waits && !incoming.is_open() {
                let why = incoming.why();
                return self.in_down(&why).await;
            }
            incoming.keep_alive();
        }
        let silence = if self.limits.once { ONCE_SILENCE } else { SILENCE };
        let silent = now.duration_since(self.delivered_at) >= silence && waits && self.draining.is_none();
        let due = self.stalled.is_none_or(|since| now.duration_since(since) >= SILENCE);
        if !silent || !self.flights.is_empty() || !due {
            return;
        }
        let In::Up { incoming, .. } = &self.incoming else { return };
        match incoming.ready().await {
            Ok(Some(0)) if self.limits.once => self.drain("the queue is empty").await,
            Ok(Some(0) | None) => (self.stalled, self.delivered_at) = (None, now),
            Ok(_) if self.stalled.is_none() => self.stalled = Some(now),
            Ok(Some(ready)) => {
                let error = BrokerError::stalled(&self.settings.topology.articles_queue, ready);
                self.in_down(&error).await;
            }
            Err(error) => self.in_down(&error).await,
        }
    }
}
