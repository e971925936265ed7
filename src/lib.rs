//! quotewire reads news articles from a RabbitMQ queue, finds who is named and who said what, and publishes one structured event per
//! article.
//!
//! The core (`article`, `text`, `entity`, `quote`, `model`, `enrich`, `event`) is pure: no clock, no I/O, no broker. The shell (`broker`, `worker`,
//! `settings`, `telemetry`, `web`, `cli`) performs what the core decided. ARCHITECTURE.md has the map.

pub mod article;
pub mod broker;
pub mod cli;
pub mod enrich;
pub mod entity;
pub mod evaluation;
pub mod event;
pub mod model;
pub mod quote;
pub mod reading;
pub mod settings;
pub mod telemetry;
pub mod text;
pub mod web;
pub mod worker;
