//! `Ida Voss, the mayor of Port Alder,` and `the mayor of Port Alder, Ida Voss,`.

use super::nouns::{is_human, is_modifier};
use super::title::extend;
use crate::entity::calendar::is_time;
use crate::text::{Document, TokenRange};

/// Longest apposition, in tokens.
const LONGEST: usize = 14;

/// The description that ends with a comma before `name`.
pub(super) fn before(document: &Document, name: TokenRange) -> Option<TokenRange> {
    let sentence = document.sentences()[document.sentence_at(name.start())].tokens;
    let word = |at: usize| if at < sentence.end() { document.word(at) } else { "." };
    let comma = name.start().checked_sub(1).filter(|&at| at > sentence.start() && word(at) == ",")?;
    // Otherwise the comma begins a new clause: "in the mayor's office, Ida Voss said".
    if !matches!(word(name.end()), "," | "." | ";" | ")") {
        return None;
    }
    let from = sentence.start().max(comma.saturating_sub(LONGEST));
    let inside = (from..comma).rev().take_while(|&at| !is_boundary(word(at)));
    let first = inside.last()?;
    // "her father died, and from her aunt, Ida Voss, she": the last description that opens.
    let opens = |at: &usize| matches!(word(*at), "a" | "an" | "his" | "her" | "its" | "their");
    let first = (first..comma).rev().find(opens).unwrap_or(first);
    let is_head = |at: usize| {
        is_human(word(at)) && (at + 1 == comma || matches!(word(at + 1), "of" | "for" | "to" | "at" | "in" | "on"))
    };
    let head = (first..comma).find(|&at| is_head(at))?;
    Some(TokenRange::new(extend(document, sentence, head), comma))
}

/// The description that begins with a comma behind `name`; an age in between is passed over.
pub(super) fn behind(document: &Document, name: TokenRange) -> Option<TokenRange> {
    let sentence = document.sentences()[document.sentence_at(name.start())].tokens;
    let word = |at: usize| if at < sentence.end() { document.word(at) } else { "" };
    if word(name.end()) != "," {
        return None;
    }
    let mut start = name.end() + 1;
    if word(start).starts_with(|c: char| c.is_ascii_digit()) && word(start + 1) == "," {
        start += 2;
    }
    description(document, start)
}

/// The description of somebody that begins at `start`, without its article.
pub(super) fn description(document: &Document, start: usize) -> Option<TokenRange> {
    let tokens = document.tokens().len();
    let sentence = document.sentences()[document.sentence_at(start.min(tokens.checked_sub(1)?))].tokens;
    let word = |at: usize| if at < sentence.end() { document.word(at) } else { "" };
    let ends = |at: usize| at >= sentence.end() || is_boundary(word(at)) || at > start && leaves(&word, at);
    let end = (start..=start + LONGEST).find(|&at| ends(at))?;
    if end == start {
        return None;
    }
    // The head of the description stands before its first "of", "for", "at" …
    let head = (start..end)
        .find(|&at| matches!(word(at), "of" | "for" | "at" | "in" | "with" | "from" | "on" | "and" | "to"))
        .unwrap_or(end);
    let human = (start..head.max(start + 1)).any(|at| is_human(word(at)));
    let article = matches!(word(start), "the" | "a" | "an" | "The" | "A" | "An" | "now" | "currently");
    let opens = article
        || matches!(word(start), "his" | "her" | "its" | "their" | "one" | "another" | "then")
        || word(start).starts_with(char::is_uppercase)
        || is_human(word(start))
        || word(start + 1) == "'s"
        || is_modifier(word(start));
    let start = start + usize::from(article);
    (human && opens && start < end).then(|| TokenRange::new(start, end))
}

/// Whether the words at `at` no longer say what somebody is, but when, where or by whom: "mayor in 2005", "a baker outside the cathedral",
/// "an agent exposed by a newspaper".
fn leaves<'a>(word: &impl Fn(usize) -> &'a str, at: usize) -> bool {
    let number = |at: usize| word(at).starts_with(|c: char| c.is_ascii_digit());
    match word(at) {
        "by" | "when" | "while" | "since" | "until" | "after" | "before" | "during" | "because" | "but" | "outside"
        | "inside" | "near" | "last" => true,
        // "elected speaker and Tom Moss as whip"
        "and" => {
            word(at + 1).starts_with(char::is_uppercase)
                && !is_human(word(at + 1))
                && !is_modifier(&word(at + 1).to_lowercase())
        }
        "in" | "on" => number(at + 1) || is_time(word(at + 1)),
        first => is_time(first) || first.ends_with("ed") && matches!(word(at + 1), "by" | "in"),
    }
}

/// What no description goes beyond.
fn is_boundary(word: &str) -> bool {
    matches!(
        word,
        "," | "."
            | ";"
            | ":"
            | "who"
            | "whose"
            | "whom"
            | "which"
            | "that"
            | "said"
            | "says"
            | "told"
            | "is"
            | "was"
            | "are"
            | "were"
            | "has"
            | "had"
            | "will"
            | "would"
            | "set"
            | "held"
            | "famed"
            | "accused"
            | "known"
            | "charged"
            | "convicted"
            | "—"
            | "–"
            | "--"
            | "\""
            | "“"
            | "”"
            | "‘"
            | "("
            | ")"
            | "?"
            | "!"
    )
}
