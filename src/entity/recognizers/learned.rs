//! What the learned tagger says, joined with what the rules propose.
//!
//! The tagger is better at telling where a name is and of which kind; the rules know subtypes, titles, and the kinds that the tagger does not
//! tell apart. So where both found the same name, the rule's candidate stays, with more trust; what only the tagger found is added; and a mere guess
//! at the start of a sentence that the tagger does not share is dropped.

use super::{Candidate, Trust};
use crate::entity::EntityKind;
use crate::entity::gazetteer::Flag;
use crate::entity::tagger::{Found, Name};
use crate::entity::words::Words;
use crate::text::TokenRange;

/// From this probability on the tagger is trusted more than a list; from the next one on as much (tuned on dev sets with `quotewire eval`).
const SURE: f32 = 0.8;
const LIKELY: f32 = 0.5;

/// Joins learned `names` with `candidates`.
pub(super) fn join(words: &Words<'_>, mut names: Vec<Found>, candidates: &mut Vec<Candidate>) {
    // "the Greens": a determiner is no part of a name.
    for name in names.iter_mut().filter(|name| name.tokens.len() > 1 && words.text(name.tokens.start()) == "the") {
        name.tokens = TokenRange::new(name.tokens.start() + 1, name.tokens.end());
    }
    candidates.retain_mut(|candidate| {
        let near = overlapping(&names, candidate.tokens);
        let same = near.iter().find(|name| name.tokens == candidate.tokens && covers(name.name, candidate.kind));
        if let Some(name) = same {
            candidate.trust = candidate.trust.max(trust(words, name));
        }
        // A guess at the start of a sentence needs a second opinion: there, a capital says nothing.
        candidate.trust > Trust::Guess || !near.is_empty() || !words.get(candidate.tokens.start()).excused
    });
    let mut learned = Vec::new();
    let mut by_start: Vec<usize> = (0..candidates.len()).collect();
    by_start.sort_by_key(|index| candidates[*index].tokens);
    for name in &names {
        let Some(kind) = kind(name.name) else { continue };
        // A candidate is hardly ever longer than this.
        let from = by_start.partition_point(|index| candidates[*index].tokens.start() + 32 < name.tokens.start());
        let to = by_start.partition_point(|index| candidates[*index].tokens.start() < name.tokens.end());
        let near = || {
            let starting = by_start[from..to].iter().map(|index| &candidates[*index]);
            starting.filter(|candidate| candidate.tokens.end() > name.tokens.start())
        };
        if near().any(|candidate| candidate.tokens == name.tokens && covers(name.name, candidate.kind)) {
            continue;
        }
        // The rule for groups knows when a word from its lists is a language.
        if kind == EntityKind::Group && words.get(name.tokens.start()).entry.is(Flag::Group) && near().next().is_none()
        {
            continue;
        }
        let mut candidate = Candidate::new(name.tokens, kind, trust(words, name), "tagger");
        if kind == EntityKind::Person {
            candidate.title = near().find_map(|other| other.title.filter(|title| title.end() <= name.tokens.start()));
        }
        learned.push(candidate);
    }
    candidates.extend(learned);
}

/// The names that share a token with `tokens`. Names are in text order and do not overlap.
fn overlapping(names: &[Found], tokens: TokenRange) -> &[Found] {
    let from = names.partition_point(|name| name.tokens.end() <= tokens.start());
    let to = names.partition_point(|name| name.tokens.start() < tokens.end());
    &names[from..to.max(from)]
}

fn trust(words: &Words<'_>, name: &Found) -> Trust {
    // The name of a place, alone, is a person only if a rule says so: "Bergen coach Ray Dunmore".
    let entry = words.get(name.tokens.start()).entry;
    if name.name == Name::Person && name.tokens.len() == 1 && entry.is_any(&[Flag::City, Flag::Country]) {
        return Trust::Guess;
    }
    match name.confidence {
        SURE.. => Trust::Learned,
        LIKELY.. => Trust::Likely,
        _ => Trust::Guess,
    }
}

/// What to make of a name that no rule knows; of other names only the rules know what they are.
fn kind(name: Name) -> Option<EntityKind> {
    match name {
        Name::Person => Some(EntityKind::Person),
        Name::Organization => Some(EntityKind::Organization),
        Name::Place => Some(EntityKind::Location),
        Name::Group => Some(EntityKind::Group),
        Name::Event => Some(EntityKind::Event),
        Name::Product => Some(EntityKind::Product),
        Name::Work => Some(EntityKind::Work),
        Name::Other => None,
    }
}

fn covers(name: Name, kind: EntityKind) -> bool {
    match kind {
        EntityKind::Person => name == Name::Person,
        EntityKind::Organization => name == Name::Organization,
        EntityKind::Location | EntityKind::Facility => name == Name::Place,
        EntityKind::Group => name == Name::Group,
        EntityKind::Event => matches!(name, Name::Event | Name::Other),
        EntityKind::Work | EntityKind::Law => matches!(name, Name::Work | Name::Other),
        EntityKind::Product => matches!(name, Name::Product | Name::Other),
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn names_in_no_list_are_found_by_their_company() {
        check("The miller [person Okello Wanjiru] joined [organization Tembo Telecom] in [location Kisumu] last year.");
    }

    #[test]
    fn a_title_before_a_learned_name_is_no_part_of_it() {
        check("President [person Adjoua Kouassi] met farmers.");
    }
}
