//! Row 60: messages so large that what the broker sends ahead of the worker fills its memory.
//!
//! `scripts/faults --burst` takes a thousand messages of 10 MB, at the largest prefetch that there is and at a thousand; the suite takes fewer and
//! smaller ones.

use super::trial::{Trial, json, times};
use crate::broker::{Node, Worker, wait_or_tell};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// How large it is.
struct Burst {
    fault: &'static str,
    messages: usize,
    bytes: usize,
    prefetches: &'static [u16],
    /// Memory at which the broker raises its alarm, as `rabbitmqctl` takes it.
    alarm: &'static str,
}

const SHORT: Burst = Burst {
    fault: "200 messages of 4 MB fill the broker",
    messages: 200,
    bytes: 4_000_000,
    prefetches: &[200],
    alarm: "400MB",
};
const LONG: Burst = Burst {
    fault: "1,000 messages of 10 MB fill the broker",
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

#[test]
fn row_60_large_messages_fill_the_broker() {
    let burst = if std::env::var_os("BURST").is_some() { LONG } else { SHORT };
    let folder = tempfile::tempdir().expect("a folder");
    let conf = folder.path().join("conf");
    // Else the log of the queues has up to 512 MB in memory, whatever is sent.
    std::fs::write(&conf, "raft.wal_max_size_bytes = 32000000\n").expect("written");
    for prefetch in burst.prefetches {
        let node = Node::start_with(&[("RABBITMQ_EXTRA_CONF", conf.to_str().expect("UTF-8"))]);
        let peak = burst.fall(node, &prefetch.to_string());
        assert!(peak < BOUND, "prefetch {prefetch}: {peak} MiB, and {BOUND} are promised");
    }
}

impl Burst {
    /// The most memory that the worker had, in MiB.
    fn fall(&self, mut node: Node, prefetch: &str) -> u64 {
        let url = node.vhost("row60");
        let mut trial = Trial::with("60", self.fault, &url, &SETTINGS);
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
        all_done(&worker, self.messages + SMALL);
        assert!(worker.count("E121") > 0, "the broker choked, and was helped: {}", worker.log());
        // Small ones are asked for as the settings have it again. What went back may have come after those that are there.
        trial.publish(SMALL);
        times(&worker, &format!("prefetch={prefetch}"), 2);
        trial.stop(worker);
        let peak = trial.peak();
        trial.settle();
        peak
    }
}

/// Waits until so many articles are done. All of them may take their time; only a standstill is a failure.
fn all_done(worker: &Worker, count: usize) {
    let mut before = 0;
    while before < count {
        let more = || Some(worker.count("enriched id")).filter(|&now| now > before);
        before = wait_or_tell("more articles to be done", more, || worker.log());
    }
}

/// 10 MB of nothing.
fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; 10_000_000]).expect("memory");
    encoder.finish().expect("memory")
}
