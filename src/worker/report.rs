//! What a worker tells: a line per message, a line per minute, and a report at the end.

use super::flight::{Flight, Stage};
use super::handler::Failure;
use crate::telemetry::{Metrics, Outcome};
use std::time::{Duration, Instant};

/// Pause between two summaries.
const PAUSE: Duration = Duration::from_mins(1);
/// So many durations are kept for the percentiles of a summary; more would not change them.
const MOST: usize = 100_000;

/// Why the worker ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It was told to stop, or its limits were reached.
    Stopped,
    /// It was told twice, and left everything as it was.
    Killed,
    /// Too many threads hang: a new process is needed.
    WornOut,
    /// The broker could not be reached in the time allowed.
    Unreachable,
}

/// What it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Why it ended.
    pub exit: Exit,
    /// Messages whose events are published.
    pub published: u64,
    /// Messages that wait in a retry queue.
    pub retried: u64,
    /// Messages that are dead letters.
    pub dead_lettered: u64,
}

/// Counts, since the start and since the last summary.
pub(super) struct Tally {
    total: [u64; 3],
    since: [u64; 3],
    summarized: Instant,
    milliseconds: Vec<f32>,
}

impl Tally {
    pub(super) fn new(now: Instant) -> Self {
        Self { total: [0; 3], since: [0; 3], summarized: now, milliseconds: Vec::new() }
    }

    /// A message ended.
    pub(super) fn tell(&mut self, metrics: &Metrics, flight: Flight) {
        let Stage::Publishing { ending, posts } = flight.stage else { return };
        let class = ending.failure.as_ref().map_or("", |failure| failure.class.as_ref());
        metrics.ended(ending.outcome, class);
        self.total[ending.outcome as usize] += 1;
        self.since[ending.outcome as usize] += 1;
        let ms = ending.took.as_secs_f32() * 1000.0;
        if self.milliseconds.len() < MOST {
            self.milliseconds.push(ms);
        }
        let (attempt, message_id, ms) = (flight.attempt, flight.message_id, round(ms));
        let isolated = ending.suspect.map(|_| true);
        let Some(failure) = ending.failure else {
            let told = ending.summary;
            tracing::info!(
                id = told.article,
                articles = (told.articles > 1).then_some(told.articles),
                quotes = told.quotes,
                attributed = told.attributed,
                entities = told.entities,
                events = posts.len(),
                ms,
                attempt,
                message_id,
                isolated,
                "enriched"
            );
            return;
        };
        let Failure { class, code, detail: reason, path } = &failure;
        let what = if ending.outcome == Outcome::Retried { "retry later" } else { "dead-lettered" };
        tracing::warn!(%class, %code, reason, path, ms, attempt, message_id, isolated, "{what}");
    }

    /// Once a minute, if anything happened.
    pub(super) fn summarize(&mut self, now: Instant, in_flight: usize) {
        if now.duration_since(self.summarized) < PAUSE {
            return;
        }
        self.summarized = now;
        let [published, retried, dead_lettered] = std::mem::take(&mut self.since);
        let mut times = std::mem::take(&mut self.milliseconds);
        if published + retried + dead_lettered == 0 {
            return;
        }
        times.sort_by(f32::total_cmp);
        let (p50_ms, p99_ms) = (percentile(&times, 50), percentile(&times, 99));
        tracing::info!(
            published,
            retried,
            dead_lettered,
            in_flight,
            p50_ms,
            p99_ms,
            last_s = PAUSE.as_secs(),
            "summary"
        );
    }

    pub(super) fn report(&self, exit: Exit) -> Report {
        let [published, retried, dead_lettered] = self.total;
        Report { exit, published, retried, dead_lettered }
    }
}

fn percentile(sorted: &[f32], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).map_or(0.0, |ms| round(*ms))
}

/// To a tenth.
fn round(ms: f32) -> f64 {
    (f64::from(ms) * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_few() {
        let ms = |sorted: &[f32], percent| percentile(sorted, percent).to_string();
        assert_eq!(ms(&[], 99), "0");
        assert_eq!(ms(&[1.0, 2.0, 3.0], 50), "2");
        assert_eq!(ms(&[1.0, 2.0, 3.0], 99), "3");
    }
}
