//! Suspects run alone: each in a process of its own, one after the other, with bounds on memory and time. What kills it there kills nothing else.
//!
//! The worker starts its own program once more, with a hidden command. The article goes in on standard input, what became of it comes out on
//! standard output; both are one [`frame`].

mod child;
mod frame;
mod parent;

pub use child::serve;
pub(super) use parent::{CRASHED, Isolation};

use super::handler::{Disposition, Summary};
use crate::broker::Delivered;
use crate::settings::Settings;
use serde::{Deserialize, Serialize};

/// What the child is asked. The body follows.
#[derive(Serialize, Deserialize)]
struct Question<S, D> {
    settings: S,
    delivered: D,
}

/// What it answers. The bodies of the messages follow, in their order.
#[derive(Serialize, Deserialize)]
struct Answer {
    disposition: Disposition,
    summary: Summary,
}

/// As the worker asks.
type Asked<'a> = Question<&'a Settings, &'a Delivered>;
/// As the child hears it.
type Heard = Question<Settings, Delivered>;
