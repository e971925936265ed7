//! A letter with what can be said of it.

use crate::broker::{Delivered, Letter};
use crate::telemetry::clock;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// Shortest beginning of a key that is taken for one.
const SHORTEST: usize = 4;

/// A letter on the desk.
pub(super) struct Card {
    pub(super) delivered: Delivered,
    pub(super) letter: Letter,
    pub(super) age: Option<SignedDuration>,
    key: String,
}

impl Card {
    pub(super) fn of(delivered: Delivered) -> Self {
        let letter = Letter::of(&delivered);
        let time = letter.time.parse::<Timestamp>().ok();
        let seconds = || Timestamp::from_second(letter.time.parse().ok()?).ok();
        let age = time.or_else(seconds).map(|time| clock::now().duration_since(time));
        let key = delivered.fingerprint().to_string();
        Self { delivered, letter, age, key }
    }

    /// Twelve digits of message id and body.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Whether `id` means this one.
    pub(super) fn is_called(&self, id: &str) -> bool {
        self.delivered.message_id() == Some(id) || (id.len() >= SHORTEST && self.key.starts_with(id))
    }

    /// `2h`; the largest unit is enough.
    pub(super) fn age_in_words(&self) -> String {
        let Some(age) = self.age else { return "?".into() };
        let seconds = age.as_secs().max(0);
        match seconds {
            0..120 => format!("{seconds}s"),
            120..7200 => format!("{}m", seconds / 60),
            7200..172_800 => format!("{}h", seconds / 3600),
            _ => format!("{}d", seconds / 86_400),
        }
    }

    /// Everything but the body.
    pub(super) fn json(&self) -> Value {
        let Letter { class, code, detail, path, time, queue, first_seen, attempts, replays, history } = &self.letter;
        let delivered = &self.delivered;
        json!({
            "key": self.key,
            "message_id": delivered.message_id(),
            "reason": class,
            "code": code,
            "detail": detail,
            "path": path,
            "time": time,
            "age_seconds": self.age.map(|age| age.as_secs()),
            "attempts": attempts,
            "replays": replays,
            "history": history,
            "first_seen": first_seen,
            "source_queue": queue,
            "bytes": delivered.body.len(),
            "content_type": delivered.content_type(),
            "content_encoding": delivered.content_encoding(),
            "headers": delivered.headers(),
        })
    }

    /// Everything; a body that is no text in base 64.
    pub(super) fn json_with_body(&self) -> Value {
        let mut all = self.json();
        match std::str::from_utf8(&self.delivered.body) {
            Ok(text) => all["body"] = text.into(),
            Err(_) => all["body_base64"] = STANDARD.encode(self.delivered.body.as_slice()).into(),
        }
        all
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::broker::Properties;
    use std::sync::Arc;

    /// An invented letter with the message id `in-9`.
    pub(in super::super) fn card(class: &str, code: &str, age: SignedDuration) -> Card {
        let properties: Properties = serde_json::from_value(json!({
            "content_type": null, "content_encoding": null, "headers": null, "delivery_mode": null, "priority": null,
            "correlation_id": null, "reply_to": null, "expiration": null, "message_id": "in-9", "timestamp": null,
            "kind": null, "user_id": null, "app_id": null, "cluster_id": null,
        }))
        .expect("properties");
        let delivered = Delivered {
            tag: 1,
            body: Arc::new(vec![0xff, 0]),
            properties,
            redelivered: false,
            exchange: String::new(),
            routing_key: String::new(),
        };
        let mut card = Card::of(delivered);
        (card.letter.class, card.letter.code, card.age) = (class.into(), code.into(), Some(age));
        card
    }

    #[test]
    fn a_body_that_is_no_text_is_kept_byte_for_byte() {
        let json = card("timeout", "E207", SignedDuration::from_secs(5)).json_with_body();
        assert_eq!((json["body_base64"].as_str(), json.get("body")), (Some("/wA="), None));
    }

    #[test]
    fn ages_are_short() {
        let words = |seconds| card("", "", SignedDuration::from_secs(seconds)).age_in_words();
        assert_eq!([5, 119, 600, 10_000, 500_000].map(words), ["5s", "119s", "10m", "2h", "5d"]);
    }
}
