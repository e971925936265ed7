//! The child's side.

use super::super::handler::{Disposition, Handler};
use super::super::pool::{Ticket, attempt};
use super::{Answer, Heard, frame};
use crate::settings::Settings;
use anyhow::{Context, Result};
use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};
use std::io::{Read, Write};
use std::sync::Arc;

/// Reads one article from `input`, enriches it as `handler` makes it of the worker's settings, and writes what became of it to `output`.
///
/// # Errors
/// If the worker speaks another language, or is gone.
pub fn serve(
    mut input: impl Read,
    mut output: impl Write,
    handler: impl FnOnce(&Settings) -> Result<Handler>,
) -> Result<()> {
    // A worker that dies takes its child along: nobody would hear the answer.
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
    let mut question = Vec::new();
    input.read_to_end(&mut question).context("no question")?;
    let (Heard { settings, mut delivered }, mut bodies) = frame::read(&question).context("not a question")?;
    drop(question);
    delivered.body = Arc::new(bodies.pop().context("no body")?);
    let handler = handler(&settings)?;
    confine(&settings);
    let (disposition, summary) = attempt(&handler, &delivered, &Ticket::default());
    let bodies = match &disposition {
        Disposition::Publish(messages) => messages.iter().map(|message| Arc::clone(&message.body)).collect(),
        Disposition::RetryLater(_) | Disposition::DeadLetter(_) => Vec::new(),
    };
    let answer = frame::write(&Answer { disposition, summary }, bodies.iter().map(|body| body.as_slice()))?;
    output.write_all(&answer)?;
    output.flush()?;
    Ok(())
}

/// Bounds for what comes. A system that has none of them leaves the bound on time to the worker.
fn confine(settings: &Settings) {
    let limits = &settings.limits;
    let bound = |resource, most| {
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    };
    bound(Resource::As, limits.suspect_memory_bytes);
    bound(Resource::Cpu, limits.article_seconds.saturating_add(1));
    bound(Resource::Core, 0);
    // Where the whole container runs out of memory, this is the process to kill.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
}
