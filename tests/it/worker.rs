//! The worker on a real broker: what goes in comes out, is retried, or lies among the dead letters with a reason.

use crate::broker::{Client, Message, Node, Worker, feed, output, shared_vhost, succeed, wait_for};
use lapin::{BasicProperties, ExchangeKind};
use quotewire::cli::samples;
use std::collections::BTreeSet;

const UNROUTED: &str = "news.events.unrouted";
const DEAD: &str = "quotewire.articles.dlq";
const ARTICLES: &str = "quotewire.articles";

/// An invented article as a line of JSON.
fn line(id: &str) -> String {
    let body = format!(
        "\\\"The harbour stays open,\\\" said Mayor Ines Calder of article {id}. She spoke in Lisbon on Friday."
    );
    format!("{{\"id\": \"{id}\", \"title\": \"Harbour stays open\", \"body\": \"{body}\"}}\n")
}

fn lines(count: usize) -> Vec<u8> {
    (0..count).map(|number| line(&format!("a-{number}"))).collect::<String>().into_bytes()
}

#[test]
fn samples_become_events_and_what_cannot_be_read_becomes_a_dead_letter() {
    let url = shared_vhost("samples");
    let told = succeed(&url, &["publish", "--sample", "--bad", "--header", "x-desk=foreign"]);
    assert!(told.contains(&format!("published {} messages", samples::ALL.len() + 1)), "{told}");
    succeed(&url, &["run", "--once"]);

    let client = Client::connect(&url);
    let events = client.drain(UNROUTED);
    assert_eq!(events.len(), samples::ALL.len());
    for event in &events {
        assert_eq!(event.kind, "news.article.enriched.v1");
        assert_eq!(event.key, "article.enriched.en");
        assert_eq!(event.content_type, "application/json");
        assert!(event.persistent);
        assert_eq!(event.headers["cloudEvents_id"], event.id);
        assert_eq!(event.json()["processing"]["attempt"], 1);
    }
    let dead = client.drain(DEAD);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].headers["x-quotewire-error-class"], "invalid_json");
    assert_eq!(dead[0].headers["x-quotewire-error-code"], "E203");
    assert_eq!(dead[0].headers["x-quotewire-source-exchange"], "news.articles");
    assert_eq!(dead[0].headers["x-desk"], "foreign", "headers of the sender stay");
    assert!(dead[0].body.starts_with(b"{\"id\": \"broken-on-purpose\""), "the body stays as it was");
    assert_eq!(client.ready(ARTICLES), 0);
}

#[test]
fn an_article_that_comes_twice_gets_the_same_event_id() {
    let url = shared_vhost("twice");
    feed(&url, &["publish", "-"], (line("one") + &line("one") + &line("two")).as_bytes());
    succeed(&url, &["run", "--once"]);
    let mut ids: Vec<_> =
        Client::connect(&url).drain(UNROUTED).iter().map(|event| (event.article(), event.id.clone())).collect();
    ids.sort();
    assert_eq!(ids.len(), 3);
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[1].1, ids[2].1);
}

#[test]
fn quote_events_are_published_on_request_with_a_key_for_their_speaker() {
    let url = shared_vhost("quotes");
    feed(&url, &["publish", "-"], line("one").as_bytes());
    succeed(&url, &["run", "--once", "--set", "output.quotes=true"]);
    let keys: Vec<String> = Client::connect(&url).drain(UNROUTED).into_iter().map(|event| event.key).collect();
    assert_eq!(keys, ["article.enriched.en", "quote.direct.en.ines-calder"]);
}

#[test]
fn a_batch_is_acked_only_with_all_its_events() {
    let url = shared_vhost("batch");
    succeed(&url, &["topology", "declare"]);
    let client = Client::connect(&url);
    let properties = BasicProperties::default().with_content_type("application/x-ndjson".into());
    client.publish("news.articles", "x", properties, &lines(25));
    succeed(&url, &["run", "--once"]);
    let articles: BTreeSet<String> = client.drain(UNROUTED).iter().map(Message::article).collect();
    assert_eq!(articles.len(), 25);
    assert_eq!(client.ready(ARTICLES), 0);
}

#[test]
fn sigterm_finishes_what_is_in_flight_and_loses_nothing() {
    let url = shared_vhost("drain");
    let worker = Worker::start(&url, &["--prefetch", "50"]);
    worker.says("consuming");
    feed(&url, &["publish", "-"], &lines(400));
    worker.says("enriched");
    worker.signal("TERM");
    let (code, log) = worker.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("stopped") && log.contains("given_back=0"), "{log}");
    let client = Client::connect(&url);
    let events = client.drain(UNROUTED);
    let waiting = client.ready(ARTICLES) as usize;
    assert_eq!(events.len() + waiting, 400, "each article is either an event or waits, and none is both");
    succeed(&url, &["run", "--once"]);
    assert_eq!(events.len() + client.drain(UNROUTED).len(), 400);
}

#[test]
fn a_limit_on_messages_is_kept() {
    let url = shared_vhost("limit");
    feed(&url, &["publish", "-"], &lines(30));
    succeed(&url, &["run", "--max-messages", "7"]);
    let client = Client::connect(&url);
    assert_eq!(client.ready(UNROUTED), 7);
    assert_eq!(client.ready(ARTICLES), 23);
}

#[test]
fn an_event_that_no_queue_wants_keeps_its_article_until_one_does() {
    let url = shared_vhost("returned");
    let client = Client::connect(&url);
    client.exchange("news.events", ExchangeKind::Topic);
    client.queue(ARTICLES, "quorum", None);
    client.queue("only-one", "quorum", Some(("news.events", "article.enriched.en")));
    let worker = Worker::start(&url, &["--set", "topology.declare=never", "--set", "output.quotes=true"]);
    let properties = BasicProperties::default().with_content_type("application/json".into());
    client.publish("", ARTICLES, properties, line("kept").as_bytes());
    worker.says("no queue wants it");
    assert_eq!(
        worker.count("enriched id"),
        0,
        "one of its two events is not confirmed: the article is not done\n{}",
        worker.log()
    );
    client.queue("the-other", "quorum", Some(("news.events", "quote.#")));
    worker.says("enriched id");
    assert_eq!(client.next("the-other").kind, "news.quote.extracted.v1");
    worker.signal("TERM");
    assert_eq!(worker.end().0, Some(0));
    assert_eq!(client.drain("only-one").len(), 1, "the event that was confirmed is not published again");
}

#[test]
fn a_deleted_queue_is_made_again_and_consumed() {
    let mut node = Node::start();
    let url = node.vhost("deleted");
    let worker = Worker::start(&url, &[]);
    worker.says("consuming");
    node.tell(&format!("ctl delete_queue -p deleted {ARTICLES}"));
    worker.says("connection lost");
    wait_for("the second consumer", || (worker.count("consuming") == 2).then_some(()));
    feed(&url, &["publish", "-"], line("late").as_bytes());
    worker.says("enriched id");
}

#[test]
fn a_blocked_broker_pauses_the_worker_and_does_not_hold_up_its_end() {
    const ALARM: &str = "ctl set_vm_memory_high_watermark 0.000001";
    const CALM: &str = "ctl set_vm_memory_high_watermark 0.8";
    let mut node = Node::start();
    let url = node.vhost("blocked");
    feed(&url, &["publish", "-"], &lines(5));
    // An alarm blocks a connection when it publishes the next time.
    node.tell(ALARM);
    let worker = Worker::start(&url, &[]);
    worker.says("takes no messages");
    node.tell(CALM);
    worker.says("takes messages again");
    wait_for("five articles to be done", || (worker.count("enriched id") == 5).then_some(()));
    worker.signal("TERM");
    assert_eq!(worker.end().0, Some(0));

    feed(&url, &["publish", "-"], line("late").as_bytes());
    node.tell(ALARM);
    let worker = Worker::start(&url, &[]);
    worker.says("takes no messages");
    worker.signal("TERM");
    let (code, log) = worker.end();
    assert_eq!((code, log.contains("given_back=1")), (Some(0), true), "{log}");
    node.tell(CALM);
    succeed(&url, &["run", "--once"]);
    let articles: BTreeSet<String> = Client::connect(&url).drain(UNROUTED).iter().map(Message::article).collect();
    assert_eq!(articles.len(), 6);
}

#[test]
fn what_cannot_be_reached_or_used_says_why_and_what_to_do() {
    let url = shared_vhost("errors");
    let failed = |url: &str, arguments: &[&str]| {
        let output = output(url, arguments);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, text) = failed("amqp://guest:guest@127.0.0.1:1/%2f", &["publish", "--sample"]);
    assert_eq!(code, Some(69), "{text}");
    assert!(text.contains("E101") && text.contains("refused"), "{text}");

    let (code, text) = failed(&url.replace("guest:guest", "guest:wrong"), &["publish", "--sample"]);
    assert_eq!(code, Some(77), "{text}");
    assert!(text.contains("E103") && !text.contains("wrong@"), "{text}");

    let (code, text) = failed(&url.replace("errors", "nowhere"), &["tail"]);
    assert_eq!(code, Some(77), "{text}");
    assert!(text.contains("E105"), "{text}");

    let (code, text) = failed(&url, &["run", "--prefetch", "0"]);
    assert_eq!(code, Some(78), "{text}");
    assert!(text.contains("input.prefetch") && text.contains("--set"), "{text}");

    let arguments = ["run", "--set", "worker.startup_seconds=1", "--log-format", "json"];
    let (code, text) = failed("amqp://guest:guest@127.0.0.1:1/%2f", &arguments);
    assert_eq!(code, Some(69), "{text}");
    let line: serde_json::Value =
        serde_json::from_str(text.lines().find(|line| line.contains("trying again")).expect("a line")).expect("JSON");
    assert_eq!((line["code"].as_str(), line["side"].as_str()), (Some("E101"), Some("out")));
}

#[test]
fn a_queue_with_other_settings_is_named_and_left_alone() {
    let url = shared_vhost("mismatch");
    let client = Client::connect(&url);
    client.queue(ARTICLES, "classic", None);
    let checked = output(&url, &["topology", "declare"]);
    let text = String::from_utf8_lossy(&checked.stdout);
    assert_eq!(checked.status.code(), Some(1));
    assert!(text.contains("BAD  queue    quotewire.articles ") && text.contains("E108"), "{text}");
    assert!(text.contains("on the broker") && text.contains("\"classic\""), "{text}");
    let checked = output(&url, &["topology", "check"]);
    assert!(String::from_utf8_lossy(&checked.stdout).contains("\"classic\""), "a check sees it as well");
    let worker = Worker::start(&url, &[]);
    worker.says("E108");
    worker.signal("TERM");
    assert_eq!(worker.end().0, Some(0), "it can be stopped while it waits");
}

#[test]
fn health_tells_consuming_from_connected_and_metrics_count() {
    let url = shared_vhost("health");
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port();
    let http = format!("http.address=127.0.0.1:{port}");
    let check = |arguments: &[&str]| {
        let all: Vec<&str> = arguments.iter().copied().chain(["--set", &http]).collect();
        let output = output(&url, &all);
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(check(&["healthcheck"]).0, Some(1), "nobody is there");
    let worker = Worker::start(&url, &["--set", &http, "--set", "amqp.url=amqp://guest:guest@127.0.0.1:1/%2f"]);
    worker.says("trying again");
    assert_eq!(check(&["healthcheck", "--live"]).0, Some(0));
    let (code, body) = check(&["healthcheck"]);
    assert_eq!(code, Some(1), "{body}");
    drop(worker);
    let worker = Worker::start(&url, &["--set", &http]);
    worker.says("consuming");
    let (code, body) = check(&["healthcheck"]);
    assert_eq!(code, Some(0), "{body}");
    assert!(body.contains("\"consuming\":true") && body.contains("\"state\":\"working\""), "{body}");
    worker.says("state was=\"connecting\" is=\"working\"");
}

#[test]
fn tail_shows_events_as_they_come() {
    let url = shared_vhost("tail");
    succeed(&url, &["topology", "declare"]);
    let watcher = std::thread::spawn({
        let url = url.clone();
        move || succeed(&url, &["tail", "--limit", "2", "--format", "jsonl"])
    });
    // Its queue is there as soon as an event is no longer unrouted.
    let client = Client::connect(&url);
    let mut number = 0;
    let shown = loop {
        if watcher.is_finished() {
            break watcher.join().expect("no panic");
        }
        number += 1;
        feed(&url, &["publish", "-"], line(&format!("t-{number}")).as_bytes());
        succeed(&url, &["run", "--once"]);
    };
    assert_eq!(shown.lines().filter(|line| line.contains("\"schema_version\"")).count(), 2, "{shown}");
    assert!(shown.contains("Ines Calder"), "{shown}");
    assert!(client.ready(ARTICLES) == 0);
}
