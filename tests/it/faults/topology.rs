//! Rows 16 to 22, 53, 54 and 61: queues and exchanges that are gone, full, or not as they should be.

use super::fates::Fates;
use super::nodes::rough;
use super::trial::{ARTICLES, DEAD, EVENTS, Trial, done, json, many, times};
use crate::broker::{Client, output, shared_vhost, succeed, wait_for};
use lapin::ExchangeKind;
use lapin::types::AMQPValue;

/// The worker takes the exchanges and queues as it finds them.
const NEVER: &str = "topology.declare=never";

fn text(value: &str) -> AMQPValue {
    AMQPValue::LongString(value.into())
}

/// Queue and exchange without a net beneath them: no alternate exchange, no dead letters.
fn bare(url: &str) {
    let client = Client::connect(url);
    client.exchange("news.articles", ExchangeKind::Topic);
    client.exchange("news.events", ExchangeKind::Topic);
    client.queue(ARTICLES, "quorum", Some(("news.articles", "#")));
    client.queue(EVENTS, "quorum", None);
    client.queue(DEAD, "quorum", None);
}

#[test]
fn row_16_the_queue_is_deleted_under_the_consumer() {
    let mut trial = Trial::new("16", "queue deleted under the consumer (create; check)", &shared_vhost("row16"));
    let worker = trial.worker(&[]);
    worker.says("consuming");
    trial.client.delete_queue(ARTICLES);
    trial.lifted();
    times(&worker, "consuming", 2);
    trial.recovered();
    trial.publish(50);
    done(&[&worker], 50);
    trial.stop(worker);
    // A worker that makes nothing waits until somebody else does.
    let worker = trial.worker(&["--set", "topology.declare=check"]);
    worker.says("consuming");
    trial.client.delete_queue(ARTICLES);
    worker.says("E110");
    succeed(&trial.url, &["topology", "declare"]);
    trial.publish(50);
    done(&[&worker], 50);
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_17_the_queue_comes_back_with_other_settings() {
    let mut trial = Trial::new("17", "queue redeclared with other settings (406)", &shared_vhost("row17"));
    let worker = trial.worker(&[]);
    worker.says("consuming");
    trial.client.delete_queue(ARTICLES);
    trial.client.queue(ARTICLES, "classic", None);
    worker.says("E108");
    let log = worker.log();
    let line = log.lines().find(|line| line.contains("E108")).expect("just seen");
    let pause = line.split("next_ms=").nth(1).and_then(|rest| rest.split(' ').next()).expect("a pause");
    assert!(pause.parse::<u64>().expect("milliseconds") >= 10_000, "no hot loop: {line}");
    trial.client.delete_queue(ARTICLES);
    trial.lifted();
    times(&worker, "consuming", 2);
    trial.recovered();
    trial.publish(50);
    done(&[&worker], 50);
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_18_the_exchange_of_events_is_deleted() {
    let mut trial = Trial::new("18", "exchange of events deleted (create; never)", &shared_vhost("row18"));
    let worker = trial.worker(&["--prefetch", "20"]);
    worker.says("consuming");
    trial.client.delete_exchange("news.events");
    trial.publish(many(100));
    trial.lifted();
    done(&[&worker], many(100));
    trial.recovered();
    trial.stop(worker);
    let worker = trial.worker(&["--prefetch", "20", "--set", NEVER]);
    worker.says("consuming");
    trial.client.delete_exchange("news.events");
    trial.publish(100);
    times(&worker, "connection lost", 2);
    assert_eq!(worker.count("enriched id"), 0, "what cannot be published is kept");
    succeed(&trial.url, &["topology", "declare"]);
    done(&[&worker], 100);
    trial.stop(worker);
    trial.settle();
}

/// Every seventh article has an event that no queue wants.
///
/// Those are held, so `prefetch` has to leave room for the others.
fn returned(row: &'static str, fault: &'static str, prefetch: usize) -> (Trial, Fates) {
    let url = shared_vhost(&format!("row{row}"));
    bare(&url);
    let mut trial = Trial::with(row, fault, &url, &[NEVER]);
    trial.client.queue(EVENTS, "quorum", Some(("news.events", "article.enriched.en")));
    let count = many(210);
    trial.publish_in_turn(count, 7);
    let worker = trial.worker(&["--prefetch", &prefetch.to_string(), "--set", "worker.drain_seconds=2"]);
    done(&[&worker], count / 7 * 6);
    times(&worker, "no queue wants it", count / 7);
    let log = trial.stop(worker);
    assert_eq!(log.matches("no queue wants it").count(), count / 7, "one line for each, however often it is tried");
    assert!(log.contains(&format!("given_back={}", count / 7)), "{log}");
    wait_for("the rest to be back", || (trial.client.ready(ARTICLES) as usize == count / 7).then_some(()));
    let fates = trial.fates();
    trial.judge(&fates);
    assert_eq!(fates.events.len(), count / 7 * 6);
    assert_eq!(fates.queued.len(), count / 7, "exactly those with an event that nobody wants are kept");
    assert!(fates.queued.iter().all(|id| Trial::is_foreign(id, 7)), "and no others: {:?}", fates.queued);
    (trial, fates)
}

#[test]
fn row_19_nobody_is_bound() {
    let (mut trial, _) = returned("19", "every 7th event unroutable, no alternate exchange", many(50));
    // Somebody binds a queue at last.
    trial.client.queue(EVENTS, "quorum", Some(("news.events", "#")));
    let worker = trial.worker(&[]);
    trial.publish_in_turn(70, 7);
    done(&[&worker], 70);
    trial.stop(worker);
}

#[test]
fn row_20_returns_among_batched_confirms() {
    returned("20", "returns among batched confirms: the right ones are kept", 1000);
}

#[test]
fn row_21_a_full_queue_of_events() {
    let url = shared_vhost("row21");
    bare(&url);
    let mut trial = Trial::with("21", "queue of events full (reject-publish)", &url, &[NEVER]);
    let full = [
        ("x-max-length", AMQPValue::LongInt(5)),
        ("x-overflow", text("reject-publish")),
        ("x-queue-type", text("quorum")),
    ];
    trial.client.queue_with("small", &full, Some(("news.events", "#")));
    trial.publish(40);
    let worker = trial.worker(&["--prefetch", "10"]);
    worker.says("E113");
    let mut events = Vec::new();
    wait_for("all events", || {
        events.extend(trial.client.drain("small"));
        (events.len() >= 40 && worker.count("enriched id") == 40).then_some(())
    });
    trial.stop(worker);
    let fates = trial.fates_with(events, vec![]);
    trial.judge(&fates);
    assert_eq!(fates.events.len(), 40);
}

#[test]
fn row_22_a_queue_of_articles_that_drops_its_head() {
    let url = shared_vhost("row22");
    let client = Client::connect(&url);
    client.exchange("quotewire.dlx", ExchangeKind::Direct);
    client.exchange("news.articles", ExchangeKind::Topic);
    client.exchange("news.events", ExchangeKind::Topic);
    client.queue(DEAD, "quorum", Some(("quotewire.dlx", ARTICLES)));
    client.queue(EVENTS, "quorum", Some(("news.events", "#")));
    let short = [
        ("x-queue-type", text("quorum")),
        ("x-max-length", AMQPValue::LongInt(10)),
        ("x-dead-letter-exchange", text("quotewire.dlx")),
        ("x-dead-letter-routing-key", text(ARTICLES)),
    ];
    client.queue_with(ARTICLES, &short, Some(("news.articles", "#")));
    let mut trial = Trial::with("22", "an operator's max-length drops the head", &url, &[NEVER]);
    trial.publish(30);
    wait_for("what is too much to be dropped", || (trial.client.ready(DEAD) == 20).then_some(()));
    trial.drain();
    let mut fates = trial.fates();
    assert_eq!((fates.events.len(), fates.dead.len()), (10, 20));
    for (id, message) in std::mem::take(&mut fates.dead) {
        assert_eq!(message.headers["x-first-death-reason"], "maxlen", "the broker says why: {id}");
        // It was the broker that took them, not the worker.
        fates.retry.insert(id);
    }
    trial.judge(&fates);
}

#[test]
fn row_53_the_target_of_the_retry_queues_is_gone() {
    let mut node = rough();
    let url = node.vhost("row53");
    // The broker tries again after three minutes, if it is not told otherwise.
    node.tell("ctl eval application:set_env(rabbit,dead_letter_worker_publisher_confirm_timeout,1000).");
    let mut trial = Trial::with("53", "target of the retry queues deleted", &url, &["retry.delays_seconds=[1]"]);
    trial.client.delete_queue(ARTICLES);
    trial.retry_one("waits", &format!("{ARTICLES}.retry.1s"));
    let checked = output(&url, &["topology", "check", "--set", "retry.delays_seconds=[1]"]);
    assert_eq!(checked.status.code(), Some(1), "the check notices");
    let worker = trial.worker(&[]);
    done(&[&worker], 1);
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_54_the_dead_letter_queue_is_gone_or_full() {
    let mut trial = Trial::new("54", "dead-letter queue deleted, then full", &shared_vhost("row54"));
    let broken = b"{\"title\": \"no end";
    let worker = trial.worker(&[]);
    worker.says("consuming");
    trial.client.delete_queue(DEAD);
    trial.publish_poison("gone", json(), broken, "invalid_json");
    worker.says("E112");
    assert_eq!(worker.count("dead-lettered"), 0, "what has nowhere to go is kept");
    let full = [
        ("x-queue-type", text("quorum")),
        ("x-max-length", AMQPValue::LongInt(1)),
        ("x-overflow", text("reject-publish")),
    ];
    trial.client.queue_with(DEAD, &full, Some(("quotewire.dlx", ARTICLES)));
    worker.says("dead-lettered");
    let mut dead = Vec::new();
    for number in 0..5 {
        trial.publish_poison(&format!("full-{number}"), json(), broken, "invalid_json");
    }
    worker.says("E113");
    wait_for("room for all", || {
        dead.extend(trial.client.drain(DEAD));
        (worker.count("dead-lettered") == 6).then_some(())
    });
    trial.publish(20);
    done(&[&worker], 20);
    trial.stop(worker);
    let fates = trial.fates_with(vec![], dead);
    trial.judge(&fates);
    assert_eq!(fates.dead.len(), 6);
}

#[test]
fn row_61_one_active_consumer_at_a_time() {
    for kind in ["quorum", "classic"] {
        let url = shared_vhost(&format!("row61-{kind}"));
        let mut trial = Trial::with("61", "one active consumer at a time, and it dies", &url, &[NEVER]);
        succeed(&url, &["topology", "declare"]);
        trial.client.delete_queue(ARTICLES);
        let arguments = [("x-queue-type", text(kind)), ("x-single-active-consumer", AMQPValue::Boolean(true))];
        trial.client.queue_with(ARTICLES, &arguments, Some(("news.articles", "#")));
        trial.publish(50);
        let active = trial.worker(&[]);
        done(&[&active], 50);
        let next = trial.worker(&[]);
        next.says("consuming");
        trial.kill(active);
        trial.lifted();
        trial.publish(50);
        done(&[&next], 50);
        trial.recovered();
        trial.stop(next);
        trial.settle();
    }
}
