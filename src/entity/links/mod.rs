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

#[cfg(test)]
mod testing {
    use crate::entity::recognize;
    use crate::text::Document;

    /// `expected`: the links of the entity `name`, joined.
    #[track_caller]
    pub(super) fn check(body: &str, name: &str, expected: &str) {
        let entities = recognize(&Document::new("", body));
        let entity = entities.all().iter().find(|entity| entity.name == name).expect("named");
        let links: Vec<String> = entity.links.iter().map(|link| format!("{}:{}", link.scheme, link.id)).collect();
        assert_eq!(links.join(" "), expected, "{name} in {body:?}");
    }
}
