//! CloudEvents 1.0: attributes as headers, or one JSON document around the event.
//!
//! There is no official binding for AMQP 0-9-1. The default prefix `cloudEvents_` is the one of the AMQP 1.0 binding: RabbitMQ hands headers
//! on key for key, so that a 1.0 consumer of the same queue reads valid CloudEvents. Knative's consumers want `ce-`.

use super::options::{DeliveryFacts, EmitOptions};
use serde_json::{Map, Value};

/// A 0-9-1 string header that is longer turns into binary on its way to a 1.0 consumer.
const LONGEST: usize = 255;

/// What tells one event from another.
pub(super) struct Event<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'static str,
    pub(super) schema: &'static str,
    pub(super) subject: &'a str,
}

/// The context attributes, in a fixed order.
pub(super) fn attributes(
    event: &Event<'_>,
    options: &EmitOptions,
    delivery: &DeliveryFacts,
) -> Vec<(&'static str, String)> {
    let correlation = correlation_id(delivery);
    let all = [
        ("specversion", Some("1.0")),
        ("id", Some(event.id)),
        ("source", Some(options.source.as_str())),
        ("type", Some(event.kind)),
        ("subject", Some(event.subject)),
        ("time", delivery.started_at.as_deref()),
        ("dataschema", Some(event.schema)),
        ("correlationid", correlation),
        ("causationid", delivery.message_id.as_deref()),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?.to_owned())))
        .collect()
}

/// The id that ties a chain of messages together.
pub(super) fn correlation_id(delivery: &DeliveryFacts) -> Option<&str> {
    delivery.correlation_id.as_deref().or(delivery.message_id.as_deref())
}

/// As headers. An attribute that does not fit is left out, never cut: half an id is a wrong id, and the whole one stands in the body.
pub(super) fn headers(attributes: Vec<(&'static str, String)>, prefix: &str) -> Vec<(String, String)> {
    let fit = attributes.into_iter().filter(|(_, value)| value.len() <= LONGEST);
    fit.map(|(name, value)| (format!("{prefix}{name}"), value)).collect()
}

/// As one document, content type `application/cloudevents+json`.
pub(super) fn structured(attributes: Vec<(&'static str, String)>, data: Value) -> Value {
    let mut document: Map<String, Value> =
        attributes.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    document.insert("datacontenttype".to_owned(), "application/json".into());
    document.insert("data".to_owned(), data);
    Value::Object(document)
}
