//! The headers that a message gathers on its way: which try it is, why it failed, where it came from.

use super::message::{Delivered, short};
use lapin::types::{AMQPValue, FieldTable};
use std::collections::BTreeMap;

const ATTEMPT: &str = "x-quotewire-attempt";
const FIRST_SEEN: &str = "x-quotewire-first-seen";
/// Most headers, and longest value in bytes, that are looked at: the rest of a hostile table is nobody's business.
const MOST: usize = 64;
const LONGEST: usize = 1024;

/// What is written onto a message that failed.
#[derive(Clone, Debug)]
pub struct Trail<'a> {
    /// Which try the next one is, from 1.
    pub attempt: u32,
    /// Error class: `invalid_json`.
    pub class: &'a str,
    /// Error code: `E203`.
    pub code: &'a str,
    /// What was wrong, in words.
    pub detail: &'a str,
    /// Where.
    pub path: Option<&'a str>,
    /// The queue that it was read from.
    pub queue: &'a str,
    /// RFC 3339.
    pub now: &'a str,
}

/// Which try it is: a number from 1, whatever type the sender gave it.
pub(super) fn attempt(headers: Option<&FieldTable>) -> u32 {
    let value = headers.and_then(|table| table.inner().get(ATTEMPT));
    let number = match value {
        Some(AMQPValue::LongInt(number)) => i64::from(*number),
        Some(AMQPValue::LongUInt(number)) => i64::from(*number),
        Some(AMQPValue::LongLongInt(number)) => *number,
        Some(AMQPValue::ShortInt(number)) => i64::from(*number),
        Some(AMQPValue::ShortUInt(number)) => i64::from(*number),
        Some(AMQPValue::ShortShortInt(number)) => i64::from(*number),
        Some(AMQPValue::ShortShortUInt(number)) => i64::from(*number),
        _ => 1,
    };
    u32::try_from(number).unwrap_or(1).max(1)
}

/// The headers that are text.
pub(super) fn texts(headers: Option<&FieldTable>) -> BTreeMap<String, String> {
    let Some(table) = headers else { return BTreeMap::new() };
    let mut texts = BTreeMap::new();
    for (name, value) in table.inner().iter().take(MOST) {
        let text = match value {
            AMQPValue::LongString(text) if text.as_bytes().len() <= LONGEST => {
                std::str::from_utf8(text.as_bytes()).ok().map(str::to_owned)
            }
            AMQPValue::ShortString(text) => Some(text.as_str().to_owned()),
            _ => None,
        };
        if let Some(text) = text {
            texts.insert(name.as_str().to_owned(), text);
        }
    }
    texts
}

/// `table` with what happened to `delivered`.
pub(super) fn with_trail(mut table: FieldTable, delivered: &Delivered, trail: &Trail<'_>) -> FieldTable {
    let first = table.inner().get(FIRST_SEEN).cloned();
    let mut text = |name: &str, value: &str| {
        let shown: String = value.chars().take(LONGEST / 4).collect();
        table.insert(short(name), AMQPValue::LongString(shown.into()));
    };
    text("x-quotewire-error-class", trail.class);
    text("x-quotewire-error-code", trail.code);
    text("x-quotewire-error-detail", trail.detail);
    text("x-quotewire-error-path", trail.path.unwrap_or_default());
    text("x-quotewire-error-time", trail.now);
    text("x-quotewire-version", env!("CARGO_PKG_VERSION"));
    text("x-quotewire-source-queue", trail.queue);
    if trail.attempt <= 2 && delivered.attempt() == 1 {
        text("x-quotewire-source-exchange", &delivered.exchange);
        text("x-quotewire-source-routing-key", &delivered.routing_key);
    }
    if first.is_none() {
        text(FIRST_SEEN, trail.now);
    }
    table.insert(short(ATTEMPT), AMQPValue::LongInt(i32::try_from(trail.attempt).unwrap_or(i32::MAX)));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_is_a_number_from_one() {
        let with = |value: AMQPValue| {
            let mut table = FieldTable::default();
            table.insert(ATTEMPT.into(), value);
            attempt(Some(&table))
        };
        assert_eq!(attempt(None), 1);
        assert_eq!(with(AMQPValue::LongInt(3)), 3);
        assert_eq!(with(AMQPValue::LongLongInt(-9)), 1);
        assert_eq!(with(AMQPValue::LongString("7".into())), 1);
    }

    #[test]
    fn hostile_tables_are_capped() {
        let mut table = FieldTable::default();
        for index in 0..10_000 {
            table.insert(short(&format!("h{index}")), AMQPValue::LongString("x".into()));
        }
        table.insert("a-long".into(), AMQPValue::LongString("x".repeat(100_000).into()));
        let texts = texts(Some(&table));
        assert!(texts.len() <= MOST && !texts.contains_key("a-long"));
    }
}
