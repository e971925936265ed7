//! Integration tests: one binary.

mod determinism;
mod extract;
mod samples;
mod schema;
mod support;
