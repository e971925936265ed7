//! Nouns that report: `Lund’s claim that the vote was rigged`, `a request from the council to be heard`.
//!
//! Fires: `He denied Norfast’s claim that the plant is safe.` Does not: `He read the report of the day.`

use super::Board;
use crate::quote::clauses;
use crate::quote::context::Context;
use crate::quote::cues::{Cue, Voice};
use crate::quote::draft::Draft;
use crate::quote::grammar;
use crate::quote::lexicon::{self, Shape};
use crate::quote::phrases;
use crate::quote::sources::Subject;
use crate::quote::tags::Tag;
use crate::text::TokenRange;

/// Most adjectives and nouns between an owner and the noun.
const FARTHEST_OWNER: usize = 4;

/// A noun and the verb that says the same; what it takes behind it.
const NOUNS: &[(&str, &str, &[&str])] = &[
    ("accusation", "accuse", &["that"]),
    ("admission", "admit", &["that"]),
    ("allegation", "allege", &["that", "of"]),
    ("announcement", "announce", &["that"]),
    ("appeal", "urge", &["to", "for"]),
    ("argument", "argue", &["that"]),
    ("assertion", "assert", &["that"]),
    ("belief", "believe", &["that"]),
    ("call", "call", &["to", "for"]),
    ("claim", "claim", &["that", "of"]),
    ("complaint", "complain", &["that"]),
    ("conclusion", "conclude", &["that"]),
    ("contention", "contend", &["that"]),
    ("demand", "demand", &["that", "to"]),
    ("denial", "deny", &["that"]),
    ("estimate", "estimate", &["that"]),
    ("fear", "fear", &["that"]),
    ("finding", "find", &["that"]),
    ("hope", "hope", &["that"]),
    ("insistence", "insist", &["that"]),
    ("order", "order", &["to"]),
    ("plea", "plead", &["to", "for"]),
    ("pledge", "pledge", &["that", "to"]),
    ("prediction", "predict", &["that", "of"]),
    ("promise", "promise", &["that", "to", "of"]),
    ("report", "report", &["that"]),
    ("request", "request", &["that", "to", "for"]),
    ("statement", "state", &["that"]),
    ("suggestion", "suggest", &["that"]),
    ("threat", "threaten", &["that", "to"]),
    ("vow", "vow", &["that", "to"]),
    ("warning", "warn", &["that", "of"]),
];

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    for at in 0..context.len() {
        if context.document.quotation_at(at).is_some() || !matches!(context.tag(at), Tag::Noun | Tag::Gerund) {
            continue;
        }
        if let Some(draft) = read(context, at) {
            board.add(context, draft);
        }
    }
}

/// The entry for a noun, singular or plural.
fn entry(word: &str) -> Option<(&'static str, &'static [&'static str])> {
    let singular = word.strip_suffix('s').unwrap_or(word);
    let at = NOUNS.binary_search_by_key(&singular, |(noun, _, _)| noun).ok()?;
    Some((NOUNS[at].1, NOUNS[at].2))
}

fn read(context: &Context<'_>, at: usize) -> Option<Draft> {
    let (lemma, takes) = entry(context.word(at))?;
    let sentence = context.sentence(at);
    let by = matches!(context.word(at + 1), "by" | "from" | "of")
        .then(|| phrases::after(context, at + 2, sentence.end()))
        .flatten();
    let (source, start) = match by.filter(|by| takes.contains(&context.word(by.end()))) {
        Some(by) => (by, by.end()),
        None => (owner(context, at, sentence.start())?, at + 1),
    };
    let link = context.word(start);
    if !takes.contains(&link) || start + 2 >= sentence.end() || context.tag(start + 1) == Tag::Mark {
        return None;
    }
    let (verb, _) = lexicon::verb(lemma)?;
    let subject = Some(Subject { tokens: source, from: source.start() });
    // "for" and "of" belong to the cue, as they do with the verb.
    let governs = matches!(link, "for" | "of");
    let end = if governs && start == at + 1 { at + 2 } else { at + 1 };
    let cue = Cue { tokens: TokenRange::new(at, end), verb, shape: Shape::Past, voice: Voice::Active, subject };
    let from = if link == "to" { start } else { start + 1 };
    let content = clauses::of_noun(context, &cue, from, sentence)?;
    (content.len() >= 2).then(|| Draft::new(vec![content], "nominal").with_cue(&cue, Some(source)))
}

/// Whose claim it is: "his claim", "Norfast’s latest claim", "a Norpress report".
fn owner(context: &Context<'_>, noun: usize, floor: usize) -> Option<TokenRange> {
    let from = (floor..noun)
        .rev()
        .take(FARTHEST_OWNER + 1)
        .take_while(|&at| {
            matches!(
                context.tag(at),
                Tag::Adjective
                    | Tag::Noun
                    | Tag::Number
                    | Tag::Participle
                    | Tag::Possessive
                    | Tag::Determiner
                    | Tag::Name
            )
        })
        .find(|&at| context.tag(at) == Tag::Possessive || matches!(context.word(at), "his" | "her" | "their" | "its"));
    match from {
        Some(at) if context.tag(at) == Tag::Possessive => {
            let owner = crate::quote::sources::phrase_up_to(context, at, floor)?;
            (!grammar::is_time(context.word(owner.end() - 1))).then_some(owner)
        }
        Some(at) => Some(TokenRange::new(at, at + 1)),
        // "a Norpress report": a name in front of the noun.
        None => context.entities.mention_at(noun.checked_sub(1)?).map(|(tokens, _)| tokens).filter(|tokens| {
            tokens.end() == noun
                && tokens.start() > floor
                && matches!(context.before(tokens.start()), "a" | "an" | "the")
                && phrases::names_a_speaker(context, *tokens)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::testing::check;

    #[test]
    fn a_noun_reports_for_its_owner() {
        check(
            "The council has heard Tom Ito’s claim that the bridge is safe.",
            &["indirect | the bridge is safe | claim | Tom Ito | Tom Ito"],
        );
        check(
            "The council heard a request from Tom Ito to close the bridge.",
            &["indirect | to close the bridge | request | Tom Ito | Tom Ito"],
        );
    }

    #[test]
    fn the_main_clause_is_not_claimed() {
        check(
            "Tom Ito’s claim that the bridge was safe is false.",
            &["indirect | the bridge was safe | claim | Tom Ito | Tom Ito"],
        );
    }

    #[test]
    fn a_noun_without_an_owner_is_none() {
        check("The report of the day was long.", &[]);
        check("Last week’s promise to rain was kept.", &[]);
    }

    #[test]
    fn the_nouns_are_in_order_and_have_verbs() {
        assert!(NOUNS.is_sorted_by_key(|(noun, _, _)| *noun));
        assert!(NOUNS.iter().all(|(_, verb, _)| lexicon::verb(verb).is_some()));
    }
}
