//! Who and what is named, on the wire.

use super::span::Span;
use super::words::{EntityType, MentionKind, Pronoun};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A person, organisation, place … with all its mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// `e1`, `e2` … by first mention; local to the event.
    #[schemars(regex(pattern = "^e[0-9]+$"))]
    pub id: String,
    /// What it is.
    pub r#type: EntityType,
    /// A finer type: `country`, `city`, `media`, `government`, `nationality` …
    pub subtype: Option<String>,
    /// The longest proper form in the article.
    pub name: String,
    /// All surface forms, in order of appearance, each once.
    pub forms: Vec<String>,
    /// What a person is, as written: title, apposition, or what a clause says; of "the country's mayor" the country is told by name.
    pub role: Option<String>,
    /// The third person pronoun used for it.
    pub pronoun: Option<Pronoun>,
    /// Every place where it is referred to, in text order.
    #[schemars(length(min = 1))]
    pub mentions: Vec<Mention>,
    /// Number of mentions.
    #[schemars(range(min = 1))]
    pub count: usize,
    /// Weight in the article; all of them together sum to at most 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub salience: f64,
    /// How sure it is that this is an entity of this type.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence: f64,
    /// Identifiers in public registers; none rather than a guess.
    pub links: Vec<Link>,
}

/// One place where an entity is referred to: without title, determiner or possessive `'s`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// How it refers.
    pub kind: MentionKind,
}

/// An identifier in a public register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// `wikidata`, `geonames`, `iso3166`, `iptc`, `lei` …
    pub scheme: String,
    /// The identifier in that scheme.
    pub id: String,
    /// As an address, where the scheme has one.
    pub uri: Option<String>,
    /// How sure the link is.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence: f64,
}
