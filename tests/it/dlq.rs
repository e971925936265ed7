//! Dead letters: seen, tried again, put aside, thrown away, and never lost on the way.

use crate::broker::{Client, feed, output, shared_vhost, succeed};
use serde_json::Value;

const ARTICLES: &str = "quotewire.articles";
const DEAD: &str = "quotewire.articles.dlq";
const PARKED: &str = "quotewire.articles.parked";

/// Three letters of two kinds: two without text, one that is no JSON.
fn three_letters(name: &str) -> (String, Client) {
    let url = shared_vhost(name);
    feed(&url, &["publish", "-", "--bad"], b"{\"id\": \"one\"}\n{\"id\": \"two\", \"href\": \"x\"}\n");
    succeed(&url, &["run", "--once"]);
    let client = Client::connect(&url);
    assert_eq!(client.ready(DEAD), 3);
    (url, client)
}

fn json(url: &str, arguments: &[&str]) -> Vec<Value> {
    let all: Vec<&str> = ["dlq"].iter().chain(arguments).chain(&["--format", "json"]).copied().collect();
    let output = output(url, &all);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a JSON array")
}

#[test]
fn letters_are_listed_filtered_and_shown_and_stay() {
    let (url, client) = three_letters("dlq-look");
    let listed = succeed(&url, &["dlq", "list"]);
    assert!(listed.contains("no_text") && listed.contains("E203") && listed.contains("MESSAGE ID"), "{listed}");
    assert!(listed.contains("3 letters in quotewire.articles.dlq: 1 invalid_json, 2 no_text"), "{listed}");
    let letters = json(&url, &["list"]);
    assert_eq!(letters.len(), 3);
    let second = letters.iter().find(|letter| letter["message_id"] == "standard input:2").expect("it is there");
    assert_eq!((letters[0]["attempts"].as_u64(), letters[0]["replays"].as_u64()), (Some(1), Some(0)));
    assert_eq!(json(&url, &["list", "--reason", "E204"]).len(), 2);
    assert_eq!(json(&url, &["list", "--reason", "no_text", "--limit", "1"]).len(), 1);
    assert_eq!(json(&url, &["list", "--since", "1h"]).len(), 3);
    assert_eq!(json(&url, &["list", "--before", "1h"]).len(), 0);

    let key = second["key"].as_str().expect("a key");
    let shown = succeed(&url, &["dlq", "show", key]);
    assert!(shown.contains("{\"id\": \"two\", \"href\": \"x\"}") && shown.contains(key), "{shown}");
    assert_eq!(json(&url, &["show", "standard input:1"])[0]["body"], "{\"id\": \"one\"}\n");
    assert_eq!(output(&url, &["dlq", "show", "nobody"]).status.code(), Some(1));

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("letters.jsonl");
    succeed(&url, &["dlq", "export", "--to", file.to_str().expect("UTF-8")]);
    let text = std::fs::read_to_string(&file).expect("written");
    let body =
        |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["body"].as_str().expect("text").to_owned();
    let mut bodies: Vec<String> = text.lines().map(body).collect();
    bodies.sort();
    let expected =
        ["{\"id\": \"broken-on-purpose\", \"body\": ", "{\"id\": \"one\"}\n", "{\"id\": \"two\", \"href\": \"x\"}\n"];
    assert_eq!(bodies, expected);
    assert_eq!(client.ready(DEAD), 3, "looking takes nothing away");
}

#[test]
fn a_replay_is_a_dry_run_until_it_is_meant_and_keeps_the_history() {
    let (url, client) = three_letters("dlq-replay");
    let told = succeed(&url, &["dlq", "replay"]);
    assert!(told.contains("3 letters would go to") && told.contains("--yes"), "{told}");
    assert_eq!((client.ready(DEAD), client.ready(ARTICLES)), (3, 0));

    let told = succeed(&url, &["dlq", "replay", "--yes", "--reason", "no_text", "--rate", "0"]);
    assert!(told.contains("2 letters sent to quotewire.articles once more: 2 no_text"), "{told}");
    assert_eq!((client.ready(DEAD), client.ready(ARTICLES)), (1, 2));
    succeed(&url, &["run", "--once"]);
    let letters = json(&url, &["list", "--reason", "no_text"]);
    assert_eq!(letters.len(), 2, "they are as broken as before");
    assert_eq!((letters[0]["attempts"].as_u64(), letters[0]["replays"].as_u64()), (Some(1), Some(1)));
    let history = letters[0]["history"].as_array().expect("a list");
    assert!(history[0].as_str().expect("a line").contains("no_text E204 after 1 tries; replayed"), "{history:?}");
    assert!(letters.iter().any(|letter| letter["message_id"] == "standard input:1"), "it is still the same message");
}

#[test]
fn a_replay_that_has_nowhere_to_go_keeps_its_letters() {
    let (url, client) = three_letters("dlq-nowhere");
    let failed = output(&url, &["dlq", "replay", "--yes", "--set", "topology.articles_queue=nobody"]);
    let error = String::from_utf8_lossy(&failed.stderr);
    assert_eq!(failed.status.code(), Some(1));
    assert!(error.contains("\"nobody\" does not exist"), "{error}");
    assert_eq!(client.ready(DEAD), 3);
}

#[test]
fn letters_are_put_aside_and_brought_back() {
    let (url, client) = three_letters("dlq-park");
    succeed(&url, &["dlq", "park", "--reason", "E204", "--yes"]);
    assert_eq!((client.ready(DEAD), client.ready(PARKED)), (1, 2));
    assert_eq!(json(&url, &["list", "--parked"])[0]["reason"], "no_text", "the reason goes along");
    assert_eq!(output(&url, &["dlq", "park", "--parked", "--yes"]).status.code(), Some(2));
    succeed(&url, &["dlq", "replay", "--parked", "--yes"]);
    assert_eq!((client.ready(PARKED), client.ready(ARTICLES)), (0, 2));
}

#[test]
fn a_purge_throws_away_what_was_meant_and_nothing_else() {
    let (url, client) = three_letters("dlq-purge");
    succeed(&url, &["dlq", "purge"]);
    assert_eq!(client.ready(DEAD), 3);
    let key = json(&url, &["list"])[1]["key"].as_str().expect("a key").to_owned();
    let told = succeed(&url, &["dlq", "purge", "--id", &key, "--yes"]);
    assert!(told.contains("1 letter thrown away"), "{told}");
    assert_eq!(client.drain(DEAD).len(), 2);
}

#[test]
fn without_a_queue_of_dead_letters_it_says_so() {
    let url = shared_vhost("dlq-missing");
    let failed = output(&url, &["dlq", "list"]);
    assert_eq!(failed.status.code(), Some(78));
    assert!(String::from_utf8_lossy(&failed.stderr).contains("E110"));
}
