//! Scores on annotated articles: names, entities, roles of persons. The measures of names and entities are those of `score_articles.py` in
//! ../shared/eval, and so are the figures.

use super::clusters::B3;
use super::gold::{Gold, GoldEntity};
use super::names::{Counts, Kind, Score};
use crate::entity::{Entities, Entity, EntityKind, MentionKind};
use crate::text::Span;
use std::collections::HashSet;

/// How well entities were found.
#[derive(Clone, Debug, Default)]
pub struct ArticleScore {
    /// Same span, same kind.
    pub names: Score,
    /// Same kind, spans that share a character: right among the found, the found, right among the gold, the gold.
    overlap: [usize; 4],
    /// Mentions of one entity together, those of two apart.
    pub clusters: B3,
    /// Roles of persons, the same words in any letter case.
    pub roles: Counts,
}

impl ArticleScore {
    /// Compares the entities of one article.
    pub fn add(&mut self, gold: &Gold, entities: &Entities) {
        let wanted = gold_names(gold);
        let found = found_names(entities);
        let main = |names: &[(Span, &str)]| -> Vec<(Span, Kind)> {
            names.iter().filter_map(|(span, kind)| Some((*span, Kind::of_label(kind)?))).collect()
        };
        let (wanted4, found4) = (main(&wanted), main(&found));
        self.names.add(&wanted4, &found4);
        let touches = |names: &[(Span, Kind)], (span, kind): &(Span, Kind)| {
            names.iter().any(|(other, same)| same == kind && other.overlaps(*span))
        };
        self.overlap[0] += found4.iter().filter(|name| touches(&wanted4, name)).count();
        self.overlap[1] += found4.len();
        self.overlap[2] += wanted4.iter().filter(|name| touches(&found4, name)).count();
        self.overlap[3] += wanted4.len();
        let clusters = gold_clusters(gold);
        self.clusters.add(&clusters, &found_clusters(entities, &clusters));
        self.add_roles(gold, entities);
    }

    /// The F1 of names that only have to touch, in percent.
    pub fn overlap_f1(&self) -> f64 {
        let [right, found, hit, gold] = self.overlap.map(|count| count as f64);
        let (precision, recall) = (right / found.max(1.0), hit / gold.max(1.0));
        if precision + recall == 0.0 { 0.0 } else { 200.0 * precision * recall / (precision + recall) }
    }

    fn add_roles(&mut self, gold: &Gold, entities: &Entities) {
        let persons = || gold.entities.iter().filter(|entity| entity.kind == "person");
        self.roles.gold += persons().filter(|entity| entity.role.is_some()).count();
        let found = entities.all().iter().filter(|entity| entity.kind == EntityKind::Person);
        for (entity, role) in found.filter_map(|entity| Some((entity, entity.role.as_deref()?))) {
            self.roles.found += 1;
            let same = counterpart(persons(), entity);
            let right = same.and_then(|gold| gold.role.as_deref()).is_some_and(|gold| fold(gold) == fold(role));
            self.roles.right += usize::from(right);
        }
    }
}

fn fold(role: &str) -> String {
    role.to_lowercase().replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The gold entity that shares most mentions with `entity`.
fn counterpart<'a>(gold: impl Iterator<Item = &'a GoldEntity>, entity: &Entity) -> Option<&'a GoldEntity> {
    let shared = |gold: &GoldEntity| {
        let touches = |span: &Span| gold.mentions.iter().any(|mention| mention.overlaps(*span));
        entity.mentions.iter().filter(|mention| touches(&mention.span)).count()
    };
    gold.map(|gold| (shared(gold), gold))
        .filter(|(count, _)| *count > 0)
        .max_by_key(|(count, _)| *count)
        .map(|best| best.1)
}

fn gold_names(gold: &Gold) -> Vec<(Span, &str)> {
    let mentions = |entity: &GoldEntity| entity.mentions.clone();
    gold.entities
        .iter()
        .flat_map(|entity| mentions(entity).into_iter().map(|span| (span, entity.kind.as_str())))
        .collect()
}

fn found_names(entities: &Entities) -> Vec<(Span, &'static str)> {
    let named = |entity: &Entity| {
        let named = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
        named.map(|mention| mention.span).collect::<Vec<_>>()
    };
    entities.all().iter().flat_map(|entity| named(entity).into_iter().map(|span| (span, label(entity.kind)))).collect()
}

fn label(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Organization => "organization",
        EntityKind::Location | EntityKind::Facility => "place",
        EntityKind::Group => "norp",
        EntityKind::Event => "event",
        EntityKind::Product => "product",
        EntityKind::Work | EntityKind::Law => "work",
    }
}

fn gold_clusters(gold: &Gold) -> Vec<Vec<Span>> {
    let main = gold.entities.iter().filter(|entity| Kind::of_label(&entity.kind).is_some());
    main.map(|entity| entity.mentions.clone()).collect()
}

/// Those of the four kinds, and those of another kind that should be of the four.
fn found_clusters(entities: &Entities, gold: &[Vec<Span>]) -> Vec<Vec<Span>> {
    let wanted: HashSet<&Span> = gold.iter().flatten().collect();
    let named = |entity: &Entity| -> Vec<Span> {
        let named = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
        named.map(|mention| mention.span).collect()
    };
    let all = entities.all().iter().map(|entity| (entity.kind, named(entity)));
    let counts = |(kind, spans): &(EntityKind, Vec<Span>)| {
        Kind::of_label(label(*kind)).is_some() || spans.iter().any(|span| wanted.contains(span))
    };
    all.filter(counts).map(|(_, spans)| spans).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::recognize;
    use crate::evaluation::fixtures::parse;
    use crate::text::Document;

    #[test]
    fn an_article_is_compared_with_its_gold() {
        let gold = parse(
            "ferry",
            "## Article\n\nFerry sinks\n\nMayor [Elena Ruiz](ruiz) left [Oslo](oslo). [Ruiz](ruiz) met [Tom Ito](ito).\n\n## Entities\n\n\
             | id | type | name | role |\n|---|---|---|---|\n| ruiz | person | Elena Ruiz | mayor |\n| oslo | place | Oslo | |\n\
             | ito | organization | Tom Ito | |\n",
        )
        .expect("reads");
        let mut score = ArticleScore::default();
        score.add(&gold, &recognize(&Document::new(&gold.title, &gold.body)));
        assert_eq!(score.names.of(Kind::Person), Counts { right: 2, found: 3, gold: 2 });
        assert_eq!(score.names.of(Kind::Organization), Counts { right: 0, found: 0, gold: 1 });
        assert_eq!(score.roles, Counts { right: 1, found: 1, gold: 1 });
        assert!((score.clusters.f1() - 100.0).abs() < 0.1 && (score.overlap_f1() - 75.0).abs() < 0.1);
    }
}
