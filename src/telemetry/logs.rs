//! Log lines: a readable sentence and fields, for people or as JSON. On standard error, so that standard output stays clean.

use crate::settings::{Log, LogFormat};
use std::fmt;
use std::io::{self, Write};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

/// Starts logging for the whole process.
///
/// # Errors
/// If the filter is none, or logging was started before.
pub fn init(log: &Log) -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_new(&log.filter).map_err(|error| anyhow::anyhow!("log.filter = {:?}: {error}", log.filter))?;
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(Stderr).with_timer(Utc).with_target(false);
    let started = match log.format {
        LogFormat::Text => builder.with_ansi(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging: {error}"))
}

/// `2031-03-04T09:12:06.001Z`
struct Utc;

impl FormatTime for Utc {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
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
