//! Quotes in articles whose speakers are all resolved: is the quote there, and is it the right one who speaks?

use super::Judgement;
use super::content::{judgement, name_of};
use super::found::{Found, FoundEntity, FoundQuote, FoundSpeaker};
use super::sheet::Sheet;
use super::words::{Set, Words, pairs, shared};
use crate::entity::EntityId;
use crate::evaluation::gold::{Gold, GoldForm, GoldQuote, GoldSpeaker};
use crate::evaluation::names::Counts;
use crate::text::Span;
use std::collections::{BTreeMap, HashMap};

/// Least word F1 of a gold quote and the found one that answers to it.
const ALIKE: f64 = 0.5;
/// Signs at the edges of a content that do not count.
const EDGE: &str = "\"'“”‘’«»„‚‹›`\u{a0}…—–-* \t\n";
/// Titles that do not count when names are compared.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "sir",
    "president",
    "the",
    "sen",
    "rep",
    "gov",
    "gen",
    "cllr",
    "judge",
    "justice",
];

/// How often something that should be found was, and with the right speaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recall {
    /// How many there are.
    pub gold: usize,
    /// Found.
    pub found: usize,
    /// Found, with the right speaker.
    pub speaker: usize,
}

/// The sum over a set of articles.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Quotes that answer to one another.
    pub overlap: Counts,
    /// Quotes with exactly the same words, edges aside.
    pub exact: Counts,
    /// Quotes that were found, and those of them with the right speaker.
    pub speaker: Counts,
    /// By form, by kind of speaker (`speaker entity`) and by tag.
    pub constructs: BTreeMap<String, Recall>,
    /// Words in marks that nobody says, and how many were taken for a quote.
    pub not_quotes: (usize, usize),
    /// What became of each quote found.
    pub judgements: Vec<Judgement>,
}

/// A content with its edges cut, and its words.
struct Side {
    spans: Vec<Span>,
    words: Set,
    form: GoldForm,
}

impl Tally {
    /// Compares the quotes of one article.
    pub fn add(&mut self, sheet: &Sheet, found: &Found) {
        let text = sheet.gold.text();
        let words = Words::plain(&text);
        let side = |contents: &[Span], form| {
            let spans = trimmed(&text, contents);
            Side { words: words.touched(&spans), spans, form }
        };
        let gold: Vec<Side> = sheet.gold.quotes.iter().map(|quote| side(&quote.contents, quote.form)).collect();
        let mut judgements = Vec::new();
        let mut quotes: Vec<(&FoundQuote, Side)> = Vec::new();
        for (at, quote) in found.quotes.iter().enumerate() {
            let side = side(&quote.contents, quote.form);
            if !side.spans.is_empty() {
                judgements.push(judgement(at, quote));
                quotes.push((quote, side));
            }
        }
        self.count_exact(&gold, &quotes);
        let pairs = paired(&gold, &quotes);
        self.overlap += Counts { right: pairs.len(), found: quotes.len(), gold: gold.len() };
        let map = Map::new(&sheet.gold, &found.entities);
        let mut verdicts = vec![None; gold.len()];
        for (g, f) in pairs {
            let right = map.is_right(&sheet.gold.quotes[g], &quotes[f].0.speaker);
            verdicts[g] = Some(right);
            judgements[f].right = true;
            judgements[f].speaker_right = Some(right);
            self.speaker += Counts { right: usize::from(right), found: 1, gold: 1 };
        }
        for (quote, verdict) in sheet.gold.quotes.iter().zip(verdicts) {
            self.count_constructs(quote, verdict);
        }
        for span in &sheet.gold.not_quotes {
            let inside = words.touched(&[*span]);
            let taken = |(f, (_, side)): (usize, &(&FoundQuote, Side))| {
                !judgements[f].right && !inside.is_empty() && 5 * shared(&side.words, &inside) >= 4 * side.words.len()
            };
            self.not_quotes.0 += 1;
            self.not_quotes.1 += usize::from(quotes.iter().enumerate().any(taken));
        }
        self.judgements.append(&mut judgements);
    }

    fn count_exact(&mut self, gold: &[Side], found: &[(&FoundQuote, Side)]) {
        let mut left: Vec<&Vec<Span>> = gold.iter().map(|side| &side.spans).collect();
        let mut right = 0;
        for (_, side) in found {
            if let Some(at) = left.iter().position(|spans| **spans == side.spans) {
                left.swap_remove(at);
                right += 1;
            }
        }
        self.exact += Counts { right, found: found.len(), gold: gold.len() };
    }

    fn count_constructs(&mut self, quote: &GoldQuote, verdict: Option<bool>) {
        let kind = match quote.speaker {
            GoldSpeaker::Entity(_) => "speaker entity",
            GoldSpeaker::Anonymous => "speaker anonymous",
            GoldSpeaker::Unknown => "speaker unknown",
        };
        let names = [name_of(quote.form), kind].into_iter().map(str::to_owned);
        for name in names.chain(quote.tags.iter().cloned()) {
            let recall = self.constructs.entry(name).or_default();
            recall.gold += 1;
            recall.found += usize::from(verdict.is_some());
            recall.speaker += usize::from(verdict == Some(true));
        }
    }
}

fn paired(gold: &[Side], found: &[(&FoundQuote, Side)]) -> Vec<(usize, usize)> {
    pairs(gold.len(), found.len(), |g, f| {
        let both = shared(&gold[g].words, &found[f].1.words);
        let alike = 2.0 * both as f64 / (gold[g].words.len() + found[f].1.words.len()) as f64;
        (both > 0 && alike >= ALIKE).then_some((alike, usize::from(gold[g].form == found[f].1.form)))
    })
}

/// Cuts marks, blanks and a leading "that" from each piece; pieces with only such signs between them become one.
fn trimmed(text: &str, contents: &[Span]) -> Vec<Span> {
    let mut sorted = contents.to_vec();
    sorted.sort();
    let mut spans: Vec<Span> = Vec::new();
    let is_tail = |c: char| EDGE.contains(c) && c != '*' || ",.;:!?".contains(c);
    for span in sorted {
        let whole = text.get(span.range()).unwrap_or_default();
        let mut start = span.start() + whole.len() - whole.trim_start_matches(|c| EDGE.contains(c)).len();
        let inner = text.get(start..span.end()).unwrap_or_default().trim_end_matches(is_tail);
        let end = start + inner.len();
        start += complementiser(inner);
        if start >= end {
            continue;
        }
        let between = spans.last().and_then(|last| text.get(last.end()..start)).unwrap_or("x");
        match spans.last_mut() {
            Some(last) if between.chars().all(|c| EDGE.contains(c) || is_tail(c)) => {
                *last = last.cover(Span::new(start, end));
            }
            _ => spans.push(Span::new(start, end)),
        }
    }
    spans
}

/// Length of "that" and the blanks behind it, unless it is a pronoun.
fn complementiser(inner: &str) -> usize {
    let Some(rest) = inner.strip_prefix("that").filter(|rest| rest.starts_with(char::is_whitespace)) else { return 0 };
    let clause = rest.trim_start();
    let verb = clause.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let pronoun = matches!(verb, "is" | "was" | "would" | "will" | "has" | "had");
    if pronoun || clause.is_empty() { 0 } else { inner.len() - clause.len() }
}

/// Which gold entity a found one is.
struct Map<'a> {
    gold: HashMap<EntityId, &'a str>,
    named: HashMap<EntityId, bool>,
}

impl<'a> Map<'a> {
    fn new(gold: &'a Gold, found: &[FoundEntity]) -> Self {
        let mut map = Self { gold: HashMap::new(), named: HashMap::new() };
        for entity in found {
            map.named.insert(entity.id, !entity.mentions.is_empty());
            if let Some(id) = by_mentions(gold, entity).or_else(|| by_name(gold, &entity.name)) {
                map.gold.insert(entity.id, id);
            }
        }
        map
    }

    fn is_right(&self, gold: &GoldQuote, found: &FoundSpeaker) -> bool {
        std::iter::once(&gold.speaker).chain(&gold.accept).any(|wanted| match (wanted, found) {
            (GoldSpeaker::Entity(id), FoundSpeaker::Entity(found)) => self.gold.get(found) == Some(&id.as_str()),
            (GoldSpeaker::Anonymous, FoundSpeaker::Described(_)) | (GoldSpeaker::Unknown, FoundSpeaker::Unknown) => {
                true
            }
            // An entity that is named nowhere is an unnamed speaker.
            (GoldSpeaker::Anonymous, FoundSpeaker::Entity(found)) => {
                !self.gold.contains_key(found) && self.named.get(found) != Some(&true)
            }
            _ => false,
        })
    }
}

/// The gold entity whose mentions it shares most; the same span counts double.
fn by_mentions<'a>(gold: &'a Gold, entity: &FoundEntity) -> Option<&'a str> {
    let weight = |wanted: &crate::evaluation::gold::GoldEntity| -> usize {
        let pair = |a: &Span, b: &Span| {
            let overlap = a.start() < b.end() && b.start() < a.end();
            usize::from(overlap) + usize::from(a == b)
        };
        wanted.mentions.iter().flat_map(|a| entity.mentions.iter().map(move |b| pair(a, b))).sum()
    };
    let best = gold.entities.iter().rev().max_by_key(|wanted| weight(wanted))?;
    (weight(best) > 0).then_some(best.id.as_str())
}

fn by_name<'a>(gold: &'a Gold, name: &str) -> Option<&'a str> {
    let wanted = bare(name);
    gold.entities.iter().find(|entity| bare(&entity.name) == wanted).map(|entity| entity.id.as_str())
}

/// A name in lower case without titles in front.
fn bare(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    let words = lower.split_whitespace().skip_while(|word| TITLES.contains(&word.trim_matches('.')));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::sheet;
    use super::*;

    const TEXT: &str = "Mayor Ann Lee said that the pier was shut. Bob left the “Inn”.";

    fn gold() -> Sheet {
        let entities = r#"[{"id":"e1","type":"person","name":"Ann Lee","mentions":[[6,13]]},{"id":"e2","type":"person","name":"Bob","mentions":[[43,46]]}]"#;
        let quotes = r#"[{"type":"indirect","content":[[24,41]],"cue":[[14,18]],"speaker":{"kind":"entity","entity":"e1"},"tags":["that"]}]"#;
        let line =
            format!(r#"{{"id":"a","text":"{TEXT}","entities":{entities},"quotes":{quotes},"not_quotes":[[57,60]]}}"#);
        sheet::parse(&line).expect("reads").remove(0)
    }

    fn quote(from: usize, to: usize, speaker: FoundSpeaker) -> FoundQuote {
        FoundQuote {
            form: GoldForm::Indirect,
            contents: vec![Span::new(from, to)],
            cue: Vec::new(),
            source: Vec::new(),
            speaker,
            name: None,
            speech: true,
            rule: "indirect",
            content_confidence: 0.9,
            speaker_confidence: 0.9,
        }
    }

    fn tally(quotes: Vec<FoundQuote>) -> Tally {
        let person = |id, name: &str, from, to| FoundEntity {
            id: EntityId(id),
            kind: crate::entity::EntityKind::Person,
            name: name.to_owned(),
            mentions: vec![Span::new(from, to)],
        };
        let entities = vec![person(0, "Ann Lee", 0, 13), person(1, "Bob", 43, 46)];
        let mut tally = Tally::default();
        tally.add(&gold(), &Found { entities, quotes });
        tally
    }

    #[test]
    fn edges_and_that_do_not_count_and_the_speaker_does() {
        let right = tally(vec![quote(19, 42, FoundSpeaker::Entity(EntityId(0)))]);
        assert_eq!((right.exact.right, right.overlap.right, right.speaker.right), (1, 1, 1));
        let wrong = tally(vec![quote(19, 42, FoundSpeaker::Entity(EntityId(1)))]);
        assert_eq!((wrong.overlap.right, wrong.speaker.right), (1, 0));
        assert_eq!(wrong.constructs["that"], Recall { gold: 1, found: 1, speaker: 0 });
    }

    #[test]
    fn words_in_marks_that_nobody_says_are_no_quote() {
        let wrong = tally(vec![quote(59, 62, FoundSpeaker::Unknown)]);
        assert_eq!((wrong.not_quotes, wrong.overlap.right), ((1, 1), 0));
        assert_eq!(tally(Vec::new()).not_quotes, (1, 0));
    }

    #[test]
    fn pieces_with_marks_between_them_are_one() {
        let text = "“It rained. \n“It snowed.”";
        assert_eq!(trimmed(text, &[Span::new(3, 13), Span::new(18, text.len())]).len(), 1);
    }
}
