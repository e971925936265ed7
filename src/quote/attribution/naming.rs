//! Words in quotation marks as somebody's name for something: `called the plan “reckless”`.
//!
//! Fires: `Kwan called it “a mess”.` Does not: `the so-called “experts”`.

use super::{Board, shared};
use crate::quote::clauses;
use crate::quote::context::Context;
use crate::quote::cues::Voice;
use crate::quote::draft::Draft;
use crate::quote::lexicon::Frame;
use crate::quote::phrases;
use crate::text::TokenRange;

/// Most tokens between the verb and the marks.
const FARTHEST: usize = 25;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    for index in board.free_quotations(context) {
        let quotation = context.quotation(index);
        let opening = quotation.tokens.start() - 1;
        if names_a_work(context, index) {
            continue;
        }
        let sentence = context.sentence(opening);
        let from = sentence.start().max(opening.saturating_sub(FARTHEST));
        let Some((cue_index, cue)) = board.cues_in(TokenRange::new(from, opening)).next_back() else { continue };
        let end = quotation.tokens.end() + usize::from(quotation.close.is_some());
        if cue.voice == Voice::Passive {
            // "was dismissed as “nonsense” by the union leader"
            let by = (end..sentence.end()).take(4).find(|&at| context.word(at) == "by");
            let source = by.and_then(|by| phrases::after(context, by + 1, sentence.end()));
            if let Some(source) = source.filter(|_| cue.takes(Frame::NAMING)) {
                board.use_cue(cue_index);
                board.add(context, Draft::new(vec![quotation.tokens], "naming_passive").with_cue(&cue, Some(source)));
            }
            continue;
        }
        // "puts together “tubular mixers”"
        let own = cue.subject.map(|subject| subject.tokens).filter(|_| cue.verb.lemma != "put");
        let Some(source) = own.or_else(|| shared::source(context, board, &cue)) else { continue };
        let start = cue.tokens.end();
        let content = if cue.takes(Frame::NAMING) {
            TokenRange::new(start.min(opening), end)
        } else if (start..opening).any(|at| board.is_covered(at)) {
            quotation.tokens
        } else {
            // The whole complement, with the words in marks inside it.
            clauses::complement(context, &cue, opening, sentence.end()).unwrap_or(quotation.tokens)
        };
        board.use_cue(cue_index);
        board.add(context, Draft::new(vec![content], "naming").with_cue(&cue, Some(source)));
    }
}

/// `on “The Evening Hour”`, `Norpress’s “Harbour View”`: the title of a programme or a paper.
fn names_a_work(context: &Context<'_>, index: usize) -> bool {
    let tokens = context.quotation(index).tokens;
    let before = context.before(tokens.start() - 1);
    let led = matches!(
        before,
        "'s" | "’s"
            | "'"
            | "’"
            | "on"
            | "in"
            | "for"
            | "of"
            | "the"
            | "show"
            | "program"
            | "programme"
            | "film"
            | "movie"
            | "book"
            | "song"
            | "album"
            | "series"
    );
    led && super::floating::is_listed_title(context, index)
        && tokens.range().filter(|&at| context.is_word(at)).count() >= 2
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn a_quoted_name_is_mixed() {
        check(
            "Senator Amy Kwan called the plan “reckless”.",
            &["mixed | the plan “reckless” | called | Senator Amy Kwan | Amy Kwan"],
        );
    }

    #[test]
    fn distance_marks_are_not() {
        check("The so-called “experts” left.", &[]);
    }
}
