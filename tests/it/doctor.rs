//! The doctor: a healthy set-up, and sick ones.

use crate::broker::{Client, Node, feed, output, shared_vhost, succeed};
use serde_json::Value;
use std::io::Write;
use std::net::TcpListener;
use std::thread;

/// The exit code, and the findings by name.
fn findings(url: &str, arguments: &[&str]) -> (Option<i32>, Vec<Value>) {
    let all: Vec<&str> = ["doctor", "--format", "json"].iter().chain(arguments).copied().collect();
    let output = output(url, &all);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let findings = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    (output.status.code(), findings)
}

#[track_caller]
fn point<'a>(findings: &'a [Value], name: &str) -> &'a Value {
    findings.iter().find(|one| one["point"] == name).unwrap_or_else(|| panic!("no point {name}: {findings:#?}"))
}

#[track_caller]
fn check(findings: &[Value], name: &str, state: &str) {
    let found = point(findings, name);
    assert_eq!(found["state"], state, "{found:#}");
}

#[test]
fn a_healthy_set_up_is_good_in_every_point_and_stays_as_it_was() {
    let url = shared_vhost("doctor-healthy");
    succeed(&url, &["topology", "declare"]);
    let folder = tempfile::tempdir().expect("a folder");
    let state = format!("worker.state_folder={}", folder.path().display());
    let (code, all) = findings(&url, &["--set", &state]);
    assert_eq!(code, Some(0), "{all:#?}");
    assert!(all.iter().all(|one| one["state"] == "good"), "{all:#?}");
    for name in ["settings", "crash journal", "name", "port", "broker", "login", "bindings", "alarms", "clock"] {
        check(&all, name, "good");
    }
    assert!(point(&all, "broker")["found"].as_str().expect("text").starts_with("RabbitMQ 3."), "{all:#?}");
    check(&all, "may read quotewire.articles", "good");
    check(&all, "may write to news.events", "good");
    let client = Client::connect(&url);
    assert_eq!((client.ready("news.events.unrouted"), client.ready("quotewire.articles")), (0, 0), "no probe is left");
    let text = succeed(&url, &["doctor", "--set", &state]);
    assert!(text.contains("0 worth a look, 0 bad"), "{text}");
}

#[test]
fn what_is_not_there_yet_and_what_waits_are_worth_a_look() {
    let url = shared_vhost("doctor-new");
    let (code, all) = findings(&url, &[]);
    assert_eq!(code, Some(0), "{all:#?}");
    check(&all, "queue quotewire.articles", "odd");
    check(&all, "crash journal", "odd");
    let (code, all) = findings(&url, &["--set", "topology.declare=check"]);
    assert_eq!(code, Some(78), "{all:#?}");
    assert_eq!(point(&all, "queue quotewire.articles")["code"], "E110");
    assert!(output(&url, &["topology", "check"]).status.code() == Some(1), "the doctor made nothing");

    feed(&url, &["publish", "-", "--bad"], b"{\"id\": \"a\", \"body\": \"It rains.\"}\n");
    succeed(&url, &["run", "--once"]);
    feed(&url, &["publish", "-"], b"{\"id\": \"b\", \"body\": \"It rains.\"}\n");
    let text = succeed(&url, &["doctor"]);
    for hint in ["quotewire dlq list", "bind one to the exchange news.events", "no worker reads them"] {
        assert!(text.contains(hint), "{hint} is missing in:\n{text}");
    }
}

#[test]
fn queues_and_exchanges_with_other_settings_are_told_setting_by_setting() {
    let url = shared_vhost("doctor-different");
    let client = Client::connect(&url);
    client.queue("quotewire.articles", "classic", None);
    client.exchange("news.events", lapin::ExchangeKind::Direct);
    succeed(&url, &["publish", "-n", "--sample"]);
    let properties = lapin::BasicProperties::default();
    client.publish("", "quotewire.articles", properties, b"one");
    let (code, all) = findings(&url, &[]);
    assert_eq!(code, Some(78), "{all:#?}");
    let queue = point(&all, "queue quotewire.articles");
    assert_eq!((queue["state"].as_str(), queue["code"].as_str()), (Some("bad"), Some("E108")), "{queue:#}");
    let row = |setting: &str| {
        let rows = queue["differences"].as_array().expect("a list");
        let row = rows.iter().find(|row| row["setting"] == setting).unwrap_or_else(|| panic!("{setting}: {queue:#}"));
        (row["wanted"].as_str().expect("text").to_owned(), row["found"].as_str().expect("text").to_owned())
    };
    assert_eq!(row("x-queue-type"), ("\"quorum\"".into(), "\"classic\"".into()));
    assert_eq!(row("x-dead-letter-exchange"), ("\"quotewire.dlx\"".into(), "-".into()));
    assert_eq!(row("x-overflow"), ("\"reject-publish\"".into(), "-".into()));
    let exchange = point(&all, "exchange news.events");
    assert_eq!(exchange["differences"][0]["found"], "\"direct\"", "{exchange:#}");
    let text = String::from_utf8_lossy(&output(&url, &["doctor"]).stdout).into_owned();
    assert!(text.contains("wanted by the settings") && text.contains("1 messages are in it now"), "{text}");
    assert_eq!(client.ready("quotewire.articles"), 1, "nothing is taken");
}

#[test]
fn a_number_that_differs_is_told_with_its_type() {
    let url = shared_vhost("doctor-numbers");
    succeed(&url, &["topology", "declare"]);
    let (code, all) = findings(&url, &["--set", "topology.delivery_limit=7"]);
    assert_eq!(code, Some(78), "{all:#?}");
    let differences = &point(&all, "queue quotewire.articles")["differences"];
    let expected = serde_json::json!([{"setting": "x-delivery-limit", "wanted": "7 (int)", "found": "20 (int)"}]);
    assert_eq!(differences, &expected);
}

#[test]
fn each_way_not_to_reach_a_broker_has_its_own_words() {
    let url = shared_vhost("doctor-login");
    let (code, all) = findings("amqp://guest:guest@127.0.0.1:1/%2f", &[]);
    assert_eq!(code, Some(69), "{all:#?}");
    assert_eq!(point(&all, "port")["code"], "E101");
    let (code, all) = findings("amqp://guest:guest@no-such-host.invalid:5672/%2f", &[]);
    assert_eq!(code, Some(69), "{all:#?}");
    assert_eq!(point(&all, "name")["code"], "E102");
    let (code, all) = findings(&url.replace("guest:guest", "guest:wrong"), &[]);
    assert_eq!(code, Some(77), "{all:#?}");
    assert_eq!(point(&all, "login")["code"], "E103");
    let (code, all) = findings(&url.replace("doctor-login", "nowhere"), &[]);
    assert_eq!(code, Some(77), "{all:#?}");
    assert_eq!(point(&all, "virtual host")["code"], "E105");

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let (code, all) = findings(&format!("amqp://guest:guest@127.0.0.1:{port}/%2f"), &[]);
    assert_eq!(code, Some(78), "{all:#?}");
    assert_eq!(point(&all, "broker")["code"], "E106");
}

#[test]
fn missing_permissions_and_alarms_are_found() {
    let mut node = Node::start();
    let url = node.vhost("sick");
    succeed(&url, &["topology", "declare"]);
    node.tell("ctl add_user clerk secret");
    node.tell("ctl set_permissions -p sick clerk .* ^(?!news.events$).*$ ^(?!quotewire.articles$).*$");
    let clerk = url.replace("guest:guest", "clerk:secret");
    let (code, all) = findings(&clerk, &[]);
    assert_eq!(code, Some(77), "{all:#?}");
    check(&all, "may read quotewire.articles", "bad");
    check(&all, "may write to news.events", "bad");
    check(&all, "may write to quotewire.dlx", "good");

    node.tell("ctl set_vm_memory_high_watermark 0.000001");
    let (code, all) = findings(&url, &[]);
    assert_eq!(code, Some(69), "{all:#?}");
    assert_eq!(point(&all, "alarms")["code"], "E114");
}
