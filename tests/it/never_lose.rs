//! The promise: whatever is killed, each article ends as an event, in a retry queue, among the dead letters, or is still queued.

use crate::broker::{Client, Node, Worker, quotewire, succeed, wait_for};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The long form is `NEVER_LOSE=50000 cargo test --release --test it never_lose`; `scripts/faults` runs it.
const ARTICLES: usize = 3000;

/// An article that cannot be read, every so many.
const BROKEN: usize = 100;

#[test]
fn nothing_is_lost_when_worker_and_broker_are_killed() {
    let count = std::env::vars()
        .find(|(name, _)| name == "NEVER_LOSE")
        .map_or(ARTICLES, |(_, value)| value.parse().expect("a number"));
    let mut node = Node::start();
    let url = node.vhost("kills");
    succeed(&url, &["topology", "declare"]);

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("articles.jsonl");
    std::fs::write(&file, articles(count)).expect("written");
    let mut publisher = quotewire(&url, &["publish", file.to_str().expect("UTF-8")]).spawn().expect("the program runs");
    assert!(publisher.wait().expect("it ends").success(), "the broker has all of them");

    for round in 1..=3 {
        let worker = Worker::start(&url, &["--prefetch", "200"]);
        wait_for("some articles to be done", || (worker.count("enriched id") >= count / 10).then_some(()));
        if round == 2 {
            node.tell("kill");
            worker.says("connection lost");
            node.tell("start");
            let before = worker.count("enriched id");
            wait_for("the worker to go on", || (worker.count("enriched id") > before).then_some(()));
        }
        worker.signal("KILL");
        assert_eq!(worker.end().0, None);
    }
    succeed(&url, &["run", "--once", "-q"]);

    let client = Client::connect(&url);
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut events = 0;
    for event in client.drain("news.events.unrouted") {
        events += 1;
        ids.entry(event.article()).or_default().insert(event.id);
    }
    let dead: BTreeSet<Vec<u8>> =
        client.drain("quotewire.articles.dlq").into_iter().map(|message| message.body).collect();
    let queued = client.ready("quotewire.articles");

    let good = count - count.div_ceil(BROKEN);
    println!(
        "{count} articles: {} events of {} articles, {} dead letters, {queued} queued",
        events,
        ids.len(),
        dead.len()
    );
    assert_eq!(queued, 0);
    assert_eq!(ids.len(), good, "every readable article became an event");
    assert_eq!(dead.len(), count - good, "every other one is a dead letter, and no innocent is");
    assert!(ids.values().all(|ids| ids.len() == 1), "duplicates carry equal ids");
}

fn articles(count: usize) -> String {
    let mut all = String::new();
    for number in 0..count {
        let broken = if number % BROKEN == 0 { "" } else { "\"," };
        let _ = writeln!(
            all,
            "{{\"id\": \"kill-{number}\", \"title\": \"Bridge number {number} reopens{broken} \"body\": \"The bridge reopens on Monday, engineer Tomas Birk said. \
             \\\"It holds,\\\" he told reporters in Bergen.\"}}"
        );
    }
    all
}
