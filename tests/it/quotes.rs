//! Floors under the scores of quotes: on the project's own annotated articles, and on the dev sets of ../shared where they are there.

#![expect(clippy::print_stderr, reason = "a test says what it measured, and what was not there")]

use quotewire::enrich::{Enricher, Extraction, Tier};
use quotewire::evaluation::quotes::calibration::Calibration;
use quotewire::evaluation::quotes::found;
use quotewire::evaluation::quotes::measure::{SETS, Score};
use quotewire::evaluation::sets::Folders;
use std::path::{Path, PathBuf};

/// Measures one of the sets; `None`, and a line that says so, if it is not there.
fn measured(name: &str, tier: Tier) -> Option<Score> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("QUOTEWIRE_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let (fixtures, data) = (root.join("tests/fixtures/articles"), shared.join("data"));
    let folders = Folders { fixtures: &fixtures, data: &data };
    let set = SETS.into_iter().find(|set| set.name == name).expect("a set of that name");
    if !set.is_there(folders) {
        eprintln!("{name} is not at {}: its floor was not checked", set.path(folders).display());
        return None;
    }
    let enricher = Enricher::new(Extraction { tier, ..Extraction::default() });
    Some(set.measure(folders, |gold| found::find(&enricher, gold)).expect("the set can be read"))
}

#[track_caller]
fn holds(what: &str, figure: f64, floor: f64) {
    eprintln!("{what}: {figure:.1}, floor {floor}");
    assert!(figure >= floor, "{what} fell to {figure:.1}, below {floor}");
}

#[test]
fn quotes_of_our_own_articles_are_found() {
    let score = measured("fixtures", Tier::Cascade).expect("our own articles are part of the repository");
    let tally = &score.speakers;
    holds("fixtures, overlap", tally.overlap.f1(), 80.0);
    holds("fixtures, speaker", tally.speaker.precision(), 80.0);
    let (marks, taken) = tally.not_quotes;
    assert!(
        marks > 0 && taken * 20 <= marks,
        "{taken} of {marks} words in marks that nobody says were taken for quotes"
    );
}

#[test]
fn quotes_of_the_dev_sets_are_found() {
    if let Some(score) = measured("polnear-dev", Tier::Fast) {
        let all = score.contents.all;
        holds("polnear-dev, exact", all.exact.f1(), 75.5);
        holds("polnear-dev, found", all.found.f1(), 85.0);
        holds("polnear-dev, attributed", all.attributed.f1(), 81.0);
    }
    if let Some(score) = measured("voa-dev", Tier::Fast) {
        holds("voa-dev, overlap", score.speakers.overlap.f1(), 93.5);
        holds("voa-dev, speaker", score.speakers.speaker.precision(), 90.0);
    }
    if let Some(score) = measured("hard-cases-dev", Tier::Fast) {
        holds("hard-cases-dev, exact", score.contents.all.exact.f1(), 97.0);
        holds("hard-cases-dev, attributed", score.contents.all.attributed.f1(), 97.0);
    }
}

#[test]
fn the_encoder_finds_more() {
    if let Some(score) = measured("polnear-dev", Tier::Cascade) {
        let all = score.contents.all;
        holds("polnear-dev with the encoder, exact", all.exact.f1(), 78.7);
        holds("polnear-dev with the encoder, found", all.found.f1(), 89.8);
        holds("polnear-dev with the encoder, attributed", all.attributed.f1(), 85.5);
    }
    if let Some(score) = measured("voa-dev", Tier::Cascade) {
        holds("voa-dev with the encoder, overlap", score.speakers.overlap.f1(), 94.0);
        holds("voa-dev with the encoder, speaker", score.speakers.speaker.precision(), 91.0);
    }
}

#[test]
fn confidences_keep_what_they_promise() {
    let scores: Vec<Score> =
        ["polnear-dev", "voa-dev"].into_iter().filter_map(|name| measured(name, Tier::Cascade)).collect();
    if scores.len() == 2 {
        let judgements = scores.iter().flat_map(Score::judgements);
        let error = Calibration::of_contents(judgements).expected_error();
        assert!(error <= 0.05, "the confidence of contents is off by {error:.3} on average");
    }
}
