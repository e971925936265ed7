//! Who asks where the one in front is asked: nobody who is named, unless a "by" follows.
//!
//! Fires: `When asked how it went, Ito said …`, `She was asked by Norpress why …`. Does not: `Reporters asked how it went.`

use super::context::Context;
use super::grammar;
use super::phrases;
use super::tags::Tag;
use crate::text::TokenRange;

/// A question put to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Put {
    /// "asked by Norpress"
    pub(super) by: Option<TokenRange>,
}

/// Whether the verb at `at` tells of a question put to whoever stands in front of it, or follows.
pub(super) fn put(context: &Context<'_>, at: usize) -> Option<Put> {
    if !matches!(context.word(at), "asked" | "pressed" | "questioned" | "quizzed") {
        return None;
    }
    let sentence = context.sentence(at);
    let mut from = at;
    while from > sentence.start() && context.tag(from - 1) == Tag::Adverb && !opens(context.word(from - 1)) {
        from -= 1;
    }
    let before = if from > sentence.start() { context.before(from) } else { "" };
    let passive = grammar::is_be(before);
    // "Asked why it failed, Ito …", "Ito, asked why it failed, …"
    let next = context.word(at + 1);
    let bare = before.is_empty() || opens(before) || before == "," && goes_on(context, at, sentence);
    let about =
        grammar::is_question_word(next) || matches!(next, "about" | "by" | "for" | "on" | "again" | "repeatedly");
    if !(passive || bare && about) {
        return None;
    }
    let by = (at + 1..sentence.end().min(at + 4)).find(|&at| context.word(at) == "by");
    Some(Put { by: by.and_then(|by| phrases::after(context, by + 1, sentence.end())) })
}

/// ", asked why it failed, said": behind a comma the subject's own verb follows.
fn goes_on(context: &Context<'_>, at: usize, sentence: TokenRange) -> bool {
    (at + 1..sentence.end()).any(|at| context.word(at) == "," && context.is_finite(at + 1))
}

/// What opens a clause without a subject of its own.
fn opens(word: &str) -> bool {
    matches!(word, "when" | "if" | "once" | "while" | "though" | "although" | "and" | "but")
}
