//! The members of a JSON object, taken one by one, so that what nobody understood is left.

use super::super::decode::kind_of;
use super::super::error::{DecodeError, DecodeErrorKind};
use super::super::{Article, dates};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Most members that an error lists.
const LISTED: usize = 20;

/// An object under reading.
pub(in super::super) struct Members {
    object: Map<String, Value>,
    names: Vec<String>,
}

impl Members {
    pub(in super::super) fn new(object: Map<String, Value>) -> Self {
        let names = object.keys().take(LISTED).cloned().collect();
        Self { object, names }
    }

    /// The names of the members as they came.
    pub(super) fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    /// What nobody took.
    pub(in super::super) fn rest(&mut self) -> BTreeMap<String, Value> {
        std::mem::take(&mut self.object).into_iter().collect()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.object.get(name).is_some_and(|value| !value.is_null())
    }

    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.object.keys().map(String::as_str)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.object.get(name)
    }

    /// The first of `names` that is there, taken out.
    pub(super) fn take(&mut self, names: &[&str]) -> Option<(String, Value)> {
        let name = names.iter().find(|name| self.has(name))?;
        self.object.shift_remove(*name).map(|value| ((*name).to_owned(), value))
    }

    /// A text member: a string, or a number where `numbers` are text too (ids, versions).
    pub(super) fn text(&mut self, names: &[&str]) -> Result<Option<String>, DecodeError> {
        match self.take(names) {
            None => Ok(None),
            Some((_, Value::String(text))) => Ok(Some(text)),
            Some((name, other)) => {
                Err(DecodeErrorKind::Schema { reason: format!("expected a string, found {}", kind_of(&other)) }
                    .at(name))
            }
        }
    }

    /// An id: a string or a number.
    pub(super) fn id(&mut self, names: &[&str]) -> Result<Option<String>, DecodeError> {
        match self.take(names) {
            None => Ok(None),
            Some((_, Value::String(text))) => Ok(Some(text).filter(|text| !text.is_empty())),
            Some((_, Value::Number(number))) => Ok(Some(number.to_string())),
            Some((name, other)) => Err(DecodeErrorKind::Schema {
                reason: format!("expected a string or a number, found {}", kind_of(&other)),
            }
            .at(name)),
        }
    }

    /// A member that is nice to have: a string, or the `name` of an object or of the first object of an array.
    pub(super) fn name_of(&mut self, names: &[&str]) -> Option<String> {
        self.take(names).and_then(|(_, value)| named(&value)).filter(|name| !name.trim().is_empty())
    }

    /// The fields that most formats share, under any of their usual names.
    pub(super) fn common(&mut self, article: &mut Article) {
        article.url = self.name_of(&["url", "link"]);
        article.canonical_url = self.name_of(&["canonical_url", "canonical_link"]);
        article.language = self
            .name_of(&["language", "lang", "inLanguage", "humanLanguage", "meta_lang"])
            .and_then(|code| language(&code));
        article.publisher = self.name_of(&["publisher", "source", "sitename", "source_name", "name_source"]);
        self.authors(article);
        const PUBLISHED: &[&str] = &[
            "published_at",
            "published_date",
            "publishedAt",
            "publish_date",
            "date_publish",
            "datePublished",
            "firstCreated",
            "firstcreated",
            "dateTime",
            "pub_date",
            "versionCreated",
            "versioncreated",
        ];
        article.published_at = self.time(PUBLISHED, article);
        article.modified_at = self.time(
            &[
                "modified_at",
                "dateModified",
                "date_modify",
                "contentModified",
                "contentmodified",
                "versionCreated",
                "versioncreated",
            ],
            article,
        );
    }

    fn authors(&mut self, article: &mut Article) {
        article.byline = self.name_of(&["byline", "by"]);
        article.authors = match self.take(&["authors", "author", "creator"]) {
            Some((_, Value::Array(list))) => list.iter().filter_map(named).collect(),
            Some((_, value)) => named(&value).into_iter().collect(),
            None => Vec::new(),
        };
    }

    fn time(&mut self, names: &[&str], article: &mut Article) -> Option<String> {
        let (name, value) = self.take(names)?;
        let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let utc = dates::to_utc(&written);
        if utc.is_none() {
            let shown: String = written.chars().take(40).collect();
            article.warn("W103", format!("{name} is no time that is understood: {shown:?}"));
        }
        utc
    }
}

/// A string, or what an object calls its name.
pub(super) fn named(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => {
            ["name", "value", "@id"].iter().find_map(|key| object.get(*key)?.as_str()).map(str::to_owned)
        }
        Value::Array(list) => list.first().and_then(named),
        _ => None,
    }
}

/// BCP 47 from what publishers write: `EN`, `eng`, `en_GB`, `English`.
fn language(code: &str) -> Option<String> {
    let code = code.trim().replace('_', "-").to_ascii_lowercase();
    let mut parts = code.splitn(2, '-');
    let primary = parts.next()?;
    let short = match primary {
        "eng" | "english" => "en",
        "deu" | "ger" | "german" => "de",
        "fra" | "fre" | "french" => "fr",
        "spa" | "spanish" => "es",
        "ita" | "italian" => "it",
        "por" | "portuguese" => "pt",
        "rus" | "russian" => "ru",
        "ukr" | "ukrainian" => "uk",
        "ara" | "arabic" => "ar",
        "zho" | "chi" | "chinese" => "zh",
        other if (2..=3).contains(&other.len()) && other.bytes().all(|byte| byte.is_ascii_alphabetic()) => other,
        _ => return None,
    };
    Some(match parts.next() {
        Some(region) if region.len() == 2 => format!("{short}-{}", region.to_ascii_uppercase()),
        Some(rest) => format!("{short}-{rest}"),
        None => short.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn language_codes_become_bcp_47() {
        for (written, want) in [
            ("EN", Some("en")),
            ("eng", Some("en")),
            ("en_gb", Some("en-GB")),
            ("zh-hans", Some("zh-hans")),
            ("?", None),
        ] {
            assert_eq!(language(written).as_deref(), want);
        }
    }
}
