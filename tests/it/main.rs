//! Integration tests: one binary.

mod bench;
mod broker;
mod cli;
mod constructs;
mod crash;
mod determinism;
mod dlq;
mod doctor;
mod entities;
mod extract;
mod faults;
mod files;
mod layering;
mod quotes;
mod reload;
mod samples;
mod schema;
mod support;
mod worker;
