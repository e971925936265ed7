//! The article's own facts and its text.

use super::super::ids::sha256;
use super::super::options::{DeliveryFacts, Detail};
use super::super::{language, wire};
use crate::article::Article;
use crate::text::{Document, Field, Span};

pub(super) fn facts(article: &Article, document: &Document) -> wire::ArticleFacts {
    let dateline = document.dateline();
    let written = |span: Option<Span>| span.map(|span| document.slice(span).to_owned());
    wire::ArticleFacts {
        id: article.id.clone(),
        version: article.version.clone(),
        url: article.url.clone(),
        canonical_url: article.canonical_url.clone(),
        title: Some(article.title.clone()).filter(|title| !title.is_empty()),
        byline: article.byline.clone(),
        authors: article.authors.clone(),
        publisher: publisher(article),
        agency: written(dateline.and_then(|line| line.agency)),
        located: written(dateline.and_then(|line| line.place)),
        published_at: article.published_at.clone(),
        modified_at: article.modified_at.clone(),
        language: language_of(article, document),
        extra: article.extra.clone(),
    }
}

fn publisher(article: &Article) -> Option<wire::Publisher> {
    let host = |url: &String| Some(url::Url::parse(url).ok()?.host_str()?.trim_start_matches("www.").to_owned());
    let domain = article.canonical_url.iter().chain(&article.url).find_map(host);
    let name = article.publisher.clone();
    (name.is_some() || domain.is_some()).then_some(wire::Publisher { name, domain })
}

fn language_of(article: &Article, document: &Document) -> wire::Language {
    let (detected, confidence) = language::detect(document);
    wire::Language {
        declared: article.language.clone(),
        detected: detected.map(str::to_owned),
        confidence: super::spans::share(confidence as f32),
    }
}

pub(super) fn text(article: &Article, document: &Document, detail: Detail) -> wire::Text {
    let [title, body] = [Field::Title, Field::Body].map(|field| document.field(field));
    let fields = wire::Fields { title: title.to_owned(), body: body.to_owned() };
    wire::Text {
        fields: (detail == Detail::Full).then_some(fields),
        sha256: wire::Hashes { title: sha256(&[title]), body: sha256(&[body]) },
        transforms: article.transforms.iter().map(|&name| name.to_owned()).collect(),
    }
}

/// The decoder's warnings, and what the language means for the result.
pub(super) fn warnings(article: &Article, language: &wire::Language, partly_fast: bool) -> Vec<wire::Warning> {
    let mut warnings: Vec<_> = article
        .warnings
        .iter()
        .map(|warning| wire::Warning { code: warning.code.to_owned(), message: warning.message.clone() })
        .collect();
    let declared = language::primary(language.declared.as_deref());
    let mut warn = |code: &str, message: String| warnings.push(wire::Warning { code: code.to_owned(), message });
    match (declared.as_str(), language.detected.as_deref()) {
        ("en", _) | ("und", Some("en")) => {}
        ("und", _) => warn("W301", "the language is not known; the rules are for English".into()),
        (_, Some("en")) => {
            warn("W302", format!("the article is declared as {declared:?} but reads as English"));
        }
        _ => warn("W301", format!("language {declared:?} has no rules of its own; the rules are for English")),
    }
    if partly_fast {
        warn(
            "W303",
            "the encoder read the beginning; rules and the linear tagger read the rest (extraction.encoder_words)"
                .into(),
        );
    }
    warnings
}

pub(super) fn processing(article: &Article, delivery: &DeliveryFacts, version: &str) -> wire::Processing {
    let delivery = delivery.clone();
    wire::Processing {
        engine: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        rules: version.to_owned(),
        started_at: delivery.started_at,
        duration_us: delivery.duration_us,
        stages_us: delivery.stages_us,
        attempt: delivery.attempt,
        input: wire::InputFacts {
            format: article.format.name.to_owned(),
            wrappers: article.format.wrappers.iter().map(|&name| name.to_owned()).collect(),
            bytes: delivery.bytes,
            content_type: delivery.content_type,
            message_id: delivery.message_id,
            queue: delivery.queue,
            exchange: delivery.exchange,
            routing_key: delivery.routing_key,
            redelivered: delivery.redelivered,
            received_at: delivery.received_at,
        },
    }
}
