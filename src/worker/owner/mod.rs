//! The one task that owns every delivery, confirm and ack.
//!
//! It never waits for one thing alone: it takes whatever is ready next, and decides. A message is acked only after the broker has confirmed all that was
//! made of it and returned none. There are no locks in here, because nobody else touches any of it.

mod acking;
mod ending;
mod intake;
mod outlet;
mod pace;
mod prefetch;
mod reload;

use super::acks::Acks;
use super::appetite::Appetite;
use super::flight::Flight;
use super::handler::Handler;
use super::isolation::Isolation;
use super::journal::Journal;
use super::pool::{Done, Generation, Pool};
use super::posts::{Fate, Post, Posts};
use super::report::{Exit, Report, Tally};
use super::sides::{In, Out};
use super::{Change, Limits, Start, Stop, supervisor};
use crate::broker::{BrokerError, Delivered, Incoming, Outlet};
use crate::settings::Settings;
use crate::telemetry::{Health, Metrics, Phase};
use std::collections::BTreeMap;
use std::future::pending;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep_until};

/// What happens next.
pub(super) enum Event {
    Stop,
    Kill,
    Tick,
    Reload(Box<Change>),
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
    handler: Arc<Handler>,
    metrics: Metrics,
    health: Health,
    stop: Stop,
    limits: Limits,
    changes: mpsc::Receiver<Change>,
    pool: Pool,
    isolation: Isolation,
    journal: Journal,
    done: mpsc::UnboundedReceiver<Done>,
    out: Out,
    incoming: In,
    /// Of the consumer; tags begin anew with each. Threads look at the other one of the two.
    generation: u64,
    current: Generation,
    flights: BTreeMap<u64, Flight>,
    bytes: usize,
    posts: Posts,
    /// Messages that were returned or refused; they are written again at the next tick.
    later: Vec<(u64, usize)>,
    acks: Acks,
    ack_due: Option<Instant>,
    draining: Option<Instant>,
    /// Another consumer is wanted, and this one is finished until then at the latest.
    renewing: Option<Instant>,
    /// The consumer is cancelled and has handed over all it had.
    exhausted: bool,
    appetite: Appetite,
    delivered_at: Instant,
    /// When messages were first seen ready although none was delivered.
    stalled: Option<Instant>,
    started: Instant,
    was_ready: bool,
    /// As it was told last.
    phase: Phase,
    /// Only a new process can go on.
    worn_out: bool,
    taken: u64,
    tally: Tally,
}

impl Owner {
    pub(super) fn new(start: Start, stop: Stop) -> Self {
        let Start { settings, handler, metrics, health, limits, changes, program } = start;
        let (settings, now) = (Arc::new(settings), Instant::now());
        let journal = Journal::open(settings.worker.state_folder.as_deref(), &metrics);
        // Prefetch bounds what is in it.
        let (results, done) = mpsc::unbounded_channel();
        let current = Generation::default();
        let isolation = Isolation::start(program, current.clone(), results.clone(), metrics.clone());
        let pool = Pool::start(settings.worker.threads, current.clone(), results, journal.clone(), metrics.clone());
        Self {
            out: Out::Making(supervisor::outlet(&settings, &metrics, None)),
            incoming: In::Closed,
            generation: 0,
            current,
            flights: BTreeMap::new(),
            bytes: 0,
            posts: Posts::default(),
            later: Vec::new(),
            acks: Acks::default(),
            ack_due: None,
            draining: None,
            renewing: None,
            exhausted: false,
            appetite: Appetite::new(&settings, pool.threads()),
            delivered_at: now,
            stalled: None,
            started: now,
            was_ready: false,
            phase: Phase::Connecting,
            worn_out: false,
            taken: 0,
            tally: Tally::new(now),
            handler: Arc::new(handler),
            settings,
            metrics,
            health,
            stop,
            limits,
            changes,
            pool,
            isolation,
            journal,
            done,
        }
    }

    /// Runs until it is told to stop, or its limits are reached.
    pub(super) async fn run(mut self) -> Report {
        self.metrics.phase(self.phase);
        let mut ticks = interval(Duration::from_secs(1));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            if let Some(exit) = self.exit() {
                return self.finish(exit).await;
            }
            let (ack_due, room) = (self.ack_due, self.room());
            let event = tokio::select! {
                biased;
                () = self.stop.hard.cancelled() => Event::Kill,
                () = self.stop.soft.cancelled(), if self.draining.is_none() => Event::Stop,
                _ = ticks.tick() => Event::Tick,
                Some(change) = self.changes.recv() => Event::Reload(Box::new(change)),
                () = at(ack_due) => Event::AckDue,
                judged = self.posts.judged() => Event::Judged(judged),
                Some(done) = self.done.recv() => Event::Done(done),
                event = self.out.next() => event,
                event = self.incoming.next(room) => event,
            };
            match event {
                Event::Kill => {
                    self.journal.close();
                    return self.tally.report(Exit::Killed);
                }
                Event::Stop => self.drain("a signal").await,
                Event::Tick => self.tick().await,
                Event::Reload(change) => self.reload(*change).await,
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
            self.renew_consumer().await;
            self.tell_phase();
            if self.limits.messages.is_some_and(|limit| self.taken >= limit) && self.flights.is_empty() {
                self.drain("as many messages as asked for").await;
            }
        }
    }

    /// A line and a gauge whenever the worker is at something else than before.
    fn tell_phase(&mut self) {
        let phase = self.health.phase();
        if phase != self.phase {
            tracing::info!(was = self.phase.name(), is = phase.name(), in_flight = self.flights.len(), "state");
            self.metrics.phase(phase);
            self.phase = phase;
        }
    }

    /// Whether it is over.
    fn exit(&self) -> Option<Exit> {
        let patience = Duration::from_secs(self.settings.worker.startup_seconds);
        if !self.was_ready && !patience.is_zero() && self.started.elapsed() > patience {
            return Some(Exit::Unreachable);
        }
        let deadline = self.draining?;
        let nothing_comes = !matches!(self.incoming, In::Up { .. }) || self.room().is_none();
        let over = (self.flights.is_empty() && nothing_comes) || Instant::now() >= deadline || self.out.is_blocked();
        over.then_some(if self.worn_out { Exit::WornOut } else { Exit::Stopped })
    }

    /// For how many bytes of deliveries there is room; none if no delivery would be taken.
    fn room(&self) -> Option<u64> {
        let left = self.settings.input.byte_budget.saturating_sub(self.bytes as u64);
        let within_budget = self.flights.is_empty() || left > 0;
        let within_limit = self.limits.messages.is_none_or(|limit| self.taken < limit);
        let out_works = matches!(&self.out, Out::Up { .. }) && !self.out.is_blocked();
        // Jobs of a consumer that is gone may still wait for a thread to throw them away, and a consumer does not count what came before it.
        let has_room = self.pool.waiting().max(self.flights.len()) < usize::from(self.settings.input.prefetch);
        // A cancelled consumer still hands over what it has: given back, it would count as one more delivery of each.
        (within_budget && within_limit && out_works && has_room && !self.exhausted).then_some(left)
    }
}

/// Ready at `due`, or never.
async fn at(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due.into()).await,
        None => pending().await,
    }
}
