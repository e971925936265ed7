//! Canonical JSON (RFC 8785): one spelling for one value, so that a hash over it means something.

use super::ids::sha256;
use serde_json::{Map, Value};
use std::fmt::Write;

/// Members that differ between two deliveries of one article, or that hold the hash itself.
const LEFT_OUT: [&str; 3] = ["event_id", "content_hash", "processing"];

/// The content hash of an event: `sha256:` and 64 digits.
pub(super) fn content_hash(event: &Value) -> String {
    let mut text = String::new();
    match event {
        Value::Object(members) => write_object(&mut text, members, &LEFT_OUT),
        other => write_value(&mut text, other),
    }
    format!("sha256:{}", sha256(&[&text]))
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(out, item);
            }
            out.push(']');
        }
        Value::Object(members) => write_object(out, members, &[]),
        Value::Number(number) => write_number(out, number),
        // Its escapes are RFC 8785's: the short ones, else lower-case \u00xx, nothing above the control characters.
        other => out.push_str(&other.to_string()),
    }
}

fn write_object(out: &mut String, members: &Map<String, Value>, without: &[&str]) {
    let mut members: Vec<_> = members.iter().filter(|(name, _)| !without.contains(&name.as_str())).collect();
    members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (index, (name, value)) in members.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&Value::from(name.as_str()).to_string());
        out.push(':');
        write_value(out, value);
    }
    out.push('}');
}

/// As ECMAScript writes it: every number is a double, exponents from 1e21 on and below 1e-6.
fn write_number(out: &mut String, number: &serde_json::Number) {
    let double = number.as_f64().unwrap_or_default();
    let size = double.abs();
    let written = if double == 0.0 {
        "0".to_owned()
    } else if (1e-6..1e21).contains(&size) {
        format!("{double}")
    } else {
        let written = format!("{double:e}");
        if size >= 1.0 { written.replace('e', "e+") } else { written }
    };
    let _ = write!(out, "{written}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(json: &str, want: &str) {
        let mut got = String::new();
        write_value(&mut got, &serde_json::from_str(json).expect("JSON"));
        assert_eq!(got, want);
    }

    #[test]
    fn members_are_sorted_and_blanks_left_out() {
        check(r#"{ "b": [1, true], "a": {"d": null, "c": "x"} }"#, r#"{"a":{"c":"x","d":null},"b":[1,true]}"#);
        // By UTF-16 units: a surrogate pair sorts before U+FB33.
        check("{\"\u{fb33}\":1,\"\u{1f600}\":2,\"\u{20ac}\":3}", "{\"\u{20ac}\":3,\"\u{1f600}\":2,\"\u{fb33}\":1}");
    }

    #[test]
    fn numbers_are_written_as_ecmascript_does() {
        check(
            "[1.0, 0.5, -0.0, 100, 1e21, 1.5e-7, 333333333.33333329]",
            "[1,0.5,0,100,1e+21,1.5e-7,333333333.3333333]",
        );
        check("[4.50, 2e-3, 1e20]", "[4.5,0.002,100000000000000000000]");
    }

    #[test]
    fn strings_keep_all_but_what_must_be_escaped() {
        check(r#""\u20ac\u000f\u000aA'\u0042\u0022\\\/""#, "\"€\\u000f\\nA'B\\\"\\\\/\"");
    }

    #[test]
    fn delivery_does_not_count() {
        let event = |id: &str, ms: u64, text: &str| json!({"event_id": id, "processing": {"ms": ms}, "text": text});
        assert_eq!(content_hash(&event("a", 1, "x")), content_hash(&event("b", 2, "x")));
        assert_ne!(content_hash(&event("a", 1, "x")), content_hash(&event("a", 1, "y")));
    }
}
