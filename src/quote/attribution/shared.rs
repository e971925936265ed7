//! Sources that a cue shares with the clause before it: `She resigned, saying …`, `He called it a mess and said …`.

use super::Board;
use crate::quote::context::Context;
use crate::quote::cues::{Cue, Voice};
use crate::quote::grammar;
use crate::quote::lexicon::Shape;
use crate::quote::sources;
use crate::quote::tags::Tag;
use crate::text::TokenRange;

/// The source of a cue that has no subject of its own: that of the cue before it in the sentence, else the subject of the clause.
pub(super) fn source(context: &Context<'_>, board: &Board, cue: &Cue) -> Option<TokenRange> {
    let sentence = context.sentence(cue.at());
    if cue.voice != Voice::Active || !shares(context, cue, sentence) {
        return None;
    }
    let before =
        board.drafts_by_cue(TokenRange::new(sentence.start(), cue.at())).next_back().map(|id| &board.drafts[id]);
    let main = || sources::main_subject(context, cue.at(), sentence.start());
    let Some(draft) = before.filter(|draft| draft.source.is_some()) else { return main() };
    // A clause with a subject of its own in between takes over.
    let end = draft.contents.iter().map(|content| content.end()).filter(|&end| end <= cue.at()).max();
    let from = end.max(draft.cue.map(TokenRange::end)).unwrap_or(sentence.start());
    let between = (from..cue.at()).any(|at| context.is_finite(at) && !context.is_quoted(at));
    if between { main().or(draft.source) } else { draft.source }
}

/// A gerund, or a verb behind "and", a comma or an adverb there.
fn shares(context: &Context<'_>, cue: &Cue, sentence: TokenRange) -> bool {
    let mut at = cue.at();
    while at > sentence.start()
        && (context.tag(at - 1) == Tag::Adverb
            || grammar::is_auxiliary(context.word(at - 1)) && context.word(at - 1) != "to")
    {
        at -= 1;
    }
    let before = if at > sentence.start() { context.before(at) } else { "" };
    cue.shape == Shape::Gerund || matches!(before, "and" | "but" | "then" | "or" | ",")
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn a_gerund_and_a_second_verb_share_the_subject() {
        check(
            "Ida Voss resigned on Friday, saying the tunnel was unsafe.",
            &["indirect | the tunnel was unsafe | saying | Ida Voss | Ida Voss"],
        );
        check(
            "Tom Ito left the hall and said the vote was lost.",
            &["indirect | the vote was lost | said | Tom Ito | Tom Ito"],
        );
    }

    #[test]
    fn a_report_that_says_so_itself_shares_nothing() {
        check(
            "Ida Voss read a report saying the tunnel was unsafe.",
            &["indirect | the tunnel was unsafe | saying | a report | a report"],
        );
    }
}
