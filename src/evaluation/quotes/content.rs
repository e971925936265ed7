//! Quotes compared as written: is the content exactly right, is it found at all, is its source the right words?
//!
//! A leading "that" is left out on both sides, since corpora disagree on it. Quotes that are no reported speech need not be found and are not held against
//! anyone; so is what was found and overlaps with them.

use super::Judgement;
use super::found::{Found, FoundQuote};
use super::sheet::Sheet;
use super::speech::is_speech;
use super::words::{Set, Words, pairs, shared};
use crate::evaluation::gold::GoldForm;
use crate::evaluation::names::Counts;
use crate::text::Span;
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// Words that end the part of a source that its head stands in.
const BREAKS: &[&str] = &[
    "of", "in", "for", "from", "at", "on", "with", "by", "about", "to", "as", "into", "over", "under", "against",
    "during", "who", "whom", "whose", "which", "that",
];
/// Titles that do not count when names are compared.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "sen",
    "senator",
    "rep",
    "representative",
    "gov",
    "governor",
    "president",
    "pres",
    "judge",
    "justice",
    "gen",
    "general",
    "col",
    "colonel",
    "maj",
    "capt",
    "sgt",
    "lt",
    "rev",
    "the",
    "honourable",
    "hon",
];

/// Exact, found and attributed quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// All words right.
    pub exact: Counts,
    /// At least half of the words shared.
    pub found: Counts,
    /// Found, and the head of its source is right.
    pub attributed: Counts,
}

impl AddAssign for Marks {
    fn add_assign(&mut self, other: Self) {
        self.exact += other.exact;
        self.found += other.found;
        self.attributed += other.attributed;
    }
}

/// The sum over a set of articles.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// All quotes.
    pub all: Marks,
    /// By form; precision over those found as that form, recall over those that have it.
    pub forms: BTreeMap<&'static str, FormMarks>,
    /// Found quotes whose speaker is named in the gold, and whether the same last name was found.
    pub named: Counts,
    /// What became of each quote found.
    pub judgements: Vec<Judgement>,
}

/// Precision and recall of one form count different quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormMarks {
    /// Of the quotes found as this form.
    pub found: Right,
    /// Of the quotes that have this form.
    pub gold: Right,
}

/// How many of some quotes are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Right {
    /// How many there are.
    pub all: usize,
    /// Exact ones.
    pub exact: usize,
    /// Attributed ones.
    pub attributed: usize,
}

impl FormMarks {
    /// F1 of exact contents, in percent.
    pub fn exact(&self) -> f64 {
        harmonic(self.found.exact, self.found.all, self.gold.exact, self.gold.all)
    }

    /// F1 of attributed quotes, in percent.
    pub fn attributed(&self) -> f64 {
        harmonic(self.found.attributed, self.found.all, self.gold.attributed, self.gold.all)
    }
}

fn harmonic(right_found: usize, found: usize, right_gold: usize, gold: usize) -> f64 {
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let (precision, recall) = (share(right_found, found), share(right_gold, gold));
    if precision + recall == 0.0 { 0.0 } else { 200.0 * precision * recall / (precision + recall) }
}

/// A quote as sets of words.
struct Side {
    form: GoldForm,
    content: Set,
    source: Set,
    heads: Set,
    /// Whether it must be found.
    care: bool,
}

impl Side {
    fn new(words: &Words<'_>, form: GoldForm, contents: &[Span], source: &[Span], care: bool) -> Self {
        let mut content = words.words(&words.touched(contents));
        let first = content.first().copied();
        if let Some(first) = first.filter(|&first| {
            form != GoldForm::Direct && content.len() > 1 && words.slice(first).eq_ignore_ascii_case("that")
        }) {
            content.remove(&first);
        }
        let touched = words.touched(source);
        Self { form, content, heads: heads(words, &touched), source: words.words(&touched), care }
    }
}

/// The head of each conjunct: its last word before a comma, a bracket, a relative pronoun or a preposition.
fn heads(words: &Words<'_>, source: &Set) -> Set {
    let mut heads = Set::new();
    let (mut last, mut open) = (None, true);
    for &at in source {
        let word = words.slice(at).to_lowercase();
        let joins = matches!(word.as_str(), "and" | "or" | "&");
        if joins
            || BREAKS.contains(&word.as_str())
            || matches!(word.as_str(), "," | "(" | "—" | "–" | "-" | "[" | ":" | ";")
        {
            heads.extend(last.take());
            open = joins;
        } else if open && words.is_word(at) {
            last = Some(at);
        }
    }
    heads.extend(last);
    if heads.is_empty() {
        heads.extend(words.words(source).last());
    }
    heads
}

/// Whether only speech is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// All quotes.
    All,
    /// Reported speech.
    Speech,
}

impl Tally {
    /// Compares the quotes of one article.
    pub fn add(&mut self, sheet: &Sheet, found: &Found, care: Care) {
        let text = sheet.gold.text();
        let words = Words::joined(&text);
        let joined = |spans: &[Span]| {
            spans.iter().map(|span| text.get(span.range()).unwrap_or_default()).collect::<Vec<_>>().join(" ")
        };
        let spoken = |quote: &&FoundQuote| {
            care == Care::All || is_speech(quote.form, &joined(&quote.cue), &joined(&quote.contents))
        };
        let places: Vec<usize> = (0..found.quotes.len()).filter(|&at| spoken(&&found.quotes[at])).collect();
        let quotes: Vec<&FoundQuote> = places.iter().map(|&at| &found.quotes[at]).collect();
        let mine: Vec<Side> =
            quotes.iter().map(|quote| Side::new(&words, quote.form, &quote.contents, &quote.source, true)).collect();
        let gold: Vec<Side> = sheet
            .gold
            .quotes
            .iter()
            .zip(&sheet.speech)
            .map(|(quote, speech)| {
                Side::new(&words, quote.form, &quote.contents, &quote.source, care == Care::All || *speech)
            })
            .collect();
        let out = left_out(&gold, &mine);
        let gold_at: Vec<usize> = (0..gold.len()).filter(|&at| gold[at].care && !gold[at].content.is_empty()).collect();
        let mine_at: Vec<usize> = (0..mine.len()).filter(|&at| !out[at] && !mine[at].content.is_empty()).collect();
        let sides = (
            gold_at.iter().map(|&at| &gold[at]).collect::<Vec<_>>(),
            mine_at.iter().map(|&at| &mine[at]).collect::<Vec<_>>(),
        );
        let mut judgements: Vec<Judgement> = mine_at.iter().map(|&at| judgement(places[at], quotes[at])).collect();
        let pairs = paired(&sides.0, &sides.1);
        self.count(&sides.0, &sides.1);
        for (g, f) in pairs {
            let verdict = verdict(sides.0[g], sides.1[f]);
            self.mark(sides.0[g], sides.1[f], verdict);
            judgements[f].right = verdict.found;
            judgements[f].speaker_right = verdict.found.then_some(verdict.attributed);
            let names = &sheet.names[gold_at[g]];
            if verdict.found && !names.is_empty() {
                let right = quotes[mine_at[f]].name.as_deref().is_some_and(|name| same_last_name(names, name));
                judgements[f].named_right = Some(right);
                self.named += Counts { right: usize::from(right), found: 1, gold: 1 };
            }
        }
        self.judgements.append(&mut judgements);
    }

    fn count(&mut self, gold: &[&Side], found: &[&Side]) {
        let counts = Counts { right: 0, found: found.len(), gold: gold.len() };
        self.all += Marks { exact: counts, found: counts, attributed: counts };
        for side in gold {
            self.form(side).gold.all += 1;
        }
        for side in found {
            self.form(side).found.all += 1;
        }
    }

    fn mark(&mut self, gold: &Side, found: &Side, verdict: Verdict) {
        self.all.exact.right += usize::from(verdict.exact);
        self.all.found.right += usize::from(verdict.found);
        self.all.attributed.right += usize::from(verdict.attributed);
        let add = |right: &mut Right| {
            right.exact += usize::from(verdict.exact);
            right.attributed += usize::from(verdict.attributed);
        };
        add(&mut self.form(gold).gold);
        add(&mut self.form(found).found);
    }

    fn form(&mut self, side: &Side) -> &mut FormMarks {
        self.forms.entry(name_of(side.form)).or_default()
    }
}

/// `direct`, `indirect` or `mixed`.
pub(super) fn name_of(form: GoldForm) -> &'static str {
    match form {
        GoldForm::Direct => "direct",
        GoldForm::Indirect => "indirect",
        GoldForm::Mixed => "mixed",
    }
}

pub(super) fn judgement(at: usize, quote: &FoundQuote) -> Judgement {
    Judgement {
        quote: at,
        rule: quote.rule,
        content_confidence: quote.content_confidence,
        speaker_confidence: quote.speaker_confidence,
        right: false,
        speaker_right: None,
        named_right: None,
    }
}

#[derive(Clone, Copy)]
struct Verdict {
    exact: bool,
    found: bool,
    attributed: bool,
}

fn verdict(gold: &Side, found: &Side) -> Verdict {
    let both = shared(&gold.content, &found.content);
    let any = gold.content.len() + found.content.len() - both;
    let is_found = 2 * both >= any;
    // Without a source on either side there is nothing to get wrong.
    let source = gold.source.is_empty() && found.source.is_empty() || shared(&gold.heads, &found.source) > 0;
    Verdict { exact: gold.content == found.content, found: is_found, attributed: is_found && source }
}

fn paired(gold: &[&Side], found: &[&Side]) -> Vec<(usize, usize)> {
    pairs(gold.len(), found.len(), |g, f| {
        let both = shared(&gold[g].content, &found[f].content);
        let any = gold[g].content.len() + found[f].content.len() - both;
        (both > 0).then(|| (both as f64 / any as f64, both))
    })
}

/// Found quotes that answer to gold which need not be found, or lie in it.
fn left_out(gold: &[Side], found: &[Side]) -> Vec<bool> {
    let (all_gold, all_found): (Vec<&Side>, Vec<&Side>) = (gold.iter().collect(), found.iter().collect());
    let mut paired_with = vec![None; found.len()];
    for (g, f) in paired(&all_gold, &all_found) {
        paired_with[f] = Some(g);
    }
    let idle = |(f, side): (usize, &Side)| {
        if let Some(g) = paired_with[f] {
            !gold[g].care
        } else {
            // The first of those that share most.
            let overlap = |g: usize| shared(&gold[g].content, &side.content);
            let best = (0..gold.len()).rev().max_by_key(|&g| overlap(g));
            best.is_some_and(|g| !gold[g].care && 2 * overlap(g) >= side.content.len())
        }
    };
    found.iter().enumerate().map(idle).collect()
}

/// The words of a name, without titles and possessives.
fn name_words(name: &str) -> Vec<String> {
    let name = name.replace("'s", "").replace("’s", "").to_lowercase();
    name.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty() && !TITLES.contains(word))
        .map(str::to_owned)
        .collect()
}

fn same_last_name(names: &[String], found: &str) -> bool {
    let last = |name: &str| name_words(name).pop();
    let mine = last(found);
    mine.is_some() && names.iter().any(|name| last(name) == mine)
}

#[cfg(test)]
mod tests {
    use super::super::sheet;
    use super::*;

    const TEXT: &str = r#""text":"Ann Lee, a doctor, said: “I will go.” He said that it was late. Bob left.""#;

    fn gold() -> Sheet {
        let quotes = r#"[{"type":"direct","content":[[25,37]],"source":[[0,18]],"speech":true},{"type":"indirect","content":[[46,62]],"source":[[38,40]],"speech":false}]"#;
        sheet::parse(&format!(r#"{{"id":"a",{TEXT},"quotes":{quotes}}}"#)).expect("reads").remove(0)
    }

    /// A content, and a source.
    type Marked = (usize, usize, Option<(usize, usize)>);

    fn found(quotes: &[Marked]) -> Found {
        // The text has six bytes in marks before byte 40: offsets here are bytes.
        let one = |(from, to, source): &(usize, usize, Option<(usize, usize)>)| FoundQuote {
            form: GoldForm::Direct,
            contents: vec![Span::new(*from, *to)],
            cue: Vec::new(),
            source: source.iter().map(|(from, to)| Span::new(*from, *to)).collect(),
            speaker: super::super::found::FoundSpeaker::Unknown,
            name: None,
            speech: true,
            rule: "direct",
            content_confidence: 0.9,
            speaker_confidence: 0.9,
        };
        Found { entities: Vec::new(), quotes: quotes.iter().map(one).collect() }
    }

    #[track_caller]
    fn check(care: Care, quotes: &[Marked], want: (usize, usize, usize, usize, usize)) {
        let mut tally = Tally::default();
        tally.add(&gold(), &found(quotes), care);
        let all = tally.all;
        let got = (all.exact.right, all.found.right, all.attributed.right, all.found.found, all.found.gold);
        assert_eq!(got, want);
    }

    #[test]
    fn marks_do_not_matter_and_the_head_of_the_source_does() {
        check(Care::All, &[(28, 38, Some((0, 7)))], (1, 1, 1, 1, 2));
        check(Care::All, &[(28, 38, Some((66, 69)))], (1, 1, 0, 1, 2));
    }

    #[test]
    fn half_of_the_words_are_enough_and_less_is_not() {
        check(Care::All, &[(28, 34, Some((0, 7)))], (0, 1, 1, 1, 2));
        check(Care::All, &[(28, 29, Some((0, 7)))], (0, 0, 0, 1, 2));
    }

    #[test]
    fn what_is_no_speech_is_neither_right_nor_wrong() {
        check(Care::Speech, &[(50, 66, None)], (0, 0, 0, 0, 1));
    }

    #[test]
    fn names_are_compared_by_their_last_word() {
        let names = ["Dr. Ann Lee".to_owned()];
        assert!(
            same_last_name(&names, "Mrs Lee's") && !same_last_name(&names, "Bob Ann") && !same_last_name(&names, "The")
        );
    }
}
