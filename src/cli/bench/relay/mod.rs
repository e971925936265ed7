//! `quotewire bench relay`: the worker beside a relay that does nothing but hand messages on, on one broker in one run.
//!
//! The worker runs twice: once with its messages handed on as they are, so that only what it does for the delivery is left, and once with
//! extraction. Then articles come at a fixed pace, and the time from when each was due until its event is read is measured.

mod latency;
mod load;

use crate::broker::{Link, Relay, connect, removal, topology};
use crate::cli::on_runtime;
use crate::cli::run::handler;
use crate::settings::{Declare, Settings};
use crate::telemetry::{Health, Metrics, Phase};
use crate::worker::{self, Handler, Limits, Start, Stop};
use anyhow::{Context, Result, ensure};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::interval;

/// Measure how fast the worker is beside a bare relay, and how long an article takes.
///
/// Needs a RabbitMQ (--amqp-url). Exchanges and queues of its own, named quotewire.bench…, are made and deleted.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Messages of each run.
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..))]
    count: u64,
    /// Rounds; the median counts. One more comes before them and does not count.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Messages in flight at most.
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = clap::value_parser!(u16).range(2..))]
    prefetch: u16,
    /// Articles a second at which latency is measured.
    #[arg(long, value_name = "N,…", default_values_t = [100, 500], value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..))]
    rates: Vec<u32>,
    /// Seconds of each such measurement.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
}

/// What one run took, per message.
#[derive(Clone, Copy, Debug)]
struct Cost {
    per_second: f64,
    cpu_us: f64,
}

/// Runs the command.
///
/// # Errors
/// If there is no broker, or it refuses something.
pub(in crate::cli) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    on_runtime(measure(args, &bench_settings(settings, args.prefetch)))
}

/// Names of its own, so that nobody's articles come in between.
fn bench_settings(settings: &Settings, prefetch: u16) -> Settings {
    let mut settings = settings.clone();
    let names = &mut settings.topology;
    names.declare = Declare::Create;
    for (name, own) in [
        (&mut names.articles_exchange, "quotewire.bench"),
        (&mut names.articles_queue, "quotewire.bench.articles"),
        (&mut names.dead_letter_exchange, "quotewire.bench.dlx"),
        (&mut names.dead_letter_queue, "quotewire.bench.dlq"),
        (&mut names.parked_queue, "quotewire.bench.parked"),
        (&mut names.events_exchange, "quotewire.bench.events"),
        (&mut names.unrouted, "quotewire.bench.unrouted"),
    ] {
        own.clone_into(name);
    }
    settings.input.prefetch = prefetch;
    settings.worker.startup_seconds = settings.amqp.timeout_seconds;
    settings.worker.state_folder = None;
    settings
}

async fn measure(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let mut link = connect(&settings.amqp, "bench").await?;
    removal::delete(&mut link, &settings.topology, &settings.retry).await?;
    topology::ensure(&mut link, &settings.topology, &settings.retry).await?;
    let measured = async {
        let (relay, bare, extracting) = rounds(args, settings, &mut link).await?;
        say(&rates(args, [relay, bare, extracting]))?;
        for rate in &args.rates {
            removal::purge(&mut link, &settings.topology.unrouted).await?;
            let latency = latency::measure(settings, *rate, args.seconds).await?;
            say(&format!("{rate:>5} articles/s, open loop: {latency}\n"))?;
        }
        anyhow::Ok(ExitCode::SUCCESS)
    }
    .await;
    removal::delete(&mut link, &settings.topology, &settings.retry).await?;
    link.close().await;
    measured
}

/// The medians of all three, interleaved: what else the machine does meets all of them.
async fn rounds(args: &Args, settings: &Settings, link: &mut Link) -> Result<(Cost, Cost, Cost)> {
    let mut costs: [Vec<Cost>; 3] = Default::default();
    for round in 0..=args.rounds as usize {
        // Each is first in turn: the broker is still busy with what was before.
        for turn in 0..costs.len() {
            let which = (round + turn) % costs.len();
            removal::purge(link, &settings.topology.unrouted).await?;
            load::publish(settings, args.count).await?;
            let cost = match which {
                0 => relay(settings, args.count).await?,
                1 => work(settings, Handler::relaying(settings, Metrics::default()), args.count).await?,
                _ => work(settings, handler(settings, &Metrics::default())?, args.count).await?,
            };
            // Caches and the broker's files are cold at first.
            if round > 0 {
                costs[which].push(cost);
            }
        }
    }
    let [relay, bare, extracting] = costs.map(median);
    Ok((relay, bare, extracting))
}

async fn relay(settings: &Settings, count: u64) -> Result<Cost> {
    let names = &settings.topology;
    let relay = Relay::open(&settings.amqp, settings.input.prefetch).await?;
    let clock = Clock::start()?;
    relay.run(&names.articles_queue, (&names.events_exchange, "article.enriched.en"), count).await?;
    let cost = clock.stop(count)?;
    relay.close().await;
    Ok(cost)
}

async fn work(settings: &Settings, handler: Handler, count: u64) -> Result<Cost> {
    let health = Health::default();
    let limits = Limits { messages: Some(count), once: false };
    let running = tokio::spawn(worker::run(start(settings, handler, &health, limits)?, Stop::default()));
    // From its first look at the queue to its last ack: connecting and closing are not what is measured.
    until(&health, Phase::Working, &running).await?;
    let clock = Clock::start()?;
    until(&health, Phase::Draining, &running).await?;
    let cost = clock.stop(count)?;
    let report = running.await?;
    ensure!(report.published == count, "{} of {count} articles became events", report.published);
    Ok(cost)
}

/// A worker as the bench needs it.
fn start(settings: &Settings, handler: Handler, health: &Health, limits: Limits) -> Result<Start> {
    let (_, changes) = mpsc::channel(1);
    let (metrics, program) = (Metrics::default(), std::env::current_exe()?);
    Ok(Start { settings: settings.clone(), handler, metrics, health: health.clone(), limits, changes, program })
}

async fn until<T>(health: &Health, phase: Phase, running: &tokio::task::JoinHandle<T>) -> Result<()> {
    let mut looks = interval(Duration::from_millis(1));
    while health.phase() != phase {
        ensure!(!running.is_finished(), "the worker ended early");
        looks.tick().await;
    }
    Ok(())
}

/// Time, and processor time of this process.
struct Clock(Instant, Duration);

impl Clock {
    fn start() -> Result<Self> {
        Ok(Self(Instant::now(), processor_time()?))
    }

    fn stop(self, count: u64) -> Result<Cost> {
        let (time, cpu) = (self.0.elapsed(), processor_time()?.saturating_sub(self.1));
        let count = count as f64;
        Ok(Cost { per_second: count / time.as_secs_f64(), cpu_us: cpu.as_secs_f64() * 1e6 / count })
    }
}

/// What Linux counts in `/proc/self/stat`: user and system time, in hundredths of a second.
fn processor_time() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("no /proc: this command needs Linux")?;
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(ticks * 10))
}

fn median(mut costs: Vec<Cost>) -> Cost {
    let middle = costs.len() / 2;
    costs.sort_by(|one, other| one.per_second.total_cmp(&other.per_second));
    let per_second = costs[middle].per_second;
    costs.sort_by(|one, other| one.cpu_us.total_cmp(&other.cpu_us));
    Cost { per_second, cpu_us: costs[middle].cpu_us }
}

fn rates(args: &Args, [relay, bare, extracting]: [Cost; 3]) -> String {
    let mut told = format!(
        "quorum queues, {} messages of {} bytes, prefetch {}, median of {}\n",
        args.count,
        load::bytes(),
        args.prefetch,
        args.rounds
    );
    let mut line = |what: &str, Cost { per_second, cpu_us }: Cost, rest: &str| {
        let _ = writeln!(told, "{what:<26}{per_second:>8.0} messages/s{cpu_us:>9.1} µs CPU each{rest}");
    };
    line("bare relay", relay, "");
    let (ratio, added) = (bare.per_second / relay.per_second, bare.cpu_us - relay.cpu_us);
    line("worker, no extraction", bare, &format!("   {ratio:.2} of the relay, {added:+.1} µs"));
    line("worker, with extraction", extracting, "");
    told
}

fn say(text: &str) -> Result<()> {
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_of_each_figure_by_itself() {
        let cost = |per_second, cpu_us| Cost { per_second, cpu_us };
        let median = median(vec![cost(1.0, 30.0), cost(3.0, 10.0), cost(2.0, 50.0)]);
        assert!(median.per_second > 1.9 && median.per_second < 2.1 && median.cpu_us > 29.9 && median.cpu_us < 30.1);
    }

    #[test]
    fn a_process_takes_processor_time() {
        let clock = Clock::start().expect("Linux");
        let begun = Instant::now();
        while processor_time().expect("Linux") == clock.1 {
            assert!(begun.elapsed() < Duration::from_mins(2), "no tick is counted");
        }
        assert!(clock.stop(1).expect("Linux").cpu_us > 0.0);
    }
}
