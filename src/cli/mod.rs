//! The command line: one file per command.

mod bench;
mod config;
mod dlq;
mod doctor;
mod eval;
mod exit;
mod explain;
pub mod extract;
mod healthcheck;
mod inputs;
mod isolated;
mod publish;
pub mod render;
mod run;
pub mod samples;
pub mod schema;
mod tail;
mod topology;

use crate::broker::BrokerError;
use crate::settings::{Layers, LogFormat, load};
use clap::{ArgAction, Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Reads news articles from RabbitMQ, finds who is named and who said what, and publishes one structured event per article.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, subcommand_required = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Settings")]
struct Global {
    /// A TOML file with settings; may be given several times, later ones win.
    #[arg(short, long, global = true, value_name = "FILE", env = "QUOTEWIRE_CONFIG", value_delimiter = ',')]
    config: Vec<PathBuf>,
    /// Where RabbitMQ is: amqp://user:password@host:5672/vhost.
    #[arg(short = 'U', long, global = true, value_name = "URL", env = "QUOTEWIRE_AMQP_URL", hide_env_values = true)]
    amqp_url: Option<String>,
    /// One setting, over all files and the environment: input.prefetch=64.
    #[arg(short, long, global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Log more; twice for even more.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Log less; twice for errors only.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    quiet: u8,
    /// How log lines look.
    #[arg(long, global = true, value_enum)]
    log_format: Option<LogFormat>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Extract(extract::Args),
    Explain(explain::Args),
    Eval(eval::Args),
    Bench(bench::Args),
    Publish(publish::Args),
    Tail(tail::Args),
    Dlq(dlq::Args),
    Doctor(doctor::Args),
    Topology(topology::Args),
    Config(config::Args),
    Schema(schema::Args),
    Healthcheck(healthcheck::Args),
    #[command(hide = true)]
    Isolated(isolated::Args),
}

/// Parses the arguments and runs the command.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = dispatch(cli);
    done.unwrap_or_else(|error| {
        // The codes of broker errors help to find them in the documentation; settings errors carry theirs.
        let code = error.downcast_ref::<BrokerError>().map(|error| format!(" {}", error.code)).unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "error{code}: {error:#}");
        ExitCode::from(exit::code(&error))
    })
}

fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    // The worker that asks tells its settings.
    if let Command::Isolated(_) = cli.command {
        return isolated::run();
    }
    let mut layers = cli.global.layers();
    if let Command::Run(args) = &cli.command {
        layers.set.extend(args.settings());
    }
    let loaded = load(&layers)?;
    let settings = &loaded.settings;
    match cli.command {
        Command::Run(args) => run::run(&args, layers, settings),
        Command::Extract(args) => extract::run(&args, settings),
        Command::Explain(args) => explain::run(&args, settings),
        Command::Eval(args) => eval::run(&args, settings),
        Command::Bench(args) => bench::run(&args, settings),
        Command::Publish(args) => publish::run(&args, settings),
        Command::Tail(args) => tail::run(&args, settings),
        Command::Doctor(args) => doctor::run(&args, &loaded),
        Command::Dlq(args) => dlq::run(&args, settings),
        Command::Topology(args) => topology::run(&args, settings),
        Command::Config(args) => config::run(&args, &loaded),
        Command::Schema(args) => schema::run(&args, settings),
        Command::Healthcheck(args) => healthcheck::run(&args, settings),
        Command::Isolated(_) => isolated::run(),
    }
}

impl Global {
    fn layers(&self) -> Layers {
        let mut set = Vec::new();
        set.extend(self.amqp_url.as_ref().map(|url| format!("amqp.url={url}")));
        let level = match i16::from(self.verbose) - i16::from(self.quiet) {
            ..=-2 => Some("error"),
            -1 => Some("warn,lapin=error"),
            0 => None,
            1 => Some("info,quotewire=debug,lapin=error"),
            2.. => Some("debug,quotewire=trace"),
        };
        set.extend(level.map(|filter| format!("log.filter={filter}")));
        set.extend(self.log_format.map(|format| format!("log.format={}", format.name())));
        set.extend(self.set.iter().cloned());
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Layers { files: self.config.clone(), environment: std::env::vars_os().filter_map(text).collect(), set }
    }
}

/// Runs `work` to its end on a runtime of its own.
fn on_runtime<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    // Two threads do the I/O of a hundred workers; articles are never processed on them.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("io").enable_all().build()?;
    let done = runtime.block_on(work);
    // Whoever still waits for a broker that does not answer is not waited for.
    runtime.shutdown_background();
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_become_settings() {
        let cli = Cli::parse_from([
            "quotewire",
            "-U",
            "amqp://mq/",
            "-s",
            "input.prefetch=3",
            "-v",
            "--log-format",
            "json",
            "config",
            "show",
        ]);
        let set = cli.global.layers().set;
        assert_eq!(
            set,
            [
                "amqp.url=amqp://mq/",
                "log.filter=info,quotewire=debug,lapin=error",
                "log.format=json",
                "input.prefetch=3"
            ]
        );
    }
}
