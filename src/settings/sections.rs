//! The sections of the settings with their defaults.

use schemars::JsonSchema;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::PathBuf;

/// `[amqp]`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Amqp {
    /// `amqp://user:password@host:5672/vhost`; several, separated by commas, are tried in turn.
    #[serde(skip_serializing)]
    #[schemars(with = "String")]
    pub url: SecretString,
    /// A file that holds the URL; read again at every connect, so that a rotated password is picked up.
    pub url_file: Option<PathBuf>,
    /// A file that holds the password, put into the URL.
    pub password_file: Option<PathBuf>,
    /// PEM file with the certificate authority to trust, beside the system's.
    pub ca_file: Option<PathBuf>,
    /// PKCS#12 or PEM client identity.
    pub client_cert_file: Option<PathBuf>,
    /// Key of the client identity.
    pub client_key_file: Option<PathBuf>,
    /// Seconds; the broker may lower it. A dead peer is noticed after twice this.
    pub heartbeat_seconds: u16,
    /// Seconds for connect, channel and declare, each.
    pub timeout_seconds: u64,
    /// Name shown in the management page.
    pub connection_name: String,
    /// Shortest and longest pause between two attempts to connect.
    pub reconnect_min_ms: u64,
    /// See `reconnect_min_ms`.
    pub reconnect_max_ms: u64,
}

impl Default for Amqp {
    fn default() -> Self {
        Self {
            url: "amqp://guest:guest@127.0.0.1:5672/%2f".into(),
            url_file: None,
            password_file: None,
            ca_file: None,
            client_cert_file: None,
            client_key_file: None,
            heartbeat_seconds: 30,
            timeout_seconds: 10,
            connection_name: "quotewire".into(),
            reconnect_min_ms: 200,
            reconnect_max_ms: 30_000,
        }
    }
}

/// Who makes the exchanges and queues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Declare {
    /// The worker makes what is missing.
    #[default]
    Create,
    /// The worker looks whether everything is there, and waits until it is.
    Check,
    /// The worker assumes that everything is there.
    Never,
}

/// `[topology]`: all names. Retry queues are `<queue>.retry.<delay>`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Topology {
    /// `create`, `check` or `never`.
    pub declare: Declare,
    /// Topic exchange that articles are published to.
    pub articles_exchange: String,
    /// Which of them this worker reads.
    pub articles_binding: String,
    /// Quorum queue that is consumed.
    pub articles_queue: String,
    /// Direct exchange for dead letters.
    pub dead_letter_exchange: String,
    /// Queue behind it.
    pub dead_letter_queue: String,
    /// Queue for dead letters that somebody put aside.
    pub parked_queue: String,
    /// Topic exchange that events are published to.
    pub events_exchange: String,
    /// Alternate exchange, and the queue behind it, for events that no binding wanted.
    pub unrouted: String,
    /// The broker's own last net against endless redelivery.
    pub delivery_limit: u32,
}

impl Default for Topology {
    fn default() -> Self {
        Self {
            declare: Declare::Create,
            articles_exchange: "news.articles".into(),
            articles_binding: "#".into(),
            articles_queue: "quotewire.articles".into(),
            dead_letter_exchange: "quotewire.dlx".into(),
            dead_letter_queue: "quotewire.articles.dlq".into(),
            parked_queue: "quotewire.articles.parked".into(),
            events_exchange: "news.events".into(),
            unrouted: "news.events.unrouted".into(),
            delivery_limit: 20,
        }
    }
}

/// `[input]`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Input {
    /// Messages in flight at most, 1–65535; fewer where so many do not fit into `byte_budget`.
    pub prefetch: u16,
    /// Bytes of messages in flight and read ahead at most: prefetch alone does not bound memory.
    pub byte_budget: u64,
    /// `auto`, or the name of the one format that comes in.
    pub format: String,
    /// Carry members that were not understood through to the event.
    pub passthrough: bool,
}

impl Default for Input {
    fn default() -> Self {
        Self { prefetch: 256, byte_budget: 64 << 20, format: "auto".into(), passthrough: false }
    }
}

/// How much is spent on an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[derive(clap::ValueEnum)]
pub enum Tier {
    /// Rules and the linear tagger.
    Fast,
    /// The encoder reads the sentences that are worth it.
    Cascade,
    /// The encoder reads every sentence.
    Accurate,
}

/// What the models were trained on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[derive(clap::ValueEnum)]
pub enum Model {
    /// All that is listed in models/PROVENANCE.md.
    Default,
    /// Openly licensed text alone.
    Open,
}

/// `[extraction]`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Extraction {
    /// `fast`, `cascade` or `accurate`.
    pub tier: Tier,
    /// `default` or `open`.
    pub model: Model,
    /// Words of an article that the encoder reads at most.
    pub encoder_words: usize,
}

impl Default for Extraction {
    fn default() -> Self {
        Self { tier: Tier::Cascade, model: Model::Default, encoder_words: 10_000 }
    }
}

/// How much of the event is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Detail {
    /// Everything.
    #[default]
    Full,
    /// Without the text itself.
    Compact,
}

/// Which units spans are given in beside code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExtraOffsets {
    /// UTF-16 code units.
    Utf16,
    /// UTF-8 bytes.
    Utf8,
}

/// How the event is wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The event is the body, CloudEvents attributes are headers.
    #[default]
    Binary,
    /// One CloudEvents JSON document.
    Structured,
}

/// `[output]`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Output {
    /// `binary` or `structured`.
    pub mode: Mode,
    /// Put before the name of each CloudEvents attribute.
    pub header_prefix: String,
    /// `full` or `compact`.
    pub detail: Detail,
    /// Units beside code points.
    pub offsets: Vec<ExtraOffsets>,
    /// Also publish one `news.quote.extracted.v1` per quote.
    pub quotes: bool,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            mode: Mode::Binary,
            header_prefix: "cloudEvents_".into(),
            detail: Detail::Full,
            offsets: Vec::new(),
            quotes: false,
        }
    }
}

/// `[retry]`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Retry {
    /// Pause before attempt 2, 3, … in seconds; after the last one the article is dead-lettered. One queue per value, because RabbitMQ
    /// only expires the head of a queue.
    pub delays_seconds: Vec<u64>,
}

impl Default for Retry {
    fn default() -> Self {
        Self { delays_seconds: vec![5, 30, 300, 3600] }
    }
}

/// `[limits]`: what is larger is dead-lettered with the reason.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one message as it comes in.
    pub body_bytes: u64,
    /// Bytes after decompression.
    pub decoded_bytes: u64,
    /// Decompressed bytes per compressed byte.
    pub ratio: u64,
    /// Nesting of JSON.
    pub depth: usize,
    /// Articles in one batch message.
    pub batch: usize,
    /// Seconds that one article may take.
    pub article_seconds: u64,
    /// Bytes of address space for an article that may have killed a worker; it is enriched in a process of its own.
    pub suspect_memory_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 10_000_000,
            decoded_bytes: 16_000_000,
            ratio: 100,
            depth: 127,
            batch: 1000,
            article_seconds: 10,
            suspect_memory_bytes: 1 << 30,
        }
    }
}

/// `[worker]`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Worker {
    /// Threads that enrich; 0 = one per core.
    pub threads: usize,
    /// Bytes of memory that extraction may take at once, with the events it made until they are confirmed.
    pub memory_bytes: u64,
    /// Seconds between SIGTERM and giving up on what is in flight.
    pub drain_seconds: u64,
    /// Seconds without a confirm, while not blocked, until the publishing connection is made anew.
    pub confirm_seconds: u64,
    /// Seconds to wait for the broker at the start; 0 = for ever.
    pub startup_seconds: u64,
    /// Folder for the crash journal, a file of 32 KiB per worker; empty = no journal.
    pub state_folder: Option<PathBuf>,
}

impl Default for Worker {
    fn default() -> Self {
        Self {
            threads: 0,
            memory_bytes: 256 << 20,
            drain_seconds: 25,
            confirm_seconds: 30,
            startup_seconds: 0,
            state_folder: None,
        }
    }
}

/// `[http]`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Where `/healthz`, `/readyz` and `/metrics` listen; empty = nowhere.
    #[serde(deserialize_with = "address", serialize_with = "address_or_empty")]
    #[schemars(with = "String")]
    pub address: Option<SocketAddr>,
}

impl Default for Http {
    fn default() -> Self {
        Self { address: Some(([127, 0, 0, 1], 8080).into()) }
    }
}

fn address<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    let wrong =
        |error| serde::de::Error::custom(format!("{text:?}: {error}: give an address and a port (127.0.0.1:8080)"));
    text.parse().map(Some).map_err(wrong)
}

#[expect(clippy::ref_option, reason = "serde hands the field over as it is")]
fn address_or_empty<S: serde::Serializer>(address: &Option<SocketAddr>, serializer: S) -> Result<S::Ok, S::Error> {
    match address {
        Some(address) => serializer.collect_str(address),
        None => serializer.serialize_str(""),
    }
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[derive(clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl LogFormat {
    /// As in a settings file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }
}

/// `[log]`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// `text` or `json`.
    pub format: LogFormat,
    /// A tracing filter: `info`, `quotewire=debug,lapin=error`.
    pub filter: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info,lapin=error".into() }
    }
}
