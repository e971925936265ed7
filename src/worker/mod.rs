//! Joins broker and core: takes articles in, has them enriched off the async threads, publishes what came out, and only then acks.

mod acks;
mod flight;
mod forward;
mod handler;
mod owner;
mod pool;
mod posts;
mod report;
mod sides;
mod supervisor;

pub use handler::Handler;
pub use report::{Exit, Report};

use crate::settings::Settings;
use crate::telemetry::{Health, Metrics};
use tokio_util::sync::CancellationToken;

/// Runs until `stop` says so, or until `limits` are reached.
pub async fn run(
    settings: &Settings,
    handler: Handler,
    telemetry: (Metrics, Health),
    stop: Stop,
    limits: Limits,
) -> Report {
    owner::Owner::new(settings.clone(), handler, telemetry, stop, limits).run().await
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
