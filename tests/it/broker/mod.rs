//! A real broker, a client beside it, and the program as users start it.

mod client;
mod node;
mod program;

pub(crate) use client::{Client, Message, wait_for};
pub(crate) use node::{Node, shared_vhost};
pub(crate) use program::{Worker, feed, output, quotewire, succeed};
