//! What the encoder decides between, one task after the other.

/// Labels of a name: outside, beginning and inside of each kind.
pub const NAMES: [&str; 15] = [
    "O",
    "B-person",
    "I-person",
    "B-organization",
    "I-organization",
    "B-place",
    "I-place",
    "B-group",
    "I-group",
    "B-event",
    "I-event",
    "B-product",
    "I-product",
    "B-work",
    "I-work",
];

/// Labels of what a word is to a quote.
pub const ROLES: [&str; 7] = ["O", "B-content", "I-content", "B-source", "I-source", "B-cue", "I-cue"];

/// Conventions that quotes were annotated by, each with a head of its own: ours, and two readings of PolNeAR's (speech, all attributions).
pub const CONVENTIONS: [&str; 3] = ["ours", "speech", "all"];

/// All labels, each behind the name of its task.
pub fn all() -> Vec<String> {
    let names = NAMES.iter().map(|label| format!("names:{label}"));
    names.chain(CONVENTIONS.iter().flat_map(|head| ROLES.iter().map(move |role| format!("{head}:{role}")))).collect()
}

/// For each pair of labels whether the second may follow the first; the last row is for the beginning of a sentence.
pub(super) fn follows<const L: usize>(labels: &[&str; L]) -> Vec<[bool; L]> {
    let before = labels.iter().map(|label| Some(*label)).chain([None]);
    before.map(|before| labels.map(|label| !crate::model::forbidden(before, label))).collect()
}
