//! Exchanges and queues.
//!
//! ```text
//! news.articles ─▶ quotewire.articles ─▶ worker ─▶ news.events ─▶ …
//!                        ▲ expired        │ │          └─ nobody bound ─▶ news.events.unrouted
//!        quotewire.articles.retry.5s … ◀──┘ └──▶ quotewire.dlx ─▶ quotewire.articles.dlq
//! ```
//!
//! There is one retry queue per delay, because RabbitMQ only expires the head of a queue: behind a message with an hour to wait, one with five
//! seconds would wait an hour as well.

use super::connect::Link;
use super::error::{BrokerError, ErrorClass};
use crate::settings::{Declare, Retry, Topology};
use lapin::ExchangeKind;
use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable};

/// Deliveries that nobody reaches. Newer versions also take -1, older ones refuse it.
const NO_LIMIT: i64 = 1_000_000_000;

/// One thing on the broker.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// An exchange.
    Exchange {
        /// Its name.
        name: String,
        /// `topic`, `direct` or `fanout`.
        kind: &'static str,
        /// Where messages go that no binding wants.
        alternate: Option<String>,
    },
    /// A durable quorum queue.
    Queue {
        /// Its name.
        name: String,
        /// Arguments beside its type.
        arguments: Vec<(&'static str, Argument)>,
    },
    /// A binding.
    Binding {
        /// From this exchange.
        exchange: String,
        /// To this queue.
        queue: String,
        /// With this key.
        key: String,
    },
}

/// A queue argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// Text.
    Text(String),
    /// A number.
    Number(i64),
}

/// Name of the retry queue for `seconds`: `quotewire.articles.retry.30s`.
pub fn retry_queue(queue: &str, seconds: u64) -> String {
    let delay = match seconds {
        0..60 => format!("{seconds}s"),
        _ if seconds.is_multiple_of(3600) => format!("{}h", seconds / 3600),
        _ if seconds.is_multiple_of(60) => format!("{}m", seconds / 60),
        _ => format!("{seconds}s"),
    };
    format!("{queue}.retry.{delay}")
}

/// Everything that the worker needs, in the order of declaration.
pub fn objects(topology: &Topology, retry: &Retry) -> Vec<Object> {
    let text = |value: &str| Argument::Text(value.to_owned());
    let exchange = |name: &str, kind, alternate: Option<&str>| Object::Exchange {
        name: name.into(),
        kind,
        alternate: alternate.map(str::to_owned),
    };
    let queue = |name: &str, arguments: Vec<(&'static str, Argument)>| Object::Queue { name: name.into(), arguments };
    let binding = |exchange: &str, queue: &str, key: &str| Object::Binding {
        exchange: exchange.into(),
        queue: queue.into(),
        key: key.into(),
    };
    let safe = |arguments: Vec<(&'static str, Argument)>| {
        // A dead letter of the broker is moved safely only with both of these.
        let mut all = vec![("x-dead-letter-strategy", text("at-least-once")), ("x-overflow", text("reject-publish"))];
        all.extend(arguments);
        all
    };
    // From version 4 on, RabbitMQ drops a message of a quorum queue after 20 deliveries unless it is told otherwise, and whoever only looks at it
    // has it delivered.
    let kept = || vec![("x-delivery-limit", Argument::Number(NO_LIMIT))];
    let names = topology;
    let mut objects = vec![
        exchange(&names.unrouted, "fanout", None),
        queue(&names.unrouted, kept()),
        binding(&names.unrouted, &names.unrouted, ""),
        exchange(&names.events_exchange, "topic", Some(&names.unrouted)),
        exchange(&names.dead_letter_exchange, "direct", None),
        queue(&names.dead_letter_queue, kept()),
        binding(&names.dead_letter_exchange, &names.dead_letter_queue, &names.articles_queue),
        queue(&names.parked_queue, kept()),
        exchange(&names.articles_exchange, "topic", None),
        queue(
            &names.articles_queue,
            safe(vec![
                ("x-delivery-limit", Argument::Number(names.delivery_limit.into())),
                ("x-dead-letter-exchange", text(&names.dead_letter_exchange)),
                ("x-dead-letter-routing-key", text(&names.articles_queue)),
            ]),
        ),
        binding(&names.articles_exchange, &names.articles_queue, &names.articles_binding),
    ];
    for seconds in &retry.delays_seconds {
        let milliseconds = i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX);
        let arguments = safe(vec![
            ("x-message-ttl", Argument::Number(milliseconds)),
            ("x-dead-letter-exchange", text("")),
            ("x-dead-letter-routing-key", text(&names.articles_queue)),
        ]);
        objects.push(queue(&retry_queue(&names.articles_queue, *seconds), arguments));
    }
    objects
}

/// What [`apply`] found on the broker.
#[derive(Clone, Debug)]
pub struct Found {
    /// What was looked at.
    pub object: Object,
    /// Messages ready in a queue.
    pub ready: Option<u32>,
    /// Why it is not as it should be.
    pub problem: Option<BrokerError>,
}

/// Declares, checks, or does nothing, as `declare` says; stops at the first problem.
///
/// # Errors
/// With that problem.
pub async fn ensure(link: &mut Link, topology: &Topology, retry: &Retry) -> Result<(), BrokerError> {
    if topology.declare == Declare::Never {
        return Ok(());
    }
    for found in apply(link, &objects(topology, retry), topology.declare).await? {
        if let Some(problem) = found.problem {
            return Err(problem);
        }
    }
    Ok(())
}

/// Declares or checks `objects`, all of them.
///
/// # Errors
/// If the connection breaks; a problem with an object is part of the result.
pub async fn apply(link: &mut Link, objects: &[Object], declare: Declare) -> Result<Vec<Found>, BrokerError> {
    let mut all = Vec::with_capacity(objects.len());
    for object in objects {
        let (ready, problem) = match declare_one(link, object, declare == Declare::Create).await {
            Ok(ready) => (ready, None),
            Err(problem) if problem.class == ErrorClass::Network => return Err(problem),
            Err(problem) => {
                // The broker closes the channel on such an answer.
                link.renew_channel().await?;
                (None, Some(problem))
            }
        };
        all.push(Found { object: object.clone(), ready, problem });
    }
    Ok(all)
}

async fn declare_one(link: &Link, object: &Object, create: bool) -> Result<Option<u32>, BrokerError> {
    match object {
        Object::Exchange { name, kind, alternate } => {
            let options =
                ExchangeDeclareOptions { durable: true, passive: !create, ..ExchangeDeclareOptions::default() };
            let (kind, arguments) = (exchange_kind(kind), alternate_of(alternate.as_deref()));
            link.within(
                &format!("exchange {name:?}"),
                link.channel.exchange_declare(name.as_str().into(), kind, options, arguments),
            )
            .await?;
            Ok(None)
        }
        Object::Queue { name, arguments } => {
            let options = QueueDeclareOptions { durable: true, passive: !create, ..QueueDeclareOptions::default() };
            let queue = link
                .within(
                    &format!("queue {name:?}"),
                    link.channel.queue_declare(name.as_str().into(), options, table(arguments)),
                )
                .await?;
            Ok(Some(queue.message_count()))
        }
        Object::Binding { exchange, queue, key } if create => {
            let what = format!("binding of {queue:?} to {exchange:?}");
            let bind = link.channel.queue_bind(
                queue.as_str().into(),
                exchange.as_str().into(),
                key.as_str().into(),
                QueueBindOptions::default(),
                FieldTable::default(),
            );
            link.within(&what, bind).await?;
            Ok(None)
        }
        // AMQP has no way to look at a binding.
        Object::Binding { .. } => Ok(None),
    }
}

pub(super) fn exchange_kind(name: &str) -> ExchangeKind {
    match name {
        "topic" => ExchangeKind::Topic,
        "fanout" => ExchangeKind::Fanout,
        "direct" => ExchangeKind::Direct,
        "headers" => ExchangeKind::Headers,
        other => ExchangeKind::Custom(other.into()),
    }
}

/// The argument that names an alternate exchange.
pub(super) fn alternate_of(alternate: Option<&str>) -> FieldTable {
    let mut arguments = FieldTable::default();
    if let Some(alternate) = alternate {
        arguments.insert("alternate-exchange".into(), AMQPValue::LongString(alternate.into()));
    }
    arguments
}

pub(super) fn table(arguments: &[(&'static str, Argument)]) -> FieldTable {
    let mut table = FieldTable::default();
    table.insert("x-queue-type".into(), AMQPValue::LongString("quorum".into()));
    for (name, value) in arguments {
        let value = match value {
            Argument::Text(text) => AMQPValue::LongString(text.as_str().into()),
            Argument::Number(number) => AMQPValue::LongLongInt(*number),
        };
        table.insert((*name).into(), value);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retry_queue_is_named_after_its_delay() {
        let names: Vec<String> =
            [5, 30, 90, 300, 3600, 5400].into_iter().map(|seconds| retry_queue("q", seconds)).collect();
        assert_eq!(names, ["q.retry.5s", "q.retry.30s", "q.retry.90s", "q.retry.5m", "q.retry.1h", "q.retry.90m"]);
    }

    #[test]
    fn every_queue_is_declared_before_it_is_bound() {
        let mut declared = Vec::new();
        for object in objects(&Topology::default(), &Retry::default()) {
            match object {
                Object::Exchange { name, alternate, .. } => {
                    assert!(alternate.is_none_or(|alternate| declared.contains(&alternate)));
                    declared.push(name);
                }
                Object::Queue { name, .. } => declared.push(name),
                Object::Binding { exchange, queue, .. } => {
                    assert!(declared.contains(&exchange) && declared.contains(&queue));
                }
            }
        }
    }
}
