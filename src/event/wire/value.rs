//! Dates, times, sums and measures, on the wire.

use super::span::Span;
use super::words::ValueType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Some words with what they come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// Where they stand.
    #[serde(flatten)]
    pub span: Span,
    /// What they are.
    pub r#type: ValueType,
    /// ISO 8601 of dates and times (`2024-05-03`, `2024-05`, `2024-W19`, `--05-03`, `198X`, `16:30`), reckoned from the day of publication; a
    /// plain decimal number of all others. `null` = not known.
    pub value: Option<String>,
    /// The currency (ISO 4217; the sign or word where that leaves a choice), the unit in the singular, the time zone as written.
    pub unit: Option<String>,
}
