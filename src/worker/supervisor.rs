//! Makes connections, again and again until one holds: full jitter between tries, slower for what only people can mend.

use super::appetite::Appetite;
use crate::broker::{BrokerError, ErrorClass, Incoming, Outlet, connect, connect_reading, taste, topology};
use crate::settings::Settings;
use crate::telemetry::{Metrics, Side};
use backon::{BackoffBuilder, ExponentialBuilder};
use futures_util::future::{BoxFuture, FutureExt};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// A connection that broke younger than this is made anew after a pause: something breaks it each time.
const SETTLED: Duration = Duration::from_secs(5);

/// A connection in the making; it comes out of the future once it stands.
pub(super) type Making<T> = BoxFuture<'static, T>;

/// A connection for publishing: topology first, then confirm mode.
pub(super) fn outlet(settings: &Arc<Settings>, metrics: &Metrics, lived: Option<Duration>) -> Making<Outlet> {
    let (settings, metrics) = (Arc::clone(settings), metrics.clone());
    async move {
        let mut pauses = Pauses::after(&settings, lived).await;
        loop {
            match make_outlet(&settings).await {
                Ok(outlet) => return outlet,
                Err(error) => pauses.pause(Side::Out, &metrics, &error).await,
            }
        }
    }
    .boxed()
}

/// A connection that consumes.
pub(super) fn incoming(
    settings: &Arc<Settings>,
    mut appetite: Appetite,
    metrics: &Metrics,
    lived: Option<Duration>,
) -> Making<Incoming> {
    let (settings, metrics) = (Arc::clone(settings), metrics.clone());
    async move {
        let mut pauses = Pauses::after(&settings, lived).await;
        loop {
            match make_incoming(&settings, &mut appetite).await {
                Ok(incoming) => return incoming,
                Err(error) => pauses.pause(Side::In, &metrics, &error).await,
            }
        }
    }
    .boxed()
}

async fn make_outlet(settings: &Settings) -> Result<Outlet, BrokerError> {
    let mut link = connect(&settings.amqp, "out").await?;
    let address = link.address();
    match topology::ensure(&mut link, &settings.topology, &settings.retry).await {
        Ok(()) => {
            tracing::info!(side = "out", broker = address, "connected");
            Outlet::open(link).await
        }
        Err(error) => {
            link.close().await;
            Err(error)
        }
    }
}

/// Looks after the topology as well: the queue may have been deleted while the other connection lived on.
async fn make_incoming(settings: &Settings, appetite: &mut Appetite) -> Result<Incoming, BrokerError> {
    let mut link = connect_reading(settings.input.byte_budget, &settings.amqp, "in").await?;
    let address = link.address();
    if let Err(error) = topology::ensure(&mut link, &settings.topology, &settings.retry).await {
        link.close().await;
        return Err(error);
    }
    tracing::info!(side = "in", broker = address, "connected");
    let queue = &settings.topology.articles_queue;
    let first = taste(&mut link, queue, settings.input.prefetch, settings.input.byte_budget).await?;
    appetite.tasted(first.iter());
    let (prefetch, wanted) = (appetite.fits(), settings.input.prefetch);
    if prefetch < wanted {
        let bytes = appetite.mean();
        tracing::info!(
            prefetch,
            wanted,
            bytes,
            "fewer messages are asked for: they are large, or the broker did not answer when it was asked for more"
        );
    }
    let consumer = Incoming::consume(link, queue, first, prefetch).await;
    if consumer.as_ref().is_err_and(|error| error.class == ErrorClass::Network) {
        // The broker may read all that was asked for before it answers.
        appetite.doubt();
    }
    consumer
}

/// Pauses between tries.
struct Pauses {
    longest: Duration,
    backoff: Box<dyn Iterator<Item = Duration> + Send>,
    attempt: u32,
}

impl Pauses {
    /// Begins, after a pause if the connection before did not live long.
    async fn after(settings: &Settings, lived: Option<Duration>) -> Self {
        let mut backoff: Box<dyn Iterator<Item = Duration> + Send> = Box::new(backoff(settings));
        if lived.is_some_and(|lived| lived < SETTLED) {
            sleep(backoff.next().unwrap_or_default().max(Duration::from_secs(1))).await;
        }
        Self { longest: Duration::from_millis(settings.amqp.reconnect_max_ms), backoff, attempt: 0 }
    }

    /// One line of log, then the pause that the error asks for.
    async fn pause(&mut self, side: Side, metrics: &Metrics, error: &BrokerError) {
        self.attempt += 1;
        metrics.reconnecting(error.class.name());
        let pause = self.backoff.next().unwrap_or(self.longest).min(self.longest).max(error.class.least_pause());
        let (side, attempt, next_ms) = (side.name(), self.attempt, pause.as_millis() as u64);
        let (class, code) = (error.class.name(), error.code);
        if error.class == ErrorClass::Network {
            tracing::warn!(side, attempt, next_ms, class, code, reason = %error, "broker not reachable, trying again");
        } else {
            tracing::error!(side, attempt, next_ms, class, code, reason = %error, "broker refuses, trying again");
        }
        sleep(pause).await;
    }
}

/// Doubling from the shortest to the longest pause, each with jitter of as much again.
fn backoff(settings: &Settings) -> impl Iterator<Item = Duration> + Send + 'static {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(settings.amqp.reconnect_min_ms))
        .with_max_delay(Duration::from_millis(settings.amqp.reconnect_max_ms))
        .with_jitter()
        .without_max_times()
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_bounded() {
        let settings = Settings::default();
        let pauses: Vec<Duration> = backoff(&settings).take(20).collect();
        assert!(pauses[0] <= Duration::from_millis(2 * settings.amqp.reconnect_min_ms));
        assert!(pauses.iter().all(|pause| *pause <= Duration::from_millis(2 * settings.amqp.reconnect_max_ms)));
        assert!(pauses[15] > pauses[0]);
    }
}
