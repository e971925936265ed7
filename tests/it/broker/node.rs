//! A private RabbitMQ for tests: real, on loopback ports of its own, gone when the test process ends however it ends.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// Ports that one node needs.
const PORTS: u16 = 10;

/// A running node. `scripts/rabbitmq-node` keeps it alive as long as its standard input is open.
pub(crate) struct Node {
    port: u16,
    supervisor: Child,
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Node {
    /// Starts a node of one's own, for tests that kill it.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same, with variables for `scripts/lib/rabbitmq.sh`.
    pub(crate) fn start_with(variables: &[(&str, &str)]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let port = free_ports();
        let name = format!("quotewire-node-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let mut supervisor = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/rabbitmq-node"))
            .arg(folder)
            .arg(port.to_string())
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("scripts/rabbitmq-node runs");
        let commands = supervisor.stdin.take();
        let answers = BufReader::new(supervisor.stdout.take().expect("piped"));
        let mut node = Self { port, supervisor, commands, answers };
        node.answer("start a private RabbitMQ (scripts/test installs the server)");
        node
    }

    /// As Erlang calls it.
    pub(crate) fn name(&self) -> String {
        format!("node{}@localhost", self.port)
    }

    /// The port that it speaks AMQP at; the nine after it are its own as well.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Sends one command to the supervisor and waits for it.
    pub(crate) fn tell(&mut self, command: &str) -> String {
        writeln!(self.commands.as_mut().expect("open until the end"), "{command}").expect("the supervisor listens");
        self.answer(command)
    }

    fn answer(&mut self, what: &str) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the supervisor answers");
        assert!(line.starts_with("ok"), "cannot {what}: {line}");
        line.trim_start_matches("ok").trim().to_owned()
    }

    /// A virtual host of its own: nothing in it, nobody else in it.
    pub(crate) fn vhost(&mut self, name: &str) -> String {
        // In one call: each starts an Erlang of its own.
        self.tell(&format!(
            "ctl eval rabbit_vhost:add(<<\"{name}\">>,<<\"test\">>),rabbit_auth_backend_internal:set_permissions(\
             <<\"guest\">>,<<\"{name}\">>,<<\".*\">>,<<\".*\">>,<<\".*\">>,<<\"test\">>)."
        ));
        format!("amqp://guest:guest@127.0.0.1:{}/{name}", self.port)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // At the end of its input the supervisor stops the node and removes its folder.
        drop(self.commands.take());
        let _ = self.supervisor.wait();
    }
}

/// The node that all gentle tests share.
pub(crate) fn shared_node() -> MutexGuard<'static, Node> {
    static SHARED: OnceLock<Mutex<Node>> = OnceLock::new();
    SHARED.get_or_init(|| Mutex::new(Node::start())).lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new virtual host on that node.
pub(crate) fn shared_vhost(name: &str) -> String {
    shared_node().vhost(name)
}

/// The first of ten ports in a row that are free.
fn free_ports() -> u16 {
    // Somewhere else for each process and each node, so that two test runs on one machine do not meet.
    static NEXT: OnceLock<Mutex<u16>> = OnceLock::new();
    let start = || Mutex::new(20_000 + u16::try_from(std::process::id() % 1000).expect("small") * PORTS);
    let mut next = NEXT.get_or_init(start).lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let first = *next;
        *next += PORTS;
        let all: Vec<_> = (first..first + PORTS).map(|port| TcpListener::bind(("127.0.0.1", port))).collect();
        if all.iter().all(Result::is_ok) {
            return first;
        }
    }
}
