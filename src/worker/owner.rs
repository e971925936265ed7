//! The one task that owns every delivery, confirm and ack.
//!
//! It never waits for one thing alone: it takes whatever is ready next, and decides. A message is acked only after the broker has confirmed all that was
//! made of it and returned none. There are no locks in here, because nobody else touches any of it.

use super::acks::{Ack, Acks};
use super::flight::{Ending, Flight, Sent, Stage};
use super::handler::{Disposition, Failure, Handler, Summary};
use super::pool::{Done, Job, Pool};
use super::posts::{Fate, Place, Post, Posts};
use super::report::{Exit, Report, Tally};
use super::sides::{In, Out};
use super::{Limits, Stop, forward, supervisor};
use crate::broker::{BrokerError, Delivered, Incoming, Outgoing, Outlet};
use crate::settings::Settings;
use crate::telemetry::{Health, Metrics, Outcome, Side};
use std::collections::BTreeMap;
use std::future::pending;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep_until, timeout};

/// A finished message waits so long for others to be acked with it.
const ACK_PAUSE: Duration = Duration::from_millis(5);
/// A consumer that has been silent so long is asked for, and one that has been silent twice as long with messages ready is made anew.
const SILENCE: Duration = Duration::from_secs(15);
/// With `--once`, a queue that has been silent so long is asked whether it is empty.
const ONCE_SILENCE: Duration = Duration::from_millis(300);
/// How long the broker may take to stop delivering.
const CANCEL: Duration = Duration::from_secs(2);

/// What happens next.
pub(super) enum Event {
    Stop,
    Kill,
    Tick,
    AckDue,
    Judged(Vec<(Post, Fate)>),
    Done(Done),
    OutUp(Box<Outlet>),
    Blocked(bool),
    InUp(Box<Incoming>),
    Delivered(Result<Delivered, BrokerError>),
}

pub(super) struct Owner {
    settings: Arc<Settings>,
    metrics: Metrics,
    health: Health,
    stop: Stop,
    limits: Limits,
    pool: Pool,
    done: mpsc::Receiver<Done>,
    out: Out,
    incoming: In,
    /// Of the consumer; tags begin anew with each.
    generation: u64,
    flights: BTreeMap<u64, Flight>,
    bytes: usize,
    posts: Posts,
    /// Messages that were returned or refused; they are written again at the next tick.
    later: Vec<(u64, usize)>,
    acks: Acks,
    ack_due: Option<Instant>,
    draining: Option<Instant>,
    /// The consumer is cancelled and has handed over all it had.
    exhausted: bool,
    delivered_at: Instant,
    /// When messages were first seen ready although none was delivered.
    stalled: Option<Instant>,
    started: Instant,
    was_ready: bool,
    taken: u64,
    tally: Tally,
}

impl Owner {
    pub(super) fn new(
        settings: Settings,
        handler: Handler,
        (metrics, health): (Metrics, Health),
        stop: Stop,
        limits: Limits,
    ) -> Self {
        let (settings, now) = (Arc::new(settings), Instant::now());
        let (pool, done) = Pool::start(handler, settings.worker.threads, usize::from(settings.input.prefetch));
        Self {
            out: Out::Making(supervisor::outlet(&settings, &metrics, None)),
            incoming: In::Closed,
            generation: 0,
            flights: BTreeMap::new(),
            bytes: 0,
            posts: Posts::default(),
            later: Vec::new(),
            acks: Acks::default(),
            ack_due: None,
            draining: None,
            exhausted: false,
            delivered_at: now,
            stalled: None,
            started: now,
            was_ready: false,
            taken: 0,
            tally: Tally::new(now),
            settings,
            metrics,
            health,
            stop,
            limits,
            pool,
            done,
        }
    }

    /// Runs until it is told to stop, or its limits are reached.
    pub(super) async fn run(mut self) -> Report {
        let mut ticks = interval(Duration::from_secs(1));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            if let Some(exit) = self.exit() {
                return self.finish(exit).await;
            }
            let (ack_due, wants_more) = (self.ack_due, self.wants_more());
            let event = tokio::select! {
                biased;
                () = self.stop.hard.cancelled() => Event::Kill,
                () = self.stop.soft.cancelled(), if self.draining.is_none() => Event::Stop,
                _ = ticks.tick() => Event::Tick,
                () = at(ack_due) => Event::AckDue,
                judged = self.posts.judged() => Event::Judged(judged),
                Some(done) = self.done.recv() => Event::Done(done),
                event = self.out.next() => event,
                event = self.incoming.next(wants_more) => event,
            };
            match event {
                Event::Kill => return self.tally.report(Exit::Killed),
                Event::Stop => self.drain("a signal").await,
                Event::Tick => self.tick().await,
                Event::AckDue => self.flush_acks().await,
                Event::Judged(judged) => self.judged(judged),
                Event::Done(done) => self.enriched(done),
                Event::OutUp(outlet) => self.out_up(outlet),
                Event::Blocked(blocked) => self.blocked(blocked),
                Event::InUp(incoming) => self.in_up(incoming),
                Event::Delivered(Ok(delivered)) => self.take(delivered),
                Event::Delivered(Err(error)) => self.in_down(&error).await,
            }
            self.ack_if_full().await;
            if self.limits.messages.is_some_and(|limit| self.taken >= limit) && self.flights.is_empty() {
                self.drain("as many messages as asked for").await;
            }
        }
    }

    /// Whether it is over.
    fn exit(&self) -> Option<Exit> {
        let patience = Duration::from_secs(self.settings.worker.startup_seconds);
        if !self.was_ready && !patience.is_zero() && self.started.elapsed() > patience {
            return Some(Exit::Unreachable);
        }
        let deadline = self.draining?;
        let nothing_comes = !matches!(self.incoming, In::Up { .. }) || !self.wants_more();
        let over = (self.flights.is_empty() && nothing_comes) || Instant::now() >= deadline || self.out.is_blocked();
        over.then_some(Exit::Stopped)
    }

    /// Whether a delivery would be taken.
    fn wants_more(&self) -> bool {
        let within_budget = self.flights.is_empty() || (self.bytes as u64) < self.settings.input.byte_budget;
        let within_limit = self.limits.messages.is_none_or(|limit| self.taken < limit);
        let out_works = matches!(&self.out, Out::Up { .. }) && !self.out.is_blocked();
        // A cancelled consumer still hands over what it has: given back, it would count as one more delivery of each.
        within_budget && within_limit && out_works && self.pool.has_room() && !self.exhausted
    }

    // Articles come in.

    fn in_up(&mut self, incoming: Box<Incoming>) {
        self.generation += 1;
        self.pool.set_generation(self.generation);
        self.acks = Acks::default();
        let now = Instant::now();
        (self.delivered_at, self.stalled) = (now, None);
        self.incoming = In::Up { incoming, since: now };
        self.set_in(true);
        self.was_ready = true;
        tracing::info!(
            queue = self.settings.topology.articles_queue,
            prefetch = self.settings.input.prefetch,
            threads = self.pool.threads(),
            "consuming"
        );
    }

    /// The broker delivers again what was in flight.
    async fn in_down(&mut self, error: &BrokerError) {
        if self.draining.is_some() && error.code == "E115" {
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
            self.incoming = In::Making(supervisor::incoming(&self.settings, &self.metrics, Some(since.elapsed())));
        }
    }

    fn give_up_flights(&mut self) {
        for flight in std::mem::take(&mut self.flights).into_values() {
            self.metrics.released(flight.bytes);
        }
        self.generation += 1;
        self.pool.set_generation(self.generation);
        (self.bytes, self.ack_due) = (0, None);
        self.later.clear();
    }

    fn set_in(&self, up: bool) {
        self.metrics.connected(Side::In, up);
        self.health.set_connected(Side::In, up);
        self.metrics.consuming(up);
        self.health.set_consuming(up);
    }

    fn take(&mut self, delivered: Delivered) {
        self.delivered_at = Instant::now();
        self.stalled = None;
        self.taken += 1;
        let (tag, delivered) = (delivered.tag, Arc::new(delivered));
        let (flight, ticket) = Flight::new(Arc::clone(&delivered));
        self.bytes += flight.bytes;
        self.metrics.consumed(flight.bytes);
        self.flights.insert(tag, flight);
        self.pool.submit(Job { id: (self.generation, tag), delivered, ticket });
    }

    // Events go out.

    fn enriched(&mut self, done: Done) {
        let (generation, tag) = done.id;
        if generation != self.generation {
            return;
        }
        self.metrics.processed(done.took.as_secs_f64());
        match done.disposition {
            Disposition::Publish(messages) => {
                let ending =
                    Ending { outcome: Outcome::Published, summary: done.summary, failure: None, took: done.took };
                self.publish(tag, messages, ending);
            }
            Disposition::RetryLater(failure) => self.fail(tag, failure, true, done.took),
            Disposition::DeadLetter(failure) => self.fail(tag, failure, false, done.took),
        }
    }

    /// The message goes on as it came: to a retry queue if that may help and tries are left, else to the dead letters.
    fn fail(&mut self, tag: u64, failure: Failure, may_help: bool, took: Duration) {
        let Some(flight) = self.flights.get(&tag) else { return };
        let Stage::Enriching { delivered, .. } = &flight.stage else { return };
        let id = format!("{}-{tag}", self.generation);
        let delay = self.settings.retry.delays_seconds.get(flight.attempt as usize - 1).filter(|_| may_help);
        let (message, outcome) = match delay {
            Some(seconds) => (forward::retry(&self.settings, delivered, &failure, id, *seconds), Outcome::Retried),
            None => (forward::dead_letter(&self.settings, delivered, &failure, id), Outcome::DeadLettered),
        };
        let ending = Ending { outcome, summary: Summary::default(), failure: Some(failure), took };
        self.publish(tag, vec![message], ending);
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
    fn send(&mut self, tag: u64) {
        let Out::Up { outlet, .. } = &self.out else { return };
        let Some(flight) = self.flights.get_mut(&tag) else { return };
        for (index, post) in flight.posts().iter_mut().enumerate().filter(|(_, post)| post.state == Sent::No) {
            post.state = Sent::At(Instant::now());
            self.posts.send(outlet, Place { generation: self.generation, tag, index }, &post.message);
        }
    }

    fn judged(&mut self, judged: Vec<(Post, Fate)>) {
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
                match fate {
                    Fate::Returned => tracing::warn!(
                        id = post.id,
                        exchange = envelope.message.exchange,
                        key = envelope.message.routing_key,
                        code = "E112",
                        "no queue wants it, trying again: bind a queue, or give the exchange an alternate"
                    ),
                    Fate::Nacked => tracing::warn!(
                        id = post.id,
                        code = "E113",
                        "RabbitMQ refuses it (is a queue full?), trying again"
                    ),
                    Fate::Confirmed | Fate::Lost => {}
                }
                self.later.push((tag, index));
            }
        }
        if !self.later.is_empty() && self.out.is_broken() {
            self.out_down("the connection broke");
        }
    }

    fn out_up(&mut self, outlet: Box<Outlet>) {
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
            self.incoming = In::Making(supervisor::incoming(&self.settings, &self.metrics, None));
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

    fn blocked(&self, blocked: bool) {
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

    // Acks.

    fn finish_if_confirmed(&mut self, tag: u64) {
        if !self.flights.get(&tag).is_some_and(Flight::is_finished) {
            return;
        }
        let Some(flight) = self.flights.remove(&tag) else { return };
        self.bytes -= flight.bytes;
        self.metrics.released(flight.bytes);
        self.tally.tell(&self.metrics, flight);
        let now = Instant::now();
        self.acks.finish(tag, now);
        self.ack_due.get_or_insert(now + ACK_PAUSE);
    }

    async fn ack_if_full(&mut self) {
        let full = self.acks.pending() >= u64::from(self.settings.input.prefetch).div_ceil(2);
        if self.ack_due.is_some() && (full || self.flights.is_empty()) {
            self.flush_acks().await;
        }
    }

    async fn flush_acks(&mut self) {
        self.ack_due = None;
        let batch = self.acks.batch();
        self.send_acks(batch).await;
    }

    async fn send_acks(&mut self, acks: impl IntoIterator<Item = Ack>) {
        for ack in acks {
            let In::Up { incoming, .. } = &self.incoming else { return };
            if let Err(error) = incoming.ack(ack.tag, ack.multiple).await {
                return Box::pin(self.in_down(&error)).await;
            }
        }
    }

    // Once a second.

    async fn tick(&mut self) {
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
        self.give_up_slow_ones();
        self.look_after_out(now);
        self.look_after_in(now).await;
        self.tally.summarize(now, self.flights.len());
    }

    /// An article that takes too long is a dead letter, and its thread is replaced.
    fn give_up_slow_ones(&mut self) {
        let limit = Duration::from_secs(self.settings.limits.article_seconds);
        let slow: Vec<u64> =
            self.flights.iter().filter(|(_, flight)| flight.is_slow(limit)).map(|(tag, _)| *tag).collect();
        for tag in slow {
            if let Some(Flight { stage: Stage::Enriching { ticket, .. }, .. }) = self.flights.get(&tag) {
                ticket.abandon();
            }
            self.pool.replace_thread();
            let detail = format!("gave up after {} s (limits.article_seconds)", limit.as_secs());
            self.fail(tag, Failure { class: "timeout", code: "E207", detail, path: None }, false, limit);
        }
    }

    fn look_after_out(&mut self, now: Instant) {
        if self.out.is_broken() {
            return self.out_down("the connection broke");
        }
        let patience = Duration::from_secs(self.settings.worker.confirm_seconds);
        let oldest = self.flights.values().filter_map(Flight::oldest).min();
        if !self.out.is_blocked() && oldest.is_some_and(|oldest| now.duration_since(oldest) > patience) {
            self.out_down("no confirm (worker.confirm_seconds)");
        }
    }

    /// Asks a silent consumer whether it should be: connections that look alive sometimes deliver nothing any more.
    async fn look_after_in(&mut self, now: Instant) {
        // While no delivery is wanted, nobody waits for one, and nobody is told that the connection broke.
        if matches!(&self.incoming, In::Up { incoming, .. } if !incoming.is_open()) && !self.wants_more() {
            return self.in_down(&BrokerError::broken()).await;
        }
        let silence = if self.limits.once { ONCE_SILENCE } else { SILENCE };
        let silent = now.duration_since(self.delivered_at) >= silence && self.wants_more() && self.draining.is_none();
        let due = self.stalled.is_none_or(|since| now.duration_since(since) >= SILENCE);
        if !silent || !self.flights.is_empty() || !due {
            return;
        }
        let In::Up { incoming, .. } = &self.incoming else { return };
        match incoming.ready().await {
            Ok(0) if self.limits.once => self.drain("the queue is empty").await,
            Ok(0) => (self.stalled, self.delivered_at) = (None, now),
            Ok(_) if self.stalled.is_none() => self.stalled = Some(now),
            Ok(ready) => {
                let error = BrokerError::stalled(&self.settings.topology.articles_queue, ready);
                self.in_down(&error).await;
            }
            Err(error) => self.in_down(&error).await,
        }
    }

    // The end.

    /// Takes no more, and finishes what it has.
    async fn drain(&mut self, reason: &'static str) {
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

    async fn finish(mut self, exit: Exit) -> Report {
        let given_back = self.flights.len();
        let rest = self.acks.rest();
        self.send_acks(rest).await;
        if let In::Up { incoming, .. } = std::mem::replace(&mut self.incoming, In::Closed) {
            // The answer comes behind the acks: when it is here, they are there.
            let _ = incoming.ready().await;
            incoming.close().await;
        }
        // A blocked connection would not even close.
        let blocked = self.out.is_blocked();
        if let Out::Up { outlet, .. } = self.out
            && !blocked
        {
            outlet.close().await;
        }
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

/// Ready at `due`, or never.
async fn at(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due.into()).await,
        None => pending().await,
    }
}
