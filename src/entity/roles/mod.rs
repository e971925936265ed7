//! What a person is, in the article's words: the title before the name, the apposition before or behind it, or what a clause makes of its bearer. Without
//! its article: of "the mayor of Port Alder" the role is "mayor of Port Alder". Only "the country's" is told by name.

mod apposition;
mod clause;
mod nouns;
mod title;

pub(super) use nouns::is_human;

use crate::text::{Document, Span, TokenRange};

/// What somebody is, and where that stands.
pub(super) struct Role {
    pub(super) text: String,
    pub(super) span: Span,
}

/// The role that one of `mentions` stands with: the first of several words, else the first. `countries`: where countries are named, in text order.
pub(super) fn role(document: &Document, mentions: &[TokenRange], countries: &[TokenRange]) -> Option<Role> {
    let mut roles = mentions.iter().filter_map(|&name| beside(document, name));
    let first = roles.next().or_else(|| mentions.iter().find_map(|&name| said(document, name)))?;
    let is_telling = |role: &Span| document.slice(*role).contains(char::is_whitespace);
    let span = if is_telling(&first) { first } else { roles.find(is_telling).unwrap_or(first) };
    Some(spoken(document, span, countries))
}

/// The role that stands beside `name`.
fn beside(document: &Document, name: TokenRange) -> Option<Span> {
    let fuller = |name| title::before(document, name).or_else(|| apposition::before(document, name));
    // A rank says less than what stands before it: "the head of relief operations, General Ida Voss".
    let role = match fuller(name) {
        Some(rank) if title::is_rank(document, rank) => {
            fuller(TokenRange::new(rank.start(), name.end())).or(Some(rank))
        }
        Some(role) => Some(role),
        None => apposition::behind(document, name).or_else(|| clause::made(document, name)),
    };
    role.map(|role| document.span_of(role)).or_else(|| title::of_several(document, name))
}

fn said(document: &Document, name: TokenRange) -> Option<Span> {
    clause::is(document, name).map(|role| document.span_of(role))
}

/// A role that can be read without the article: for "the country's mayor" the country's name stands in, if one is named before.
fn spoken(document: &Document, span: Span, countries: &[TokenRange]) -> Role {
    let tokens = document.tokens_in(span);
    let word = |at: usize| if at < document.tokens().len() { document.word(at) } else { "" };
    let owned = |at: usize| matches!(word(at), "country" | "nation") && matches!(word(at + 1), "'s" | "’s");
    let start = match tokens.start() {
        at if owned(at) => Some((at, at + 2)),
        at if at >= 2 && owned(at - 2) => Some((at - 2, at)),
        _ => None,
    };
    let country = |before: usize| countries[..countries.partition_point(|country| country.end() <= before)].last();
    let known = start.and_then(|(owner, rest)| Some((country(owner)?, owner, rest)));
    let Some((country, owner, rest)) = known else { return Role { text: document.slice(span).to_owned(), span } };
    let rest = document.slice(document.span_of(TokenRange::new(rest, tokens.end())));
    let text = format!("{}'s {rest}", document.slice(document.span_of(*country)));
    Role { text, span: document.span_of(TokenRange::new(owner, tokens.end())) }
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
        check("U.S. Secretary of Defense Tom Moss left.", Some("U.S. Secretary of Defense"));
        check("Ukraine's Prime Minister Ida Voss left.", Some("Ukraine's Prime Minister"));
        check("On Saturday Economy Minister Ida Voss left.", Some("Economy Minister"));
    }

    #[test]
    fn the_apposition_behind_the_name_is_the_role() {
        check("Elena Ruiz, the mayor of Port Alder, left.", Some("mayor of Port Alder"));
        check("Elena Ruiz, 34, a teacher, left.", Some("teacher"));
        check("Elena Ruiz, whom everybody knows, left.", None);
    }

    #[test]
    fn the_apposition_before_the_name_is_the_role() {
        check("The governor of Qorvat province, Elena Ruiz, left.", Some("governor of Qorvat province"));
        check("A spokeswoman, Elena Ruiz, said so.", Some("spokeswoman"));
        check("They met the mayor of Oslo and, Elena Ruiz said, left.", None);
        check("His father wept. Her aunt, Elena Ruiz, left.", Some("Her aunt"));
    }

    #[test]
    fn a_description_ends_where_it_tells_when_or_where() {
        check("Elena Ruiz, a baker outside the cathedral, left.", Some("baker"));
        check("Elena Ruiz, the agent exposed by a newspaper, left.", Some("agent"));
    }

    #[test]
    fn a_rank_says_less_than_what_stands_before_it() {
        check("The head of relief operations, General Elena Ruiz, left.", Some("head of relief operations"));
        check("They met war crimes suspect General Elena Ruiz.", Some("war crimes suspect"));
        check("They met General Elena Ruiz.", Some("General"));
    }

    #[test]
    fn several_people_share_a_title() {
        check("Talks with Norwegian Ministers Elena Ruiz and Tom Moss failed.", Some("Norwegian Minister"));
        let document = Document::new("", "Talks with Presidents Elena Ruiz of Norway and Tom Moss of Kenya failed.");
        let roles: Vec<_> = recognize(&document).all().iter().filter_map(|entity| entity.role.clone()).collect();
        assert_eq!(roles, ["President", "President"]);
    }

    #[test]
    fn a_clause_tells_the_role() {
        check("Elena Ruiz was named prime minister in 2005 by the king.", Some("prime minister"));
        check("Members elected Elena Ruiz as party leader and Tom Moss as speaker.", Some("party leader"));
        check("Elena Ruiz is the mayor of Port Alder.", Some("mayor of Port Alder"));
        check("Elena Ruiz, who was mayor of Port Alder until May, left.", Some("mayor of Port Alder"));
        check("The brother of Elena Ruiz is a teacher.", None);
        check("Elena Ruiz is tired. She was named in a letter.", None);
    }

    #[test]
    fn the_country_is_told_by_name() {
        check("Norway waits. The country's prime minister, Elena Ruiz, left.", Some("Norway's prime minister"));
        check(
            "Norway's parliament confirmed Elena Ruiz as the country's prime minister.",
            Some("Norway's prime minister"),
        );
        check("The country's prime minister, Elena Ruiz, left.", Some("prime minister"));
    }

    #[test]
    fn a_fuller_role_is_preferred() {
        check("President Elena Ruiz left. Norwegian President Elena Ruiz will be back.", Some("Norwegian President"));
    }

    #[test]
    fn courtesy_is_no_role() {
        check("They met Mr. Tom Moss, then left.", None);
    }
}
