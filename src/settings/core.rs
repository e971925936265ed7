//! What the settings mean to others: options for the core, which knows no settings, and a schema for editors.

use super::Settings;
use super::sections::{self, ExtraOffsets, Extraction, Limits, Output};
use crate::article::DecodeLimits;
use crate::enrich::{self, Enricher, Training};
use crate::event::{Detail, EmitOptions, Mode};
use crate::text::OffsetUnit;

impl Settings {
    /// JSON Schema of the settings file.
    pub fn schema() -> serde_json::Value {
        crate::event::read_schema::<Self>("urn:quotewire:schema:settings:1")
    }
}

impl Limits {
    /// What the decoder refuses.
    pub fn decode(&self) -> DecodeLimits {
        DecodeLimits {
            body_bytes: self.body_bytes,
            decoded_bytes: self.decoded_bytes,
            ratio: self.ratio,
            depth: self.depth,
            batch: self.batch,
        }
    }
}

impl Output {
    /// How events are written; `source` is their CloudEvents source.
    pub fn emit(&self, source: impl Into<String>) -> EmitOptions {
        EmitOptions {
            detail: match self.detail {
                sections::Detail::Full => Detail::Full,
                sections::Detail::Compact => Detail::Compact,
            },
            offsets: self.offsets.iter().copied().map(OffsetUnit::from).collect(),
            mode: match self.mode {
                sections::Mode::Binary => Mode::Binary,
                sections::Mode::Structured => Mode::Structured,
            },
            header_prefix: self.header_prefix.clone(),
            quotes: self.quotes,
            source: source.into(),
        }
    }
}

impl Extraction {
    /// What finds names and quotes.
    pub fn enricher(&self) -> Enricher {
        Enricher::new(enrich::Extraction {
            tier: match self.tier {
                sections::Tier::Fast => enrich::Tier::Fast,
                sections::Tier::Cascade => enrich::Tier::Cascade,
                sections::Tier::Accurate => enrich::Tier::Accurate,
            },
            training: match self.model {
                sections::Model::Default => Training::All,
                sections::Model::Open => Training::Open,
            },
            encoder_words: self.encoder_words,
        })
    }
}

impl From<ExtraOffsets> for OffsetUnit {
    fn from(unit: ExtraOffsets) -> Self {
        match unit {
            ExtraOffsets::Utf16 => Self::Utf16,
            ExtraOffsets::Utf8 => Self::Utf8,
        }
    }
}
