//! Messages on their way in and out, without AMQP in their types.

use super::fingerprint::Fingerprint;
use super::headers;
use lapin::BasicProperties;
use lapin::message::Delivery;
use lapin::types::{AMQPValue, FieldTable, ShortString};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Header with the id of a forwarded message.
const FORWARD: &str = "x-quotewire-forward";
/// So much room behind a body costs nothing.
const ROOM: usize = 4096;
/// Longest short string of AMQP, in bytes.
const SHORT: usize = 255;

/// The properties of a message, carried through untouched.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Properties(pub(super) BasicProperties);

/// A message that came in. Written down, it is without its body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivered {
    /// What an ack names; belongs to one [`Incoming`](super::Incoming).
    pub tag: u64,
    /// The body, untouched.
    #[serde(skip)]
    pub body: Arc<Vec<u8>>,
    /// Its properties.
    pub properties: Properties,
    /// Whether the broker had delivered it before.
    pub redelivered: bool,
    /// The exchange that it was published to.
    pub exchange: String,
    /// The key that it was published with.
    pub routing_key: String,
}

impl Delivered {
    pub(super) fn new(mut delivery: Delivery) -> Self {
        // The library lets a body grow frame by frame, to up to twice its size.
        if delivery.data.capacity() - delivery.data.len() > ROOM {
            delivery.data.shrink_to_fit();
        }
        Self {
            tag: delivery.delivery_tag,
            body: Arc::new(delivery.data),
            properties: Properties(delivery.properties),
            redelivered: delivery.redelivered,
            exchange: delivery.exchange.as_str().to_owned(),
            routing_key: delivery.routing_key.as_str().to_owned(),
        }
    }

    /// The property `content_type`.
    pub fn content_type(&self) -> Option<&str> {
        text(self.properties.0.content_type().as_ref())
    }

    /// The property `content_encoding`.
    pub fn content_encoding(&self) -> Option<&str> {
        text(self.properties.0.content_encoding().as_ref())
    }

    /// The property `message_id`.
    pub fn message_id(&self) -> Option<&str> {
        text(self.properties.0.message_id().as_ref())
    }

    /// The property `type`.
    pub fn event_type(&self) -> Option<&str> {
        text(self.properties.0.kind().as_ref())
    }

    /// The property `correlation_id`.
    pub fn correlation_id(&self) -> Option<&str> {
        text(self.properties.0.correlation_id().as_ref())
    }

    /// Headers that are text, as many as are sensible.
    pub fn headers(&self) -> BTreeMap<String, String> {
        headers::texts(self.properties.0.headers().as_ref())
    }

    /// How often it was delivered before without an end, as far as the broker tells.
    pub fn deliveries(&self) -> u64 {
        // A message that is delivered for the first time may carry this header from elsewhere.
        if self.redelivered { headers::deliveries(self.properties.0.headers().as_ref()) } else { 0 }
    }

    /// What it is known by.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.message_id(), &self.body)
    }

    /// Which try this is, from 1.
    pub fn attempt(&self) -> u32 {
        headers::attempt(self.properties.0.headers().as_ref())
    }
}

fn text(value: Option<&ShortString>) -> Option<&str> {
    value.map(ShortString::as_str).filter(|text| !text.is_empty())
}

/// A message to publish: always persistent, always mandatory. Written down, it is without its body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outgoing {
    /// Empty for the default exchange.
    pub exchange: String,
    /// The key; for the default exchange the queue.
    pub routing_key: String,
    /// Tells a returned message from the others in flight.
    pub id: String,
    /// The body.
    #[serde(skip)]
    pub body: Arc<Vec<u8>>,
    pub(super) properties: BasicProperties,
}

impl Outgoing {
    /// A message of our own.
    pub fn new(exchange: &str, routing_key: &str, id: &str, body: Vec<u8>) -> Self {
        let properties = BasicProperties::default()
            .with_delivery_mode(2)
            .with_message_id(short(id))
            .with_app_id(short(concat!("quotewire/", env!("CARGO_PKG_VERSION"))));
        Self {
            exchange: exchange.into(),
            routing_key: cut(routing_key).into(),
            id: id.into(),
            body: Arc::new(body),
            properties,
        }
    }

    /// A message that came in and goes on as it is, with the headers of `trail`. Its own id may be missing, or that of another one: `id` tells it
    /// from the others in flight.
    pub fn forward(
        delivered: &Delivered,
        exchange: &str,
        routing_key: &str,
        id: String,
        trail: &super::Trail<'_>,
    ) -> Self {
        let table = delivered.properties.0.headers().clone().unwrap_or_default();
        let table = headers::with_trail(&table, delivered, trail);
        Self {
            exchange: exchange.into(),
            routing_key: routing_key.into(),
            properties: carried(&delivered.properties, table, &id),
            id,
            body: Arc::clone(&delivered.body),
        }
    }

    /// With a content type.
    #[must_use]
    pub fn content_type(mut self, value: &str) -> Self {
        self.properties = self.properties.with_content_type(short(value));
        self
    }

    /// With a content encoding.
    #[must_use]
    pub fn content_encoding(mut self, value: &str) -> Self {
        self.properties = self.properties.with_content_encoding(short(value));
        self
    }

    /// With the property `type`.
    #[must_use]
    pub fn event_type(mut self, value: &str) -> Self {
        self.properties = self.properties.with_type(short(value));
        self
    }

    /// With a correlation id.
    #[must_use]
    pub fn correlation_id(mut self, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.properties = self.properties.with_correlation_id(short(value));
        }
        self
    }

    /// With a time in seconds since 1970.
    #[must_use]
    pub fn timestamp(mut self, seconds: u64) -> Self {
        self.properties = self.properties.with_timestamp(seconds);
        self
    }

    /// With headers of text.
    #[must_use]
    pub fn headers<'a>(mut self, headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut table = FieldTable::default();
        for (name, value) in headers {
            table.insert(short(name), AMQPValue::LongString(value.into()));
        }
        self.properties = self.properties.with_headers(table);
        self
    }

    pub(super) fn properties(&self) -> BasicProperties {
        self.properties.clone()
    }
}

/// The properties of a message that goes on, with other headers. `id` tells it from the others in flight.
pub(super) fn carried(from: &Properties, mut headers: FieldTable, id: &str) -> BasicProperties {
    headers.insert(FORWARD.into(), AMQPValue::LongString(id.into()));
    // The broker would refuse a foreign user id, and an expiration would take it out of our queue.
    let mut properties = BasicProperties::default().with_delivery_mode(2).with_headers(headers);
    let from = &from.0;
    if let Some(value) = from.content_type() {
        properties = properties.with_content_type(value.clone());
    }
    if let Some(value) = from.content_encoding() {
        properties = properties.with_content_encoding(value.clone());
    }
    if let Some(value) = from.correlation_id() {
        properties = properties.with_correlation_id(value.clone());
    }
    if let Some(value) = from.message_id() {
        properties = properties.with_message_id(value.clone());
    }
    if let Some(value) = from.timestamp() {
        properties = properties.with_timestamp(*value);
    }
    if let Some(value) = from.kind() {
        properties = properties.with_type(value.clone());
    }
    if let Some(value) = from.app_id() {
        properties = properties.with_app_id(value.clone());
    }
    properties
}

/// What [`Outgoing::id`] was.
pub(super) fn id_of(properties: &BasicProperties) -> String {
    let forward = properties.headers().as_ref().and_then(|table| table.inner().get(FORWARD));
    match forward {
        Some(AMQPValue::LongString(id)) => id.to_string(),
        _ => properties.message_id().as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

/// At most 255 bytes, cut at a character.
pub(super) fn short(text: &str) -> ShortString {
    cut(text).into()
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(SHORT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.split_at(end).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_returned_message_is_told_by_its_own_id_also_when_it_carries_none() {
        let delivered = Delivered {
            tag: 7,
            body: Arc::new(b"x".to_vec()),
            properties: Properties::default(),
            redelivered: false,
            exchange: String::new(),
            routing_key: String::new(),
        };
        let trail = super::super::Trail {
            attempt: 2,
            class: "panic",
            code: "E212",
            detail: "",
            path: None,
            queue: "q",
            now: "2031-03-04T09:12:06Z",
        };
        let forward = Outgoing::forward(&delivered, "", "q.retry.5s", "1-7".into(), &trail);
        assert_eq!(id_of(&forward.properties()), "1-7");
        assert_eq!(id_of(&Outgoing::new("news.events", "k", "event-1", vec![]).properties()), "event-1");
    }

    #[test]
    fn a_short_string_is_cut_at_a_character() {
        let long = "é".repeat(200);
        assert_eq!(short(&long).as_str().len(), 254);
    }
}
