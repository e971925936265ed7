//! What the rules found and what the encoder has read, made one.
//!
//! Marks and layout are certain: what the rules make of them stands. Of reports without marks the encoder finds more; the rules know better where
//! some of them end.

use super::spans::words;
use crate::model::Training;
use crate::quote::context::Context;
use crate::quote::draft::Draft;
use crate::quote::lexicon;
use crate::reading::Reading;
use crate::text::TokenRange;

/// How far an encoder is trusted against the rules. Tuned on dev sets with `quotewire eval`.
struct Trust {
    /// Below this confidence what the encoder alone has read is left alone.
    new: f32,
    /// Below this probability of its cue, by any convention, a report that rules alone have found is dropped.
    doubt: f32,
    /// Below this confidence the rules' contents are taken for the encoder's.
    unsure: f32,
}

impl Trust {
    /// The confidence that a draft of the encoder alone must have; more where nobody is named who says it.
    fn least(&self, draft: &Draft) -> f32 {
        if draft.source.is_none() { self.new + ANYBODY } else { self.new }
    }

    fn of(training: Training) -> Self {
        match training {
            Training::All => Self { new: 0.3, doubt: 0.6, unsure: 0.75 },
            // It has read few quotes that people have marked.
            Training::Open => Self { new: 0.5, doubt: 0.02, unsure: 0.8 },
        }
    }
}

/// How much surer the encoder must be of a quote without a source.
const ANYBODY: f32 = 0.2;

/// Fewest words of a report that the encoder alone has read.
const FEWEST: usize = 3;

/// Drafts that begin farther from each other, in tokens, are not of one quote.
const FARTHEST: usize = 400;

/// With less than this probability of a cue in the midst of a content the rules are mistaken, not the encoder.
const HINT: f32 = 0.05;

/// Behind an "and" the verb that reports again stands among so many tokens.
const AGAIN: usize = 8;

/// From this share of common tokens on, two drafts are of one quote.
const SAME: f32 = 0.5;

/// What the encoder alone has read is a report only with a cue, and with more words than a name or a bare object has ("lauded the mayor").
fn is_report(context: &Context<'_>, draft: &Draft) -> bool {
    draft.cue.is_some() && draft.contents.iter().any(|content| words(context, *content) >= FEWEST)
}

/// Drafts in text order, their `inherits` put right.
pub(super) fn merge(context: &Context<'_>, reading: &Reading, rules: Vec<Draft>, read: Vec<Draft>) -> Vec<Placed> {
    let trust = Trust::of(reading.training());
    // Each draft with the place that it had among the rules'.
    let (mut merged, open): (Vec<Placed>, Vec<Placed>) = rules
        .into_iter()
        .enumerate()
        .map(|(place, draft)| (draft, Some(place)))
        .partition(|(draft, _)| is_certain(context, draft) || reading.passage_at(draft.start()).is_none());
    lend_sources(&mut merged, &read);
    let mut told = Cover::new(context.len());
    merged.iter().for_each(|(draft, _)| told.add(draft));
    let mut open: Vec<Option<Placed>> = open.into_iter().map(Some).collect();
    let free: Vec<Draft> = read.into_iter().filter(|draft| !told.holds(draft)).collect();
    let pieces: Vec<bool> = free.iter().map(|draft| is_piece(context, draft, &free, &open)).collect();
    let mut misread = Cover::new(context.len());
    for (draft, _) in free.into_iter().zip(pieces).filter(|(_, piece)| !piece) {
        if swallows_a_cue(reading, &draft, &open) {
            misread.add(&draft);
            continue;
        }
        let same = best(context, &draft, &open).and_then(|index| open[index].take());
        let draft = match same {
            Some((rule, place)) => (join(context, rule, &draft, trust.unsure), place),
            None if is_report(context, &draft) && draft.read >= Some(trust.least(&draft)) => (draft, None),
            None => continue,
        };
        told.add(&draft.0);
        merged.push(draft);
    }
    for (rule, place) in open.into_iter().flatten() {
        let believed = || misread.holds(&rule) || !doubts(reading, &rule, trust.doubt);
        if rule.rule == "nested" || !told.holds(&rule) && believed() {
            told.add(&rule);
            merged.push((rule, place));
        }
    }
    in_order(merged)
}

/// Marks say what was said; who said it, the encoder may know where the rules do not.
fn lend_sources(certain: &mut [Placed], read: &[Draft]) {
    for (rule, _) in certain.iter_mut().filter(|(rule, _)| rule.source.is_none() && rule.inherits.is_none()) {
        let from = read.partition_point(|draft| draft.start() + FARTHEST < rule.start());
        let near = read[from..].iter().take_while(|draft| draft.start() <= rule.start() + FARTHEST);
        rule.source = near.filter(|draft| overlap(draft, rule) > 0).find_map(|draft| draft.source);
    }
}

/// Tokens that are content of a draft.
struct Cover(Vec<bool>);

impl Cover {
    fn new(tokens: usize) -> Self {
        Self(vec![false; tokens])
    }

    fn add(&mut self, draft: &Draft) {
        draft.contents.iter().for_each(|content| self.0[content.range()].fill(true));
    }

    /// A third of `draft` or more.
    fn holds(&self, draft: &Draft) -> bool {
        let held = draft.contents.iter().flat_map(|content| content.range()).filter(|at| self.0[*at]).count();
        held * 3 > length(draft)
    }
}

/// `The airline said no one was hurt and promised a report`: by the rules another report begins in the middle of `draft`.
fn swallows_a_cue(reading: &Reading, draft: &Draft, rules: &[Option<Placed>]) -> bool {
    rules.iter().flatten().filter(|(rule, _)| rule.rule != "nested" && overlap(rule, draft) > 0).any(|(rule, _)| {
        let inside = |at: usize| draft.contents.iter().any(|content| content.contains(at));
        let reports = |at: usize| reading.passage_at(at).is_none_or(|passage| passage.cue(at) > HINT);
        rule.cue.is_some_and(|cue| inside(cue.start()) && reports(cue.start()))
    })
}

/// `He said he was tired. “We lost.”`: `draft` is one of several that the rules have as one quote.
fn is_piece(context: &Context<'_>, draft: &Draft, read: &[Draft], rules: &[Option<Placed>]) -> bool {
    rules
        .iter()
        .flatten()
        .filter(|(rule, _)| rule.contents.len() > 1 && rule.contents.iter().any(|content| quoted(context, *content)))
        .any(|(rule, _)| {
            let inside = |draft: &&Draft| overlap(draft, rule) * 5 >= length(draft) * 4;
            inside(&draft) && read.iter().filter(inside).count() > 1
        })
}

/// A draft, and its place among the rules' drafts if it is one.
pub(super) type Placed = (Draft, Option<usize>);

/// Sorts drafts; `inherits` names places among the rules' drafts, and is made to name places in the result.
fn in_order(mut merged: Vec<Placed>) -> Vec<Placed> {
    merged.sort_by_key(|(draft, place)| (draft.start(), *place));
    let count = merged.iter().filter_map(|(_, place)| *place).max().map_or(0, |place| place + 1);
    let mut moved = vec![None; count];
    for (index, place) in merged.iter().enumerate().filter_map(|(index, (_, place))| Some((index, (*place)?))) {
        moved[place] = Some(index);
    }
    for (draft, _) in &mut merged {
        draft.inherits = draft.inherits.and_then(|place| moved[place]);
    }
    merged
}

/// The encoder has read the cue, and takes it for none.
fn doubts(reading: &Reading, rule: &Draft, doubt: f32) -> bool {
    let cue = |at: usize| reading.passage_at(at).map(|passage| passage.cue(at));
    let reports = rule.cue.into_iter().flat_map(TokenRange::range).filter_map(cue).reduce(f32::max);
    reports.is_some_and(|reports| reports < doubt)
}

/// All of it stands between marks.
fn is_certain(context: &Context<'_>, draft: &Draft) -> bool {
    draft.contents.iter().all(|content| quoted(context, *content))
}

fn quoted(context: &Context<'_>, content: TokenRange) -> bool {
    content.range().all(|at| context.document.quotation_at(at).is_some())
}

/// The encoder's contents and source, with what only the rule knows.
fn join(context: &Context<'_>, mut rule: Draft, read: &Draft, unsure: f32) -> Draft {
    if read.read >= Some(unsure) && !reports_again(context, &rule, read) {
        rule.contents.clone_from(&read.contents);
        // "The leader of the Greens, Amara Nilsen, said": the rules leave out what is not the name.
        let named = rule.source.filter(|source| {
            let within = read.source.is_some_and(|read| read.start() <= source.start() && source.end() <= read.end());
            within && context.entities.mention_at(source.end() - 1).is_some_and(|(name, _)| name == *source)
        });
        rule.source = named.or(read.source).or(rule.source);
    } else {
        rule.source = rule.source.or(read.source);
    }
    rule.read = read.read;
    rule
}

/// "She said it was late and, in the end, insisted on a taxi": where the rules see that somebody reports again, the encoder goes on.
fn reports_again(context: &Context<'_>, rule: &Draft, read: &Draft) -> bool {
    let (Some(short), Some(long)) = (rule.contents.last(), read.contents.last()) else { return false };
    if short.start() != long.start() || short.end() >= long.end() {
        return false;
    }
    let mut rest = short.end()..context.len();
    let joined = rest.find(|&at| context.word(at) != ",").is_some_and(|at| matches!(context.word(at), "and" | "but"));
    joined && rest.take(AGAIN).any(|at| lexicon::verb(context.word(at)).is_some())
}

/// The one of the `rules` that is of the same quote as `draft`.
fn best(context: &Context<'_>, draft: &Draft, rules: &[Option<Placed>]) -> Option<usize> {
    let shares = rules.iter().enumerate().filter_map(|(index, rule)| {
        let (rule, _) = rule.as_ref()?;
        let common = overlap(rule, draft);
        let share = common as f32 / (length(rule) + length(draft) - common).max(1) as f32;
        // What follows the second report may be long.
        let same = rule.cue.is_some() && rule.cue == draft.cue && reports_again(context, rule, draft);
        Some((index, if same { share.max(SAME) } else { share }))
    });
    let (index, share) = shares.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (share >= SAME).then_some(index)
}

fn length(draft: &Draft) -> usize {
    draft.contents.iter().map(|content| content.len()).sum()
}

fn overlap(one: &Draft, other: &Draft) -> usize {
    let common = |a: &TokenRange, b: &TokenRange| a.end().min(b.end()).saturating_sub(a.start().max(b.start()));
    one.contents.iter().map(|a| other.contents.iter().map(|b| common(a, b)).sum::<usize>()).sum()
}
