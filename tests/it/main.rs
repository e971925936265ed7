//! Integration tests: one binary.

mod broker;
mod cli;
mod crash;
mod determinism;
mod dlq;
mod doctor;
mod extract;
mod files;
mod layering;
mod never_lose;
mod reload;
mod samples;
mod schema;
mod support;
mod worker;
