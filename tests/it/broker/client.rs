//! The other side: whoever publishes articles and reads events. Uses the client library alone, none of our code.

use lapin::message::BasicGetMessage;
use lapin::options::{
    BasicAckOptions, BasicGetOptions, BasicPublishOptions, ConfirmSelectOptions, ExchangeDeclareOptions,
    QueueBindOptions, QueueDeclareOptions,
};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{BasicProperties, Channel, Connection, ConnectionProperties, ExchangeKind};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// A connection to one virtual host.
pub(crate) struct Client {
    runtime: Runtime,
    channel: Channel,
    _connection: Connection,
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
        Self { runtime, channel, _connection: connection }
    }

    /// Publishes and waits for the confirm.
    pub(crate) fn publish(&self, exchange: &str, key: &str, properties: BasicProperties, body: &[u8]) {
        self.runtime.block_on(async {
            let options = BasicPublishOptions::default();
            let properties = properties.with_delivery_mode(2);
            let confirm = self
                .channel
                .basic_publish(exchange.into(), key.into(), options, body, properties)
                .await
                .expect("published");
            confirm.await.expect("confirmed");
        });
    }

    /// Takes everything out of a queue.
    pub(crate) fn drain(&self, queue: &str) -> Vec<Message> {
        self.runtime.block_on(async {
            let mut all = Vec::new();
            while let Some(message) = self
                .channel
                .basic_get(queue.into(), BasicGetOptions { no_ack: true })
                .await
                .expect("the queue is there")
            {
                all.push(Message::from(message));
            }
            all
        })
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

    /// Declares a durable queue of `kind` and binds it.
    pub(crate) fn queue(&self, name: &str, kind: &str, binding: Option<(&str, &str)>) {
        let mut arguments = FieldTable::default();
        arguments.insert("x-queue-type".into(), AMQPValue::LongString(kind.into()));
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
        let delivery = message.delivery;
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
pub(crate) fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < Duration::from_mins(2), "gave up waiting for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
