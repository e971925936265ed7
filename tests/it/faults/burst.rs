//! Row 60: messages so large that what the broker would send ahead of the worker fills its memory.
//!
//! `scripts/faults --burst` takes a thousand messages of 10 MB, at the largest prefetch that there is and at a thousand; the suite takes fewer and
//! smaller ones.

use super::brokers::MEMORY;
use super::nodes::rough;
use super::trial::{Trial, done, json, long_article};
use crate::broker::{Node, Worker, wait_or_tell};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// How large it is.
struct Burst {
    /// The fault, if they wait for a worker, and if small ones come before them.
    faults: [&'static str; 2],
    messages: usize,
    bytes: usize,
    prefetches: &'static [u16],
    /// Memory at which the broker raises its alarm, as `rabbitmqctl` takes it.
    alarm: &'static str,
}

const SHORT: Burst = Burst {
    faults: ["200 messages of 4 MB wait for a worker", "200 messages of 4 MB behind small ones"],
    messages: 200,
    bytes: 4_000_000,
    prefetches: &[200],
    alarm: "400MB",
};
const LONG: Burst = Burst {
    faults: ["1,000 messages of 10 MB wait for a worker", "1,000 messages of 10 MB behind small ones"],
    messages: 1000,
    bytes: 10_000_000,
    prefetches: &[u16::MAX, 1000],
    alarm: "6GB",
};

/// What the worker is given, in MB, and the most that a message of the burst has.
const SETTINGS: [&str; 3] =
    ["input.byte_budget=32000000", "worker.memory_bytes=64000000", "limits.body_bytes=11000000"];
/// What docs/guarantees.md promises for these: 50 MiB, both budgets, and a message more.
const BOUND: u64 = 50 + (32 + 64 + 11) * 1_000_000 / (1 << 20);
/// Small ones behind the large ones.
const SMALL: usize = 500;
/// Small ones before them: more than a worker looks at before it asks.
const SMALL_BEFORE: usize = 10;
/// No article is done for so long.
const STANDSTILL: Duration = Duration::from_mins(7);

#[test]
fn row_60_large_messages_wait() {
    burst().fall(0, |worker| {
        assert_eq!(worker.count("E114"), 0, "no more was asked for than the broker can bear: {}", worker.log());
    });
}

#[test]
fn row_60_large_messages_behind_small_ones() {
    burst().fall(SMALL_BEFORE, |worker| {
        assert!(worker.count("E114") > 0, "the broker choked: {}", worker.log());
    });
}

#[test]
fn row_60_large_messages_are_given_back() {
    let mut node = rough();
    let url = node.vhost("row60-back");
    let settings = ["input.byte_budget=8000000", "worker.threads=1", "limits.article_seconds=600"];
    let mut trial = Trial::with("60", "alarm with large messages in flight", &url, &settings);
    // While its only thread is at the first one, the worker takes as many as it has room for.
    trial.publish_one("long", json(), long_article("long", 2000).as_bytes());
    trial.publish(SMALL_BEFORE);
    let body = format!(
        "{{\"title\": \"Mill reopens\", \"body\": \"It reopens.\", \"filler\": \"{}\"}}",
        "x".repeat(2_000_000)
    );
    for number in 0..6 {
        trial.publish_one(&format!("large-{number}"), json(), body.as_bytes());
    }
    node.tell(MEMORY[0]);
    let worker = trial.worker(&["--prefetch", "200"]);
    worker.says("E121");
    node.tell(MEMORY[1]);
    trial.lifted();
    done(&[&worker], 1 + SMALL_BEFORE + 6);
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}

fn burst() -> Burst {
    if std::env::var_os("BURST").is_some() { LONG } else { SHORT }
}

impl Burst {
    /// Behind so many small ones, at each prefetch, on a node of its own.
    fn fall(&self, before: usize, check: fn(&Worker)) {
        let folder = tempfile::tempdir().expect("a folder");
        let conf = folder.path().join("conf");
        // Else the log of the queues has up to 512 MB in memory, whatever is sent.
        std::fs::write(&conf, "raft.wal_max_size_bytes = 32000000\n").expect("written");
        for prefetch in self.prefetches {
            let node = Node::start_with(&[("RABBITMQ_EXTRA_CONF", conf.to_str().expect("UTF-8"))]);
            let peak = self.fall_on(node, before, &prefetch.to_string(), check);
            assert!(peak < BOUND, "prefetch {prefetch}: {peak} MiB, and {BOUND} are promised");
        }
    }

    /// The most memory that the worker had, in MiB.
    fn fall_on(&self, mut node: Node, before: usize, prefetch: &str, check: fn(&Worker)) -> u64 {
        let url = node.vhost("row60");
        let mut trial = Trial::with("60", self.faults[usize::from(before > 0)], &url, &SETTINGS);
        trial.publish(before);
        let filler = "x".repeat(self.bytes);
        for number in 0..self.messages {
            let body =
                format!("{{\"title\": \"Mill reopens\", \"body\": \"The mill reopens.\", \"filler\": \"{filler}\"}}");
            trial.publish_one(&format!("large-{number}"), json(), body.as_bytes());
            if number == self.messages / 2 {
                trial.publish_poison("bomb", json().with_content_encoding("gzip".into()), &bomb(), "compression_ratio");
            }
        }
        trial.publish(SMALL);
        node.tell(&format!("ctl set_vm_memory_high_watermark absolute {}", self.alarm));
        let worker = trial.worker(&["--prefetch", prefetch]);
        all_done(&worker, before + self.messages + SMALL);
        check(&worker);
        assert!(worker.count("fewer messages are asked for") > 0, "fewer were asked for: {}", worker.log());
        // Small ones are asked for as the settings have it again. What went back may have come after those that are there.
        trial.publish(SMALL);
        let asked = format!("prefetch={prefetch} ");
        let last = || worker.log().lines().rfind(|line| line.contains("consuming"))?.contains(&asked).then_some(());
        wait_or_tell("the prefetch of the settings", last, || worker.log());
        trial.stop(worker);
        let peak = trial.peak();
        trial.settle();
        peak
    }
}

/// Waits until so many articles are done. All of them may take their time, and RabbitMQ may keep for minutes what it has sent and nobody needs any more;
/// only a standstill is a failure.
fn all_done(worker: &Worker, count: usize) {
    let (mut before, mut since) = (0, Instant::now());
    while before < count {
        let now = worker.count("enriched id");
        if now > before {
            (before, since) = (now, Instant::now());
        }
        assert!(since.elapsed() < STANDSTILL, "{before} of {count} articles are done: {}", worker.log());
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// 10 MB of nothing.
fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; 10_000_000]).expect("memory");
    encoder.finish().expect("memory")
}
