//! Where what is reported ends: the sentence, the main clause, another report.

use super::closed::closes;
use super::verb_of_clause;
use crate::quote::context::Context;
use crate::quote::cues::Cue;
use crate::quote::grammar;
use crate::quote::lexicon::{self, Frame, Shape};
use crate::quote::questions;
use crate::quote::tags::Tag;
use crate::text::TokenRange;

/// Longest report in one sentence, in tokens: what is longer has lost its full stops.
const LONGEST: usize = 400;

/// From `start` to the end of what is reported: the sentence, or the next clause with a cue of its own.
pub(super) fn clause_end(context: &Context<'_>, cue: &Cue, start: usize, limit: usize) -> Option<TokenRange> {
    let limit = limit.min(start + LONGEST);
    if start >= limit {
        return None;
    }
    let below = is_below(context, cue);
    let relative = cue.subject.is_some_and(|subject| {
        let first = subject.tokens.start();
        matches!(context.word(first), "who" | "which") && context.before(first) == ","
    });
    let mut end = limit;
    for at in start + 1..limit {
        // "was “corrupt,” noting that": the comma stands inside the marks.
        let inside = context.closing(at).is_some() && context.before(at) == ",";
        if inside && begins_next_report(context, at, limit) {
            end = at + 1;
            break;
        }
        if context.is_quoted(at) {
            continue;
        }
        let comma = context.word(at) == ",";
        // "While he said it was safe, she …", "Lee, who said he had paid, left".
        let main = comma && below && verb_of_clause(context, at + 1, limit).is_some() && !continues_list(context, at)
            || comma && relative && resumes(context, at + 1);
        if main || begins_next_report(context, at, limit) {
            end = at;
            break;
        }
    }
    // Words in marks go on to their closing mark, over the ends of sentences.
    if end == limit
        && let Some(quotation) = context.document.quotation_at(limit - 1).map(|index| context.quotation(index))
        && quotation.tokens.start() > start
        && quotation.tokens.end() >= limit
    {
        return Some(TokenRange::new(start, quotation.tokens.end() + usize::from(quotation.close.is_some())));
    }
    context.trim(TokenRange::new(start, end)).map(|content| keep_marks(context, content, limit))
}

/// What a noun phrase or an infinitive says ends where another clause begins: "the rally, and the mayor left", "to go home, after the vote".
pub(super) fn narrowed(context: &Context<'_>, content: TokenRange) -> TokenRange {
    let ends = |at: usize| match context.word(at) {
        "and" | "but" => resumes(context, at + 1) || begins_plain_clause(context, at + 1, content.end()),
        "," => {
            let next = at + 1;
            matches!(context.word(next), "and" | "but")
                && (resumes(context, next + 1) || begins_plain_clause(context, next + 1, content.end()))
                || matches!(
                    context.word(next),
                    "after"
                        | "while"
                        | "although"
                        | "though"
                        | "as"
                        | "when"
                        | "because"
                        | "amid"
                        | "despite"
                        | "days"
                        | "hours"
                )
                || context.tag(next) == Tag::Gerund && !is_parenthesis(context, next, content.end())
        }
        "despite" | "amid" => true,
        // A pair of dashes is a parenthesis.
        "—" | "–" | "--" | "-" => {
            has_dash(context, at, at + 1)
                && !has_dash(context, content.start(), at)
                && !has_dash(context, at + 1, content.end())
        }
        _ => false,
    };
    let end =
        (content.start() + 2..content.end()).find(|&at| !context.is_quoted(at) && ends(at)).unwrap_or(content.end());
    let mut end = context.trim(TokenRange::new(content.start(), end)).map_or(end, TokenRange::end);
    // "the decision Wednesday", "the decision on Wednesday"
    while end > content.start() + 2 && grammar::is_time(context.word(end - 1)) && context.is_capital(end - 1) {
        end -= 1 + usize::from(context.word(end - 2) == "on");
    }
    TokenRange::new(content.start(), end)
}

fn has_dash(context: &Context<'_>, from: usize, to: usize) -> bool {
    (from..to)
        .any(|at| matches!(context.word(at), "—" | "–" | "--") || context.word(at) == "-" && context.stands_apart(at))
}

/// "and the mayor left": a plain noun phrase, and its verb.
fn begins_plain_clause(context: &Context<'_>, at: usize, limit: usize) -> bool {
    let verb = (at..limit).find(|&at| {
        !matches!(
            context.tag(at),
            Tag::Name
                | Tag::Noun
                | Tag::Determiner
                | Tag::Adjective
                | Tag::Pronoun
                | Tag::Adverb
                | Tag::Number
                | Tag::Possessive
        )
    });
    let apart = at >= 2 && !matches!(context.tag(at - 2), Tag::Adjective);
    verb.is_some_and(|verb| {
        verb > at && apart && context.is_finite(verb) && !(at + 1..verb).any(|at| context.tag(at) == Tag::Pronoun)
    })
}

fn continues_list(context: &Context<'_>, comma: usize) -> bool {
    matches!(
        context.word(comma + 1),
        "and" | "or" | "but" | "who" | "which" | "whose" | "where" | "even" | "though" | "although" | "because"
    )
}

/// The main clause goes on: a verb, maybe behind an adverb.
pub(super) fn resumes(context: &Context<'_>, at: usize) -> bool {
    context.is_finite(at) || context.tag(at) == Tag::Adverb && context.is_finite(at + 1)
}

/// The cue stands in a subordinate clause at the head of its sentence: "While Lund said …".
fn is_below(context: &Context<'_>, cue: &Cue) -> bool {
    let sentence = context.sentence(cue.at());
    // "Asked why it failed, she …"
    if cue.subject.is_none() && questions::put(context, cue.at()).is_some() {
        return true;
    }
    let Some(subject) = cue.subject else { return false };
    let Some(link) = subject.from.checked_sub(1).filter(|&link| link >= sentence.start()) else { return false };
    let link_word = context.word(link);
    let subordinates = matches!(
        link_word,
        "while" | "as" | "since" | "when" | "after" | "though" | "although" | "if" | "before" | "because" | "whereas"
    );
    subordinates
        && (sentence.start()..link).all(|at| {
            matches!(context.tag(at), Tag::Mark | Tag::Conjunction | Tag::Adverb)
                || matches!(context.word(at), "even" | "just" | "ever")
                || grammar::is_time(context.word(at))
        })
}

/// Gerunds that tell what the speaker does by speaking: not what is said.
const REMARKS: &[&str] = &[
    "softening",
    "hardening",
    "reversing",
    "contradicting",
    "echoing",
    "repeating",
    "reiterating",
    "referring",
    "prompting",
    "drawing",
    "alluding",
    "signaling",
    "signalling",
    "distancing",
    "backing",
    "toning",
    "dismissing",
    "rejecting",
    "brushing",
    "hinting",
    "invoking",
    "quoting",
    "citing",
    "gesturing",
    "pointing",
    "backtracking",
    "walking",
    "breaking",
];

/// ", adding that", "and promised", ", while Petrov warned", ", Norpress reports": another report by the same or another speaker.
fn begins_next_report(context: &Context<'_>, at: usize, limit: usize) -> bool {
    let reports = |at: usize, shapes: &[Shape]| {
        at < limit
            && context.verb(at).is_some_and(|(verb, shape)| shapes.contains(&shape) && !verb.frame.has(Frame::NAMING))
            && !context.is_named(at)
            && (!shapes.contains(&Shape::Base) || context.is_finite(at) || context.tag(at) == Tag::Gerund)
            && (shapes == [Shape::Gerund] || !lexicon::is_noun_too(context.word(at)) || context.is_finite(at))
    };
    // A comma inside the marks that close here counts as one.
    let word = if context.closing(at).is_some() { "," } else { context.word(at) };
    match word {
        "," => {
            let next = at + 1;
            let adverbs = (next..limit).take_while(|&at| context.tag(at) == Tag::Adverb).count();
            let conjunction = matches!(context.word(next), "and" | "but" | "while" | "whereas" | "although" | "though");
            let verb = skip_parenthesis(context, next + 1, limit);
            reports(next + adverbs, &[Shape::Gerund])
                && behind_report(context, next + adverbs, limit)
                && !is_parenthesis(context, next, limit)
                || REMARKS.contains(&context.word(next + adverbs)) && behind_report(context, next + adverbs, limit)
                || conjunction
                    && (reports(verb, &[Shape::Base, Shape::Past, Shape::Present, Shape::Gerund])
                        && behind_report(context, verb, limit)
                        || has_subject_and_cue(context, next + 1, limit)
                        || matches!(context.word(next), "while" | "whereas")
                            && has_aside_and_cue(context, next + 1, limit))
                || context.word(next) == "according"
                || is_remark_on_it(context, next)
                || is_extracted(context, next, limit)
                || conjunction && names_in_marks(context, verb, limit)
                || context.word(next) == "who" && reports(next + 1, &[Shape::Past])
                || matches!(context.word(next), "another" | "others" | "one" | "some")
                    && has_subject_and_cue(context, next, limit)
                || trailing_report(context, next, limit)
        }
        "and" | "but" => {
            let verb = skip_parenthesis(context, at + 1, limit);
            reports(verb, &[Shape::Base, Shape::Past, Shape::Present]) && behind_report(context, verb, limit)
                || names_in_marks(context, verb, limit)
        }
        "while" | "whereas" => has_subject_and_cue(context, at + 1, limit) || has_aside_and_cue(context, at + 1, limit),
        "—" | "–" | "--" if matches!(context.word(at + 1), "and" | "but") => {
            has_subject_and_cue(context, at + 2, limit)
        }
        ";" => true,
        "that" | "which" | "who" => is_extracted(context, at, limit),
        "-" | "—" | "–" if at > 0 && context.stands_apart(at) => {
            is_remark_on_it(context, at + 1) && !has_dash(context, at + 1, limit)
        }
        ":" => context.opening(at + 1).is_some(),
        "according" => context.word(at + 1) == "to" && at > 0,
        _ => false,
    }
}

/// ", hoping to land, were aboard": a comma and the verb follow.
fn is_parenthesis(context: &Context<'_>, at: usize, limit: usize) -> bool {
    let comma = (at + 1..limit.min(at + 14)).find(|&at| context.word(at) == ",");
    comma.is_some_and(|comma| resumes(context, comma + 1))
}

/// ", a charge that he denies": what the report is, not what it says.
fn is_remark_on_it(context: &Context<'_>, at: usize) -> bool {
    matches!(context.word(at), "a" | "an" | "the")
        && matches!(
            context.word(at + 1),
            "claim"
                | "charge"
                | "accusation"
                | "allegation"
                | "assertion"
                | "suggestion"
                | "position"
                | "view"
                | "argument"
                | "statement"
                | "contention"
        )
}

/// "which supporters say were made up", "that it says is wrong": another report takes its subject from this one.
fn is_extracted(context: &Context<'_>, at: usize, limit: usize) -> bool {
    let verb = || {
        (at + 2..limit.min(at + 7)).take_while(|&at| context.is_word(at)).find(|&at| {
            context.is_finite(at)
                && context.verb(at).is_some_and(|(verb, shape)| shape != Shape::Gerund && verb.frame.has(Frame::CLAUSE))
        })
    };
    matches!(context.word(at), "which" | "that" | "who")
        && !context.is_finite(at + 1)
        && verb().is_some_and(|verb| resumes(context, verb + 1))
}

/// "and called him “a disgrace”"
fn names_in_marks(context: &Context<'_>, at: usize, limit: usize) -> bool {
    at < limit
        && context.is_finite(at)
        && context.verb(at).is_some_and(|(verb, _)| verb.frame.has(Frame::NAMING))
        && (at + 1..limit.min(at + 9)).any(|at| context.opening(at).is_some())
}

/// ", in this context," behind "and": where it ends.
fn skip_parenthesis(context: &Context<'_>, at: usize, limit: usize) -> usize {
    let mut at = at;
    if context.word(at) == "," {
        let close = (at + 1..limit.min(at + 9)).find(|&at| context.word(at) == ",");
        at = close.map_or(at, |close| close + 1);
    }
    at + (at..limit).take_while(|&at| context.tag(at) == Tag::Adverb).count()
}

/// A report has something behind it.
fn behind_report(context: &Context<'_>, at: usize, limit: usize) -> bool {
    at + 2 < limit && !matches!(context.word(at + 1), "." | ",")
}

/// "Norpress reports", up to the end of the sentence or a comma.
fn trailing_report(context: &Context<'_>, at: usize, limit: usize) -> bool {
    let Some(verb) = (at..limit.min(at + 10))
        .take_while(|&at| context.is_word(at) || context.tag(at) == Tag::Possessive || context.word(at) == "-")
        .find(|&at| context.is_finite(at) && !grammar::is_auxiliary(context.word(at)))
        .filter(|&verb| verb > at)
    else {
        return false;
    };
    let reports = context.verb(verb).is_some_and(|(verb, _)| verb.frame.has(Frame::CLAUSE));
    let subject =
        !matches!(context.tag(at), Tag::Conjunction | Tag::Preposition | Tag::Subordinator | Tag::Gerund | Tag::Adverb);
    reports && subject && closes(context, verb + 1, limit)
}

/// "its rival, Qorvat Ltd, warned": a name between commas before the verb.
fn has_aside_and_cue(context: &Context<'_>, at: usize, limit: usize) -> bool {
    let verb = (at + 1..limit.min(at + 14)).find(|&at| context.is_finite(at));
    verb.is_some_and(|verb| {
        context.before(verb) == "," && context.verb(verb).is_some_and(|(verb, _)| verb.frame.has(Frame::CLAUSE))
    })
}

/// "the ministry said" within six words.
fn has_subject_and_cue(context: &Context<'_>, at: usize, limit: usize) -> bool {
    (at + 1..limit.min(at + 7)).take_while(|&at| context.is_word(at)).any(|at| {
        context.verb(at).is_some_and(|(verb, shape)| shape != Shape::Gerund && verb.frame.has(Frame::CLAUSE))
            && context.is_finite(at)
    })
}

/// Marks that the content begins or ends with stay in, with the words between them: `was “dead on arrival”`.
pub(super) fn keep_marks(context: &Context<'_>, content: TokenRange, limit: usize) -> TokenRange {
    let mut end = content.end();
    if end < limit
        && context.closing(end).is_some_and(|quotation| context.quotation(quotation).tokens.start() > content.start())
    {
        end += 1;
    }
    TokenRange::new(content.start(), end)
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn another_report_ends_the_one_before() {
        check(
            "The airline said no one was hurt and, on Friday, promised a full report.",
            &[
                "indirect | no one was hurt | said | The airline | The airline",
                "indirect | a full report | promised | The airline | The airline",
            ],
        );
        check(
            "Tom Ito said the vote would be late, softening his tone of last week.",
            &["indirect | the vote would be late | said | Tom Ito | Tom Ito"],
        );
    }

    #[test]
    fn the_main_clause_is_not_reported() {
        check(
            "While Tom Ito said the dam was safe, the water rose.",
            &["indirect | the dam was safe | said | Tom Ito | Tom Ito"],
        );
        check(
            "Ida Voss, who said she had paid, left by a side door.",
            &["indirect | she had paid | said | who | Ida Voss"],
        );
    }
}
