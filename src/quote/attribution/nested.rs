//! Reports inside reports, where the inner speaker is somebody else and is named or described.
//!
//! Fires: `Police said the suspect told them he had acted alone.` Does not: `“I said no,” he said.`

use super::Board;
use crate::quote::clauses::{self, Behind};
use crate::quote::context::Context;
use crate::quote::cues::{self, Cue, Voice};
use crate::quote::draft::Draft;
use crate::quote::grammar;
use crate::quote::lexicon::{Frame, Shape};

/// Most tokens from a cue to the marks that it leads in: "told me at the time,".
const FARTHEST: usize = 8;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    let outer: Vec<(usize, usize)> = board
        .drafts
        .iter()
        .flat_map(|draft| draft.contents.iter().map(|content| (content.start(), content.end())))
        .collect();
    for (start, end) in outer {
        let inner =
            (start..end).filter_map(|at| cues::read(context, at)).find_map(|cue| read(context, &cue, (start, end)));
        if let Some(draft) = inner {
            board.add(context, draft);
        }
    }
    for index in 0..context.document.quotations().len() {
        if let Some(draft) = quoted_within(context, board, index) {
            board.add(context, draft);
        }
    }
}

/// `“My father told me, ‘Stay out of it,’” Ito said.`: marks within a quote, behind a cue of their own.
fn quoted_within(context: &Context<'_>, board: &Board, index: usize) -> Option<Draft> {
    let quotation = context.quotation(index);
    let opening = quotation.tokens.start() - 1;
    let words = quotation.tokens.range().filter(|&at| context.is_word(at)).count();
    if quotation.depth == 0 || words < 3 {
        return None;
    }
    let outer = &board.drafts[board.owner(opening)?];
    let start = outer.contents.iter().find(|content| content.contains(opening))?.start();
    let from = start.max(context.sentence(opening).start()).max(opening.saturating_sub(FARTHEST));
    let cue = (from..opening).rev().find_map(|at| cues::read(context, at))?;
    let joined = cue.tokens.end() == opening || matches!(context.before(opening), "," | ":");
    let reports = cue.takes(Frame::CLAUSE) || cue.takes(Frame::DIRECT) || cue.takes(Frame::HEARER);
    // Only what is told of others: "I said, ‘No’" is the speaker's own; "it feels like ‘No’" is nobody's.
    let subject = cue.subject.filter(|subject| subject.from >= start)?.tokens;
    let own = matches!(context.word(subject.start()), "i" | "we" | "it" | "this" | "that");
    (joined && reports && !own && cue.voice == Voice::Active)
        .then(|| Draft::new(vec![quotation.tokens], "nested").with_cue(&cue, Some(subject)))
}

fn read(context: &Context<'_>, cue: &Cue, (start, end): (usize, usize)) -> Option<Draft> {
    if let Some(draft) = what_called(context, cue, end) {
        return Some(draft);
    }
    let reports = cue.takes(Frame::CLAUSE) || cue.takes(Frame::HEARER);
    let subject = cue.subject.filter(|subject| subject.tokens.start() >= start && subject.from >= start)?.tokens;
    let first_person = matches!(
        context.word(subject.start()),
        "i" | "we"
            | "you"
            | "it"
            | "he"
            | "she"
            | "they"
            | "who"
            | "that"
            | "this"
            | "which"
            | "me"
            | "us"
            | "nobody"
            | "everyone"
    ) || context.word(subject.start()).contains(['\'', '’']);
    // In somebody's own words only what is told of others counts.
    let plain = context.document.quotation_at(cue.at()).is_none()
        || matches!(
            cue.verb.lemma,
            "say"
                | "tell"
                | "claim"
                | "warn"
                | "ask"
                | "deny"
                | "insist"
                | "promise"
                | "admit"
                | "argue"
                | "write"
                | "add"
                | "explain"
                | "complain"
                | "allege"
                | "state"
        );
    if !reports
        || !plain
        || cue.voice == Voice::Passive
        || matches!(cue.verb.lemma, "suggest" | "signal" | "indicate" | "show" | "reveal")
        || !(matches!(cue.shape, Shape::Past | Shape::Present) && context.is_finite(cue.at())
            || is_progressive(context, cue))
        || super::super::lexicon::is_noun_too(context.word(cue.at()))
        || !subject.range().any(|at| context.is_named(at)) && !grammar::is_determiner(context.word(subject.start()))
        || first_person
        || grammar::is_auxiliary(context.word(cue.at()))
    {
        return None;
    }
    let limit = context.sentence(cue.at()).end().min(end);
    let Behind { content, addressee } = clauses::behind(context, cue, limit)?;
    let said_aloud = cue.verb.medium == crate::quote::Medium::Speech && context.word(content.start()) != "to";
    (said_aloud && content.end() <= end)
        .then(|| Draft { addressee, ..Draft::new(vec![content], "nested").with_cue(cue, Some(subject)) })
}

/// `She warned of what she called “a wave”.`: words in marks are somebody's, whoever reports them.
fn what_called(context: &Context<'_>, cue: &Cue, end: usize) -> Option<Draft> {
    let quoted = context.document.quotation_at(cue.at()).is_some();
    if quoted || !clauses::is_what_called(context, cue) {
        return None;
    }
    let Behind { content, .. } = clauses::behind(context, cue, end)?;
    let marked = content.range().any(|at| context.document.quotation_at(at).is_some());
    let source = cue.subject.map(|subject| subject.tokens);
    marked.then(|| Draft::new(vec![content], "nested").with_cue(cue, source))
}

/// "is urging", "has said"
fn is_progressive(context: &Context<'_>, cue: &Cue) -> bool {
    let before = context.before(cue.at());
    cue.shape == Shape::Gerund && grammar::is_be(before)
        || cue.shape == Shape::Past && matches!(before, "has" | "have" | "had")
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn what_follows_from_many_words_is_not_told() {
        check(
            "Ida Voss said the mayor tells so many lies that the council stays away.",
            &["indirect | the mayor tells so many lies that the council stays away | said | Ida Voss | Ida Voss"],
        );
    }

    #[test]
    fn an_inner_speaker_is_found() {
        check(
            "Police said the suspect told them that he had acted alone.",
            &[
                "indirect | the suspect told them that he had acted alone | said | Police | Police",
                "indirect | he had acted alone | told | the suspect | the suspect",
            ],
        );
    }

    #[test]
    fn marks_within_marks_have_a_speaker_of_their_own() {
        check(
            "“My aunt told me, ‘Never sell the boat,’ so I kept it,” Tom Ito said.",
            &[
                "direct | My aunt told me, ‘Never sell the boat,’ so I kept it, | said | Tom Ito | Tom Ito",
                "direct | Never sell the boat, | told | My aunt | My aunt",
            ],
        );
        check(
            "“I told her, ‘Never sell the boat,’ and she did,” Tom Ito said.",
            &["direct | I told her, ‘Never sell the boat,’ and she did, | said | Tom Ito | Tom Ito"],
        );
    }

    #[test]
    fn one_who_quotes_himself_is_not() {
        check("“I said it was over,” Tom Ito said.", &["direct | I said it was over, | said | Tom Ito | Tom Ito"]);
    }
}
