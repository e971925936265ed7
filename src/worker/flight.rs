//! One message on its way through the worker, from its delivery to its ack.

use super::handler::{Failure, Summary};
use super::memory::Share;
use super::pool::Ticket;
use crate::broker::{Delivered, Fingerprint, Outgoing};
use crate::telemetry::Outcome;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A delivery that is not acked.
pub(super) struct Flight {
    /// Of the body, and of what is made of it: what it costs in memory.
    pub(super) bytes: usize,
    pub(super) attempt: u32,
    pub(super) message_id: Option<String>,
    pub(super) stage: Stage,
}

/// How far it is.
pub(super) enum Stage {
    /// In the pool, or before it.
    Enriching { delivered: Arc<Delivered>, ticket: Ticket },
    /// Every one of `posts` is to be confirmed before the ack.
    Publishing { posts: Vec<Envelope>, ending: Box<Ending> },
}

/// A message to publish, and whether the broker has it.
pub(super) struct Envelope {
    pub(super) message: Outgoing,
    pub(super) state: Sent,
    /// Whether the log says that the broker did not take it: once is enough, it is tried every second.
    pub(super) told: bool,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// Not written, or to be written again.
    No,
    /// Written at this time, and not confirmed.
    At(Instant),
    /// Confirmed.
    Confirmed,
}

/// What is told of the message once all is confirmed.
pub(super) struct Ending {
    pub(super) outcome: Outcome,
    pub(super) summary: Summary,
    pub(super) failure: Option<Failure>,
    pub(super) took: Duration,
    /// Set if it was enriched in a process of its own.
    pub(super) suspect: Option<Fingerprint>,
    /// Of the memory, until all is confirmed.
    pub(super) share: Option<Share>,
}

impl Flight {
    pub(super) fn new(delivered: Arc<Delivered>) -> (Self, Ticket) {
        let ticket = Ticket::default();
        let flight = Self {
            bytes: delivered.body.len(),
            attempt: delivered.attempt(),
            message_id: delivered.message_id().map(str::to_owned),
            stage: Stage::Enriching { delivered, ticket: ticket.clone() },
        };
        (flight, ticket)
    }

    /// From now on `messages` are to be confirmed.
    pub(super) fn publish(&mut self, messages: Vec<Outgoing>, mut ending: Ending) {
        self.bytes = messages.iter().map(|message| message.body.len()).sum();
        ending.share = ending.share.map(|share| share.keep_for_event(self.bytes as u64));
        let posts = messages.into_iter().map(|message| Envelope { message, state: Sent::No, told: false }).collect();
        self.stage = Stage::Publishing { posts, ending: Box::new(ending) };
    }

    /// The messages that are to be published; none while it is enriched.
    pub(super) fn posts(&mut self) -> &mut [Envelope] {
        match &mut self.stage {
            Stage::Publishing { posts, .. } => posts,
            Stage::Enriching { .. } => &mut [],
        }
    }

    /// Whether it is in the pool, or before it.
    pub(super) fn is_enriching(&self) -> bool {
        matches!(self.stage, Stage::Enriching { .. })
    }

    /// Whether every message is confirmed.
    pub(super) fn is_finished(&self) -> bool {
        match &self.stage {
            Stage::Publishing { posts, .. } => posts.iter().all(|post| post.state == Sent::Confirmed),
            Stage::Enriching { .. } => false,
        }
    }

    /// Set if it was enriched in a process of its own.
    pub(super) fn suspect(&self) -> Option<Fingerprint> {
        match &self.stage {
            Stage::Publishing { ending, .. } => ending.suspect,
            Stage::Enriching { .. } => None,
        }
    }

    /// Whether a thread has been at it for longer than `limit`.
    pub(super) fn is_slow(&self, limit: Duration) -> bool {
        match &self.stage {
            Stage::Enriching { ticket, .. } => ticket.elapsed().is_some_and(|elapsed| elapsed > limit),
            Stage::Publishing { .. } => false,
        }
    }

    /// When the message that waits longest for its confirm was written.
    pub(super) fn oldest(&self) -> Option<Instant> {
        let Stage::Publishing { posts, .. } = &self.stage else { return None };
        posts.iter().filter_map(|post| if let Sent::At(at) = post.state { Some(at) } else { None }).min()
    }
}
