//! The only place that asks what time it is.

use jiff::Timestamp;
use std::time::SystemTime;

/// Now, in UTC.
#[expect(clippy::disallowed_methods, reason = "the home of the clock")]
pub fn now() -> Timestamp {
    Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::UNIX_EPOCH)
}
