//! The other side: whoever publishes articles and reads events. Uses the client library alone, none of our code.

use futures_util::StreamExt;
use lapin::message::{BasicGetMessage, Delivery};
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicGetOptions, BasicPublishOptions, ConfirmSelectOptions,
    ExchangeDeclareOptions, ExchangeDeleteOptions, QueueBindOptions, QueueDeclareOptions, QueueDeleteOptions,
};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{BasicProperties, Channel, Connection, ConnectionProperties, ExchangeKind};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::time::{timeout, timeout_at};

/// A generous limit turns a hang into a failure.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// Whoever publishes asks again after so long without a confirm.
const CONFIRM: Duration = Duration::from_secs(20);

/// A connection to one virtual host.
pub(crate) struct Client {
    url: String,
    runtime: Runtime,
    channel: Channel,
    connection: Connection,
}

/// A message as it lay in a queue.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) kind: String,
    pub(crate) content_type: String,
    pub(crate) persistent: bool,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) fn connect(url: &str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let (connection, channel) = runtime.block_on(async {
            let connection = Connection::connect(url, ConnectionProperties::default()).await.expect("the node is up");
            let channel = connection.create_channel().await.expect("a channel");
            channel.confirm_select(ConfirmSelectOptions::default()).await.expect("confirm mode");
            (connection, channel)
        });
        Self { url: url.into(), runtime, channel, connection }
    }

    /// Publishes one, as [`publish_all`](Self::publish_all) does.
    pub(crate) fn publish(&self, exchange: &str, key: &str, properties: BasicProperties, body: &[u8]) {
        self.publish_keyed(exchange, key, vec![(properties, body)]);
    }

    /// Publishes all, and again whatever the broker refuses, or does not confirm in time: a cluster that changes its leader does the one, and
    /// where the new leader never heard of a channel, the other.
    pub(crate) fn publish_all<'a>(&self, exchange: &str, all: impl Iterator<Item = (BasicProperties, &'a [u8])>) {
        self.publish_keyed(exchange, "x", all.collect());
    }

    fn publish_keyed(&self, exchange: &str, key: &str, all: Vec<(BasicProperties, &[u8])>) {
        let mut left = self.publish_once(exchange, key, all);
        wait_for("the broker to have all of them", || {
            if !left.is_empty() {
                left = Self::connect(&self.url).publish_once(exchange, key, std::mem::take(&mut left));
            }
            left.is_empty().then_some(())
        });
    }

    /// Publishes all; what is not confirmed.
    fn publish_once<'a>(
        &self,
        exchange: &str,
        key: &str,
        all: Vec<(BasicProperties, &'a [u8])>,
    ) -> Vec<(BasicProperties, &'a [u8])> {
        self.runtime.block_on(async {
            let mut confirms = Vec::new();
            for (properties, body) in all {
                let (options, persistent) = (BasicPublishOptions::default(), properties.clone().with_delivery_mode(2));
                let publish = self.channel.basic_publish(exchange.into(), key.into(), options, body, persistent).await;
                confirms.push((publish, properties, body));
            }
            let deadline = tokio::time::Instant::now() + CONFIRM;
            let mut left = Vec::new();
            for (publish, properties, body) in confirms {
                let confirmed = match publish {
                    Ok(confirm) => {
                        timeout_at(deadline, confirm).await.is_ok_and(|confirm| confirm.is_ok_and(|it| it.is_ack()))
                    }
                    Err(_) => false,
                };
                if !confirmed {
                    left.push((properties, body));
                }
            }
            left
        })
    }

    /// Takes everything out of a queue.
    pub(crate) fn drain(&self, queue: &str) -> Vec<Message> {
        let mut all = Vec::new();
        loop {
            let ready = self.ready(queue) as usize;
            if ready == 0 {
                return all;
            }
            self.runtime.block_on(async {
                // A channel of its own: what is delivered beyond the count goes back when it closes.
                let channel = self.connection.create_channel().await.expect("a channel");
                let options = BasicConsumeOptions::default();
                let consume = channel.basic_consume(queue.into(), "".into(), options, FieldTable::default());
                let mut consumer = consume.await.expect("the queue is there");
                for number in 1..=ready {
                    let next = timeout(PATIENCE, consumer.next()).await.expect("the broker delivers in time");
                    let delivery = next.expect("it was ready").expect("delivered");
                    let tag = delivery.delivery_tag;
                    all.push(Message::from(delivery));
                    // A quorum queue has no more than 2000 messages unacked.
                    if number % 500 == 0 || number == ready {
                        channel.basic_ack(tag, BasicAckOptions { multiple: true }).await.expect("acked");
                    }
                }
                channel.close(200, "done".into()).await.expect("closed");
            });
        }
    }

    /// Takes one message out of a queue as soon as there is one.
    pub(crate) fn next(&self, queue: &str) -> Message {
        wait_for(&format!("a message in {queue}"), || {
            self.runtime.block_on(async {
                let got = self
                    .channel
                    .basic_get(queue.into(), BasicGetOptions::default())
                    .await
                    .expect("the queue is there")?;
                self.channel.basic_ack(got.delivery.delivery_tag, BasicAckOptions::default()).await.expect("acked");
                Some(Message::from(got))
            })
        })
    }

    /// Messages ready in a queue.
    pub(crate) fn ready(&self, queue: &str) -> u32 {
        let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
        let declared = self.runtime.block_on(self.channel.queue_declare(queue.into(), options, FieldTable::default()));
        declared.expect("the queue is there").message_count()
    }

    /// Whether there is such a queue.
    pub(crate) fn exists(&self, queue: &str) -> bool {
        self.runtime.block_on(async {
            // The broker closes the channel that asks for a queue that is not there.
            let channel = self.connection.create_channel().await.expect("a channel");
            let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
            channel.queue_declare(queue.into(), options, FieldTable::default()).await.is_ok()
        })
    }

    /// Deletes a queue with all that is in it.
    pub(crate) fn delete_queue(&self, queue: &str) {
        let delete = self.channel.queue_delete(queue.into(), QueueDeleteOptions::default());
        self.runtime.block_on(delete).expect("deleted");
    }

    /// Deletes an exchange.
    pub(crate) fn delete_exchange(&self, exchange: &str) {
        let delete = self.channel.exchange_delete(exchange.into(), ExchangeDeleteOptions::default());
        self.runtime.block_on(delete).expect("deleted");
    }

    /// Declares a durable queue of `kind` and binds it.
    pub(crate) fn queue(&self, name: &str, kind: &str, binding: Option<(&str, &str)>) {
        self.queue_with(name, &[("x-queue-type", AMQPValue::LongString(kind.into()))], binding);
    }

    /// Declares a durable queue with `arguments` and binds it.
    pub(crate) fn queue_with(
        &self,
        name: &str,
        arguments: &[(&'static str, AMQPValue)],
        binding: Option<(&str, &str)>,
    ) {
        let arguments = arguments.iter().map(|(name, value)| ((*name).into(), value.clone()));
        let arguments = FieldTable::from(arguments.collect::<BTreeMap<lapin::types::ShortString, AMQPValue>>());
        let options = QueueDeclareOptions { durable: true, ..QueueDeclareOptions::default() };
        self.runtime.block_on(async {
            self.channel.queue_declare(name.into(), options, arguments).await.expect("declared");
            if let Some((exchange, key)) = binding {
                let bind = self.channel.queue_bind(
                    name.into(),
                    exchange.into(),
                    key.into(),
                    QueueBindOptions::default(),
                    FieldTable::default(),
                );
                bind.await.expect("bound");
            }
        });
    }

    /// Declares a durable exchange.
    pub(crate) fn exchange(&self, name: &str, kind: ExchangeKind) {
        let options = ExchangeDeclareOptions { durable: true, ..ExchangeDeclareOptions::default() };
        let declare = self.channel.exchange_declare(name.into(), kind, options, FieldTable::default());
        self.runtime.block_on(declare).expect("declared");
    }
}

impl From<BasicGetMessage> for Message {
    fn from(message: BasicGetMessage) -> Self {
        message.delivery.into()
    }
}

impl From<Delivery> for Message {
    fn from(delivery: Delivery) -> Self {
        let properties = &delivery.properties;
        let text = |value: Option<&lapin::types::ShortString>| value.map(ToString::to_string).unwrap_or_default();
        let headers = properties.headers().iter().flat_map(FieldTable::inner).map(|(name, value)| {
            let value = match value {
                AMQPValue::LongString(text) => text.to_string(),
                AMQPValue::LongInt(number) => number.to_string(),
                other => format!("{other:?}"),
            };
            (name.to_string(), value)
        });
        Self {
            id: text(properties.message_id().as_ref()),
            kind: text(properties.kind().as_ref()),
            content_type: text(properties.content_type().as_ref()),
            persistent: *properties.delivery_mode() == Some(2),
            key: delivery.routing_key.to_string(),
            headers: headers.collect(),
            body: delivery.data,
        }
    }
}

impl Message {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("an event is JSON")
    }

    /// The id of the article that an event is about.
    pub(crate) fn article(&self) -> String {
        self.json()["article"]["id"].as_str().expect("an id").to_owned()
    }
}

/// Asks again and again until there is an answer; a generous limit turns a hang into a failure.
pub(crate) fn wait_for<T>(what: &str, ask: impl FnMut() -> Option<T>) -> T {
    wait_or_tell(what, ask, String::new)
}

/// The same; a failure shows what `tell` says then.
pub(crate) fn wait_or_tell<T>(what: &str, mut ask: impl FnMut() -> Option<T>, tell: impl FnOnce() -> String) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        if begun.elapsed() > PATIENCE {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("gave up waiting for {what}\n{}", tell());
}
