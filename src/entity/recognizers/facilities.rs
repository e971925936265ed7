//! Buildings, roads, stadiums, stations: `Qorvat Airport`, `Alder Street`.
//!
//! Fires: `the Qorvat Bridge`. Does not: `the bridge`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::text::TokenRange;

const HEADS: &[&str] = &[
    "Airport",
    "Stadium",
    "Arena",
    "Bridge",
    "Street",
    "Road",
    "Avenue",
    "Lane",
    "Square",
    "Station",
    "Palace",
    "Castle",
    "Tower",
    "Hotel",
    "Cathedral",
    "Mosque",
    "Temple",
    "Prison",
    "Park",
    "Hall",
    "Tunnel",
    "Dam",
    "Gallery",
    "Theatre",
    "Theater",
    "Library",
    "Highway",
    "Boulevard",
    "Plaza",
    "Mall",
    "Gardens",
    "Zoo",
    "Monument",
    "Memorial",
    "Port",
    "Canal",
    "Pier",
    "Barracks",
    "Base",
];

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        for at in run.range().skip(1) {
            if HEADS.contains(&words.text(at))
                && !matches!((words.text(at - 1), words.text(at)), ("Wall" | "Downing", "Street"))
            {
                let start = if words.is(run.start(), "the") { run.start() + 1 } else { run.start() };
                if at > start {
                    candidates.push(Candidate::new(
                        TokenRange::new(start, at + 1),
                        EntityKind::Facility,
                        Trust::Sure,
                        "facility_head",
                    ));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn telling_words_make_facilities() {
        check("Crowds filled [facility Qorvat Stadium] and [facility Zorva Street].");
        check("Crowds filled the stadium and the street.");
    }
}
