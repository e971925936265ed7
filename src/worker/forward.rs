//! Messages that go on as they came, with the reason in their headers.

use super::handler::Failure;
use crate::broker::{Delivered, Outgoing, Trail, topology};
use crate::settings::Settings;
use crate::telemetry::clock;

/// To the retry queue of `seconds`, from where it comes back with one more attempt.
pub(super) fn retry(
    settings: &Settings,
    delivered: &Delivered,
    failure: &Failure,
    id: String,
    seconds: u64,
) -> Outgoing {
    let queue = topology::retry_queue(&settings.topology.articles_queue, seconds);
    with_trail(settings, failure, delivered.attempt() + 1, |trail| Outgoing::forward(delivered, "", &queue, id, trail))
}

/// To the dead letters.
pub(super) fn dead_letter(settings: &Settings, delivered: &Delivered, failure: &Failure, id: String) -> Outgoing {
    let names = &settings.topology;
    with_trail(settings, failure, delivered.attempt(), |trail| {
        Outgoing::forward(delivered, &names.dead_letter_exchange, &names.articles_queue, id, trail)
    })
}

fn with_trail(
    settings: &Settings,
    failure: &Failure,
    attempt: u32,
    make: impl FnOnce(&Trail<'_>) -> Outgoing,
) -> Outgoing {
    let now = clock::now().to_string();
    make(&Trail {
        attempt,
        class: &failure.class,
        code: &failure.code,
        detail: &failure.detail,
        path: failure.path.as_deref(),
        queue: &settings.topology.articles_queue,
        now: &now,
    })
}
