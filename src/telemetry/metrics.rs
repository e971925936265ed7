//! Every metric: name, unit, help. Methods are named after what happened, so that a line of log and a counter never drift apart.

use super::health::{Phase, Side};
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, LabelSetEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::sync::Arc;

/// How one message ended. Every message ends exactly once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its events are confirmed.
    Published,
    /// It waits in a retry queue.
    Retried,
    /// It is a dead letter.
    DeadLettered,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Retried => "retried",
            Self::DeadLettered => "dead_lettered",
        }
    }
}

/// One label and its value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Label(&'static str, String);

impl EncodeLabelSet for Label {
    fn encode(&self, encoder: &mut LabelSetEncoder<'_>) -> Result<(), std::fmt::Error> {
        (self.0, self.1.as_str()).encode(encoder.encode_label())
    }
}

use prometheus_client::encoding::EncodeLabel;

/// All metrics of one worker. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Metrics(Arc<All>);

#[derive(Debug)]
struct All {
    registry: Registry,
    messages: Family<Label, Counter>,
    dead_letters: Family<Label, Counter>,
    quotes: Family<Label, Counter>,
    unattributed: Counter,
    entities: Family<Label, Counter>,
    warnings: Family<Label, Counter>,
    confirmed: Counter,
    process: Histogram,
    confirm: Histogram,
    input: Histogram,
    output: Histogram,
    in_flight: Gauge,
    bytes_in_flight: Gauge,
    connected: Family<Label, Gauge>,
    consuming: Gauge,
    blocked: Gauge,
    state: Family<Label, Gauge>,
    reconnects: Family<Label, Counter>,
    returned: Counter,
    nacked: Counter,
    journal_errors: Counter,
    suspects: Gauge,
    isolated: Family<Label, Counter>,
    hung_threads: Gauge,
    reloads: Family<Label, Counter>,
    last_article: Gauge,
    memory: Gauge,
}

/// Buckets of OpenTelemetry's `messaging.process.duration`, with half a millisecond and one before them.
const SECONDS: [f64; 16] =
    [0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];
const BYTES: [f64; 9] = [1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7];

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("quotewire");
        let build = [("version", env!("CARGO_PKG_VERSION")), ("rules", crate::enrich::RULES)];
        registry.register("build", "Version of the worker and of its rules", Info::new(build));
        let all = All {
            messages: counters(&mut registry, "messages", "Messages by how they ended; each ends once"),
            dead_letters: counters(&mut registry, "dead_letters", "Dead letters by error class"),
            quotes: counters(&mut registry, "quotes", "Quotes by form"),
            unattributed: counter(&mut registry, "quotes_unattributed", "Quotes without a known speaker"),
            entities: counters(&mut registry, "entities", "Entities by type"),
            warnings: counters(&mut registry, "warnings", "Warnings by code"),
            confirmed: counter(
                &mut registry,
                "confirmed",
                "Messages confirmed by the broker: events, retries and dead letters",
            ),
            process: seconds(&mut registry, "process", "From bytes to events, on a thread of the pool"),
            confirm: seconds(&mut registry, "confirm", "From publishing an event to its confirm"),
            input: bytes(&mut registry, "input", "Size of messages as they come in"),
            output: bytes(&mut registry, "output", "Size of events"),
            in_flight: gauge(&mut registry, "in_flight", "Messages delivered and not yet acked"),
            bytes_in_flight: gauge(&mut registry, "bytes_in_flight", "Bytes of those messages"),
            connected: family(&mut registry, "connected", "Whether the connection is up"),
            consuming: gauge(&mut registry, "consuming", "Whether deliveries are asked for"),
            blocked: gauge(&mut registry, "blocked", "Whether the broker takes no messages (memory or disk alarm)"),
            state: family(
                &mut registry,
                "state",
                "1 for what the worker is at, 0 for all else: connecting, connected, working, blocked, draining",
            ),
            reconnects: counters(&mut registry, "reconnects", "Lost connections by error class"),
            returned: counter(&mut registry, "returned", "Events that no queue wanted"),
            nacked: counter(&mut registry, "nacked", "Events that the broker refused"),
            journal_errors: counter(
                &mut registry,
                "journal_errors",
                "Times that the crash journal could not be opened or written",
            ),
            suspects: gauge(&mut registry, "suspects", "Articles that a worker may have died of, not seen again yet"),
            isolated: counters(
                &mut registry,
                "isolated",
                "Articles enriched in a process of their own by how that went: survived, died, timeout, failed",
            ),
            hung_threads: gauge(&mut registry, "hung_threads", "Threads given up with an article that took too long"),
            reloads: counters(
                &mut registry,
                "reloads",
                "Times that SIGHUP had the settings read again by result: applied, refused",
            ),
            last_article: gauge(&mut registry, "last_article_timestamp_seconds", "When the last message ended"),
            memory: gauge(&mut registry, "resident_memory_bytes", "Memory of the process"),
            registry,
        };
        Self(Arc::new(all))
    }
}

fn counters(registry: &mut Registry, name: &str, help: &str) -> Family<Label, Counter> {
    family(registry, name, help)
}

fn family<
    M: prometheus_client::metrics::TypedMetric
        + prometheus_client::encoding::EncodeMetric
        + Clone
        + Default
        + std::fmt::Debug
        + Send
        + Sync
        + 'static,
>(
    registry: &mut Registry,
    name: &str,
    help: &str,
) -> Family<Label, M> {
    let family = Family::<Label, M>::default();
    registry.register(name, help, family.clone());
    family
}

fn counter(registry: &mut Registry, name: &str, help: &str) -> Counter {
    let counter = Counter::default();
    registry.register(name, help, counter.clone());
    counter
}

fn gauge(registry: &mut Registry, name: &str, help: &str) -> Gauge {
    let gauge = Gauge::default();
    registry.register(name, help, gauge.clone());
    gauge
}

fn seconds(registry: &mut Registry, name: &str, help: &str) -> Histogram {
    let histogram = Histogram::new(SECONDS);
    registry.register_with_unit(name, help, Unit::Seconds, histogram.clone());
    histogram
}

fn bytes(registry: &mut Registry, name: &str, help: &str) -> Histogram {
    let histogram = Histogram::new(BYTES);
    registry.register_with_unit(name, help, Unit::Bytes, histogram.clone());
    histogram
}

impl Metrics {
    /// A message came in.
    pub fn consumed(&self, bytes: usize) {
        self.0.input.observe(bytes as f64);
        self.0.in_flight.inc();
        self.0.bytes_in_flight.inc_by(i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    /// A message left the flight: acked, or given back with its connection.
    pub fn released(&self, bytes: usize) {
        self.0.in_flight.dec();
        self.0.bytes_in_flight.dec_by(i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    /// A message in flight weighs more or less than before.
    pub fn reweighed(&self, before: usize, after: usize) {
        let bytes = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.0.bytes_in_flight.inc_by(bytes(after) - bytes(before));
    }

    /// The pool was done with a message.
    pub fn processed(&self, seconds: f64) {
        self.0.process.observe(seconds);
    }

    /// A quote was found.
    pub fn quote(&self, form: &str, attributed: bool) {
        self.0.quotes.get_or_create(&Label("form", form.to_owned())).inc();
        if !attributed {
            self.0.unattributed.inc();
        }
    }

    /// An entity was found.
    pub fn entity(&self, kind: &str) {
        self.0.entities.get_or_create(&Label("type", kind.to_owned())).inc();
    }

    /// An article carries a warning.
    pub fn warning(&self, code: &str) {
        self.0.warnings.get_or_create(&Label("code", code.to_owned())).inc();
    }

    /// The broker confirmed a message of ours.
    pub fn confirmed(&self, seconds: f64, bytes: usize) {
        self.0.confirmed.inc();
        self.0.confirm.observe(seconds);
        self.0.output.observe(bytes as f64);
    }

    /// A message ended.
    pub fn ended(&self, outcome: Outcome, class: &str) {
        self.0.messages.get_or_create(&Label("status", outcome.name().to_owned())).inc();
        if outcome == Outcome::DeadLettered {
            self.0.dead_letters.get_or_create(&Label("class", class.to_owned())).inc();
        }
        self.0.last_article.set(super::clock::now().as_second());
    }

    /// The broker returned an event of ours.
    pub fn returned(&self) {
        self.0.returned.inc();
    }

    /// The broker refused an event of ours.
    pub fn nacked(&self) {
        self.0.nacked.inc();
    }

    /// The crash journal could not be opened or written.
    pub fn journal_failed(&self) {
        self.0.journal_errors.inc();
    }

    /// So many articles may have killed a worker.
    pub fn suspects(&self, count: usize) {
        self.0.suspects.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// An article was enriched in a process of its own.
    pub fn isolated(&self, outcome: &str) {
        self.0.isolated.get_or_create(&Label("outcome", outcome.to_owned())).inc();
    }

    /// So many threads hang.
    pub fn thread_hung(&self, count: u64) {
        self.0.hung_threads.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// The settings were read again, and were good or not.
    pub fn reloaded(&self, good: bool) {
        let result = if good { "applied" } else { "refused" };
        self.0.reloads.get_or_create(&Label("result", result.to_owned())).inc();
    }

    /// A connection is up, or down.
    pub fn connected(&self, side: Side, up: bool) {
        self.0.connected.get_or_create(&Label("side", side.name().to_owned())).set(i64::from(up));
    }

    /// A connection was lost.
    pub fn reconnecting(&self, class: &str) {
        self.0.reconnects.get_or_create(&Label("class", class.to_owned())).inc();
    }

    /// Deliveries are asked for, or not.
    pub fn consuming(&self, consuming: bool) {
        self.0.consuming.set(i64::from(consuming));
    }

    /// The broker takes no messages, or does again.
    pub fn blocked(&self, blocked: bool) {
        self.0.blocked.set(i64::from(blocked));
    }

    /// The worker is at something else.
    pub fn phase(&self, now: Phase) {
        for phase in Phase::ALL {
            self.0.state.get_or_create(&Label("state", phase.name().to_owned())).set(i64::from(phase == now));
        }
    }

    /// All metrics in the Prometheus text format.
    pub fn encode(&self) -> String {
        if let Some(bytes) = resident_memory() {
            self.0.memory.set(bytes);
        }
        let mut text = String::new();
        match encode(&mut text, &self.0.registry) {
            Ok(()) => text,
            Err(error) => format!("# {error}\n"),
        }
    }
}

/// Linux tells in pages of 4 KiB.
fn resident_memory() -> Option<i64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    statm.split(' ').nth(1)?.parse::<i64>().ok().map(|pages| pages * 4096)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_can_be_read_back() {
        let metrics = Metrics::default();
        metrics.consumed(100);
        metrics.ended(Outcome::DeadLettered, "invalid_json");
        metrics.released(100);
        metrics.connected(Side::In, true);
        let text = metrics.encode();
        for line in [
            "quotewire_messages_total{status=\"dead_lettered\"} 1",
            "quotewire_dead_letters_total{class=\"invalid_json\"} 1",
            "quotewire_in_flight 0",
            "quotewire_connected{side=\"in\"} 1",
        ] {
            assert!(text.contains(line), "{line} is missing in:\n{text}");
        }
    }
}
