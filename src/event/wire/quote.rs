//! Who said what, on the wire.

use super::span::Span;
use super::words::{Form, FragmentReason, Medium, Polarity, SpeakerKind, Stance, Via};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Someone who is quoted, named or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// `s1`, `s2` … by first quote; local to the event.
    #[schemars(regex(pattern = "^s[0-9]+$"))]
    pub id: String,
    /// What it is.
    pub kind: SpeakerKind,
    /// The entity, if it is named in the article.
    #[schemars(regex(pattern = "^e[0-9]+$"))]
    pub entity: Option<String>,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// How the article describes a speaker without a name, verbatim.
    pub description: Option<String>,
    /// The entities named in that description.
    pub affiliation: Vec<String>,
    /// The words that say why there is no name, verbatim.
    pub anonymity: Option<String>,
    /// Number of quotes.
    pub quotes: usize,
    /// Words in these quotes.
    pub words: usize,
}

/// One thing that was said, by whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// `q1`, `q2` … by position; local to the event.
    #[schemars(regex(pattern = "^q[0-9]+$"))]
    pub id: String,
    /// Direct, indirect or mixed.
    pub form: Form,
    /// Spoken, written, thought.
    pub medium: Medium,
    /// The contents joined by a space.
    pub text: String,
    /// What was said, without the quotation marks around it and without a "that" before it; several where the cue splits the quote or
    /// it runs over paragraphs.
    #[schemars(length(min = 1))]
    pub contents: Vec<Content>,
    /// The words that report; `null` where only marks or layout do.
    pub cue: Option<Cue>,
    /// Who said it.
    pub speaker: Attribution,
    /// To whom: "told Radio Alder".
    pub addressee: Option<Addressee>,
    /// 0 = the article says that it was said; 1 = inside another quote, and so on.
    pub depth: u8,
    /// The quote around it.
    pub parent: Option<String>,
    /// The attributions of the quotes around it, outermost first.
    pub chain: Vec<Outer>,
    /// Whether the speaker stands by the content.
    pub polarity: Polarity,
    /// The paragraph of its field that it begins in, from 0.
    pub paragraph: usize,
    /// The entities mentioned in it.
    pub about: Vec<String>,
    /// First 64 bits of the SHA-256 of the quote in NFKC, lower case, every run of other than letters and digits one space: joins the
    /// same quote over articles.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    pub fingerprint: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// The rule that found it.
    pub rule: String,
}

/// A stretch of what was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// Whether it stands between quotation marks.
    pub verbatim: bool,
    /// The marks around it; one mark where the paragraph ends before the closing one.
    pub marks: Option<String>,
}

/// The words that report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cue {
    /// Where they stand.
    #[serde(flatten)]
    pub span: Span,
    /// Base form: "say".
    pub lemma: String,
    /// The reporter's distance.
    pub stance: Stance,
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attribution {
    /// The speaker; `null` = not known.
    #[schemars(regex(pattern = "^s[0-9]+$"))]
    pub r#ref: Option<String>,
    /// Those who say it together with `ref`, in text order; left out where one speaks alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// The source as written: a name with its title, a pronoun, a description.
    pub mention: Option<Span>,
    /// How the speaker was found.
    pub via: Via,
    /// Other speakers that were considered, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
}

/// Someone else who might have said it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    /// The speaker.
    #[schemars(regex(pattern = "^s[0-9]+$"))]
    pub r#ref: String,
    /// How likely.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence: f64,
}

/// To whom it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Addressee {
    /// Who that is, if named.
    #[schemars(regex(pattern = "^e[0-9]+$"))]
    pub entity: Option<String>,
    /// As written.
    pub mention: Span,
}

/// The attribution of a quote further out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outer {
    /// Its speaker; `null` = not known.
    #[schemars(regex(pattern = "^s[0-9]+$"))]
    pub r#ref: Option<String>,
    /// Its cue.
    pub cue: Option<Span>,
    /// Its source as written.
    pub mention: Option<Span>,
}

/// How sure a quote is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Confidence {
    /// That this was said.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub content: f64,
    /// That the speaker is right.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub speaker: f64,
}

/// Words in quotation marks that nobody said here: a title, a nickname, a scare quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fragment {
    /// Where they stand, without the marks.
    #[serde(flatten)]
    pub span: Span,
    /// Why they are no quote.
    pub reason: FragmentReason,
}

/// A refusal to comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoComment {
    /// The words that say so.
    #[serde(flatten)]
    pub span: Span,
    /// Who said nothing.
    #[schemars(regex(pattern = "^s[0-9]+$"))]
    pub speaker: Option<String>,
}
