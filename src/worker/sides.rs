//! The two connections, each up or in the making. There are two because a broker that takes no messages stops everything on the connection that
//! publishes, acks included.

use super::owner::Event;
use super::supervisor::Making;
use crate::broker::{Incoming, Outlet};
use std::future::pending;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// The connection for events.
pub(super) enum Out {
    Making(Making<Outlet>),
    Up { outlet: Box<Outlet>, blocked: watch::Receiver<bool>, since: Instant },
}

/// The connection for articles.
pub(super) enum In {
    /// The topology is not known to stand, or all is over.
    Closed,
    Making(Making<Incoming>),
    Up {
        incoming: Box<Incoming>,
        since: Instant,
    },
}

impl Out {
    pub(super) fn up(outlet: Outlet) -> Self {
        Self::Up { blocked: outlet.blocked(), outlet: Box::new(outlet), since: Instant::now() }
    }

    /// Whether the broker takes no messages at present.
    pub(super) fn is_blocked(&self) -> bool {
        matches!(self, Self::Up { blocked, .. } if *blocked.borrow())
    }

    /// Whether it was up, and is not any more.
    pub(super) fn is_broken(&self) -> bool {
        matches!(self, Self::Up { outlet, .. } if !outlet.is_open())
    }

    pub(super) fn lived(&self) -> Option<Duration> {
        match self {
            Self::Making(_) => None,
            Self::Up { since, .. } => Some(since.elapsed()),
        }
    }

    pub(super) async fn next(&mut self) -> Event {
        match self {
            Self::Making(making) => Event::OutUp(Box::new(making.await)),
            Self::Up { blocked, .. } => match blocked.changed().await {
                Ok(()) => Event::Blocked(*blocked.borrow_and_update()),
                // The connection is gone; the next tick sees it.
                Err(_) => pending().await,
            },
        }
    }
}

impl In {
    /// The next delivery, if there is room for one.
    pub(super) async fn next(&mut self, room: Option<u64>) -> Event {
        match (self, room) {
            (Self::Making(making), _) => Event::InUp(Box::new(making.await)),
            (Self::Up { incoming, .. }, Some(room)) => Event::Delivered(incoming.next(room).await),
            (Self::Closed | Self::Up { .. }, _) => pending().await,
        }
    }
}
