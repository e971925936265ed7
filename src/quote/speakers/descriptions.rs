//! Sources without a name: "the minister", "the 34-year-old", "a source in the ministry", "the report".

use crate::entity::{EntityId, EntityKind};
use crate::quote::context::Context;
use crate::quote::grammar;
use crate::quote::tags::Tag;
use crate::quote::{Speaker, SpeakerId, SpeakerKind, Via};
use crate::text::TokenRange;

/// Nouns for bodies.
const BODIES: &[&str] = &[
    "company",
    "ministry",
    "club",
    "bank",
    "group",
    "party",
    "court",
    "agency",
    "union",
    "university",
    "firm",
    "organization",
    "organisation",
    "association",
    "council",
    "commission",
    "committee",
    "government",
    "newspaper",
    "airline",
    "department",
    "team",
    "institute",
    "foundation",
    "broadcaster",
    "network",
    "authority",
    "office",
    "administration",
    "coalition",
    "carmaker",
    "maker",
    "manufacturer",
    "retailer",
    "charity",
    "embassy",
    "center",
    "centre",
    "bureau",
    "council",
    "parliament",
    "magazine",
    "paper",
    "daily",
    "website",
    "fund",
    "league",
    "federation",
    "alliance",
    "movement",
    "campaign",
    "museum",
    "hospital",
    "school",
    "college",
    "church",
    "bloc",
    "cartel",
    "society",
    "service",
    "force",
    "operator",
    "regulator",
    "watchdog",
    "startup",
];
/// Words that say why a source has no name.
const ANONYMITY: &[&[&str]] = &[
    &["on", "condition", "of", "anonymity"],
    &["on", "the", "condition", "of", "anonymity"],
    &["condition", "of", "anonymity"],
    &["not", "to", "be", "named"],
    &["not", "to", "be", "identified"],
    &["not", "be", "named"],
    &["not", "be", "identified"],
    &["declined", "to", "be", "named"],
    &["not", "authorized", "to"],
    &["not", "authorised", "to"],
    &["speaking", "anonymously"],
    &["requested", "anonymity"],
];

/// The named entity that a definite description stands for.
pub(super) fn bearer(context: &Context<'_>, source: TokenRange) -> Option<(EntityId, Via, f32)> {
    let owned = source.range().any(|at| context.tag(at) == Tag::Possessive);
    let definite = owned || matches!(context.word(source.start()), "the" | "this" | "that" | "his" | "her" | "its");
    let head = head(context, source);
    let noun = context.word(head);
    // "Envoy: truce holds", "Patriarch warns of split": a headline leaves the article out.
    let headline = source.len() == 1 && context.paragraph_index(source.start()) == 0 && context.is_capital(head);
    let definite = definite || headline;
    if !definite || grammar::is_collective(noun) && !BODIES.contains(&noun) || grammar::is_document(noun) {
        return None;
    }
    // The agency that sends the article is not what it is about.
    let sender = context.document.dateline().and_then(|dateline| dateline.agency).filter(|_| noun != "agency");
    let before = |id: &EntityId| {
        context
            .entities
            .get(*id)
            .mentions
            .iter()
            .filter(|mention| mention.tokens.end() <= source.start())
            .filter(|mention| sender.is_none_or(|sender| !sender.contains(mention.span)))
            .map(|mention| mention.tokens.end())
            .max()
    };
    let latest = |wanted: &dyn Fn(EntityId) -> bool| {
        (0..context.entities.all().len())
            .map(EntityId)
            .filter(|id| wanted(*id))
            .filter_map(|id| Some((before(&id)?, id)))
            .max()
            .map(|(_, id)| id)
    };
    let role_has = |id: EntityId| {
        let entity = context.entities.get(id);
        entity.kind == EntityKind::Person
            && entity
                .role
                .as_deref()
                .is_some_and(|role| role.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == noun))
    };
    if let Some(id) = latest(&role_has).or_else(|| named_later(context, source, noun)) {
        return Some((id, Via::Title, 0.85));
    }
    let plain = source.len() <= 3 || is_aged(context, source);
    if is_aged(context, source) {
        return latest(&|id| context.entities.get(id).kind == EntityKind::Person).map(|id| (id, Via::NounPhrase, 0.7));
    }
    if BODIES.contains(&noun) && plain {
        let named_so = |id: EntityId| {
            context.entities.get(id).kind == EntityKind::Organization
                && context.entities.get(id).name.to_lowercase().contains(noun)
        };
        let any = |id: EntityId| context.entities.get(id).kind == EntityKind::Organization;
        let found = latest(&named_so)
            .or_else(|| latest(&any).filter(|_| !matches!(noun, "government" | "office" | "administration" | "court")));
        return found.map(|id| (id, Via::NounPhrase, 0.65));
    }
    None
}

/// `Norland's oil minister says …`: the only one of that title, who is named further down.
fn named_later(context: &Context<'_>, source: TokenRange, noun: &str) -> Option<EntityId> {
    let wanted: Vec<&str> = source
        .range()
        .map(|at| context.word(at))
        .filter(|word| grammar::is_occupation_part(word) || *word == noun)
        .collect();
    let holds = |id: &EntityId| {
        let entity = context.entities.get(*id);
        let role = entity.role.as_deref().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = role.split(|c: char| !c.is_alphanumeric()).collect();
        entity.kind == EntityKind::Person && wanted.iter().all(|word| words.contains(word))
    };
    let mut found = (0..context.entities.all().len()).map(EntityId).filter(holds);
    found.next().filter(|_| found.next().is_none())
}

/// `the 34-year-old striker`
fn is_aged(context: &Context<'_>, source: TokenRange) -> bool {
    source.range().any(|at| context.word(at) == "year" && context.word(at + 2) == "old")
}

/// The noun of a phrase: the last word before its first preposition.
fn head(context: &Context<'_>, source: TokenRange) -> usize {
    let inner = |at: usize| {
        at > source.start()
            && (grammar::is_preposition(context.word(at))
                || matches!(context.word(at), "close" | "familiar" | "who" | "briefed" | ","))
    };
    let end = source.range().find(|&at| inner(at)).unwrap_or(source.end());
    (end.max(source.start() + 1)) - 1
}

/// An unnamed speaker of before, for a definite description with the same noun, or for the same words.
pub(super) fn earlier(context: &Context<'_>, source: TokenRange, records: &[Speaker]) -> Option<SpeakerId> {
    let words = context.document.slice(context.span(source)).to_lowercase();
    let noun = context.word(head(context, source));
    let definite = matches!(context.word(source.start()), "the" | "this" | "that");
    let unnamed = || records.iter().enumerate().rev().filter(|(_, record)| record.entity.is_none());
    let described = |record: &Speaker| record.description.as_deref().unwrap_or_default().to_lowercase();
    let same = unnamed().find(|(_, record)| described(record) == words).map(|(index, _)| SpeakerId(index));
    let by_noun = || {
        unnamed()
            .find(|(_, record)| {
                let known = described(record);
                let before_preposition = known.split(' ').take_while(|word| {
                    !grammar::is_preposition(word) && !matches!(*word, "close" | "familiar" | "who")
                });
                before_preposition.last().is_some_and(|word| word == noun)
            })
            .map(|(index, _)| SpeakerId(index))
    };
    same.or_else(|| if definite { by_noun() } else { None })
}

/// A new record of an unnamed speaker.
pub(super) fn record(context: &Context<'_>, source: TokenRange, cue: usize) -> Speaker {
    let noun = context.word(head(context, source));
    let kind = if grammar::is_document(noun) {
        SpeakerKind::Document
    } else if grammar::is_collective(noun) {
        SpeakerKind::Collective
    } else {
        SpeakerKind::Anonymous
    };
    let affiliation = context
        .entities
        .mentions_in(source)
        .iter()
        .map(|(_, id)| *id)
        .filter(|id| matches!(context.entities.get(*id).kind, EntityKind::Organization | EntityKind::Location))
        .collect();
    let description = Some(context.document.slice(context.span(source)).to_owned());
    Speaker { kind, entity: None, name: None, description, affiliation, anonymity: anonymity(context, cue) }
}

/// The words of the sentence that say why there is no name.
fn anonymity(context: &Context<'_>, cue: usize) -> Option<String> {
    let sentence = context.sentence(cue);
    let found = sentence.range().find_map(|at| {
        let reason = ANONYMITY
            .iter()
            .find(|reason| reason.iter().enumerate().all(|(offset, word)| context.word(at + offset) == *word))?;
        let end = (at + reason.len()..sentence.end()).find(|&at| !context.is_word(at)).unwrap_or(sentence.end());
        Some(TokenRange::new(at, end))
    })?;
    Some(context.document.slice(context.span(found)).to_owned())
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn a_title_is_its_bearer() {
        check(
            "Elena Ruiz, the mayor of Port Alder, left. The mayor said the bridge was shut.",
            &["indirect | the bridge was shut | said | The mayor | Elena Ruiz"],
        );
        check(
            "Hanna Weiss retired. “I want my weekends back,” the 61-year-old surgeon said.",
            &["direct | I want my weekends back, | said | the 61-year-old surgeon | Hanna Weiss"],
        );
    }

    #[test]
    fn the_agency_in_the_dateline_is_nobody_of_whom_the_article_tells() {
        check(
            "LOWPORT, May 3 (Norpress) — The ferries stopped. The union said crews were tired.",
            &["indirect | crews were tired | said | The union | The union"],
        );
    }

    #[test]
    fn an_unnamed_source_stays_unnamed_and_the_same() {
        check(
            "“He never signed it,” said a source in the ministry. The source said it was late.",
            &[
                "direct | He never signed it, | said | a source in the ministry | a source in the ministry",
                "indirect | it was late | said | The source | a source in the ministry",
            ],
        );
    }
}
