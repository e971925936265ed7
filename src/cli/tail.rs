//! `quotewire tail`: shows events as they come out.

use super::on_runtime;
use super::render::{Format, PaintArgs, Renderer};
use crate::broker::{Delivered, Incoming, connect};
use crate::event::{ArticleEnriched, QUOTE_EXTRACTED};
use crate::settings::Settings;
use anyhow::Result;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::ctrl_c;

/// Show events as they are published, through a queue of its own that goes when the command ends.
///
/// Events from before are not shown. Nothing is taken away from anybody.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// Which events: article.enriched.en, quote.direct.*.*, or # for all.
    #[arg(long, value_name = "KEY", default_value = "#")]
    key: String,
    /// Stop after so many events.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    /// How to print [default: text on a terminal, else jsonl].
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    paint: PaintArgs,
}

/// Runs the command.
///
/// # Errors
/// If the broker cannot be reached or breaks off, or the exchange of events does not exist yet.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let shown = args.format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Jsonl });
    let renderer = Renderer::new(shown, args.paint.paint());
    on_runtime(async {
        tokio::select! {
            done = tail(args, settings, renderer) => done,
            _ = ctrl_c() => Ok(ExitCode::SUCCESS),
        }
    })
}

async fn tail(args: &Args, settings: &Settings, renderer: Renderer) -> Result<ExitCode> {
    let exchange = &settings.topology.events_exchange;
    let link = connect(&settings.amqp, "tail").await?;
    let mut incoming = Incoming::watch(link, exchange, &args.key).await?;
    writeln!(io::stderr(), "watching {exchange:?} for {:?}; Ctrl-C ends it", args.key)?;
    let mut out = io::stdout();
    out.write_all(renderer.head().as_bytes())?;
    let mut seen = 0;
    while args.limit.is_none_or(|limit| seen < limit) {
        let delivered = incoming.next(u64::MAX).await?;
        seen += 1;
        let written = out.write_all(show(&delivered, renderer).as_bytes()).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
            other => other?,
        }
    }
    out.write_all(renderer.tail().as_bytes())?;
    incoming.close().await;
    Ok(ExitCode::SUCCESS)
}

/// An event of ours as the renderer has it; anything else on one line.
fn show(delivered: &Delivered, renderer: Renderer) -> String {
    let body = String::from_utf8_lossy(&delivered.body);
    if delivered.event_type() == Some(QUOTE_EXTRACTED) {
        return format!("{body}\n");
    }
    let structured = delivered.content_type().is_some_and(|kind| kind.starts_with("application/cloudevents+json"));
    let event: Option<ArticleEnriched> = if structured {
        serde_json::from_str::<serde_json::Value>(&body)
            .ok()
            .and_then(|mut envelope| serde_json::from_value(envelope.get_mut("data")?.take()).ok())
    } else {
        serde_json::from_str(&body).ok()
    };
    let Some(event) = event else { return format!("{} {body}\n", delivered.routing_key) };
    let took = event.processing.duration_us.map_or(Duration::ZERO, Duration::from_micros);
    renderer.article(&event, took)
}
