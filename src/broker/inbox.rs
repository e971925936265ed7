//! A queue looked through message by message. What is not acked is still there afterwards, where it was.

use super::connect::Link;
use super::error::BrokerError;
use super::message::Delivered;
use lapin::options::{BasicAckOptions, BasicGetOptions, BasicNackOptions, QueueDeclareOptions};
use lapin::types::FieldTable;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// A queue on a connection of its own.
pub struct Inbox {
    link: Link,
    queue: String,
    /// Messages that were there at the beginning and have not been taken.
    left: u32,
    /// Messages that were taken and not acked.
    open: u32,
}

/// How long the broker may take to have messages ready again that were given back.
const PATIENCE: Duration = Duration::from_secs(2);

impl Inbox {
    /// Opens `queue`.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn open(link: Link, queue: &str) -> Result<Self, BrokerError> {
        let mut inbox = Self { link, queue: queue.into(), left: 0, open: 0 };
        inbox.left = inbox.ready().await?;
        Ok(inbox)
    }

    /// The next message of those that were there at the beginning; one that comes back meanwhile is not seen twice.
    ///
    /// # Errors
    /// If the connection breaks, or the queue may not be read.
    pub async fn next(&mut self) -> Result<Option<Delivered>, BrokerError> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let message = get(&self.link, &self.queue).await?;
        self.open += u32::from(message.is_some());
        Ok(message)
    }

    /// Takes a message away for good.
    ///
    /// # Errors
    /// If the connection is gone.
    pub async fn ack(&mut self, tag: u64) -> Result<(), BrokerError> {
        self.open -= 1;
        self.link.within("basic.ack", self.link.channel.basic_ack(tag, BasicAckOptions::default())).await
    }

    /// Gives back what is not acked, and closes the connection once that and the acks are there.
    ///
    /// # Errors
    /// If the connection is gone: the last acks may be lost.
    pub async fn close(self) -> Result<(), BrokerError> {
        if self.open > 0 {
            let all = BasicNackOptions { multiple: true, requeue: true };
            self.link.within("basic.nack", self.link.channel.basic_nack(0, all)).await?;
        }
        // The answer comes behind the acks: when it is here, they are there. What is given back takes a moment longer, and whoever looks next should
        // see it; somebody else may have taken it, though.
        let begun = Instant::now();
        let mut flushed = self.ready().await;
        while matches!(flushed, Ok(ready) if ready < self.open) && begun.elapsed() < PATIENCE {
            sleep(Duration::from_millis(10)).await;
            flushed = self.ready().await;
        }
        self.link.close().await;
        flushed.map(|_| ())
    }

    async fn ready(&self) -> Result<u32, BrokerError> {
        let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
        let declare = self.link.channel.queue_declare(self.queue.as_str().into(), options, FieldTable::default());
        Ok(self.link.within(&format!("queue {:?}", self.queue), declare).await?.message_count())
    }
}

/// The next message of `queue`, however large it is.
pub(super) async fn get(link: &Link, queue: &str) -> Result<Option<Delivered>, BrokerError> {
    let what = format!("queue {queue:?}");
    let mut answer = pin!(link.within(&what, link.channel.basic_get(queue.into(), BasicGetOptions::default())));
    let message = loop {
        tokio::select! {
            biased;
            answer = &mut answer => break answer?,
            // It is not complete.
            () = link.valve.dry() => link.valve.grant(0),
        }
    };
    Ok(message.map(|message| Delivered::new(message.delivery)))
}
