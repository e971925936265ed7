//! Faults: whatever goes wrong, each article ends as an event, in a retry queue, among the dead letters with a reason, or it is still queued.
//!
//! One test per row of the table in `docs/guarantees.md`, on real brokers; each prints its row. `scripts/faults` runs the long form (`FAULTS=long`) and
//! prints the whole table.

mod access;
mod brokers;
mod burst;
mod cluster;
mod deaths;
mod fates;
mod http;
mod links;
mod messages;
mod nodes;
mod proxy;
mod soak;
mod tls;
mod topology;
mod trial;
