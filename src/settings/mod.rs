//! Typed settings, laid over each other from defaults, files, environment and command line, and checked.

mod check;
mod core;
mod layers;
mod reload;
pub mod sections;

pub use layers::{DEFAULTS, Layers, Loaded, SettingsError, load};
pub use reload::Reloaded;

use schemars::JsonSchema;
pub use sections::*;
use serde::{Deserialize, Serialize};

/// Everything that can be set, checked.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How to reach the broker.
    pub amqp: Amqp,
    /// Exchanges and queues.
    pub topology: Topology,
    /// What is read.
    pub input: Input,
    /// How names and quotes are found.
    pub extraction: Extraction,
    /// What is published.
    pub output: Output,
    /// When and how often a failed article is tried again.
    pub retry: Retry,
    /// What is refused.
    pub limits: Limits,
    /// Threads and deadlines.
    pub worker: Worker,
    /// Health and metrics over HTTP.
    pub http: Http,
    /// Logs.
    pub log: Log,
}
