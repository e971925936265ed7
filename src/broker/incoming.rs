//! Deliveries, and their acks. Tags belong to one `Incoming`: with a new one they begin at 1 again.

use super::connect::Link;
use super::error::BrokerError;
use super::inbox::get;
use super::message::Delivered;
use futures_util::{FutureExt, StreamExt};
use lapin::Consumer;
use lapin::message::Delivery;
use lapin::options::{
    BasicAckOptions, BasicCancelOptions, BasicConsumeOptions, BasicQosOptions, QueueBindOptions, QueueDeclareOptions,
};
use lapin::types::FieldTable;
use std::collections::VecDeque;

/// So many messages are tasted.
const TASTE: usize = 8;

/// A consumer on a connection of its own.
pub struct Incoming {
    link: Link,
    /// Messages from before there was a consumer.
    first: VecDeque<Delivered>,
    consumer: Consumer,
    prefetch: u16,
    queue: String,
}

/// Takes a few messages one by one, `most` of them at most, before the broker is told how many it may send ahead: their sizes are known then. They take
/// hardly more than half of `budget` bytes, and are to be given to [`Incoming::consume`].
///
/// # Errors
/// If the queue is missing, or may not be read.
pub async fn taste(link: &mut Link, queue: &str, most: u16, budget: u64) -> Result<Vec<Delivered>, BrokerError> {
    let (mut tasted, mut left) = (Vec::new(), budget);
    while tasted.len() < TASTE.min(usize::from(most)) && left > budget / 2 {
        link.valve.grant(left);
        match get(link, queue).await {
            Ok(Some(message)) => {
                left = left.saturating_sub(message.body.len() as u64);
                tasted.push(message);
            }
            Ok(None) => break,
            // A quorum queue that has one active consumer at a time gives messages to nobody else.
            Err(_) if link.has_lost_its_channel() => {
                link.renew_channel().await?;
                return Ok(Vec::new());
            }
            Err(error) => return Err(error),
        }
    }
    link.valve.grant(left);
    Ok(tasted)
}

impl Incoming {
    /// Begins to consume `queue` with at most `prefetch` unacked deliveries, after those that the connection took `first`.
    ///
    /// # Errors
    /// If the queue is missing, or may not be read.
    pub async fn consume(link: Link, queue: &str, first: Vec<Delivered>, prefetch: u16) -> Result<Self, BrokerError> {
        link.within("basic.qos", link.channel.basic_qos(prefetch, BasicQosOptions::default())).await?;
        let consume = link.channel.basic_consume(
            queue.into(),
            "quotewire".into(),
            BasicConsumeOptions::default(),
            FieldTable::default(),
        );
        let consumer = link.within(&format!("queue {queue:?}"), consume).await?;
        Ok(Self { link, first: first.into(), consumer, prefetch, queue: queue.into() })
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
        Ok(Self { link, first: VecDeque::new(), consumer, prefetch: 0, queue })
    }

    /// The next delivery. There is room for so many bytes: no more than that is read ahead of it, unless it is larger itself.
    ///
    /// # Errors
    /// If the connection breaks or the broker cancels the consumer: this one is done for.
    pub async fn next(&mut self, room: u64) -> Result<Delivered, BrokerError> {
        if let Some(first) = self.first.pop_front() {
            return Ok(first);
        }
        if let Some(ready) = self.consumer.next().now_or_never() {
            return self.delivered(ready);
        }
        // All that was read is taken.
        self.link.valve.grant(room);
        loop {
            tokio::select! {
                biased;
                next = self.consumer.next() => return self.delivered(next),
                // The room is used up, and the message is not complete.
                () = self.link.valve.dry() => self.link.valve.grant(0),
            }
        }
    }

    fn delivered(&self, next: Option<lapin::Result<Delivery>>) -> Result<Delivered, BrokerError> {
        match next {
            Some(Ok(delivery)) => Ok(Delivered::new(delivery)),
            Some(Err(error)) => Err(BrokerError::of("consumer", &error)),
            None => Err(BrokerError::cancelled(&self.queue)),
        }
    }

    /// Messages from before there was a consumer that were not taken yet.
    pub fn first(&self) -> impl ExactSizeIterator<Item = &Delivered> {
        self.first.iter()
    }

    /// At most so many deliveries are unacked, not counting those from before; zero for no limit.
    pub fn prefetch(&self) -> u16 {
        self.prefetch
    }

    /// Why it broke. What it still had is thrown away: the broker delivers it again.
    pub fn why(&mut self) -> BrokerError {
        while let Some(next) = self.consumer.next().now_or_never() {
            if let Err(error) = self.delivered(next) {
                return error;
            }
        }
        BrokerError::broken()
    }

    /// Keeps a connection alive that nobody takes messages from at present. To be called once a second.
    pub fn keep_alive(&self) {
        self.link.valve.trickle();
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

    /// Messages ready in the queue; none if so many came in before the answer that there is no room for it. Also flushes acks: the answer
    /// comes behind them.
    ///
    /// # Errors
    /// If the queue is gone, or the connection.
    pub async fn ready(&self) -> Result<Option<u32>, BrokerError> {
        let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
        let declare = self.link.channel.queue_declare(self.queue.as_str().into(), options, FieldTable::default());
        let what = format!("queue {:?}", self.queue);
        tokio::select! {
            biased;
            answer = self.link.within(&what, declare) => Ok(Some(answer?.message_count())),
            () = self.link.valve.dry() => Ok(None),
        }
    }

    /// Asks for no more deliveries; acks still work.
    pub async fn cancel(&self) {
        let cancel = self.link.channel.basic_cancel(self.consumer.tag(), BasicCancelOptions::default());
        tokio::select! {
            biased;
            _ = self.link.within("basic.cancel", cancel) => {}
            // The answer lies behind messages that are to be taken first.
            () = self.link.valve.dry() => {}
        }
    }

    /// Closes the connection; the broker gives what is unacked to somebody else.
    pub async fn close(self) {
        self.link.close().await;
    }
}
