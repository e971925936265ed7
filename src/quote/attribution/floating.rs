//! Quotations without a cue: the speaker is the one before.
//!
//! Fires: a paragraph that is one quotation, behind a quote. Does not: the first words of an article in marks.

use super::Board;
use super::direct::is_utterance;
use crate::quote::context::Context;
use crate::quote::draft::Draft;
use crate::quote::grammar;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    for index in board.free_quotations(context) {
        let quotation = context.quotation(index);
        let words = quotation.tokens.range().filter(|&at| context.is_word(at)).count();
        let finite = quotation.tokens.range().any(|at| grammar::is_finite(context.word(at)))
            || matches!(context.word(quotation.tokens.end() - 1), "!" | "?" | ".");
        if !is_utterance(context, index) || words < 2 || !finite || is_listed_title(context, index) {
            continue;
        }
        let inherits = before(context, board, quotation.tokens.start());
        let confidence = if inherits.is_some() { 0.8 } else { 0.6 };
        let draft = Draft { inherits, ..Draft::new(vec![quotation.tokens], "floating", confidence) };
        board.add(context, draft);
    }
}

/// The quote before, in the same paragraph or the one before.
fn before(context: &Context<'_>, board: &Board, at: usize) -> Option<usize> {
    let paragraph = context.paragraph_index(at);
    let (id, draft) = board
        .drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.start() < at)
        .max_by_key(|(_, draft)| draft.start())?;
    (context.paragraph_index(draft.contents.last()?.start()) + 1 >= paragraph).then_some(id)
}

/// `“The Long Winter”`: every long word with a capital, no mark at the end.
fn is_listed_title(context: &Context<'_>, index: usize) -> bool {
    let tokens = context.quotation(index).tokens;
    let last = context.word(tokens.end() - 1);
    let capitals =
        tokens.range().filter(|&at| context.is_word(at) && context.word(at).len() > 3).all(|at| context.is_capital(at));
    capitals && !matches!(last, "." | "!" | "?") && tokens.len() <= 8
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn a_paragraph_in_marks_has_the_speaker_before() {
        check(
            "Coach Dele Okafor said he was tired.\n“We deserved better than that.”",
            &[
                "indirect | he was tired | said | Coach Dele Okafor | Dele Okafor",
                "direct | We deserved better than that. | - | - | Dele Okafor",
            ],
        );
    }

    #[test]
    fn a_title_is_no_quote() {
        check("She starred in “The Long Winter” in 2011.", &[]);
    }
}
