//! Row 60: messages so large that what the broker would send ahead of the worker fills its memory.
//!
//! `scripts/faults --burst` lets a thousand messages of 10 MB wait, at the largest prefetch that there is and at a thousand; the suite takes fewer and
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
    /// Small ones before the large ones.
    before: usize,
    prefetches: &'static [u16],
    /// Memory at which the broker raises its alarm, as `rabbitmqctl` takes it.
    alarm: &'static str,
}

/// A worker that starts sees that they are large, and asks for few.
const WAITING: Burst = Burst {
    fault: "200 messages of 4 MB wait for a worker",
    messages: 200,
    bytes: 4_000_000,
    before: 0,
    prefetches: &[200],
    alarm: "400MB",
};
const A_THOUSAND_WAITING: Burst = Burst {
    fault: "1,000 messages of 10 MB wait for a worker",
    messages: 1000,
    bytes: 10_000_000,
    before: 0,
    prefetches: &[u16::MAX, 1000],
    alarm: "6GB",
};
/// To the worker all looked small.
const UNFORESEEN: Burst = Burst {
    fault: "200 messages of 4 MB behind small ones fill the broker",
    messages: 200,
    bytes: 4_000_000,
    before: 10,
    prefetches: &[200],
    alarm: "400MB",
};

/// What the worker is given, in MB, and the most that a message of the burst has.
const SETTINGS: [&str; 3] =
    ["input.byte_budget=32000000", "worker.memory_bytes=64000000", "limits.body_bytes=11000000"];
/// What docs/guarantees.md promises for these: 50 MiB, both budgets, and a message more.
const BOUND: u64 = 50 + (32 + 64 + 11) * 1_000_000 / (1 << 20);
/// Small ones behind the large ones.
const SMALL: usize = 500;

#[test]
fn row_60_large_messages_wait() {
    let burst = if std::env::var_os("BURST").is_some() { A_THOUSAND_WAITING } else { WAITING };
    burst.fall(|worker| {
        assert_eq!(worker.count("E121"), 0, "no more was asked for than the broker can bear: {}", worker.log());
        // The prefetch that goes with the sizes, and the one of the settings once the large ones are done.
        times(worker, "consuming", 2);
    });
}

#[test]
fn row_60_large_messages_fill_the_broker() {
    UNFORESEEN.fall(|worker| {
        assert!(worker.count("E121") > 0, "the broker choked, and was helped: {}", worker.log());
        times(worker, "consuming", 3);
    });
}

impl Burst {
    /// At each prefetch, on a node of its own.
    fn fall(&self, check: fn(&Worker)) {
        let folder = tempfile::tempdir().expect("a folder");
        let conf = folder.path().join("conf");
        // Else the log of the queues has up to 512 MB in memory, whatever is sent.
        std::fs::write(&conf, "raft.wal_max_size_bytes = 32000000\n").expect("written");
        for prefetch in self.prefetches {
            let node = Node::start_with(&[("RABBITMQ_EXTRA_CONF", conf.to_str().expect("UTF-8"))]);
            let peak = self.fall_on(node, &prefetch.to_string(), check);
            assert!(peak < BOUND, "prefetch {prefetch}: {peak} MiB, and {BOUND} are promised");
        }
    }

    /// The most memory that the worker had, in MiB.
    fn fall_on(&self, mut node: Node, prefetch: &str, check: fn(&Worker)) -> u64 {
        let url = node.vhost("row60");
        let mut trial = Trial::with("60", self.fault, &url, &SETTINGS);
        trial.publish(self.before);
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
        all_done(&worker, self.before + self.messages + SMALL);
        // Small ones are asked for as the settings have it again. What went back may have come after those that are there.
        trial.publish(SMALL);
        check(&worker);
        times(&worker, &format!("prefetch={prefetch}"), 1);
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
