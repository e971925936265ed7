//! Row 59: a long time. Articles of all kinds, and one fault after the other.
//!
//! One worker lives through all of it; another one is killed, stopped and started anew. After each fault both have to do all that was published.
//! `scripts/faults --soak MINUTES` sets how long it goes on; the suite takes each fault once.

use super::fates::Fates;
use super::nodes::{Rough, rough};
use super::proxy::{Proxy, Weather};
use super::trial::{ARTICLES, Trial, json, long_article};
use crate::broker::{Worker, wait_or_tell};
use std::time::{Duration, Instant};

const MORTAL: [&str; 2] = ["--prefetch", "50"];

#[derive(Clone, Copy, Debug)]
enum Fault {
    Killed,
    Stopped,
    Reset,
    Slow,
    Disconnected,
    BrokerKilled,
}

const FAULTS: [Fault; 6] =
    [Fault::Killed, Fault::Reset, Fault::Stopped, Fault::BrokerKilled, Fault::Slow, Fault::Disconnected];

/// A long time under way.
struct Soak {
    node: Rough,
    trial: Trial,
    proxy: Proxy,
    /// Lives through all of it, behind the proxy.
    steady: Worker,
    /// Does not.
    mortal: Option<Worker>,
    fates: Fates,
    round: usize,
}

impl Soak {
    fn start() -> Self {
        let mut node = rough();
        let url = node.vhost("row59");
        let trial = Trial::new("59", "a long time: mixed articles, one fault after the other", &url);
        let proxy = Proxy::before(&url);
        let steady = trial.worker_at(&proxy.url(&url), &["--prefetch", "50"]);
        let mortal = Some(trial.worker(&MORTAL));
        Self { node, trial, proxy, steady, mortal, fates: Fates::default(), round: 0 }
    }

    /// Publishes, lets `fault` happen, and waits until everything is an event or a dead letter.
    fn round(&mut self, fault: Option<Fault>) {
        self.round += 1;
        self.publish();
        if let Some(fault) = fault {
            self.suffer(fault);
        }
        self.publish();
        let (trial, fates) = (&self.trial, std::cell::RefCell::new(&mut self.fates));
        let what = format!("all articles of round {} ({fault:?}) to be done", self.round);
        let (steady, mortal) = (&self.steady, self.mortal.as_ref().expect("there is always one"));
        let tell = || {
            let (missing, waiting) = (trial.missing(&fates.borrow()), trial.client.ready(ARTICLES));
            format!("{missing:?}, {waiting} wait\n{}\n-- the other one:\n{}", steady.log(), mortal.log())
        };
        wait_or_tell(&what, || trial.collected_all(&mut fates.borrow_mut()).then_some(()), tell);
        self.proxy.set(Weather::Pass);
        self.trial.weigh(&self.steady);
    }

    fn publish(&mut self) {
        let id = |kind: &str| format!("{kind}-{}-{}", self.round, self.trial.published());
        let (long, broken) = (id("long"), id("broken"));
        self.trial.publish(60);
        self.trial.publish_one(&long, json(), long_article(&long, 100).as_bytes());
        self.trial.publish_poison(&broken, json(), b"{\"title\": \"no end", "invalid_json");
    }

    fn suffer(&mut self, fault: Fault) {
        match fault {
            Fault::Killed => {
                let mortal = self.mortal.take().expect("there is always one");
                self.trial.kill(mortal);
                self.mortal = Some(self.trial.worker(&MORTAL));
            }
            Fault::Stopped => {
                let mortal = self.mortal.take().expect("there is always one");
                // One that has just begun does not listen to signals yet.
                mortal.says("starting");
                self.trial.stop(mortal);
                self.mortal = Some(self.trial.worker(&MORTAL));
            }
            Fault::Reset => {
                // Either it loses a connection, or it is still at making one and fails.
                let felt = || self.steady.count("connection lost") + self.steady.count("not reachable");
                let before = felt();
                self.proxy.set(Weather::Reset);
                wait_or_tell("the reset", || (felt() > before).then_some(()), || self.steady.log());
                self.proxy.set(Weather::Pass);
            }
            // Until the round is over.
            Fault::Slow => self.proxy.set(Weather::Slow(200_000)),
            Fault::Disconnected => {
                self.node.tell("ctl close_all_connections --vhost row59 maintenance");
                self.trial.reconnect();
            }
            Fault::BrokerKilled => {
                self.node.tell("kill");
                self.node.tell("start");
                self.trial.reconnect();
            }
        }
    }
}

/// Until when it goes on; without being told, until each fault was there once.
fn deadline() -> Option<Instant> {
    let minutes = std::env::var_os("SOAK_MINUTES")?;
    let minutes = minutes.to_str().and_then(|minutes| minutes.parse().ok()).expect("SOAK_MINUTES is a number");
    Some(Instant::now() + Duration::from_mins(minutes))
}

#[test]
fn row_59_a_long_time() {
    let (begun, deadline) = (Instant::now(), deadline());
    let mut soak = Soak::start();
    soak.steady.says("consuming");
    // What is made once is made in the first rounds; a library beneath the client makes a runtime of its own when the first connection is lost.
    [None, None, Some(Fault::Disconnected)].into_iter().for_each(|fault| soak.round(fault));
    // The other worker may have done what was left of the round while this one still connected.
    let whole = || (soak.steady.count("is=\"working\"") > 1).then_some(());
    wait_or_tell("both connections to be there again", whole, || soak.steady.log());
    let (threads, files, memory) = (soak.steady.threads(), soak.steady.files(), soak.steady.memory());
    // Every fault as often as every other one, in an order that is not always the same.
    for number in 0.. {
        let turn = number / FAULTS.len();
        if deadline.map_or(turn == 1, |deadline| Instant::now() >= deadline) {
            break;
        }
        soak.round(Some(FAULTS[(number * [1, 5][turn % 2] + turn) % FAULTS.len()]));
    }
    soak.round(None);
    let Soak { mut trial, steady, mortal, fates, round, .. } = soak;
    let tell = || {
        let (now, open) = (steady.threads(), steady.files());
        format!("{threads} threads and {files} files at first, {now} and {open} now\n{}", steady.log())
    };
    // Connections that were lost take their time to close.
    let as_at_first = || steady.threads() <= threads && steady.files() <= files;
    wait_or_tell("threads and open files to be as many as at first", || as_at_first().then_some(()), tell);
    let after = steady.memory();
    println!(
        "row  59 | {round} rounds in {} s | RSS {memory} MiB, after {after} MiB | threads {threads}, after {} | files {files}, after {}",
        begun.elapsed().as_secs(),
        steady.threads(),
        steady.files()
    );
    assert!(after <= memory * 3 / 2 + 16, "memory is flat: {memory} MiB at first, {after} MiB after {round} rounds");
    trial.stop(steady);
    trial.stop(mortal.expect("there is always one"));
    trial.settle_with(fates);
}
