//! SIGHUP: what is good is applied without losing anything, what is not changes nothing.

use crate::broker::{Client, Message, Worker, feed, shared_vhost, wait_for};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

fn lines(name: &str, count: usize) -> String {
    let mut all = String::new();
    for number in 0..count {
        let _ = writeln!(all, "{{\"id\": \"{name}-{number}\", \"body\": \"The weir holds, said Piet Maar.\"}}");
    }
    all
}

fn write(file: &Path, settings: &str) {
    std::fs::write(file, settings).expect("written");
}

#[test]
fn good_settings_are_applied_under_load_and_nothing_is_lost_or_published_twice() {
    let url = shared_vhost("reload");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.toml");
    write(&file, "[input]\nprefetch = 20\n[worker]\nthreads = 1\n");
    feed(&url, &["publish", "-"], lines("before", 1500).as_bytes());
    let worker = Worker::start(&url, &["-c", file.to_str().expect("UTF-8")]);
    wait_for("work", || (worker.count("enriched id") > 50).then_some(()));
    for (prefetch, threads) in [(200, 3), (5, 1), (300, 2)] {
        write(&file, &format!("[input]\nprefetch = {prefetch}\n[worker]\nthreads = {threads}\n"));
        worker.signal("HUP");
        worker.says(&format!("prefetch={prefetch} threads={threads}"));
    }
    assert!(worker.log().contains("changed=\"input.prefetch worker.threads\""), "{}", worker.log());
    feed(&url, &["publish", "-"], lines("after", 300).as_bytes());
    wait_for("all articles", || (worker.count("enriched id") == 1800).then_some(()));
    worker.signal("TERM");
    let (code, log) = worker.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("connection lost"), "{log}");
    let events = Client::connect(&url).drain("news.events.unrouted");
    let articles: BTreeSet<String> = events.iter().map(Message::article).collect();
    assert_eq!((events.len(), articles.len()), (1800, 1800));
}

#[test]
fn the_filter_of_the_log_changes_and_what_cannot_change_waits() {
    let url = shared_vhost("reload-log");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.toml");
    write(&file, "");
    let worker = Worker::start(&url, &["-c", file.to_str().expect("UTF-8")]);
    worker.says("consuming");
    write(&file, "[log]\nfilter = \"warn\"\n[topology]\nunrouted = \"other\"\n");
    worker.signal("HUP");
    worker.says("these changes wait for a restart settings=\"topology.unrouted\"");
    feed(&url, &["publish", "-", "--bad"], lines("quiet", 3).as_bytes());
    worker.says("dead-lettered");
    wait_for("three events", || (Client::connect(&url).ready("news.events.unrouted") == 3).then_some(()));
    assert_eq!(worker.count("enriched id"), 0, "{}", worker.log());
}

#[test]
fn bad_settings_change_nothing_and_are_told() {
    let url = shared_vhost("reload-bad");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.toml");
    write(&file, "[input]\nprefetch = 20\n");
    let worker = Worker::start(&url, &["-c", file.to_str().expect("UTF-8")]);
    worker.says("consuming");
    for (refusals, (settings, told)) in [
        ("[input]\nprefetch = 0\n", "input.prefetch is 0"),
        ("[input\n", "mine.toml"),
        ("[input]\nprefetch_cout = 3\n", "did you mean input.prefetch?"),
    ]
    .into_iter()
    .enumerate()
    {
        write(&file, settings);
        worker.signal("HUP");
        let told_so = || worker.count("settings not reloaded: the old ones hold") > refusals;
        wait_for("the refusal", || told_so().then_some(()));
        worker.says(told);
    }
    feed(&url, &["publish", "-"], lines("still", 5).as_bytes());
    wait_for("five articles", || (worker.count("enriched id") == 5).then_some(()));
    assert_eq!(worker.count("consuming"), 1);
}
