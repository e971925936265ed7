//! The rest of a quote: behind its cue, behind a sentence of narration, in the next paragraph.
//!
//! Fires: `“We are,” Ito said, “out of time.”`. Does not: `“Yes,” said Lund; Petrov answered: “No.”`

use super::Board;
use super::direct::is_utterance;
use crate::quote::context::Context;
use crate::quote::draft::Draft;
use crate::quote::lexicon::Frame;

/// Most tokens of narration between two parts of a quote.
const FARTHEST: usize = 70;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    for index in board.free_quotations(context) {
        let quotation = context.quotation(index);
        if let Some(id) = quotation.continues.and_then(|earlier| board.draft_of(earlier)) {
            board.extend(context, id, quotation.tokens);
        } else if let Some(id) = same_paragraph(context, board, index) {
            board.extend(context, id, quotation.tokens);
        }
    }
    backwards(context, board);
}

/// Behind the cue of a direct quote in the same paragraph, with no other speaker in between.
fn same_paragraph(context: &Context<'_>, board: &Board, index: usize) -> Option<usize> {
    let quotation = context.quotation(index);
    let opening = quotation.tokens.start() - 1;
    let paragraph = context.paragraph(opening);
    let before = (0..index).rev().find(|&before| context.quotation(before).depth == 0)?;
    let id = board.draft_of(before)?;
    let behind = context.quotation(before).tokens.end() + 1;
    let near = context.quotation(before).tokens.start() >= paragraph.start() && opening < behind + FARTHEST;
    let draft = &board.drafts[id];
    let direct = draft.contents.iter().all(|content| context.document.quotation_at(content.start()).is_some());
    if !near || !direct {
        return None;
    }
    let own_cue = |at: usize| draft.cue.is_some_and(|cue| cue.contains(at));
    let other_cue = (behind..opening).any(|at| {
        !own_cue(at)
            && board.cues_in(crate::text::TokenRange::new(at, at + 1)).next().is_some_and(|(_, cue)| {
                cue.subject
                    .is_some_and(|subject| !matches!(context.word(subject.tokens.start()), "who" | "which" | "that"))
            })
    });
    // `…,” he said, noting that he “has talked with him.”`: the words are part of what is noted.
    let reported = !context.is_capital(quotation.tokens.start())
        && board
            .cues_in(crate::text::TokenRange::new(context.sentence(opening).start().max(behind).min(opening), opening))
            .any(|(_, cue)| !own_cue(cue.at()) && cue.takes(Frame::CLAUSE) && context.word(cue.tokens.end()) == "that");
    // `told “Fox and Friends”`
    let title = super::floating::is_listed_title(context, index) && !is_utterance_end(context, index);
    if reported || title {
        return None;
    }
    // Built into the narration: `called it “a mess”`.
    let joined = is_utterance(context, index)
        || draft.cue.is_some_and(|cue| {
            cue.start() >= behind
                && (context.before(opening) == ","
                    || matches!(context.before(opening), "but" | "and") && context.word(opening - 2) == ",")
        });
    (!other_cue && joined).then_some(id)
}

fn is_utterance_end(context: &Context<'_>, index: usize) -> bool {
    matches!(context.word(context.quotation(index).tokens.end() - 1), "." | "," | "!" | "?")
}

/// A run of paragraphs whose cue stands in a later one: the earlier parts join it.
fn backwards(context: &Context<'_>, board: &mut Board) {
    for index in (0..context.document.quotations().len()).rev() {
        let Some(earlier) = context.quotation(index).continues else { continue };
        match (board.draft_of(index), board.is_free(earlier)) {
            (Some(id), true) => board.extend(context, id, context.quotation(earlier).tokens),
            // Nobody knows who speaks, but it is one quote.
            (None, true) => {
                let contents = vec![context.quotation(earlier).tokens, context.quotation(index).tokens];
                board.add(context, Draft::new(contents, "continued_paragraph"));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn parts_of_one_quote_are_joined() {
        check(
            "“We are,” Tom Ito said, “out of time.”",
            &["direct | We are, … out of time. | said | Tom Ito | Tom Ito"],
        );
        check(
            "“It is late,” Tom Ito said. “We are going home.”",
            &["direct | It is late, … We are going home. | said | Tom Ito | Tom Ito"],
        );
        check(
            "“It is late,” Tom Ito said. He looked at the clock. “We are going home.”",
            &["direct | It is late, … We are going home. | said | Tom Ito | Tom Ito"],
        );
    }

    #[test]
    fn a_quote_runs_over_paragraphs() {
        check(
            "“We lost the roof,” said Ana Brandt. “Then the water came.\n“By morning there was nothing left.”",
            &[
                "direct | We lost the roof, … Then the water came. … By morning there was nothing left. | said | Ana Brandt | Ana Brandt",
            ],
        );
        check(
            "“We have waited nine years.\n“It helps,” Peter Osei said.",
            &["direct | We have waited nine years. … It helps, | said | Peter Osei | Peter Osei"],
        );
    }

    #[test]
    fn two_speakers_are_two_quotes() {
        check(
            "“Yes,” said Tom Lund; Ana Petrov answered: “No.”",
            &["direct | Yes, | said | Tom Lund | Tom Lund", "direct | No. | answered | Ana Petrov | Ana Petrov"],
        );
    }
}
