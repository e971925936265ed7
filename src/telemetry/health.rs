//! Whether the worker is alive, and whether it can work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// One of the two connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Articles come in.
    In,
    /// Events go out.
    Out,
}

impl Side {
    /// As a label.
    pub fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// The state that `/healthz` and `/readyz` tell. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Health(Arc<State>);

#[derive(Debug)]
struct State {
    started: Instant,
    ticked_ms: AtomicU64,
    connected: [AtomicBool; 2],
    consuming: AtomicBool,
    blocked: AtomicBool,
    draining: AtomicBool,
}

/// What the worker is at, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No connection, or one of two.
    Connecting,
    /// Both connections, and no deliveries are asked for.
    Connected,
    /// Articles come in and events go out.
    Working,
    /// The broker takes no messages.
    Blocked,
    /// It is stopping.
    Draining,
}

impl Phase {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Connecting, Self::Connected, Self::Working, Self::Blocked, Self::Draining];

    /// As a label.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Working => "working",
            Self::Blocked => "blocked",
            Self::Draining => "draining",
        }
    }
}

/// The owner task ticks once a second; so long without a tick, and it hangs.
const SILENCE: Duration = Duration::from_secs(30);

impl Default for Health {
    fn default() -> Self {
        Self(Arc::new(State {
            started: Instant::now(),
            ticked_ms: AtomicU64::new(0),
            connected: [AtomicBool::new(false), AtomicBool::new(false)],
            consuming: AtomicBool::new(false),
            blocked: AtomicBool::new(false),
            draining: AtomicBool::new(false),
        }))
    }
}

impl Health {
    /// A connection is up, or down.
    pub fn set_connected(&self, side: Side, up: bool) {
        self.0.connected[side as usize].store(up, Ordering::Relaxed);
    }

    /// Deliveries are asked for.
    pub fn set_consuming(&self, consuming: bool) {
        self.0.consuming.store(consuming, Ordering::Relaxed);
    }

    /// The broker takes no messages at present.
    pub fn set_blocked(&self, blocked: bool) {
        self.0.blocked.store(blocked, Ordering::Relaxed);
    }

    /// The worker is stopping.
    pub fn set_draining(&self) {
        self.0.draining.store(true, Ordering::Relaxed);
    }

    /// The owner task goes round.
    pub fn tick(&self) {
        let elapsed = self.0.started.elapsed().as_millis();
        self.0.ticked_ms.store(u64::try_from(elapsed).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Whether the owner task goes round.
    pub fn is_alive(&self) -> bool {
        let ticked = Duration::from_millis(self.0.ticked_ms.load(Ordering::Relaxed));
        self.0.started.elapsed().saturating_sub(ticked) < SILENCE
    }

    /// Each part of being ready, and whether it holds. `blocked` is told, but does not make the worker unready: it is the broker's trouble.
    pub fn parts(&self) -> [(&'static str, bool); 4] {
        let load = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        [
            ("connected_in", load(&self.0.connected[0])),
            ("connected_out", load(&self.0.connected[1])),
            ("consuming", load(&self.0.consuming)),
            ("not_draining", !load(&self.0.draining)),
        ]
    }

    /// What the worker is at.
    pub fn phase(&self) -> Phase {
        let [connected_in, connected_out, consuming, not_draining] = self.parts().map(|(_, holds)| holds);
        match () {
            () if !not_draining => Phase::Draining,
            () if self.is_blocked() => Phase::Blocked,
            () if !(connected_in && connected_out) => Phase::Connecting,
            () if !consuming => Phase::Connected,
            () => Phase::Working,
        }
    }

    /// Whether articles can be taken and events be published.
    pub fn is_ready(&self) -> bool {
        self.parts().iter().all(|(_, holds)| *holds)
    }

    /// Whether the broker takes no messages at present.
    pub fn is_blocked(&self) -> bool {
        self.0.blocked.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_means_connected_and_consuming() {
        let health = Health::default();
        assert!(!health.is_ready() && health.is_alive());
        health.set_connected(Side::In, true);
        health.set_connected(Side::Out, true);
        assert!(!health.is_ready(), "connected is not consuming");
        assert_eq!(health.phase(), Phase::Connected);
        health.set_consuming(true);
        assert!(health.is_ready());
        assert_eq!(health.phase(), Phase::Working);
        health.set_blocked(true);
        assert_eq!(health.phase(), Phase::Blocked);
        assert!(health.is_ready(), "a blocked broker is told, not failed");
        health.set_draining();
        assert!(!health.is_ready());
        assert_eq!(health.phase(), Phase::Draining);
        assert_eq!(Health::default().phase(), Phase::Connecting);
    }
}
