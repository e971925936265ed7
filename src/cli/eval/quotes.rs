//! The part of `quotewire eval` that measures quotes and their speakers.

use crate::enrich::Enricher;
use crate::evaluation::names::Counts;
use crate::evaluation::quotes::calibration::Calibration;
use crate::evaluation::quotes::measure::{Protocol, SETS, Score, Set};
use crate::evaluation::quotes::{Judgement, found};
use crate::evaluation::sets::Folders;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Fewest quotes of a rule or construct that are worth a line.
const FEWEST: usize = 3;

/// All tables of the sets that are wanted and there; empty if none is.
pub(super) fn tables(
    enricher: &Enricher,
    folders: Folders<'_>,
    wanted: impl Fn(&str) -> bool,
    calibration: bool,
) -> Result<String> {
    let mut scores: Vec<(Set, Score)> = Vec::new();
    let mut missing = String::new();
    for set in SETS.into_iter().filter(|set| wanted(set.name)) {
        if set.is_there(folders) {
            scores.push((set, set.measure(folders, |document| found::find(enricher, document))?));
        } else {
            let _ = writeln!(missing, "{:<15} not there: no {}", set.name, set.path(folders).display());
        }
    }
    let mut out = contents(&scores) + &speakers(&scores) + &together(&scores);
    out = out + &missing + &rules(&scores) + &constructs(&scores);
    if calibration {
        out.push_str(&confidences(&scores));
    }
    Ok(out)
}

/// Sets whose sources are compared as written.
fn contents(scores: &[(Set, Score)]) -> String {
    let mut out = String::new();
    for (set, score) in scores.iter().filter(|(set, _)| set.protocol != Protocol::Speakers) {
        if out.is_empty() {
            let _ = writeln!(
                out,
                "\n{:<15}{:>7}{:>7}{:>12}{:>16}{:>16}{:>16}{:>9}",
                "quotes, F1", "exact", "found", "attributed", "direct ex/attr", "mixed", "indirect", "speaker"
            );
        }
        let all = score.contents.all;
        let _ =
            write!(out, "{:<15}{:>7.1}{:>7.1}{:>12.1}", set.name, all.exact.f1(), all.found.f1(), all.attributed.f1());
        for form in ["direct", "mixed", "indirect"] {
            let marks = score.contents.forms.get(form).copied().unwrap_or_default();
            let _ = write!(out, "{:>16}", format!("{:.1}/{:.1}", marks.exact(), marks.attributed()));
        }
        let named = score.contents.named;
        let named = if named.gold == 0 { "–".to_owned() } else { format!("{:.1}", named.precision()) };
        let _ = writeln!(out, "{named:>9}  {}", set.about);
    }
    out
}

/// Sets whose speakers are resolved.
fn speakers(scores: &[(Set, Score)]) -> String {
    let mut out = String::new();
    for (set, score) in scores.iter().filter(|(set, _)| set.protocol == Protocol::Speakers) {
        if out.is_empty() {
            let _ = writeln!(
                out,
                "\n{:<15}{:>9}{:>11}{:>8}{:>8}{:>15}{:>13}",
                "quotes", "overlap", "precision", "recall", "exact", "speaker right", "false quotes"
            );
        }
        let (tally, (marks, taken)) = (&score.speakers, score.speakers.not_quotes);
        let _ = writeln!(
            out,
            "{:<15}{:>9.1}{:>11.1}{:>8.1}{:>8.1}{:>15.1}{:>13}  {}",
            set.name,
            tally.overlap.f1(),
            tally.overlap.precision(),
            tally.overlap.recall(),
            tally.exact.f1(),
            tally.speaker.precision(),
            if marks == 0 { "–".to_owned() } else { format!("{taken} of {marks}") },
            set.about
        );
    }
    out
}

/// Sets by others that tell who speaks, taken together: each alone is small.
const BY_OTHERS: [&str; 2] = ["gum-news-dev", "voa-dev"];

/// How often the right entity speaks in those sets, whatever each of them counts beside it.
fn together(scores: &[(Set, Score)]) -> String {
    let sum = scores.iter().filter(|(set, _)| BY_OTHERS.contains(&set.name)).fold((0, Counts::default()), sum_speakers);
    let (sets, Counts { right, found, .. }) = sum;
    if sets < BY_OTHERS.len() {
        return String::new();
    }
    let share = sum.1.precision();
    format!("speaker right, {} together: {right} of {found}, {share:.1}\n", BY_OTHERS.join(" and "))
}

fn sum_speakers((sets, mut sum): (usize, Counts), (_, score): &(Set, Score)) -> (usize, Counts) {
    sum += score.contents.named;
    sum += score.speakers.speaker;
    (sets + 1, sum)
}

/// How often each rule is right, all sets together.
fn rules(scores: &[(Set, Score)]) -> String {
    let mut rules: BTreeMap<&str, (Counts, Counts)> = BTreeMap::new();
    for judgement in scores.iter().flat_map(|(_, score)| score.judgements()) {
        let (content, speaker) = rules.entry(judgement.rule).or_default();
        *content += Counts { right: usize::from(judgement.right), found: 1, gold: 0 };
        if let Some(right) = judgement.speaker_right {
            *speaker += Counts { right: usize::from(right), found: 1, gold: 0 };
        }
    }
    let mut out = format!("\n{:<20}{:>7}{:>9}{:>15}\n", "by rule", "found", "right", "speaker right");
    for (rule, (content, speaker)) in rules.into_iter().filter(|(_, (content, _))| content.found >= FEWEST) {
        let _ =
            writeln!(out, "{rule:<20}{:>7}{:>9.1}{:>15.1}", content.found, content.precision(), speaker.precision());
    }
    out
}

/// How much of each construct is found, where the annotation names constructs.
fn constructs(scores: &[(Set, Score)]) -> String {
    let mut out = String::new();
    for (set, score) in scores.iter().filter(|(_, score)| !score.speakers.constructs.is_empty()) {
        let _ = writeln!(
            out,
            "\n{:<28}{:>6}{:>8}{:>15}",
            format!("by construct, {}", set.name),
            "gold",
            "found",
            "speaker right"
        );
        let lines = score.speakers.constructs.iter().filter(|(_, recall)| recall.gold >= FEWEST);
        for (name, recall) in lines {
            let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
            let (found, speaker) = (share(recall.found, recall.gold), share(recall.speaker, recall.found));
            let _ = writeln!(out, "{name:<28}{:>6}{found:>8.1}{speaker:>15.1}", recall.gold);
        }
    }
    out
}

/// Whether confidences keep what they promise.
fn confidences(scores: &[(Set, Score)]) -> String {
    let of = |keep: fn(Protocol) -> bool| -> Vec<Judgement> {
        scores.iter().filter(|(set, _)| keep(set.protocol)).flat_map(|(_, score)| score.judgements().to_vec()).collect()
    };
    // Whoever only has the source as written cannot say whether a pronoun was resolved rightly.
    let contents = Calibration::of_contents(&of(|protocol| protocol != Protocol::Contents));
    let speakers = Calibration::of_speakers(&of(|protocol| protocol == Protocol::Speakers));
    let mut out = String::new();
    for (name, calibration) in [("content", contents), ("speaker", speakers)] {
        let _ = writeln!(out, "\nconfidence, {name:<8}{:>8}{:>12}{:>9}", "quotes", "confidence", "right");
        for (bin, tenth) in calibration.0.iter().zip(0..).filter(|(bin, _)| bin.count > 0) {
            let share = |sum: f64| 100.0 * sum / bin.count as f64;
            let _ = writeln!(
                out,
                "{:<20}{:>8}{:>12.1}{:>9.1}",
                format!("0.{tenth} and more"),
                bin.count,
                share(bin.confidence),
                share(bin.right as f64)
            );
        }
        let _ = writeln!(out, "expected calibration error {:.3}", calibration.expected_error());
    }
    out
}
