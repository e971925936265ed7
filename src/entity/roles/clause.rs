//! `Ida Voss was named prime minister`, `they confirmed Ida Voss as the country's prime minister`, `Ida Voss is the mayor of Port Alder`.

use super::apposition::description;
use crate::text::{Document, TokenRange};

/// How far before the name the verb may stand, in tokens.
const FARTHEST: usize = 20;

/// What `name` was made: "was named prime minister", "named her rival Ida Voss as party leader".
pub(super) fn made(document: &Document, name: TokenRange) -> Option<TokenRange> {
    let sentence = document.sentences()[document.sentence_at(name.start())].tokens;
    let word = |at: usize| if at < sentence.end() { document.word(at) } else { "" };
    let mut at = name.end();
    let from = sentence.start().max(name.start().saturating_sub(FARTHEST));
    if word(at) == "as" && (from..name.start()).any(|at| makes(word(at))) {
        return description(document, at + 1);
    }
    if name.start() > sentence.start() && makes(word(name.start() - 1)) {
        return description(document, at);
    }
    while matches!(word(at), "was" | "were" | "has" | "had" | "is" | "been" | "being" | "recently" | "formally") {
        at += 1;
    }
    if at == name.end() {
        return None;
    }
    let verb = match (word(at), word(at + 1)) {
        ("sworn", "in") => 2,
        (verb, _) if makes(verb) => 1,
        _ => return None,
    };
    at += verb;
    description(document, at + usize::from(word(at) == "as"))
}

/// What `name` is said to be: "Ida Voss is the mayor of Port Alder", "Ida Voss, who was mayor then,".
pub(super) fn is(document: &Document, name: TokenRange) -> Option<TokenRange> {
    let sentence = document.sentences()[document.sentence_at(name.start())].tokens;
    let word = |at: usize| if at < sentence.end() { document.word(at) } else { "" };
    // "The wife of Ida Voss is a teacher", "Tom Moss and Ida Voss are rivals".
    let previous = name.start().checked_sub(1).filter(|&at| at >= sentence.start()).map_or("", word);
    if matches!(previous, "of" | "by" | "with" | "for" | "to" | "from" | "in" | "and" | "or" | "than" | "like") {
        return None;
    }
    let at = name.end();
    let verb = at + if word(at) == "," && word(at + 1) == "who" { 2 } else { 0 };
    let start = match (word(verb), word(verb + 1)) {
        ("is" | "was" | "became" | "remains", "now" | "currently" | "also" | "then")
        | ("serves" | "served" | "acts" | "acted", "as") => verb + 2,
        ("is" | "was" | "became" | "remains", _) => verb + 1,
        _ => return None,
    };
    description(document, start)
}

/// Whether a verb makes somebody something.
fn makes(word: &str) -> bool {
    matches!(
        word,
        "named"
            | "names"
            | "appointed"
            | "appoints"
            | "appoint"
            | "elected"
            | "elects"
            | "elect"
            | "re-elected"
            | "reelected"
            | "chosen"
            | "chose"
            | "nominated"
            | "nominates"
            | "nominate"
            | "confirmed"
            | "confirms"
            | "confirm"
            | "endorsed"
            | "endorses"
            | "installed"
            | "inaugurated"
            | "reappointed"
            | "promoted"
    )
}
