//! Our own shape, and every object that has a text under a usual name.

use super::super::Article;
use super::super::error::DecodeError;
use super::Members;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The native article: what to send if you can choose. Only `body` is needed; other members are ignored, or carried through with
/// `input.passthrough`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
pub struct NativeArticle {
    /// Your id of the article. Without it the URL, the message id or a hash of the text is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Headline. Also read: `headline`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The text, a paragraph a line. Also read: `text`, `content`.
    pub body: String,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Name of the publisher. Also read: `publisher`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Author names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<String>,
    /// BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Your count of revisions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

pub(super) fn read(members: &mut Members) -> Result<Article, DecodeError> {
    let mut article = Article {
        id: members.id(&["id"])?.unwrap_or_default(),
        version: members.id(&["version"])?,
        title: members.text(&["title", "headline"])?.unwrap_or_default(),
        body: members.text(&["body", "text", "content"])?.unwrap_or_default(),
        ..Article::default()
    };
    if article.body.trim().is_empty() {
        // A headline alone is no article of ours; the caller says what was looked for.
        article.title.clear();
    }
    members.common(&mut article);
    Ok(article)
}
