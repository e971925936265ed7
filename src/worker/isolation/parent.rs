//! The worker's side.

use super::super::handler::{Disposition, Failure, Summary};
use super::super::pool::{Done, Generation};
use super::{Answer, Asked, frame};
use crate::broker::{Delivered, Fingerprint};
use crate::settings::Settings;
use crate::telemetry::Metrics;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// The child may take so long beside its article: to start, to read and to write.
const START: Duration = Duration::from_secs(5);

/// The class of an article that killed its child.
pub(in super::super) const CRASHED: &str = "crash_suspect";

/// Signals that come from outside, as when a whole service is told to stop. The article has no part in them.
const FROM_OUTSIDE: [i32; 3] = [1, 2, 15];
/// The bound on processor time.
const SIGXCPU: i32 = 24;

/// A queue of suspects with one child at a time behind it. Dropping it ends it after the one at hand.
pub(in super::super) struct Isolation {
    suspects: mpsc::UnboundedSender<Suspect>,
}

/// An article that may have killed a worker.
struct Suspect {
    id: (u64, u64),
    fingerprint: Fingerprint,
    delivered: Arc<Delivered>,
    settings: Arc<Settings>,
}

impl Isolation {
    /// Starts it. `program` is this program; what became of a suspect goes to `results`.
    pub(in super::super) fn start(
        program: PathBuf,
        generation: Generation,
        results: mpsc::UnboundedSender<Done>,
        metrics: Metrics,
    ) -> Self {
        // Prefetch bounds it.
        let (sender, mut suspects) = mpsc::unbounded_channel::<Suspect>();
        tokio::spawn(async move {
            while let Some(suspect) = suspects.recv().await {
                if !generation.is(suspect.id.0) {
                    continue;
                }
                let begun = Instant::now();
                let (disposition, summary) = alone(&program, &suspect, &metrics).await;
                let Suspect { id, fingerprint, .. } = suspect;
                let (took, suspect) = (begun.elapsed(), Some(fingerprint));
                let done = Done { id, disposition, summary, took, suspect, share: None };
                if results.send(done).is_err() {
                    return;
                }
            }
        });
        Self { suspects: sender }
    }

    /// Hands a suspect over.
    pub(in super::super) fn submit(
        &self,
        id: (u64, u64),
        fingerprint: Fingerprint,
        delivered: Arc<Delivered>,
        settings: Arc<Settings>,
    ) {
        // The receiver lives as long as the runtime.
        let _ = self.suspects.send(Suspect { id, fingerprint, delivered, settings });
    }
}

/// Enriches one suspect in a child.
async fn alone(program: &Path, suspect: &Suspect, metrics: &Metrics) -> (Disposition, Summary) {
    let limit = Duration::from_secs(suspect.settings.limits.article_seconds) + START;
    let answer = timeout(limit, ask(program, &suspect.settings, &suspect.delivered)).await;
    let (outcome, disposition, summary) = match answer {
        Err(_) => ("timeout", Disposition::DeadLetter(too_slow(limit)), Summary::default()),
        Ok(Ok((disposition, summary))) => ("survived", disposition, summary),
        Ok(Err(Trouble::Died(status))) => match status.signal() {
            Some(SIGXCPU) => ("timeout", Disposition::DeadLetter(too_slow(limit)), Summary::default()),
            Some(signal) if FROM_OUTSIDE.contains(&signal) => {
                ("failed", Disposition::RetryLater(no_child(&status.to_string())), Summary::default())
            }
            _ => ("died", Disposition::DeadLetter(crashed(status)), Summary::default()),
        },
        Ok(Err(Trouble::Io(error))) => {
            ("failed", Disposition::RetryLater(no_child(&error.to_string())), Summary::default())
        }
    };
    metrics.isolated(outcome);
    (disposition, summary)
}

/// Why there is no answer.
enum Trouble {
    /// The child ended without one.
    Died(ExitStatus),
    /// There was no child, or no talking to it.
    Io(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

async fn ask(program: &Path, settings: &Settings, delivered: &Delivered) -> Result<(Disposition, Summary), Trouble> {
    let question = frame::write(&Asked { settings, delivered }, [delivered.body.as_slice()])?;
    let mut child = Command::new(program)
        .arg0("quotewire")
        .arg("isolated")
        // It needs nothing of the environment, and secrets lie there.
        .env_clear()
        // A Ctrl-C in the terminal is meant for the worker.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let tell = async move {
        if let Some(mut stdin) = stdin {
            // A child that does not read to the end tells why with its exit.
            let _ = stdin.write_all(&question).await;
        }
    };
    let mut answer = Vec::new();
    let hear = async {
        match stdout {
            Some(mut stdout) => stdout.read_to_end(&mut answer).await,
            None => Ok(0),
        }
    };
    let ((), heard, status) = tokio::join!(tell, hear, child.wait());
    let status = status?;
    heard?;
    if !status.success() {
        return Err(Trouble::Died(status));
    }
    let (Answer { mut disposition, summary }, bodies) = frame::read(&answer)?;
    if let Disposition::Publish(messages) = &mut disposition {
        if messages.len() != bodies.len() {
            return Err(io::Error::other("as many bodies as messages were expected").into());
        }
        for (message, body) in messages.iter_mut().zip(bodies) {
            message.body = Arc::new(body);
        }
    }
    Ok((disposition, summary))
}

fn crashed(status: ExitStatus) -> Failure {
    Failure {
        class: CRASHED.into(),
        code: "E213".into(),
        detail: format!("it was enriched in a process of its own, which ended with {status}"),
        path: None,
    }
}

fn too_slow(limit: Duration) -> Failure {
    let detail = format!("gave up after {} s in a process of its own (limits.article_seconds)", limit.as_secs());
    Failure { class: "timeout".into(), code: "E207".into(), detail, path: None }
}

/// The system has no process to spare, or stops the worker: nothing is known of the article.
fn no_child(why: &str) -> Failure {
    let detail = format!("no process of its own for a suspect: {why}");
    Failure { class: "isolation".into(), code: "E214".into(), detail, path: None }
}
