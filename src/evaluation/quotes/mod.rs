//! How well quotes and their speakers are found.
//!
//! Two protocols, because corpora differ: `content` for quotes whose contents must be exactly right and whose source is compared as written (PolNeAR, GUM,
//! hard cases), `speakers` for articles in which every speaker is resolved (VOA, the project's own).

pub mod calibration;
pub mod content;
pub mod found;
pub mod measure;
pub mod sheet;
pub mod speakers;
mod speech;
mod words;

pub use sheet::Sheet;

/// What became of one quote that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// Its place among the quotes found in the article.
    pub quote: usize,
    /// The rule that found it.
    pub rule: &'static str,
    /// How sure the content was.
    pub content_confidence: f32,
    /// How sure the speaker was.
    pub speaker_confidence: f32,
    /// Whether it is one: at least half of the words are shared.
    pub right: bool,
    /// Whether its speaker is right; `None` if it is no quote.
    pub speaker_right: Option<bool>,
    /// Whether the speaker has the name that the corpus gives; `None` where it gives none.
    pub named_right: Option<bool>,
}
