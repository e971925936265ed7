//! Entities, from the core to the wire.

use super::super::wire;
use super::spans::{Spans, share};
use crate::entity::{Entities, Entity, EntityId, Link};

/// `e1` for the first entity.
pub(super) fn name_of(id: EntityId) -> String {
    format!("e{}", id.0 + 1)
}

pub(super) fn all(spans: &Spans<'_>, entities: &Entities) -> Vec<wire::Entity> {
    entities.all().iter().enumerate().map(|(id, entity)| one(spans, EntityId(id), entity)).collect()
}

fn one(spans: &Spans<'_>, id: EntityId, entity: &Entity) -> wire::Entity {
    let mentions = entity.mentions.iter();
    wire::Entity {
        id: name_of(id),
        r#type: entity.kind.into(),
        subtype: entity.subtype.map(str::to_owned),
        name: entity.name.clone(),
        forms: entity.forms.clone(),
        role: entity.role.clone(),
        pronoun: entity.pronoun.map(Into::into),
        mentions: mentions.map(|m| wire::Mention { span: spans.wire(m.span), kind: m.kind.into() }).collect(),
        count: entity.mentions.len(),
        salience: share(entity.salience),
        confidence: share(entity.confidence),
        links: entity.links.iter().map(link).collect(),
    }
}

fn link(link: &Link) -> wire::Link {
    let id = &link.id;
    let uri = match link.scheme {
        "wikidata" => Some(format!("http://www.wikidata.org/entity/{id}")),
        "geonames" => Some(format!("https://sws.geonames.org/{id}/")),
        "iptc" => Some(format!("http://cv.iptc.org/newscodes/mediatopic/{id}")),
        _ => None,
    };
    wire::Link { scheme: link.scheme.to_owned(), id: id.clone(), uri, confidence: share(link.confidence) }
}
