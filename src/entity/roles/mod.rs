//! What a person is, in the article's words: the title before the name, or the apposition before or behind it. Without its article: of
//! "the mayor of Port Alder" the role is "mayor of Port Alder".

mod apposition;
mod nouns;
mod title;

use crate::text::{Document, Span, TokenRange};

/// The role that one of `mentions` stands with: the first of several words, else the first.
pub(super) fn role(document: &Document, mentions: impl Iterator<Item = TokenRange>) -> Option<Span> {
    let mut roles = mentions.filter_map(|name| {
        title::before(document, name)
            .or_else(|| apposition::before(document, name))
            .or_else(|| apposition::behind(document, name))
    });
    let first = roles.next()?;
    let telling = if first.len() > 1 { first } else { roles.find(|role| role.len() > 1).unwrap_or(first) };
    Some(document.span_of(telling))
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
    fn a_fuller_role_is_preferred() {
        check("President Elena Ruiz left. Norwegian President Elena Ruiz will be back.", Some("Norwegian President"));
    }

    #[test]
    fn courtesy_is_no_role() {
        check("They met Mr. Tom Moss, then left.", None);
    }
}
