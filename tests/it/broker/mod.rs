//! A real broker, a client beside it, and the program as users start it.

mod client;
mod node;
mod program;

pub(crate) use client::{Client, Message, PATIENCE, wait_for, wait_or_tell};
pub(crate) use node::{Node, shared_node, shared_vhost};
pub(crate) use program::{Worker, feed, output, quotewire, succeed};
