//! What each word may be, by the names that its corpus annotates.

use crate::tagger::mix::Labels;
use quotewire::text::{Document, Span};

/// Kinds of names, in the order of their labels: outside, then for each kind its beginning and its inside.
const PERSON: u16 = 1;
const ORGANIZATION: u16 = 2;
const PLACE: u16 = 4;
const GROUP: u16 = 8;
const EVENT: u16 = 16;
const PRODUCT: u16 = 32;
const WORK: u16 = 64;
const OTHER: u16 = EVENT | PRODUCT | WORK;

/// For each token, the labels it may have, a bit each.
pub(super) fn labels(document: &Document, names: &[(Span, String)], labels: Labels) -> Vec<u16> {
    let rest = match labels {
        Labels::Three => GROUP | OTHER,
        Labels::NoGroups => GROUP,
        Labels::All | Labels::Mixed => 0,
    };
    let mut may = vec![1 | spread(rest, true) | spread(rest, false); document.tokens().len()];
    for (span, label) in names {
        let kinds = kinds(label, labels);
        let from = document.tokens().partition_point(|token| token.span.end() <= span.start());
        let to = document.tokens().partition_point(|token| token.span.start() < span.end());
        for (place, may) in may[from..to.max(from)].iter_mut().enumerate().filter(|_| kinds != 0) {
            *may = spread(kinds, place == 0);
        }
    }
    may
}

fn kinds(label: &str, labels: Labels) -> u16 {
    match label {
        "PER" | "person" => PERSON,
        "ORG" | "organization" => ORGANIZATION,
        "LOC" | "GPE" | "FAC" | "place" => PLACE,
        "NORP" | "norp" => GROUP,
        "MISC" if labels == Labels::Mixed => GROUP | OTHER,
        "MISC" | "misc" => OTHER,
        "EVENT" | "event" => EVENT,
        "PRODUCT" | "product" => PRODUCT,
        "WORK" | "work" | "law" => WORK,
        _ => 0,
    }
}

fn spread(kinds: u16, first: bool) -> u16 {
    (0..7)
        .filter(|kind| kinds >> kind & 1 == 1)
        .fold(0, |bits, kind| bits | 1 << (2 * kind + if first { 1 } else { 2 }))
}
