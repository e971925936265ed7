//! Links of American politicians to Wikidata: presidents, vice presidents and members of Congress of the list in `models/officials.tsv`.
//!
//! A full name is not enough, since many share one, and the list has those of today. The article must give the person the office ("Sen.") or the
//! state ("R-Ky."); a president may do without in an article that names the United States, if the name is a rare one.

use super::{Entity, Link};
use crate::entity::gazetteer::{self, Flag};
use crate::entity::{MentionKind, names, states};
use crate::text::Document;
use std::collections::HashMap;
use std::sync::LazyLock;

static TABLE: &str = include_str!("../../../models/officials.tsv");

static OFFICIALS: LazyLock<HashMap<String, Official>> = LazyLock::new(|| TABLE.lines().filter_map(read).collect());

#[derive(Clone, Copy, Debug)]
struct Official {
    office: Office,
    wikidata: &'static str,
    /// Of members of Congress.
    state: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Office {
    President,
    Congress,
}

fn read(line: &'static str) -> Option<(String, Official)> {
    let mut columns = line.split('\t');
    let (name, office, wikidata, state) = (columns.next()?, columns.next()?, columns.next()?, columns.next()?);
    let office = if office == "president" { Office::President } else { Office::Congress };
    Some((names::fold(name), Official { office, wikidata, state }))
}

/// The link of `person`; `american` if the article names the United States or one of its places.
pub(super) fn link(document: &Document, person: &Entity, american: bool) -> Option<Link> {
    let official = person.forms.iter().find_map(|form| OFFICIALS.get(&names::fold(form)))?;
    let right = match (person.role.as_deref().map(str::to_lowercase), affiliation(document, person)) {
        (_, Some(state)) => official.state == state,
        (Some(role), None) => official.office.fits(&role),
        (None, None) => {
            official.office == Office::President && american && person.forms.iter().any(|form| is_rare(form))
        }
    };
    right.then(|| Link { scheme: "wikidata", id: official.wikidata.to_owned(), confidence: 0.95 })
}

impl Office {
    /// Whether a role, in small letters, is this office, held now or once. A company and another country have presidents, too.
    fn fits(self, role: &str) -> bool {
        let words = || role.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|word| !word.is_empty());
        const AROUND: &[&str] = &["former", "then", "u.s.", "us", "american", "elect", "ex", "vice", "the", "late"];
        match self {
            Self::President => {
                words().any(|word| word == "president")
                    && words().all(|word| word == "president" || AROUND.contains(&word))
            }
            Self::Congress => words().any(|word| {
                matches!(
                    word,
                    "sen."
                        | "senator"
                        | "rep."
                        | "representative"
                        | "congressman"
                        | "congresswoman"
                        | "congressmember"
                        | "senate"
                        | "house"
                )
            }),
        }
    }
}

/// "Dana Moss (R-Ky.)", "Dana Moss, D-Texas": party and state stand behind the name. The state.
fn affiliation<'a>(document: &'a Document, person: &Entity) -> Option<&'a str> {
    let named = person.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
    named.map(|mention| mention.span.end()).find_map(|end| {
        let behind = document.text().get(end..)?;
        let behind = behind.strip_prefix(", ").or_else(|| behind.strip_prefix(" ("))?;
        states::of_affiliation(behind.split([',', ')', '\n']).next()?)
    })
}

/// Whether not many people can have that name: one of its parts is no common first name or surname.
fn is_rare(name: &str) -> bool {
    let mut words = name.split(' ');
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else { return false };
    let (first, last) = (gazetteer::word(first), gazetteer::word(last));
    !first.is(Flag::CommonFirst) || !last.is(Flag::CommonLast)
}

#[cfg(test)]
mod tests {
    use crate::entity::links::testing::check;

    #[test]
    fn office_holders_are_linked() {
        check("Former President Barack Obama spoke in Oslo.", "Barack Obama", "wikidata:Q76");
        check("Sen. Bernie Sanders objected.", "Bernie Sanders", "wikidata:Q359442");
        check("Rep. Mike Rogers (R-Ala.) objected.", "Mike Rogers", "wikidata:Q693238");
        check("The United States has changed, Barack Obama said.", "Barack Obama", "wikidata:Q76");
    }

    #[test]
    fn namesakes_are_not_linked() {
        check("The striker Mike Rogers scored twice in Oslo.", "Mike Rogers", "");
        check("Mike Rogers moved to the United States.", "Mike Rogers", "");
        check("Rep. Mike Rogers, R-Mich., objected.", "Mike Rogers", "");
        check("Kelmar Energy president Donald Trump resigned.", "Donald Trump", "");
    }
}
