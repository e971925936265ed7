//! Who "he", "she", "they" and "it" are, among those who were named before.

use crate::entity::{EntityId, EntityKind, Pronoun};
use crate::quote::context::Context;
use crate::quote::{Speaker, SpeakerId, SpeakerKind};

/// Farthest antecedent, in sentences.
const FARTHEST: usize = 8;

/// Antecedents, best first.
#[derive(Default)]
pub(super) struct Ranked {
    /// With a confidence of 0–1.
    pub(super) entities: Vec<(EntityId, f32)>,
    /// The speaker before, where "they" goes on for a group without a name.
    pub(super) previous: Option<SpeakerId>,
}

/// Who spoke last.
#[derive(Clone, Copy)]
pub(super) struct Previous<'a> {
    pub(super) id: SpeakerId,
    pub(super) speaker: &'a Speaker,
    /// Where its source stands.
    pub(super) source: usize,
}

/// Ranks the antecedents of the pronoun at `at`; `previous` spoke last. The `teller` of the pronoun is none of them.
pub(super) fn rank(
    context: &Context<'_>,
    at: usize,
    previous: Option<Previous<'_>>,
    teller: Option<EntityId>,
) -> Ranked {
    let wanted = match context.word(at) {
        "he" | "him" | "his" => Pronoun::He,
        "she" | "her" => Pronoun::She,
        "they" | "them" | "their" => Pronoun::They,
        "it" => Pronoun::It,
        _ => return Ranked::default(),
    };
    if wanted == Pronoun::They
        && let Some(Previous { id, .. }) =
            previous.filter(|last| last.speaker.kind == SpeakerKind::Collective && last.speaker.entity.is_none())
    {
        return Ranked { entities: Vec::new(), previous: Some(id) };
    }
    if let Some(last) = previous.filter(|last| is_unnamed(context, at, wanted, last)) {
        return Ranked { entities: Vec::new(), previous: Some(last.id) };
    }
    let sentence = context.document.sentence_at(at);
    let spoke = previous.and_then(|last| last.speaker.entity);
    let mut scores: Vec<(EntityId, f32)> = Vec::new();
    let first = sentence.saturating_sub(FARTHEST);
    for index in first..=sentence {
        let tokens = context.document.sentences()[index].tokens;
        let mut subject = true;
        for &(mention, id) in context.entities.mentions_in(tokens) {
            let Some(fit) = fit(context, id, wanted).filter(|_| mention.end() <= at && teller != Some(id)) else {
                continue;
            };
            let distance = (sentence - index) as f32;
            let score = fit - distance + if subject { 1.2 } else { 0.0 } + if spoke == Some(id) { 1.0 } else { 0.0 };
            subject = false;
            match scores.iter_mut().find(|(known, _)| *known == id) {
                Some((_, best)) => *best = best.max(score),
                None => scores.push((id, score)),
            }
        }
    }
    // A person named only once, far above, is still better than nobody if nobody else fits.
    if scores.is_empty() && matches!(wanted, Pronoun::He | Pronoun::She) {
        let before = |id: &EntityId| {
            context.entities.get(*id).mentions.first().is_some_and(|mention| mention.tokens.end() <= at)
        };
        scores = (0..context.entities.all().len())
            .map(EntityId)
            .filter(|id| before(id) && teller != Some(*id))
            .filter_map(|id| Some((id, fit(context, id, wanted)?)))
            .collect();
    }
    scores.sort_by(|(a, left), (b, right)| right.total_cmp(left).then(a.cmp(b)));
    Ranked { entities: with_confidence(scores), previous: None }
}

/// `A spokeswoman said … She added …`: one person without a name spoke just before, and nobody was named since.
fn is_unnamed(context: &Context<'_>, at: usize, wanted: Pronoun, last: &Previous<'_>) -> bool {
    let near = last.source < at && context.document.sentence_at(at) - context.document.sentence_at(last.source) <= 2;
    let words = last.speaker.description.as_deref().unwrap_or_default().to_lowercase();
    let has = |ends: &[&str]| words.split(' ').any(|word| ends.iter().any(|end| word.ends_with(end)));
    let male = has(&["spokesman", "businessman", "policeman", "father", "brother", "son", "husband", "king"])
        || has_word(&words, "man");
    let female = has(&["woman", "mother", "sister", "daughter", "wife", "queen"]);
    let fits = match wanted {
        Pronoun::He => !female,
        Pronoun::She => !male,
        _ => false,
    };
    near && fits
        && last.speaker.kind == SpeakerKind::Anonymous
        && !context
            .entities
            .mentions_in(crate::text::TokenRange::new(last.source, at))
            .iter()
            .any(|(_, id)| fit(context, *id, wanted).is_some())
}

fn has_word(words: &str, wanted: &str) -> bool {
    words.split(' ').any(|word| word == wanted)
}

/// How well an entity goes with a pronoun; `None` if not at all.
fn fit(context: &Context<'_>, id: EntityId, wanted: Pronoun) -> Option<f32> {
    let entity = context.entities.get(id);
    match (wanted, entity.kind) {
        (Pronoun::He | Pronoun::She, EntityKind::Person) => match entity.pronoun {
            Some(pronoun) if pronoun == wanted => Some(1.6),
            Some(_) => None,
            None => Some(0.0),
        },
        (Pronoun::They | Pronoun::It, EntityKind::Organization) => Some(0.5),
        (Pronoun::It, EntityKind::Location) | (Pronoun::They, EntityKind::Group) => Some(0.0),
        (Pronoun::They, EntityKind::Person) => Some(-1.0),
        _ => None,
    }
}

/// The margin over the second says how sure the first is.
fn with_confidence(scores: Vec<(EntityId, f32)>) -> Vec<(EntityId, f32)> {
    let best = scores.first().map_or(0.0, |(_, score)| *score);
    let second = scores.get(1).map_or(best - 3.0, |(_, score)| *score);
    let sure = 0.6 + 0.3 * ((best - second) / 3.0).clamp(0.0, 1.0);
    scores
        .into_iter()
        .enumerate()
        .map(|(place, (id, _))| (id, if place == 0 { sure } else { (1.0 - sure) / place as f32 }))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn gender_and_position_decide() {
        check(
            "Judge Maria Holt questioned Greg Stone for an hour. “You had a choice,” she said.",
            &["direct | You had a choice, | said | she | Maria Holt"],
        );
        check(
            "Tom Ito met Elena Ruiz. He said the bridge was shut.",
            &["indirect | the bridge was shut | said | He | Tom Ito"],
        );
    }

    #[test]
    fn they_are_those_of_the_sentence_before() {
        check(
            "Thousands of supporters gathered in Oslo. They said the vote was unfair.",
            &["indirect | the vote was unfair | said | They | Thousands of supporters"],
        );
        check(
            "Norfast Ltd shut the plant. They said it was old.",
            &["indirect | it was old | said | They | Norfast Ltd"],
        );
    }

    #[test]
    fn one_without_a_name_goes_on() {
        check(
            "Tom Ito left the hall. A spokeswoman said the vote was lost. She said it was late.",
            &[
                "indirect | the vote was lost | said | A spokeswoman | A spokeswoman",
                "indirect | it was late | said | She | A spokeswoman",
            ],
        );
    }

    #[test]
    fn nobody_is_nobody() {
        check("He said the bridge was shut.", &["indirect | the bridge was shut | said | He | -"]);
    }

    #[test]
    fn who_tells_of_somebody_is_somebody_else() {
        check(
            "Karl Osten met Dana Weiss. “He said, ‘I am tired,’” Dana Weiss told reporters.",
            &[
                "direct | He said, ‘I am tired,’ | told | Dana Weiss | Dana Weiss",
                "direct | I am tired, | said | He | Karl Osten",
            ],
        );
    }
}
