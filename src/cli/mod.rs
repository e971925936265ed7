//! The command line.

pub mod extract;
pub mod render;
pub mod samples;
pub mod schema;

use crate::settings::Settings;
use clap::Parser;
use std::process::ExitCode;

/// Finds who is named and who said what in news articles.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Extract(extract::Args),
    Schema(schema::Args),
}

/// Parses the arguments and runs the command.
pub fn main() -> ExitCode {
    let settings = Settings::default();
    let done = match Cli::parse().command {
        Command::Extract(args) => extract::run(&args, &settings),
        Command::Schema(args) => schema::run(&args, &settings),
    };
    done.unwrap_or_else(|error| {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "error: {error:#}");
        ExitCode::FAILURE
    })
}
