//! Events go out.

use super::super::flight::{Ending, Envelope, Flight, Sent, Stage};
use super::super::handler::{Disposition, Failure, Summary};
use super::super::memory::Share;
use super::super::pool::Done;
use super::super::posts::{Fate, Place, Post};
use super::super::sides::{In, Out};
use super::super::{forward, supervisor};
use super::Owner;
use crate::broker::{Fingerprint, Outgoing, Outlet};
use crate::telemetry::{Outcome, Side};
use std::time::{Duration, Instant};

/// How a message was handled.
#[derive(Default)]
pub(super) struct How {
    pub(super) took: Duration,
    /// Set if it was enriched in a process of its own.
    pub(super) suspect: Option<Fingerprint>,
    /// Of the memory.
    pub(super) share: Option<Share>,
}

impl How {
    fn ending(self, outcome: Outcome, summary: Summary, failure: Option<Failure>) -> Ending {
        let Self { took, suspect, share } = self;
        Ending { outcome, summary, failure, took, suspect, share }
    }
}

impl Owner {
    pub(super) fn enriched(&mut self, done: Done) {
        let (generation, tag) = done.id;
        if generation != self.generation {
            return;
        }
        self.metrics.processed(done.took.as_secs_f64());
        let how = How { took: done.took, suspect: done.suspect, share: done.share };
        match done.disposition {
            Disposition::Publish(messages) => {
                self.publish(tag, messages, how.ending(Outcome::Published, done.summary, None));
            }
            Disposition::RetryLater(failure) => self.fail(tag, failure, true, how),
            Disposition::DeadLetter(failure) => self.fail(tag, failure, false, how),
        }
    }

    /// The message goes on as it came: to a retry queue if that may help and tries are left, else to the dead letters.
    pub(super) fn fail(&mut self, tag: u64, failure: Failure, may_help: bool, how: How) {
        let Some(flight) = self.flights.get(&tag) else { return };
        let Stage::Enriching { delivered, .. } = &flight.stage else { return };
        let id = format!("{}-{tag}", self.generation);
        let delay = self.settings.retry.delays_seconds.get(flight.attempt as usize - 1).filter(|_| may_help);
        let (message, outcome) = match delay {
            Some(seconds) => (forward::retry(&self.settings, delivered, &failure, id, *seconds), Outcome::Retried),
            None => (forward::dead_letter(&self.settings, delivered, &failure, id), Outcome::DeadLettered),
        };
        self.publish(tag, vec![message], how.ending(outcome, Summary::default(), Some(failure)));
    }

    fn publish(&mut self, tag: u64, messages: Vec<Outgoing>, ending: Ending) {
        // A flight that took too long has gone another way.
        let Some(flight) = self.flights.get_mut(&tag).filter(|flight| flight.is_enriching()) else { return };
        let before = flight.bytes;
        flight.publish(messages, ending);
        self.bytes = self.bytes - before + flight.bytes;
        self.metrics.reweighed(before, flight.bytes);
        self.send(tag);
        self.finish_if_confirmed(tag);
    }

    /// Writes what is not written of one delivery; without a connection, or on a blocked one, it stays for later.
    pub(super) fn send(&mut self, tag: u64) {
        let Out::Up { outlet, .. } = &self.out else { return };
        let Some(flight) = self.flights.get_mut(&tag) else { return };
        for (index, post) in flight.posts().iter_mut().enumerate().filter(|(_, post)| post.state == Sent::No) {
            post.state = Sent::At(Instant::now());
            self.posts.send(outlet, Place { generation: self.generation, tag, index }, &post.message);
        }
    }

    pub(super) fn judged(&mut self, judged: Vec<(Post, Fate)>) {
        for (post, fate) in judged {
            match fate {
                Fate::Confirmed => self.metrics.confirmed(post.sent.elapsed().as_secs_f64(), post.bytes),
                Fate::Returned => self.metrics.returned(),
                Fate::Nacked => self.metrics.nacked(),
                Fate::Lost => {}
            }
            if post.place.generation != self.generation {
                continue;
            }
            let (tag, index) = (post.place.tag, post.place.index);
            let Some(envelope) = self.flights.get_mut(&tag).and_then(|flight| flight.posts().get_mut(index)) else {
                continue;
            };
            if fate == Fate::Confirmed {
                envelope.state = Sent::Confirmed;
                self.finish_if_confirmed(tag);
            } else {
                tell_once(envelope, fate);
                self.later.push((tag, index));
            }
        }
        if !self.later.is_empty() && self.out.is_broken() {
            self.out_down("the connection broke");
        }
    }

    pub(super) fn out_up(&mut self, outlet: Box<Outlet>) {
        self.out = Out::up(*outlet);
        self.metrics.connected(Side::Out, true);
        self.health.set_connected(Side::Out, true);
        for tag in self.flights.keys().copied().collect::<Vec<_>>() {
            self.send(tag);
        }
        if matches!(self.incoming, In::Closed) && self.draining.is_none() {
            tracing::info!(
                queue = self.settings.topology.articles_queue,
                events = self.settings.topology.events_exchange,
                dead_letters = self.settings.topology.dead_letter_queue,
                "topology ready"
            );
            self.incoming = self.another_consumer(None);
        }
    }

    /// Everything unconfirmed is written again on the next connection.
    fn out_down(&mut self, reason: &str) {
        let making = supervisor::outlet(&self.settings, &self.metrics, self.out.lived());
        let Out::Up { outlet, .. } = std::mem::replace(&mut self.out, Out::Making(making)) else { return };
        tracing::warn!(side = "out", class = "network", reason, "connection lost");
        self.metrics.reconnecting("network");
        self.metrics.connected(Side::Out, false);
        self.health.set_connected(Side::Out, false);
        self.blocked(false);
        self.posts.forget();
        self.later.clear();
        for flight in self.flights.values_mut() {
            for post in flight.posts().iter_mut().filter(|post| post.state != Sent::Confirmed) {
                post.state = Sent::No;
            }
        }
        // Closing may take its time, and nobody needs to wait for it.
        tokio::spawn(outlet.close());
    }

    pub(super) fn blocked(&self, blocked: bool) {
        if blocked == self.health.is_blocked() {
            return;
        }
        self.metrics.blocked(blocked);
        self.health.set_blocked(blocked);
        if blocked {
            tracing::warn!(
                code = "E114",
                "RabbitMQ takes no messages (memory or disk alarm); consuming pauses until it does"
            );
        } else {
            tracing::info!("RabbitMQ takes messages again");
        }
    }

    pub(super) fn look_after_out(&mut self, now: Instant) {
        if self.out.is_broken() {
            return self.out_down("the connection broke");
        }
        let patience = Duration::from_secs(self.settings.worker.confirm_seconds);
        let oldest = self.flights.values().filter_map(Flight::oldest).min();
        if !self.out.is_blocked() && oldest.is_some_and(|oldest| now.duration_since(oldest) > patience) {
            self.out_down("no confirm (worker.confirm_seconds)");
        }
    }
}

/// One line of log for a message that the broker does not take, however often it is tried.
fn tell_once(envelope: &mut Envelope, fate: Fate) {
    let Outgoing { id, exchange, routing_key: key, .. } = &envelope.message;
    match fate {
        Fate::Confirmed | Fate::Lost => return,
        Fate::Returned | Fate::Nacked if envelope.told => return,
        Fate::Returned => {
            let code = "E112";
            tracing::warn!(
                id,
                exchange,
                key,
                code,
                "no queue wants it, trying again: bind a queue, or give the exchange an alternate"
            );
        }
        Fate::Nacked => tracing::warn!(id, code = "E113", "RabbitMQ refuses it (is a queue full?), trying again"),
    }
    envelope.told = true;
}
