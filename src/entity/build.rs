//! From clusters to entities: canonical name, forms, role, pronoun, salience, confidence, links.

use super::clusters::Cluster;
use super::gazetteer::{self, Flag, Gender};
use super::recognizers::Candidate;
use super::{Entity, EntityKind, Mention, MentionKind, Pronoun, links, roles};
use crate::text::{Document, Field, TokenRange};

/// Makes an entity of each cluster.
pub(super) fn build(document: &Document, mentions: &[Candidate], clusters: &[Cluster]) -> Vec<Entity> {
    let countries: Vec<TokenRange> =
        mentions.iter().filter(|mention| is_country(document, mention)).map(|mention| mention.tokens).collect();
    let mut entities: Vec<Entity> =
        clusters.iter().map(|cluster| entity(document, mentions, cluster, &countries)).collect();
    set_pronouns(document, mentions, clusters, &mut entities);
    set_salience(document, &mut entities);
    links::link(document, &mut entities);
    entities
}

fn is_country(document: &Document, mention: &Candidate) -> bool {
    let entry = || gazetteer::name(document.slice(document.span_of(mention.tokens)));
    mention.kind == EntityKind::Location && entry().is(Flag::Country)
}

fn entity(document: &Document, mentions: &[Candidate], cluster: &Cluster, countries: &[TokenRange]) -> Entity {
    let members = || cluster.members.iter().map(|&index| &mentions[index]);
    let text = |candidate: &Candidate| document.slice(document.span_of(candidate.tokens)).replace(['\n', '\r'], " ");
    let best = members().max_by_key(|member| (member.trust, member.tokens.len())).expect("a cluster has members");
    let longest = members()
        .max_by_key(|member| (member.tokens.len(), text(member).len(), std::cmp::Reverse(member.tokens)))
        .expect("a cluster has members");
    let mut forms: Vec<String> = Vec::new();
    for form in members().map(text) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    let names: Vec<TokenRange> = members().map(|member| member.tokens).collect();
    let role = (best.kind == EntityKind::Person).then(|| roles::role(document, &names, countries)).flatten();
    Entity {
        kind: best.kind,
        subtype: members().find_map(|member| member.subtype),
        name: text(longest),
        forms,
        role_span: role.as_ref().map(|role| role.span),
        role: role.map(|role| role.text),
        pronoun: None,
        mentions: members()
            .map(|member| Mention {
                span: document.span_of(member.tokens),
                tokens: member.tokens,
                kind: MentionKind::Named,
                rule: member.rule,
            })
            .collect(),
        salience: 0.0,
        confidence: confidence(members()),
        links: Vec::new(),
    }
}

/// How likely the surest of the mentions is right.
fn confidence<'a>(members: impl Iterator<Item = &'a Candidate>) -> f32 {
    let best = members.map(|member| member.confidence).fold(0.0, f32::max);
    (best * 100.0).round() / 100.0
}

/// From a title such as "Mrs", else from what the article writes, else from the first name.
fn set_pronouns(document: &Document, mentions: &[Candidate], clusters: &[Cluster], entities: &mut [Entity]) {
    let votes = votes(document, mentions, clusters);
    for (id, entity) in entities.iter_mut().enumerate().filter(|(_, entity)| entity.kind == EntityKind::Person) {
        let titles = clusters[id].members.iter().filter_map(|&member| mentions[member].title);
        let by_title = titles.flat_map(TokenRange::range).find_map(|at| pronoun_of_title(document.word(at)));
        let by_text = match votes[id] {
            (he, she) if he > she => Some(Pronoun::He),
            (he, she) if she > he => Some(Pronoun::She),
            _ => None,
        };
        let first = gazetteer::word(
            document.word(
                entity
                    .mentions
                    .iter()
                    .max_by_key(|mention| mention.tokens.len())
                    .map_or(0, |mention| mention.tokens.start()),
            ),
        );
        let by_name = first.gender().map(|gender| if gender == Gender::Male { Pronoun::He } else { Pronoun::She });
        entity.pronoun = by_title.or(by_name).or(by_text);
    }
}

fn pronoun_of_title(word: &str) -> Option<Pronoun> {
    match word {
        "Mr." | "Mr" | "Sir" | "King" | "Prince" | "Pope" | "Father" | "Lord" | "Chairman" | "Congressman"
        | "spokesman" | "Spokesman" | "Emir" | "Sultan" | "chairman" | "Messrs." => Some(Pronoun::He),
        "Mrs." | "Mrs" | "Ms." | "Ms" | "Miss" | "Lady" | "Dame" | "Queen" | "Princess" | "Baroness"
        | "Congresswoman" | "Chairwoman" | "spokeswoman" | "Spokeswoman" | "chairwoman" | "actress" => {
            Some(Pronoun::She)
        }
        _ => None,
    }
}

/// For each cluster, how often "he" and "she" begin a sentence behind one that names only that person.
fn votes(document: &Document, mentions: &[Candidate], clusters: &[Cluster]) -> Vec<(u32, u32)> {
    let mut votes = vec![(0, 0); clusters.len()];
    let mut named: Vec<Option<Option<usize>>> = vec![None; document.sentences().len()];
    for (id, cluster) in clusters.iter().enumerate() {
        for &member in cluster.members.iter().filter(|&&member| mentions[member].kind == EntityKind::Person) {
            let sentence = &mut named[document.sentence_at(mentions[member].tokens.start())];
            *sentence = match *sentence {
                None => Some(Some(id)),
                Some(Some(other)) if other == id => Some(Some(id)),
                Some(_) => Some(None),
            };
        }
    }
    for (index, sentence) in document.sentences().iter().enumerate().skip(1) {
        let Some(Some(id)) = named[index - 1] else { continue };
        match document.word(sentence.tokens.start()) {
            "He" => votes[id].0 += 1,
            "She" => votes[id].1 += 1,
            _ => {}
        }
    }
    votes
}

/// Mentions count, those in the title and the first paragraphs more, groups less.
fn set_salience(document: &Document, entities: &mut [Entity]) {
    let head = document.paragraphs().get(1).map_or(usize::MAX, |paragraph| paragraph.span.end());
    let weigh = |entity: &Entity| {
        let weight: f32 = entity
            .mentions
            .iter()
            .map(|mention| match document.locate(mention.span).0 {
                Field::Title => 2.0,
                Field::Body if mention.span.start() < head => 1.5,
                Field::Body => 1.0,
            })
            .sum();
        if entity.kind == EntityKind::Group { weight * 0.5 } else { weight }
    };
    let total: f32 = entities.iter().map(weigh).sum();
    for entity in entities {
        entity.salience = (weigh(entity) / total.max(1.0) * 1000.0).floor() / 1000.0;
    }
}
