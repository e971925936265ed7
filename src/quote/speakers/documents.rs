//! Statements, letters and posts speak for whoever made them.
//!
//! Fires: `Norfast issued a statement saying …`. Does not: `A report said …`, which speaks for itself.

use crate::quote::context::Context;
use crate::quote::phrases;
use crate::quote::sources;
use crate::quote::tags::Tag;
use crate::text::TokenRange;

/// Most tokens between a cue and its "in a statement".
const FARTHEST: usize = 8;

fn is_statement(word: &str) -> bool {
    matches!(
        word,
        "statement" | "letter" | "tweet" | "post" | "website" | "email" | "e-mail" | "memo" | "release" | "message"
    )
}

/// Whether the phrase is a document that stands for its author.
pub(super) fn has_author(context: &Context<'_>, source: TokenRange) -> bool {
    head(context, source).is_some()
}

/// The noun for the document, before its first preposition.
fn head(context: &Context<'_>, source: TokenRange) -> Option<usize> {
    source.range().take_while(|&at| context.tag(at) != Tag::Preposition).find(|&at| is_statement(context.word(at)))
}

/// The phrase for its author: "a statement from Norfast", "Norfast’s statement", "Norfast issued a statement".
pub(super) fn author(context: &Context<'_>, source: TokenRange) -> Option<TokenRange> {
    let noun = head(context, source)?;
    if let Some(by) = (noun..source.end()).find(|&at| matches!(context.word(at), "by" | "from")) {
        return phrases::after(context, by + 1, source.end());
    }
    if let Some(owner) = (source.start()..noun).find(|&at| context.tag(at) == Tag::Possessive) {
        return Some(TokenRange::new(source.start(), owner));
    }
    let verb = source.start().checked_sub(1)?;
    let issues = matches!(
        context.word(verb),
        "issued"
            | "issues"
            | "issuing"
            | "released"
            | "releases"
            | "posted"
            | "published"
            | "sent"
            | "circulated"
            | "wrote"
            | "put"
    );
    let floor = context.sentence(verb).start();
    issues.then(|| sources::subject(context, verb, floor)).flatten().map(|subject| subject.tokens)
}

/// `said in a statement`: the statement is the speaker's.
pub(super) fn follows(context: &Context<'_>, cue: TokenRange) -> bool {
    let end = context.sentence(cue.start()).end().min(cue.end() + FARTHEST);
    (cue.end()..end).any(|at| {
        is_statement(context.word(at)) && matches!(context.before(at), "a" | "the" | "his" | "her" | "its" | "written")
    })
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn a_statement_speaks_for_its_author() {
        check(
            "Norfast Ltd issued a statement saying the plant was safe. The statement said nobody was hurt.",
            &[
                "indirect | the plant was safe | saying | a statement | Norfast Ltd",
                "indirect | nobody was hurt | said | The statement | Norfast Ltd",
            ],
        );
    }

    #[test]
    fn a_report_speaks_for_itself() {
        check("A report said the plant was safe.", &["indirect | the plant was safe | said | A report | A report"]);
    }
}
