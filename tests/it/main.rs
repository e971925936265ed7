//! Integration tests: one binary.

mod broker;
mod cli;
mod determinism;
mod extract;
mod faults;
mod files;
mod layering;
mod samples;
mod schema;
mod support;
mod worker;
