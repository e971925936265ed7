//! `former Norland Foreign Minister Ida Voss`, `tennis player Ida Voss`, `Secretary of State Ida Voss`: read to the left from the name.

use super::nouns::{is_courtesy, is_human, is_modifier};
use crate::entity::calendar::is_time;
use crate::entity::gazetteer::{self, Flag};
use crate::entity::recognizers::is_opener;
use crate::text::{Document, Span, TokenRange};

/// Longest title between "of" and the name.
const LONGEST: usize = 8;

/// How far a title may stand before the last of those who share it, in tokens.
const FARTHEST: usize = 14;

/// The title that stands right before `name`.
pub(super) fn before(document: &Document, name: TokenRange) -> Option<TokenRange> {
    let sentence = document.sentences()[document.sentence_at(name.start())].tokens;
    let mut end = name.start();
    while end > sentence.start() && is_courtesy(document.word(end - 1)) {
        end -= 1;
    }
    let head = head(document, sentence, end)?;
    let role = TokenRange::new(extend(document, sentence, head), end);
    // "Justice" alone between "Mrs" and the name is part of the courtesy, and its bearer's role all the same.
    (!role.is_empty()).then_some(role)
}

/// Whether a title is a rank alone.
pub(super) fn is_rank(document: &Document, role: TokenRange) -> bool {
    role.range().all(|at| {
        matches!(
            document.word(at).to_lowercase().as_str(),
            "general"
                | "gen."
                | "lieutenant"
                | "lt."
                | "colonel"
                | "col."
                | "major"
                | "maj."
                | "captain"
                | "capt."
                | "brigadier"
                | "admiral"
                | "sergeant"
                | "sgt."
                | "ayatollah"
                | "sheikh"
                | "mullah"
                | "-"
        )
    })
}

/// "Norwegian Ministers Ida Voss and Tom Moss": the title that several people share, as each of them bears it.
pub(super) fn of_several(document: &Document, name: TokenRange) -> Option<Span> {
    let sentence = document.sentences()[document.sentence_at(name.start())].tokens;
    let word = |at: usize| document.word(at);
    let from = sentence.start().max(name.start().saturating_sub(FARTHEST));
    // Over the names before this one, and where these are from.
    let joins = |at: usize| {
        matches!(word(at), "and" | "," | "of" | "-" | "the")
            || word(at).starts_with(char::is_uppercase)
            || is_particle(word(at))
    };
    let is_head = |at: usize| singular(word(at)).is_some_and(is_human);
    let head = (from..name.start()).rev().take_while(|&at| joins(at) || is_head(at)).find(|&at| is_head(at))?;
    let begins = head + 1 == name.start() || word(head + 1).starts_with(char::is_uppercase) || word(head + 1) == ",";
    let several = head + 1 == name.start() || matches!(word(name.start() - 1), "and" | ",");
    let whole = document.span_of(TokenRange::new(extend(document, sentence, head), head + 1));
    (begins && several).then(|| Span::new(whole.start(), whole.end() - 1))
}

/// "Ministers" → "Minister".
fn singular(word: &str) -> Option<&str> {
    word.strip_suffix('s').filter(|word| word.len() > 3 && !word.ends_with('s'))
}

fn is_particle(word: &str) -> bool {
    matches!(word, "al" | "bin" | "de" | "da" | "di" | "van" | "von" | "der" | "la" | "el")
}

/// The noun that says what the person is: right before the name, or before "of" and the like.
fn head(document: &Document, sentence: TokenRange, end: usize) -> Option<usize> {
    let last = end.checked_sub(1).filter(|last| *last >= sentence.start())?;
    if is_human(document.word(last)) {
        return Some(last);
    }
    // "President-elect"
    if matches!(document.word(last), "elect" | "designate")
        && last >= sentence.start() + 2
        && document.word(last - 1) == "-"
    {
        return Some(last - 2).filter(|&at| is_human(document.word(at)));
    }
    let capital = |at: usize| document.word(at).starts_with(char::is_uppercase);
    let from = sentence.start().max(end.saturating_sub(LONGEST));
    let inside =
        (from..end).rev().take_while(|&at| capital(at) || matches!(document.word(at), "of" | "for" | "and" | "the"));
    let first = inside.last()?;
    (first..last)
        .find(|&at| capital(at) && is_human(document.word(at)) && matches!(document.word(at + 1), "of" | "for"))
}

/// Where the words begin that belong to the noun at `head`.
pub(super) fn extend(document: &Document, sentence: TokenRange, head: usize) -> usize {
    let mut start = head;
    while start > sentence.start() {
        let word = document.word(start - 1);
        if matches!(word, "-" | "'s" | "’s") && start >= sentence.start() + 2 {
            let owner = document.word(start - 2);
            let joins = owner.starts_with(char::is_uppercase) || word == "-" && owner.starts_with(char::is_alphabetic);
            if !joins {
                break;
            }
            start -= 2;
            continue;
        }
        // "University of Georgia hydrologist"
        let of = word == "of" && start >= sentence.start() + 2 && document.word(start).starts_with(char::is_uppercase);
        if of && document.word(start - 2).starts_with(char::is_uppercase) && start < head {
            start -= 2;
            continue;
        }
        let capital = word.starts_with(char::is_uppercase)
            && !is_time(word)
            && !is_courtesy(word)
            && !matches!(word, "The" | "A" | "An");
        let opens = start - 1 == sentence.start();
        // "Green leader": what stands right before a noun without a capital belongs to it.
        let beside = start == head && document.word(head).starts_with(char::is_lowercase) && !is_opener(word);
        if !(is_modifier(word) || capital && (!opens || beside || is_telling(word))) {
            break;
        }
        start -= 1;
    }
    // "his assistant" is nobody's assistant without "his".
    let owned = start > sentence.start()
        && matches!(document.word(start - 1).to_lowercase().as_str(), "his" | "her" | "its" | "their");
    start - usize::from(owned)
}

/// A word whose capital means something at the start of a sentence, too.
fn is_telling(word: &str) -> bool {
    const LISTS: &[Flag] =
        &[Flag::Group, Flag::Country, Flag::City, Flag::Title, Flag::Region, Flag::Body, Flag::Outlet, Flag::Company];
    let entry = gazetteer::word(word);
    is_modifier(&word.to_lowercase()) || entry.is_any(LISTS) || !entry.is_common_word()
}
