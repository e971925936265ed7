//! Bytes → articles: size, compression, charset, shape, format.

use super::error::{DecodeError, DecodeErrorKind};
use super::formats::{self, Members, text};
use super::{Article, Warning, charset, compression, depth, wrappers};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the message says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// `application/json; charset=utf-8`
    pub content_type: Option<&'a str>,
    /// `gzip`
    pub content_encoding: Option<&'a str>,
    /// The id of the message: the article's id where it has none.
    pub message_id: Option<&'a str>,
    /// String headers, for the attributes of a CloudEvent in binary mode (`cloudEvents_id`, `ce-id`).
    pub headers: Option<&'a BTreeMap<String, String>>,
}

/// What is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeLimits {
    /// Bytes as they come in.
    pub body_bytes: u64,
    /// Bytes after decompression.
    pub decoded_bytes: u64,
    /// Decompressed bytes per compressed byte.
    pub ratio: u64,
    /// Levels of nesting in JSON; at most 127, where the parser itself stops.
    pub depth: usize,
    /// Articles in one message.
    pub batch: usize,
}

impl Default for DecodeLimits {
    fn default() -> Self {
        Self { body_bytes: 10_000_000, decoded_bytes: 16_000_000, ratio: 100, depth: 127, batch: 1000 }
    }
}

/// Decodes messages.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    limits: DecodeLimits,
    format: Option<&'static str>,
    passthrough: bool,
}

impl Decoder {
    /// A decoder for `format` (a name of [`formats::NAMES`]), or for all of them with `auto`.
    ///
    /// # Errors
    /// With the list of formats, if there is none of that name.
    pub fn new(limits: DecodeLimits, format: &str, passthrough: bool) -> Result<Self, String> {
        let chosen = formats::NAMES.iter().copied().find(|name| *name == format);
        if chosen.is_none() && format != "auto" {
            return Err(format!("unknown input format {format:?}: expected auto, {}", formats::NAMES.join(", ")));
        }
        Ok(Self { limits, format: chosen, passthrough })
    }

    /// So many bytes are read of `bytes` at most, once they are decompressed.
    pub fn most(&self, bytes: &[u8], hints: &Hints<'_>) -> u64 {
        compression::most(bytes, hints.content_encoding, &self.limits)
    }

    /// Reads `bytes`. A batch gives several articles, everything else one.
    ///
    /// # Errors
    /// If any article in it cannot be read: a message is read whole or not at all.
    pub fn decode(&self, bytes: &[u8], hints: &Hints<'_>) -> Result<Vec<Article>, DecodeError> {
        if bytes.len() as u64 > self.limits.body_bytes {
            let (found, limit) = (bytes.len() as u64, self.limits.body_bytes);
            return Err(DecodeErrorKind::TooLarge { found, limit, setting: "limits.body_bytes" }.into());
        }
        let (bytes, compression) = compression::expand(bytes, hints.content_encoding, &self.limits)?;
        let media = MediaType::parse(hints.content_type);
        let decoded = charset::decode(&bytes, media.charset)?;
        if decoded.text.trim().is_empty() {
            return Err(DecodeErrorKind::Empty.into());
        }
        let mut articles = self.read(&decoded.text, &media, hints)?;
        for article in &mut articles {
            let encodings = compression.iter().map(|(name, _)| *name);
            article.format.wrappers.splice(0..0, encodings);
            article.transforms.splice(0..0, decoded.transforms.iter().copied());
            if let Some((name, false)) = compression {
                article.warn("W101", format!("body is {name} though content_encoding does not say so"));
            }
            if let Some(message) = &decoded.warning {
                article.warnings.push(Warning { code: "W102", message: message.clone() });
            }
            finish(article, hints.message_id);
        }
        Ok(articles)
    }

    fn read(&self, text: &str, media: &MediaType<'_>, hints: &Hints<'_>) -> Result<Vec<Article>, DecodeError> {
        if self.format == Some("text") || self.format.is_none() && media.is_text() {
            return Ok(vec![text::read(text)]);
        }
        if let Some(found) = media.unreadable() {
            return Err(DecodeErrorKind::MediaType { found }.into());
        }
        let looks_like_json = text.trim_start().starts_with(['{', '[']);
        if self.format.is_none() && !media.is_json() && !looks_like_json {
            if text.trim_start().starts_with("<!") || text.trim_start().starts_with("<html") {
                return Err(DecodeErrorKind::MediaType { found: "text/html (by its look)".into() }.into());
            }
            return Ok(vec![text::read(text)]);
        }
        if depth::exceeds(text, self.limits.depth) {
            return Err(DecodeErrorKind::Depth { limit: self.limits.depth }.into());
        }
        let found = wrappers::unwrap(text, media.is_ndjson(), self.limits.batch)?;
        found.into_iter().map(|element| self.read_element(element, hints)).collect()
    }

    fn read_element(&self, element: wrappers::Element, hints: &Hints<'_>) -> Result<Article, DecodeError> {
        let at = element.path.clone();
        let place = |error: DecodeError| match &at {
            Some(at) => error.inside(at),
            None => error,
        };
        let envelope = element.envelope_id.clone().or_else(|| event_id(hints));
        let mut article = match element.value {
            Value::String(body) => text::read(&body),
            Value::Object(object) => {
                let mut members = Members::new(object);
                let mut article = formats::read(&mut members, self.format).map_err(place)?;
                if self.passthrough {
                    article.extra = members.rest();
                }
                article
            }
            other => {
                return Err(place(
                    DecodeErrorKind::Schema {
                        reason: format!("expected an article object, found {}", kind_of(&other)),
                    }
                    .into(),
                ));
            }
        };
        if article.id.is_empty() {
            article.id = envelope.unwrap_or_default();
        }
        let binary = event_id(hints).is_some() && !element.wrappers.contains(&"cloudevents");
        article.format.wrappers = binary.then_some("cloudevents").into_iter().chain(element.wrappers).collect();
        Ok(article)
    }
}

/// The id of a CloudEvent in binary mode.
fn event_id(hints: &Hints<'_>) -> Option<String> {
    let headers = hints.headers?;
    ["cloudEvents_id", "cloudEvents:id", "ce-id", "ce_id"].iter().find_map(|name| headers.get(*name)).cloned()
}

/// Line breaks as one character, an id if there is none.
fn finish(article: &mut Article, message_id: Option<&str>) {
    if article.title.contains('\r') || article.body.contains('\r') {
        article.title = unify_breaks(&article.title);
        article.body = unify_breaks(&article.body);
        article.transforms.push("crlf_to_lf");
    }
    // A title is one line: the offsets in it and the paragraphs behind it depend on that.
    if article.title.contains('\n') {
        article.title = article.title.replace('\n', " ");
    }
    if article.id.is_empty() {
        article.id = article.url.clone().or_else(|| message_id.map(str::to_owned)).unwrap_or_else(|| text_id(article));
    }
}

fn unify_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn text_id(article: &Article) -> String {
    use std::fmt::Write;
    let digest = Sha256::new().chain_update(&article.title).chain_update([0]).chain_update(&article.body).finalize();
    digest.iter().take(16).fold("sha256:".to_owned(), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

/// What a JSON value is, in words.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

struct MediaType<'a> {
    name: String,
    charset: Option<&'a str>,
}

impl<'a> MediaType<'a> {
    fn parse(content_type: Option<&'a str>) -> Self {
        let mut parts = content_type.unwrap_or_default().split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.eq_ignore_ascii_case("charset").then(|| value.trim_matches('"'))
        });
        Self { name, charset }
    }

    fn is_text(&self) -> bool {
        self.name == "text/plain"
    }

    fn is_json(&self) -> bool {
        self.name.ends_with("json")
    }

    fn is_ndjson(&self) -> bool {
        matches!(
            self.name.as_str(),
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines"
        )
    }

    /// The name, if it stands for something that is no article here. An unknown type is read by its shape.
    fn unreadable(&self) -> Option<String> {
        let name = self.name.as_str();
        let markup =
            matches!(name, "text/html" | "application/xhtml+xml" | "application/xml" | "text/xml" | "application/pdf");
        let media = ["image/", "audio/", "video/", "multipart/"].iter().any(|start| name.starts_with(start));
        (markup || media).then(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(bytes: &[u8], content_type: &str) -> Result<Vec<Article>, DecodeError> {
        let hints = Hints {
            content_type: Some(content_type).filter(|name| !name.is_empty()),
            message_id: Some("m-1"),
            ..Hints::default()
        };
        Decoder::default().decode(bytes, &hints)
    }

    /// `want`: (format with wrappers, id, title, body)
    #[track_caller]
    fn check(bytes: &str, content_type: &str, want: &[(&str, &str, &str, &str)]) {
        let articles = decode(bytes.as_bytes(), content_type).expect("an article");
        let names: Vec<String> =
            articles.iter().map(|a| [&a.format.wrappers[..], &[a.format.name]].concat().join(" ")).collect();
        let got: Vec<_> = articles
            .iter()
            .zip(&names)
            .map(|(a, name)| (name.as_str(), a.id.as_str(), a.title.as_str(), a.body.as_str()))
            .collect();
        assert_eq!(got, want);
    }

    #[track_caller]
    fn check_error(bytes: &[u8], content_type: &str, class: &str, says: &str) {
        let error = decode(bytes, content_type).expect_err("no article");
        assert_eq!(error.kind.class(), class, "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }

    #[test]
    fn detection_goes_by_type_then_by_shape() {
        check(r#"{"id":"a","title":"T","body":"B"}"#, "application/json", &[("native", "a", "T", "B")]);
        check(r#"{"id":"a","title":"T","body":"B"}"#, "", &[("native", "a", "T", "B")]);
        check(r#"{"id":"a"}"#, "text/plain", &[("text", "m-1", "", r#"{"id":"a"}"#)]);
        check("Bridge shut\nThe bridge is shut.", "", &[("text", "m-1", "Bridge shut", "The bridge is shut.")]);
    }

    #[test]
    fn wrappers_are_taken_off() {
        check(
            r#"[{"id":"a","body":"A"},{"id":"b","body":"B"}]"#,
            "",
            &[("batch native", "a", "", "A"), ("batch native", "b", "", "B")],
        );
        check(
            "{\"id\":\"a\",\"body\":\"A\"}\n\n{\"id\":\"b\",\"body\":\"B\"}\n",
            "application/x-ndjson",
            &[("ndjson native", "a", "", "A"), ("ndjson native", "b", "", "B")],
        );
        let event = r#"{"specversion":"1.0","id":"e-1","source":"/x","type":"t","data":{"title":"T","body":"B"}}"#;
        check(event, "application/cloudevents+json", &[("cloudevents native", "e-1", "T", "B")]);
        check(event, "", &[("cloudevents native", "e-1", "T", "B")]);
    }

    #[test]
    fn errors_name_their_kind_and_place() {
        check_error(b"", "", "empty", "no body");
        check_error(b"<!doctype html>", "application/json", "invalid_json", "HTML");
        check_error(b"{\"id\":1,", "application/json", "invalid_json", "line 1 column");
        check_error(br#"[{"id":"a","body":"A"},{"id":"b"}]"#, "", "no_text", "[1]");
        check_error(br#"{"id":"a","title":7,"body":"A"}"#, "", "schema", "title: expected a string, found a number");
        check_error(br#"{"href":"a","ts":1}"#, "", "no_text", "Members seen: href, ts");
        check_error(b"\"\\ud800\"", "application/json", "invalid_json", "");
        check_error(&vec![b'['; 100_000], "application/json", "too_deep", "127");
        check_error(b"<p>x</p>", "text/html", "unsupported_media_type", "text/html");
        check_error(&vec![b'x'; 10_000_001], "", "too_large", "limits.body_bytes");
    }

    #[test]
    fn line_breaks_are_one_character_and_a_title_is_one_line() {
        let articles = decode(br#"{"id":"a","title":"One\nTwo","body":"A\r\nB"}"#, "").expect("an article");
        assert_eq!((articles[0].title.as_str(), articles[0].body.as_str()), ("One Two", "A\nB"));
        assert_eq!(articles[0].transforms, ["crlf_to_lf"]);
    }

    #[test]
    fn an_article_without_id_takes_what_is_left() {
        let read = |bytes: &str, hints: &Hints<'_>| {
            Decoder::default().decode(bytes.as_bytes(), hints).expect("an article")[0].id.clone()
        };
        assert_eq!(read(r#"{"url":"https://a.example/1","body":"B"}"#, &Hints::default()), "https://a.example/1");
        let by_text = read(r#"{"body":"B"}"#, &Hints::default());
        assert!(by_text.starts_with("sha256:"), "{by_text}");
        assert_eq!(by_text, read(r#"{"body":"B"}"#, &Hints::default()));
        let headers = BTreeMap::from([("ce-id".to_owned(), "e-9".to_owned())]);
        assert_eq!(read(r#"{"body":"B"}"#, &Hints { headers: Some(&headers), ..Hints::default() }), "e-9");
    }

    #[test]
    fn one_format_can_be_demanded() {
        assert!(Decoder::new(DecodeLimits::default(), "ninjas", false).expect_err("unknown").contains("ninjs-3"));
        let decoder = Decoder::new(DecodeLimits::default(), "schema-org", true).expect("known");
        let articles = decoder.decode(br#"{"articleBody":"B","mood":"calm"}"#, &Hints::default()).expect("an article");
        assert_eq!(articles[0].format.name, "schema-org");
        assert_eq!(articles[0].extra["mood"], "calm");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), content_type in "(|text/plain|application/json|application/x-ndjson)") {
            let _ = decode(&bytes, &content_type);
        }

        #[test]
        fn no_json_panics(text in r#"[\[\]{}:,"a-z0-9 \\u@]{0,200}"#) {
            let _ = decode(text.as_bytes(), "application/json");
        }
    }
}
