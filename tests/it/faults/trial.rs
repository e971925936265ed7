//! One fault and its bookkeeping: which articles went in, and where each of them is afterwards.

use crate::broker::{Client, Worker, quotewire, succeed, wait_or_tell};
use lapin::BasicProperties;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::time::{Duration, Instant};

pub(crate) const ARTICLES: &str = "quotewire.articles";
pub(crate) const DEAD: &str = "quotewire.articles.dlq";
pub(crate) const EVENTS: &str = "news.events.unrouted";

/// How many articles a trial takes: more in the long form, `FAULTS=long`.
pub(crate) fn many(count: usize) -> usize {
    if long() { count * 20 } else { count }
}

/// Whether this is the long form.
pub(crate) fn long() -> bool {
    std::env::var_os("FAULTS").is_some_and(|form| form == "long")
}

/// How long a fault lasts. Nothing is asserted about time.
pub(crate) fn lasts(seconds: f32) {
    std::thread::sleep(Duration::from_secs_f32(seconds));
}

/// A fault under way.
pub(crate) struct Trial {
    pub(super) row: &'static str,
    pub(super) fault: &'static str,
    pub(crate) url: String,
    pub(crate) client: Client,
    /// `key=value` settings of every command.
    settings: Vec<String>,
    /// Ids of articles that are to become events.
    pub(super) innocents: BTreeSet<String>,
    /// Ids of messages that are to become dead letters, with the class.
    pub(super) poison: BTreeMap<String, &'static str>,
    lifted: Option<Instant>,
    pub(super) recovered: Option<Duration>,
    pub(super) peak: u64,
}

impl Trial {
    /// Of `row` in the table of docs/guarantees.md, on a broker or virtual host of its own.
    pub(crate) fn new(row: &'static str, fault: &'static str, url: &str) -> Self {
        Self::with(row, fault, url, &[])
    }

    /// With settings that hold for every command.
    pub(crate) fn with(row: &'static str, fault: &'static str, url: &str, settings: &[&str]) -> Self {
        let trial = Self {
            row,
            fault,
            url: url.into(),
            client: Client::connect(url),
            settings: settings.iter().map(|&pair| pair.to_owned()).collect(),
            innocents: BTreeSet::new(),
            poison: BTreeMap::new(),
            lifted: None,
            recovered: None,
            peak: 0,
        };
        // Some trials set up exchanges and queues of their own.
        if settings.contains(&"topology.declare=never") {
            return trial;
        }
        let declare = trial.arguments(&["topology", "declare"], &[]);
        succeed(url, &declare.iter().map(String::as_str).collect::<Vec<_>>());
        trial
    }

    fn arguments(&self, command: &[&str], more: &[&str]) -> Vec<String> {
        let sets = self.settings.iter().flat_map(|pair| ["--set".to_owned(), pair.clone()]);
        command
            .iter()
            .map(|&word| word.to_owned())
            .chain(sets)
            .chain(more.iter().map(|&word| word.to_owned()))
            .collect()
    }

    /// `count` articles, each with an id of its own, which is also the id of its message.
    pub(crate) fn publish(&mut self, count: usize) {
        self.publish_in_turn(count, usize::MAX);
    }

    /// The same; every so many is in another language, which gives its event another key.
    pub(crate) fn publish_in_turn(&mut self, count: usize, every: usize) {
        let first = self.innocents.len();
        let numbers = first..first + count;
        let all: Vec<_> = numbers
            .map(|number| {
                let id = format!("row{}-{number}", self.row);
                let language = if number % every == every - 1 { "de" } else { "en" };
                let body = article(&id, number, language);
                (id, body)
            })
            .collect();
        let messages = all.iter().map(|(id, body)| (json().with_message_id(id.as_str().into()), body.as_bytes()));
        self.client.publish_all("news.articles", messages);
        self.innocents.extend(all.into_iter().map(|(id, _)| id));
    }

    /// Whether it is one of those in another language.
    pub(crate) fn is_foreign(id: &str, every: usize) -> bool {
        let number = id.rsplit('-').next().and_then(|number| number.parse::<usize>().ok());
        number.is_some_and(|number| number % every == every - 1)
    }

    /// An article that waits in a retry queue.
    pub(crate) fn retry_one(&mut self, id: &str, queue: &str) {
        let body = article(id, 0, "en");
        self.client.publish("", queue, json().with_message_id(id.into()), body.as_bytes());
        self.innocents.insert(id.into());
    }

    /// One article with this body, an innocent as well.
    pub(crate) fn publish_one(&mut self, id: &str, properties: BasicProperties, body: &[u8]) {
        self.client.publish("news.articles", "x", properties.with_message_id(id.into()), body);
        self.innocents.insert(id.into());
    }

    /// A message that is to become a dead letter of `class`.
    pub(crate) fn publish_poison(&mut self, id: &str, properties: BasicProperties, body: &[u8], class: &'static str) {
        self.client.publish("news.articles", "x", properties.with_message_id(id.into()), body);
        self.poison.insert(id.into(), class);
    }

    /// `quotewire run` with the trial's settings.
    pub(crate) fn run(&self, url: &str, more: &[&str]) -> Command {
        let arguments = self.arguments(&["run"], more);
        quotewire(url, &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// A worker on the trial's own URL.
    pub(crate) fn worker(&self, more: &[&str]) -> Worker {
        Worker::spawn(self.run(&self.url, more))
    }

    /// A worker whose traffic goes another way.
    pub(crate) fn worker_at(&self, url: &str, more: &[&str]) -> Worker {
        Worker::spawn(self.run(url, more))
    }

    /// The trial's own connection was hit by the fault as well.
    pub(crate) fn reconnect(&mut self) {
        self.client = Client::connect(&self.url);
    }

    /// From now on the trial speaks to another node.
    pub(crate) fn move_to(&mut self, url: &str) {
        url.clone_into(&mut self.url);
        self.reconnect();
    }

    /// The fault is over: recovery begins.
    pub(crate) fn lifted(&mut self) {
        self.lifted = Some(Instant::now());
    }

    /// The worker works again.
    pub(crate) fn recovered(&mut self) {
        self.recovered = self.lifted.map(|lifted| lifted.elapsed());
    }

    /// SIGTERM, and it must end as it should.
    pub(crate) fn stop(&mut self, worker: Worker) -> String {
        self.weigh(&worker);
        worker.signal("TERM");
        let (code, log) = worker.end();
        assert_eq!(code, Some(0), "{log}");
        log
    }

    /// SIGKILL.
    pub(crate) fn kill(&mut self, worker: Worker) -> String {
        self.weigh(&worker);
        worker.signal("KILL");
        let (code, log) = worker.end();
        assert_eq!(code, None, "{log}");
        log
    }

    /// Remembers the most memory that the worker had so far.
    pub(crate) fn weigh(&mut self, worker: &Worker) {
        self.peak = self.peak.max(worker.peak_memory());
    }

    /// The most memory that a worker had, in MiB.
    pub(crate) fn peak(&self) -> u64 {
        self.peak
    }

    /// A worker does the rest.
    pub(crate) fn drain(&self) {
        let arguments = self.arguments(&["run", "--once", "-q"], &[]);
        succeed(&self.url, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// Properties of a JSON message.
pub(crate) fn json() -> BasicProperties {
    BasicProperties::default().with_content_type("application/json".into())
}

/// An invented article.
fn article(id: &str, number: usize, language: &str) -> String {
    format!(
        "{{\"id\": \"{id}\", \"language\": \"{language}\", \"title\": \"Bridge number {number} reopens\", \"body\": \"The bridge reopens on Monday, engineer Tomas Birk said. \
         \\\"It holds,\\\" he told reporters in Bergen.\"}}"
    )
}

/// An invented article that keeps a thread busy: so many sentences.
pub(crate) fn long_article(id: &str, sentences: usize) -> String {
    let sentence =
        "Mayor Ines Calder of Lisbon said that the harbour would stay open. \\\"It holds,\\\" she told Tomas Birk. ";
    format!("{{\"id\": \"{id}\", \"title\": \"Harbour stays open\", \"body\": \"{}\"}}", sentence.repeat(sentences))
}

/// Waits until the workers have done `count` articles together.
pub(crate) fn done(workers: &[&Worker], count: usize) {
    let all = || workers.iter().map(|worker| worker.count("enriched id")).sum::<usize>();
    let log = || workers.iter().map(|worker| worker.log()).collect::<String>();
    wait_or_tell(&format!("{count} articles to be done"), || (all() >= count).then_some(()), log);
}

/// Waits until the log of `worker` has said `what` so many times.
pub(crate) fn times(worker: &Worker, what: &str, count: usize) {
    let tell = || worker.log();
    wait_or_tell(&format!("{what:?}, {count} times"), || (worker.count(what) >= count).then_some(()), tell);
}
