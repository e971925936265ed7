//! Publishing with confirms.
//!
//! A confirm alone does not say whether the message was returned: the library hands a `basic.return` to whichever confirm completes first. It is on some
//! confirm that is ready, though. So one task must own all confirms of an outlet, gather every ready one, collect the ids in
//! [`Confirm::returned`], and only then judge each.

use super::connect::Link;
use super::error::BrokerError;
use super::message::{Outgoing, id_of};
use futures_util::StreamExt;
use lapin::options::BasicPublishOptions;
use lapin::{Confirmation, Event, PublisherConfirm};
use tokio::sync::watch;

/// A channel in confirm mode on a connection of its own.
pub struct Outlet {
    link: Link,
    blocked: watch::Receiver<bool>,
}

/// What the broker said of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It has it.
    Ack,
    /// It refuses it.
    Nack,
    /// Nobody knows: the connection broke first.
    Lost,
}

/// A verdict, and the id of a returned message that came with it: not necessarily this one's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// Of the message itself.
    pub verdict: Verdict,
    /// Of any message.
    pub returned: Option<String>,
}

impl Outlet {
    /// Turns `link` into an outlet.
    ///
    /// # Errors
    /// If the channel cannot be put into confirm mode.
    pub async fn open(link: Link) -> Result<Self, BrokerError> {
        link.confirm_mode().await?;
        let (tell, blocked) = watch::channel(false);
        let mut events = Box::pin(link.connection.events_listener());
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                let now = match event {
                    Event::ConnectionBlocked(_) => true,
                    Event::ConnectionUnblocked => false,
                    _ => continue,
                };
                if tell.send(now).is_err() {
                    return;
                }
            }
        });
        Ok(Self { link, blocked })
    }

    /// Writes `message` and waits for the verdict. Lazy: nothing is written before the first poll, and messages are written in the order of their
    /// first polls.
    pub fn publish(&self, message: &Outgoing) -> impl Future<Output = Confirm> + Send + use<> {
        let (channel, message) = (self.link.channel.clone(), message.clone());
        async move {
            let options = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
            let (exchange, key) = (message.exchange.as_str().into(), message.routing_key.as_str().into());
            match channel.basic_publish(exchange, key, options, &message.body, message.properties()).await {
                Ok(confirm) => judge(confirm).await,
                Err(_) => Confirm { verdict: Verdict::Lost, returned: None },
            }
        }
    }

    /// Whether channel and connection are up.
    pub fn is_open(&self) -> bool {
        self.link.is_open()
    }

    /// Tells whether the broker takes no messages at present.
    pub fn blocked(&self) -> watch::Receiver<bool> {
        self.blocked.clone()
    }

    /// Closes the connection.
    pub async fn close(self) {
        self.link.close().await;
    }
}

async fn judge(confirm: PublisherConfirm) -> Confirm {
    let (verdict, returned) = match confirm.await {
        Ok(Confirmation::Ack(returned)) => (Verdict::Ack, returned),
        Ok(Confirmation::Nack(returned)) => (Verdict::Nack, returned),
        Ok(Confirmation::NotRequested) | Err(_) => (Verdict::Lost, None),
    };
    Confirm { verdict, returned: returned.map(|message| id_of(&message.properties)) }
}
