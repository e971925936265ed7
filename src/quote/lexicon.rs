//! The words that report, and what may stand with them.

use super::{Medium, Stance};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a verb may report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame(u8);

impl Frame {
    /// A clause, with or without "that"; and direct speech.
    pub(super) const CLAUSE: Self = Self(1);
    /// Direct speech and clauses behind it, no clause of its own kind: "smiled".
    pub(super) const DIRECT: Self = Self(2);
    /// A noun phrase or a gerund: "denied wrongdoing", "warned of floods".
    pub(super) const NOUN: Self = Self(4);
    /// An infinitive: "urged them to leave".
    pub(super) const INFINITIVE: Self = Self(8);
    /// The hearer stands between verb and clause: "told them that".
    pub(super) const HEARER: Self = Self(16);
    /// Words in quotation marks as a name for something: "called it “a mess”".
    pub(super) const NAMING: Self = Self(32);
    /// A noun phrase if a document says it: "figures show a loss".
    pub(super) const PAPER: Self = Self(64);

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A verb that reports.
#[derive(Debug)]
pub(super) struct Verb {
    pub(super) lemma: &'static str,
    pub(super) frame: Frame,
    pub(super) stance: Stance,
    pub(super) medium: Medium,
}

/// The shape that a verb stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// "say": after "they", or an infinitive.
    Base,
    /// "says"
    Present,
    /// "said"; past tense or participle.
    Past,
    /// "saying"
    Gerund,
}

const C: Frame = Frame::CLAUSE;
const D: Frame = Frame::DIRECT;
const CN: Frame = Frame::CLAUSE.and(Frame::NOUN);
const CH: Frame = Frame::CLAUSE.and(Frame::HEARER);
const CI: Frame = Frame::CLAUSE.and(Frame::INFINITIVE);
const CNI: Frame = CI.and(Frame::NOUN);
const HI: Frame = Frame::HEARER.and(Frame::INFINITIVE).and(Frame::CLAUSE);
const NAMING: Frame = Frame::NAMING;
const N: Frame = Frame::NOUN;
const I: Frame = Frame::INFINITIVE;

/// One line a frame, stance and medium: verbs in their base form.
const VERBS: &[(Frame, Stance, Medium, &str)] = &[
    (
        C,
        Stance::Neutral,
        Medium::Speech,
        "say add note explain reply respond answer comment continue observe mention recall recount relate remark reiterate repeat testify recollect elaborate \
        clarify caution conclude quip joke emphasize emphasise stress underscore underline highlight signal disclose confide report echo boast lament complain muse imply hint joke brag profess posit opine gripe point clarify illustrate charge",
    ),
    (
        C,
        Stance::Assert,
        Medium::Speech,
        "claim insist argue maintain contend assert allege declare affirm reaffirm attest swear state proclaim counter retort",
    ),
    (CN, Stance::Assert, Medium::Speech, "announce confirm predict forecast suggest"),
    (CN, Stance::Deny, Medium::Speech, "deny dispute refute"),
    (CN, Stance::Concede, Medium::Speech, "acknowledge admit concede confess"),
    (CNI, Stance::Promise, Medium::Speech, "promise pledge vow"),
    (CI, Stance::Promise, Medium::Speech, "threaten guarantee"),
    (CNI, Stance::Urge, Medium::Speech, "recommend propose advise demand request"),
    (N, Stance::Urge, Medium::Speech, "advocate appeal"),
    (N, Stance::Concede, Medium::Speech, "apologize apologise"),
    (HI, Stance::Urge, Medium::Speech, "warn urge order instruct remind beg implore"),
    (HI, Stance::Ask, Medium::Speech, "ask"),
    (I, Stance::Urge, Medium::Speech, "encourage"),
    (CH, Stance::Neutral, Medium::Speech, "tell inform assure notify"),
    (C, Stance::Ask, Medium::Speech, "wonder inquire enquire"),
    (C, Stance::Neutral, Medium::Writing, "write tweet post retweet blog email"),
    (C.and(Frame::PAPER), Stance::Neutral, Medium::Writing, "find show reveal indicate estimate"),
    (C, Stance::Assert, Medium::Writing, "rule"),
    (
        D,
        Stance::Neutral,
        Medium::Speech,
        "shout yell scream whisper cry exclaim interject chime laugh smile sigh shrug grumble mutter murmur snap chant sing chuckle grin read ask wonder opine reason \
        offer begin volunteer gush crow bark riff retaliate scoff plead interrupt tease pronounce rail fume thunder venture urge",
    ),
    (
        C,
        Stance::Neutral,
        Medium::Thought,
        "believe think fear feel suspect assume doubt worry reckon speculate imagine",
    ),
    (N, Stance::Assert, Medium::Speech, "accuse blame cite"),
    (CN, Stance::Ask, Medium::Speech, "question"),
    (N, Stance::Assert, Medium::Speech, "put"),
    (NAMING, Stance::Neutral, Medium::Thought, "consider"),
    (
        NAMING,
        Stance::Assert,
        Medium::Speech,
        "call describe dub brand label characterize characterise denounce dismiss decry condemn praise hail slam blast criticize criticise ridicule mock tout term deem reject \
        deride lambast lambaste laud portray depict cast compare liken thank welcome invoke bemoan bash assail excoriate defend identify",
    ),
    (CI, Stance::Neutral, Medium::Thought, "hope"),
    (HI, Stance::Neutral, Medium::Thought, "expect"),
    (CNI, Stance::Neutral, Medium::Speech, "express voice"),
    // Only with what follows it: "made clear", "made it clear".
    (C, Stance::Assert, Medium::Speech, "make"),
    (
        N,
        Stance::Assert,
        Medium::Speech,
        "claim note stress emphasize emphasise underscore underline highlight reiterate reaffirm",
    ),
];

/// Past tense (and participle) that is not built with -ed.
const IRREGULAR: &[(&str, &[&str])] = &[
    ("say", &["said"]),
    ("tell", &["told"]),
    ("think", &["thought"]),
    ("write", &["wrote", "written"]),
    ("swear", &["swore", "sworn"]),
    ("feel", &["felt"]),
    ("find", &["found"]),
    ("show", &["showed", "shown"]),
    ("forecast", &["forecast", "forecasted"]),
    ("sing", &["sang", "sung"]),
    ("read", &["read"]),
    ("put", &["put"]),
    ("begin", &["began", "begun"]),
    ("beg", &["begged"]),
    ("quip", &["quipped"]),
    ("admit", &["admitted"]),
    ("chant", &["chanted"]),
    ("snap", &["snapped"]),
    ("plead", &["pleaded", "pled"]),
    ("brag", &["bragged"]),
    ("posit", &["posited"]),
    ("chime", &["chimed"]),
    ("grin", &["grinned"]),
    ("label", &["labeled", "labelled"]),
    ("signal", &["signaled", "signalled"]),
    ("slam", &["slammed"]),
    ("dub", &["dubbed"]),
    ("cast", &["cast"]),
    ("make", &["made"]),
    ("fume", &["fumed"]),
];

static FORMS: LazyLock<HashMap<String, (&'static Verb, Shape)>> = LazyLock::new(forms);
static ALL: LazyLock<Vec<Verb>> = LazyLock::new(|| {
    let lines = VERBS.iter().flat_map(|(frame, stance, medium, lemmas)| {
        lemmas.split_whitespace().map(move |lemma| (lemma, *frame, *stance, *medium))
    });
    let mut verbs: Vec<Verb> = Vec::new();
    for (lemma, frame, stance, medium) in lines {
        // A verb that stands in two lines has both frames, and the stance of the first.
        match verbs.iter_mut().find(|verb| verb.lemma == lemma) {
            Some(known) => known.frame = known.frame.and(frame),
            None => verbs.push(Verb { lemma, frame, stance, medium }),
        }
    }
    verbs
});

/// The reporting verb that `word`, in lower case, is a form of.
pub(super) fn verb(word: &str) -> Option<(&'static Verb, Shape)> {
    FORMS.get(word).copied()
}

fn forms() -> HashMap<String, (&'static Verb, Shape)> {
    let mut forms = HashMap::new();
    for verb in ALL.iter() {
        forms.entry(verb.lemma.to_owned()).or_insert((verb, Shape::Base));
        forms.insert(present(verb.lemma), (verb, Shape::Present));
        forms.insert(gerund(verb.lemma), (verb, Shape::Gerund));
        let irregular = IRREGULAR.iter().find(|(lemma, _)| *lemma == verb.lemma);
        let past: Vec<String> = irregular
            .map_or_else(|| vec![past(verb.lemma)], |(_, past)| past.iter().map(|form| (*form).to_owned()).collect());
        for form in past {
            forms.insert(form, (verb, Shape::Past));
        }
    }
    forms
}

fn present(lemma: &str) -> String {
    if let Some(stem) = ends_in_consonant_y(lemma) {
        return format!("{stem}ies");
    }
    let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|end| lemma.ends_with(end));
    format!("{lemma}{}", if sibilant { "es" } else { "s" })
}

fn past(lemma: &str) -> String {
    match (ends_in_consonant_y(lemma), lemma.ends_with('e')) {
        (Some(stem), _) => format!("{stem}ied"),
        (None, true) => format!("{lemma}d"),
        (None, false) => format!("{lemma}ed"),
    }
}

fn gerund(lemma: &str) -> String {
    const DOUBLING: &[&str] = &["put", "brag", "beg", "quip", "admit", "snap", "grin", "slam", "dub", "begin"];
    match lemma.strip_suffix('e') {
        Some(stem) if !lemma.ends_with("ee") => format!("{stem}ing"),
        _ if DOUBLING.contains(&lemma) => format!("{lemma}{}ing", lemma.chars().next_back().unwrap_or_default()),
        _ => format!("{lemma}ing"),
    }
}

fn ends_in_consonant_y(lemma: &str) -> Option<&str> {
    lemma.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']))
}

/// Particles that belong to a reporting verb: "pointed out", "went on", "warned of".
pub(super) fn governed(lemma: &str, next: &str) -> bool {
    matches!(
        (lemma, next),
        ("warn", "of" | "against")
            | ("call", "for" | "on")
            | ("complain", "of" | "about")
            | ("speak", "of")
            | ("boast", "of" | "about")
            | ("confess", "to")
            | ("admit", "to")
            | ("joke", "about")
            | ("hint", "at")
            | ("point", "out")
            | ("apologize" | "apologise", "for")
            | ("appeal" | "ask", "for")
            | ("plead", "guilty")
            | ("make", "clear")
    )
}

/// Whether the word is used as a noun at least as often as it reports: "report", "claim".
pub(super) fn is_noun_too(form: &str) -> bool {
    const NOUNS: &[&str] = &[
        "report",
        "reports",
        "claim",
        "claims",
        "state",
        "states",
        "call",
        "calls",
        "order",
        "orders",
        "promise",
        "promises",
        "request",
        "requests",
        "demand",
        "demands",
        "comment",
        "comments",
        "answer",
        "answers",
        "reply",
        "replies",
        "post",
        "posts",
        "tweet",
        "tweets",
        "pledge",
        "pledges",
        "vow",
        "vows",
        "question",
        "questions",
        "note",
        "notes",
        "hope",
        "hopes",
        "fear",
        "fears",
        "doubt",
        "doubts",
        "estimate",
        "estimates",
        "forecast",
        "forecasts",
        "echo",
        "counter",
        "signal",
        "signals",
        "stress",
        "highlight",
        "highlights",
        "find",
        "finds",
        "show",
        "shows",
        "feel",
        "worry",
        "worries",
        "suspect",
        "suspects",
        "joke",
        "jokes",
        "read",
        "reason",
        "reasons",
        "offer",
        "offers",
        "cry",
        "cries",
        "laugh",
        "smile",
        "term",
        "terms",
        "label",
        "labels",
        "brand",
        "brands",
        "blast",
        "hail",
        "praise",
        "sing",
        "guarantee",
        "guarantees",
        "dispute",
        "disputes",
        "express",
        "remark",
        "remarks",
        "response",
        "threat",
        "findings",
        "finding",
        "showing",
        "feeling",
        "feelings",
        "reading",
        "saying",
        "warning",
        "offering",
        "beginning",
        "meaning",
        "ruling",
        "offered",
        "appeal",
        "appeals",
        "email",
        "emails",
        "blog",
        "blogs",
        "cast",
        "voice",
        "voices",
        "welcome",
        "thanks",
        "bash",
        "found",
        "felt",
        "put",
    ];
    NOUNS.contains(&form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_a_verb_lead_to_it() {
        for (form, lemma, shape) in [
            ("said", "say", Shape::Past),
            ("says", "say", Shape::Present),
            ("denies", "deny", Shape::Present),
            ("argued", "argue", Shape::Past),
            ("admitting", "admit", Shape::Gerund),
            ("told", "tell", Shape::Past),
        ] {
            let (verb, found) = verb(form).expect("a reporting verb");
            assert_eq!((verb.lemma, found), (lemma, shape));
        }
        assert!(verb("walked").is_none());
    }
}
