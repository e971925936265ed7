//! From the source as written to who that is. One record for each speaker of the article; who is not named is a record too.

mod descriptions;
mod documents;
mod pronouns;

use super::context::Context;
use super::draft::Draft;
use super::grammar;
use super::tags::Tag;
use super::{Nesting, QuoteId, Speaker, SpeakerId, SpeakerKind, Via};
use crate::entity::{EntityId, EntityKind, Mention, MentionKind};
use crate::text::TokenRange;

/// Who said the quote at the same index.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolution {
    pub(super) speaker: Option<SpeakerId>,
    /// Who speaks together with it.
    pub(super) with: Vec<SpeakerId>,
    pub(super) via: Option<Via>,
    pub(super) candidates: Vec<(SpeakerId, f32)>,
    pub(super) confidence: f32,
}

/// All speakers, one resolution a draft, and the pronouns and descriptions that turned out to be somebody.
#[derive(Default)]
pub(super) struct Speakers {
    pub(super) records: Vec<Speaker>,
    pub(super) resolutions: Vec<Resolution>,
    pub(super) mentions: Vec<(EntityId, Mention)>,
    /// Who made the statement that was last mentioned.
    statement: Option<SpeakerId>,
}

/// Who spoke last, and where that was told.
#[derive(Clone, Copy, Debug)]
struct Last {
    speaker: SpeakerId,
    source: usize,
}

/// What is known where a source stands.
#[derive(Clone, Copy, Debug)]
struct Before {
    last: Option<Last>,
    /// Who tells of the source, word for word.
    teller: Option<EntityId>,
}

/// Resolves the sources of `drafts`, in text order, those within other quotes after all others: whoever is quoted tells of them.
pub(super) fn resolve(context: &Context<'_>, drafts: &[Draft], nesting: &[Nesting]) -> Speakers {
    let mut speakers = Speakers::default();
    let place = |index: usize| {
        let draft: &Draft = &drafts[index];
        draft.source.or(draft.cue).map_or(draft.start(), TokenRange::start)
    };
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&index| (nesting[index].0, place(index)));
    speakers.resolutions = vec![Resolution::default(); drafts.len()];
    let mut last: Option<Last> = None;
    for &index in &order {
        let draft = &drafts[index];
        let before = match nesting[index].1 {
            None => Before { last, teller: None },
            Some(QuoteId(outer)) => {
                let teller = speakers.resolutions[outer].speaker;
                let source = place(outer);
                let last = teller.filter(|_| source < place(index)).map(|speaker| Last { speaker, source });
                // Who is quoted word for word says "I" of themselves.
                let quoted = context.document.quotation_at(place(index)).is_some();
                let teller = teller.filter(|_| quoted).and_then(|teller| speakers.records[teller.0].entity);
                Before { last: last.filter(|_| !quoted), teller }
            }
        };
        let resolution = speakers.resolve_source(context, draft, before);
        if let Some(speaker) = resolution.speaker.filter(|_| nesting[index].1.is_none()) {
            last = Some(Last { speaker, source: draft.source.map_or(draft.start(), TokenRange::start) });
            if draft.cue.is_some_and(|cue| documents::follows(context, cue)) {
                speakers.statement = Some(speaker);
            }
        }
        speakers.resolutions[index] = resolution;
    }
    for index in 0..drafts.len() {
        speakers.inherit(drafts, index);
    }
    speakers
}

impl Speakers {
    /// Who `source` is, outside a quote: somebody known, or a record of its own. A pronoun is not looked into.
    pub(super) fn of_phrase(&mut self, context: &Context<'_>, source: TokenRange) -> Option<SpeakerId> {
        if source.len() == 1 && grammar::is_subject_pronoun(context.word(source.start())) {
            return None;
        }
        self.named(context, source).unwrap_or_else(|| self.description(context, source, source.start())).speaker
    }

    fn resolve_source(&mut self, context: &Context<'_>, draft: &Draft, before: Before) -> Resolution {
        let Some(source) = draft.source else { return Resolution::default() };
        let via = match draft.rule {
            "dash_line" => Some(Via::DashLine),
            "label" | "headline" => Some(Via::LeadIn),
            _ => None,
        };
        let mut resolution = self
            .named(context, source)
            .or_else(|| self.pronoun(context, source, before))
            .unwrap_or_else(|| self.described(context, draft, source));
        resolution.via = via.or(resolution.via);
        resolution
    }

    /// A name at the head of the phrase: `economist Ida Voss`, `Oslo`.
    fn named(&mut self, context: &Context<'_>, source: TokenRange) -> Option<Resolution> {
        let heads = heads(context, source);
        let (first, others) = heads.split_first()?;
        let speaker = self.of_entity(context, *first);
        let others: Vec<SpeakerId> = others.iter().map(|id| self.of_entity(context, *id)).collect();
        let found =
            Resolution { speaker: Some(speaker), via: Some(Via::Name), confidence: 0.95, ..Resolution::default() };
        // "Lin and Said said": both. "Lin or Said": one of them.
        let either = source.range().any(|at| context.word(at) == "or");
        Some(if either {
            Resolution { candidates: others.into_iter().map(|id| (id, 0.5)).collect(), ..found }
        } else {
            Resolution { with: others, ..found }
        })
    }

    fn pronoun(&mut self, context: &Context<'_>, source: TokenRange, before: Before) -> Option<Resolution> {
        let word = context.word(source.start());
        if source.len() > 1
            || !(grammar::is_subject_pronoun(word)
                || matches!(word, "her" | "his" | "their" | "him" | "them" | "which"))
        {
            return None;
        }
        if matches!(word, "many" | "some" | "others" | "nobody" | "everyone" | "someone" | "everybody" | "both" | "one")
        {
            return None;
        }
        if matches!(word, "who" | "which") {
            return Some(self.relative(context, source.start()));
        }
        if word == "they"
            && let Some(group) = group_before(context, source.start())
        {
            let found = self.description(context, group, source.start());
            return Some(Resolution { via: Some(Via::Pronoun), confidence: 0.6, ..found });
        }
        let previous = before.last.map(|last| pronouns::Previous {
            id: last.speaker,
            speaker: &self.records[last.speaker.0],
            source: last.source,
        });
        let ranked = pronouns::rank(context, source.start(), previous, before.teller);
        if let Some(collective) = ranked.previous.filter(|_| ranked.entities.is_empty()) {
            return Some(Resolution {
                speaker: Some(collective),
                via: Some(Via::Pronoun),
                confidence: 0.6,
                ..Resolution::default()
            });
        }
        let Some((best, confidence)) = ranked.entities.first().copied() else {
            return Some(Resolution { via: Some(Via::Pronoun), ..Resolution::default() });
        };
        let speaker = self.of_entity(context, best);
        let candidates =
            ranked.entities.iter().skip(1).take(2).map(|(id, score)| (self.of_entity(context, *id), *score)).collect();
        self.add_mention(context, best, source, (MentionKind::Pronominal, "speaker_pronoun"));
        Some(Resolution {
            speaker: Some(speaker),
            via: Some(Via::Pronoun),
            candidates,
            confidence,
            ..Resolution::default()
        })
    }

    /// `Lee, who said …`: what stands before the pronoun.
    fn relative(&mut self, context: &Context<'_>, who: usize) -> Resolution {
        let sentence = context.sentence(who);
        let end = if who > sentence.start() && context.before(who) == "," { who - 1 } else { who };
        let phrase = super::sources::subject(context, end, sentence.start()).map(|subject| subject.tokens);
        let Some(phrase) = phrase.filter(|phrase| !phrase.is_empty()) else {
            return Resolution { via: Some(Via::Pronoun), ..Resolution::default() };
        };
        let found = self.named(context, phrase).unwrap_or_else(|| self.description(context, phrase, who));
        Resolution { via: Some(Via::Pronoun), confidence: found.confidence.min(0.9), ..found }
    }

    /// A description: a title or a noun that somebody named has, an earlier unnamed source, or a new one.
    fn described(&mut self, context: &Context<'_>, draft: &Draft, source: TokenRange) -> Resolution {
        let at = draft.cue.map_or(source.start(), TokenRange::start);
        self.description(context, source, at)
    }

    fn description(&mut self, context: &Context<'_>, source: TokenRange, at: usize) -> Resolution {
        if let Some(found) = self.author(context, source) {
            return found;
        }
        if let Some((entity, via, confidence)) = descriptions::bearer(context, source) {
            let speaker = self.of_entity(context, entity);
            self.add_mention(context, entity, source, (MentionKind::Nominal, "speaker_description"));
            return Resolution { speaker: Some(speaker), via: Some(via), confidence, ..Resolution::default() };
        }
        let earlier = descriptions::earlier(context, source, &self.records);
        let speaker = earlier.unwrap_or_else(|| {
            self.records.push(descriptions::record(context, source, at));
            SpeakerId(self.records.len() - 1)
        });
        Resolution {
            speaker: Some(speaker),
            via: Some(Via::NounPhrase),
            confidence: if earlier.is_some() { 0.85 } else { 0.9 },
            ..Resolution::default()
        }
    }

    /// Whoever is named as the author of a statement, a letter, a post.
    fn author(&mut self, context: &Context<'_>, source: TokenRange) -> Option<Resolution> {
        if !documents::has_author(context, source) {
            return None;
        }
        let named = documents::author(context, source)
            .and_then(|phrase| heads(context, phrase).first().copied())
            .map(|id| self.of_entity(context, id));
        let definite = matches!(context.word(source.start()), "the" | "this");
        let speaker = named.or(self.statement.filter(|_| definite))?;
        self.statement = Some(speaker);
        Some(Resolution {
            speaker: Some(speaker),
            via: Some(Via::NounPhrase),
            confidence: if named.is_some() { 0.85 } else { 0.7 },
            ..Resolution::default()
        })
    }

    /// The record of an entity.
    fn of_entity(&mut self, context: &Context<'_>, id: EntityId) -> SpeakerId {
        if let Some(known) = self.records.iter().position(|record| record.entity == Some(id)) {
            return SpeakerId(known);
        }
        let entity = context.entities.get(id);
        let kind = if entity.kind == EntityKind::Person { SpeakerKind::Person } else { SpeakerKind::Organization };
        self.records.push(Speaker {
            kind,
            entity: Some(id),
            name: Some(entity.name.clone()),
            description: None,
            affiliation: Vec::new(),
            anonymity: None,
        });
        SpeakerId(self.records.len() - 1)
    }

    fn add_mention(
        &mut self,
        context: &Context<'_>,
        entity: EntityId,
        tokens: TokenRange,
        (kind, rule): (MentionKind, &'static str),
    ) {
        self.mentions.push((entity, Mention { span: context.span(tokens), tokens, kind, rule }));
    }

    /// A quote without a source has the speaker of the one before.
    fn inherit(&mut self, drafts: &[Draft], index: usize) {
        let Some(before) = drafts[index].inherits.filter(|_| self.resolutions[index].speaker.is_none()) else { return };
        let from = self.resolutions[before].clone();
        if from.speaker.is_some() {
            self.resolutions[index] =
                Resolution { via: Some(Via::PreviousQuote), confidence: from.confidence * 0.85, ..from };
        }
    }
}

/// `Thousands of supporters gathered. They …`: the subject of the sentence before, if it is several people without a name.
fn group_before(context: &Context<'_>, they: usize) -> Option<TokenRange> {
    let sentence = context.sentence(they);
    let before = context.document.sentences()[context.document.sentence_at(they).checked_sub(1)?].tokens;
    if sentence.start() != they || context.is_quoted(before.start()) {
        return None;
    }
    let verb = before.range().find(|&at| context.is_finite(at))?;
    let subject = super::sources::subject(context, verb, before.start())?.tokens;
    let head = subject.range().take_while(|&at| !grammar::is_preposition(context.word(at))).last()?;
    let several = context.tag(head) == Tag::Noun
        && grammar::is_collective(context.word(head))
        && (context.word(head).ends_with('s') || context.word(head) == "police");
    (several && heads(context, subject).is_empty()).then_some(subject)
}

/// "Norpress news agency", "the Norfast militant group": what stands behind the name says what it is.
fn is_called(context: &Context<'_>, from: usize, to: usize) -> bool {
    from < to
        && matches!(
            context.word(to - 1),
            "newspaper"
                | "magazine"
                | "daily"
                | "agency"
                | "network"
                | "website"
                | "group"
                | "party"
                | "movement"
                | "organization"
                | "organisation"
                | "airline"
                | "broadcaster"
        )
        && (from..to).all(|at| matches!(context.tag(at), Tag::Noun | Tag::Adjective))
}

/// The named heads of a noun phrase: `Maya Lin and Omar Said` has two, `a source from Norfast` none, `Norfast spokesman Tom Ito` has the last.
fn heads(context: &Context<'_>, source: TokenRange) -> Vec<EntityId> {
    let mut heads = Vec::new();
    for &(tokens, id) in context.entities.mentions_in(source) {
        let entity = context.entities.get(id);
        if !matches!(
            entity.kind,
            EntityKind::Person
                | EntityKind::Organization
                | EntityKind::Location
                | EntityKind::Product
                | EntityKind::Facility
        ) && !(tokens == source && entity.kind != EntityKind::Group)
        {
            continue;
        }
        let behind = if tokens.end() < source.end() { context.word(tokens.end()) } else { "" };
        // "The Guardian newspaper", "the embassy in Lowport"
        let outlet = entity.kind == EntityKind::Organization && is_called(context, tokens.end(), source.end());
        let ends = behind.is_empty()
            || outlet
            || matches!(behind, "and" | "," | "or")
            || grammar::is_preposition(behind) && matches!(entity.kind, EntityKind::Person | EntityKind::Organization);
        let object = (source.start()..tokens.start()).any(|at| grammar::is_preposition(context.word(at)));
        // "the minister for Norfast and Alder": what hangs on a preposition is no head, unless it is a person after a title.
        if ends
            && (!object
                || entity.kind == EntityKind::Person
                    && heads.is_empty()
                    && !matches!(context.before(tokens.start()), "of" | "for" | "to" | "with" | "by" | "from"))
        {
            heads.push(id);
        }
    }
    heads.dedup();
    heads
}
