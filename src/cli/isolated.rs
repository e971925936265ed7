//! `quotewire isolated`: what a worker starts for an article that may have killed one. Not for people.

use super::run::handler;
use crate::telemetry::Metrics;
use crate::worker::serve_isolated;
use anyhow::Result;
use std::io;
use std::process::ExitCode;

/// Enrich one article as a worker asks on standard input, and answer on standard output.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {}

/// Runs the command.
///
/// # Errors
/// If it was not a worker that asked.
pub(super) fn run() -> Result<ExitCode> {
    // What it counts, nobody asks for.
    serve_isolated(io::stdin().lock(), io::stdout().lock(), |settings| handler(settings, &Metrics::default()))?;
    Ok(ExitCode::SUCCESS)
}
