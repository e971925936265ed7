//! The threads that enrich. They are not tokio's: heartbeats run there, and must not wait for an article.

use super::handler::{Disposition, Failure, Handler, Summary};
use super::journal::Journal;
use super::memory::Share;
use crate::broker::{Delivered, Fingerprint};
use crate::telemetry::{Metrics, panics};
use crossbeam_channel::{Receiver, Sender, select_biased};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// A message on its way through the pool.
pub(super) struct Job {
    /// Which consumer it came from, and its tag there.
    pub(super) id: (u64, u64),
    pub(super) delivered: Arc<Delivered>,
    pub(super) ticket: Ticket,
    pub(super) handler: Arc<Handler>,
}

/// What the owner and the thread know of one job together.
#[derive(Clone, Debug, Default)]
pub(super) struct Ticket(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    at_work: Mutex<AtWork>,
    /// Whichever of the two comes first: the thread is done with it, or nobody waits for it any more.
    settled: AtomicBool,
}

/// What a thread needs of memory and time.
#[derive(Debug, Default)]
struct AtWork {
    /// When it began with the part of the work that it is at; none while it waits.
    since: Option<Instant>,
    /// What the parts before took.
    spent: Duration,
    share: Option<Share>,
}

impl Ticket {
    /// How long a thread has been at it, if one is. Time in which it waits for memory does not count.
    pub(super) fn elapsed(&self) -> Option<Duration> {
        self.with(|at_work| at_work.since.map(|since| at_work.spent + since.elapsed()))
    }

    /// The thread goes on as soon as `take` has a share of the memory for it; what it had before goes back first.
    pub(super) fn go_on_with(&self, take: impl FnOnce() -> Share) {
        let spent = self.elapsed().unwrap_or_default();
        self.with(|at_work| *at_work = AtWork { spent, ..AtWork::default() });
        let share = Some(take()).filter(|_| !self.0.settled.load(Ordering::Acquire));
        self.with(|at_work| *at_work = AtWork { since: Some(Instant::now()), spent, share });
    }

    fn with<T>(&self, with: impl FnOnce(&mut AtWork) -> T) -> T {
        with(&mut self.0.at_work.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Nobody waits for it any more, and its thread ends after it; false if the thread is done with it already. Its share of the memory goes to
    /// others, else they might wait as long as the thread hangs.
    pub(super) fn abandon(&self) -> bool {
        let abandoned = self.settle();
        if abandoned {
            drop(self.take_share());
        }
        abandoned
    }

    /// Its thread is done with it; false if nobody waits for it.
    fn finish(&self) -> bool {
        self.settle()
    }

    /// The thread's share of the memory, for whoever goes on with what it made.
    fn take_share(&self) -> Option<Share> {
        self.with(|at_work| at_work.share.take())
    }

    fn settle(&self) -> bool {
        !self.0.settled.swap(true, Ordering::AcqRel)
    }
}

/// What became of it.
pub(super) struct Done {
    pub(super) id: (u64, u64),
    pub(super) disposition: Disposition,
    pub(super) summary: Summary,
    pub(super) took: Duration,
    /// Set if it was enriched in a process of its own.
    pub(super) suspect: Option<Fingerprint>,
    /// Of the memory, if it was enriched in this process.
    pub(super) share: Option<Share>,
}

/// Which consumer counts at present. Jobs of older ones are thrown away: their messages are delivered again.
#[derive(Clone, Debug, Default)]
pub(super) struct Generation(Arc<AtomicU64>);

impl Generation {
    /// From now on only `generation` counts.
    pub(super) fn set(&self, generation: u64) {
        self.0.store(generation, Ordering::Relaxed);
    }

    /// Whether `generation` counts.
    pub(super) fn is(&self, generation: u64) -> bool {
        self.0.load(Ordering::Relaxed) == generation
    }
}

/// A queue of jobs with threads behind it. Dropping it lets the threads finish and end.
pub(super) struct Pool {
    jobs: Sender<Job>,
    queue: Receiver<Job>,
    /// Each message ends one thread.
    leave: Sender<()>,
    leaving: Receiver<()>,
    results: mpsc::UnboundedSender<Done>,
    journal: Journal,
    metrics: Metrics,
    generation: Generation,
    threads: usize,
    /// Threads that were replaced because they hang, as long as they do.
    hung: Arc<AtomicU64>,
}

impl Pool {
    /// `threads` threads (0 = one per core). Neither queue is bounded here: prefetch bounds both.
    pub(super) fn start(
        threads: usize,
        generation: Generation,
        results: mpsc::UnboundedSender<Done>,
        journal: Journal,
        metrics: Metrics,
    ) -> Self {
        let (jobs, queue) = crossbeam_channel::unbounded();
        let (leave, leaving) = crossbeam_channel::unbounded();
        let hung = Arc::default();
        let mut pool = Self { jobs, queue, leave, leaving, results, journal, metrics, generation, threads: 0, hung };
        pool.resize(threads);
        pool
    }

    /// Threads at work.
    pub(super) fn threads(&self) -> usize {
        self.threads
    }

    /// From now on `threads` threads (0 = one per core); those that are too many end after what they are at.
    pub(super) fn resize(&mut self, threads: usize) {
        let cores = || thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let wanted = if threads == 0 { cores() } else { threads };
        while self.threads < wanted {
            self.add_thread();
        }
        while self.threads > wanted {
            self.threads -= 1;
            // The pool holds the receiver.
            let _ = self.leave.send(());
        }
    }

    /// Jobs that no thread has taken.
    pub(super) fn waiting(&self) -> usize {
        self.jobs.len()
    }

    /// Hands a job over.
    pub(super) fn submit(&self, job: Job) {
        // The pool holds the receiver.
        let _ = self.jobs.send(job);
    }

    /// One thread in place of one that hangs.
    pub(super) fn replace_thread(&mut self) {
        self.threads -= 1;
        self.metrics.thread_hung(self.hung.fetch_add(1, Ordering::Relaxed) + 1);
        self.add_thread();
    }

    /// Whether as many threads hang as there are at work: they still take their share of the processor, and only a new process gets it back.
    pub(super) fn is_worn_out(&self) -> bool {
        self.hung.load(Ordering::Relaxed) >= self.threads.max(2) as u64
    }

    fn add_thread(&mut self) {
        self.threads += 1;
        let (queue, leaving, results) = (self.queue.clone(), self.leaving.clone(), self.results.clone());
        let (journal, generation) = (self.journal.clone(), self.generation.clone());
        let (hung, metrics) = (Arc::clone(&self.hung), self.metrics.clone());
        let work = move || {
            let slot = journal.slot();
            loop {
                let job = select_biased! {
                    recv(leaving) -> _ => return,
                    recv(queue) -> job => job,
                };
                let Ok(job) = job else { return };
                if !generation.is(job.id.0) {
                    continue;
                }
                slot.begin(&job.delivered);
                let (disposition, summary) = attempt(&job.handler, &job.delivered, &job.ticket);
                slot.end();
                let took = job.ticket.elapsed().unwrap_or_default();
                if !job.ticket.finish() {
                    metrics.thread_hung(hung.fetch_sub(1, Ordering::Relaxed) - 1);
                    return;
                }
                let share = job.ticket.take_share();
                let done = Done { id: job.id, disposition, summary, took, suspect: None, share };
                if results.send(done).is_err() {
                    return;
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("extract".into()).spawn(work) {
            tracing::error!(%error, "cannot start a thread of the pool");
        }
    }
}

/// Has one message handled. A panic costs this one message.
pub(super) fn attempt(handler: &Handler, delivered: &Delivered, ticket: &Ticket) -> (Disposition, Summary) {
    catch_unwind(AssertUnwindSafe(|| handler.handle(delivered, ticket))).unwrap_or_else(|_| {
        // What a panic says may hold text of the article; where it happened does not.
        let detail = format!("enrichment panicked at {}", panics::last_place());
        let failure = Failure { class: "panic".into(), code: "E212".into(), detail, path: None };
        (Disposition::RetryLater(failure), Summary::default())
    })
}
