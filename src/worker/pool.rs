//! The threads that enrich. They are not tokio's: heartbeats run there, and must not wait for an article.

use super::handler::{Disposition, Failure, Handler, Summary};
use crate::broker::Delivered;
use crossbeam_channel::{Receiver, Sender};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// A message on its way through the pool.
#[derive(Debug)]
pub(super) struct Job {
    /// Which consumer it came from, and its tag there.
    pub(super) id: (u64, u64),
    pub(super) delivered: Arc<Delivered>,
    pub(super) ticket: Ticket,
}

/// What the owner and the thread know of one job together.
#[derive(Clone, Debug, Default)]
pub(super) struct Ticket(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    started: OnceLock<Instant>,
    abandoned: AtomicBool,
}

impl Ticket {
    /// How long a thread has been at it.
    pub(super) fn elapsed(&self) -> Option<Duration> {
        self.0.started.get().map(Instant::elapsed)
    }

    /// Nobody waits for it any more: its thread, which has been replaced, ends after it.
    pub(super) fn abandon(&self) {
        self.0.abandoned.store(true, Ordering::Relaxed);
    }

    fn is_abandoned(&self) -> bool {
        self.0.abandoned.load(Ordering::Relaxed)
    }
}

/// What became of it.
pub(super) struct Done {
    pub(super) id: (u64, u64),
    pub(super) disposition: Disposition,
    pub(super) summary: Summary,
    pub(super) took: Duration,
}

/// A bounded queue of jobs with threads behind it. Dropping it lets the threads finish and end.
pub(super) struct Pool {
    jobs: Sender<Job>,
    queue: Receiver<Job>,
    results: mpsc::Sender<Done>,
    handler: Handler,
    threads: usize,
    /// Jobs of older consumers are thrown away: their messages are delivered again.
    generation: Arc<AtomicU64>,
}

impl Pool {
    /// `threads` threads (0 = one per core) and room for `room` jobs; the results come out of the receiver.
    pub(super) fn start(handler: Handler, threads: usize, room: usize) -> (Self, mpsc::Receiver<Done>) {
        let threads =
            if threads == 0 { thread::available_parallelism().map_or(1, std::num::NonZero::get) } else { threads };
        let (jobs, queue) = crossbeam_channel::bounded(room);
        let (results, done) = mpsc::channel(room);
        let mut pool = Self { jobs, queue, results, handler, threads: 0, generation: Arc::default() };
        for _ in 0..threads {
            pool.add_thread();
        }
        (pool, done)
    }

    /// Threads at work.
    pub(super) fn threads(&self) -> usize {
        self.threads
    }

    /// From now on only jobs of `generation` count.
    pub(super) fn set_generation(&self, generation: u64) {
        self.generation.store(generation, Ordering::Relaxed);
    }

    /// Whether there is room for a job.
    pub(super) fn has_room(&self) -> bool {
        !self.jobs.is_full()
    }

    /// Hands a job over. Only call while there is room.
    pub(super) fn submit(&self, job: Job) {
        // The owner alone submits, and asks for room before it takes a delivery; the pool holds the receiver.
        self.jobs.try_send(job).expect("the pool has room");
    }

    /// One thread in place of one that hangs.
    pub(super) fn replace_thread(&mut self) {
        self.threads -= 1;
        self.add_thread();
    }

    fn add_thread(&mut self) {
        self.threads += 1;
        let (queue, results, handler) = (self.queue.clone(), self.results.clone(), self.handler.clone());
        let generation = Arc::clone(&self.generation);
        let work = move || {
            for job in queue {
                if job.id.0 != generation.load(Ordering::Relaxed) {
                    continue;
                }
                let _ = job.ticket.0.started.set(Instant::now());
                let done = run(&handler, &job);
                if job.ticket.is_abandoned() || results.blocking_send(done).is_err() {
                    return;
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("extract".into()).spawn(work) {
            tracing::error!(%error, "cannot start a thread of the pool");
        }
    }
}

/// A panic costs this one message.
fn run(handler: &Handler, job: &Job) -> Done {
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| handler.handle(&job.delivered)));
    let (disposition, summary) = outcome.unwrap_or_else(|panic| {
        let detail = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default();
        (
            Disposition::RetryLater(Failure {
                class: "panic",
                code: "E212",
                detail: format!("enrichment panicked: {detail}"),
                path: None,
            }),
            Summary::default(),
        )
    });
    Done { id: job.id, disposition, summary, took: begun.elapsed() }
}
