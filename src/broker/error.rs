//! What goes wrong with a broker, sorted by what to do about it.

use lapin::ErrorKind;
use std::fmt;
use std::time::Duration;

/// How a failure is to be treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// Not reachable, or the connection broke: try again soon.
    Network,
    /// User, password, virtual host or permission: try again slowly, and loudly.
    Access,
    /// An exchange or queue is missing or has other settings: try again slowly.
    Topology,
    /// The broker has no more of something.
    Resource,
    /// Settings that cannot work.
    Settings,
}

impl ErrorClass {
    /// As a label.
    pub fn name(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Access => "access",
            Self::Topology => "topology",
            Self::Resource => "resource",
            Self::Settings => "settings",
        }
    }

    /// Least pause before the next try.
    pub fn least_pause(self) -> Duration {
        match self {
            Self::Network => Duration::ZERO,
            Self::Resource => Duration::from_secs(5),
            Self::Access | Self::Topology | Self::Settings => Duration::from_secs(10),
        }
    }
}

/// A failure: what was wrong, what was found, what to do.
#[derive(Clone, Debug)]
pub struct BrokerError {
    /// How to treat it.
    pub class: ErrorClass,
    /// The code that the documentation lists.
    pub code: &'static str,
    message: String,
}

impl fmt::Display for BrokerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)
    }
}

impl std::error::Error for BrokerError {}

impl BrokerError {
    pub(super) fn new(class: ErrorClass, code: &'static str, message: impl Into<String>) -> Self {
        Self { class, code, message: message.into() }
    }

    pub(super) fn timeout(what: &str, after: Duration) -> Self {
        Self::new(ErrorClass::Network, "E101", format!("no answer to {what} within {} s", after.as_secs()))
    }

    /// The stream of deliveries ended: RabbitMQ cancelled the consumer.
    pub(super) fn cancelled(queue: &str) -> Self {
        Self::new(
            ErrorClass::Network,
            "E115",
            format!("RabbitMQ cancelled the consumer of {queue:?} (queue deleted or leader moved)"),
        )
    }

    /// The connection broke, and did not say why.
    pub(super) fn broken() -> Self {
        Self::new(ErrorClass::Network, "E101", "the connection broke")
    }

    /// The consumer looks alive, and gets nothing although there is something.
    pub fn stalled(queue: &str, ready: u32) -> Self {
        Self::new(
            ErrorClass::Network,
            "E120",
            format!("{ready} messages are ready in {queue:?}, and none is delivered"),
        )
    }

    /// RabbitMQ takes no messages, and what it has under way to the consumer may be why.
    pub fn choked(asked: u16, next: u16, bytes: u64) -> Self {
        Self::new(
            ErrorClass::Resource,
            "E121",
            format!(
                "RabbitMQ takes no messages, and up to {asked} of some {bytes} bytes are under way: they go back, and the next consumer asks for {next}"
            ),
        )
    }

    /// Nobody knows the host.
    pub fn unknown_host(host: &str) -> Self {
        let hint = "inside compose the service name is the host name; outside use localhost";
        Self::new(ErrorClass::Network, "E102", format!("the host name {host:?} is not known here ({hint})"))
    }

    /// No connection to `what`.
    pub fn unreachable(what: &str, cause: &std::io::Error) -> Self {
        Self::of_io(what, cause)
    }

    /// No answer from `what`.
    pub fn silent(what: &str, after: Duration) -> Self {
        Self::timeout(what, after)
    }

    /// The user may not do it.
    pub fn forbidden(what: &str) -> Self {
        Self::of_answer(what, 403, "ACCESS_REFUSED")
    }

    /// Something is not there, and the worker is not to make it.
    pub fn missing(what: &str) -> Self {
        let text =
            format!("{what} is not there, and topology.declare is not \"create\". Make it: quotewire topology declare");
        Self::new(ErrorClass::Topology, "E110", text)
    }

    /// Sorts an error of the client library, met while doing `what`.
    pub(super) fn of(what: &str, error: &lapin::Error) -> Self {
        match error.kind() {
            ErrorKind::ProtocolError(answer) => Self::of_answer(what, answer.get_id(), answer.get_message().as_str()),
            ErrorKind::IOError(cause) => Self::of_io(what, cause),
            ErrorKind::ParsingError(_) | ErrorKind::InvalidProtocolVersion(_) => Self::new(
                ErrorClass::Settings,
                "E106",
                format!(
                    "{what}: the answer is not AMQP 0-9-1. 15672 is the management page; AMQP is 5672 (5671 with TLS)"
                ),
            ),
            ErrorKind::ChannelsLimitReached => {
                Self::new(ErrorClass::Resource, "E117", format!("{what}: no more channels on this connection"))
            }
            ErrorKind::MissingHeartbeatError => {
                Self::new(ErrorClass::Network, "E118", format!("{what}: no heartbeat from RabbitMQ"))
            }
            _ => Self::new(ErrorClass::Network, "E101", format!("{what}: {error}")),
        }
    }

    /// The same, met while making a connection with TLS. A broker that misses a client certificate says nothing: it hangs up once it has seen
    /// that there is none, which with TLS 1.3 is after the handshake.
    pub(super) fn of_tls(what: &str, error: &lapin::Error) -> Self {
        use std::io::ErrorKind as Io;
        match error.kind() {
            ErrorKind::IOError(cause)
                if matches!(cause.kind(), Io::ConnectionAborted | Io::ConnectionReset | Io::UnexpectedEof) =>
            {
                let hint = "if it asks for a client certificate, give amqp.client_cert_file and amqp.client_key_file";
                Self::new(ErrorClass::Network, "E107", format!("{what}: it hangs up on TLS: {cause}; {hint}"))
            }
            _ => Self::of(what, error),
        }
    }

    fn of_answer(what: &str, code: u16, text: &str) -> Self {
        let (class, name, hint) = match code {
            403 if text.contains("login was refused") || text.contains("Login was refused") => (
                ErrorClass::Access,
                "E103",
                "User or password is wrong; guest may only log in from the broker's own host. In a URL @ : / % and # are percent-encoded",
            ),
            403 => (
                ErrorClass::Access,
                "E111",
                "The user lacks a permission: rabbitmqctl set_permissions -p VHOST USER CONFIGURE WRITE READ",
            ),
            530 => (
                ErrorClass::Access,
                "E105",
                "The virtual host does not exist or the user may not use it. The default is \"/\", written %2f in a URL",
            ),
            404 => (ErrorClass::Topology, "E110", "Create it: quotewire topology declare"),
            406 if text.contains("inequivalent") => (
                ErrorClass::Topology,
                "E108",
                "It exists with other settings, which RabbitMQ cannot change. Use it as it is (topology.declare = \"check\"), use another name, or delete it when it is empty",
            ),
            406 if text.contains("timed out") => {
                (ErrorClass::Network, "E116", "Lower input.prefetch or limits.article_seconds")
            }
            320 => (ErrorClass::Network, "E119", "RabbitMQ closed the connection"),
            506 => (ErrorClass::Resource, "E117", "RabbitMQ has no more of a resource"),
            _ => (ErrorClass::Network, "E101", ""),
        };
        let text = text.trim_end_matches('.');
        Self::new(class, name, format!("{what}: {code} {text}{}{hint}", if hint.is_empty() { "" } else { ". " }))
    }

    fn of_io(what: &str, cause: &std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let text = cause.to_string();
        if text.contains("lookup") {
            let hint = "inside compose the service name is the host name; outside use localhost";
            return Self::new(ErrorClass::Network, "E102", format!("{what}: the host name is not known here ({hint})"));
        }
        if text.to_lowercase().contains("certificate") || text.contains("tls") || text.contains("TLS") {
            return Self::new(ErrorClass::Access, "E107", format!("{what}: {text}"));
        }
        match cause.kind() {
            Io::ConnectionRefused => Self::new(
                ErrorClass::Network,
                "E101",
                format!("{what}: connection refused (is RabbitMQ running, or still starting?)"),
            ),
            Io::ConnectionReset | Io::ConnectionAborted | Io::BrokenPipe | Io::UnexpectedEof => {
                Self::new(ErrorClass::Network, "E101", format!("{what}: the connection broke"))
            }
            _ => Self::new(ErrorClass::Network, "E101", format!("{what}: {text}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_sorted_by_what_to_do() {
        let class = |code, text| BrokerError::of_answer("login", code, text).class;
        assert_eq!(class(403, "ACCESS_REFUSED - Login was refused"), ErrorClass::Access);
        assert_eq!(class(404, "NOT_FOUND - no queue"), ErrorClass::Topology);
        assert_eq!(class(406, "PRECONDITION_FAILED - inequivalent arg"), ErrorClass::Topology);
        assert_eq!(class(320, "CONNECTION_FORCED"), ErrorClass::Network);
    }
}
