//! Utterances between marks with a cue beside them.
//!
//! Fires: `“It is late,” Ito said.`, `Ito said: “It is late.”`. Does not: `The “experts” said no.`

use super::{Board, shared};
use crate::quote::clauses;
use crate::quote::context::Context;
use crate::quote::cues::{Cue, Voice};
use crate::quote::draft::Draft;
use crate::quote::grammar;
use crate::quote::lexicon::{Frame, Shape};
use crate::quote::phrases;
use crate::quote::sources;
use crate::text::TokenRange;

/// Most tokens between a quotation and the verb of its trailing attribution.
const FARTHEST_CUE: usize = 40;

pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    for index in 0..context.document.quotations().len() {
        if board.is_free(index) && context.quotation(index).depth == 0 && is_utterance(context, index) {
            let found = trailing(context, board, index).or_else(|| leading(context, board, index));
            if let Some((draft, cue)) = found {
                board.use_cue(cue);
                board.add(context, draft);
            }
        }
    }
}

/// An utterance of its own, as against words built into a sentence: it ends in a mark, or a comma or colon leads in, or it is a paragraph.
pub(super) fn is_utterance(context: &Context<'_>, index: usize) -> bool {
    let quotation = context.quotation(index);
    let (first, last) = (quotation.tokens.start(), quotation.tokens.end() - 1);
    let opening = first - 1;
    let ends = matches!(context.word(last), "." | "," | "!" | "?" | "…" | "—" | "–" | "--" | "...")
        || context.word(last).ends_with("..")
        || context.word(last).ends_with('.');
    let comma_behind = matches!(context.word(quotation.tokens.end() + 1), "," | ".") && quotation.close.is_some();
    let paragraph = context.paragraph(first);
    let at_start = opening == paragraph.start()
        || matches!(context.before(opening), "." | "!" | "?" | ":" | "," | "—" | "–" | "…" | "")
        || context.closing(opening.saturating_sub(1)).is_some()
        || opening == context.sentence(opening).start();
    let capital = context.is_capital(first)
        || context.document.word(first).starts_with(|c: char| c.is_ascii_digit() || "[…".contains(c))
        || matches!(context.word(first), "..." | "…" | "[");
    let words = quotation.tokens.range().filter(|&at| context.is_word(at)).count();
    let after_cue = context.verb(opening.saturating_sub(1)).is_some();
    quotation.continues.is_some()
        || ends && (at_start || after_cue && capital)
        || comma_behind && at_start && (capital || words >= 3) && words >= 2
        || capital && words >= 3 && (at_start || after_cue)
        || quotation.close.is_none() && at_start && words >= 3
}

/// `“…,” said Ito` and `“…,” Ito said`.
fn trailing(context: &Context<'_>, board: &Board, index: usize) -> Option<(Draft, usize)> {
    let quotation = context.quotation(index);
    quotation.close?;
    let paragraph = context.paragraph(quotation.tokens.start());
    let mut start = quotation.tokens.end() + 1;
    if matches!(context.word(start), "," | "." | "—" | "–") {
        start += 1;
    }
    // A full stop inside the marks ends the matter, unless a cue follows in the same sentence or an inversion does.
    let next_quotation = (start..paragraph.end()).find(|&at| context.opening(at).is_some()).unwrap_or(paragraph.end());
    let last = context.word(quotation.tokens.end() - 1);
    let stopped = matches!(last, ".") && context.word(quotation.tokens.end() + 1) != ",";
    let limit = next_quotation.min(start + FARTHEST_CUE);
    let (cue_index, cue) = board
        .cues_in(TokenRange::new(start.min(limit), limit))
        .find(|(_, cue)| cue.takes(Frame::CLAUSE) || cue.takes(Frame::DIRECT) || cue.takes(Frame::HEARER))?;
    // "…,” adding that": the attribution stands before the marks.
    if cue.at() == start && cue.shape == Shape::Gerund {
        return None;
    }
    let clause_end = (start..limit).find(|&at| matches!(context.word(at), "." | "!" | "?" | ";")).unwrap_or(limit);
    if cue.at() >= clause_end.max(start + 1) || stopped && !is_whole_clause(context, &cue, clause_end) {
        return None;
    }
    let source = if cue.at() == start {
        phrases::source_after(context, cue.tokens.end(), limit)
    } else {
        let subject = sources::subject(context, cue.at(), start)?;
        // The subject must stand right behind the marks: "…,” Ito said", not "…,” and left when Ito said".
        let near = subject.from == start
            || (start..subject.from)
                .all(|at| grammar::is_adverb(context.word(at)) || matches!(context.word(at), "," | "and" | "but"));
        if !near {
            return None;
        }
        Some(subject.tokens)
    };
    let draft = Draft::new(vec![quotation.tokens], "direct_trailing").with_cue(&cue, source);
    Some((Draft { addressee: addressee(context, &cue, clause_end), ..draft }, cue_index))
}

/// `“Yes.” Ito said.` with nothing reported behind the cue.
fn is_whole_clause(context: &Context<'_>, cue: &Cue, clause_end: usize) -> bool {
    cue.tokens.end() + 4 >= clause_end
        && !matches!(context.word(cue.tokens.end()), "that" | "he" | "she" | "they" | "it" | "the")
}

/// `told Radio Alder`
fn addressee(context: &Context<'_>, cue: &Cue, limit: usize) -> Option<TokenRange> {
    cue.takes(Frame::HEARER).then(|| phrases::after(context, cue.tokens.end(), limit)).flatten()
}

/// `Ito said: “…”`, `Ito told reporters, “…”`, `the statement read: “…”`.
fn leading(context: &Context<'_>, board: &Board, index: usize) -> Option<(Draft, usize)> {
    let quotation = context.quotation(index);
    let opening = quotation.tokens.start() - 1;
    let paragraph = context.paragraph(opening);
    let sentence_start = (paragraph.start()..opening)
        .rev()
        .find(|&at| matches!(context.word(at), "." | "!" | "?") || context.closing(at).is_some())
        .map_or(paragraph.start(), |at| at + 1);
    if sentence_start >= opening {
        return None;
    }
    let colon = matches!(context.before(opening), ":" | ",");
    let (cue_index, cue) = board.cues_in(TokenRange::new(sentence_start, opening)).next_back()?;
    let between = TokenRange::new(cue.tokens.end(), opening);
    let joined = between.is_empty()
        || colon && between.range().all(|at| !grammar::begins_clause(context.word(at)) || context.word(at) == "as");
    let reports = cue.takes(Frame::CLAUSE) || cue.takes(Frame::DIRECT) || cue.takes(Frame::HEARER);
    if !joined || !reports || cue.voice == Voice::Passive && !colon {
        return None;
    }
    // Words that are built into a clause are mixed, and not ours: "said “experts” had".
    if between.is_empty() && !context.is_capital(quotation.tokens.start()) {
        return None;
    }
    let source = cue.subject.map(|subject| subject.tokens).filter(|_| cue.voice == Voice::Active);
    let source = source.or_else(|| {
        (cue.at() == sentence_start && cue.shape != Shape::Gerund)
            .then(|| phrases::after(context, cue.tokens.end(), opening))
            .flatten()
    });
    let source = source.or_else(|| shared::source(context, board, &cue));
    // "If it falls, Voss wrote, “the roof goes too”": the clause before is part of it.
    let lower = !context.is_capital(quotation.tokens.start());
    let front = cue
        .subject
        .filter(|subject| lower && colon && subject.from > sentence_start + 1 && context.before(subject.from) == ",");
    let front = front
        .and_then(|subject| clauses::in_front(context, subject.from - 1, TokenRange::new(sentence_start, opening)));
    let front = front.filter(|front| {
        front.range().any(|at| context.is_finite(at)) && !front.range().any(|at| context.is_quoted(at))
    });
    let contents = front.into_iter().chain([quotation.tokens]).collect();
    let draft = Draft::new(contents, "direct_leading").with_cue(&cue, source);
    Some((Draft { addressee: addressee(context, &cue, opening), ..draft }, cue_index))
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn a_trailing_attribution_is_found() {
        check("“It is late,” Tom Ito said.", &["direct | It is late, | said | Tom Ito | Tom Ito"]);
        check("“It is late,” said Tom Ito.", &["direct | It is late, | said | Tom Ito | Tom Ito"]);
        check(
            "“We are out of salt,” Tom Ito told Radio Alder.",
            &["direct | We are out of salt, | told | Tom Ito | Tom Ito"],
        );
    }

    #[test]
    fn a_leading_attribution_is_found() {
        check(
            "Mayor Elena Ruiz said, “The bridge is shut.”",
            &["direct | The bridge is shut. | said | Mayor Elena Ruiz | Elena Ruiz"],
        );
        check("Tom Ito told reporters: “It is late.”", &["direct | It is late. | told | Tom Ito | Tom Ito"]);
    }

    #[test]
    fn a_name_behind_a_description_is_the_source() {
        check(
            "‘We’ll appeal,’ said the club’s lawyer, Petra Moss.",
            &["direct | We’ll appeal, | said | Petra Moss | Petra Moss"],
        );
    }

    #[test]
    fn words_with_distance_marks_are_no_utterance() {
        check("The “experts” had never seen it.", &[]);
    }
}
