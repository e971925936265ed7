//! What the judge leaves undone because it weighs each name by itself: honours behind names, first names that are also places.

use super::EntityKind;
use super::gazetteer::Flag;
use super::join::is_honour;
use super::recognizers::Candidate;
use super::roles::is_human;
use super::words::Words;
use crate::text::TokenRange;

/// Puts neighbours right. The result is in text order.
pub(super) fn amend(words: &Words<'_>, mut chosen: Vec<Candidate>) -> Vec<Candidate> {
    chosen.sort_by_key(|candidate| candidate.tokens);
    let mut amended: Vec<Candidate> = Vec::with_capacity(chosen.len());
    for mut candidate in chosen {
        match amended.last_mut() {
            Some(place) if is_first_name(words, place, &candidate) => {
                candidate.tokens = TokenRange::new(place.tokens.start(), candidate.tokens.end());
                *place = candidate;
                continue;
            }
            Some(person) if is_honour_of(words, person, &candidate) => continue,
            _ => {}
        }
        if candidate.kind == EntityKind::Person {
            let (start, mut end) = (candidate.tokens.start(), candidate.tokens.end());
            while start + 1 < end && is_honour(words.text(end - 1)) {
                end -= 1;
            }
            candidate.tokens = TokenRange::new(start, end);
        }
        // The one article that is part of a name.
        if words.text(candidate.tokens.start()) == "Hague" && candidate.tokens.len() == 1 {
            let the = candidate.tokens.start().checked_sub(1).filter(|&at| matches!(words.text(at), "the" | "The"));
            candidate.tokens = TokenRange::new(the.unwrap_or(candidate.tokens.start()), candidate.tokens.end());
        }
        amended.push(candidate);
    }
    amended
}

/// "spokeswoman Georgia Pell": what is taken for a place stands right before a surname, and is a first name or follows a title.
fn is_first_name(words: &Words<'_>, place: &Candidate, person: &Candidate) -> bool {
    let at = place.tokens.start();
    let titled = || at > 0 && is_human(words.text(at - 1));
    place.kind == EntityKind::Location
        && place.tokens.len() == 1
        && person.kind == EntityKind::Person
        && person.tokens.len() == 1
        && person.title.is_none()
        && place.tokens.end() == person.tokens.start()
        && (words.get(at).entry.is(Flag::CommonFirst) || titled())
}

/// "Ann Lee, MD": an honour behind a comma.
fn is_honour_of(words: &Words<'_>, person: &Candidate, honour: &Candidate) -> bool {
    let comma = person.tokens.end();
    person.kind == EntityKind::Person
        && honour.tokens == TokenRange::new(comma + 1, comma + 2)
        && words.text(comma) == ","
        && is_honour(words.text(comma + 1))
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn honours_are_no_part_of_a_name() {
        check("For the crown, [person Elena Ruiz] KC said so.");
        check("The doctor, said [person Tom Moss], MD, of [location Oslo] was late.");
    }

    #[test]
    fn the_hague_has_an_article() {
        check("A court in [location The Hague] acquitted them, and they left [location the Hague].");
    }

    #[test]
    fn a_place_before_a_surname_is_a_first_name() {
        check("Talks failed, spokeswoman [person Georgia Pell] said.");
        check("Talks in [location Georgia] failed, [person Elena Ruiz] said.");
    }
}
