//! `according to`, on either side.
//!
//! Fires: `Prices fell, according to the bureau.` Does not: `according to plan`.

use super::Board;
use crate::quote::clauses;
use crate::quote::context::Context;
use crate::quote::draft::Draft;
use crate::quote::phrases;
use crate::text::TokenRange;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    for at in 0..context.len().saturating_sub(1) {
        if context.word(at) == "according"
            && context.word(at + 1) == "to"
            && context.document.quotation_at(at).is_none()
        {
            if let Some(draft) = read(context, at) {
                board.add(context, draft);
            }
        }
    }
}

fn read(context: &Context<'_>, at: usize) -> Option<Draft> {
    let sentence = context.sentence(at);
    let source = phrases::after(context, at + 2, sentence.end())?;
    if matches!(context.word(source.start()), "plan" | "schedule" | "age" | "size" | "need") {
        return None;
    }
    let leading = at == sentence.start()
        || at == sentence.start() + 1 && !context.is_word(sentence.start())
        || matches!(context.before(at), "and" | "but") && at <= sentence.start() + 1
        || opens_clause(context, at, sentence);
    let content = if leading {
        behind(context, source, sentence)?
    } else {
        clauses::in_front(context, at, sentence).filter(|content| content.len() >= 3)?
    };
    // A quote with its own cue before it is not reported twice.
    let cue = TokenRange::new(at, at + 2);
    Some(Draft { cue: Some(cue), source: Some(source), ..Draft::new(vec![content], "according_to") })
}

/// `because, according to X, …`, `that, according to X, …`: what follows is reported.
fn opens_clause(context: &Context<'_>, at: usize, sentence: TokenRange) -> bool {
    let link = if context.before(at) == "," { at.saturating_sub(2) } else { at.saturating_sub(1) };
    link > sentence.start()
        && matches!(
            context.word(link),
            "because" | "that" | "while" | "since" | "and" | "but" | "although" | "whether" | "—" | "–"
        )
}

/// `According to X, who …, content.`
fn behind(context: &Context<'_>, source: TokenRange, sentence: TokenRange) -> Option<TokenRange> {
    let comma = (source.end()..sentence.end()).find(|&at| context.word(at) == ",")?;
    let relative = matches!(context.word(comma + 1), "who" | "which" | "whose" | "a" | "an")
        && (comma + 2..sentence.end()).any(|at| context.word(at) == ",");
    let start = if relative { (comma + 1..sentence.end()).find(|&at| context.word(at) == ",")? } else { comma };
    // Words in marks with a stop of their own are an utterance.
    let utterance = context.opening(start + 1).map(|index| context.quotation(index).tokens);
    // It may close with words that it quotes in turn: "… he said, ‘No.’"
    let last = |tokens: &TokenRange| tokens.range().rev().find(|&at| context.closing(at).is_none());
    let stops = |tokens: &TokenRange| last(tokens).is_some_and(|at| matches!(context.word(at), "," | "." | "!" | "?"));
    if let Some(tokens) = utterance.filter(stops) {
        return Some(tokens);
    }
    context.trim(TokenRange::new(start + 1, sentence.end())).filter(|content| content.len() >= 3).map(|content| {
        let closes = content.end() < sentence.end() && context.closing(content.end()).is_some();
        TokenRange::new(content.start(), content.end() + usize::from(closes))
    })
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn both_sides_are_read() {
        check(
            "Crop prices fell 4 percent last year, according to the farm bureau.",
            &["indirect | Crop prices fell 4 percent last year | according to | the farm bureau | the farm bureau"],
        );
        check(
            "According to a leaked memo, two stations will close.",
            &["indirect | two stations will close | According to | a leaked memo | a leaked memo"],
        );
    }

    #[test]
    fn a_plan_is_no_source() {
        check("All went according to plan.", &[]);
    }
}
