//! The next consumer, and when it is due because of how much the broker sends ahead.

use super::super::sides::In;
use super::super::supervisor;
use super::Owner;
use crate::broker::BrokerError;
use std::time::Duration;

impl Owner {
    /// A consumer in the making.
    pub(super) fn another_consumer(&self, lived: Option<Duration>) -> In {
        In::Making(supervisor::incoming(&self.settings, self.appetite, &self.metrics, lived))
    }

    /// Asks for less if the broker chokes on what is under way, and for more once it need not: it takes no events then, so nothing is acked, and
    /// what is under way stays where it is, unless the consumer is given up. To be called once a second.
    pub(super) async fn mind_the_broker(&mut self) {
        let In::Up { incoming, .. } = &self.incoming else { return };
        let asked = incoming.prefetch();
        if self.draining.is_some() || self.renewing.is_some() {
            return;
        }
        if self.out.is_blocked() {
            let Some(fits) = self.appetite.shrunk(asked) else { return };
            let error = BrokerError::choked(asked, fits, self.appetite.mean());
            let rest = self.acks.rest();
            self.send_acks(rest).await;
            self.in_down(&error).await;
        } else if self.appetite.has_grown(asked) {
            self.renew().await;
        }
    }
}
