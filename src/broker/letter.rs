//! Dead letters: why they are dead, and how they go on.

use super::headers::{self, ATTEMPT, DELIVERIES, FIRST_SEEN};
use super::message::{Delivered, Outgoing, carried, short};
use lapin::types::{AMQPValue, FieldArray, FieldTable};
use std::sync::Arc;

/// Failures before a replay, oldest first.
const HISTORY: &str = "x-quotewire-history";
/// How often it was replayed.
const REPLAYS: &str = "x-quotewire-replays";
const PARKED: &str = "x-quotewire-parked-at";
/// Failures that are remembered.
const MOST: usize = 20;
/// What RabbitMQ writes onto a message that it moves itself.
const DEATHS: &str = "x-death";

/// Why a message is a dead letter. What is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// `invalid_json`; for one that RabbitMQ itself gave up, its word: `delivery_limit`.
    pub class: String,
    /// `E203`.
    pub code: String,
    /// In words.
    pub detail: String,
    /// Where in the body.
    pub path: String,
    /// When, RFC 3339; seconds since 1970 where RabbitMQ wrote it.
    pub time: String,
    /// The queue that it was read from.
    pub queue: String,
    /// When a worker failed with it for the first time.
    pub first_seen: String,
    /// Tries since the last replay.
    pub attempts: u32,
    /// How often it was replayed.
    pub replays: u64,
    /// One line for each failure before a replay, oldest first.
    pub history: Vec<String>,
}

impl Letter {
    /// What the headers of `delivered` tell.
    pub fn of(delivered: &Delivered) -> Self {
        let table = delivered.properties.0.headers().clone().unwrap_or_default();
        let text = |name: &str| text(&table, name);
        let mut letter = Self {
            class: text("x-quotewire-error-class"),
            code: text("x-quotewire-error-code"),
            detail: text("x-quotewire-error-detail"),
            path: text("x-quotewire-error-path"),
            time: text("x-quotewire-error-time"),
            queue: text("x-quotewire-source-queue"),
            first_seen: text(FIRST_SEEN),
            attempts: delivered.attempt(),
            replays: headers::number(Some(&table), REPLAYS).and_then(|count| u64::try_from(count).ok()).unwrap_or(0),
            history: history(&table),
        };
        if let Some(death) = brokers_own(&table) {
            letter.class = self::text(death, "reason");
            letter.queue = self::text(death, "queue");
            letter.time = match death.inner().get("time") {
                Some(AMQPValue::Timestamp(seconds)) => seconds.to_string(),
                _ => String::new(),
            };
            (letter.code, letter.path) = (String::new(), String::new());
            letter.detail = "RabbitMQ gave it up".into();
        }
        if letter.class.is_empty() {
            letter.class = "unknown".into();
        }
        letter
    }

    /// One line for the history.
    fn line(&self, now: &str) -> String {
        let Self { class, code, time, attempts, .. } = self;
        format!("{time} {class} {code} after {attempts} tries; replayed {now}")
    }
}

impl Delivered {
    /// Whether it was replayed after a failure of `class`.
    pub fn was_replayed_after(&self, class: &str) -> bool {
        let Some(table) = self.properties.0.headers() else { return false };
        history(table).iter().any(|line| line.split(' ').nth(1) == Some(class))
    }
}

impl Outgoing {
    /// A dead letter that is tried again, straight to `queue`: as it was before it failed, with its history.
    pub fn replay(delivered: &Delivered, queue: &str, id: String, now: &str) -> Self {
        let letter = Letter::of(delivered);
        let table = delivered.properties.0.headers().clone().unwrap_or_default();
        let mut table = headers::without(&table, |name| {
            name == ATTEMPT
                || name == DELIVERIES
                || name.starts_with("x-quotewire-error-")
                || name.starts_with(DEATHS)
                || name.starts_with("x-first-death-")
                || name.starts_with("x-last-death-")
        });
        let lines = letter.history.iter().cloned().chain([letter.line(now)]);
        let skipped = (letter.history.len() + 1).saturating_sub(MOST);
        let lines: Vec<AMQPValue> = lines.skip(skipped).map(|line| AMQPValue::LongString(line.into())).collect();
        table.insert(short(HISTORY), AMQPValue::FieldArray(FieldArray::from(lines)));
        let replays = i64::try_from(letter.replays + 1).unwrap_or(i64::MAX);
        table.insert(short(REPLAYS), AMQPValue::LongLongInt(replays));
        Self::carrying(delivered, table, queue, id)
    }

    /// A dead letter that is put aside, to `queue`, as it is.
    pub fn park(delivered: &Delivered, queue: &str, id: String, now: &str) -> Self {
        let table = delivered.properties.0.headers().clone().unwrap_or_default();
        let mut table = headers::without(&table, |name| name == DELIVERIES);
        table.insert(short(PARKED), AMQPValue::LongString(now.into()));
        Self::carrying(delivered, table, queue, id)
    }

    fn carrying(delivered: &Delivered, table: FieldTable, queue: &str, id: String) -> Self {
        Self {
            exchange: String::new(),
            routing_key: queue.into(),
            properties: carried(&delivered.properties, table, &id),
            id,
            body: Arc::clone(&delivered.body),
        }
    }
}

/// RabbitMQ's note, if it was RabbitMQ that gave the message up: the latest death was in a queue that workers read, not in one where
/// messages wait for their next try.
fn brokers_own(table: &FieldTable) -> Option<&FieldTable> {
    let Some(AMQPValue::FieldArray(deaths)) = table.inner().get(DEATHS) else { return None };
    let Some(AMQPValue::FieldTable(latest)) = deaths.as_slice().first() else { return None };
    let reason = text(latest, "reason");
    (!reason.is_empty() && reason != "expired").then_some(latest)
}

fn history(table: &FieldTable) -> Vec<String> {
    let Some(AMQPValue::FieldArray(lines)) = table.inner().get(HISTORY) else { return Vec::new() };
    let text = |line: &AMQPValue| if let AMQPValue::LongString(text) = line { Some(text.to_string()) } else { None };
    lines.as_slice().iter().filter_map(text).take(MOST).collect()
}

fn text(table: &FieldTable, name: &str) -> String {
    match table.inner().get(name) {
        Some(AMQPValue::LongString(text)) => text.to_string(),
        Some(AMQPValue::ShortString(text)) => text.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Properties;
    use super::*;
    use lapin::BasicProperties;

    fn dead(headers: &[(&str, AMQPValue)]) -> Delivered {
        let mut table = FieldTable::default();
        for (name, value) in headers {
            table.insert((*name).into(), value.clone());
        }
        let properties = BasicProperties::default().with_message_id("in-9".into()).with_headers(table);
        Delivered {
            tag: 1,
            body: Arc::new(b"body".to_vec()),
            properties: Properties(properties),
            redelivered: true,
            exchange: String::new(),
            routing_key: String::new(),
        }
    }

    fn words(text: &str) -> AMQPValue {
        AMQPValue::LongString(text.into())
    }

    fn again(outgoing: &Outgoing) -> Delivered {
        Delivered { properties: Properties(outgoing.properties()), ..dead(&[]) }
    }

    #[test]
    fn a_replay_begins_anew_and_remembers() {
        let letter = dead(&[
            ("x-quotewire-error-class", words("panic")),
            ("x-quotewire-error-code", words("E212")),
            ("x-quotewire-error-time", words("2031-03-04T09:12:06Z")),
            ("x-quotewire-attempt", AMQPValue::LongInt(5)),
            ("x-delivery-count", AMQPValue::LongLongInt(3)),
            ("x-desk", words("foreign")),
        ]);
        let replayed = again(&Outgoing::replay(&letter, "q", "r-1".into(), "2031-03-05T10:00:00Z"));
        let told = Letter::of(&replayed);
        assert_eq!((told.class.as_str(), told.attempts, told.replays), ("unknown", 1, 1));
        assert_eq!(told.history, ["2031-03-04T09:12:06Z panic E212 after 5 tries; replayed 2031-03-05T10:00:00Z"]);
        assert!(replayed.was_replayed_after("panic") && !replayed.was_replayed_after("timeout"));
        assert_eq!((replayed.deliveries(), replayed.message_id()), (0, Some("in-9")));
        assert_eq!(replayed.headers()["x-desk"], "foreign");
        assert_eq!(replayed.fingerprint(), letter.fingerprint(), "it stays the same message");

        let mut many = letter;
        for _ in 0..30 {
            many = again(&Outgoing::replay(&many, "q", "r".into(), "now"));
        }
        let told = Letter::of(&many);
        assert_eq!((told.replays, told.history.len()), (30, MOST));
    }

    #[test]
    fn what_the_broker_gave_up_is_told_from_what_waited_for_a_try() {
        let death = |reason: &str| {
            let mut table = FieldTable::default();
            table.insert("reason".into(), words(reason));
            table.insert("queue".into(), words("q"));
            table.insert("time".into(), AMQPValue::Timestamp(1_900_000_000));
            AMQPValue::FieldArray(FieldArray::from(vec![AMQPValue::FieldTable(table)]))
        };
        let class =
            |reason| Letter::of(&dead(&[("x-quotewire-error-class", words("panic")), (DEATHS, death(reason))])).class;
        assert_eq!(class("expired"), "panic");
        assert_eq!(class("delivery_limit"), "delivery_limit");
        assert_eq!(Letter::of(&dead(&[])).class, "unknown");
    }
}
