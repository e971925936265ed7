//! Reported clauses, with or without quoted words in them: indirect and mixed quotes.
//!
//! Fires: `The minister said the tax would not rise.` Does not: `He said goodbye to his staff.`

use super::{Board, shared};
use crate::entity::EntityKind;
use crate::quote::Medium;
use crate::quote::clauses::{self, Behind};
use crate::quote::context::Context;
use crate::quote::cues::{Cue, Voice};
use crate::quote::draft::Draft;
use crate::quote::grammar;
use crate::quote::lexicon::{Frame, Shape};
use crate::quote::phrases;
use crate::quote::questions;
use crate::quote::tags::Tag;
use crate::text::TokenRange;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    // A trailing attribution holds for all that stands before it, other reports included.
    for (index, cue) in board.free_cues() {
        let sentence = context.sentence(cue.at());
        let inverted = cue.subject.is_none()
            && (context.before(cue.at()) == "," || closes_with_comma(context, cue.at().saturating_sub(1)))
            && is_inverted(context, &cue, sentence.end());
        if is_inside_content(context, board, &cue)
            || cue.voice == Voice::Passive
            || !(inverted || clauses::is_closed(context, &cue, sentence.end()))
        {
            continue;
        }
        if let Some(draft) = trailing(context, board, &cue, sentence) {
            board.use_cue(index);
            if !carries(context, board, &cue, draft.contents[0]) {
                board.add(context, draft);
            }
        }
    }
    for (index, cue) in board.free_cues() {
        if is_inside_content(context, board, &cue) {
            continue;
        }
        let sentence = context.sentence(cue.at());
        if let Some(mut draft) = read(context, board, &cue, sentence) {
            // "Ito, asked why it failed, said …": it is not Ito who asks.
            let put = questions::put(context, cue.at());
            draft.source = match put {
                Some(put) => put.by,
                None => draft.source.or_else(|| shared::source(context, board, &cue)),
            };
            let agentless = put.is_some()
                || cue.voice == Voice::Passive
                || cue.shape == Shape::Gerund
                || cue.at() == sentence.start();
            if draft.source.is_none() && !agentless {
                continue;
            }
            board.use_cue(index);
            board.add(context, draft);
        }
    }
}

/// `The mayor said the bridge is shut, Norpress reports.`: the outlet carries what somebody else said.
fn carries(context: &Context<'_>, board: &Board, cue: &Cue, front: TokenRange) -> bool {
    let outlet = cue.subject.is_some_and(|subject| {
        context
            .entities
            .mentions_in(subject.tokens)
            .iter()
            .any(|(_, id)| context.entities.get(*id).kind == EntityKind::Organization)
    });
    let reported = board.cues_in(front).any(|(_, inner)| {
        inner.takes(Frame::CLAUSE)
            && inner.subject.is_some()
            && context.is_finite(inner.at())
            && inner.verb.medium == Medium::Speech
    });
    outlet && reported && matches!(cue.verb.lemma, "report" | "write" | "note")
}

/// A cue inside what another one reports is the inner speaker's; the nested sieve looks at it.
fn is_inside_content(_: &Context<'_>, board: &Board, cue: &Cue) -> bool {
    board.is_covered(cue.at())
}

fn read(context: &Context<'_>, board: &Board, cue: &Cue, sentence: TokenRange) -> Option<Draft> {
    if !(cue.takes(Frame::CLAUSE)
        || cue.takes(Frame::NOUN)
        || cue.takes(Frame::HEARER)
        || cue.takes(Frame::INFINITIVE)
        || cue.takes(Frame::NAMING)
        || cue.tokens.len() > 1)
    {
        return None;
    }
    if cue.voice == Voice::Passive {
        return passive(context, cue, sentence);
    }
    let limit = sentence.end();
    if let Some(Behind { content, addressee }) =
        clauses::behind(context, cue, limit).and_then(|behind| uncovered(context, board, behind))
    {
        let source = quoted_as(context, cue, sentence).or_else(|| source(context, cue, sentence));
        let draft = Draft::new(vec![content], "indirect_clause").with_cue(cue, source);
        return Some(Draft { addressee, ..draft });
    }
    None
}

/// The subject before the verb; behind it for "said the minister"; the pronoun of a relative clause.
fn source(context: &Context<'_>, cue: &Cue, sentence: TokenRange) -> Option<TokenRange> {
    let subject = cue.subject.map(|subject| subject.tokens);
    subject.or_else(|| {
        (cue.at() == sentence.start() && cue.shape == Shape::Past && questions::put(context, cue.at()).is_none())
            .then(|| phrases::after(context, cue.tokens.end(), sentence.end()))
            .flatten()
    })
}

/// `, says the council leader.`: a noun phrase behind the verb ends the matter.
fn is_inverted(context: &Context<'_>, cue: &Cue, limit: usize) -> bool {
    let Some(phrase) = phrases::after(context, cue.tokens.end(), limit) else { return false };
    // "…, and on Friday, promised a full report": what follows is the object.
    let object = cue.takes(Frame::NOUN) && !context.is_named(phrase.end() - 1);
    matches!(cue.shape, Shape::Past | Shape::Present)
        && !object
        && (phrase.end() >= limit || matches!(context.word(phrase.end()), "," | "." | ";"))
}

/// `The Post quoted Ito as saying …`: the one behind "quoted" says it.
fn quoted_as(context: &Context<'_>, cue: &Cue, sentence: TokenRange) -> Option<TokenRange> {
    if context.before(cue.at()) != "as" || cue.shape != Shape::Gerund {
        return None;
    }
    let quoted = (sentence.start()..cue.at())
        .rev()
        .find(|&at| matches!(context.word(at), "quoted" | "quotes" | "quoting" | "cited" | "citing"))?;
    phrases::after(context, quoted + 1, cue.at())
}

/// What is left of a content before words that another quote has.
fn uncovered(context: &Context<'_>, board: &Board, behind: Behind) -> Option<Behind> {
    let Some(taken) = behind.content.range().find(|&at| board.is_covered(at)) else { return Some(behind) };
    let content =
        context.trim(TokenRange::new(behind.content.start(), taken.saturating_sub(1).max(behind.content.start())))?;
    let clause = content.len() >= 4 && clauses::verb_of_clause(context, content.start(), content.end()).is_some();
    clause.then_some(Behind { content, ..behind })
}

fn overlaps_draft(board: &Board, content: TokenRange) -> bool {
    content.range().any(|at| board.is_covered(at))
}

/// `were told that …`, `is believed to …`, `… by the union leader`.
fn passive(context: &Context<'_>, cue: &Cue, sentence: TokenRange) -> Option<Draft> {
    // What is expected is no report.
    if cue.verb.lemma == "expect" {
        return None;
    }
    if let Some(contents) = passive_with_subject(context, cue, sentence) {
        return Some(Draft::new(contents, "indirect_passive").with_cue(cue, None));
    }
    let Behind { content, .. } = clauses::behind(context, cue, sentence.end())?;
    let led = context.before(content.start()) == "that"
        || cue.takes(Frame::HEARER)
        || context.word(content.start()) == "to"
        || content.start() < cue.at();
    if !led && !grammar::is_question_word(context.word(content.start())) {
        return None;
    }
    let by = (cue.tokens.end()..content.start()).find(|&at| context.word(at) == "by");
    let source = by.and_then(|by| phrases::after(context, by + 1, content.start()));
    Some(Draft::new(vec![content], "indirect_passive").with_cue(cue, source))
}

/// `He is said to have left`, `They are accused of fraud`: what is said of the subject.
fn passive_with_subject(context: &Context<'_>, cue: &Cue, sentence: TokenRange) -> Option<Vec<TokenRange>> {
    let subject = cue.subject?.tokens;
    let start = cue.tokens.end() + usize::from(grammar::is_time(context.word(cue.tokens.end())));
    let word = context.word(start);
    let fits = word == "to" && cue.takes(Frame::CLAUSE) && !cue.takes(Frame::HEARER)
        || matches!((cue.verb.lemma, word), ("accuse", "of") | ("blame", "for" | "on"));
    let relative = matches!(context.word(subject.start()), "who" | "which" | "that");
    let end = context.trim(TokenRange::new(start, sentence.end()))?.end();
    (fits && !relative && end > start + 1).then(|| vec![subject, TokenRange::new(start, end)])
}

/// `The plant will close, the company said.` and `The plant, the company said on Friday, will close.`
fn trailing(context: &Context<'_>, board: &Board, cue: &Cue, sentence: TokenRange) -> Option<Draft> {
    if !cue.takes(Frame::CLAUSE) && !cue.takes(Frame::HEARER) && !cue.takes(Frame::DIRECT) {
        return None;
    }
    let (from, source) = match cue.subject {
        Some(subject) => (subject.from, subject.tokens),
        None if context.before(cue.at()) == "," || closes_with_comma(context, cue.at().saturating_sub(1)) => {
            (cue.at(), phrases::source_after(context, cue.tokens.end(), sentence.end())?)
        }
        None => return None,
    };
    let comma = (sentence.start() + 1..from)
        .rev()
        .take_while(|&at| {
            !context.is_word(at) || grammar::is_adverb(context.word(at)) || matches!(context.word(at), "and" | "but")
        })
        .find(|&at| context.word(at) == ",")?;
    // `was “dead on arrival,” Ito said`: the comma stands inside the marks.
    let front = if closes_with_comma(context, comma + 1) && comma + 2 <= from {
        context.trim(TokenRange::new(sentence.start(), comma + 2))?
    } else {
        clauses::in_front(context, comma, sentence)?
    };
    // "Asked whether it was safe, she said": what was asked is no part of the answer.
    let asked = (front.start()..front.end().min(front.start() + 2)).any(|at| {
        context.word(at) == "asked" && !context.is_finite(at) || at == front.start() && context.word(at) == "asked"
    });
    if asked || overlaps_draft(board, front) {
        return None;
    }
    // "In a 1963 speech, he declared:" has nothing in front.
    let clause = front.range().any(|at| context.is_finite(at) || context.is_quoted(at));
    let fragment = !clause
        && matches!(context.tag(front.start()), Tag::Preposition | Tag::Adverb | Tag::Subordinator | Tag::Number);
    let mut contents = vec![front];
    // A comma behind the attribution, and the sentence goes on.
    let close = (cue.tokens.end()..sentence.end())
        .find(|&at| matches!(context.word(at), "," | "." | ";") || context.opening(at).is_some());
    if let Some(close) = close.filter(|&at| context.word(at) == ",") {
        let rest = context.trim(TokenRange::new(close + 1, sentence.end()))?;
        let inverted = cue.subject.is_none();
        let joined = matches!(context.word(rest.start()), "and" | "but");
        let goes_on = rest.len() >= 2
            && !inverted
            && (context.tag(rest.start()) != Tag::Gerund || context.tag(front.start()) == Tag::Subordinator)
            && !matches!(
                context.word(rest.start()),
                "who" | "which" | "according" | "as" | "after" | "while" | "whose" | "then"
            )
            && (!joined || clauses::verb_of_clause(context, rest.start() + 1, rest.end()).is_some())
            && !(joined && board.cues_in(rest).any(|(_, other)| context.is_finite(other.at())));
        if goes_on && !overlaps_draft(board, rest) {
            contents.push(rest);
        }
    }
    // "Meanwhile, the mayor ordered a review, including a search": nothing of that is a clause.
    let rest_is_clause = contents.len() == 2
        && (context.is_finite(contents[1].start())
            || clauses::verb_of_clause(context, contents[1].start(), contents[1].end()).is_some());
    if fragment && !rest_is_clause {
        return None;
    }
    let words = contents.iter().flat_map(|content| content.range()).filter(|&at| context.is_word(at)).count();
    if words < 3 {
        return None;
    }
    Some(Draft::new(contents, "indirect_trailing").with_cue(cue, Some(source)))
}

/// `… on arrival,”`
fn closes_with_comma(context: &Context<'_>, at: usize) -> bool {
    context.closing(at).is_some() && context.before(at) == ","
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn clauses_behind_a_cue_are_reported() {
        check(
            "The minister said that the tax would not rise this year.",
            &["indirect | the tax would not rise this year | said | The minister | The minister"],
        );
        check(
            "The minister said the tax would not rise this year.",
            &["indirect | the tax would not rise this year | said | The minister | The minister"],
        );
        check("Tom Ito urged them to leave.", &["indirect | them to leave | urged | Tom Ito | Tom Ito"]);
        check("Tom Ito denied any wrongdoing.", &["indirect | any wrongdoing | denied | Tom Ito | Tom Ito"]);
    }

    #[test]
    fn clauses_in_front_of_a_cue_are_reported() {
        check(
            "The plant will close in June, the company said.",
            &["indirect | The plant will close in June | said | the company | the company"],
        );
        check(
            "The plant, the company said on Friday, will close in June.",
            &["indirect | The plant … will close in June | said | the company | the company"],
        );
    }

    #[test]
    fn nobody_says_a_dateline() {
        check(
            "LOWPORT (Norpress) — The plant will close in June, Tom Ito said.",
            &["indirect | The plant will close in June | said | Tom Ito | Tom Ito"],
        );
    }

    #[test]
    fn quoted_words_make_it_mixed() {
        check(
            "Tom Ito said the tunnel was “not fit for trains” and should be sealed.",
            &["mixed | the tunnel was “not fit for trains” and should be sealed | said | Tom Ito | Tom Ito"],
        );
    }

    #[test]
    fn two_cues_share_a_subject() {
        check(
            "The airline said no one was hurt and promised that refunds would follow.",
            &[
                "indirect | no one was hurt | said | The airline | The airline",
                "indirect | refunds would follow | promised | The airline | The airline",
            ],
        );
    }

    #[test]
    fn who_is_asked_does_not_ask() {
        let answer = "indirect | nobody had tested it | said | Tom Ito | Tom Ito";
        check(
            "Asked why the alarm had failed, Tom Ito said nobody had tested it.",
            &["indirect | why the alarm had failed | Asked | - | -", answer],
        );
        check(
            "When asked how the offer was received, Tom Ito said nobody had tested it.",
            &["indirect | how the offer was received | asked | - | -", answer],
        );
        check(
            "When Norpress asked how the offer was received, Tom Ito said nobody had tested it.",
            &["indirect | how the offer was received | asked | Norpress | Norpress", answer],
        );
    }

    #[test]
    fn what_is_said_of_somebody_has_no_speaker() {
        check("Tom Ito is said to have left.", &["indirect | Tom Ito … to have left | said | - | -"]);
        check("Tom Ito is expected to leave.", &[]);
    }

    #[test]
    fn an_outlet_that_carries_a_report_is_no_speaker() {
        check(
            "Mayor Elena Ruiz said that the bridge is shut, Harbor.News reports.",
            &["indirect | the bridge is shut | said | Mayor Elena Ruiz | Elena Ruiz"],
        );
    }

    #[test]
    fn a_name_for_something_counts_without_marks() {
        check("Tom Ito called the vote a sham.", &["indirect | the vote a sham | called | Tom Ito | Tom Ito"]);
        check("Tom Ito called the mayor.", &[]);
    }

    #[test]
    fn what_is_no_report_is_left_alone() {
        check("Ida Voss, who asked not to be named, left.", &[]);
        check("He said goodbye to his staff and left.", &[]);
        check("The company declined to comment.", &[]);
        check("Norfast Ltd announced.", &[]);
    }
}
