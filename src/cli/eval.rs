//! `quotewire eval`: how well names, entities, quotes and speakers are found in annotated articles.

mod quotes;

use crate::enrich::Enricher;
use crate::evaluation::articles::ArticleScore;
use crate::evaluation::links;
use crate::evaluation::names::Kind;
use crate::evaluation::quotes::measure;
use crate::evaluation::sets::{Folders, SETS, Set};
use crate::settings::Settings;
use crate::text::Document;
use anyhow::{Result, bail};
use clap::builder::PossibleValuesParser;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Measure how well names, entities, quotes and speakers are found in annotated articles, and print a table.
///
/// The set `fixtures` is in the source of quotewire. The others are not: --shared names the folder that holds them, in data/ner and data/quotes.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// Sets to measure; all if none is named.
    #[arg(value_name = "SET", value_parser = names())]
    sets: Vec<String>,
    /// The folder with the annotated articles of other sources.
    #[arg(long, value_name = "FOLDER", default_value = "../shared", env = "QUOTEWIRE_SHARED")]
    shared: PathBuf,
    /// The folder with our own annotated articles.
    #[arg(long, value_name = "FOLDER", default_value = "tests/fixtures/articles")]
    fixtures: PathBuf,
    /// Also print whether the confidences of quotes and speakers keep what they promise.
    #[arg(long)]
    calibration: bool,
}

/// The names of all sets, once each.
fn names() -> PossibleValuesParser {
    let mut names: Vec<&str> =
        SETS.iter().map(|set| set.name).chain(measure::SETS.iter().map(|set| set.name)).collect();
    names.sort_unstable();
    names.dedup();
    PossibleValuesParser::new(names)
}

/// Runs the command.
///
/// # Errors
/// If a set that was asked for is not there, or cannot be read.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let enricher = settings.extraction.enricher();
    let data = args.shared.join("data");
    let folders = Folders { fixtures: &args.fixtures, data: &data };
    let wanted = |name: &str| args.sets.is_empty() || args.sets.iter().any(|wanted| wanted == name);
    let (there, missing): (Vec<&Set>, Vec<&Set>) =
        SETS.iter().filter(|set| wanted(set.name)).partition(|set| set.is_there(folders));
    let (quote_sets, no_quote_sets): (Vec<measure::Set>, Vec<measure::Set>) =
        measure::SETS.into_iter().filter(|set| wanted(set.name)).partition(|set| set.is_there(folders));
    let nothing = there.is_empty() && quote_sets.is_empty();
    if nothing || !args.sets.is_empty() && !(missing.is_empty() && no_quote_sets.is_empty()) {
        let (fixtures, data) = (args.fixtures.display(), data.display());
        bail!(
            "no annotated articles at {fixtures} or {data}: name their folders with --fixtures, and --shared or QUOTEWIRE_SHARED"
        );
    }
    let mut table = if there.is_empty() { String::new() } else { heading() };
    for set in &there {
        let mut score = ArticleScore::default();
        for article in set.read(folders)? {
            let found = enricher.read(Document::new(&article.title, &article.body));
            score.add(&article, &found.entities);
        }
        table.push_str(&row(set, &score));
    }
    for set in missing {
        let _ = writeln!(table, "{:<15} not there: no folder {}", set.name, data.display());
    }
    if !there.is_empty() {
        table.push_str(LEGEND);
    }
    if args.sets.is_empty() && data.is_dir() {
        table.push_str(&links(&enricher, &data)?);
    }
    if !quote_sets.is_empty() || !no_quote_sets.is_empty() {
        table.push_str(&quotes::tables(&enricher, folders, wanted, args.calibration)?);
    }
    std::io::stdout().write_all(table.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Below the table of names.
const LEGEND: &str = "PLO: persons, organisations and places together. touch: all four kinds, spans that overlap. B3: mentions of one entity together, of two apart.\n\
    roles: of persons, the same words in any letter case. All in percent, F1.\n";

/// How many links of places and persons are right, and how many of them have one.
fn links(enricher: &Enricher, data: &Path) -> Result<String> {
    let mut table = format!("\n{:<20}{:>9}{:>9}{:>9}{:>9}\n", "links", "of", "right", "judged", "coverage");
    for set in links::SETS {
        let score = links::measure(data, set, |document| enricher.read(document.clone()).entities)?;
        for (of, counts) in [("places", score.places), ("persons", score.persons)] {
            let (right, coverage) = (counts.precision(), counts.recall());
            let _ = writeln!(table, "{set:<20}{of:>9}{right:>9.1}{:>9}{coverage:>9.1}", counts.found);
        }
    }
    table.push_str("right: in percent of the links judged. coverage: those with the right link, in percent of those called by a name.\n");
    Ok(table)
}

fn heading() -> String {
    let mut line = format!("{:<15}{:>7}", "exact F1", "PLO");
    for column in ["person", "org.", "place", "group", "all four", "touch", "B3", "roles"] {
        let _ = write!(line, "{column:>9}");
    }
    line + "\n"
}

fn row(set: &Set, score: &ArticleScore) -> String {
    let mut line = format!("{:<15}{:>7.1}", set.name, score.names.plo().f1());
    let kinds = [Kind::Person, Kind::Organization, Kind::Place, Kind::Group].map(|kind| score.names.of(kind));
    // A set that does not annotate something says nothing of it.
    let known = |counts: bool, figure: f64| if counts { format!("{figure:>9.1}") } else { format!("{:>9}", "–") };
    for counts in kinds {
        line.push_str(&known(counts.gold > 0, counts.f1()));
    }
    let all = kinds[3].gold > 0;
    line.push_str(&known(all, score.names.micro().f1()));
    line.push_str(&known(all, score.overlap_f1()));
    line.push_str(&known(set.has_entities(), score.clusters.f1()));
    line.push_str(&known(set.has_entities(), score.roles.f1()));
    format!("{line}  {}\n", set.about)
}
