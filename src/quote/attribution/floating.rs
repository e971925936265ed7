//! Quotations without a cue: the speaker is the one before.
//!
//! Fires: a paragraph that is one quotation, behind a quote. Does not: the first words of an article in marks.

use super::Board;
use super::direct::is_utterance;
use crate::quote::context::Context;
use crate::quote::draft::Draft;
use crate::text::TokenRange;

/// Farthest words that a quotation may go on with, in tokens.
const FARTHEST: usize = 400;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    for index in board.free_quotations(context) {
        let quotation = context.quotation(index);
        let words = quotation.tokens.range().filter(|&at| context.is_word(at)).count();
        let finite = quotation.tokens.range().any(|at| context.is_finite(at))
            || matches!(context.word(quotation.tokens.end() - 1), "!" | "?" | ".");
        if !is_utterance(context, index) || words < 2 || !finite || is_listed_title(context, index) {
            continue;
        }
        if let Some(id) = goes_on(context, board, quotation.tokens) {
            board.extend(context, id, quotation.tokens);
            continue;
        }
        let inherits = before(context, board, quotation.tokens.start());
        let draft = Draft { inherits, ..Draft::new(vec![quotation.tokens], "floating") };
        board.add(context, draft);
    }
}

/// `Ito said he was tired. “We lost.”`: the report in the sentence before, which the words in marks go on with. After a direct quote only in the same
/// paragraph.
fn goes_on(context: &Context<'_>, board: &Board, quotation: TokenRange) -> Option<usize> {
    let opening = quotation.start() - 1;
    let sentence = context.document.sentence_at(opening);
    let same_sentence = context.sentence(opening).start() < opening;
    let earlier = if same_sentence {
        context.sentence(opening)
    } else {
        context.document.sentences()[sentence.checked_sub(1)?].tokens
    };
    let direct = |draft: &Draft| {
        draft.contents.last().is_some_and(|content| context.document.quotation_at(content.start()).is_some())
    };
    let range = TokenRange::new(earlier.start(), earlier.end().min(opening));
    let owners = range.range().rev().take(FARTHEST).filter_map(|at| board.owner(at));
    let (id, draft) = board
        .drafts_by_cue(range)
        .chain(owners)
        .map(|id| (id, &board.drafts[id]))
        .filter(|(_, draft)| draft.cue.is_some() && draft.contents.iter().all(|content| content.end() <= opening))
        .max_by_key(|(id, draft)| (direct(draft), draft.start(), *id))?;
    let near = context.paragraph_index(earlier.start()) == context.paragraph_index(opening);
    (near || !direct(draft)).then_some(id)
}

/// The quote before, in the same paragraph or the one before.
fn before(context: &Context<'_>, board: &Board, at: usize) -> Option<usize> {
    let first = context.paragraph_index(at).saturating_sub(1);
    let start = context.document.paragraphs()[first].tokens.start();
    (start..at).rev().take(FARTHEST).find_map(|at| board.owner(at))
}

/// `“The Long Winter”`: every long word with a capital, no mark at the end.
pub(super) fn is_listed_title(context: &Context<'_>, index: usize) -> bool {
    let tokens = context.quotation(index).tokens;
    let last = context.word(tokens.end() - 1);
    let capitals =
        tokens.range().filter(|&at| context.is_word(at) && context.word(at).len() > 3).all(|at| context.is_capital(at));
    // A paragraph of its own that has a capital on each word is a heading.
    let paragraph = context.paragraph(tokens.start());
    let heading = paragraph.start() + 1 == tokens.start() && tokens.end() + 1 >= paragraph.end() && tokens.len() > 3;
    capitals && (heading || !matches!(last, "." | "!" | "?")) && tokens.len() <= 8
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn a_paragraph_in_marks_has_the_speaker_before() {
        check(
            "Coach Dele Okafor said he was tired.\n“We deserved better than that.”",
            &["mixed | he was tired … We deserved better than that. | said | Coach Dele Okafor | Dele Okafor"],
        );
    }

    #[test]
    fn a_title_is_no_quote() {
        check("She starred in “The Long Winter” in 2011.", &[]);
    }
}
