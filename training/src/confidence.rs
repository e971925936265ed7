//! Fits how sure quotes and speakers are: a logistic model over what is known of a quote, with a penalty on large weights.
//!
//! Contents are judged on PolNeAR and Voice of America, each as heavy as the other; speakers on Voice of America and GUM, which alone say who it is.

use anyhow::{Context, Result};
use quotewire::article::Article;
use quotewire::enrich::{Enricher, Extraction, Tier};
use quotewire::evaluation::quotes::content::{self, Care};
use quotewire::evaluation::quotes::{found, sheet, speakers};
use quotewire::quote::confidence::{Feature, of_content, of_speaker};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Steps of gradient descent.
const STEPS: usize = 3000;
/// Weight of the penalty, as so many examples.
const PENALTY: f64 = 2.0;
/// Fewest examples of a feature that has a weight.
const FEWEST: usize = 12;

type Key = (String, String);

/// What is known of a quote, whether it is right, and how much that counts.
struct Example {
    features: Vec<Key>,
    right: bool,
    weight: f64,
}

/// Writes `models/confidence.tsv`, and `models/confidence-open.tsv` from openly licensed text alone.
pub(crate) fn build(shared: &Path, models: &Path) -> Result<()> {
    let open = [("voa-train", Protocol::Speakers), ("gum-news-train", Protocol::Names)];
    let all = [("polnear-train", Protocol::Content), open[0], open[1]];
    for (file, sets) in [("confidence.tsv", all.as_slice()), ("confidence-open.tsv", open.as_slice())] {
        let path = models.join(file);
        fs::write(&path, table(shared, sets)?).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn table(shared: &Path, sets: &[(&str, Protocol)]) -> Result<String> {
    let (mut contents, mut speakers) = (Vec::new(), Vec::new());
    for (file, protocol) in sets {
        let path = shared.join("quotes").join(file).with_extension("jsonl");
        read(&path, *protocol, &mut contents, &mut speakers)?;
    }
    let mut table = String::from(
        "# Written by `cargo run --release -p quotewire-training -- confidence`: question, fact, value, weight.\n",
    );
    let sides = [("content", balanced(contents)), ("speaker", speakers.into_iter().flatten().collect())];
    for (name, examples) in sides {
        for ((kind, value), weight) in fit(&examples) {
            let _ = writeln!(table, "{name}\t{kind}\t{value}\t{weight:.3}");
        }
    }
    Ok(table)
}

/// What a corpus can judge.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Protocol {
    /// Whether a quote is one.
    Content,
    /// That, and who speaks.
    Speakers,
    /// Who speaks, by name; its quotes are not all annotated.
    Names,
}

fn read(
    path: &Path,
    protocol: Protocol,
    contents: &mut Vec<Vec<Example>>,
    speakers: &mut Vec<Vec<Example>>,
) -> Result<()> {
    // The encoder has been trained on these articles: there, it would seem better than it is.
    let enricher = Enricher::new(Extraction { tier: Tier::Fast, ..Extraction::default() });
    let (mut content, mut speaker) = (Vec::new(), Vec::new());
    for sheet in sheet::read(path)? {
        let article = Article { title: sheet.gold.title.clone(), body: sheet.gold.body.clone(), ..Article::default() };
        let enrichment = enricher.enrich(&article);
        let found = found::of(&enrichment);
        let judgements = if protocol == Protocol::Speakers {
            let mut tally = speakers::Tally::default();
            tally.add(&sheet, &found);
            tally.judgements
        } else {
            let mut tally = content::Tally::default();
            tally.add(&sheet, &found, Care::Speech);
            tally.judgements
        };
        for judgement in judgements {
            let quote = &enrichment.quotes.quotes[judgement.quote];
            let example = |features: Vec<Feature<'_>>, right| Example {
                features: features.into_iter().map(|(kind, value)| (kind.to_owned(), value.to_owned())).collect(),
                right,
                weight: 1.0,
            };
            if protocol != Protocol::Names {
                content.push(example(of_content(&enrichment.document, quote), judgement.right));
            }
            let verdict = match protocol {
                Protocol::Content => None,
                Protocol::Speakers => judgement.speaker_right,
                Protocol::Names => judgement.named_right,
            };
            if let Some(right) = verdict.filter(|_| quote.speaker.is_some()) {
                speaker.push(example(of_speaker(&enrichment.quotes.speakers, quote), right));
            }
        }
    }
    contents.push(content);
    speakers.push(speaker);
    Ok(())
}

/// Every corpus as heavy as the largest.
fn balanced(sets: Vec<Vec<Example>>) -> Vec<Example> {
    let largest = sets.iter().map(Vec::len).max().unwrap_or_default() as f64;
    let weigh = |set: Vec<Example>| {
        let weight = largest / set.len().max(1) as f64;
        set.into_iter().map(move |example| Example { weight, ..example })
    };
    sets.into_iter().flat_map(weigh).collect()
}

/// Weights that make the examples likeliest, penalty considered.
fn fit(examples: &[Example]) -> BTreeMap<Key, f64> {
    let mut counts: BTreeMap<&Key, usize> = BTreeMap::new();
    for example in examples {
        for feature in &example.features {
            *counts.entry(feature).or_default() += 1;
        }
    }
    let names: Vec<&Key> = counts.iter().filter(|(_, count)| **count >= FEWEST).map(|(name, _)| *name).collect();
    let places: BTreeMap<&Key, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let rows: Vec<Vec<usize>> = examples
        .iter()
        .map(|example| example.features.iter().filter_map(|feature| places.get(feature).copied()).collect())
        .collect();
    let total: f64 = examples.iter().map(|example| example.weight).sum();
    let mut weights = vec![0.0; names.len()];
    for _ in 0..STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| -PENALTY * weight).collect();
        for (row, example) in rows.iter().zip(examples) {
            let sum: f64 = row.iter().map(|&at| weights[at]).sum();
            let miss = f64::from(u8::from(example.right)) - 1.0 / (1.0 + (-sum).exp());
            row.iter().for_each(|&at| slope[at] += example.weight * miss);
        }
        weights.iter_mut().zip(&slope).for_each(|(weight, slope)| *weight += slope * 2.0 / total);
    }
    names.into_iter().cloned().zip(weights).collect()
}
