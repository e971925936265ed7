//! What kills a worker costs one article: the one that does it.

use crate::broker::{Client, Message, Worker, feed, shared_vhost, succeed, wait_for};
use std::collections::BTreeSet;
use std::path::Path;

const UNROUTED: &str = "news.events.unrouted";
const DEAD: &str = "quotewire.articles.dlq";

/// An invented article as a line of JSON. One that names a failpoint meets it, because the tests' program is built with them.
fn line(id: &str, failpoint: &str) -> String {
    format!("{{\"id\": \"{id}\", \"body\": \"The mill reopens, said Orla Fenn. {failpoint}\"}}\n")
}

fn innocents(count: usize) -> String {
    (0..count).map(|number| line(&format!("good-{number}"), "")).collect()
}

/// Starts workers, one after the other, until one comes to an orderly end; how many died before, and the log of the last.
fn run_to_the_end(url: &str, arguments: &[&str]) -> (usize, String) {
    let all: Vec<&str> = ["--once", "--threads", "2"].iter().chain(arguments).copied().collect();
    for died in 0..20 {
        let (code, log) = Worker::start(url, &all).end();
        match code {
            Some(0) => return (died, log),
            Some(code) => panic!("a worker ended with {code}:\n{log}"),
            None => {}
        }
    }
    panic!("worker after worker dies");
}

fn journal_in(folder: &Path) -> String {
    format!("worker.state_folder={}", folder.display())
}

fn articles(events: &[Message]) -> BTreeSet<String> {
    events.iter().map(Message::article).collect()
}

#[test]
fn an_article_that_kills_the_worker_becomes_a_dead_letter_and_no_other_does() {
    let url = shared_vhost("killers");
    let folder = tempfile::tempdir().expect("a folder");
    let poison = line("aborts", "failpoint:abort") + &line("overflows", "failpoint:overflow");
    feed(&url, &["publish", "-"], (innocents(40) + &poison + &innocents(80)).as_bytes());
    let (died, log) = run_to_the_end(&url, &["--set", &journal_in(folder.path())]);
    assert!((1..=2).contains(&died), "each article kills at most one worker, and {died} died:\n{log}");
    assert!(log.contains("crash_suspect") && log.contains("a worker died while it was at this article"), "{log}");

    succeed(&url, &["dlq", "replay", "--reason", "crash_suspect", "--yes"]);
    let (died, log) = run_to_the_end(&url, &[]);
    assert!(died == 0 && log.contains("crash_suspect"), "a replay kills no worker:\n{log}");

    let client = Client::connect(&url);
    let dead = client.drain(DEAD);
    // A worker that dies between a confirm and its ack leaves the same letter twice.
    let bodies: BTreeSet<String> =
        dead.iter().map(|letter| String::from_utf8_lossy(&letter.body).into_owned()).collect();
    assert_eq!(bodies.len(), 2, "{bodies:?}");
    assert!(bodies.iter().all(|body| body.contains("failpoint")), "{bodies:?}");
    for letter in &dead {
        assert_eq!(letter.headers["x-quotewire-error-class"], "crash_suspect");
        assert_eq!(letter.headers["x-quotewire-error-code"], "E213");
        assert!(letter.headers["x-quotewire-error-detail"].contains("signal"), "{:?}", letter.headers);
    }
    assert_eq!(articles(&client.drain(UNROUTED)).len(), 80, "every innocent became an event");
}

#[test]
fn an_article_that_takes_all_memory_becomes_a_dead_letter() {
    let url = shared_vhost("hoarders");
    let folder = tempfile::tempdir().expect("a folder");
    feed(&url, &["publish", "-"], (innocents(10) + &line("hoards", "failpoint:allocate")).as_bytes());
    let settings = ["--set", &journal_in(folder.path()), "--set", "limits.suspect_memory_bytes=300000000"];
    let all: Vec<&str> = ["--once"].iter().chain(&settings).copied().collect();
    assert_eq!(Worker::start_within(&url, &all, 3_000_000).end().0, None, "it runs out of address space");
    assert_eq!(run_to_the_end(&url, &settings).0, 0);
    let client = Client::connect(&url);
    let dead = client.drain(DEAD);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].headers["x-quotewire-error-class"], "crash_suspect");
    assert_eq!(articles(&client.drain(UNROUTED)).len(), 10);
}

#[test]
fn a_lost_journal_costs_more_workers_and_still_no_innocent() {
    let url = shared_vhost("no-journal");
    // With a delivery limit of 8, whatever was delivered twice in vain is a suspect.
    let limit = ["--set", "topology.delivery_limit=8"];
    let publish: Vec<&str> = ["publish", "-"].iter().chain(&limit).copied().collect();
    feed(&url, &publish, (innocents(20) + &line("aborts", "failpoint:abort")).as_bytes());
    let (died, log) = run_to_the_end(&url, &limit);
    assert_eq!(died, 2, "{log}");
    let client = Client::connect(&url);
    let dead = client.drain(DEAD);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].headers["x-quotewire-error-class"], "crash_suspect");
    assert_eq!(articles(&client.drain(UNROUTED)).len(), 20);
}

#[test]
fn a_suspect_that_is_innocent_becomes_the_same_event_as_ever() {
    let url = shared_vhost("innocent");
    let folder = tempfile::tempdir().expect("a folder");
    let journal = journal_in(folder.path());
    // With a delivery limit of 4, whatever was delivered once in vain is a suspect.
    let settings = ["--set", &journal, "--set", "topology.delivery_limit=4", "--set", "limits.article_seconds=5"];
    let publish: Vec<&str> = ["publish", "-"].iter().chain(&settings).copied().collect();
    feed(&url, &publish, line("fine", "").as_bytes());
    run_to_the_end(&url, &settings);
    let client = Client::connect(&url);
    let as_ever = client.drain(UNROUTED).remove(0);

    // A worker that is killed while its only thread hangs, with another article behind it.
    feed(&url, &publish, (line("hangs", "failpoint:hang") + &line("fine", "")).as_bytes());
    let worker = Worker::start(&url, &["--threads", "1", "--set", &journal, "--set", "topology.delivery_limit=4"]);
    let file = folder.path().join("worker-0.journal");
    wait_for("the article to be in the journal", || {
        std::fs::read(&file).expect("readable").iter().any(|byte| *byte != 0).then_some(())
    });
    worker.signal("KILL");
    worker.end();
    let (died, log) = run_to_the_end(&url, &settings);
    assert_eq!((died, log.matches("isolated=true").count()), (0, 2), "{log}");
    assert_eq!(client.drain(DEAD)[0].headers["x-quotewire-error-class"], "timeout", "it hangs alone as well");
    let alone = client.drain(UNROUTED).remove(0);
    assert_eq!((alone.id, alone.key), (as_ever.id, as_ever.key));
    let without_delivery = |mut event: serde_json::Value| {
        event["processing"] = serde_json::Value::Null;
        event
    };
    let events =
        [alone.body, as_ever.body].map(|body| serde_json::from_slice(&body).expect("JSON")).map(without_delivery);
    assert_eq!(events[0], events[1]);
}

#[test]
fn an_article_that_takes_too_long_is_given_up_and_the_others_go_on() {
    let url = shared_vhost("hangs");
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port();
    let http = format!("http.address=127.0.0.1:{port}");
    let worker = Worker::start(&url, &["--threads", "3", "--set", "limits.article_seconds=5", "--set", &http]);
    worker.says("consuming");
    feed(&url, &["publish", "-"], (line("hangs", "failpoint:hang") + &innocents(30)).as_bytes());
    wait_for("the innocents", || (worker.count("enriched id") == 30).then_some(()));
    worker.says("its thread is replaced");
    let client = Client::connect(&url);
    assert_eq!(client.next(DEAD).headers["x-quotewire-error-class"], "timeout");
    assert!(metrics(port).contains("quotewire_hung_threads 1"), "{}", metrics(port));
    feed(&url, &["publish", "-"], innocents(5).as_bytes());
    wait_for("five more", || (worker.count("enriched id") == 35).then_some(()));
    worker.signal("TERM");
    assert_eq!(worker.end().0, Some(0), "a thread that hangs does not hold up the end");
}

#[test]
fn a_worker_whose_threads_hang_ends_so_that_a_new_one_can_begin() {
    let url = shared_vhost("worn-out");
    let poison = line("first", "failpoint:hang") + &line("second", "failpoint:hang");
    feed(&url, &["publish", "-"], (poison + &innocents(10)).as_bytes());
    let worker = Worker::start(&url, &["--threads", "2", "--set", "limits.article_seconds=5"]);
    let (code, log) = worker.end();
    assert_eq!(code, Some(1), "{log}");
    assert!(log.contains("only a new process"), "{log}");
    run_to_the_end(&url, &[]);
    let client = Client::connect(&url);
    assert_eq!(client.drain(DEAD).len(), 2);
    assert_eq!(articles(&client.drain(UNROUTED)).len(), 10);
}

#[test]
fn a_panic_costs_tries_of_one_article_and_tells_where_but_not_what() {
    let url = shared_vhost("panics");
    feed(&url, &["publish", "-"], (line("panics", "failpoint:panic") + &innocents(5)).as_bytes());
    let worker = Worker::start(&url, &["--set", "retry.delays_seconds=1"]);
    worker.says("dead-lettered");
    wait_for("the innocents", || (worker.count("enriched id") == 5).then_some(()));
    assert_eq!(worker.count("retry later"), 1);
    assert!(worker.log().contains("panicked at src/worker/failpoints.rs"), "{}", worker.log());
    assert!(!worker.log().contains("a failpoint"), "what a panic says may hold text of the article");
    let dead = Client::connect(&url).next(DEAD);
    assert_eq!(
        (dead.headers["x-quotewire-error-class"].as_str(), dead.headers["x-quotewire-attempt"].as_str()),
        ("panic", "2")
    );
}

#[test]
fn a_journal_that_cannot_be_written_is_told_and_the_worker_goes_on() {
    let url = shared_vhost("no-folder");
    feed(&url, &["publish", "-"], innocents(3).as_bytes());
    let (died, log) = run_to_the_end(&url, &["--set", "worker.state_folder=/dev/null/nowhere"]);
    assert!(died == 0 && log.contains("W401") && log.matches("enriched id").count() == 3, "{log}");
}

fn metrics(port: u16) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("written");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("read");
    answer
}
