//! Who said what: quotes and their speakers.
//!
//! Knows the text and its entities; knows no article format, no wire format and no broker.

mod attribution;
mod clauses;
pub mod confidence;
mod context;
mod cues;
mod draft;
pub mod explain;
mod fragments;
mod grammar;
mod learned;
mod lexicon;
mod no_comment;
mod phrases;
mod questions;
mod sources;
mod speakers;
mod tags;

use crate::entity::{Entities, EntityId, Mention};
use crate::reading::Reading;
use crate::text::{Document, Span};

/// How the words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Between quotation marks, an utterance of its own.
    Direct,
    /// Reported, without quotation marks.
    Indirect,
    /// Quoted words built into the reporting sentence.
    Mixed,
}

/// How it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Medium {
    /// Spoken, or not told.
    Speech,
    /// Written: "wrote", a report, a banner.
    Writing,
    /// Believed, hoped, feared.
    Thought,
}

/// What the cue says of the reporter's distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the event schema's")]
pub enum Stance {
    Neutral,
    Assert,
    Deny,
    Concede,
    Urge,
    Promise,
    Doubt,
    Ask,
}

/// Whether the speaker stands by the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// The speaker asserts it.
    Affirmed,
    /// The speaker denies it.
    Denied,
}

/// How the speaker was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// The source is a name.
    Name,
    /// A pronoun that was resolved.
    Pronoun,
    /// A title that was resolved to its holder ("the president").
    Title,
    /// A description ("a source in the ministry", "the striker").
    NounPhrase,
    /// Carried over from the quote before.
    PreviousQuote,
    /// "— Ines Duarte, fisher"
    DashLine,
    /// "Her advice was simple:", a label in an interview
    LeadIn,
    /// Not found.
    None,
}

/// A stretch of what was said. Quotation marks around all of it, and a complementiser "that", are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// Where it stands.
    pub span: Span,
    /// Whether it stands between quotation marks.
    pub verbatim: bool,
    /// The marks around it.
    pub marks: Option<(char, Option<char>)>,
}

/// The words that report: "said", "according to", "warned of".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Where they stand.
    pub span: Span,
    /// Base form: "say".
    pub lemma: String,
    /// The reporter's distance.
    pub stance: Stance,
}

/// The index of a quote in [`Quotes::quotes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuoteId(pub usize);

/// The index of a speaker in [`Quotes::speakers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeakerId(pub usize);

/// One thing that was said, by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Direct, indirect or mixed.
    pub form: Form,
    /// Spoken, written, thought.
    pub medium: Medium,
    /// At least one; several where the cue splits the quote or it runs over paragraphs.
    pub contents: Vec<Content>,
    /// `None` where only marks or layout report.
    pub cue: Option<Cue>,
    /// The source as written: a name with its title, a pronoun, a description.
    pub source: Option<Span>,
    /// Who that is; `None` = unknown.
    pub speaker: Option<SpeakerId>,
    /// Who says it together with `speaker`, in text order: "Lin and Said said".
    pub with: Vec<SpeakerId>,
    /// How the speaker was found.
    pub via: Via,
    /// Other speakers that were considered, best first, with 0–1.
    pub candidates: Vec<(SpeakerId, f32)>,
    /// To whom: "told Radio Alder".
    pub addressee: Option<(Span, Option<EntityId>)>,
    /// 0 = the article says that it was said; 1 = inside another quote.
    pub depth: u8,
    /// The quote around it.
    pub parent: Option<QuoteId>,
    /// Affirmed or denied.
    pub polarity: Polarity,
    /// 0–1: that this was said.
    pub content_confidence: f32,
    /// 0–1: that the speaker is right.
    pub speaker_confidence: f32,
    /// 0–1: how well the speaker fits the pronoun or the description, as against others.
    pub speaker_guess: f32,
    /// The sieve that found it.
    pub rule: &'static str,
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the event schema's")]
pub enum SpeakerKind {
    Person,
    Organization,
    Anonymous,
    Collective,
    Document,
    Unknown,
}

/// Someone who is quoted, named or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// What it is.
    pub kind: SpeakerKind,
    /// The entity, if it is named in the article.
    pub entity: Option<EntityId>,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// How the article describes a speaker without a name, verbatim.
    pub description: Option<String>,
    /// The entities named in that description.
    pub affiliation: Vec<EntityId>,
    /// The words that say why there is no name ("on condition of anonymity").
    pub anonymity: Option<String>,
}

/// Why words in quotation marks are no quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the event schema's")]
pub enum FragmentReason {
    ShortFragment,
    TitleOfWork,
    Nickname,
    Term,
}

/// Words in quotation marks that nobody said here: a title, a nickname, a scare quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Without the marks.
    pub span: Span,
    /// Why it is no quote.
    pub reason: FragmentReason,
}

/// "declined to comment".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoComment {
    /// The words that say so.
    pub span: Span,
    /// Who said nothing.
    pub speaker: Option<SpeakerId>,
}

/// All that was said in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotes {
    /// By the start of their first content.
    pub quotes: Vec<Quote>,
    /// By their first quote.
    pub speakers: Vec<Speaker>,
    /// Words in quotation marks that are no quote.
    pub fragments: Vec<Fragment>,
    /// Refusals to comment.
    pub no_comments: Vec<NoComment>,
    /// Pronouns and descriptions that were resolved on the way, for [`Entities::add_mentions`].
    pub resolved: Vec<(EntityId, Mention)>,
}

/// Finds the quotes of `document` and their speakers among `entities`, by rules.
pub fn attribute(document: &Document, entities: &Entities) -> Quotes {
    attribute_with(document, entities, &Reading::default())
}

/// Finds the quotes of `document` and their speakers among `entities`, by rules and by what the encoder has read.
///
/// Sieves find what was said and beside which cue (`attribution`); the encoder adds and mends (`learned`); then each source is resolved to who that is
/// (`speakers`).
pub fn attribute_with(document: &Document, entities: &Entities, reading: &Reading) -> Quotes {
    let context = context::Context::new(document, entities);
    let rules = attribution::run(&context);
    let drafts: Vec<draft::Draft> = learned::revise(&context, reading, rules).map(|(draft, _)| draft).collect();
    let nesting = nesting(&drafts);
    let mut resolved = speakers::resolve(&context, &drafts, &nesting);
    let no_comments = no_comment::find(&context)
        .into_iter()
        .map(|(tokens, who)| {
            let speaker = who.and_then(|who| resolved.of_phrase(&context, who));
            NoComment { span: document.span_of(tokens), speaker }
        })
        .collect();
    let fragments = fragments::find(&context, &drafts);
    let mut quotes: Vec<Quote> = drafts
        .iter()
        .enumerate()
        .map(|(index, draft)| {
            let resolution = std::mem::take(&mut resolved.resolutions[index]);
            Quote {
                form: draft.form(&context),
                medium: draft.medium(),
                contents: draft.contents(&context),
                cue: draft.cue.map(|tokens| Cue {
                    span: document.span_of(tokens),
                    lemma: draft.lemma(&context),
                    stance: draft.stance(),
                }),
                source: draft.source.map(|tokens| document.span_of(tokens)),
                speaker: resolution.speaker,
                with: resolution.with,
                via: resolution.via.unwrap_or(Via::None),
                candidates: resolution.candidates,
                addressee: draft
                    .addressee
                    .map(|tokens| (document.span_of(tokens), entities.mentions_in(tokens).last().map(|(_, id)| *id))),
                depth: nesting[index].0,
                parent: nesting[index].1,
                polarity: draft.polarity(),
                content_confidence: 0.0,
                speaker_confidence: 0.0,
                speaker_guess: resolution.confidence,
                rule: draft.rule,
            }
        })
        .collect();
    confidence::assign(reading.training(), document, &resolved.records, &mut quotes);
    Quotes { quotes, speakers: resolved.records, fragments, no_comments, resolved: resolved.mentions }
}

/// Whether something may be reported in a sentence of `document`, so that it is worth the encoder's time.
pub fn may_report(document: &Document, sentence: usize) -> bool {
    learned::may_report(document, sentence)
}

/// Depth, and the quote around.
type Nesting = (u8, Option<QuoteId>);

/// For each draft its depth, and the innermost quote whose content holds its own.
fn nesting(drafts: &[draft::Draft]) -> Vec<Nesting> {
    let mut around: Vec<(usize, usize)> = Vec::new();
    let mut nesting: Vec<Nesting> = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let first = draft.contents[0];
        around.retain(|(_, end)| *end > first.start());
        let parent = around.iter().rev().find(|(outer, _)| {
            let holds = |content: &crate::text::TokenRange| {
                content.start() <= first.start() && first.end() <= content.end() && content.len() > first.len()
            };
            drafts[*outer].contents.iter().any(holds)
        });
        let depth = parent.map_or(0, |(outer, _)| nesting[*outer].0.saturating_add(1));
        nesting.push((depth, parent.map(|(outer, _)| QuoteId(*outer))));
        around.push((index, draft.contents.iter().map(|content| content.end()).max().unwrap_or_default()));
    }
    nesting
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use crate::entity;
    use proptest::prelude::*;

    /// `want`: for each quote `form | contents joined by " … " | cue | source | speaker`, with `-` where there is none.
    #[track_caller]
    pub(crate) fn check(text: &str, want: &[&str]) {
        let (title, body) =
            text.split_once('\n').filter(|(title, _)| !title.ends_with(['.', '”'])).unwrap_or(("", text));
        let document = Document::new(title, body);
        let quotes = attribute(&document, &entity::recognize(&document));
        let slice = |span: Option<Span>| span.map_or("-", |span| document.slice(span)).to_owned();
        let got: Vec<String> = quotes
            .quotes
            .iter()
            .map(|quote| {
                let contents: Vec<&str> = quote.contents.iter().map(|content| document.slice(content.span)).collect();
                let speaker = quote.speaker.map(|id| &quotes.speakers[id.0]);
                let name = speaker
                    .and_then(|speaker| speaker.name.clone().or_else(|| speaker.description.clone()))
                    .unwrap_or_else(|| "-".into());
                format!(
                    "{} | {} | {} | {} | {name}",
                    format!("{:?}", quote.form).to_lowercase(),
                    contents.join(" … "),
                    slice(quote.cue.as_ref().map(|cue| cue.span)),
                    slice(quote.source)
                )
            })
            .collect();
        assert_eq!(got, want, "in {text:?}");
    }

    proptest! {
        #[test]
        fn no_word_salad_panics(text in r#"([A-Z]?[a-z]{1,6} |“|”|"|said |that |, |\. |and |told |who |according to |he |the |Ann Lee |Oslo |: |\n|— |called |by |was ){0,60}"#) {
            let document = Document::new("", &text);
            let quotes = attribute(&document, &entity::recognize(&document));
            for quote in &quotes.quotes {
                prop_assert!(!quote.contents.is_empty() && quote.contents.iter().all(|content| !content.span.is_empty()));
            }
        }
    }
}
