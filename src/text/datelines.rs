//! The place and the agency at the head of a wire text: `LOWPORT, Aug 3 (Norpress) —`.

use super::document::Document;
use super::span::{Span, TokenRange};

/// A dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// Up to and with the dash.
    pub span: Span,
    /// The place.
    pub place: Option<Span>,
    /// The agency in parentheses.
    pub agency: Option<Span>,
}

/// Longest dateline, in tokens.
const LONGEST: usize = 16;

/// Looks at the first paragraphs: the dateline is the first text behind title and byline.
pub(super) fn find(document: &Document) -> Option<Dateline> {
    document.paragraphs().iter().take(4).find_map(|paragraph| read(document, paragraph.tokens))
}

fn read(document: &Document, tokens: TokenRange) -> Option<Dateline> {
    let head: Vec<&str> = tokens.range().take(LONGEST).map(|index| document.word(index)).collect();
    let dash = head.iter().position(|word| matches!(*word, "—" | "–" | "--" | "-" | "---"))?;
    let place = head.iter().take_while(|word| is_place_word(word)).count();
    // A hyphen inside a compound is no dash.
    let gaps = document.span_of(TokenRange::new(tokens.start() + dash.max(1) - 1, tokens.start() + dash + 1)).len();
    let spaced = gaps > head[dash].len() + head[dash.max(1) - 1].len() || head[dash] != "-";
    let open = head[..dash].iter().position(|word| *word == "(");
    let shouted = head.first().is_some_and(|word| word.chars().count() > 1 && word.chars().all(char::is_uppercase));
    let plausible = place > 0
        && place <= 4
        && spaced
        && (shouted || open.is_some())
        && head[place..dash].iter().all(|word| is_filler(word));
    if !plausible || dash + 1 >= tokens.len() {
        return None;
    }
    let span_of =
        |from: usize, to: usize| document.span_of(TokenRange::new(tokens.start() + from, tokens.start() + to));
    let agency = open.and_then(|open| {
        let close = head[open..dash].iter().position(|word| *word == ")")? + open;
        (close > open + 1).then(|| span_of(open + 1, close))
    });
    Some(Dateline { span: span_of(0, dash + 1), place: Some(span_of(0, place)), agency })
}

fn is_place_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "'’.".contains(c))
}

fn is_filler(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || matches!(word, "," | "(" | ")" | "." | "/" | "of")
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    #[track_caller]
    fn check(body: &str, want: Option<(&str, Option<&str>)>) {
        let document = Document::new("A headline", body);
        let got = document.dateline().map(|line| {
            (line.place.map_or("", |span| document.slice(span)), line.agency.map(|span| document.slice(span)))
        });
        assert_eq!(got, want);
    }

    #[test]
    fn a_dateline_is_found() {
        check("LOWPORT, Norland (Norpress) — Two ships collided.", Some(("LOWPORT", Some("Norpress"))));
        check("Lowport (Norpress) - Two ships collided.", Some(("Lowport", Some("Norpress"))));
        check("PORT ALDER — Two ships collided.", Some(("PORT ALDER", None)));
    }

    #[test]
    fn a_dash_in_a_sentence_is_no_dateline() {
        check("Two ships — both new — collided.", None);
        check("Ann Lee — the mayor — left.", None);
    }
}
