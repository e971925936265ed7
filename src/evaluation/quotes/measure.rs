//! The sets that quotes are measured on, and the measuring.

use super::content::{self, Care};
use super::found::Found;
use super::sheet::{self, Sheet};
use super::{Judgement, speakers};
use crate::evaluation::fixtures;
use crate::evaluation::gold::Gold;
use crate::evaluation::sets::Folders;
use anyhow::Result;
use std::path::PathBuf;

/// What a set's annotation can judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Contents and sources of all quotes.
    Contents,
    /// Contents and sources of reported speech.
    Speech,
    /// Who speaks, with contents that overlap.
    Speakers,
}

/// A set of annotated articles that nothing is trained on.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// As it is asked for.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// How it is judged.
    pub protocol: Protocol,
}

/// All of them.
pub const SETS: [Set; 5] = [
    Set { name: "fixtures", about: "our own invented articles", protocol: Protocol::Speakers },
    Set { name: "voa-dev", about: "Voice of America briefs", protocol: Protocol::Speakers },
    Set { name: "polnear-dev", about: "American newspapers, reported speech", protocol: Protocol::Speech },
    Set { name: "gum-news-dev", about: "Wikinews, reported speech", protocol: Protocol::Speech },
    Set { name: "hard-cases-dev", about: "single constructs", protocol: Protocol::Contents },
];

/// How a set was done.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Contents and sources.
    pub contents: content::Tally,
    /// Speakers.
    pub speakers: speakers::Tally,
}

impl Score {
    /// What became of each quote found, by the protocol of its set.
    pub fn judgements(&self) -> &[Judgement] {
        if self.speakers.judgements.is_empty() { &self.contents.judgements } else { &self.speakers.judgements }
    }
}

impl Set {
    /// Where it is.
    pub fn path(&self, folders: Folders<'_>) -> PathBuf {
        if self.name == "fixtures" {
            folders.fixtures.to_path_buf()
        } else {
            folders.data.join("quotes").join(self.name).with_extension("jsonl")
        }
    }

    /// Whether it is there.
    pub fn is_there(&self, folders: Folders<'_>) -> bool {
        self.path(folders).exists()
    }

    /// Compares what `find` finds with what is there.
    ///
    /// # Errors
    /// If the set cannot be read.
    pub fn measure(&self, folders: Folders<'_>, find: impl Fn(&Gold) -> Found) -> Result<Score> {
        let path = self.path(folders);
        let sheets = if self.name == "fixtures" {
            fixtures::read_folder(&path)?.into_iter().map(Sheet::of).collect()
        } else {
            sheet::read(&path)?
        };
        let mut score = Score::default();
        for sheet in &sheets {
            let found = find(&sheet.gold);
            match self.protocol {
                Protocol::Contents => score.contents.add(sheet, &found, Care::All),
                Protocol::Speech => score.contents.add(sheet, &found, Care::Speech),
                Protocol::Speakers => score.speakers.add(sheet, &found),
            }
        }
        Ok(score)
    }
}
