//! Rows 23, 24 and 29 to 39: messages that no worker should have to read. Each lies among innocents, and takes none of them along.

use super::fates::Fates;
use super::trial::{Trial, done, json, long_article, many};
use crate::broker::shared_vhost;
use flate2::Compression;
use flate2::write::GzEncoder;
use lapin::BasicProperties;
use lapin::types::{AMQPValue, FieldArray, FieldTable};
use std::io::Write as _;

/// A message, and the class of dead letter that it is to become, if any.
type Case = (&'static str, BasicProperties, Vec<u8>, Option<&'static str>);

/// All cases among innocents.
fn among_innocents(row: &'static str, fault: &'static str, cases: Vec<Case>) -> Fates {
    let mut trial = Trial::new(row, fault, &shared_vhost(&format!("row{row}")));
    let count = cases.len();
    trial.publish(20);
    for (id, properties, body, class) in cases {
        match class {
            Some(class) => trial.publish_poison(id, properties, &body, class),
            None => trial.publish_one(id, properties, &body),
        }
    }
    trial.publish(20);
    let worker = trial.worker(&["--prefetch", "10"]);
    crate::broker::wait_or_tell(
        "everything to be done",
        || (worker.count("enriched id") + worker.count("dead-lettered") >= 40 + count).then_some(()),
        || worker.log(),
    );
    assert!(!worker.log().contains("panicked"), "{}", worker.log());
    trial.stop(worker);
    trial.settle()
}

fn plain() -> BasicProperties {
    BasicProperties::default()
}

fn native(body: &str) -> Vec<u8> {
    format!("{{\"title\": \"Mill reopens\", \"body\": \"{body}\"}}").into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn failing(row: &'static str, fault: &'static str) {
    let mut trial = Trial::with(row, fault, &shared_vhost(&format!("row{row}")), &["retry.delays_seconds=[1,2]"]);
    trial.publish(20);
    trial.publish_poison("panics", json(), &native("failpoint:panic"), "panic");
    trial.publish(20);
    let worker = trial.worker(&["--threads", "1"]);
    worker.says("dead-lettered");
    done(&[&worker], 40);
    assert_eq!(worker.count("retry later"), 2, "one per delay: {}", worker.log());
    trial.stop(worker);
    let fates = trial.settle();
    assert_eq!(fates.dead["panics"].headers["x-quotewire-attempt"], "3");
}

#[test]
fn row_23_an_article_that_fails_again_and_again() {
    failing("23", "article fails each time: retry ladder, then dead letter");
}

#[test]
fn row_24_an_article_that_makes_the_only_thread_panic() {
    failing("24", "article makes the only thread panic");
}

#[test]
fn row_29_an_oversized_message() {
    let mut trial = Trial::new("29", "messages of 12 MB", &shared_vhost("row29"));
    for number in 0..3 {
        trial.publish_poison(&format!("huge-{number}"), json(), &vec![b'x'; 12_000_000], "too_large");
    }
    trial.publish(20);
    let worker = trial.worker(&[]);
    done(&[&worker], 20);
    trial.stop(worker);
    assert!(trial.peak() < 256, "{} MiB", trial.peak());
    trial.settle();
}

#[test]
fn row_30_a_burst_of_large_messages() {
    let settings = ["input.byte_budget=8000000"];
    let count = many(60).min(400);
    let mut trial =
        Trial::with("30", "burst of 2 MB messages, all prefetched, budget of 8 MB", &shared_vhost("row30"), &settings);
    let filler = "x".repeat(2_000_000);
    for number in 0..count {
        let id = format!("large-{number}");
        let body =
            format!("{{\"title\": \"Mill reopens\", \"body\": \"The mill reopens.\", \"filler\": \"{filler}\"}}");
        trial.publish_one(&id, json(), body.as_bytes());
    }
    // The broker may send all of them at once; the worker must not read all of them at once.
    let worker = trial.worker(&["--prefetch", &count.to_string()]);
    done(&[&worker], count);
    trial.stop(worker);
    assert!(trial.peak() < 80, "{} MiB", trial.peak());
    trial.settle();
}

#[test]
fn row_30_large_articles_full_of_quotes() {
    let settings = ["worker.memory_bytes=16000000", "worker.threads=4", "limits.article_seconds=600"];
    let mut trial = Trial::with("30", "burst of articles of 100 kB full of quotes", &shared_vhost("row30q"), &settings);
    for number in 0..6 {
        let id = format!("quotes-{number}");
        trial.publish_one(&id, json(), long_article(&id, 1000).as_bytes());
    }
    let worker = trial.worker(&[]);
    done(&[&worker], 6);
    trial.stop(worker);
    assert!(trial.peak() < 100, "four threads at once: {} MiB", trial.peak());
    trial.settle();
}

#[test]
fn row_31_deep_json() {
    let deep = |open: &str| format!("{{\"title\": \"x\", \"body\": {}", open.repeat(100_000)).into_bytes();
    among_innocents(
        "31",
        "JSON 100,000 levels deep",
        vec![("arrays", json(), deep("["), Some("too_deep")), ("objects", json(), deep("{\"a\":"), Some("too_deep"))],
    );
}

#[test]
fn row_32_broken_characters() {
    let mut invalid = native("The mill \u{fffd}reopens.");
    invalid.iter_mut().filter(|byte| **byte == 0xbd).for_each(|byte| *byte = 0xff);
    let bom = [b"\xef\xbb\xbf".as_slice(), &native("The mill reopens.")].concat();
    among_innocents(
        "32",
        "invalid UTF-8, lone surrogate, NUL, byte order mark",
        vec![
            ("invalid", json(), invalid, None),
            ("surrogate", json(), native("The mill \\ud800 reopens."), Some("invalid_json")),
            ("nul", json(), native("The mill \\u0000 reopens."), None),
            ("mark", json(), bom, None),
        ],
    );
}

#[test]
fn row_33_broken_json() {
    let fates = among_innocents(
        "33",
        "truncated JSON, NaN, a key twice",
        vec![
            ("truncated", json(), b"{\"title\": \"Mill reopens\", \"bo".to_vec(), Some("invalid_json")),
            ("nan", json(), b"{\"title\": NaN, \"body\": \"x\"}".to_vec(), Some("invalid_json")),
            ("twice", json(), b"{\"title\": \"a\", \"title\": \"b\", \"body\": \"The mill reopens.\"}".to_vec(), None),
        ],
    );
    assert!(fates.dead["nan"].headers["x-quotewire-error-detail"].contains("column"), "it says where");
}

#[test]
fn row_34_other_media_types() {
    let kind = |kind: &str| BasicProperties::default().with_content_type(kind.into());
    among_innocents(
        "34",
        "content types that are no articles",
        vec![
            ("picture", kind("image/png"), b"\x89PNG\r\n".to_vec(), Some("unsupported_media_type")),
            ("video", kind("video/mp4"), b"ftyp".to_vec(), Some("unsupported_media_type")),
            ("unnamed", plain(), native("The mill reopens."), None),
        ],
    );
}

#[test]
fn row_35_encodings_that_lie() {
    let coded = |coding: &str| json().with_content_encoding(coding.into());
    among_innocents(
        "35",
        "unknown and lying content encodings",
        vec![
            ("unknown", coded("rot13"), native("x"), Some("bad_encoding")),
            ("lies", coded("gzip"), native("x"), Some("bad_encoding")),
            ("cut", coded("gzip"), gzip(&native("The mill reopens."))[..20].to_vec(), Some("bad_encoding")),
            ("silent", json(), gzip(&native("The mill reopens.")), None),
        ],
    );
}

#[test]
fn row_36_zip_bombs() {
    let zeros = vec![b' '; 10_000_000];
    let bomb = zstd::bulk::compress(&zeros, 19).expect("memory");
    among_innocents(
        "36",
        "gzip and zstd bombs",
        vec![
            ("gzip", json().with_content_encoding("gzip".into()), gzip(&zeros), Some("compression_ratio")),
            ("zstd", json().with_content_encoding("zstd".into()), bomb, Some("compression_ratio")),
        ],
    );
}

#[test]
fn row_37_nothing_to_read() {
    among_innocents(
        "37",
        "empty body, missing fields, wrong types",
        vec![
            ("empty", json(), vec![], Some("empty")),
            ("blank", plain(), b" \n ".to_vec(), Some("empty")),
            ("nothing", json(), b"{}".to_vec(), Some("no_text")),
            ("number", json(), b"{\"title\": 7, \"body\": [1]}".to_vec(), Some("schema")),
        ],
    );
}

#[test]
fn row_38_hostile_headers() {
    let mut nested = FieldTable::default();
    for _ in 0..60 {
        let mut outer = FieldTable::default();
        outer.insert("n".into(), AMQPValue::FieldTable(nested));
        nested = outer;
    }
    let mut table = FieldTable::default();
    for number in 0..500 {
        table.insert(format!("h{number}").as_str().into(), AMQPValue::LongString("x".repeat(100).into()));
    }
    table.insert("nested".into(), AMQPValue::FieldTable(nested));
    table.insert("list".into(), AMQPValue::FieldArray(FieldArray::from(vec![AMQPValue::Void; 100])));
    table.insert("traceparent".into(), AMQPValue::LongString("00-zz".into()));
    table.insert("x-quotewire-attempt".into(), AMQPValue::LongString("many".into()));
    table.insert("x-death".into(), AMQPValue::Double(1.5));
    let with = |table: &FieldTable| json().with_headers(table.clone());
    among_innocents(
        "38",
        "hostile headers, on a good and on a bad message",
        vec![
            ("good", with(&table), native("The mill reopens."), None),
            ("bad", with(&table), b"{".to_vec(), Some("invalid_json")),
        ],
    );
}

#[test]
fn row_39_the_same_article_twice() {
    let body = native("The mill reopens.");
    let mut trial = Trial::new("39", "every article published twice", &shared_vhost("row39"));
    for number in 0..20 {
        for _ in 0..2 {
            trial.publish_one(&format!("twin-{number}"), json(), &body);
        }
    }
    let fates = trial.settle();
    assert!(fates.events.values().all(|ids| ids.len() == 2), "and settle compared their ids");
}
