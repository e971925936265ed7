//! Deliveries, and their acks. Tags belong to one `Incoming`: with a new one they begin at 1 again.

use super::connect::Link;
use super::error::BrokerError;
use super::message::Delivered;
use futures_util::StreamExt;
use lapin::Consumer;
use lapin::options::{
    BasicAckOptions, BasicCancelOptions, BasicConsumeOptions, BasicQosOptions, QueueBindOptions, QueueDeclareOptions,
};
use lapin::types::FieldTable;

/// A consumer on a connection of its own.
pub struct Incoming {
    link: Link,
    consumer: Consumer,
    queue: String,
}

impl Incoming {
    /// Begins to consume `queue` with at most `prefetch` unacked deliveries.
    ///
    /// # Errors
    /// If the queue is missing, or may not be read.
    pub async fn consume(link: Link, queue: &str, prefetch: u16) -> Result<Self, BrokerError> {
        link.within("basic.qos", link.channel.basic_qos(prefetch, BasicQosOptions::default())).await?;
        let consume = link.channel.basic_consume(
            queue.into(),
            "quotewire".into(),
            BasicConsumeOptions::default(),
            FieldTable::default(),
        );
        let consumer = link.within(&format!("queue {queue:?}"), consume).await?;
        Ok(Self { link, consumer, queue: queue.into() })
    }

    /// Begins to see what `exchange` gets with `key`, through a queue of its own that goes with the connection. Nothing needs to be acked.
    ///
    /// # Errors
    /// If the exchange is missing, or may not be read.
    pub async fn watch(link: Link, exchange: &str, key: &str) -> Result<Self, BrokerError> {
        let options = QueueDeclareOptions { exclusive: true, auto_delete: true, ..QueueDeclareOptions::default() };
        let declare = link.channel.queue_declare("".into(), options, FieldTable::default());
        let queue = link.within("a queue of our own", declare).await?.name().as_str().to_owned();
        let bind = link.channel.queue_bind(
            queue.as_str().into(),
            exchange.into(),
            key.into(),
            QueueBindOptions::default(),
            FieldTable::default(),
        );
        link.within(&format!("exchange {exchange:?}"), bind).await?;
        let options = BasicConsumeOptions { no_ack: true, exclusive: true, ..BasicConsumeOptions::default() };
        let consume = link.channel.basic_consume(queue.as_str().into(), "".into(), options, FieldTable::default());
        let consumer = link.within("a queue of our own", consume).await?;
        Ok(Self { link, consumer, queue })
    }

    /// The next delivery.
    ///
    /// # Errors
    /// If the connection breaks or the broker cancels the consumer: this one is done for.
    pub async fn next(&mut self) -> Result<Delivered, BrokerError> {
        match self.consumer.next().await {
            Some(Ok(delivery)) => Ok(Delivered::new(delivery)),
            Some(Err(error)) => Err(BrokerError::of("consumer", &error)),
            None => Err(BrokerError::cancelled(&self.queue)),
        }
    }

    /// Whether channel and connection are up.
    pub fn is_open(&self) -> bool {
        self.link.is_open()
    }

    /// Acks `tag`, and with `multiple` all before it.
    ///
    /// # Errors
    /// If the connection is gone.
    pub async fn ack(&self, tag: u64, multiple: bool) -> Result<(), BrokerError> {
        self.link.within("basic.ack", self.link.channel.basic_ack(tag, BasicAckOptions { multiple })).await
    }

    /// Messages ready in the queue. Also flushes acks: the answer comes behind them.
    ///
    /// # Errors
    /// If the queue is gone, or the connection.
    pub async fn ready(&self) -> Result<u32, BrokerError> {
        let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
        let declare = self.link.channel.queue_declare(self.queue.as_str().into(), options, FieldTable::default());
        Ok(self.link.within(&format!("queue {:?}", self.queue), declare).await?.message_count())
    }

    /// Asks for no more deliveries; acks still work.
    pub async fn cancel(&self) {
        let _ = self
            .link
            .within("basic.cancel", self.link.channel.basic_cancel(self.consumer.tag(), BasicCancelOptions::default()))
            .await;
    }

    /// Closes the connection; the broker gives what is unacked to somebody else.
    pub async fn close(self) {
        self.link.close().await;
    }
}
