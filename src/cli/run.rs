//! `quotewire run`: the worker.

mod reload;

use super::{exit, on_runtime};
use crate::settings::{Layers, Settings};
use crate::telemetry::{Health, Metrics, logs, panics};
use crate::web;
use crate::worker::{self, Exit, Handler, Limits, Start, Stop};
use anyhow::Result;
use reload::Reloader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;

/// Run the worker: read articles from RabbitMQ, publish events.
///
/// SIGHUP reads the settings again. The worker stops at SIGTERM or Ctrl-C when what is in flight is done; a second one stops it at once. Nothing is lost either way.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// Stop when the queue is empty.
    #[arg(long)]
    once: bool,
    /// Stop after so many messages.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_messages: Option<u64>,
    /// Messages in flight at most (input.prefetch).
    #[arg(long, value_name = "N")]
    prefetch: Option<u16>,
    /// Threads that extract; 0 = one per core (worker.threads).
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Where health and metrics listen; "" = nowhere (http.address).
    #[arg(long, value_name = "ADDRESS")]
    http: Option<String>,
}

impl Args {
    /// As `--set` would have them.
    pub(super) fn settings(&self) -> Vec<String> {
        let prefetch = self.prefetch.map(|number| format!("input.prefetch={number}"));
        let threads = self.threads.map(|number| format!("worker.threads={number}"));
        let http = self.http.as_ref().map(|address| format!("http.address={address}"));
        [prefetch, threads, http].into_iter().flatten().collect()
    }
}

/// Runs the command.
///
/// # Errors
/// If the settings cannot work; a broker that is not there is waited for.
pub(super) fn run(args: &Args, layers: Layers, settings: &Settings) -> Result<ExitCode> {
    let filter = logs::init(&settings.log)?;
    panics::log_them();
    on_runtime(work(args, layers, settings, filter))
}

async fn work(args: &Args, layers: Layers, settings: &Settings, filter: logs::Filter) -> Result<ExitCode> {
    tracing::info!(version = env!("CARGO_PKG_VERSION"), rules = settings.extraction.enricher().version(), "starting");
    let (metrics, health, stop) = (Metrics::default(), Health::default(), Stop::default());
    let handler = handler(settings, &metrics)?;
    if let Some(address) = settings.http.address {
        let listener = web::bind(address).await?;
        tracing::info!(%address, "health and metrics are served");
        tokio::spawn(web::serve(listener, health.clone(), metrics.clone(), stop.hard.clone().cancelled_owned()));
    }
    tokio::spawn(listen(signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?, stop.clone()));
    let (sender, changes) = mpsc::channel(1);
    let reloader = Reloader { layers, settings: settings.clone(), filter, metrics: metrics.clone(), changes: sender };
    tokio::spawn(reloader.listen(signal(SignalKind::hangup())?));
    let limits = Limits { messages: args.max_messages, once: args.once };
    let mut settings = settings.clone();
    settings.worker.state_folder = settings.worker.state_folder.take().or_else(state_folder);
    let startup_seconds = settings.worker.startup_seconds;
    let start = Start { settings, handler, metrics, health, limits, changes, program: program()? };
    let report = worker::run(start, stop).await;
    Ok(match report.exit {
        Exit::Stopped => ExitCode::SUCCESS,
        Exit::Killed | Exit::WornOut => ExitCode::FAILURE,
        Exit::Unreachable => {
            tracing::error!(seconds = startup_seconds, "RabbitMQ was not reached in time (worker.startup_seconds)");
            ExitCode::from(exit::UNAVAILABLE)
        }
    })
}

/// What decides about messages, as `settings` want it.
pub(super) fn handler(settings: &Settings, metrics: &Metrics) -> Result<Handler> {
    Handler::new(settings, settings.extraction.enricher(), metrics.clone())
}

/// This program, even if its file has been replaced by a newer one.
fn program() -> Result<PathBuf> {
    let running = Path::new("/proc/self/exe");
    Ok(if running.exists() { running.to_owned() } else { std::env::current_exe()? })
}

/// Where a program keeps what outlives it: systemd says, or the user's own folders do.
pub(super) fn state_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("STATE_DIRECTORY")
        .or_else(|| Some(folder("XDG_STATE_HOME")?.join("quotewire")))
        .or_else(|| Some(folder("HOME")?.join(".local/state/quotewire")))
}

/// The first signal asks, the second one insists.
async fn listen(mut terminate: Signal, mut interrupt: Signal, stop: Stop) {
    for token in [&stop.soft, &stop.hard] {
        let signal = tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        };
        tracing::info!(signal, "signal received");
        token.cancel();
    }
}
