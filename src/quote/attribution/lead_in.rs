//! Words that lead in without a verb that reports: `Her advice was simple: “Bring water.”`, `And from Chair Lena Moss:`, `As Ito put it, “…”`.
//!
//! Fires: `The club’s statement read: “We part as friends.”` Does not: `Three films were shown: “Harbour”, “Mist” and “Home”.`

use super::Board;
use super::direct::is_utterance;
use crate::quote::context::Context;
use crate::quote::draft::Draft;
use crate::quote::phrases;
use crate::quote::sources;
use crate::quote::tags::Tag;
use crate::text::TokenRange;

/// Longest sentence that leads in, in tokens.
const LONGEST: usize = 80;
/// Nouns for what is said.
const NOUNS: &[&str] = &[
    "advice",
    "message",
    "answer",
    "response",
    "question",
    "statement",
    "words",
    "verdict",
    "conclusion",
    "reply",
    "tweet",
    "post",
    "comment",
    "comments",
    "warning",
    "note",
    "caption",
    "headline",
    "remark",
    "remarks",
    "explanation",
    "argument",
    "reaction",
    "email",
    "letter",
    "text",
    "plea",
    "appeal",
    "promise",
    "quote",
    "retort",
];

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    for index in board.free_quotations(context) {
        let opening = context.quotation(index).tokens.start() - 1;
        let Some(lead) = lead(context, opening).filter(|_| is_utterance(context, index)) else { continue };
        let quotation = context.quotation(index).tokens;
        if let Some(draft) = read(context, board, lead, quotation) {
            board.add(context, draft);
        }
    }
}

/// The sentence that leads in: up to the colon before the marks, or the one that ends the paragraph before.
fn lead(context: &Context<'_>, opening: usize) -> Option<TokenRange> {
    let mark = opening.checked_sub(1)?;
    let word = context.word(mark);
    let put = word == "," && mark >= 2 && context.word(mark - 1) == "it" && context.word(mark - 2) == "put";
    if word != ":" && !put {
        return None;
    }
    let start = context.sentence(mark).start().max(mark.saturating_sub(LONGEST));
    (start < mark).then(|| TokenRange::new(start, mark))
}

fn read(context: &Context<'_>, board: &mut Board, lead: TokenRange, quotation: TokenRange) -> Option<Draft> {
    let draft = Draft::new(vec![quotation], "lead_in");
    let reporting = board.cues_in(lead).next_back();
    if let Some((index, cue)) = reporting {
        let source = cue.subject.map(|subject| subject.tokens).or_else(|| super::shared::source(context, board, &cue));
        board.use_cue(index);
        return Some(draft.with_cue(&cue, source));
    }
    if let Some(from) = lead.range().find(|&at| context.word(at) == "from").filter(|&from| from <= lead.start() + 2) {
        let source = phrases::after(context, from + 1, lead.end())?;
        return Some(Draft { cue: Some(TokenRange::new(from, from + 1)), source: Some(source), ..draft });
    }
    // A verb that reports, though it may not: "would ask".
    let verb = lead
        .range()
        .rev()
        .find(|&at| context.verb(at).is_some() && context.tag(at) != Tag::Noun && !context.is_named(at));
    if let Some(at) = verb {
        let source = sources::subject(context, at, lead.start()).map(|subject| subject.tokens);
        let verb = context.verb(at).map(|(verb, _)| verb);
        return Some(Draft { cue: Some(TokenRange::new(at, at + 1)), verb, source, ..draft })
            .filter(|draft| draft.source.is_some());
    }
    let noun = lead.range().find(|&at| NOUNS.contains(&context.word(at)));
    if let Some(owner) = noun.and_then(|noun| owner(context, lead, noun)) {
        return Some(Draft { cue: noun.map(|noun| TokenRange::new(noun, noun + 1)), source: Some(owner), ..draft });
    }
    let put = (lead.end() >= 2 && context.word(lead.end() - 1) == "it")
        .then(|| TokenRange::new(lead.end() - 2, lead.end() - 1));
    let subject =
        lead.range().filter(|&at| context.is_finite(at)).find_map(|at| sources::subject(context, at, lead.start()))?;
    Some(Draft { cue: put.or(noun.map(|noun| TokenRange::new(noun, noun + 1))), source: Some(subject.tokens), ..draft })
}

/// "Her advice", "the club’s statement": whose word it is.
fn owner(context: &Context<'_>, lead: TokenRange, noun: usize) -> Option<TokenRange> {
    let start = (lead.start()..noun)
        .rev()
        .take_while(|&at| {
            matches!(context.tag(at), Tag::Noun | Tag::Adjective | Tag::Name | Tag::Possessive | Tag::Determiner)
        })
        .last()?;
    if matches!(context.word(start), "his" | "her" | "their" | "its") {
        return Some(TokenRange::new(start, start + 1));
    }
    let possessive = (start..noun).find(|&at| context.tag(at) == Tag::Possessive)?;
    Some(TokenRange::new(start, possessive))
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn a_colon_leads_in() {
        check(
            "Elena Ruiz smiled. Her advice to first-time voters was simple: “Bring water.”",
            &["direct | Bring water. | advice | Her | Elena Ruiz"],
        );
        check(
            "And from Chair Lena Moss:\n“This vote puts us first.”",
            &["direct | This vote puts us first. | from | Chair Lena Moss | Lena Moss"],
        );
        check("As Tom Ito put it, “We lost.”", &["direct | We lost. | put | Tom Ito | Tom Ito"]);
    }

    #[test]
    fn a_list_of_titles_is_none() {
        check("Three films were shown: “Harbour”, “Mist” and “Home”.", &[]);
    }
}
