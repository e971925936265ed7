//! A queue looked through message by message. What is not acked is still there afterwards, where it was.

use super::connect::Link;
use super::error::BrokerError;
use super::message::Delivered;
use lapin::options::{BasicAckOptions, BasicGetOptions, QueueDeclareOptions};
use lapin::types::FieldTable;

/// A queue on a connection of its own.
pub struct Inbox {
    link: Link,
    queue: String,
    /// Messages that were there at the beginning and have not been taken.
    left: u32,
}

impl Inbox {
    /// Opens `queue`.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn open(link: Link, queue: &str) -> Result<Self, BrokerError> {
        let mut inbox = Self { link, queue: queue.into(), left: 0 };
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
        let get = self.link.channel.basic_get(self.queue.as_str().into(), BasicGetOptions::default());
        let message = self.link.within(&format!("queue {:?}", self.queue), get).await?;
        Ok(message.map(|message| Delivered::new(message.delivery)))
    }

    /// Takes a message away for good.
    ///
    /// # Errors
    /// If the connection is gone.
    pub async fn ack(&self, tag: u64) -> Result<(), BrokerError> {
        self.link.within("basic.ack", self.link.channel.basic_ack(tag, BasicAckOptions::default())).await
    }

    /// Closes the connection once the acks are there.
    ///
    /// # Errors
    /// If the connection is gone: the last acks may be lost.
    pub async fn close(self) -> Result<(), BrokerError> {
        // The answer comes behind the acks: when it is here, they are there.
        let flushed = self.ready().await;
        self.link.close().await;
        flushed.map(|_| ())
    }

    async fn ready(&self) -> Result<u32, BrokerError> {
        let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
        let declare = self.link.channel.queue_declare(self.queue.as_str().into(), options, FieldTable::default());
        Ok(self.link.within(&format!("queue {:?}", self.queue), declare).await?.message_count())
    }
}
