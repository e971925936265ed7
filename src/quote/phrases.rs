//! Noun phrases read forwards: behind an inverted verb, a preposition, "according to".

use super::context::Context;
use super::grammar;
use super::sources::is_person;
use super::tags::Tag;
use crate::entity::EntityKind;
use crate::text::TokenRange;

/// Longest noun phrase, in tokens.
const LONGEST: usize = 28;

/// The noun phrase that begins at `start`: behind an inverted verb, "by" or "according to". Ends before `limit`.
pub(super) fn after(context: &Context<'_>, start: usize, limit: usize) -> Option<TokenRange> {
    let limit = limit.min(start + LONGEST);
    if start >= limit || !context.is_word(start) {
        return None;
    }
    let word = context.word(start);
    if context.tag(start) == Tag::Pronoun
        || matches!(word, "who" | "which")
        || word == "her" && context.tag(start + 1) != Tag::Noun
    {
        return Some(TokenRange::new(start, start + 1));
    }
    let opens = matches!(
        context.tag(start),
        Tag::Determiner | Tag::Name | Tag::Noun | Tag::Number | Tag::Adjective | Tag::Participle
    ) || context.is_capital(start);
    if !opens || grammar::is_time(word) && !grammar::is_determiner(word) {
        return None;
    }
    let mut end = core_end(context, start, limit);
    while end < limit {
        let word = context.word(end);
        let after = match context.tag(end) {
            Tag::Preposition => {
                let named = context
                    .entities
                    .mention_at(end - 1)
                    .is_some_and(|(_, id)| context.entities.get(id).kind == EntityKind::Person);
                let fits = is_complement(context, end) && !(named && word != "of" && word != "for");
                if !fits {
                    break;
                }
                core_end(context, end + 1, limit)
            }
            Tag::Adjective if matches!(word, "familiar" | "close" | "aware") && end + 2 < limit => {
                core_end(context, end + 2, limit)
            }
            Tag::Conjunction if word == "and" && end + 1 < limit && joins_after(context, start, end) => {
                core_end(context, end + 1, limit)
            }
            _ => break,
        };
        if after <= end + 1 {
            break;
        }
        end = after;
    }
    (end > start).then(|| TokenRange::new(start, end))
}

/// As [`after`], but "Norfast’s lawyer, Petra Moss," is the name.
pub(super) fn source_after(context: &Context<'_>, start: usize, limit: usize) -> Option<TokenRange> {
    let phrase = after(context, start, limit)?;
    let person = |tokens: &TokenRange| is_person(context, TokenRange::new(tokens.start(), tokens.start() + 1));
    let headed =
        context.entities.mentions_in(phrase).iter().any(|(tokens, _)| tokens.end() == phrase.end() && person(tokens));
    if headed || context.word(phrase.end()) != "," || phrase.end() + 1 >= limit {
        return Some(phrase);
    }
    let behind = context.entities.mention_at(phrase.end() + 1).map(|(tokens, _)| tokens).filter(person);
    let closed = |tokens: &TokenRange| tokens.end() >= limit || !context.is_word(tokens.end());
    behind.filter(|tokens| tokens.start() == phrase.end() + 1 && closed(tokens)).or(Some(phrase))
}

/// A person or a body, which can say something.
pub(super) fn names_a_speaker(context: &Context<'_>, tokens: TokenRange) -> bool {
    context
        .entities
        .mention_at(tokens.start())
        .is_some_and(|(_, id)| matches!(context.entities.get(id).kind, EntityKind::Person | EntityKind::Organization))
}

/// "Maya Lin and Omar Said", "economist and former minister Ida Voss"
fn joins_after(context: &Context<'_>, start: usize, and: usize) -> bool {
    let named = |at: usize| context.is_named(at);
    named(and - 1) && (named(and + 1) || grammar::is_determiner(context.word(and + 1)) && named(and + 2))
        || !(start..and).any(|at| {
            context.entities.mention_at(at).is_some_and(|(_, id)| context.entities.get(id).kind == EntityKind::Person)
        }) && (and + 1..and + 5)
            .take_while(|&at| matches!(context.tag(at), Tag::Noun | Tag::Adjective | Tag::Name))
            .any(|at| {
                context
                    .entities
                    .mention_at(at)
                    .is_some_and(|(_, id)| context.entities.get(id).kind == EntityKind::Person)
            })
}

/// One past the plain noun phrase that begins at `start`.
fn core_end(context: &Context<'_>, start: usize, limit: usize) -> usize {
    let mut end = start;
    let mut nouns = false;
    while end < limit {
        if let Some((tokens, _)) = context.entities.mention_at(end).filter(|(tokens, _)| tokens.end() <= limit) {
            // "told reporters Ann Lee had left": a name behind a plural begins another phrase, as does a name behind a name.
            let plural = nouns && context.tag(end - 1) == Tag::Noun && context.word(end - 1).ends_with('s');
            let doubled = end > start
                && context.is_named(end - 1)
                && tokens.start() == end
                && is_person(context, TokenRange::new(end - 1, end));
            if plural || doubled {
                break;
            }
            nouns = true;
            end = tokens.end();
            continue;
        }
        let word = context.word(end);
        let inner = match context.tag(end) {
            Tag::Name | Tag::Noun => {
                let person = nouns
                    && end > start
                    && context.is_named(end - 1)
                    && is_person(context, TokenRange::new(end - 1, end));
                !(grammar::is_time(word)
                    && end > start
                        && !matches!(context.tag(end - 1), Tag::Determiner | Tag::Adjective | Tag::Number)
                    // "the 41-year-old"
                    && context.before(end) != "-"
                    && !matches!(context.before(end), "this" | "last" | "the" | "a"))
                    && !person
            }
            Tag::Number | Tag::Adjective => {
                !(end > start && context.is_named(end - 1) && is_person(context, TokenRange::new(end - 1, end)))
                    && !matches!(word, "familiar" | "close" | "aware")
            }
            Tag::Determiner => {
                end == start
                    || matches!(context.before(end), "all" | "both" | "half" | "such")
                    || context.tag(end - 1) == Tag::Determiner
            }
            Tag::Possessive => true,
            Tag::Participle | Tag::Gerund => {
                matches!(context.tag(end + 1), Tag::Noun | Tag::Adjective) && end + 1 < limit
            }
            Tag::Adverb => end > start && context.tag(end - 1) == Tag::Determiner,
            // "the “open skies” plan"
            Tag::Mark if end > start && title_in_phrase(context, end, limit).is_some() => {
                end = title_in_phrase(context, end, limit).unwrap_or(end);
                nouns = true;
                continue;
            }
            Tag::Mark => {
                matches!(word, "-" | "&" | "/" | "'" | "’")
                    && end > start
                    && end + 1 < limit
                    && context.is_word(end + 1)
                    || word == "$" && end + 1 < limit
            }
            _ => false,
        };
        if !inner {
            break;
        }
        nouns |= matches!(context.tag(end), Tag::Noun | Tag::Name);
        end += 1;
    }
    while end > start && (context.tag(end - 1) == Tag::Possessive && end == start + 1 || context.word(end - 1) == "-") {
        end -= 1;
    }
    end
}

/// One past the closing mark of a few words in marks that a noun follows.
fn title_in_phrase(context: &Context<'_>, at: usize, limit: usize) -> Option<usize> {
    let quotation = context.quotation(context.opening(at)?);
    let behind = quotation.tokens.end() + 1;
    let fits =
        quotation.tokens.len() <= 5 && quotation.close.is_some() && behind < limit && context.tag(behind) == Tag::Noun;
    fits.then_some(behind)
}

/// A prepositional phrase behind a description says who it is, unless it says when or where.
fn is_complement(context: &Context<'_>, at: usize) -> bool {
    let (word, next) = (context.word(at), context.word(at + 1));
    match word {
        "of" | "for" | "from" | "at" | "against" | "within" | "inside" | "near" => {
            !matches!((word, next), ("at", "least")) && !grammar::is_time(next)
        }
        "in" | "on" | "with" | "to" => {
            !grammar::is_time(next)
                && !matches!(next, "a" | "an" | "his" | "her" | "their" | "its")
                && context.is_word(at + 1)
                && !next.starts_with(|c: char| c.is_ascii_digit())
                && !matches!(
                    (word, next),
                    ("in", "response" | "court" | "english") | ("on", "condition") | ("to", "be" | "reporters")
                )
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity;
    use crate::text::Document;

    /// The phrase behind the first "by".
    #[track_caller]
    fn check(text: &str, want: Option<&str>) {
        let document = Document::new("", text);
        let entities = entity::recognize(&document);
        let context = Context::new(&document, &entities);
        let by = (0..context.len()).find(|&at| context.word(at) == "by").expect("a by");
        let got = after(&context, by + 1, context.len()).map(|tokens| document.slice(context.span(tokens)));
        assert_eq!(got, want, "in {text:?}");
    }

    #[test]
    fn a_phrase_ends_before_what_says_when_or_how() {
        check("It was said by the head of the ministry on Monday.", Some("the head of the ministry"));
        check("It was said by union leader Tom Ito in a speech.", Some("union leader Tom Ito"));
        check("It was said by people familiar with the talks.", Some("people familiar with the talks"));
    }

    #[test]
    fn a_verb_is_no_phrase() {
        check("It was done by going home.", None);
    }
}
