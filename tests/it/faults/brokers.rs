//! Rows 4 to 6, 13 to 15 and 47: the broker dies, stops, or takes nothing.

use super::http::{body, free_address, metric, status};
use super::nodes::rough;
use super::proxy::{Proxy, Weather};
use super::trial::{ARTICLES, Trial, done, json, lasts, many, times};
use crate::broker::wait_for;

pub(crate) const MEMORY: [&str; 2] =
    ["ctl set_vm_memory_high_watermark 0.000001", "ctl set_vm_memory_high_watermark 0.8"];
const DISK: [&str; 2] = ["ctl set_disk_free_limit 100000GB", "ctl set_disk_free_limit 1MB"];

#[test]
fn row_5_worker_and_broker_are_killed() {
    let mut node = rough();
    let url = node.vhost("row5");
    let mut trial = Trial::new("5", "worker killed three times, broker killed and restarted", &url);
    let count = many(840);
    for number in 0..many(20) {
        trial.publish_poison(&format!("broken-{number}"), json(), b"{\"title\": \"no end", "invalid_json");
    }
    for round in 1..=3 {
        // Whatever the last one did, there is enough for this one.
        trial.publish(count);
        let worker = trial.worker(&["--prefetch", "200"]);
        worker.says("enriched id");
        if round == 2 {
            node.tell("kill");
            times(&worker, "connection lost", 2);
            node.tell("start");
            trial.lifted();
            trial.reconnect();
            times(&worker, "consuming", 2);
            trial.recovered();
        }
        trial.kill(worker);
    }
    let fates = trial.settle();
    assert_eq!(fates.events.len(), 3 * count, "every readable article became an event");
    assert_eq!(fates.dead.len(), many(20), "every other one is a dead letter");
}

#[test]
fn row_6_the_broker_stops_politely() {
    let mut node = rough();
    let url = node.vhost("row6");
    let mut trial = Trial::new("6", "broker stopped and started (320)", &url);
    trial.publish(many(300));
    let worker = trial.worker(&["--prefetch", "50"]);
    done(&[&worker], 30);
    node.tell("ctl stop_app");
    times(&worker, "connection lost", 2);
    node.tell("ctl start_app");
    trial.lifted();
    times(&worker, "consuming", 2);
    trial.recovered();
    trial.reconnect();
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_13_a_memory_alarm() {
    alarm("13", "memory alarm", MEMORY);
}

#[test]
fn row_14_a_disk_alarm() {
    alarm("14", "disk alarm", DISK);
}

fn alarm(row: &'static str, fault: &'static str, [on, off]: [&str; 2]) {
    let mut node = rough();
    let url = node.vhost(&format!("row{row}"));
    let mut trial = Trial::new(row, fault, &url);
    trial.publish(100);
    let address = free_address();
    // An alarm blocks a connection when it publishes the next time.
    node.tell(on);
    let worker = trial.worker(&["--prefetch", "20", "--http", &address]);
    worker.says("takes no messages");
    assert_eq!(status(&address, "/readyz"), 200, "it is the broker's trouble, not the worker's");
    assert!(body(&address, "/readyz").contains("\"blocked\":true"));
    assert_eq!(metric(&address, "quotewire_blocked"), 1);
    assert!(metric(&address, "quotewire_in_flight") <= 20, "intake pauses");
    node.tell(off);
    trial.lifted();
    worker.says("takes messages again");
    trial.recovered();
    done(&[&worker], 100);
    trial.stop(worker);
    let fates = trial.settle();
    assert!(fates.events.values().all(|ids| ids.len() == 1), "nothing was sent twice");
}

#[test]
fn row_15_an_alarm_that_outlasts_the_patience_for_confirms() {
    let mut node = rough();
    let url = node.vhost("row15");
    let mut trial = Trial::with("15", "alarm longer than worker.confirm_seconds", &url, &["worker.confirm_seconds=1"]);
    trial.publish(50);
    node.tell(MEMORY[0]);
    let worker = trial.worker(&["--prefetch", "20"]);
    worker.says("takes no messages");
    lasts(4.0);
    node.tell(MEMORY[1]);
    trial.lifted();
    done(&[&worker], 50);
    trial.recovered();
    assert_eq!(worker.count("connection lost"), 0, "the clock for confirms stands still while the broker is blocked");
    trial.stop(worker);
    let fates = trial.settle();
    assert!(fates.events.values().all(|ids| ids.len() == 1), "nothing was sent twice");
}

#[test]
fn row_4_a_worker_is_asked_to_stop_while_the_broker_takes_nothing() {
    let mut node = rough();
    let url = node.vhost("row4");
    // It would wait for a day if it waited.
    let mut trial = Trial::with("4", "SIGTERM during a memory alarm", &url, &["worker.drain_seconds=86400"]);
    trial.publish(50);
    node.tell(MEMORY[0]);
    let worker = trial.worker(&["--prefetch", "20"]);
    worker.says("takes no messages");
    let log = trial.stop(worker);
    assert!(log.contains("given_back="), "{log}");
    node.tell(MEMORY[1]);
    trial.settle();
}

#[test]
fn row_47_a_consumer_timeout() {
    let mut node = rough();
    let url = node.vhost("row47");
    node.tell("ctl eval application:set_env(rabbit,consumer_timeout,3000),application:set_env(rabbit,channel_tick_interval,1000).");
    let mut trial = Trial::new("47", "acks do not arrive: consumer timeout", &url);
    let proxy = Proxy::before(&url);
    let worker = trial.worker_at(&proxy.url(&url), &["--prefetch", "20"]);
    worker.says("consuming");
    proxy.set(Weather::NoAcks);
    trial.publish(50);
    worker.says("E116");
    proxy.set(Weather::Pass);
    trial.lifted();
    times(&worker, "consuming", 2);
    trial.recovered();
    wait_for("the queue to be empty", || (trial.client.ready(ARTICLES) == 0).then_some(()));
    node.tell("ctl eval application:set_env(rabbit,consumer_timeout,1800000),application:set_env(rabbit,channel_tick_interval,60000).");
    trial.stop(worker);
    trial.settle();
}
