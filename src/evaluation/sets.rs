//! The annotated sets that names are measured on, in ../shared/data, which is not part of this repository.

use super::corpora;
use super::names::{Kind, Score};
use crate::text::{Document, Span};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Sentences that stand together where a set names no documents.
const GROUP: usize = 8;

/// A set of annotated articles that nothing is trained on.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// As it is asked for.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    file: &'static str,
}

/// All of them.
pub const SETS: [Set; 6] = [
    Set { name: "worldwide-dev", file: "ner/worldwide-dev", about: "news of the non-Western press" },
    Set { name: "voa-dev", file: "quotes/voa-dev", about: "Voice of America briefs" },
    Set { name: "conll03-testa", file: "ner/conll03-testa", about: "Reuters, 1996" },
    Set { name: "gum-news-dev", file: "ner/gum-news-dev", about: "Wikinews" },
    Set { name: "finer-val", file: "ner/finer-val", about: "business news" },
    Set { name: "gmb-dev", file: "ner/gmb-dev", about: "Voice of America, tagged by machine" },
];

impl Set {
    /// Compares the names that `find` finds with those that are there.
    ///
    /// # Errors
    /// If the set is not in `data`, or cannot be read.
    pub fn measure(&self, data: &Path, find: impl Fn(&Document) -> Vec<(Span, Kind)>) -> Result<Score> {
        let path = data.join(self.file).with_extension("jsonl");
        let place = || path.display().to_string();
        let jsonl = fs::read_to_string(&path).with_context(place)?;
        let texts = if self.file.starts_with("quotes/") {
            corpora::articles(&jsonl).with_context(place)?
        } else {
            let documents = corpora::documents(&jsonl, GROUP).with_context(place)?;
            documents.iter().map(|sentences| corpora::write_out(sentences)).collect()
        };
        let mut score = Score::default();
        for text in texts {
            let gold: Vec<_> =
                text.names.iter().filter_map(|(span, label)| Some((*span, Kind::of_label(label)?))).collect();
            score.add(&gold, &find(&Document::new("", &text.text)));
        }
        Ok(score)
    }
}
