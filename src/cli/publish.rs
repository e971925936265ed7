//! `quotewire publish`: articles from files to the exchange that the worker reads from. Every message is confirmed.

use super::inputs::{Input, Source};
use super::{exit, on_runtime};
use crate::broker::{Outgoing, Outlet, Verdict, connect, topology};
use crate::cli::exit::usage;
use crate::settings::Settings;
use anyhow::{Result, ensure};
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Messages that may be unconfirmed at a time.
const WINDOW: usize = 1000;

/// A message that no worker can read, for seeing what becomes of it.
const BAD: &[u8] = b"{\"id\": \"broken-on-purpose\", \"body\": ";

/// Publish articles, for trying things out and for loading archives.
///
/// A .jsonl file is one message per line, every other file is one message. Each message is confirmed by RabbitMQ before the command ends.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// Files, or - for standard input.
    files: Vec<PathBuf>,
    /// Publish the sample articles that are built in.
    #[arg(long)]
    sample: bool,
    /// Publish one message that cannot be read: it becomes a dead letter.
    #[arg(long)]
    bad: bool,
    /// Messages per second at most.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    rate: Option<u32>,
    /// Publish everything so many times.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    repeat: u64,
    /// Exchange to publish to; "" is the one that leads to the queue named by the routing key [default: topology.articles_exchange].
    #[arg(long, value_name = "NAME")]
    exchange: Option<String>,
    /// Routing key.
    #[arg(long, value_name = "KEY", default_value = "article")]
    routing_key: String,
    /// Content type of every message [default: by the name of the file].
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// A header of every message; may be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    header: Vec<String>,
    /// Only say what would be published.
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Runs the command.
///
/// # Errors
/// If there is nothing to publish, or the broker cannot be reached, or breaks off.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let mut sources = if args.bad && args.files.is_empty() { Vec::new() } else { Source::of(&args.files, args.sample) };
    if args.bad && args.sample && sources.is_empty() {
        sources.push(Source::Samples);
    }
    if sources.is_empty() && !args.bad {
        return Err(usage(
            "nothing to publish: name a file, - for standard input, --sample for the articles that are built in, or --bad",
        ));
    }
    ensure!(
        args.repeat == 1 || !sources.contains(&Source::Stdin),
        usage("--repeat: standard input can be read only once")
    );
    let headers = args
        .header
        .iter()
        .map(|pair| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| usage("--header: write it as name=value"))?;
    let (sender, messages) = mpsc::channel(WINDOW);
    let reader = Reader {
        sources,
        bad: args.bad,
        repeat: args.repeat,
        limit: settings.limits.body_bytes,
        exchange: args.exchange.clone().unwrap_or_else(|| settings.topology.articles_exchange.clone()),
        routing_key: args.routing_key.clone(),
        content_type: args.content_type.clone(),
        headers,
    };
    // Files are read on a thread of their own, only as fast as the broker confirms.
    thread::spawn(move || reader.read(&sender));
    let tally = on_runtime(async {
        if args.dry_run { Ok(list(messages).await) } else { publish(settings, messages, args.rate).await }
    })?;
    tally.tell(args.dry_run)
}

/// One message, or why there is none.
type Read = Result<Outgoing>;

struct Reader {
    sources: Vec<Source>,
    bad: bool,
    repeat: u64,
    limit: u64,
    exchange: String,
    routing_key: String,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl Reader {
    fn read(&self, sender: &mpsc::Sender<Read>) {
        for round in 1..=self.repeat {
            for source in &self.sources {
                let mut go_on = true;
                source.read(self.limit, &mut |input| {
                    go_on = sender.blocking_send(input.map(|input| self.message(&input, round))).is_ok();
                    go_on
                });
                if !go_on {
                    return;
                }
            }
            if self.bad {
                let input = Input {
                    name: "bad".into(),
                    bytes: BAD.to_vec(),
                    content_type: Some("application/json"),
                    content_encoding: None,
                };
                if sender.blocking_send(Ok(self.message(&input, round))).is_err() {
                    return;
                }
            }
        }
    }

    fn message(&self, input: &Input, round: u64) -> Outgoing {
        let id = if self.repeat == 1 { input.name.clone() } else { format!("{}#{round}", input.name) };
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut message = Outgoing::new(&self.exchange, &self.routing_key, &id, input.bytes.clone()).headers(headers);
        if let Some(content_type) = self.content_type.as_deref().or(input.content_type) {
            message = message.content_type(content_type);
        }
        match input.content_encoding {
            Some(encoding) => message.content_encoding(encoding),
            None => message,
        }
    }
}

/// What became of the messages.
#[derive(Default)]
struct Tally {
    confirmed: u64,
    bytes: u64,
    unreadable: u64,
    refused: u64,
    returned: HashSet<String>,
}

impl Tally {
    fn tell(&self, dry_run: bool) -> Result<ExitCode> {
        let verb = if dry_run { "would publish" } else { "published" };
        let confirmed = self.confirmed - self.returned.len() as u64;
        writeln!(io::stdout(), "{verb} {confirmed} messages, {} bytes", self.bytes)?;
        let mut failed = false;
        for (count, what) in [
            (self.returned.len() as u64, "reached no queue: is one bound? (quotewire topology declare)"),
            (self.refused, "were refused by RabbitMQ: is a queue full?"),
        ] {
            if count > 0 {
                failed = true;
                writeln!(io::stderr(), "error: {count} messages {what}")?;
            }
        }
        Ok(match (failed, self.unreadable) {
            (true, _) => ExitCode::FAILURE,
            (false, 0) => ExitCode::SUCCESS,
            (false, _) => ExitCode::from(exit::BAD_DATA),
        })
    }

    fn unreadable(&mut self, error: &anyhow::Error, progress: &ProgressBar) {
        self.unreadable += 1;
        progress.suspend(|| {
            let _ = writeln!(io::stderr(), "error: {error:#}");
        });
    }
}

async fn list(mut messages: mpsc::Receiver<Read>) -> Tally {
    let mut tally = Tally::default();
    while let Some(read) = messages.recv().await {
        match read {
            Ok(message) => {
                tally.confirmed += 1;
                tally.bytes += message.body.len() as u64;
                let _ = writeln!(io::stdout(), "{} {} bytes", message.id, message.body.len());
            }
            Err(error) => tally.unreadable(&error, &ProgressBar::hidden()),
        }
    }
    tally
}

async fn publish(settings: &Settings, mut messages: mpsc::Receiver<Read>, rate: Option<u32>) -> Result<Tally> {
    let mut link = connect(&settings.amqp, "publish").await?;
    topology::ensure(&mut link, &settings.topology, &settings.retry).await?;
    let outlet = Outlet::open(link).await?;
    let progress = progress()?;
    let mut pace = rate.map(pace);
    let mut tally = Tally::default();
    let mut confirms: FuturesUnordered<BoxFuture<'static, _>> = FuturesUnordered::new();
    let mut open = true;
    while open || !confirms.is_empty() {
        tokio::select! {
            read = next(&mut messages, &mut pace), if open && confirms.len() < WINDOW => match read {
                Some(Ok(message)) => {
                    let bytes = message.body.len() as u64;
                    confirms.push(outlet.publish(&message).map(move |confirm| (confirm, bytes)).boxed());
                }
                Some(Err(error)) => tally.unreadable(&error, &progress),
                None => open = false,
            },
            Some((confirm, bytes)) = confirms.next() => {
                match confirm.verdict {
                    Verdict::Ack => {
                        tally.confirmed += 1;
                        tally.bytes += bytes;
                    }
                    Verdict::Nack => tally.refused += 1,
                    Verdict::Lost => anyhow::bail!(
                        "the connection broke: {} messages are confirmed, {} may or may not have arrived", tally.confirmed, confirms.len() + 1
                    ),
                }
                tally.returned.extend(confirm.returned);
                progress.inc(1);
            }
        }
    }
    progress.finish_and_clear();
    outlet.close().await;
    Ok(tally)
}

async fn next(messages: &mut mpsc::Receiver<Read>, pace: &mut Option<Interval>) -> Option<Read> {
    if let Some(pace) = pace {
        pace.tick().await;
    }
    messages.recv().await
}

fn pace(rate: u32) -> Interval {
    let mut pace = interval(Duration::from_secs(1) / rate);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    pace
}

fn progress() -> Result<ProgressBar> {
    if !io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    Ok(ProgressBar::new_spinner()
        .with_style(ProgressStyle::with_template("{spinner} {human_pos} messages, {per_sec}")?))
}
