//! What is on the broker, held against what is wanted, without changing any of it.
//!
//! AMQP has no way to read the arguments of a queue. A declaration with other arguments than the queue has is refused, though, with one sentence
//! about the first that differs. So the declaration is repeated with what the sentence says, until it is accepted: then all differences are known.

use super::connect::Link;
use super::error::{BrokerError, ErrorClass};
use super::topology::{Object, alternate_of, exchange_kind, table};
use lapin::options::{ExchangeDeclareOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable};
use std::collections::BTreeMap;

/// More differences than this are not looked for.
const MOST: usize = 20;

/// A setting that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `x-queue-type`
    pub setting: String,
    /// `"quorum"`, `20 (int)`, or `-` for none.
    pub wanted: String,
    /// The same, on the broker.
    pub found: String,
}

/// What is known of an exchange or a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Messages that wait, in a queue.
    pub ready: Option<u32>,
    /// Consumers of a queue.
    pub consumers: Option<u32>,
    /// What is not as it should be.
    pub differences: Vec<Difference>,
}

/// Looks at an exchange or a queue; none if it is not there. Nothing can be seen of bindings.
///
/// # Errors
/// If the connection breaks, or the user may not declare it.
pub async fn inspect(link: &mut Link, object: &Object) -> Result<Option<State>, BrokerError> {
    let mut shape = Shape::wanted(object);
    let mut state = match shape.declare(link, true).await {
        Ok(state) => state,
        Err(error) if error.code == "E110" => {
            link.renew_channel().await?;
            return Ok(None);
        }
        Err(error) => return refused(link, error).await,
    };
    if matches!(object, Object::Binding { .. }) {
        return Ok(Some(state));
    }
    while state.differences.len() < MOST {
        match shape.declare(link, false).await {
            Ok(_) => break,
            Err(error) if error.code == "E108" => {
                link.renew_channel().await?;
                let known = |one: &Difference| !state.differences.iter().any(|other| other.setting == one.setting);
                // A setting that is named once more was not understood.
                let Some(difference) = shape.adapt(&error.to_string()).filter(known) else {
                    let (setting, wanted) = ("?".to_owned(), error.to_string());
                    state.differences.push(Difference { setting, wanted, found: "?".into() });
                    break;
                };
                state.differences.push(difference);
            }
            Err(error) => return refused(link, error).await,
        }
    }
    Ok(Some(state))
}

/// The broker closes the channel on a refusal; the connection can still be used.
async fn refused<T>(link: &mut Link, error: BrokerError) -> Result<T, BrokerError> {
    if error.class != ErrorClass::Network {
        link.renew_channel().await?;
    }
    Err(error)
}

/// A declaration that changes until the broker accepts it.
struct Shape<'a> {
    object: &'a Object,
    kind: String,
    durable: bool,
    auto_delete: bool,
    arguments: BTreeMap<String, AMQPValue>,
}

impl<'a> Shape<'a> {
    fn wanted(object: &'a Object) -> Self {
        let (kind, arguments) = match object {
            Object::Exchange { kind, alternate, .. } => ((*kind).to_owned(), alternate_of(alternate.as_deref())),
            Object::Queue { arguments, .. } => (String::new(), table(arguments)),
            Object::Binding { .. } => (String::new(), FieldTable::default()),
        };
        let arguments = arguments.inner().iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
        Self { object, kind, durable: true, auto_delete: false, arguments }
    }

    async fn declare(&self, link: &Link, passive: bool) -> Result<State, BrokerError> {
        let arguments = self.arguments.iter().map(|(name, value)| (name.as_str().into(), value.clone()));
        let arguments: FieldTable = arguments.collect::<BTreeMap<_, _>>().into();
        let (durable, auto_delete) = (self.durable, self.auto_delete);
        match self.object {
            Object::Exchange { name, .. } => {
                let options =
                    ExchangeDeclareOptions { durable, auto_delete, passive, ..ExchangeDeclareOptions::default() };
                let kind = exchange_kind(&self.kind);
                let declare = link.channel.exchange_declare(name.as_str().into(), kind, options, arguments);
                link.within(&format!("exchange {name:?}"), declare).await?;
                Ok(State::default())
            }
            Object::Queue { name, .. } => {
                let options = QueueDeclareOptions { durable, auto_delete, passive, ..QueueDeclareOptions::default() };
                let declare = link.channel.queue_declare(name.as_str().into(), options, arguments);
                let queue = link.within(&format!("queue {name:?}"), declare).await?;
                let (ready, consumers) = (Some(queue.message_count()), Some(queue.consumer_count()));
                Ok(State { ready, consumers, differences: Vec::new() })
            }
            Object::Binding { .. } => Ok(State::default()),
        }
    }

    /// Takes over what the broker's sentence says it has. None if the sentence is of another kind.
    fn adapt(&mut self, sentence: &str) -> Option<Difference> {
        let (setting, found) = read(sentence)?;
        let wanted = match setting {
            "type" => std::mem::replace(&mut self.kind, found.text.to_owned()).escape_debug().to_string(),
            "durable" => std::mem::replace(&mut self.durable, found.text == "true").to_string(),
            "auto_delete" => std::mem::replace(&mut self.auto_delete, found.text == "true").to_string(),
            _ => {
                let is_number = matches!(self.arguments.get(setting), Some(AMQPValue::LongLongInt(_)));
                let found = Said { kind: found.kind.or(is_number.then_some("signedint")), ..found };
                let had = match found.value() {
                    Some(value) => self.arguments.insert(setting.to_owned(), value),
                    None => self.arguments.remove(setting),
                };
                let wanted = had.map_or_else(|| "-".to_owned(), |value| shown(&value));
                return Some(Difference { setting: setting.to_owned(), wanted, found: found.shown() });
            }
        };
        Some(Difference { setting: setting.to_owned(), wanted, found: found.shown() })
    }
}

/// A value in a sentence of the broker.
#[derive(Debug, PartialEq, Eq)]
struct Said<'a> {
    text: &'a str,
    /// `longstr`, `signedint`, `bool`, or none for things that are no arguments.
    kind: Option<&'a str>,
}

impl Said<'_> {
    fn value(&self) -> Option<AMQPValue> {
        match (self.kind, self.text) {
            (_, "none") => None,
            (Some("bool"), text) => Some(AMQPValue::Boolean(text == "true")),
            (Some("longstr") | None, text) => Some(AMQPValue::LongString(text.into())),
            (Some(_), text) => Some(match text.parse() {
                Ok(number) => AMQPValue::LongLongInt(number),
                Err(_) => AMQPValue::LongString(text.into()),
            }),
        }
    }

    fn shown(&self) -> String {
        self.value().map_or_else(|| "-".to_owned(), |value| shown(&value))
    }
}

/// `… inequivalent arg 'x-ttl' for queue 'q' in vhost '/': received none but current is the value '5' of type 'signedint'. …`
fn read(sentence: &str) -> Option<(&str, Said<'_>)> {
    let (_, rest) = sentence.split_once("inequivalent arg '")?;
    let (setting, rest) = rest.split_once('\'')?;
    let (_, found) = rest.split_once("but current is ")?;
    if found.starts_with("none") {
        return Some((setting, Said { text: "none", kind: None }));
    }
    let (_, value) = found.split_once('\'')?;
    let (text, rest) = value.split_once('\'')?;
    let kind = rest.strip_prefix(" of type '").and_then(|kind| kind.split_once('\'')).map(|(kind, _)| kind);
    Some((setting, Said { text, kind }))
}

fn shown(value: &AMQPValue) -> String {
    match value {
        AMQPValue::LongString(text) => format!("{:?}", text.to_string()),
        AMQPValue::LongLongInt(number) => format!("{number} (int)"),
        AMQPValue::Boolean(flag) => flag.to_string(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_the_broker_are_read() {
        let said = |text, kind| Said { text, kind };
        for (sentence, expected) in [
            (
                "queue \"q\": 406 PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue 'q' in vhost '/': received 'quorum' but current is 'classic'. It",
                Some(("x-queue-type", said("classic", None))),
            ),
            (
                "inequivalent arg 'x-message-ttl' for queue 'q' in vhost '/': received none but current is the value '5000' of type 'signedint'",
                Some(("x-message-ttl", said("5000", Some("signedint")))),
            ),
            (
                "inequivalent arg 'x-overflow' for queue 'q' in vhost '/': received the value 'a' of type 'longstr' but current is none",
                Some(("x-overflow", said("none", None))),
            ),
            ("inequivalent arg 'x-overflow' for queue 'q' in vho", None),
        ] {
            assert_eq!(read(sentence), expected, "{sentence}");
        }
        assert_eq!(said("5000", Some("signedint")).shown(), "5000 (int)");
        assert_eq!(said("none", None).shown(), "-");
    }
}
