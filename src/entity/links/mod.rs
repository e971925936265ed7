//! Links of entities to public registers: no link rather than a guess.

mod officials;
mod places;

use super::{Entity, EntityKind, Link};
use crate::text::Document;

/// Links what can safely be linked.
pub(super) fn link(document: &Document, entities: &mut [Entity]) {
    let countries = places::countries(entities);
    places::link(document, entities, &countries);
    let american = countries.contains(&Some("US"));
    for person in entities.iter_mut().filter(|entity| entity.kind == EntityKind::Person) {
        person.links.extend(officials::link(document, person, american));
    }
}
