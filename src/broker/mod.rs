//! The broker: connections, topology, consuming, publishing. The only code that knows AMQP; it moves bytes and headers and knows nothing of news.
//!
//! There is no automatic recovery in here: a link that breaks says so at once and is done for. Who makes a new one decides when.

mod connect;
mod error;
mod fingerprint;
mod headers;
mod inbox;
mod incoming;
pub mod inspect;
mod letter;
mod message;
mod outgoing;
pub mod probe;
mod relay;
pub mod removal;
pub mod topology;
mod valve;

pub use connect::{Address, Link, addresses, connect, connect_reading};
pub use error::{BrokerError, ErrorClass};
pub use fingerprint::Fingerprint;
pub use headers::Trail;
pub use inbox::Inbox;
pub use incoming::{Incoming, taste};
pub use letter::Letter;
pub use message::{Delivered, Outgoing, Properties};
pub use outgoing::{Confirm, Outlet, Verdict};
pub use relay::Relay;
