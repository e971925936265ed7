//! What is reported without marks: the clause behind a cue, or before it.

use super::context::Context;
use super::cues::Cue;
use super::grammar;
use super::lexicon::{Frame, Shape};
use super::sources;
use crate::text::TokenRange;

/// Most tokens between a cue and its "that": "said in an interview with the Alder Post on Tuesday that".
const FARTHEST_THAT: usize = 14;

/// What stands behind a cue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Behind {
    pub(super) content: TokenRange,
    pub(super) addressee: Option<TokenRange>,
}

/// The content behind `cue` in its sentence, up to `limit`.
pub(super) fn behind(context: &Context<'_>, cue: &Cue, limit: usize) -> Option<Behind> {
    let mut at = cue.tokens.end();
    let mut addressee = None;
    if cue.takes(Frame::HEARER) && context.word(at) != "that" {
        if let Some(hearer) = sources::phrase_after(context, at, limit).filter(|hearer| hearer.end() < limit) {
            addressee = Some(hearer);
            // The object of "urge" is part of what is urged.
            let infinitive = context.word(hearer.end()) == "to" && cue.takes(Frame::INFINITIVE);
            if infinitive {
                return clause_end(context, hearer.start(), limit).map(|content| Behind { content, addressee: None });
            }
            at = hearer.end();
        }
    }
    let that = (at..limit.min(at + FARTHEST_THAT))
        .take_while(|&at| may_separate(context, at, cue))
        .find(|&at| context.word(at) == "that" && is_complementiser(context, at, limit));
    if let Some(that) = that.filter(|_| cue.takes(Frame::CLAUSE) || cue.takes(Frame::HEARER) || cue.takes(Frame::NOUN))
    {
        return clause_end(context, that + 1, limit).map(|content| Behind { content, addressee });
    }
    let start = skip_time(context, at, limit);
    let begins = start < limit && begins_content(context, start);
    let content = begins.then(|| clause_end(context, start, limit)).flatten()?;
    let words = content.range().filter(|&at| context.is_word(at)).count();
    let finite = content.range().any(|at| {
        grammar::is_finite(context.word(at)) || context.verb(at).is_some_and(|(_, shape)| shape != Shape::Gerund)
    });
    // "said goodbye and left": the verb is the reporter's.
    let clause = content
        .range()
        .skip(1)
        .find(|&at| grammar::is_finite(context.word(at)))
        .is_none_or(|at| !matches!(context.before(at), "and" | "to"));
    let finite = finite && clause;
    let infinitive = context.word(start) == "to" && cue.takes(Frame::INFINITIVE);
    let question = grammar::is_question_word(context.word(start));
    let accepted = infinitive
        || question && words >= 2
        || cue.takes(Frame::NOUN) && !matches!(context.word(start), "to" | "it") && words >= 2
        || finite
            && words >= 3
            && !matches!(context.word(start), "to")
            && (cue.takes(Frame::CLAUSE) || cue.takes(Frame::HEARER) && addressee.is_some())
        || governs_noun(context, cue) && words >= 1
        || cue.takes(Frame::INFINITIVE) && !cue.takes(Frame::CLAUSE) && has_infinitive(context, content);
    accepted.then_some(Behind { content, addressee })
}

/// "warned of", "called for": the particle asks for a noun phrase.
fn governs_noun(context: &Context<'_>, cue: &Cue) -> bool {
    cue.tokens.len() > 1 && !context.word(cue.tokens.end()).is_empty()
}

/// "asked them to leave"
fn has_infinitive(context: &Context<'_>, content: TokenRange) -> bool {
    content
        .range()
        .skip(1)
        .take(8)
        .any(|at| context.word(at) == "to" && context.is_word(at + 1) && !grammar::is_determiner(context.word(at + 1)))
}

fn may_separate(context: &Context<'_>, at: usize, cue: &Cue) -> bool {
    let word = context.word(at);
    let verb = context.verb(at).is_some_and(|(_, shape)| matches!(shape, Shape::Past | Shape::Present))
        && !context.is_named(at);
    let clause =
        grammar::is_finite(word) && !grammar::is_participle(word) || grammar::begins_clause(word) && word != "that";
    let mark = !context.is_word(at) && !matches!(word, "," | "'s" | "’s" | "-" | "'" | "’" | "&");
    at < cue.tokens.end() || !(verb || clause || mark || word == "and" || context.opening(at).is_some())
}

/// "that" before a clause, not "that day".
fn is_complementiser(context: &Context<'_>, at: usize, limit: usize) -> bool {
    at + 2 < limit
        && !matches!(context.word(at + 1), "," | "." | "is" | "was" | "day" | "time" | "year" | "week" | "he'd")
        || at + 2 < limit && context.opening(at + 1).is_some()
}

/// "said Monday", "said on Tuesday", "said in a statement": behind them the clause begins.
fn skip_time(context: &Context<'_>, at: usize, limit: usize) -> usize {
    let mut next = at;
    while next < limit
        && (matches!(
            context.word(next),
            "on" | "in"
                | "late"
                | "early"
                | "earlier"
                | "last"
                | "yesterday"
                | "today"
                | "recently"
                | "this"
                | "also"
                | "again"
                | "repeatedly"
                | "publicly"
        ) || grammar::is_time(context.word(next)))
    {
        if matches!(context.word(next), "on" | "in" | "this" | "last")
            && !(grammar::is_time(context.word(next + 1))
                || context.word(next + 1) == "a"
                    && matches!(
                        context.word(next + 2),
                        "statement" | "interview" | "speech" | "letter" | "tweet" | "post" | "report"
                    ))
        {
            break;
        }
        next += if context.word(next + 1) == "a" { 3 } else { 1 };
    }
    next.min(limit)
}

/// Whether a clause or a noun phrase may begin at `at`.
fn begins_content(context: &Context<'_>, at: usize) -> bool {
    let word = context.word(at);
    (context.is_word(at) || context.opening(at).is_some() || word == "$")
        && !(grammar::is_preposition(word)
            && !matches!(
                word,
                "in" | "under"
                    | "after"
                    | "during"
                    | "despite"
                    | "since"
                    | "over"
                    | "among"
                    | "to"
                    | "about"
                    | "around"
                    | "between"
            )
            || matches!(word, "and" | "or" | "but" | "as" | "so" | "because" | "while" | "by" | "at" | "with"))
}

/// From `start` to the end of what is reported: the sentence, or the next clause with a cue of its own.
fn clause_end(context: &Context<'_>, start: usize, limit: usize) -> Option<TokenRange> {
    let mut end = limit;
    for at in start + 1..limit {
        if context.is_quoted(at) {
            continue;
        }
        if begins_next_report(context, at, limit) {
            end = at;
            break;
        }
    }
    context.trim(TokenRange::new(start, end)).map(|content| keep_marks(context, content, limit))
}

/// ", adding that", "and promised", ", while Petrov warned": another report by the same or another speaker.
fn begins_next_report(context: &Context<'_>, at: usize, limit: usize) -> bool {
    let reports = |at: usize, shapes: &[Shape]| {
        at < limit
            && context.verb(at).is_some_and(|(verb, shape)| shapes.contains(&shape) && !verb.frame.has(Frame::NAMING))
            && !context.is_named(at)
            && !super::lexicon::is_noun_too(context.word(at))
    };
    match context.word(at) {
        "," => {
            let next = at + 1;
            let adverbs = (next..limit).take_while(|&at| grammar::is_adverb(context.word(at))).count();
            let conjunction = matches!(context.word(next), "and" | "but" | "while" | "whereas");
            reports(next + adverbs, &[Shape::Gerund]) && behind_report(context, next + adverbs, limit)
                || conjunction
                    && (reports(next + 1, &[Shape::Past, Shape::Present, Shape::Gerund])
                        || has_subject_and_cue(context, next + 1, limit))
                || context.word(next) == "according"
                || context.word(next) == "who" && reports(next + 1, &[Shape::Past])
        }
        "and" | "but" => reports(at + 1, &[Shape::Past, Shape::Present]) && behind_report(context, at + 1, limit),
        "while" | "whereas" => has_subject_and_cue(context, at + 1, limit),
        ";" => true,
        "according" => context.word(at + 1) == "to" && at > 0,
        _ => false,
    }
}

/// A report has something behind it.
fn behind_report(context: &Context<'_>, at: usize, limit: usize) -> bool {
    at + 2 < limit && !matches!(context.word(at + 1), "." | ",")
}

/// "the ministry said" within six words.
fn has_subject_and_cue(context: &Context<'_>, at: usize, limit: usize) -> bool {
    (at + 1..limit.min(at + 6)).take_while(|&at| context.is_word(at)).any(|at| {
        context
            .verb(at)
            .is_some_and(|(verb, shape)| matches!(shape, Shape::Past | Shape::Present) && verb.frame.has(Frame::CLAUSE))
            && !super::lexicon::is_noun_too(context.word(at))
    })
}

/// Marks that the content begins or ends with stay in, with the words between them: `was “dead on arrival”`.
fn keep_marks(context: &Context<'_>, content: TokenRange, limit: usize) -> TokenRange {
    let mut end = content.end();
    if end < limit
        && context.closing(end).is_some_and(|quotation| context.quotation(quotation).tokens.start() > content.start())
    {
        end += 1;
    }
    TokenRange::new(content.start(), end)
}

/// Whether nothing but a time stands between `cue` and a comma or the end: "the company said on Friday, …".
pub(super) fn is_closed(context: &Context<'_>, cue: &Cue, limit: usize) -> bool {
    let at = skip_time(context, cue.tokens.end(), limit);
    at >= limit || matches!(context.word(at), "," | "." | ";" | "”" | "\"")
}

/// The clause in front of a trailing attribution: "The plant will close, the company said". `comma` stands behind it.
pub(super) fn in_front(context: &Context<'_>, comma: usize, sentence: TokenRange) -> Option<TokenRange> {
    context.trim(TokenRange::new(sentence.start(), comma)).map(|content| keep_marks(context, content, comma))
}
