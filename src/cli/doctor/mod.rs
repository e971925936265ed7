//! `quotewire doctor`: one line for each thing that a worker needs, and what to do where it is missing. Changes nothing.

mod examine;
mod point;

use super::{exit, on_runtime};
use crate::settings::Loaded;
use anyhow::Result;
pub(super) use point::table;
use point::{Point, State};
use serde_json::Value;
use std::io::{self, Write};
use std::process::ExitCode;

/// Look whether everything is there that a worker needs: broker, login, permissions, queues and their settings, alarms, clock.
///
/// Changes nothing and takes no message. Exit code 0 if nothing is bad; else 69, 77 or 78 as for other commands, by the first that is.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON array.
    Json,
}

/// Runs the command.
///
/// # Errors
/// If standard output cannot be written to; what is wrong is part of the findings.
pub(super) fn run(args: &Args, loaded: &Loaded) -> Result<ExitCode> {
    let points = on_runtime(async { Ok(examine::all(loaded).await) })?;
    let mut out = io::stdout().lock();
    match args.format {
        Shape::Json => writeln!(out, "{:#}", Value::Array(points.iter().map(Point::json).collect()))?,
        Shape::Text => {
            points.iter().try_for_each(|point| write!(out, "{}", point.text()))?;
            let count = |state| points.iter().filter(|point| point.state == state).count();
            let [good, odd, bad, skipped] = [State::Good, State::Odd, State::Bad, State::Skipped].map(count);
            writeln!(out, "\n{good} good, {odd} worth a look, {bad} bad, {skipped} not looked at")?;
        }
    }
    let bad = points.iter().find(|point| point.state == State::Bad);
    Ok(bad.map_or(ExitCode::SUCCESS, |point| ExitCode::from(point.class.map_or(1, exit::of_class))))
}
