//! The messages that one article gives: values, which the worker publishes.

use super::build::to_json;
use super::cloudevents::{Event, attributes, correlation_id, headers, structured};
use super::options::{DeliveryFacts, EmitOptions, Mode};
use super::wire::{ArticleEnriched, QuoteExtracted};
use super::{ARTICLE_ENRICHED, ARTICLE_SCHEMA, QUOTE_EXTRACTED, QUOTE_SCHEMA, keys};
use crate::article::Article;
use crate::enrich::Enrichment;
use serde::Serialize;

/// One message to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The event id, for the property `message_id`: equal for a redelivered article.
    pub id: String,
    /// The property `type`.
    pub event_type: &'static str,
    /// What consumers bind to.
    pub routing_key: String,
    /// The property `content_type`.
    pub content_type: &'static str,
    /// The property `correlation_id`.
    pub correlation_id: Option<String>,
    /// CloudEvents attributes; strings of at most 255 bytes.
    pub headers: Vec<(String, String)>,
    /// JSON.
    pub body: Vec<u8>,
}

/// All messages of one article: its event, and one per quote if `options` say so.
pub fn messages(
    article: &Article,
    enrichment: &Enrichment,
    options: &EmitOptions,
    delivery: &DeliveryFacts,
) -> Vec<Message> {
    let event = ArticleEnriched::new(article, enrichment, options, delivery);
    let envelope = Envelope { options, delivery };
    let mut messages = vec![envelope.seal(
        &Event { id: &event.event_id, kind: ARTICLE_ENRICHED, schema: ARTICLE_SCHEMA, subject: &article.id },
        keys::of_article(&event.article),
        &event,
    )];
    if options.quotes {
        messages.extend(QuoteExtracted::all(&event, article, enrichment, options).iter().map(|quote| {
            let entity = quote.speaker.as_ref().and_then(|speaker| event.entity(speaker.entity.as_deref()?));
            let speaker = quote.speaker.as_ref().map(|speaker| (speaker, entity));
            envelope.seal(
                &Event { id: &quote.event_id, kind: QUOTE_EXTRACTED, schema: QUOTE_SCHEMA, subject: &article.id },
                keys::of_quote(&quote.article, quote.quote.form, speaker),
                quote,
            )
        }));
    }
    messages
}

/// What all messages of one article have in common.
struct Envelope<'a> {
    options: &'a EmitOptions,
    delivery: &'a DeliveryFacts,
}

impl Envelope<'_> {
    fn seal(&self, event: &Event<'_>, routing_key: String, data: &impl Serialize) -> Message {
        let attributes = attributes(event, self.options, self.delivery);
        let (content_type, body) = match self.options.mode {
            Mode::Binary => ("application/json", serde_json::to_vec(data)),
            Mode::Structured => {
                ("application/cloudevents+json", serde_json::to_vec(&structured(attributes.clone(), to_json(data))))
            }
        };
        let headers = match self.options.mode {
            Mode::Binary => headers(attributes, &self.options.header_prefix),
            Mode::Structured => Vec::new(),
        };
        Message {
            id: event.id.to_owned(),
            event_type: event.kind,
            routing_key,
            content_type,
            correlation_id: correlation_id(self.delivery).map(str::to_owned),
            headers,
            body: body.expect("wire types have string keys and finite numbers only"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrich::Enricher;
    use crate::quote::{Content, Cue, Form, Medium, Polarity, Quote, Speaker, SpeakerId, SpeakerKind, Stance, Via};
    use crate::text::{OffsetUnit, Span};
    use serde_json::Value;

    /// An article with one direct quote, whatever the rules would find in it.
    fn quoted() -> (Article, Enrichment) {
        let body = "🚢 “We sail,” said Ann Lee.";
        let article = Article { id: "a-1".into(), title: "Ships".into(), body: body.into(), ..Article::default() };
        let mut enrichment = Enricher::default().enrich(&article);
        let at = |part: &str| {
            let start = enrichment.document.text().find(part).expect("part of the text");
            Span::new(start, start + part.len())
        };
        let quote = Quote {
            form: Form::Direct,
            medium: Medium::Speech,
            contents: vec![Content { span: at("We sail,"), verbatim: true, marks: Some(('“', Some('”'))) }],
            cue: Some(Cue { span: at("said"), lemma: "say".into(), stance: Stance::Neutral }),
            source: Some(at("Ann Lee")),
            speaker: Some(SpeakerId(0)),
            via: Via::Name,
            with: Vec::new(),
            candidates: Vec::new(),
            addressee: None,
            depth: 0,
            parent: None,
            polarity: Polarity::Affirmed,
            content_confidence: 0.99,
            speaker_confidence: 0.9,
            speaker_guess: 0.9,
            rule: "direct.test",
        };
        let speaker = Speaker {
            kind: SpeakerKind::Person,
            entity: None,
            name: Some("Ann Lee".into()),
            description: None,
            affiliation: Vec::new(),
            anonymity: None,
        };
        enrichment.entities = crate::entity::Entities::default();
        enrichment.quotes = crate::quote::Quotes { quotes: vec![quote], speakers: vec![speaker], ..Default::default() };
        (article, enrichment)
    }

    fn body(message: &Message) -> Value {
        serde_json::from_slice(&message.body).expect("JSON")
    }

    #[test]
    fn an_article_gives_its_event_and_one_per_quote() {
        let (article, enrichment) = quoted();
        let options = EmitOptions { quotes: true, offsets: vec![OffsetUnit::Utf16], ..EmitOptions::default() };
        let messages = messages(&article, &enrichment, &options, &DeliveryFacts::default());
        let keys: Vec<_> = messages.iter().map(|message| message.routing_key.as_str()).collect();
        assert_eq!(keys, ["article.enriched.und", "quote.direct.und.ann-lee"]);
        let [event, quote] = [body(&messages[0]), body(&messages[1])];
        assert_eq!(event["event_id"], messages[0].id.as_str());
        assert_eq!(quote["article_event_id"], event["event_id"]);
        assert_ne!(quote["event_id"], event["event_id"]);
        let content = &event["quotes"][0]["contents"][0];
        assert_eq!((&content["start"], &content["end"], &content["utf16"][0]), (&3.into(), &11.into(), &4.into()));
        assert_eq!(quote["context"]["text"], article.body.as_str());
        assert_eq!(quote["speaker"]["words"], 2);
        let read: ArticleEnriched = serde_json::from_value(event.clone()).expect("an event");
        assert_eq!(to_json(&read), event);
    }

    #[test]
    fn a_redelivery_changes_nothing_but_processing() {
        let (article, enrichment) = quoted();
        let options = EmitOptions { quotes: true, ..EmitOptions::default() };
        let again =
            DeliveryFacts { attempt: Some(2), started_at: Some("2031-03-04T09:12:00Z".into()), ..Default::default() };
        let bare = |delivery: &DeliveryFacts| {
            messages(&article, &enrichment, &options, delivery)
                .iter()
                .map(|message| {
                    let mut event = body(message);
                    event.as_object_mut().expect("an object").shift_remove("processing");
                    (message.id.clone(), event.to_string())
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(bare(&DeliveryFacts::default()), bare(&again));
    }

    #[test]
    fn attributes_are_headers_or_the_document() {
        let (mut article, enrichment) = quoted();
        let delivery = DeliveryFacts { message_id: Some("in-1".into()), ..DeliveryFacts::default() };
        let made = |article: &Article, mode| {
            let options = EmitOptions { mode, header_prefix: "ce-".into(), ..EmitOptions::default() };
            messages(article, &enrichment, &options, &delivery).remove(0)
        };
        let binary = made(&article, Mode::Binary);
        let names: Vec<_> = binary.headers.iter().map(|(name, _)| name.as_str()).collect();
        let want = "ce-specversion ce-id ce-source ce-type ce-subject ce-dataschema ce-correlationid ce-causationid";
        assert_eq!(names.join(" "), want);
        let structured = made(&article, Mode::Structured);
        assert_eq!((structured.content_type, structured.headers.len()), ("application/cloudevents+json", 0));
        assert_eq!(
            (&body(&structured)["id"], &body(&structured)["subject"]),
            (&binary.id.as_str().into(), &"a-1".into())
        );
        assert_eq!(body(&structured)["data"], body(&binary));
        article.id = "x".repeat(256);
        let long = made(&article, Mode::Binary);
        assert!(long.headers.iter().all(|(name, value)| name != "ce-subject" && value.len() <= 255));
    }

    #[test]
    fn a_compact_event_leaves_the_text_out() {
        let (article, enrichment) = quoted();
        let options = EmitOptions { detail: super::super::Detail::Compact, ..EmitOptions::default() };
        let event = body(&messages(&article, &enrichment, &options, &DeliveryFacts::default())[0]);
        assert!(event["text"].get("fields").is_none() && event["text"]["sha256"]["body"].is_string());
    }
}
