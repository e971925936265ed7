//! What a quote may carry beside its words, construct by construct: one sentence that has it, one that has not.

use quotewire::article::Article;
use quotewire::enrich::{Enricher, Enrichment};
use quotewire::quote::{FragmentReason, Medium, Polarity, Quote, QuoteId, Speaker, SpeakerKind, Stance, Via};

fn enriched(body: &str) -> Enrichment {
    Enricher::default().enrich(&Article { body: body.to_owned(), ..Article::default() })
}

/// The only quote of a text.
#[track_caller]
fn quote(body: &str) -> Quote {
    let quotes = enriched(body).quotes.quotes;
    assert_eq!(quotes.len(), 1, "in {body:?}: {quotes:?}");
    quotes[0].clone()
}

/// Who speaks in the only quote of a text.
#[track_caller]
fn speaker(body: &str) -> Speaker {
    let quotes = enriched(body).quotes;
    let id = quotes.quotes.first().and_then(|quote| quote.speaker).expect("a speaker");
    quotes.speakers[id.0].clone()
}

#[test]
fn polarity() {
    assert_eq!(quote("Tom Ito denied that the bridge was unsafe.").polarity, Polarity::Denied);
    assert_eq!(quote("Tom Ito confirmed that the bridge was unsafe.").polarity, Polarity::Affirmed);
}

#[test]
fn addressee() {
    let text = "Tom Ito told Ida Voss that the bridge was shut.";
    let (span, entity) = quote(text).addressee.expect("somebody is told");
    assert_eq!((text.get(span.range()), entity.is_some()), (Some("Ida Voss"), true));
    assert!(quote("Tom Ito said that the bridge was shut.").addressee.is_none());
}

#[test]
fn medium() {
    assert_eq!(quote("Ida Voss wrote that the bridge was shut.").medium, Medium::Writing);
    assert_eq!(quote("Ida Voss believes that the bridge is shut.").medium, Medium::Thought);
    assert_eq!(quote("Ida Voss said that the bridge is shut.").medium, Medium::Speech);
}

#[test]
fn stance() {
    let stance = |text: &str| quote(text).cue.expect("a cue").stance;
    assert_eq!(stance("Ida Voss urged the council to shut the bridge."), Stance::Urge);
    assert_eq!(stance("Ida Voss admitted that the bridge was shut."), Stance::Concede);
    assert_eq!(stance("Ida Voss said that the bridge was shut."), Stance::Neutral);
}

#[test]
fn anonymity() {
    let reason = |text: &str| speaker(text).anonymity;
    let unnamed = "“It is late,” said an official who spoke on condition of anonymity.";
    assert_eq!(reason(unnamed).as_deref(), Some("on condition of anonymity"));
    assert_eq!(reason("“It is late,” said an official."), None);
}

#[test]
fn documents_and_metonyms() {
    assert_eq!(speaker("A report by the council found that the bridge was unsafe.").kind, SpeakerKind::Document);
    assert_eq!(speaker("Officials found that the bridge was unsafe.").kind, SpeakerKind::Collective);
    let capital = speaker("Kyiv said it would not send troops.");
    assert_eq!((capital.kind, capital.name.as_deref()), (SpeakerKind::Organization, Some("Kyiv")));
}

#[test]
fn joint_speakers() {
    let both = quote("Maya Lin and Omar Lund said in a joint statement that the vote was unfair.");
    assert_eq!((both.with.len(), both.candidates.len()), (1, 0));
    let either = quote("Maya Lin or Omar Lund said the vote was unfair.");
    assert_eq!((either.with.len(), either.candidates.len()), (0, 1));
    assert!(quote("Maya Lin said the vote was unfair.").with.is_empty());
}

#[test]
fn questions() {
    let put = enriched("When asked how the offer was received, Ida Voss said it was late.").quotes.quotes;
    let speakers: Vec<bool> = put.iter().map(|quote| quote.speaker.is_some()).collect();
    assert_eq!(speakers, [false, true], "nobody is named who asks");
    assert!(quote("Ida Voss asked how the offer was received.").speaker.is_some());
}

#[test]
fn relative_pronoun() {
    let text = "Lee Voss, who said he had paid the fine, left by a side door.";
    assert_eq!((quote(text).via, speaker(text).name.as_deref()), (Via::Pronoun, Some("Lee Voss")));
    assert_eq!(quote("Lee Voss said he had paid the fine.").via, Via::Name);
}

#[test]
fn nesting() {
    let quotes = enriched("Police said that Tom Ito told them that he had acted alone.").quotes.quotes;
    let inner = quotes.last().expect("two quotes");
    assert_eq!((quotes.len(), inner.depth, inner.parent), (2, 1, Some(QuoteId(0))));
    assert_eq!(quote("Tom Ito said that he had acted alone.").depth, 0);
}

#[test]
fn fragments() {
    let text = "She starred in “The Long Winter” in 2011. The “experts” on the panel had never seen a reactor. Tony “Two Shoes” Moretti left.";
    let found = enriched(text).quotes;
    let reasons: Vec<FragmentReason> = found.fragments.iter().map(|fragment| fragment.reason).collect();
    assert_eq!(reasons, [FragmentReason::TitleOfWork, FragmentReason::Term, FragmentReason::Nickname]);
    assert!(found.quotes.is_empty());
    assert!(enriched("“It is late,” Tom Ito said.").quotes.fragments.is_empty());
}

#[test]
fn no_comment() {
    assert_eq!(enriched("The mayor refused to comment.").quotes.no_comments.len(), 1);
    assert!(enriched("The mayor commented on the vote.").quotes.no_comments.is_empty());
}
