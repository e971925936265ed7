//! Brokers for faults: one that may be hurt, by one test at a time.

use crate::broker::Node;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The node that may be hurt. Whoever has it has it alone, and finds it well.
pub(crate) struct Rough(MutexGuard<'static, Option<Node>>);

/// Waits for the node that may be hurt. A test that failed may have left it in any state: the next one gets a new node.
pub(crate) fn rough() -> Rough {
    static NODE: Mutex<Option<Node>> = Mutex::new(None);
    let mut node = NODE.lock().unwrap_or_else(|poisoned: PoisonError<_>| {
        NODE.clear_poison();
        let mut node = poisoned.into_inner();
        *node = None;
        node
    });
    node.get_or_insert_with(Node::start);
    Rough(node)
}

impl Deref for Rough {
    type Target = Node;

    fn deref(&self) -> &Node {
        self.0.as_ref().expect("made with one")
    }
}

impl DerefMut for Rough {
    fn deref_mut(&mut self) -> &mut Node {
        self.0.as_mut().expect("made with one")
    }
}
