//! What the event says of the article itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The article as it was published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleFacts {
    /// The publisher's id; the URL, the message id or a hash of the text where the input had none.
    pub id: String,
    /// The revision, if the publisher counts them.
    pub version: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its canonical address.
    pub canonical_url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// The author line as written.
    pub byline: Option<String>,
    /// Author names.
    pub authors: Vec<String>,
    /// Who published it.
    pub publisher: Option<Publisher>,
    /// The wire agency in the dateline, as written.
    pub agency: Option<String>,
    /// The place in the dateline, as written.
    pub located: Option<String>,
    /// RFC 3339, UTC.
    #[schemars(extend("format" = "date-time"))]
    pub published_at: Option<String>,
    /// RFC 3339, UTC.
    #[schemars(extend("format" = "date-time"))]
    pub modified_at: Option<String>,
    /// Its language.
    pub language: Language,
    /// Members of the input that were not understood, untouched; only with `input.passthrough`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, Value>,
}

/// Who published an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Publisher {
    /// As the input names it.
    pub name: Option<String>,
    /// Host of the article's URL, without `www.`.
    pub domain: Option<String>,
}

/// The language as told and as found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Language {
    /// BCP 47, as the input had it.
    pub declared: Option<String>,
    /// BCP 47, as the text reads. Only English is recognised; `null` = not told.
    pub detected: Option<String>,
    /// How sure `detected` is.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence: f64,
}

/// The texts that all spans count in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// The exact strings; left out with `output.detail = "compact"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Fields>,
    /// SHA-256 of each field's UTF-8 bytes, in hexadecimal: lets a consumer check its own copy before it uses offsets.
    pub sha256: Hashes,
    /// What was done to the input's text before offsets count in it: `bom_removed`, `charset_decoded`, `html_to_text`, `crlf_to_lf`,
    /// `title_from_first_line`. Empty = nothing.
    pub transforms: Vec<String>,
}

/// The text by field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fields {
    /// The headline; empty where there is none.
    pub title: String,
    /// Everything else.
    pub body: String,
}

/// A hash by field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hashes {
    /// Of the headline.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub title: String,
    /// Of the body.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub body: String,
}
