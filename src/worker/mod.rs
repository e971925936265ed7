//! Joins broker and core: takes articles in, has them enriched off the async threads, publishes what came out, and only then acks.

mod acks;
mod appetite;
#[cfg(feature = "failpoints")]
mod failpoints;
mod flight;
mod forward;
mod handler;
mod isolation;
mod journal;
mod memory;
mod owner;
mod pool;
mod posts;
mod report;
mod sides;
mod supervisor;

pub use handler::Handler;
pub use isolation::serve as serve_isolated;
pub use report::{Exit, Report};

use crate::settings::Settings;
use crate::telemetry::{Health, Metrics};
use std::path::PathBuf;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Runs until `stop` says so, or until its limits are reached.
pub async fn run(start: Start, stop: Stop) -> Report {
    owner::Owner::new(start, stop).run().await
}

/// All that a worker begins with.
pub struct Start {
    /// What it goes by.
    pub settings: Settings,
    /// Made of the same settings.
    pub handler: Handler,
    /// Where it counts.
    pub metrics: Metrics,
    /// Where it tells how it is.
    pub health: Health,
    /// When to stop without being told.
    pub limits: Limits,
    /// New settings on the way.
    pub changes: mpsc::Receiver<Change>,
    /// This program, which enriches suspects when it is started as `PROGRAM isolated`.
    pub program: PathBuf,
}

/// New settings for a running worker. Names and queues are those that it started with.
pub struct Change {
    /// What it goes by from now on.
    pub settings: Settings,
    /// Made of the same settings.
    pub handler: Handler,
}

/// How to end a worker.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    /// Take no more, finish what is in flight.
    pub soft: CancellationToken,
    /// Leave everything as it is: the broker delivers it again.
    pub hard: CancellationToken,
}

/// When to stop without being told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// After so many messages.
    pub messages: Option<u64>,
    /// When the queue is empty and all is acked.
    pub once: bool,
}
