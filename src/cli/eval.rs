//! `quotewire eval`: how well names are found in annotated articles.

use crate::enrich::Enricher;
use crate::entity::{EntityKind, MentionKind};
use crate::evaluation::names::Kind;
use crate::evaluation::sets::{SETS, Set};
use crate::settings::Settings;
use crate::text::{Document, Span};
use anyhow::{Result, bail};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measure how well names are found in annotated articles, and print a table.
///
/// The annotated articles are not part of quotewire: --shared names the folder that holds them, in data/ner and data/quotes.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// Sets to measure; all if none is named.
    #[arg(value_name = "SET", value_parser = SETS.map(|set| set.name))]
    sets: Vec<String>,
    /// The folder with the annotated articles.
    #[arg(long, value_name = "FOLDER", default_value = "../shared", env = "QUOTEWIRE_SHARED")]
    shared: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// If the annotated articles are not there, or cannot be read.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let enricher = settings.extraction.enricher();
    let data = args.shared.join("data");
    if !data.is_dir() {
        bail!("no annotated articles at {}: name their folder with --shared or QUOTEWIRE_SHARED", data.display());
    }
    let wanted = |set: &&Set| args.sets.is_empty() || args.sets.iter().any(|name| name == set.name);
    let mut table = format!("{:<15}{:>7}", "exact F1", "PLO");
    for kind in ["person", "org.", "place", "group", "all four"] {
        let _ = write!(table, "{kind:>10}");
    }
    table.push('\n');
    for set in SETS.iter().filter(wanted) {
        let score = set.measure(&data, |document| names(&enricher, document))?;
        let _ = write!(table, "{:<15}{:>7.1}", set.name, score.plo().f1());
        for kind in [Kind::Person, Kind::Organization, Kind::Place, Kind::Group] {
            // A corpus that does not annotate a kind says nothing of it.
            if score.of(kind).gold == 0 {
                let _ = write!(table, "{:>10}", "–");
            } else {
                let _ = write!(table, "{:>10.1}", score.of(kind).f1());
            }
        }
        let _ = writeln!(table, "{:>10.1}  {}", score.micro().f1(), set.about);
    }
    table.push_str("PLO: persons, organisations and places together.\n");
    std::io::stdout().write_all(table.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The names that the whole pipeline finds.
fn names(enricher: &Enricher, document: &Document) -> Vec<(Span, Kind)> {
    let mut names = Vec::new();
    for entity in enricher.read(document.clone()).entities.all() {
        let kind = match entity.kind {
            EntityKind::Person => Kind::Person,
            EntityKind::Organization => Kind::Organization,
            EntityKind::Location | EntityKind::Facility => Kind::Place,
            EntityKind::Group => Kind::Group,
            EntityKind::Event | EntityKind::Work | EntityKind::Product | EntityKind::Law => continue,
        };
        let named = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
        names.extend(named.map(|mention| (mention.span, kind)));
    }
    names
}
