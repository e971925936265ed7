//! The headers that a message gathers on its way: which try it is, why it failed, where it came from.

use super::message::{Delivered, short};
use lapin::types::{AMQPValue, FieldTable};
use std::collections::BTreeMap;

pub(super) const ATTEMPT: &str = "x-quotewire-attempt";
/// The broker counts the deliveries of a message in a quorum queue that were not acked.
pub(super) const DELIVERIES: &str = "x-delivery-count";
pub(super) const FIRST_SEEN: &str = "x-quotewire-first-seen";
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
    u32::try_from(number(headers, ATTEMPT).unwrap_or(1)).unwrap_or(1).max(1)
}

/// How often it was delivered before.
pub(super) fn deliveries(headers: Option<&FieldTable>) -> u64 {
    number(headers, DELIVERIES).and_then(|count| u64::try_from(count).ok()).unwrap_or(0)
}

/// A header that is a number, of whatever type.
pub(super) fn number(headers: Option<&FieldTable>, name: &str) -> Option<i64> {
    match headers?.inner().get(name)? {
        AMQPValue::LongInt(number) => Some(i64::from(*number)),
        AMQPValue::LongUInt(number) => Some(i64::from(*number)),
        AMQPValue::LongLongInt(number) => Some(*number),
        AMQPValue::ShortInt(number) => Some(i64::from(*number)),
        AMQPValue::ShortUInt(number) => Some(i64::from(*number)),
        AMQPValue::ShortShortInt(number) => Some(i64::from(*number)),
        AMQPValue::ShortShortUInt(number) => Some(i64::from(*number)),
        _ => None,
    }
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
pub(super) fn with_trail(table: &FieldTable, delivered: &Delivered, trail: &Trail<'_>) -> FieldTable {
    // The broker's count is of the queue that it came from.
    let mut table = without(table, |name| name == DELIVERIES);
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

/// `table` without the headers whose names are unwanted.
pub(super) fn without(table: &FieldTable, unwanted: impl Fn(&str) -> bool) -> FieldTable {
    let kept = table.inner().iter().filter(|(name, _)| !unwanted(name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect::<BTreeMap<_, _>>().into()
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
