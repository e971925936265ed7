//! `quotewire topology`: exchanges, queues and bindings.

use super::doctor::table;
use super::on_runtime;
use crate::broker::connect;
use crate::broker::inspect::{Difference, inspect};
use crate::broker::topology::{Argument, Found, Object, apply, objects};
use crate::settings::{Declare, Settings};
use anyhow::Result;
use clap::Subcommand;
use std::io::{self, Write};
use std::process::ExitCode;

/// Declare, check or show the exchanges and queues that the worker needs.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
enum Action {
    /// Make what is missing. What exists with other settings is named and left as it is.
    Declare,
    /// Look whether everything is there. Bindings cannot be looked at over AMQP.
    Check,
    /// Print what is needed, without a broker.
    Show,
}

/// Runs the command.
///
/// # Errors
/// If the broker cannot be reached.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let objects = objects(&settings.topology, &settings.retry);
    let mut out = io::stdout().lock();
    let declare = match args.action {
        Action::Show => {
            for object in &objects {
                writeln!(out, "{}", describe(object))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        Action::Declare => Declare::Create,
        Action::Check => Declare::Check,
    };
    let found = on_runtime(async {
        let mut link = connect(&settings.amqp, "topology").await?;
        let mut all = Vec::new();
        for found in apply(&mut link, &objects, declare).await? {
            // A check that only asks for the name does not see other settings, and a refused declaration names one of them.
            let differences = match &found.problem {
                Some(problem) if problem.code != "E108" => Vec::new(),
                _ => inspect(&mut link, &found.object).await?.map(|state| state.differences).unwrap_or_default(),
            };
            all.push((found, differences));
        }
        link.close().await;
        Ok(all)
    })?;
    for (one, differences) in &found {
        write!(out, "{}", line(one, differences))?;
    }
    let problems = found.iter().filter(|(one, differences)| one.problem.is_some() || !differences.is_empty()).count();
    if problems == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(io::stderr(), "error: {problems} of {} are not as they should be", found.len())?;
    Ok(ExitCode::FAILURE)
}

fn line(found: &Found, differences: &[Difference]) -> String {
    let ready = found.ready.map(|ready| format!(", {ready} messages ready")).unwrap_or_default();
    let (object, table) = (describe(&found.object), table(differences));
    match &found.problem {
        None if differences.is_empty() => format!("ok   {object}{ready}\n"),
        None => format!("BAD  {object}{ready}\n     E108: it exists with other settings (quotewire doctor)\n{table}"),
        Some(problem) => format!("BAD  {object}\n     {}: {problem}\n{table}", problem.code),
    }
}

fn describe(object: &Object) -> String {
    match object {
        Object::Exchange { name, kind, alternate } => {
            let alternate = alternate.as_ref().map(|name| format!(", alternate {name}")).unwrap_or_default();
            format!("exchange {name} ({kind}{alternate})")
        }
        Object::Queue { name, arguments } => {
            let arguments = arguments.iter().map(|(name, value)| match value {
                Argument::Text(text) => format!(", {name}={text}"),
                Argument::Number(number) => format!(", {name}={number}"),
            });
            format!("queue    {name} (quorum{})", arguments.collect::<String>())
        }
        Object::Binding { exchange, queue, key } => format!("binding  {exchange} -[{key}]-> {queue}"),
    }
}
