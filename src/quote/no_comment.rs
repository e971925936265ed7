//! Refusals to comment: "declined to comment", "did not respond to a request for comment".

use super::context::Context;
use super::sources;
use crate::text::TokenRange;

/// Beginnings of a refusal; `comment` must follow in the same sentence.
const BEGINNINGS: &[&[&str]] = &[
    &["declined", "to"],
    &["refused", "to"],
    &["did", "not", "immediately", "respond", "to"],
    &["did", "not", "respond", "to"],
    &["did", "not", "immediately"],
    &["has", "not"],
    &["have", "not"],
    &["would", "not"],
    &["could", "not", "be", "reached", "for"],
    &["could", "not", "immediately", "be", "reached", "for"],
    &["did", "not"],
    &["gave", "no"],
    &["offered", "no"],
    &["had", "no"],
];
/// Most words between the beginning and `comment`.
const FARTHEST: usize = 5;

/// The words that say so, and who.
pub(super) fn find(context: &Context<'_>) -> Vec<(TokenRange, Option<TokenRange>)> {
    let mut found: Vec<(TokenRange, Option<TokenRange>)> = Vec::new();
    for at in 0..context.len() {
        let Some(beginning) = BEGINNINGS
            .iter()
            .find(|words| words.iter().enumerate().all(|(offset, word)| context.word(at + offset) == *word))
        else {
            continue;
        };
        let sentence = context.sentence(at);
        let from = at + beginning.len();
        let end = (from..sentence.end().min(from + FARTHEST))
            .find(|&at| matches!(context.word(at), "comment" | "commented" | "comments"));
        let overlaps = found.last().is_some_and(|(last, _)| last.contains(at));
        if let Some(end) = end.filter(|_| !overlaps && context.document.quotation_at(at).is_none()) {
            let who = sources::subject(context, at, sentence.start()).map(|subject| subject.tokens);
            found.push((TokenRange::new(at, end + 1), who));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::entity;
    use crate::quote::attribute;
    use crate::text::Document;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let document = Document::new("", text);
        let quotes = attribute(&document, &entity::recognize(&document));
        let got: Vec<&str> = quotes.no_comments.iter().map(|refusal| document.slice(refusal.span)).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn refusals_are_found() {
        check("The company declined to comment.", &["declined to comment"]);
        check("Tom Ito did not respond to a request for comment.", &["did not respond to a request for comment"]);
    }

    #[test]
    fn who_refuses_is_known_though_quoted_nowhere() {
        let document = Document::new("", "Norfast spokeswoman Ida Falk declined to comment.");
        let quotes = attribute(&document, &entity::recognize(&document));
        let speaker = quotes.no_comments[0].speaker.expect("a speaker");
        assert_eq!(quotes.speakers[speaker.0].name.as_deref(), Some("Ida Falk"));
    }

    #[test]
    fn a_comment_is_none() {
        check("Tom Ito commented on the news.", &[]);
    }
}
