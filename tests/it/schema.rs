//! The committed schemas are what the types generate, and what we publish fits them.

use crate::support;
use quotewire::cli::samples::ALL;
use quotewire::cli::schema::{Which, text};
use quotewire::event::{ARTICLE_ENRICHED, DeliveryFacts};
use serde_json::Value;
use std::path::Path;

#[track_caller]
fn check(which: Which, name: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(file);
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text(which), "schemas/{file} is stale; renew it: quotewire schema {name} > schemas/{file}");
}

#[test]
fn committed_schemas_are_what_the_types_generate() {
    check(Which::Output, "output", "article-enriched-1.schema.json");
    check(Which::Quote, "quote", "quote-extracted-1.schema.json");
    check(Which::Input, "input", "input.schema.json");
    check(Which::Config, "config", "config.schema.json");
}

#[test]
fn everything_published_fits_its_schema() {
    let [article, quote] = [Which::Output, Which::Quote].map(|which| {
        let schema: Value = serde_json::from_str(&text(which)).expect("JSON");
        jsonschema::validator_for(&schema).expect("a schema")
    });
    let delivery = DeliveryFacts {
        attempt: Some(1),
        started_at: Some("2031-03-04T09:12:00Z".into()),
        duration_us: Some(1840),
        redelivered: Some(false),
        ..DeliveryFacts::default()
    };
    for sample in ALL {
        for message in support::published(sample, &delivery) {
            let event: Value = serde_json::from_slice(&message.body).expect("JSON");
            let validator = if message.event_type == ARTICLE_ENRICHED { &article } else { &quote };
            let wrong: Vec<_> =
                validator.iter_errors(&event).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(wrong.is_empty(), "{} {}: {wrong:#?}", sample.name, message.routing_key);
        }
    }
}

#[test]
fn a_broken_event_does_not_fit() {
    let schema: Value = serde_json::from_str(&text(Which::Output)).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let message = support::published(&ALL[0], &DeliveryFacts::default()).remove(0);
    let mut event: Value = serde_json::from_slice(&message.body).expect("JSON");
    event["entities"][0]["type"] = "animal".into();
    assert!(!validator.is_valid(&event));
}

/// The names that programs outside rely on.
#[test]
fn the_contract_names_stand() {
    let schema: Value = serde_json::from_str(&text(Which::Output)).expect("JSON");
    let has = |kind: &str, names: &[&str]| {
        for name in names {
            assert!(schema["$defs"][kind]["properties"].get(name).is_some(), "{kind}.{name} is gone");
        }
    };
    has("Fields", &["title", "body"]);
    has("ArticleFacts", &["id", "publisher", "language"]);
    has("Entity", &["id", "type", "name", "role", "mentions"]);
    has("Mention", &["field", "start", "end", "text", "kind"]);
    has("Speaker", &["id", "kind", "entity", "name", "description"]);
    has(
        "Quote",
        &["form", "medium", "text", "contents", "cue", "speaker", "depth", "parent", "polarity", "confidence", "rule"],
    );
    has("Attribution", &["ref", "mention", "via"]);
    has("Content", &["field", "start", "end", "text"]);
    has("Cue", &["field", "start", "end", "text"]);
}
