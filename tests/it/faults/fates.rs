//! Where every article is after a trial, and whether that is where it belongs.

use super::trial::{ARTICLES, DEAD, EVENTS, Trial};
use crate::broker::{Message, PATIENCE};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// Where everything is.
#[derive(Default)]
pub(crate) struct Fates {
    /// Event ids by article.
    pub(crate) events: BTreeMap<String, Vec<String>>,
    /// Dead letters by message id.
    pub(crate) dead: BTreeMap<String, Message>,
    /// Message ids in the retry queues.
    pub(crate) retry: BTreeSet<String>,
    /// Message ids in the queue of articles.
    pub(crate) queued: BTreeSet<String>,
}

impl Fates {
    fn add(&mut self, events: Vec<Message>, dead: Vec<Message>) {
        for event in events {
            self.events.entry(event.article()).or_default().push(event.id);
        }
        self.dead.extend(dead.into_iter().map(|message| (message.id.clone(), message)));
    }

    fn hold(&self, id: &str) -> bool {
        self.events.contains_key(id)
            || self.dead.contains_key(id)
            || self.retry.contains(id)
            || self.queued.contains(id)
    }
}

impl Trial {
    /// Takes everything out of all queues.
    pub(crate) fn fates(&self) -> Fates {
        self.fates_with(vec![], vec![])
    }

    /// The same, with events and dead letters that were taken out before. What a worker had that died comes back when the broker has noticed.
    pub(crate) fn fates_with(&self, events: Vec<Message>, dead: Vec<Message>) -> Fates {
        let mut fates = Fates::default();
        fates.add(events, dead);
        patiently(|| {
            self.collect_waiting(&mut fates);
            self.collected_all(&mut fates)
        });
        fates
    }

    fn collect_waiting(&self, fates: &mut Fates) {
        let ids = |queue: String| self.client.drain(&queue).into_iter().map(|message| message.id);
        let retry = ["5s", "30s", "5m", "1h"].iter().map(|delay| format!("{ARTICLES}.retry.{delay}"));
        fates.retry.extend(retry.filter(|queue| self.client.exists(queue)).flat_map(ids));
        fates.queued.extend(ids(ARTICLES.into()));
    }

    /// Takes events and dead letters out; whether that was the last of what went in.
    pub(crate) fn collected_all(&self, fates: &mut Fates) -> bool {
        self.collect(fates);
        self.missing(fates).is_empty()
    }

    /// How many messages went in.
    pub(crate) fn published(&self) -> usize {
        self.innocents.len() + self.poison.len()
    }

    fn collect(&self, fates: &mut Fates) {
        fates.add(self.client.drain(EVENTS), self.client.drain(DEAD));
    }

    /// Ids of what went in and is nowhere.
    pub(crate) fn missing(&self, fates: &Fates) -> Vec<&String> {
        let all = self.innocents.iter().chain(self.poison.keys());
        let mut lost: Vec<_> = all.filter(|id| !fates.hold(id)).collect();
        lost.sort();
        lost.dedup();
        lost
    }

    /// A worker does the rest; then everything must be where it belongs. Prints the row.
    pub(crate) fn settle(self) -> Fates {
        self.settle_with(Fates::default())
    }

    /// The same, with what was taken out before.
    pub(crate) fn settle_with(self, mut fates: Fates) -> Fates {
        // What a worker had that died comes back when the broker has noticed, which may be after the queue looked empty.
        patiently(|| {
            self.drain();
            self.collected_all(&mut fates)
        });
        self.collect_waiting(&mut fates);
        self.judge(&fates);
        assert!(self.poison.keys().all(|id| fates.dead.contains_key(id)), "row {}: poison is a dead letter", self.row);
        assert!(
            fates.queued.is_empty() && fates.retry.is_empty(),
            "row {}: {:?} {:?}",
            self.row,
            fates.queued,
            fates.retry
        );
        fates
    }

    /// Everything must be where it belongs. Prints the row.
    #[expect(clippy::print_stdout, reason = "the table is what a person reads")]
    pub(crate) fn judge(&self, fates: &Fates) {
        let row = self.row;
        let all: BTreeSet<&String> = self.innocents.iter().chain(self.poison.keys()).collect();
        let found: BTreeSet<&String> =
            fates.events.keys().chain(fates.dead.keys()).chain(&fates.retry).chain(&fates.queued).collect();
        let lost = self.missing(fates);
        let unknown: Vec<_> = found.difference(&all).collect();
        let accused: Vec<_> = fates.dead.keys().filter(|id| self.innocents.contains(*id)).collect();
        let duplicates: usize = fates.events.values().map(|ids| ids.len() - 1).sum();
        let seconds = self.recovered.map_or("-".into(), |time| format!("{:.1} s", time.as_secs_f32()));
        println!(
            "row {row:>3} | {:<58} | {:>6} in | lost {} | duplicates {duplicates:>4} | innocents dead {} | recovered {seconds:>7} | peak {:>3} MiB",
            self.fault,
            all.len(),
            lost.len(),
            accused.len(),
            self.peak
        );
        assert!(lost.is_empty(), "row {row}: lost {lost:?}");
        assert!(unknown.is_empty(), "row {row}: nobody published {unknown:?}");
        assert!(accused.is_empty(), "row {row}: innocents among the dead letters: {accused:?}");
        for (article, ids) in &fates.events {
            assert!(ids.iter().all(|id| id == &ids[0]), "row {row}: {article} has events with different ids: {ids:?}");
            assert!(!fates.dead.contains_key(article), "row {row}: {article} is an event and a dead letter");
        }
        for (id, class) in &self.poison {
            // What is not dead yet waits to be.
            if let Some(message) = fates.dead.get(id) {
                assert_eq!(message.headers["x-quotewire-error-class"], *class, "row {row}: {id}");
            }
        }
    }
}

/// Does something again and again until it says that it is enough; a generous limit ends that as well, and whoever comes after judges.
fn patiently(mut enough: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !enough() && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
    }
}
