//! Exit codes, as in `sysexits.h`, so that scripts and supervisors can tell what to do.

use crate::broker::{BrokerError, ErrorClass};
use crate::settings::SettingsError;
use std::fmt;

/// A worker that is there and not ready.
pub(super) const NOT_READY: u8 = 1;
/// A command that makes no sense.
pub(super) const USAGE: u8 = 2;
/// Input that cannot be read.
pub(super) const BAD_DATA: u8 = 65;
/// RabbitMQ is not there.
pub(super) const UNAVAILABLE: u8 = 69;
/// User, password or permission.
pub(super) const NOT_PERMITTED: u8 = 77;
/// Settings.
pub(super) const CONFIG: u8 = 78;

/// An error that the command line itself is the cause of.
#[derive(Debug)]
struct Usage(String);

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// An error that ends with [`USAGE`].
pub(super) fn usage(message: impl Into<String>) -> anyhow::Error {
    Usage(message.into()).into()
}

/// The exit code that `error` ends with.
pub(super) fn code(error: &anyhow::Error) -> u8 {
    if error.is::<Usage>() {
        return USAGE;
    }
    if error.is::<SettingsError>() {
        return CONFIG;
    }
    error.downcast_ref::<BrokerError>().map_or(1, |error| of_class(error.class))
}

/// The exit code for errors of `class`.
pub(super) fn of_class(class: ErrorClass) -> u8 {
    match class {
        ErrorClass::Network | ErrorClass::Resource => UNAVAILABLE,
        ErrorClass::Access => NOT_PERMITTED,
        ErrorClass::Settings | ErrorClass::Topology => CONFIG,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_error_has_its_code() {
        assert_eq!(code(&usage("nothing to read")), USAGE);
        assert_eq!(code(&BrokerError::stalled("q", 1).into()), UNAVAILABLE);
        assert_eq!(code(&anyhow::anyhow!("other")), 1);
    }
}
