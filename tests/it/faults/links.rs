//! Rows 7 to 12 and 45: the network between worker and broker.

use super::proxy::{Proxy, Weather};
use super::trial::{Trial, done, json, long_article, many, times};
use crate::broker::{shared_node, shared_vhost};

/// Heartbeats so short that a dead peer is noticed within a test.
const HEARTBEAT: &str = "amqp.heartbeat_seconds=2";
/// An answer that does not come is not waited for long.
const PATIENCE: &str = "amqp.timeout_seconds=2";

#[test]
fn row_7_an_operator_closes_the_connections() {
    let mut trial = Trial::new("7", "operator closes all connections under load", &shared_vhost("row7"));
    let count = many(400);
    trial.publish(count);
    let worker = trial.worker(&["--prefetch", "50"]);
    done(&[&worker], count / 10);
    shared_node().tell("ctl close_all_connections --vhost row7 maintenance");
    trial.lifted();
    worker.says("E119");
    trial.reconnect();
    trial.publish(count);
    times(&worker, "consuming", 2);
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_8_connections_are_reset() {
    let url = shared_vhost("row8");
    let mut trial = Trial::new("8", "TCP resets under load, three times", &url);
    let proxy = Proxy::before(&url);
    let worker = trial.worker_at(&proxy.url(&url), &["--prefetch", "50"]);
    for round in 1..=3 {
        let before = worker.count("enriched id");
        trial.publish(many(200));
        done(&[&worker], before + many(20));
        proxy.set(Weather::Reset);
        times(&worker, "connection lost", 2 * round);
        proxy.set(Weather::Pass);
        trial.lifted();
        times(&worker, "consuming", round + 1);
        trial.recovered();
    }
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_9_a_connection_that_only_looks_open() {
    let url = shared_vhost("row9");
    let mut trial = Trial::with("9", "half-open TCP: nothing arrives any more", &url, &[HEARTBEAT, PATIENCE]);
    let proxy = Proxy::before(&url);
    trial.publish(many(300));
    let worker = trial.worker_at(&proxy.url(&url), &["--prefetch", "50"]);
    done(&[&worker], 20);
    proxy.set(Weather::Blackhole);
    times(&worker, "connection lost", 2);
    worker.says("no answer");
    proxy.set(Weather::Pass);
    trial.lifted();
    times(&worker, "consuming", 2);
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_10_a_peer_that_accepts_and_never_speaks() {
    let url = shared_vhost("row10");
    let mut trial = Trial::with("10", "peer accepts and never speaks", &url, &[PATIENCE]);
    let proxy = Proxy::before(&url);
    proxy.set(Weather::Blackhole);
    trial.publish(50);
    let worker = trial.worker_at(&proxy.url(&url), &[]);
    times(&worker, "no answer", 2);
    proxy.set(Weather::Pass);
    trial.lifted();
    worker.says("consuming");
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_11_a_slow_link() {
    let url = shared_vhost("row11");
    let mut trial = Trial::with("11", "link of 60 kB/s", &url, &[HEARTBEAT]);
    let proxy = Proxy::before(&url);
    trial.publish(150);
    let worker = trial.worker_at(&proxy.url(&url), &[]);
    worker.says("consuming");
    proxy.set(Weather::Slow(60_000));
    done(&[&worker], 150);
    assert_eq!(worker.count("connection lost"), 0, "slow is not dead");
    let log = trial.stop(worker);
    assert!(!log.contains("connection lost"), "{log}");
    assert!(trial.peak() < 150, "memory is bounded: {} MiB", trial.peak());
    let fates = trial.settle();
    assert!(fates.events.values().all(|ids| ids.len() == 1), "nothing is sent twice on a slow link");
}

#[test]
fn row_12_every_core_is_busy() {
    // The articles take half a minute unoptimised. A shorter heartbeat would measure how busy the rest of the machine is.
    let limits = [
        "limits.article_seconds=600",
        "worker.threads=4",
        "worker.memory_bytes=1000000000",
        "amqp.heartbeat_seconds=5",
    ];
    let mut trial =
        Trial::with("12", "all threads busy for longer than two heartbeats", &shared_vhost("row12"), &limits);
    for number in 0..8 {
        let id = format!("long-{number}");
        trial.publish_one(&id, json(), long_article(&id, 4000).as_bytes());
    }
    let worker = trial.worker(&[]);
    done(&[&worker], 8);
    assert_eq!(worker.count("connection lost"), 0, "heartbeats do not wait for articles:\n{}", worker.log());
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_45_some_hosts_of_the_list_are_no_good() {
    let url = shared_vhost("row45");
    let mut trial = Trial::with("45", "first host unknown, second one silent, third one good", &url, &[PATIENCE]);
    let silent = Proxy::before(&url);
    silent.set(Weather::Blackhole);
    trial.publish(20);
    let nowhere = "amqp://guest:guest@no-such-host.invalid:5672/%2f";
    let worker = trial.worker_at(nowhere, &[]);
    worker.says("E102");
    trial.stop(worker);
    let worker = trial.worker_at(&format!("{nowhere},{},{url}", silent.url(&url)), &[]);
    trial.lifted();
    done(&[&worker], 20);
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}
