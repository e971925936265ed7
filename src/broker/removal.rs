//! Takes away what was made: exchanges and queues that were only wanted for a while.

use super::connect::Link;
use super::error::BrokerError;
use super::topology::{Object, objects};
use crate::settings::{Retry, Topology};
use lapin::options::{ExchangeDeleteOptions, QueueDeleteOptions, QueuePurgeOptions};

/// Throws away what is in `queue`.
///
/// # Errors
/// If it is not there, or may not be emptied.
pub async fn purge(link: &mut Link, queue: &str) -> Result<(), BrokerError> {
    let purge = link.channel.queue_purge(queue.into(), QueuePurgeOptions::default());
    link.within(&format!("queue {queue:?}"), purge).await.map(|_| ())
}

/// Deletes everything that [`ensure`](super::topology::ensure) makes, with all that is in it.
///
/// # Errors
/// If the connection breaks, or the user may not do it.
pub async fn delete(link: &mut Link, topology: &Topology, retry: &Retry) -> Result<(), BrokerError> {
    for object in objects(topology, retry) {
        match &object {
            Object::Exchange { name, .. } => {
                let delete = link.channel.exchange_delete(name.as_str().into(), ExchangeDeleteOptions::default());
                link.within(&format!("exchange {name:?}"), delete).await?;
            }
            Object::Queue { name, .. } => {
                let delete = link.channel.queue_delete(name.as_str().into(), QueueDeleteOptions::default());
                link.within(&format!("queue {name:?}"), delete).await?;
            }
            // They go with their exchange and their queue.
            Object::Binding { .. } => {}
        }
    }
    Ok(())
}
