//! Exact scores of names: same span, same kind.

use crate::text::Span;
use std::collections::{BTreeMap, HashSet};
use std::ops::AddAssign;

/// The kinds that all corpora share, under one name each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A human being.
    Person,
    /// A company, body, club …
    Organization,
    /// A location, a political entity by its place, a facility.
    Place,
    /// A nationality, creed or political affiliation.
    Group,
}

impl Kind {
    /// What a corpus's label means; `None` for labels that are not compared (dates, works, `MISC` …).
    pub fn of_label(label: &str) -> Option<Self> {
        match label {
            "PER" | "person" => Some(Self::Person),
            "ORG" | "organization" => Some(Self::Organization),
            "LOC" | "GPE" | "FAC" | "place" => Some(Self::Place),
            "NORP" | "norp" => Some(Self::Group),
            _ => None,
        }
    }
}

/// Right, and how many were found and should have been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found and right.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// To be found.
    pub gold: usize,
}

impl Counts {
    /// Share of the found that is right, in percent.
    pub fn precision(self) -> f64 {
        percent(self.right, self.found)
    }

    /// Share of what was to be found, in percent.
    pub fn recall(self) -> f64 {
        percent(self.right, self.gold)
    }

    /// Their harmonic mean, in percent.
    pub fn f1(self) -> f64 {
        percent(2 * self.right, self.found + self.gold)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
}

/// Counts for each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score(BTreeMap<Kind, Counts>);

impl Score {
    /// Compares the names of one text.
    pub fn add(&mut self, gold: &[(Span, Kind)], found: &[(Span, Kind)]) {
        let wanted: HashSet<_> = gold.iter().collect();
        for (_, kind) in gold {
            self.0.entry(*kind).or_default().gold += 1;
        }
        for name in found {
            let counts = self.0.entry(name.1).or_default();
            counts.found += 1;
            counts.right += usize::from(wanted.contains(name));
        }
    }

    /// The counts of one kind.
    pub fn of(&self, kind: Kind) -> Counts {
        self.0.get(&kind).copied().unwrap_or_default()
    }

    /// Persons, organisations and places together: what all corpora annotate.
    pub fn plo(&self) -> Counts {
        self.sum(&[Kind::Person, Kind::Organization, Kind::Place])
    }

    /// All four kinds together.
    pub fn micro(&self) -> Counts {
        self.sum(&[Kind::Person, Kind::Organization, Kind::Place, Kind::Group])
    }

    fn sum(&self, kinds: &[Kind]) -> Counts {
        kinds.iter().fold(Counts::default(), |mut sum, kind| {
            sum += self.of(*kind);
            sum
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_span_and_kind_is_right() {
        let (person, place) = (Kind::Person, Kind::Place);
        let gold = [(Span::new(0, 4), person), (Span::new(9, 12), place)];
        let mut score = Score::default();
        score.add(&gold, &[(Span::new(0, 4), person), (Span::new(9, 11), place), (Span::new(20, 22), Kind::Group)]);
        assert_eq!(score.of(person), Counts { right: 1, found: 1, gold: 1 });
        assert_eq!(score.plo(), Counts { right: 1, found: 2, gold: 2 });
        assert!((score.micro().precision() - 33.3).abs() < 0.1 && (score.of(person).f1() - 100.0).abs() < 0.1);
        assert!(Score::default().micro().f1().abs() < 0.1);
    }
}
