//! What a person is, in the article's words: the title before the name, or the apposition behind it.

use super::gazetteer::{self, Flag};
use super::recognizers::names_an_occupation;
use crate::text::{Document, Span, TokenRange};

/// Longest apposition, in tokens.
const LONGEST: usize = 14;
/// Titles that say nothing of what their bearer does.
const COURTESY: &[&str] =
    &["Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Sir", "Dr.", "Dr", "Lady", "Dame", "Lord", "Messrs.", "Mx"];
/// Words that belong to a title though they have no capital.
const MODIFIERS: &[&str] = &[
    "former",
    "acting",
    "deputy",
    "vice",
    "senior",
    "chief",
    "assistant",
    "associate",
    "interim",
    "outgoing",
    "incoming",
    "opposition",
    "police",
    "party",
    "government",
    "company",
    "ministry",
    "foreign",
    "defence",
    "defense",
    "interior",
    "finance",
    "health",
    "trade",
    "prime",
    "first",
    "then",
    "ex",
    "veteran",
    "bank",
    "union",
    "team",
    "army",
    "military",
    "regional",
    "local",
    "national",
    "state",
    "federal",
    "head",
    "lead",
    "managing",
    "executive",
    "head",
    "human",
    "rights",
    "climate",
    "energy",
    "market",
    "political",
    "civil",
    "private",
    "public",
    "club",
    "city",
    "county",
    "school",
    "council",
    "election",
    "supreme",
    "high",
    "general",
    "co",
    "mid",
    "far",
    "right",
    "left",
    "wing",
];

/// The role that stands with the name at `tokens`, with `title` before it.
pub(super) fn role(document: &Document, tokens: TokenRange, title: Option<TokenRange>) -> Option<Span> {
    title.and_then(|title| before(document, title)).or_else(|| behind(document, tokens))
}

/// `former Norland Foreign Minister`, read to the left from the title.
fn before(document: &Document, title: TokenRange) -> Option<Span> {
    let mut title = title;
    while !title.is_empty() && COURTESY.contains(&document.word(title.end() - 1)) {
        title = TokenRange::new(title.start(), title.end() - 1);
    }
    if title.is_empty() {
        return None;
    }
    let sentence = document.sentences()[document.sentence_at(title.start())].tokens;
    let mut start = title.start();
    while start > sentence.start() {
        let word = document.word(start - 1);
        let entry = gazetteer::word(word);
        let capital = word.starts_with(char::is_uppercase);
        let placed = capital
            && entry.is_any(&[
                Flag::Group,
                Flag::Country,
                Flag::City,
                Flag::Title,
                Flag::Region,
                Flag::Body,
                Flag::Outlet,
                Flag::Company,
            ]);
        let named = capital && !gazetteer::word(word).is_common_word() && start - 1 > sentence.start();
        let hyphen = word == "-" && start - 1 > sentence.start() && start < title.end();
        if !(placed || named || hyphen || MODIFIERS.contains(&word.to_lowercase().as_str())) {
            break;
        }
        start -= 1;
    }
    Some(document.span_of(TokenRange::new(start, title.end())))
}

/// `, the mayor of Port Alder,` behind the name; an age in between is passed over.
fn behind(document: &Document, tokens: TokenRange) -> Option<Span> {
    let sentence = document.sentences()[document.sentence_at(tokens.start())].tokens;
    let word = |at: usize| if at < sentence.end() { document.word(at) } else { "" };
    if word(tokens.end()) != "," {
        return None;
    }
    let mut start = tokens.end() + 1;
    if word(start).bytes().all(|byte| byte.is_ascii_digit())
        && !word(start).is_empty()
        && matches!(word(start + 1), ",")
    {
        start += 2;
    }
    let ends = |at: usize| {
        at >= sentence.end()
            || matches!(
                word(at),
                "," | "."
                    | ";"
                    | ":"
                    | "who"
                    | "which"
                    | "said"
                    | "says"
                    | "told"
                    | "—"
                    | "–"
                    | "--"
                    | "\""
                    | "“"
                    | "”"
                    | ")"
                    | "?"
                    | "!"
            )
    };
    let end = (start..=sentence.end()).find(|&at| ends(at))?;
    if end == start || end - start > LONGEST {
        return None;
    }
    // The head of the description stands before its first "of", "for", "at" …
    let head = (start..end)
        .find(|&at| matches!(word(at), "of" | "for" | "at" | "in" | "with" | "from" | "on" | "and"))
        .unwrap_or(end);
    let human = (start..head.max(start + 1)).any(|at| is_human(word(at)));
    let opens = matches!(word(start), "the" | "a" | "an" | "The" | "his" | "her" | "its" | "their" | "one" | "another")
        || word(start).starts_with(char::is_uppercase)
        || is_human(word(start))
        || word(start + 1) == "'s"
        || MODIFIERS.contains(&word(start));
    (human && opens).then(|| document.span_of(TokenRange::new(start, end)))
}

/// A noun for somebody by what they do.
fn is_human(word: &str) -> bool {
    let lower = word.to_lowercase();
    names_an_occupation(&lower)
        || gazetteer::word(word).is(Flag::Title)
        || lower.len() > 5
            && (lower.ends_with("ist")
                || lower.ends_with("ologist")
                || lower.ends_with("woman")
                || lower.ends_with("keeper"))
}

#[cfg(test)]
mod tests {
    use crate::entity::recognize;
    use crate::text::Document;

    #[track_caller]
    fn check(body: &str, role: Option<&str>) {
        let entities = recognize(&Document::new("", body));
        let person =
            entities.all().iter().find(|entity| entity.kind == crate::entity::EntityKind::Person).expect("a person");
        assert_eq!(person.role.as_deref(), role);
    }

    #[test]
    fn the_title_before_the_name_is_the_role() {
        check("Talks with Norwegian Foreign Minister Ida Voss failed.", Some("Norwegian Foreign Minister"));
        check("Talks with US President-elect Tom Moss failed.", Some("US President-elect"));
        check("Talks with former police chief Tom Moss failed.", Some("former police chief"));
    }

    #[test]
    fn the_apposition_behind_the_name_is_the_role() {
        check("Elena Ruiz, the mayor of Port Alder, left.", Some("the mayor of Port Alder"));
        check("Elena Ruiz, 34, a teacher, left.", Some("a teacher"));
    }

    #[test]
    fn courtesy_is_no_role() {
        check("They met Mr. Tom Moss, then left.", None);
    }
}
