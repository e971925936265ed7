//! Reported clauses, with or without quoted words in them: indirect and mixed quotes.
//!
//! Fires: `The minister said the tax would not rise.` Does not: `He said goodbye to his staff.`

use super::Board;
use crate::quote::clauses::{self, Behind};
use crate::quote::context::Context;
use crate::quote::cues::{Cue, Voice};
use crate::quote::draft::Draft;
use crate::quote::grammar;
use crate::quote::lexicon::{Frame, Shape};
use crate::quote::sources;
use crate::text::TokenRange;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    let mut last: Option<(usize, TokenRange)> = None;
    for (index, cue) in board.free_cues() {
        if !board.is_cue_free(index) || is_inside_content(context, board, &cue) {
            continue;
        }
        let sentence = context.sentence(cue.at());
        let inherited = last.filter(|(_, tokens)| *tokens == sentence).map(|(id, _)| id);
        if let Some(mut draft) = read(context, board, &cue, sentence) {
            // "and added": the subject is the one of the cue before.
            if draft.source.is_none() && cue.voice == Voice::Active {
                draft.source = inherited.and_then(|id| board.drafts[id].source);
            }
            if draft.source.is_none()
                && cue.voice == Voice::Active
                && cue.shape != Shape::Gerund
                && cue.at() != sentence.start()
                && inherited.is_none()
            {
                continue;
            }
            board.use_cue(index);
            let id = board.add(context, draft);
            last = Some((id, sentence));
        }
    }
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
        || cue.tokens.len() > 1)
    {
        return None;
    }
    if cue.voice == Voice::Passive {
        return passive(context, cue, sentence);
    }
    let limit = sentence.end();
    if clauses::is_closed(context, cue, limit)
        && let Some(draft) = trailing(context, board, cue, sentence)
    {
        return Some(draft);
    }
    if let Some(Behind { content, addressee }) =
        clauses::behind(context, cue, limit).filter(|behind| !overlaps_draft(board, behind.content))
    {
        let source = source(context, cue, sentence);
        let draft = Draft::new(
            vec![content],
            "indirect_clause",
            if context.word(content.start() - 1) == "that" { 0.93 } else { 0.85 },
        )
        .with_cue(cue, source);
        return Some(Draft { addressee, ..draft });
    }
    trailing(context, board, cue, sentence)
}

/// The subject before the verb; behind it for "said the minister"; the pronoun of a relative clause.
fn source(context: &Context<'_>, cue: &Cue, sentence: TokenRange) -> Option<TokenRange> {
    let subject = cue.subject.map(|subject| subject.tokens);
    subject.or_else(|| {
        (cue.at() == sentence.start())
            .then(|| sources::phrase_after(context, cue.tokens.end(), sentence.end()))
            .flatten()
    })
}

fn overlaps_draft(board: &Board, content: TokenRange) -> bool {
    content.range().any(|at| board.is_covered(at))
}

/// `were told that …`, `is believed to …`, `… by the union leader`.
fn passive(context: &Context<'_>, cue: &Cue, sentence: TokenRange) -> Option<Draft> {
    let Behind { content, .. } = clauses::behind(context, cue, sentence.end()).or_else(|| {
        // "is said to have left": the infinitive with its subject.
        let to = cue.tokens.end();
        let subject = cue.subject?;
        (context.word(to) == "to" && cue.takes(Frame::CLAUSE)).then_some(())?;
        let end = context.trim(TokenRange::new(to, sentence.end()))?.end();
        Some(Behind { content: TokenRange::new(subject.tokens.start(), end), addressee: None })
    })?;
    let by = (cue.tokens.end()..content.start()).find(|&at| context.word(at) == "by");
    let source = by.and_then(|by| sources::phrase_after(context, by + 1, content.start()));
    Some(Draft::new(vec![content], "indirect_passive", 0.75).with_cue(cue, source))
}

/// `The plant will close, the company said.` and `The plant, the company said on Friday, will close.`
fn trailing(context: &Context<'_>, board: &Board, cue: &Cue, sentence: TokenRange) -> Option<Draft> {
    if !cue.takes(Frame::CLAUSE) && !cue.takes(Frame::HEARER) && !cue.takes(Frame::DIRECT) {
        return None;
    }
    let (from, source) = match cue.subject {
        Some(subject) => (subject.from, subject.tokens),
        None if context.word(cue.at().saturating_sub(1)) == "," => {
            (cue.at(), sources::phrase_after(context, cue.tokens.end(), sentence.end())?)
        }
        None => return None,
    };
    let comma = (sentence.start() + 1..from)
        .rev()
        .take_while(|&at| {
            !context.is_word(at) || grammar::is_adverb(context.word(at)) || matches!(context.word(at), "and" | "but")
        })
        .find(|&at| context.word(at) == ",")?;
    let front = clauses::in_front(context, comma, sentence)?;
    if overlaps_draft(board, front) {
        return None;
    }
    let mut contents = vec![front];
    // A comma behind the attribution, and the sentence goes on.
    let close = (cue.tokens.end()..sentence.end())
        .find(|&at| matches!(context.word(at), "," | "." | ";") || context.opening(at).is_some());
    if let Some(close) = close.filter(|&at| context.word(at) == ",") {
        let rest = context.trim(TokenRange::new(close + 1, sentence.end()))?;
        let goes_on = rest.len() >= 2
            && !matches!(
                context.word(rest.start()),
                "adding"
                    | "who"
                    | "which"
                    | "according"
                    | "noting"
                    | "citing"
                    | "saying"
                    | "as"
                    | "after"
                    | "while"
                    | "but"
                    | "and"
            );
        if goes_on && !overlaps_draft(board, rest) {
            contents.push(rest);
        }
    }
    let words = contents.iter().flat_map(|content| content.range()).filter(|&at| context.is_word(at)).count();
    if words < 3 {
        return None;
    }
    Some(Draft::new(contents, "indirect_trailing", 0.88).with_cue(cue, Some(source)))
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
    fn what_is_no_report_is_left_alone() {
        check("He said goodbye to his staff and left.", &[]);
        check("The company declined to comment.", &[]);
        check("Norfast Ltd announced.", &[]);
    }
}
