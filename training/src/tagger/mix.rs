//! The corpora that the tagger learns from, and what their labels mean to it.

use anyhow::{Context, Result};
use fastrand::Rng;
use quotewire::evaluation::corpora::{self, Annotated, Sentence};
use std::fs;
use std::path::Path;

/// One corpus of the mix.
pub(super) struct Corpus {
    /// File in ../shared/data.
    path: &'static str,
    /// What one of its sentences counts.
    weight: f32,
    /// What one of its readings counts for the judge: nothing where the annotation is too rough to judge by.
    judged: f32,
    /// Groups of so many sentences where no documents are named.
    group: usize,
    /// Its labels, in the order of [`Meaning`].
    labels: Labels,
    /// Whether its licence allows anyone to train on it.
    open: bool,
    /// For the model's provenance.
    about: &'static str,
}

/// How a corpus annotates.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Labels {
    /// All kinds of names.
    All,
    /// Persons, organisations and places; groups and other names are not annotated.
    Three,
    /// As `All`, but `MISC` holds groups, too.
    Mixed,
    /// As `All`, but groups such as nationalities are not annotated.
    NoGroups,
}

/// All corpora. Evaluation sets are not among them, nor is text under a research licence.
const MIX: &[Corpus] = &[
    Corpus {
        path: "ner/gmb-train.jsonl",
        weight: 0.2,
        judged: 0.0,
        group: 8,
        labels: Labels::All,
        open: true,
        about: "Groningen Meaning Bank (Voice of America news, public domain), tags cleaned by rules",
    },
    Corpus {
        path: "ner/gum-news-train.jsonl",
        weight: 1.0,
        judged: 1.0,
        group: 8,
        labels: Labels::All,
        open: true,
        about: "GUM news and interviews (Wikinews and others, CC BY)",
    },
    Corpus {
        path: "ner/gum-free-train.jsonl",
        weight: 0.7,
        judged: 0.5,
        group: 8,
        labels: Labels::All,
        open: true,
        about: "GUM biographies, travel, court, academic (CC BY, public domain)",
    },
    Corpus {
        path: "ner/wikigold-all.jsonl",
        weight: 1.0,
        judged: 0.5,
        group: 8,
        labels: Labels::Mixed,
        open: true,
        about: "WikiGold (Wikipedia, CC BY)",
    },
    Corpus {
        path: "ner/wnut17-train.jsonl",
        weight: 0.5,
        judged: 0.0,
        group: 4,
        labels: Labels::NoGroups,
        open: true,
        about: "WNUT 2017 (CC BY)",
    },
    Corpus {
        path: "ner/uner-ewt-dev.jsonl",
        weight: 1.0,
        judged: 0.3,
        group: 8,
        labels: Labels::Three,
        open: true,
        about: "Universal NER English Web Treebank (CC BY-SA)",
    },
    Corpus {
        path: "ner/btc-all.jsonl",
        weight: 0.3,
        judged: 0.0,
        group: 2,
        labels: Labels::Three,
        open: true,
        about: "Broad Twitter Corpus (CC BY)",
    },
    Corpus {
        path: "ner/re3d-train.jsonl",
        weight: 0.7,
        judged: 0.0,
        group: 8,
        labels: Labels::NoGroups,
        open: true,
        about: "Relationship and Entity Extraction Evaluation Dataset (UK Open Government Licence)",
    },
    Corpus {
        path: "quotes/voa-train.jsonl",
        weight: 3.0,
        judged: 4.0,
        group: 8,
        labels: Labels::All,
        open: true,
        about: "Voice of America briefs (public domain), annotated for quotewire",
    },
    Corpus {
        path: "ner/worldwide-train.jsonl",
        weight: 1.0,
        judged: 1.0,
        group: 8,
        labels: Labels::All,
        open: false,
        about: "en-worldwide-newswire: articles of the non-Western press. No licence stated; the text belongs to its publishers. Weights only",
    },
];

/// What a stretch of text may be: one bit for each of outside, person, organisation, place, group, other.
pub(super) type Meaning = u8;

pub(super) const OUTSIDE: Meaning = 1;
pub(super) const PERSON: Meaning = 2;
pub(super) const ORGANIZATION: Meaning = 4;
pub(super) const PLACE: Meaning = 8;
pub(super) const GROUP: Meaning = 16;
pub(super) const OTHER: Meaning = 32;

/// A text to learn from.
pub(crate) struct Lesson {
    /// File in ../shared/data.
    pub(crate) corpus: &'static str,
    pub(crate) labels: Labels,
    pub(crate) text: Annotated,
    /// What each name may be, in the order of `text.names`.
    pub(super) meanings: Vec<Meaning>,
    /// What everything else may be.
    pub(super) rest: Meaning,
    pub(super) weight: f32,
    pub(super) judged: f32,
    /// Whether it follows our own conventions for events, works and products.
    pub(super) ours: bool,
}

/// Reads the mix. Without `unlicensed`, only what is openly licensed.
pub(crate) fn read(shared: &Path, unlicensed: bool) -> Result<(Vec<Lesson>, Vec<String>)> {
    let (mut lessons, mut provenance, mut rng) = (Vec::new(), Vec::new(), Rng::with_seed(1));
    for corpus in MIX.iter().filter(|corpus| corpus.open || unlicensed) {
        let path = shared.join(corpus.path);
        let jsonl = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        provenance.push(corpus.about.to_owned());
        let texts = if corpus.path.starts_with("quotes/") {
            corpora::articles(&jsonl)?
        } else {
            let documents = corpora::documents(&jsonl, corpus.group)?;
            documents.iter().map(|sentences| corpora::write_out(&with_headline(sentences, &mut rng))).collect()
        };
        for text in texts {
            let meanings = text.names.iter().map(|(_, label)| meaning(label, corpus.labels)).collect();
            let rest = match corpus.labels {
                Labels::Three => OUTSIDE | GROUP | OTHER,
                Labels::NoGroups => OUTSIDE | GROUP,
                Labels::All | Labels::Mixed => OUTSIDE,
            };
            let (corpus, labels, weight, judged) = (corpus.path, corpus.labels, corpus.weight, corpus.judged);
            let ours = corpus.starts_with("quotes/");
            lessons.push(Lesson { corpus, labels, text, meanings, rest, weight, judged, ours });
        }
    }
    Ok((lessons, provenance))
}

fn meaning(label: &str, labels: Labels) -> Meaning {
    match label {
        "PER" | "person" => PERSON,
        "ORG" | "organization" => ORGANIZATION,
        "LOC" | "GPE" | "FAC" | "place" => PLACE,
        "NORP" | "norp" => GROUP,
        "MISC" if labels == Labels::Mixed => GROUP | OTHER,
        "EVENT" | "PRODUCT" | "WORK" | "MISC" | "event" | "product" | "work" | "misc" | "law" => OTHER,
        _ => OUTSIDE,
    }
}

/// Corpora have lost their headlines: puts one of the article's short sentences in front now and then, as headlines are written.
fn with_headline(sentences: &[Sentence], rng: &mut Rng) -> Vec<Sentence> {
    let mut all = sentences.to_vec();
    let short: Vec<&Sentence> = sentences.iter().filter(|sentence| (4..=16).contains(&sentence.tokens.len())).collect();
    if rng.f32() < 0.3 && !short.is_empty() {
        let mut headline = short[rng.usize(..short.len())].clone();
        let shout = rng.f32() < 0.4;
        for token in &mut headline.tokens {
            *token = if shout { token.to_uppercase() } else { capitalised(token) };
        }
        all.insert(0, headline);
    }
    all
}

fn capitalised(token: &str) -> String {
    let mut letters = token.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
