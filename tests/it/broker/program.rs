//! The program itself, as a user starts it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use super::client::{wait_for, wait_or_tell};

/// A command of the program for the broker at `url`, if that is not empty, away from the settings of whoever runs the tests.
pub(crate) fn quotewire(url: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewire"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("QUOTEWIRE_") {
            command.env_remove(name);
        }
    }
    if !url.is_empty() {
        // How an article is delivered does not depend on how it is read, and a debug build reads thousands of them slowly.
        command.env("QUOTEWIRE_AMQP_URL", url).env("QUOTEWIRE_EXTRACTION__TIER", "fast");
    }
    command
        .args(arguments)
        .env("QUOTEWIRE_HTTP__ADDRESS", "")
        .env("QUOTEWIRE_WORKER__STATE_FOLDER", "")
        .stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn output(url: &str, arguments: &[&str]) -> Output {
    quotewire(url, arguments).output().expect("the program runs")
}

/// Runs a command that must succeed; what it wrote.
pub(crate) fn succeed(url: &str, arguments: &[&str]) -> String {
    let output = output(url, arguments);
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {}\n{out}{error}", output.status);
    format!("{out}{error}")
}

/// Runs a command that reads `input` and must succeed.
pub(crate) fn feed(url: &str, arguments: &[&str], input: &[u8]) -> String {
    let mut child =
        quotewire(url, arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program runs");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    let writer = thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it reads all");
    assert!(output.status.success(), "{arguments:?}: {}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A worker in the background, with its log.
pub(crate) struct Worker {
    child: Child,
    log: Arc<Mutex<String>>,
    /// Reads the log until the program closes it.
    reader: Option<JoinHandle<()>>,
}

impl Worker {
    pub(crate) fn start(url: &str, arguments: &[&str]) -> Self {
        let arguments: Vec<&str> = ["run"].iter().chain(arguments).copied().collect();
        Self::spawn(quotewire(url, &arguments))
    }

    /// A worker that has `kilobytes` of address space.
    pub(crate) fn start_within(url: &str, arguments: &[&str], kilobytes: u32) -> Self {
        let worker = quotewire(url, arguments);
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("ulimit -v {kilobytes}; exec \"$0\" run \"$@\"")).arg(worker.get_program());
        command.args(worker.get_args()).stdin(Stdio::null());
        for (name, value) in worker.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Self::spawn(command)
    }

    /// A worker started by a command of the caller's own.
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program runs");
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, into) = (BufReader::new(child.stderr.take().expect("piped")).lines(), Arc::clone(&log));
        let reader = thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                *into.lock().expect("no panic") += &(line + "\n");
            }
        });
        Self { child, log, reader: Some(reader) }
    }

    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("no panic").clone()
    }

    /// Waits until the log says `what`.
    pub(crate) fn says(&self, what: &str) {
        wait_or_tell(what, || self.log().contains(what).then_some(()), || self.log());
    }

    /// How often the log says `what`.
    pub(crate) fn count(&self, what: &str) -> usize {
        self.log().matches(what).count()
    }

    /// The most memory that it had so far, in MiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        self.status("VmHWM:") / 1024
    }

    /// The memory that it has, in MiB.
    pub(crate) fn memory(&self) -> u64 {
        self.status("VmRSS:") / 1024
    }

    /// The threads that it has.
    pub(crate) fn threads(&self) -> u64 {
        self.status("Threads:")
    }

    /// The files and sockets that it has open.
    pub(crate) fn files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).expect("it runs").count()
    }

    fn status(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("Linux tells");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// `TERM`, `INT` or `KILL`.
    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(status.expect("kill is there").success());
    }

    /// Waits for the end; the exit code, none after a kill, and the whole log.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let status = wait_for("the worker to end", || self.child.try_wait().expect("it is ours"));
        // The last lines may still be on their way.
        if let Some(reader) = self.reader.take() {
            reader.join().expect("no panic");
        }
        (status.code(), self.log())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
