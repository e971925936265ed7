//! What the tagger sees of each token by itself, and of the names from the lists that it is part of.

use super::lexicon::{Clusters, Lexicon};
use crate::entity::gazetteer::{Entry, LetterCase};
use crate::entity::words::Words;
use crate::model::{hash, hash_lower, mix};
use crate::text::{TokenKind, TokenRange};

/// One token, as the tagger sees it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    /// The word, lower-cased.
    pub(super) lower: u64,
    /// The word as written.
    pub(super) cased: u64,
    /// Its letters by class, and the same with runs collapsed.
    pub(super) shape: u64,
    pub(super) short: u64,
    /// Its first two, three and four letters, and its last one to four; 0 if it is shorter.
    pub(super) prefixes: [u64; 3],
    pub(super) suffixes: [u64; 4],
    pub(super) clusters: Clusters,
    /// For each flag of the gazetteer four bits: alone, first, inside, last of a name in the lists.
    pub(super) lists: u64,
    /// The flags of `lists` without the positions.
    pub(super) kinds: u16,
    pub(super) case: Case,
    /// How the word is written in general.
    pub(super) usual: u8,
    pub(super) length: u8,
    /// It begins a sentence or quotation, or its line is a headline: its capital says nothing.
    pub(super) excused: bool,
    pub(super) is_title: bool,
    /// To be looked at closely.
    pub(super) candidate: bool,
    /// The stretch of capitalised words around it; empty if it has no capital.
    pub(super) run: (u32, u32),
}

/// How the token is written here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Case {
    /// No letters.
    #[default]
    None,
    /// Only small ones.
    Lower,
    /// A capital in front.
    Capital,
    /// Two or more, all capitals.
    Shouted,
    /// A capital inside only.
    Inside,
}

/// Small words that may stand between the words of a name.
const CONNECTORS: &[&str] =
    &["of", "the", "and", "for", "&", "-", "'s", "’s", "de", "la", "del", "di", "al", "el", "van", "von", "bin"];

/// At most so many words without a capital between two words of a name.
const GAP: usize = 2;

/// The longest name in the lists, in words.
const LONGEST: usize = 8;

/// Looks at all tokens.
pub(super) fn look(words: &Words<'_>, lexicon: &Lexicon<'_>) -> Vec<Look> {
    let mut looks: Vec<Look> = (0..words.len()).map(|index| one(words, index, lexicon)).collect();
    // Where hardly anything has a capital, the lists alone tell what may be a name.
    let capitals = looks.iter().filter(|look| look.candidate).count();
    let lower_cased = looks.len() >= 8 && capitals * 50 < looks.len();
    for sentence in words.document().sentences() {
        consult_lists(words, sentence.tokens, lower_cased, &mut looks);
        bridge(words, sentence.tokens, &mut looks);
        find_runs(words, sentence.tokens, &mut looks);
    }
    for (index, look) in looks.iter_mut().enumerate().filter(|(_, look)| look.candidate) {
        spell(words.text(index), look);
    }
    looks
}

fn one(words: &Words<'_>, index: usize, lexicon: &Lexicon<'_>) -> Look {
    let (text, word) = (words.text(index), words.get(index));
    let lower = hash_lower(text);
    let case = if !text.contains(char::is_alphabetic) {
        Case::None
    } else if word.shouted {
        Case::Shouted
    } else if word.capital {
        Case::Capital
    } else if text.contains(char::is_uppercase) {
        Case::Inside
    } else {
        Case::Lower
    };
    let spoken = matches!(text, "I" | "I'm" | "I've" | "I'd" | "I'll" | "I’m" | "I’ve" | "I’d" | "I’ll");
    let kind = words.document().tokens()[index].kind;
    Look {
        lower,
        clusters: lexicon.get(lower),
        case,
        usual: usual(word.entry.letter_case()),
        length: text.len().min(12) as u8,
        excused: word.excused,
        is_title: word.entry.is(crate::entity::gazetteer::Flag::Title),
        candidate: !matches!(case, Case::None | Case::Lower) && !spoken && kind != TokenKind::Address,
        ..Look::default()
    }
}

fn usual(case: LetterCase) -> u8 {
    match case {
        LetterCase::Unknown => 0,
        LetterCase::Lower => 1,
        LetterCase::MostlyLower => 2,
        LetterCase::Mixed => 3,
        LetterCase::MostlyUpper => 4,
        LetterCase::Upper => 5,
    }
}

/// Marks the names from the lists: the longest one from each token on.
fn consult_lists(words: &Words<'_>, sentence: TokenRange, lower_cased: bool, looks: &mut [Look]) {
    for start in sentence.range() {
        if !looks[start].candidate && !(lower_cased && words.get(start).entry != Entry::default()) {
            continue;
        }
        let end = sentence.end().min(start + LONGEST);
        let Some((name, entry)) = words.longest(start, end, |entry| entry.kinds() != 0) else { continue };
        let (end, kinds) = (name.end(), entry.kinds());
        if lower_cased && !words.get(start).entry.is_common_word() {
            looks[start..end].iter_mut().for_each(|look| look.candidate = true);
        }
        for (inner, look) in looks[start..end].iter_mut().enumerate() {
            let position = match (end - start, inner) {
                (1, _) => 0,
                (_, 0) => 1,
                (length, _) if inner + 1 == length => 3,
                _ => 2,
            };
            let spread = (0..16).filter(|flag| kinds >> flag & 1 == 1).fold(0, |bits, flag| bits | 1u64 << (flag * 4));
            look.lists |= spread << position;
            look.kinds |= kinds;
        }
    }
}

/// Makes candidates of the small words between candidates, and of a particle in front of one: "al-Masri".
fn bridge(words: &Words<'_>, sentence: TokenRange, looks: &mut [Look]) {
    let mut last: Option<usize> = None;
    for at in sentence.range() {
        if !looks[at].candidate {
            continue;
        }
        if let Some(last) = last
            && at - last <= GAP + 1
            && (last + 1..at)
                .all(|between| words.get(between).is_word || matches!(words.text(between), "-" | "&" | "/"))
        {
            looks[last + 1..at].iter_mut().for_each(|look| look.candidate = true);
        }
        if at >= sentence.start() + 2
            && words.text(at - 1) == "-"
            && matches!(words.text(at - 2), "al" | "el" | "an" | "ad" | "as" | "ul")
        {
            looks[at - 2].candidate = true;
            looks[at - 1].candidate = true;
        }
        last = Some(at);
    }
}

/// Notes for each capitalised word the stretch of such words that it stands in.
fn find_runs(words: &Words<'_>, sentence: TokenRange, looks: &mut [Look]) {
    let named = |look: &Look| {
        look.candidate
            && !matches!(look.case, Case::None | Case::Lower)
            && !(look.excused && matches!(look.usual, 1 | 2))
    };
    let mut at = sentence.start();
    while at < sentence.end() {
        if !named(&looks[at]) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        loop {
            if end < sentence.end() && named(&looks[end]) {
                end += 1;
            } else if end + 1 < sentence.end() && named(&looks[end + 1]) && CONNECTORS.contains(&words.text(end)) {
                end += 2;
            } else {
                break;
            }
        }
        let run = (at as u32, end as u32);
        looks[at..end].iter_mut().for_each(|look| look.run = run);
        at = end;
    }
}

/// What the letters of a candidate say.
fn spell(text: &str, look: &mut Look) {
    look.cased = hash(text);
    let (mut long, mut short, mut last) = (0x5AA9, 0x54AE, ' ');
    for (index, c) in text.chars().enumerate() {
        let class = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => 'd',
            c => c,
        };
        if index < 10 {
            long = mix(long, u64::from(class));
        }
        if class != last {
            short = mix(short, u64::from(class));
        }
        last = class;
    }
    (look.shape, look.short) = (long, short);
    let lower = text.to_lowercase();
    let starts: Vec<usize> = lower.char_indices().map(|(at, _)| at).chain([lower.len()]).collect();
    let letters = starts.len() - 1;
    for (slot, size) in look.prefixes.iter_mut().zip(2..) {
        *slot = if letters > size { lower.get(..starts[size]).map_or(0, hash) } else { 0 };
    }
    for (slot, size) in look.suffixes.iter_mut().zip(1..) {
        *slot = if letters > size { lower.get(starts[letters - size]..).map_or(0, hash) } else { 0 };
    }
}
