//! What operators see: logs, metrics, health. Every metric's name stands in `metrics`.

pub mod clock;
mod health;
pub mod logs;
mod metrics;
pub mod panics;

pub use health::{Health, Phase, Side};
pub use metrics::{Metrics, Outcome};
