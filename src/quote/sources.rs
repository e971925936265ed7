//! Who stands in front of a verb: the noun phrase that says, told or wrote.

use super::context::Context;
use super::grammar;
use super::tags::Tag;
use crate::entity::EntityKind;
use crate::text::TokenRange;

/// Longest noun phrase, in tokens.
const LONGEST: usize = 28;
/// Farthest relative pronoun before the end of its clause.
const FARTHEST_RELATIVE: usize = 14;

/// Farthest subject of the clause that a verb goes on.
const FARTHEST_SUBJECT: usize = 90;

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
    let end = skip_parentheses(context, skip_verbs(context, verb, limit), limit);
    if end == limit {
        return None;
    }
    // "Paul Rand on Thursday declared"
    let end = skip_time(context, end, limit);
    if matches!(context.word(end - 1), "," | "—" | "–" | "-" | "--") && end - 1 > limit {
        return before_apposition(context, end - 1, context.word(end - 1), limit);
    }
    // "the editor of “Today,” said": the comma stands inside the marks.
    if end > limit + 2 && context.closing(end - 1).is_some() && context.word(end - 2) == "," {
        return before_apposition(context, end - 1, ",", limit);
    }
    phrase_before(context, end, limit)
}

/// A day between subject and verb.
fn skip_time(context: &Context<'_>, end: usize, limit: usize) -> usize {
    let mut at = end;
    while at > limit + 1 && grammar::is_time(context.word(at - 1)) && !context.is_named(at - 1) {
        at -= 1;
    }
    if at < end && at > limit + 1 && matches!(context.word(at - 1), "on" | "late" | "early") {
        at -= 1;
    }
    let noun = at > limit && matches!(context.tag(at - 1), Tag::Noun | Tag::Name | Tag::Mark);
    if noun && context.is_capital(end - 1) { at } else { end }
}

/// "Ann Lee (Ind.) said"
fn skip_parentheses(context: &Context<'_>, end: usize, limit: usize) -> usize {
    let mut end = end;
    while end > limit + 1 && context.word(end - 1) == ")" {
        let open = (limit..end - 1).rev().take(12).find(|&at| context.word(at) == "(");
        let Some(open) = open else { break };
        end = skip_verbs(context, open, limit);
    }
    end
}

/// Auxiliaries, adverbs and verbs that only colour the one behind them: "has also said", "continued to say".
fn skip_verbs(context: &Context<'_>, verb: usize, limit: usize) -> usize {
    let mut end = verb;
    let chained = end > limit && context.word(end - 1) == "to";
    if chained {
        end -= 1;
        while end > limit && context.tag(end - 1) == Tag::Adverb {
            end -= 1;
        }
        if end > limit && matches!(context.tag(end - 1), Tag::Finite | Tag::Participle | Tag::Gerund | Tag::Adjective) {
            end -= 1;
        }
    }
    while end > limit {
        let word = context.word(end - 1);
        let auxiliary = grammar::is_auxiliary(word) && !matches!(context.tag(end - 1), Tag::Possessive)
            || grammar::is_modal(word)
            || matches!(word, "'d" | "’d" | "'ve" | "’ve" | "'ll" | "’ll" | "both" | "all")
                && context.tag(end - 1) != Tag::Pronoun
                && end > limit + 1;
        if !(auxiliary || context.tag(end - 1) == Tag::Adverb && word != "there") {
            break;
        }
        end -= 1;
    }
    end
}

/// The noun phrase before an apposition or a relative clause that ends with the mark at `close`: "Ida Stone, 29, of Lowport, Nor., says".
fn before_apposition(context: &Context<'_>, close: usize, mark: &str, limit: usize) -> Option<Subject> {
    let floor = limit.max(close.saturating_sub(60));
    let mut end = close;
    loop {
        let open = (floor..end).rev().find(|&at| context.word(at) == mark && at > limit)?;
        let segment = TokenRange::new(open + 1, end);
        // "The leader of the Greens, Amara Nilsen, said": the name is the source.
        if let Some(name) = whole_name(context, segment) {
            let from = phrase_before(context, open, limit).filter(|before| !is_named_person(context, before.tokens));
            if let Some(before) = from {
                return Some(Subject { tokens: name, from: before.from });
            }
        }
        if segment.is_empty() || !(is_aside(context, segment) || opens_aside(context, floor, open, mark)) {
            return None;
        }
        let phrase = phrase_before(context, skip_parentheses(context, skip_verbs(context, open, limit), limit), limit);
        if let Some(phrase) = phrase {
            return Some(before_details(context, phrase, limit));
        }
        end = open;
    }
}

/// "Ida Stone, 29, of Lowport, Nor.": from an age or a place back to the name.
fn before_details(context: &Context<'_>, phrase: Subject, limit: usize) -> Subject {
    let mut phrase = phrase;
    while !is_person(context, phrase.tokens) && phrase.from > limit + 1 {
        let link = phrase.from - 1;
        let comma = if matches!(context.word(link), "of" | "from" | "in") { link - 1 } else { link };
        let detail = is_place_or_age(context, phrase.tokens) || person_before(context, comma + 1);
        if comma <= limit || context.word(comma) != "," || !detail {
            break;
        }
        let Some(before) = phrase_before(context, skip_parentheses(context, comma, limit), limit) else { break };
        phrase = before;
    }
    phrase
}

/// A person or a body that fills the segment.
fn whole_name(context: &Context<'_>, segment: TokenRange) -> Option<TokenRange> {
    // "the People’s Party"
    let determined = context.word(segment.start()) == "the" && segment.len() > 1;
    let segment = if determined { TokenRange::new(segment.start() + 1, segment.end()) } else { segment };
    let first = context.entities.mention_at(segment.start());
    let whole = first.filter(|(tokens, id)| {
        *tokens == segment && matches!(context.entities.get(*id).kind, EntityKind::Person | EntityKind::Organization)
    });
    // "retired judge Pavel Stroud"
    let titled = || {
        let last = context.entities.mention_at(segment.end() - 1)?.0;
        let title = (segment.start()..last.start()).all(|at| {
            matches!(context.tag(at), Tag::Noun | Tag::Adjective | Tag::Name | Tag::Participle | Tag::Mark)
                && !is_person(context, TokenRange::new(at, at + 1))
        });
        (last.end() == segment.end() && title && is_person(context, last)).then_some(segment)
    };
    whole.map(|(tokens, _)| tokens).or_else(titled)
}

fn is_named_person(context: &Context<'_>, tokens: TokenRange) -> bool {
    is_person(context, tokens)
        || is_person(context, TokenRange::new(tokens.start(), tokens.start() + 1))
        || is_place(context, tokens.end() - 1) && tokens.len() == 1
}

/// A relative clause may hold commas of its own: its beginning stands behind an earlier mark.
fn opens_aside(context: &Context<'_>, floor: usize, open: usize, mark: &str) -> bool {
    (floor..open).rev().any(|at| context.word(at) == mark && matches!(context.word(at + 1), "who" | "whose" | "which"))
}

/// What may stand between a noun phrase and its verb, between marks: no main clause.
fn is_aside(context: &Context<'_>, segment: TokenRange) -> bool {
    // "in a report released on Friday", "speaking in Lowport"
    let adjunct = matches!(context.tag(segment.start()), Tag::Preposition | Tag::Gerund | Tag::Participle)
        && segment.len() <= 14
        && !segment.range().any(|at| context.tag(at) == Tag::Pronoun);
    adjunct
        || matches!(
            context.word(segment.start()),
            "who" | "whose" | "which" | "whom" | "where" | "when" | "as" | "and" | "while"
        )
        || !segment.range().any(|at| context.is_finite(at) && !inside_relative(context, at, segment.start()))
}

fn inside_relative(context: &Context<'_>, at: usize, floor: usize) -> bool {
    (floor..at)
        .rev()
        .take(10)
        .any(|at| matches!(context.word(at), "who" | "which" | "that" | "whose" | "where" | "what"))
}

/// "29", "of Lowport", "Nor."
fn is_place_or_age(context: &Context<'_>, tokens: TokenRange) -> bool {
    let place = |at: usize| {
        context.entities.mention_at(at).is_some_and(|(_, id)| {
            matches!(context.entities.get(id).kind, EntityKind::Location | EntityKind::Facility | EntityKind::Group)
        })
    };
    let first = tokens.start();
    tokens.range().all(|at| {
        context.tag(at) == Tag::Number || context.word(at) == "-" || matches!(context.word(at), "year" | "old")
    }) || matches!(context.word(first), "of" | "from")
        || tokens.range().all(place)
        || context.before(first) == "of"
        || context.word(first).ends_with('.')
        || grammar::is_determiner(context.word(first)) && first > 1 && person_before(context, first)
}

/// "Ann Lee, the mayor, ": a person stands before the comma before `at`.
fn person_before(context: &Context<'_>, at: usize) -> bool {
    context.before(at) == "," && at >= 2 && is_person(context, TokenRange::new(at - 2, at - 1))
}

pub(super) fn is_person(context: &Context<'_>, tokens: TokenRange) -> bool {
    context
        .entities
        .mention_at(tokens.end() - 1)
        .is_some_and(|(_, id)| context.entities.get(id).kind == EntityKind::Person)
}

/// The noun phrase that ends before `end`.
fn phrase_before(context: &Context<'_>, end: usize, limit: usize) -> Option<Subject> {
    if end <= limit {
        return None;
    }
    let mut last = end - 1;
    let word = context.word(last);
    if grammar::is_subject_pronoun(word) && !context.is_named(last) {
        return Some(Subject { tokens: TokenRange::new(last, end), from: last });
    }
    let floor = limit.max(end.saturating_sub(LONGEST));
    // "results released Thursday"
    while last > floor + 1
        && grammar::is_time(context.word(last))
        && !context.is_named(last)
        && matches!(context.tag(last - 1), Tag::Participle | Tag::Noun)
    {
        last -= 1;
    }
    // "those surveyed", "people familiar with it"
    if matches!(context.tag(last), Tag::Participle | Tag::Adjective)
        && last > floor
        && matches!(context.tag(last - 1), Tag::Noun | Tag::Determiner)
        && !context.is_named(last)
    {
        last -= 1;
    }
    if !ends_phrase(context, last) {
        // "those who came late said"
        return relative_head(context, end, floor);
    }
    let core = core_start(context, last, floor);
    let mut start = core;
    while start > floor {
        let Some(left) = attach(context, start, floor) else { break };
        start = left;
    }
    // "Jonah Varga, a spokesman for the council says": the closing comma is missing.
    if start > floor
        && matches!(context.word(start), "a" | "an" | "the")
        && context.before(start) == ","
        && let Some((name, _)) = context.entities.mention_at(start.saturating_sub(2)).filter(|(name, _)| {
            name.start() == context.sentence(start).start() && name.end() + 1 == start && is_person(context, *name)
        })
    {
        return Some(Subject { tokens: name, from: name.start() });
    }
    // "who in the past has said": the pronoun before the adjunct is the subject.
    if start > floor + 1
        && context.tag(start - 1) == Tag::Preposition
        && matches!(context.word(start - 2), "who" | "which")
        && !grammar::is_pronoun(context.word(start))
    {
        return Some(Subject { tokens: TokenRange::new(start - 2, start - 1), from: start - 2 });
    }
    if start < end {
        relative_head(context, start, floor).or(Some(Subject { tokens: TokenRange::new(start, end), from: start }))
    } else {
        None
    }
}

/// The plain noun phrase that ends before `end`.
pub(super) fn phrase_up_to(context: &Context<'_>, end: usize, limit: usize) -> Option<TokenRange> {
    phrase_before(context, end, limit).map(|subject| subject.tokens)
}

/// A word that a noun phrase may end with.
fn ends_phrase(context: &Context<'_>, at: usize) -> bool {
    let word = context.word(at);
    match context.tag(at) {
        Tag::Name | Tag::Noun | Tag::Number => !grammar::is_time(word),
        Tag::Pronoun => true,
        Tag::Adjective => word.ends_with("al") || word.ends_with("ive"),
        Tag::Determiner => {
            matches!(
                word,
                "all"
                    | "most"
                    | "some"
                    | "many"
                    | "both"
                    | "others"
                    | "one"
                    | "another"
                    | "several"
                    | "each"
                    | "two"
                    | "three"
                    | "few"
                    | "those"
            )
        }
        Tag::Gerund | Tag::Participle => {
            at > 0 && matches!(context.tag(at - 1), Tag::Determiner | Tag::Adjective | Tag::Possessive)
        }
        Tag::Mark => context.closing(at).is_some() || word == "%",
        _ => false,
    }
}

/// The first word of the plain noun phrase that ends with `last`.
fn core_start(context: &Context<'_>, last: usize, floor: usize) -> usize {
    let mut at = last;
    loop {
        if let Some((tokens, _)) = context.entities.mention_at(at).filter(|(tokens, _)| tokens.start() >= floor) {
            at = tokens.start();
        } else if let Some(quotation) = context.closing(at) {
            // A nickname or a title inside the phrase.
            let open = context.quotation(quotation).tokens.start().saturating_sub(1);
            if open > floor && at - open <= 6 {
                at = open;
            }
        }
        if at == floor || context.tag(at) == Tag::Determiner && !goes_on_left(context, at) {
            return at;
        }
        let word = context.word(at - 1);
        let inner = match context.tag(at - 1) {
            Tag::Name | Tag::Noun => !grammar::is_time(word) || matches!(word, "year"),
            Tag::Number | Tag::Adjective | Tag::Possessive | Tag::Determiner => true,
            Tag::Participle | Tag::Gerund => {
                at >= floor + 2
                    && (matches!(context.tag(at - 2), Tag::Determiner | Tag::Adjective | Tag::Possessive)
                        || context.word(at - 2) == "-"
                        || matches!(context.tag(at - 2), Tag::Adverb)
                            && at >= floor + 3
                            && context.tag(at - 3) == Tag::Determiner)
            }
            Tag::Adverb => at >= floor + 2 && context.tag(at - 2) == Tag::Determiner,
            Tag::Mark => {
                matches!(word, "-" | "&" | "/" | "'" | "’" | "$") && at - 1 > floor && context.is_word(at - 2)
                    || context.closing(at - 1).is_some() && at >= floor + 3 && context.is_word(at - 2)
                    || is_list_comma(context, at - 1, floor)
            }
            _ => false,
        };
        if !inner {
            return at;
        }
        at -= 1;
    }
}

/// "all the mayors", "many of"
fn goes_on_left(context: &Context<'_>, at: usize) -> bool {
    matches!(context.before(at), "all" | "both" | "half")
        || matches!(context.word(at), "least" | "most" | "than" | "as" | "to" | "many" | "few" | "much")
            && context.tag(at - 1) == Tag::Determiner
}

/// "Norland, Alder and Zorva": names in a list.
fn is_list_comma(context: &Context<'_>, comma: usize, floor: usize) -> bool {
    context.word(comma) == ","
        && comma > floor
        && context.is_named(comma - 1)
        && (context.is_named(comma + 1) || context.word(comma + 1) == "the" && context.is_named(comma + 2))
        && (comma + 1..comma + 8).take_while(|&at| !context.is_finite(at)).any(|at| context.word(at) == "and")
}

/// The phrase that the one at `start` hangs on, with "of", "from", "and" …: its first word.
fn attach(context: &Context<'_>, start: usize, floor: usize) -> Option<usize> {
    let link = start - 1;
    if link <= floor {
        return None;
    }
    let word = context.word(link);
    match context.tag(link) {
        Tag::Preposition | Tag::To => {
            let mut left = link - 1;
            if matches!(context.tag(left), Tag::Participle | Tag::Adjective) && left > floor {
                left -= 1;
            }
            let fits = matches!(context.tag(left), Tag::Noun | Tag::Name | Tag::Number)
                || word == "of" && matches!(context.tag(left), Tag::Determiner | Tag::Pronoun | Tag::Adjective)
                || context.word(left) == "those"
                || context.word(left) == "%";
            if !fits
                || grammar::is_time(context.word(left))
                || matches!(
                    word,
                    "as" | "like"
                        | "than"
                        | "after"
                        | "before"
                        | "during"
                        | "since"
                        | "until"
                        | "despite"
                        | "amid"
                        | "following"
                )
            {
                return None;
            }
            let head = core_start(context, left, floor);
            // The object of a verb before is no subject.
            let object = head > floor
                && matches!(context.tag(head - 1), Tag::Finite | Tag::Infinitive | Tag::Gerund)
                && word != "of";
            (!object).then_some(head)
        }
        Tag::Conjunction if word == "and" || word == "or" => joins(context, link, floor),
        // "Columbia, Norland": a place behind a place.
        Tag::Mark if word == "," && is_place(context, start) && is_place(context, link - 1) => {
            let head = core_start(context, link - 1, floor);
            (head > floor && context.tag(head - 1) == Tag::Preposition).then_some(head)
        }
        _ => None,
    }
}

fn is_place(context: &Context<'_>, at: usize) -> bool {
    context.entities.mention_at(at).is_some_and(|(_, id)| context.entities.get(id).kind == EntityKind::Location)
}

/// "Maya Lin and Omar Said", "the mayor and the council".
fn joins(context: &Context<'_>, and: usize, floor: usize) -> Option<usize> {
    if !matches!(context.tag(and - 1), Tag::Noun | Tag::Name) {
        return None;
    }
    let head = core_start(context, and - 1, floor);
    let both_named = context.is_named(and - 1) && context.is_named(and + 1);
    let clause = (floor..head).rev().take_while(|&at| !matches!(context.word(at), "," | ";" | ":" | "—" | "."));
    let verb =
        clause.clone().any(|at| context.is_finite(at) || matches!(context.tag(at), Tag::Infinitive | Tag::Gerund));
    let hangs = head > floor && matches!(context.tag(head - 1), Tag::Preposition | Tag::To);
    (!verb && (both_named || !hangs)).then_some(head)
}

/// "friends who have seen him on the trail say": what stands before the relative pronoun is the head.
fn relative_head(context: &Context<'_>, start: usize, floor: usize) -> Option<Subject> {
    if start <= floor + 1 || matches!(context.tag(start - 1), Tag::Mark | Tag::Conjunction | Tag::Subordinator) {
        return None;
    }
    let who = (floor + 1..start)
        .rev()
        .take(FARTHEST_RELATIVE)
        .take_while(|&at| context.tag(at) != Tag::Mark || context.word(at) == "-")
        .find(|&at| matches!(context.word(at), "who" | "which" | "that"))?;
    let noun = matches!(context.tag(who - 1), Tag::Noun | Tag::Name) || context.word(who - 1) == "those";
    let verb = (who + 1..start).any(|at| context.is_finite(at));
    let direct = (who + 1..start).find(|&at| context.tag(at) != Tag::Adverb).is_some_and(|at| context.is_finite(at));
    // "told reporters that he left the city": a clause, not a relative one.
    let plain = context.word(who) != "that" || direct;
    (noun && verb && plain).then(|| phrase_before(context, who, floor)).flatten()
}

/// The subject of the clause that a verb without one of its own goes on: "The nurse sued, claiming …", "He called it a mess and said …".
pub(super) fn main_subject(context: &Context<'_>, at: usize, floor: usize) -> Option<TokenRange> {
    let mut spare = None;
    let floor = floor.max(at.saturating_sub(FARTHEST_SUBJECT));
    for verb in (floor..at).rev() {
        if !context.is_finite(verb) || context.is_quoted(verb) {
            continue;
        }
        let Some(subject) = subject(context, verb, floor) else { continue };
        let first = context.word(subject.tokens.start());
        let before = if subject.from > floor { context.before(subject.from) } else { "" };
        let below = matches!(first, "who" | "which" | "that" | "what" | "it" | "there" | "this")
            || grammar::begins_clause(before)
            || matches!(context.tag(subject.from.saturating_sub(1)), Tag::Subordinator) && subject.from > floor
            || matches!(context.tag(subject.from.saturating_sub(1)), Tag::Noun | Tag::Finite) && subject.from > floor;
        if !below {
            return Some(subject.tokens);
        }
        if !matches!(first, "who" | "which" | "that" | "what" | "there") {
            spare = Some(subject.tokens);
        }
    }
    spare
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
        check("Ida Voss, 59, of Oslo, who watched on a screen, said no.", "Ida Voss");
        check("Tom Ito, a spokesman for the council said no.", "Tom Ito");
        check("The leader of the Greens, Ann Lee, said no.", "Ann Lee");
        check("Tom Ito on Thursday said no.", "Tom Ito");
    }

    #[test]
    fn a_relative_clause_is_no_subject() {
        check("Friends who have seen him on the trail said no.", "Friends");
        check("Those surveyed said no.", "Those surveyed");
    }

    #[test]
    fn joint_subjects_stay_together() {
        check("Tom Ito and Elena Ruiz said no.", "Tom Ito and Elena Ruiz");
    }
}
