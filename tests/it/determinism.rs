//! The same article gives the same bytes, and what an event says of places in the text is true.

use crate::support;
use quotewire::cli::samples::ALL;
use quotewire::event::wire::{Quote, Span};
use quotewire::event::{ArticleEnriched, DeliveryFacts};
use std::collections::BTreeSet;
use std::thread;

#[test]
fn the_same_article_gives_the_same_bytes_on_every_thread() {
    for sample in ALL {
        let first = support::published(sample, &DeliveryFacts::default());
        let others: Vec<_> = thread::scope(|scope| {
            let one = || scope.spawn(|| support::published(sample, &DeliveryFacts::default()));
            let running: Vec<_> = (0..4).map(|_| one()).collect();
            running.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        for other in others {
            assert!(other == first, "{} comes out differently on another thread", sample.name);
        }
    }
}

#[test]
fn ids_and_hashes_do_not_depend_on_the_delivery() {
    let again =
        DeliveryFacts { attempt: Some(3), duration_us: Some(7), message_id: Some("m".into()), ..Default::default() };
    for sample in ALL {
        let [first, second] =
            [DeliveryFacts::default(), again.clone()].map(|delivery| support::published(sample, &delivery));
        for (a, b) in first.iter().zip(&second) {
            let [a, b] =
                [a, b].map(|message| -> serde_json::Value { serde_json::from_slice(&message.body).expect("JSON") });
            assert_eq!((&a["event_id"], &a["content_hash"]), (&b["event_id"], &b["content_hash"]), "{}", sample.name);
            assert_ne!(a["processing"], b["processing"]);
        }
    }
}

#[test]
fn ids_are_unique() {
    let messages: Vec<_> =
        ALL.iter().flat_map(|sample| support::published(sample, &DeliveryFacts::default())).collect();
    let ids: BTreeSet<_> = messages.iter().map(|message| &message.id).collect();
    assert_eq!(ids.len(), messages.len());
    for (name, event) in support::events() {
        let local = event.entities.iter().map(|entity| &entity.id);
        let local = local.chain(event.speakers.iter().map(|speaker| &speaker.id));
        let local: Vec<_> = local.chain(event.quotes.iter().map(|quote| &quote.id)).collect();
        assert_eq!(local.iter().collect::<BTreeSet<_>>().len(), local.len(), "{name}");
    }
}

/// Every span of an event.
fn spans(event: &ArticleEnriched) -> Vec<&Span> {
    let mut spans: Vec<&Span> = Vec::new();
    spans.extend(event.entities.iter().flat_map(|entity| entity.mentions.iter().map(|mention| &mention.span)));
    for quote in &event.quotes {
        spans.extend(quote.contents.iter().map(|content| &content.span));
        spans.extend(quote.cue.iter().map(|cue| &cue.span));
        spans.extend(&quote.speaker.mention);
        spans.extend(quote.addressee.iter().map(|addressee| &addressee.mention));
        spans.extend(quote.chain.iter().flat_map(|outer| outer.cue.iter().chain(&outer.mention)));
    }
    spans.extend(event.fragments.iter().map(|fragment| &fragment.span));
    spans.extend(event.no_comments.iter().map(|refusal| &refusal.span));
    spans
}

#[test]
fn every_span_holds_its_text() {
    for (name, event) in support::events() {
        for span in spans(&event) {
            assert!(span.start < span.end, "{name}: {span:?} is empty");
            assert_eq!(support::slice(&event, span), span.text, "{name}: {span:?}");
        }
    }
}

fn inside(inner: &Quote, outer: &Quote) -> bool {
    let holds = |span: &Span| {
        outer.contents.iter().any(|content| {
            let outer = &content.span;
            outer.field == span.field && outer.start <= span.start && span.end <= outer.end
        })
    };
    inner.contents.iter().all(|content| holds(&content.span))
}

fn overlap(a: &Quote, b: &Quote) -> bool {
    let all = a.contents.iter().flat_map(|x| b.contents.iter().map(move |y| (&x.span, &y.span)));
    all.into_iter().any(|(x, y)| x.field == y.field && x.start < y.end && y.start < x.end)
}

#[test]
fn quotes_nest_and_never_cross() {
    for (name, event) in support::events() {
        for (index, a) in event.quotes.iter().enumerate() {
            for b in &event.quotes[index + 1..] {
                let nested = inside(a, b) || inside(b, a);
                assert!(!overlap(a, b) || nested, "{name}: {} and {} cross", a.id, b.id);
            }
            if let Some(parent) = &a.parent {
                let parent = event.quotes.iter().find(|quote| quote.id == *parent).expect("the parent is in the event");
                assert!(
                    inside(a, parent) && a.depth == parent.depth + 1,
                    "{name}: {} is not inside {}",
                    a.id,
                    parent.id
                );
                assert_eq!(a.chain.len(), usize::from(a.depth), "{name}: {}", a.id);
            }
        }
    }
}

#[test]
fn references_lead_somewhere() {
    for (name, event) in support::events() {
        let entities: BTreeSet<_> = event.entities.iter().map(|entity| entity.id.as_str()).collect();
        let of_speakers = event.speakers.iter().flat_map(|speaker| speaker.entity.iter().chain(&speaker.affiliation));
        for id in of_speakers.chain(event.quotes.iter().flat_map(|quote| &quote.about)) {
            assert!(entities.contains(id.as_str()), "{name}: {id} is no entity of the event");
        }
        for quote in &event.quotes {
            assert_eq!(quote.speaker.r#ref.is_some(), event.speaker_of(quote).is_some(), "{name}: {}", quote.id);
        }
        let stats = &event.stats;
        assert_eq!(stats.analysed_chars, stats.chars);
        assert!(event.entities.iter().map(|entity| entity.salience).sum::<f64>() <= 1.001, "{name}: salience");
    }
}
