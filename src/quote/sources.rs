//! Who stands beside a cue: the noun phrase that says, told or wrote.

use super::context::Context;
use super::grammar;
use super::lexicon::Shape;
use crate::text::TokenRange;

/// Longest noun phrase, in tokens.
const LONGEST: usize = 24;

/// A source in front of its verb.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    /// The noun phrase, without appositions.
    pub(super) tokens: TokenRange,
    /// Where the subject with its appositions and the adverbs behind it begins.
    pub(super) from: usize,
}

/// The subject of the verb at `verb`: "Ann Lee, the mayor, also said". Not before `limit`.
pub(super) fn subject(context: &Context<'_>, verb: usize, limit: usize) -> Option<Subject> {
    let mut end = verb;
    while end > limit && (grammar::is_auxiliary(context.word(end - 1)) || grammar::is_adverb(context.word(end - 1))) {
        end -= 1;
    }
    if end == limit {
        return None;
    }
    // An apposition or a relative clause between commas: go back behind it.
    if matches!(context.word(end - 1), "," | "—" | "–" | ")") && end - 1 > limit {
        let mark = context.word(end - 1).to_owned();
        let opens = if mark == ")" { "(" } else { mark.as_str() };
        let floor = limit.max((end - 1).saturating_sub(LONGEST));
        let open = (floor..end - 1)
            .rev()
            .filter(|&at| context.word(at) == opens)
            .find(|&at| at > limit && context.is_word(at - 1) && phrase_before(context, at, limit).is_some());
        return open.and_then(|open| phrase_before(context, open, limit));
    }
    phrase_before(context, end, limit)
}

/// The noun phrase that ends before `end`.
fn phrase_before(context: &Context<'_>, end: usize, limit: usize) -> Option<Subject> {
    let last = end - 1;
    let word = context.word(last);
    if !context.is_word(last) || is_no_noun(context, last) {
        return None;
    }
    if grammar::is_subject_pronoun(word) && !context.is_named(last) {
        return Some(Subject { tokens: TokenRange::new(last, end), from: last });
    }
    let floor = limit.max(end.saturating_sub(LONGEST));
    let mut at = last;
    let start = loop {
        let named = context.entities.mention_at(at).map(|(tokens, _)| tokens.start()).filter(|start| *start >= floor);
        at = named.unwrap_or(at);
        if at == floor {
            break at;
        }
        let previous = context.word(at - 1);
        if grammar::is_determiner(context.word(at)) && !continues_left(context, at, floor) {
            break at;
        }
        let stops = !context.is_word(at - 1)
            && !matches!(previous, "'s" | "’s" | "'" | "’" | "-" | "&" | "$" | "%")
            && !is_inner_comma(context, at - 1, floor)
            || grammar::begins_clause(previous) && previous != "that" && !context.is_named(at - 1)
            || previous == "that"
            || grammar::is_finite(previous)
                && !matches!(previous, "'s" | "’s")
                && !context.is_named(at - 1)
                && !is_participle_inside(context, at - 1, floor)
            || context.verb(at - 1).is_some_and(|(_, shape)| shape == Shape::Past || shape == Shape::Present)
                && !context.is_named(at - 1)
            || matches!(previous, "and" | "or") && !joins_nouns(context, at - 1, floor)
            || context.closing(at - 1).is_some();
        if stops {
            break at;
        }
        at -= 1;
    };
    let start = trim_start(context, start, end);
    (start < end).then(|| Subject { tokens: TokenRange::new(start, end), from: start })
}

/// "a source from the ministry": a determiner behind a preposition belongs to a longer phrase.
fn continues_left(context: &Context<'_>, at: usize, floor: usize) -> bool {
    at > floor + 1
        && matches!(context.before(at), "of" | "from" | "for" | "with" | "in" | "at" | "to" | "by" | "close")
        && context.is_word(at - 2)
        && !grammar::is_finite(context.word(at - 2))
        && has_determiner_or_capital(context, at - 2, floor)
}

/// Whether a noun phrase may end at `at`: within five words a determiner, a name or a plural.
fn has_determiner_or_capital(context: &Context<'_>, at: usize, floor: usize) -> bool {
    let from = floor.max(at.saturating_sub(5));
    (from..=at)
        .rev()
        .take_while(|&at| context.is_word(at) || context.word(at) == "-")
        .any(|at| grammar::is_determiner(context.word(at)) || context.is_named(at) || context.is_capital(at))
        || context.word(at).ends_with('s')
}

/// "tall, dark stranger" is rare; "Norland, Alder and Zorva" is a list of names.
fn is_inner_comma(context: &Context<'_>, comma: usize, floor: usize) -> bool {
    context.word(comma) == ","
        && comma > floor
        && context.is_named(comma - 1)
        && context.is_named(comma + 1)
        && (comma + 1..comma + 8).any(|at| context.word(at) == "and")
}

/// "the injured man": a participle behind a determiner.
fn is_participle_inside(context: &Context<'_>, at: usize, floor: usize) -> bool {
    context.word(at).ends_with("ed")
        && at > floor
        && (grammar::is_determiner(context.before(at)) || context.before(at) == "-")
}

/// "Maya Lin and Omar Said", "the mayor and the council".
fn joins_nouns(context: &Context<'_>, at: usize, floor: usize) -> bool {
    let left = at > floor
        && (context.is_named(at - 1)
            || has_determiner_or_capital(context, at - 1, floor) && !grammar::is_finite(context.before(at)));
    let right = context.is_named(at + 1) || context.is_capital(at + 1) || grammar::is_determiner(context.word(at + 1));
    let both_named = context.is_named(at.saturating_sub(1)) && context.is_named(at + 1);
    left && right && (both_named || !has_verb_before(context, at, floor))
}

fn has_verb_before(context: &Context<'_>, at: usize, floor: usize) -> bool {
    (floor..at).any(|at| grammar::is_finite(context.word(at)) && !context.is_named(at))
}

/// Leading adverbs and prepositional phrases are no part of a subject: "On Monday the minister".
fn trim_start(context: &Context<'_>, start: usize, end: usize) -> usize {
    let mut start = start;
    while start < end
        && (!context.is_word(start) || matches!(context.word(start), "and" | "but" | "or" | "so" | "yet" | "'s" | "’s"))
    {
        start += 1;
    }
    let skip = |at: usize| {
        (grammar::is_preposition(context.word(at))
            || grammar::is_time(context.word(at))
            || grammar::is_adverb(context.word(at))
            || matches!(context.word(at), "however" | "meanwhile" | "but"))
            && !context.is_named(at)
    };
    if start < end && skip(start) {
        // The last name, pronoun or determiner that begins a phrase of its own.
        let begins = |at: &usize| {
            let mention = context.entities.mention_at(*at).is_some_and(|(tokens, _)| tokens.start() == *at);
            let opens =
                mention || grammar::is_determiner(context.word(*at)) || grammar::is_subject_pronoun(context.word(*at));
            opens && !grammar::is_preposition(context.before(*at)) && !matches!(context.before(*at), "'s" | "’s")
        };
        return (start + 1..end).find(begins).unwrap_or_else(|| (start..end).find(|&at| !skip(at)).unwrap_or(end));
    }
    start
}

fn is_no_noun(context: &Context<'_>, at: usize) -> bool {
    let word = context.word(at);
    !context.is_named(at)
        && (grammar::is_preposition(word)
            || grammar::begins_clause(word) && word != "who" && word != "which"
            || matches!(word, "and" | "or" | "but" | "to" | "as" | "not")
            || grammar::is_time(word) && !matches!(word, "week")
            || grammar::is_determiner(word)
                && !grammar::is_subject_pronoun(word)
                && !matches!(word, "all" | "most" | "some" | "many" | "both" | "others"))
}

/// The noun phrase that begins at `start`: behind an inverted verb, "by" or "according to". Ends before `limit`.
pub(super) fn phrase_after(context: &Context<'_>, start: usize, limit: usize) -> Option<TokenRange> {
    let limit = limit.min(start + LONGEST);
    if start >= limit || !context.is_word(start) {
        return None;
    }
    let word = context.word(start);
    if grammar::is_subject_pronoun(word)
        || matches!(word, "him" | "her" | "them" | "me" | "us") && !context.is_named(start)
    {
        let alone = !(word == "one" || grammar::is_determiner(word) || word == "her")
            || start + 1 >= limit
            || !context.is_word(start + 1);
        if alone {
            return Some(TokenRange::new(start, start + 1));
        }
    }
    let opens = grammar::is_determiner(word)
        || context.is_named(start)
        || context.is_capital(start)
        || word.ends_with('s')
        || !grammar::is_finite(word)
            && !grammar::is_preposition(word)
            && !grammar::is_adverb(word)
            && !grammar::begins_clause(word);
    if !opens {
        return None;
    }
    let mut end = start;
    let mut named = None;
    while end < limit {
        if let Some((tokens, _)) = context.entities.mention_at(end).filter(|(tokens, _)| tokens.end() <= limit) {
            end = tokens.end();
            named = Some(end);
            continue;
        }
        let word = context.word(end);
        let inner = matches!(word, "'s" | "’s" | "-" | "'" | "’" | "&");
        let complement = matches!(
            word,
            "of" | "for" | "from" | "in" | "at" | "with" | "to" | "on" | "close" | "familiar" | "briefed"
        ) && end > start
            && named.is_none_or(|named| named != end)
            && is_complement(context, end);
        let stops = !context.is_word(end) && !inner
            || grammar::is_preposition(word) && !complement
            || grammar::begins_clause(word) && end > start
            || grammar::is_finite(word) && end > start && !is_participle_inside(context, end, start)
            || grammar::is_time(word) && end > start && !matches!(context.before(end), "this" | "last")
            || context.verb(end).is_some_and(|(_, shape)| shape != Shape::Base)
                && end > start
                && !word.ends_with("ing")
            || grammar::is_adverb(word) && end > start
            || matches!(word, "and" | "or") && !(context.is_named(end + 1) && named == Some(end));
        if stops {
            break;
        }
        end += 1;
        // "economist Ida Voss": nothing behind the name belongs to it.
        if named == Some(end - 1)
            && !inner
            && !matches!(context.word(end - 1), "and")
            && !context.is_named(end)
            && !complement
        {
            break;
        }
    }
    while end > start
        && (grammar::is_preposition(context.word(end - 1))
            || matches!(context.word(end - 1), "-" | "and" | "the" | "a"))
    {
        end -= 1;
    }
    (end > start).then(|| TokenRange::new(start, end))
}

/// A prepositional phrase behind a description says who it is, unless it says when or where.
fn is_complement(context: &Context<'_>, at: usize) -> bool {
    let (word, next) = (context.word(at), context.word(at + 1));
    match word {
        "in" | "on" | "at" | "with" | "to" => {
            !grammar::is_time(next)
                && !matches!(next, "a" | "an" | "his" | "her" | "their" | "its")
                && context.is_word(at + 1)
                && !next.starts_with(|c: char| c.is_ascii_digit())
                && !matches!(
                    (word, next),
                    ("in", "response" | "court" | "english")
                        | ("at", "least")
                        | ("on", "condition")
                        | ("to", "be" | "reporters")
                )
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity;
    use crate::text::Document;

    /// The subject of the first reporting verb.
    #[track_caller]
    fn check(text: &str, want: &str) {
        let document = Document::new("", text);
        let entities = entity::recognize(&document);
        let context = Context::new(&document, &entities);
        let verb = (0..context.len())
            .find(|&at| context.verb(at).is_some_and(|(verb, _)| verb.lemma == "say"))
            .expect("a verb");
        let got = subject(&context, verb, context.sentence(verb).start())
            .map(|subject| document.slice(context.span(subject.tokens)));
        assert_eq!(got, Some(want), "in {text:?}");
    }

    #[test]
    fn the_subject_is_the_noun_phrase_before_the_verb() {
        check("The minister also said no.", "The minister");
        check("On Monday the minister said no.", "the minister");
        check(
            "A source from the Norwegian president's office said no.",
            "A source from the Norwegian president's office",
        );
        check("While Lund was safe, he said no.", "he");
        check("Economist Ida Voss said no.", "Economist Ida Voss");
    }

    #[test]
    fn appositions_are_passed_over() {
        check("Elena Ruiz, the mayor of Port Alder, said no.", "Elena Ruiz");
    }

    #[test]
    fn joint_subjects_stay_together() {
        check("Tom Ito and Elena Ruiz said no.", "Tom Ito and Elena Ruiz");
    }
}
