//! What stands around an article: an array, lines of JSON, a CloudEvent.

use super::decode::kind_of;
use super::error::{DecodeError, DecodeErrorKind};
use serde_json::Value;

/// One article-to-be, without its wrappers.
pub(super) struct Element {
    pub(super) value: Value,
    /// From the outside in.
    pub(super) wrappers: Vec<&'static str>,
    /// Where it stands in the message; `None` if it is the message.
    pub(super) path: Option<String>,
    /// The id of the CloudEvent around it.
    pub(super) envelope_id: Option<String>,
}

/// Longest beginning of a body that an error shows, in characters.
const BEGINS: usize = 40;

/// Takes the wrappers off `text`, which is JSON, or lines of it.
pub(super) fn unwrap(text: &str, ndjson: bool, limit: usize) -> Result<Vec<Element>, DecodeError> {
    let (values, wrapper) = if ndjson {
        (lines(text)?, Some("ndjson"))
    } else {
        match parse(text) {
            Ok(Value::Array(values)) => {
                let placed = values.into_iter().enumerate().map(|(index, value)| (Some(format!("[{index}]")), value));
                (placed.collect::<Vec<_>>(), Some("batch"))
            }
            Ok(value) => (vec![(None, value)], None),
            // Objects on lines of their own, without a content type that says so.
            Err(error) => match lines(text) {
                Ok(values) if values.len() > 1 => (values, Some("ndjson")),
                _ => return Err(error.into()),
            },
        }
    };
    if values.is_empty() {
        return Err(DecodeErrorKind::Empty.into());
    }
    if values.len() > limit {
        return Err(DecodeErrorKind::Batch { limit }.into());
    }
    values.into_iter().map(|(path, value)| unwrap_event(value, wrapper, path)).collect()
}

fn parse(text: &str) -> Result<Value, DecodeErrorKind> {
    serde_json::from_str(text).map_err(|error| DecodeErrorKind::Json {
        reason: error.to_string(),
        begins: text.chars().take(BEGINS).collect(),
    })
}

fn lines(text: &str) -> Result<Vec<(Option<String>, Value)>, DecodeError> {
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    filled
        .map(|(index, line)| {
            let place = format!("line {}", index + 1);
            parse(line).map(|value| (Some(place.clone()), value)).map_err(|error| error.at(place))
        })
        .collect()
}

fn unwrap_event(mut value: Value, wrapper: Option<&'static str>, path: Option<String>) -> Result<Element, DecodeError> {
    let mut wrappers: Vec<&'static str> = wrapper.into_iter().collect();
    let is_event = value.get("specversion").is_some_and(Value::is_string)
        && (value.get("data").is_some() || value.get("data_base64").is_some());
    if !is_event {
        return Ok(Element { value, wrappers, path, envelope_id: None });
    }
    wrappers.push("cloudevents");
    let envelope_id = value.get("id").and_then(Value::as_str).map(str::to_owned);
    let data = value.get_mut("data").map(Value::take);
    match data {
        Some(data @ (Value::Object(_) | Value::String(_))) => {
            let path = Some(path.map_or_else(|| "data".to_owned(), |path| format!("{path}.data")));
            Ok(Element { value: data, wrappers, path, envelope_id })
        }
        Some(other) => {
            let reason = format!("expected an article object or text, found {}", kind_of(&other));
            Err(DecodeErrorKind::Schema { reason }.at("data"))
        }
        None => Err(DecodeErrorKind::Schema { reason: "binary data is not read: send the article as JSON".into() }
            .at("data_base64")),
    }
}
