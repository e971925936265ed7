//! `quotewire bench`: what this machine makes of it. Every figure comes with what it is to be held against, taken in the same run.

mod extract;
mod relay;

use crate::settings::Settings;
use anyhow::Result;
use std::process::ExitCode;

/// Measure on this machine, and print a table.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Debug, clap::Subcommand)]
enum What {
    Extract(extract::Args),
    Relay(relay::Args),
}

/// Runs the command.
///
/// # Errors
/// If something could not be measured.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    match &args.what {
        What::Extract(args) => extract::run(args, settings),
        What::Relay(args) => relay::run(args, settings),
    }
}
