//! Rows 1 to 3, 27, 28, 40 and 52: the worker dies, early or late, politely or not.

use super::http::{free_address, metric, status};
use super::proxy::{Proxy, Weather};
use super::trial::{ARTICLES, EVENTS, Trial, done, json, long_article, many};
use crate::broker::{Worker, shared_vhost, wait_for};

/// A long article may take as long as it likes, on a machine as busy as it may be.
const PATIENT: [&str; 2] = ["limits.article_seconds=600", "worker.drain_seconds=600"];

#[test]
fn row_1_a_worker_that_is_killed_amid_its_work() {
    let mut trial = Trial::new("1", "worker killed with SIGKILL, three times", &shared_vhost("row1"));
    let count = many(200);
    for _ in 0..3 {
        // Whatever the last one did, there is enough for this one.
        trial.publish(count);
        let worker = trial.worker(&["--prefetch", "100"]);
        done(&[&worker], count / 4);
        trial.kill(worker);
        trial.lifted();
    }
    trial.publish(1);
    let worker = trial.worker(&[]);
    done(&[&worker], 1);
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_2_a_worker_that_is_asked_to_stop() {
    let mut trial = Trial::with("2", "SIGTERM with work in flight", &shared_vhost("row2"), &PATIENT);
    trial.publish_one("slow", json(), long_article("slow", 2000).as_bytes());
    trial.publish(300);
    let address = free_address();
    let worker = trial.worker(&["--threads", "1", "--prefetch", "20", "--http", &address]);
    worker.says("consuming");
    assert_eq!(status(&address, "/readyz"), 200);
    wait_for("articles in flight", || (metric(&address, "quotewire_in_flight") == 20).then_some(()));
    trial.weigh(&worker);
    worker.signal("TERM");
    worker.says("stopping");
    assert_eq!(status(&address, "/readyz"), 503, "while it finishes what it has");
    let (code, log) = worker.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("given_back=0"), "{log}");
    let fates = trial.fates();
    assert_eq!(fates.events.len() + fates.queued.len(), 301, "each article is an event or waits");
    assert!(fates.events.contains_key("slow"), "what was begun is finished");
    trial.judge(&fates);
}

#[test]
fn row_3_a_worker_that_is_told_twice() {
    let mut trial = Trial::with("3", "second signal while the first is obeyed", &shared_vhost("row3"), &PATIENT);
    trial.publish_one("slow", json(), long_article("slow", 2000).as_bytes());
    trial.publish(100);
    let worker = trial.worker(&["--threads", "1", "--prefetch", "20"]);
    worker.says("consuming");
    wait_for("the slow one to be taken", || (trial.client.ready(ARTICLES) < 100).then_some(()));
    trial.weigh(&worker);
    worker.signal("TERM");
    worker.says("stopping");
    worker.signal("INT");
    let (code, log) = worker.end();
    assert_eq!(code, Some(1), "{log}");
    let fates = trial.fates();
    assert!(!fates.events.contains_key("slow"), "nothing was waited for: {log}");
    assert!(fates.queued.contains("slow"), "and nothing was acked early");
    trial.judge(&fates);
}

#[test]
fn row_27_a_worker_that_dies_between_confirm_and_ack() {
    let url = shared_vhost("row27");
    let mut trial = Trial::new("27", "killed between confirm and ack", &url);
    let proxy = Proxy::before(&url);
    let worker = trial.worker_at(&proxy.url(&url), &["--prefetch", "50"]);
    worker.says("consuming");
    proxy.set(Weather::NoAcks);
    trial.publish(200);
    done(&[&worker], 50);
    trial.kill(worker);
    proxy.set(Weather::Reset);
    // All that was not acked goes back.
    wait_for("200 articles to be back", || (trial.client.ready(ARTICLES) == 200).then_some(()));
    let fates = trial.settle();
    let twice = fates.events.values().filter(|ids| ids.len() == 2).count();
    assert_eq!(twice, 50, "all that was confirmed and not acked was done again");
}

#[test]
fn row_28_a_worker_that_dies_between_publish_and_confirm() {
    let url = shared_vhost("row28");
    let mut trial = Trial::new("28", "killed between publish and confirm", &url);
    let proxy = Proxy::before(&url);
    let worker = trial.worker_at(&proxy.url(&url), &["--prefetch", "50"]);
    worker.says("consuming");
    proxy.set(Weather::NoConfirms);
    trial.publish(200);
    wait_for("50 events at the broker", || (trial.client.ready(EVENTS) == 50).then_some(()));
    assert_eq!(worker.count("enriched id"), 0, "without a confirm nothing is done");
    trial.kill(worker);
    let fates = trial.settle();
    let twice = fates.events.values().filter(|ids| ids.len() == 2).count();
    assert_eq!(twice, 50, "all that was published and not confirmed was done again");
}

#[test]
fn row_40_a_storm_of_redeliveries() {
    let mut trial = Trial::new("40", "killed again and again with everything unacked", &shared_vhost("row40"));
    let count = many(500);
    trial.publish(count);
    let prefetch = count.to_string();
    let proxy = Proxy::before(&trial.url);
    // What is never acked comes back all together.
    proxy.set(Weather::NoAcks);
    for _ in 0..3 {
        let worker = trial.worker_at(&proxy.url(&trial.url), &["--prefetch", &prefetch]);
        wait_for("everything to be in flight", || (trial.client.ready(ARTICLES) == 0).then_some(()));
        trial.kill(worker);
        wait_for("everything to be back", || (trial.client.ready(ARTICLES) as usize == count).then_some(()));
    }
    trial.settle();
}

#[test]
fn row_52_a_rolling_restart() {
    let mut trial = Trial::new("52", "rolling restart of three workers under load", &shared_vhost("row52"));
    let mut workers: Vec<Worker> = (0..3).map(|_| trial.worker(&["--prefetch", "20"])).collect();
    for _ in 0..6 {
        trial.publish(many(50));
        let oldest = workers.remove(0);
        oldest.says("consuming");
        trial.stop(oldest);
        let next = trial.worker(&["--prefetch", "20"]);
        next.says("consuming");
        workers.push(next);
    }
    for worker in workers {
        trial.stop(worker);
    }
    let fates = trial.settle();
    assert!(fates.events.values().all(|ids| ids.len() == 1), "a polite restart makes no duplicates");
}
