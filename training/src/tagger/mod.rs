//! The tagger of names: `models/entities.qwm`, and `models/entities-open.qwm` from openly licensed text alone.

mod dev;
mod judge;
mod learn;
pub(crate) mod mix;

use anyhow::{Context, Result};
use judge::Cases;
use learn::{Allowed, Learner, Recipe, Samples};
use mix::{Lesson, OUTSIDE};
use quotewire::entity::join::pack;
use quotewire::entity::tagger::{Clusters, LABELS, LABELS_LEN, LEXICAL, Lexicon, Name, ROW, Tagger, VERSION, describe};
use quotewire::model::{hash, write};
use quotewire::text::{Document, Span};
use std::fs;
use std::path::Path;
use std::time::Instant;

const RECIPE: Recipe = Recipe { epochs: 14, rate: 0.02, decay: 0.003, hide: 0.2, lexical: LEXICAL, keep: 420_000 };

/// Trains both models, or the one named.
pub(crate) fn build(shared: &Path, models: &Path) -> Result<()> {
    train(shared, &models.join("entities.qwm"), true)?;
    train(shared, &models.join("entities-open.qwm"), false)
}

fn train(shared: &Path, file: &Path, unlicensed: bool) -> Result<()> {
    let begun = Instant::now();
    let clusters = lexicon(&shared.join("gazetteers/clusters.tsv"))?;
    let lexicon = Lexicon::new(&clusters).context("what was just built is whole")?;
    let (lessons, provenance) = mix::read(shared, unlicensed)?;
    let mut cases = Cases::default();
    for part in 0..judge::PARTS {
        let is_part = |index: usize, lesson: &Lesson| lesson.judged > 0.0 && index % judge::PARTS == part;
        let (part, others): (Vec<_>, Vec<_>) =
            lessons.iter().enumerate().partition(|(index, lesson)| is_part(*index, lesson));
        let sections = learn(others.iter().map(|(_, lesson)| *lesson), &lexicon, &clusters, |_, _| ());
        let bytes = write(&LABELS, VERSION, &provenance, &sections);
        let tagger = Tagger::new(&bytes)?;
        part.iter().for_each(|(_, lesson)| cases.add(lesson, &tagger));
        println!("  {} readings to judge, {:.0} s", cases.len(), begun.elapsed().as_secs_f32());
    }
    let weights = cases.learn();
    println!("  {} weights of the judge, {:.0} s", weights.len(), begun.elapsed().as_secs_f32());
    let mut sections = learn(lessons.iter(), &lexicon, &clusters, |epoch, likelihood| {
        println!("  epoch {epoch}: log likelihood {likelihood:.5} a token, {:.0} s", begun.elapsed().as_secs_f32());
    });
    sections.push(pack(&weights));
    let bytes = write(&LABELS, VERSION, &provenance, &sections);
    fs::write(file, &bytes).with_context(|| format!("cannot write {}", file.display()))?;
    println!(
        "{}: {} articles, {:.1} MB, {:.0} s",
        file.display(),
        lessons.len(),
        bytes.len() as f32 / 1e6,
        begun.elapsed().as_secs_f32()
    );
    dev::print(shared, &bytes)?;
    dev::pipeline(shared, &bytes)
}

/// The sections of a tagger that has learned from `lessons`; `report` is told of each epoch.
fn learn<'a>(
    lessons: impl Iterator<Item = &'a Lesson>,
    lexicon: &Lexicon<'_>,
    clusters: &[u8],
    report: impl FnMut(usize, f64),
) -> Vec<(&'static str, Vec<u8>)> {
    let mut samples = Samples::default();
    lessons.for_each(|lesson| prepare(lesson, lexicon, &mut samples));
    let mut sections = Learner::<LABELS_LEN>::learn(&samples, &LABELS, &RECIPE, report).pack::<ROW>(RECIPE.keep);
    sections.push(("lexicon", clusters.to_vec()));
    sections
}

fn lexicon(path: &Path) -> Result<Vec<u8>> {
    let lines = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let words: Vec<(u64, Clusters)> = lines
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (word, coarse, fine) = (cells.next()?, cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
            Some((hash(word), Clusters { coarse, fine }))
        })
        .collect();
    Ok(Lexicon::build(&words))
}

/// Turns one text into sequences.
fn prepare(lesson: &Lesson, lexicon: &Lexicon<'_>, samples: &mut Samples) {
    let document = Document::new("", &lesson.text.text);
    let mut allowed = vec![outside(lesson.rest); document.tokens().len()];
    let mut named: Vec<(usize, usize)> = Vec::new();
    for ((span, _), meaning) in lesson.text.names.iter().zip(&lesson.meanings) {
        if *meaning == OUTSIDE {
            continue;
        }
        let (from, to) = touched(&document, *span);
        for (at, allowed) in allowed[from..to].iter_mut().enumerate() {
            *allowed = inside(*meaning, at == 0);
        }
        named.push((from, to));
    }
    describe(&document, lexicon, |tokens, features| {
        let mut may = allowed[tokens.range()].to_vec();
        let idle: Vec<bool> = features.tokens().map(|token| token.len() == 1).collect();
        // A name that the tagger cannot see, or not whole, teaches nothing.
        for (from, to) in named.iter().filter(|(from, _)| tokens.contains(*from)) {
            let to = (*to).min(tokens.end());
            let inner = from - tokens.start()..to - tokens.start();
            if idle[inner.clone()].iter().any(|idle| *idle) {
                let all = idle[inner.clone()].iter().all(|idle| *idle);
                may[inner].fill(if all { 1 } else { Allowed::MAX });
            }
        }
        if idle.iter().any(|idle| !idle) {
            samples.add(features, &may, lesson.weight);
        }
    });
}

/// The tokens that `span` touches.
fn touched(document: &Document, span: Span) -> (usize, usize) {
    let from = document.tokens().partition_point(|token| token.span.end() <= span.start());
    let to = document.tokens().partition_point(|token| token.span.start() < span.end());
    (from, to.max(from))
}

/// Labels of a token of a name that may mean `meaning`.
fn inside(meaning: mix::Meaning, first: bool) -> Allowed {
    let offset = u32::from(!first);
    (1..6).filter(|kind| meaning >> kind & 1 == 1).fold(0, |labels, kind| labels | 1 << (2 * kind - 1 + offset))
}

/// Labels of a token outside of the names that the corpus annotates.
fn outside(rest: mix::Meaning) -> Allowed {
    1 | inside(rest & !OUTSIDE, true) | inside(rest & !OUTSIDE, false)
}

/// What a name may mean, as the tagger names it.
fn labels_of(name: Name) -> mix::Meaning {
    match name {
        Name::Person => mix::PERSON,
        Name::Organization => mix::ORGANIZATION,
        Name::Place => mix::PLACE,
        Name::Group => mix::GROUP,
        Name::Other | Name::Event | Name::Product | Name::Work => mix::OTHER,
    }
}
