//! `quotewire schema`: the JSON Schemas, generated from the types that read and write.

use crate::event::{self, Schema};
use crate::settings::Settings;
use anyhow::Result;
use clap::ValueEnum;
use std::io::{self, Write};
use std::process::ExitCode;

/// Print a JSON Schema.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Of what.
    #[arg(value_enum, default_value_t = Which::Output)]
    which: Which,
}

/// What a schema can be printed of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// The event about an article.
    Output,
    /// The event about one quote.
    Quote,
    /// The native article.
    Input,
    /// The settings file.
    Config,
}

/// The schema as it stands in `schemas/`.
pub fn text(which: Which) -> String {
    let schema = match which {
        Which::Output => event::schema(Schema::Article),
        Which::Quote => event::schema(Schema::Quote),
        Which::Input => event::schema(Schema::Input),
        Which::Config => Settings::schema(),
    };
    format!("{schema:#}\n")
}

/// Runs the command.
///
/// # Errors
/// If standard output cannot be written to.
pub fn run(args: &Args, _: &Settings) -> Result<ExitCode> {
    io::stdout().lock().write_all(text(args.which).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
