//! What a caller can choose, and what it tells of the delivery.

use crate::text::OffsetUnit;
use std::collections::BTreeMap;

/// How much of the event is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Everything.
    #[default]
    Full,
    /// Without the text itself.
    Compact,
}

/// How the event is wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The event is the body, CloudEvents attributes are headers.
    #[default]
    Binary,
    /// One CloudEvents JSON document.
    Structured,
}

/// What is written, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmitOptions {
    /// With or without the text.
    pub detail: Detail,
    /// Units of offsets beside code points.
    pub offsets: Vec<OffsetUnit>,
    /// Binary or structured.
    pub mode: Mode,
    /// Put before the name of each CloudEvents header.
    pub header_prefix: String,
    /// Also one event per quote.
    pub quotes: bool,
    /// CloudEvents `source`: a URI reference that tells one stream of events from another.
    pub source: String,
}

impl Default for EmitOptions {
    fn default() -> Self {
        Self {
            detail: Detail::Full,
            offsets: Vec::new(),
            mode: Mode::Binary,
            header_prefix: "cloudEvents_".into(),
            quotes: false,
            source: "/quotewire".into(),
        }
    }
}

/// What the caller knows of the message that the article came in. All of it goes to `processing` or into headers, never into ids or
/// hashes; what is `None` is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryFacts {
    /// From 1.
    pub attempt: Option<u32>,
    /// RFC 3339, UTC.
    pub received_at: Option<String>,
    /// RFC 3339, UTC. Also the CloudEvents `time`.
    pub started_at: Option<String>,
    /// From bytes to event.
    pub duration_us: Option<u64>,
    /// Of that, what each stage took.
    pub stages_us: BTreeMap<String, u64>,
    /// Size of the message.
    pub bytes: Option<u64>,
    /// Its content type.
    pub content_type: Option<String>,
    /// Its id; becomes the CloudEvents `causationid`.
    pub message_id: Option<String>,
    /// Its correlation id; becomes ours, else its message id does.
    pub correlation_id: Option<String>,
    /// The queue that it was read from.
    pub queue: Option<String>,
    /// The exchange that it was published to.
    pub exchange: Option<String>,
    /// The key that it was published with.
    pub routing_key: Option<String>,
    /// Whether the broker had delivered it before.
    pub redelivered: Option<bool>,
}
