//! How long an article takes when articles come at their own pace, whatever the worker makes of it.

use super::{load, start, until};
use crate::broker::{Incoming, Outlet, connect};
use crate::cli::run::handler;
use crate::settings::Settings;
use crate::telemetry::{Health, Metrics, Phase};
use crate::worker::{self, Limits, Stop};
use anyhow::{Context, Result, ensure};
use futures_util::stream::{FuturesUnordered, StreamExt};
use hdrhistogram::Histogram;
use std::time::{Duration, Instant};
use tokio::time::{sleep_until, timeout};

/// Events that are read at once, and acked together.
const READ: u16 = 256;
/// After so long without an event, something is wrong.
const PATIENCE: Duration = Duration::from_mins(1);

/// Publishes `rate` articles a second for so many `seconds`, and tells how long after each was due its event was read.
pub(super) async fn measure(settings: &Settings, rate: u32, seconds: u32) -> Result<String> {
    let (health, stop) = (Health::default(), Stop::default());
    let start = start(settings, handler(settings, &Metrics::default())?, &health, Limits::default())?;
    let running = tokio::spawn(worker::run(start, stop.clone()));
    until(&health, Phase::Working, &running).await?;
    let count = u64::from(rate) * u64::from(seconds);
    let begun = Instant::now();
    let due = move |number: u64| begun + Duration::from_secs(1).mul_f64(number as f64 / f64::from(rate));
    let publishing = tokio::spawn(publish(settings.clone(), due, count));
    let times = read(settings, due, count).await;
    stop.soft.cancel();
    publishing.await??;
    running.await?;
    let times = times?;
    let at = |quantile: f64| times.value_at_quantile(quantile) as f64 / 1000.0;
    let (p50, p95, p99, most) = (at(0.5), at(0.95), at(0.99), times.max() as f64 / 1000.0);
    Ok(format!("p50 {p50:.1} ms, p95 {p95:.1} ms, p99 {p99:.1} ms, max {most:.1} ms ({count} articles)"))
}

/// Publishes each article when it is due, also when the ones before are not confirmed.
async fn publish(settings: Settings, due: impl Fn(u64) -> Instant, count: u64) -> Result<()> {
    let outlet = Outlet::open(connect(&settings.amqp, "bench load").await?).await?;
    let mut confirms = FuturesUnordered::new();
    for (number, message) in (0..count).zip(load::messages(&settings.topology.articles_exchange)) {
        let due = sleep_until(due(number).into());
        tokio::pin!(due);
        // Confirms are futures: they go on only while somebody waits for them.
        while tokio::select! { () = &mut due => false, Some(_) = confirms.next() => true } {}
        confirms.push(outlet.publish(&message));
    }
    while confirms.next().await.is_some() {}
    outlet.close().await;
    Ok(())
}

/// Reads `count` events.
async fn read(settings: &Settings, due: impl Fn(u64) -> Instant, count: u64) -> Result<Histogram<u64>> {
    let link = connect(&settings.amqp, "bench read").await?;
    let mut events = Incoming::consume(link, &settings.topology.unrouted, Vec::new(), READ).await?;
    let mut times = Histogram::new(3)?;
    for read in 1..=count {
        let event = timeout(PATIENCE, events.next(u64::MAX)).await.context("no more events come")??;
        let number =
            event.correlation_id().and_then(|number| number.parse().ok()).context("an event of somebody else")?;
        times.record(u64::try_from(due(number).elapsed().as_micros())?)?;
        if read.is_multiple_of(u64::from(READ / 2)) || read == count {
            events.ack(event.tag, true).await?;
        }
    }
    events.close().await;
    ensure!(times.len() == count, "some events were not counted");
    Ok(times)
}
