//! Log lines: a readable sentence and fields, for people or as JSON. On standard error, so that standard output stays clean.

use crate::settings::{Log, LogFormat};
use std::io::{self, Write};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, reload};

/// What is logged, for changing it.
pub struct Filter(reload::Handle<EnvFilter, Registry>);

impl Filter {
    /// From now on log as `log` says; its format stays as it was.
    ///
    /// # Errors
    /// If the filter is none.
    pub fn set(&self, log: &Log) -> anyhow::Result<()> {
        self.0.reload(filter(log)?).map_err(|error| anyhow::anyhow!("logging: {error}"))
    }
}

/// Starts logging for the whole process.
///
/// # Errors
/// If the filter is none, or logging was started before.
pub fn init(log: &Log) -> anyhow::Result<Filter> {
    let (filter, handle) = reload::Layer::new(filter(log)?);
    let lines = fmt::layer().with_writer(Stderr).with_timer(Utc).with_target(false);
    let lines = match log.format {
        LogFormat::Text => lines.with_ansi(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).with_span_list(false).boxed(),
    };
    let started = tracing_subscriber::registry().with(filter).with(lines).try_init();
    started.map_err(|error| anyhow::anyhow!("logging: {error}"))?;
    Ok(Filter(handle))
}

fn filter(log: &Log) -> anyhow::Result<EnvFilter> {
    EnvFilter::try_new(&log.filter).map_err(|error| anyhow::anyhow!("log.filter = {:?}: {error}", log.filter))
}

/// `2031-03-04T09:12:06.001Z`
struct Utc;

impl FormatTime for Utc {
    fn format_time(&self, writer: &mut Writer<'_>) -> std::fmt::Result {
        write!(writer, "{:.3}", super::clock::now())
    }
}

/// Standard error that nobody reads any more is no reason to stop working.
struct Stderr;

impl Write for Stderr {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = io::stderr().write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Stderr {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
