//! The least that can be done between two queues: consume, publish, await the confirm, ack. The ceiling that the worker is held against.

use super::connect::{Link, connect};
use super::error::BrokerError;
use crate::settings::Amqp;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use lapin::options::{BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, BasicQosOptions};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Consumer};
use std::collections::BTreeSet;

/// Two connections, as the worker has them, and nothing else that it has.
pub struct Relay {
    incoming: Link,
    outgoing: Link,
    prefetch: u16,
}

impl Relay {
    /// Connects.
    ///
    /// # Errors
    /// If the broker cannot be reached.
    pub async fn open(amqp: &Amqp, prefetch: u16) -> Result<Self, BrokerError> {
        let (incoming, outgoing) = (connect(amqp, "bench in").await?, connect(amqp, "bench out").await?);
        outgoing.confirm_mode().await?;
        incoming.within("basic.qos", incoming.channel.basic_qos(prefetch, BasicQosOptions::default())).await?;
        Ok(Self { incoming, outgoing, prefetch })
    }

    /// Hands `count` messages on from `queue` to `exchange`, with acks in batches of half the prefetch.
    ///
    /// # Errors
    /// If the broker refuses anything, or the connection breaks.
    pub async fn run(&self, queue: &str, (exchange, key): (&str, &str), count: u64) -> Result<(), BrokerError> {
        let consume = self.incoming.channel.basic_consume(
            queue.into(),
            "".into(),
            BasicConsumeOptions::default(),
            FieldTable::default(),
        );
        let consumer = self.incoming.within(&format!("queue {queue:?}"), consume).await?;
        self.hand_on(consumer, (exchange, key), count).await.map_err(|error| BrokerError::of("relay", &error))
    }

    async fn hand_on(&self, mut consumer: Consumer, (exchange, key): (&str, &str), count: u64) -> lapin::Result<()> {
        let mut confirms = FuturesUnordered::new();
        let mut finished = Finished::default();
        while finished.acked < count {
            tokio::select! {
                Some(delivery) = consumer.next() => {
                    let (delivery, out) = (delivery?, self.outgoing.channel.clone());
                    let options = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
                    let properties = BasicProperties::default().with_delivery_mode(2);
                    let confirm = out.basic_publish(exchange.into(), key.into(), options, &delivery.data, properties).await?;
                    confirms.push(async move { confirm.await.map(|_| delivery.delivery_tag) });
                }
                Some(tag) = confirms.next() => {
                    let idle = confirms.is_empty();
                    if let Some(tag) = finished.add(tag?, idle, u64::from(self.prefetch / 2)) {
                        self.incoming.channel.basic_ack(tag, BasicAckOptions { multiple: true }).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Closes both connections.
    pub async fn close(self) {
        self.incoming.close().await;
        self.outgoing.close().await;
    }
}

/// Tags that are done with, acked over their contiguous prefix.
#[derive(Default)]
struct Finished {
    beyond: BTreeSet<u64>,
    prefix: u64,
    acked: u64,
}

impl Finished {
    fn add(&mut self, tag: u64, idle: bool, batch: u64) -> Option<u64> {
        self.beyond.insert(tag);
        while self.beyond.remove(&(self.prefix + 1)) {
            self.prefix += 1;
        }
        let due = idle || self.prefix - self.acked >= batch;
        (due && self.prefix > self.acked).then(|| {
            self.acked = self.prefix;
            self.prefix
        })
    }
}
