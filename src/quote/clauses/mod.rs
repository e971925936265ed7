//! What is reported without marks: the clause behind a cue, or before it.

mod closed;
mod ends;

pub(super) use closed::is_closed;
use ends::{clause_end, keep_marks, narrowed, resumes};

use super::context::Context;
use super::cues::Cue;
use super::grammar;
use super::lexicon::Frame;
use super::phrases;
use super::tags::Tag;
use crate::text::TokenRange;

/// Most tokens between a cue and its "that": "said in an interview with the Alder Post on Tuesday that".
const FARTHEST_THAT: usize = 18;
/// Most tokens between the beginning of a clause and its verb.
const FARTHEST_VERB: usize = 32;

/// What stands behind a cue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Behind {
    pub(super) content: TokenRange,
    pub(super) addressee: Option<TokenRange>,
}

/// The content behind `cue` in its sentence, up to `limit`.
pub(super) fn behind(context: &Context<'_>, cue: &Cue, limit: usize) -> Option<Behind> {
    let mut at = cue.tokens.end();
    let mut addressee = None;
    if is_what_called(context, cue) {
        return called(context, at, limit).map(|content| Behind { content, addressee });
    }
    if cue.takes(Frame::HEARER) && context.word(at) != "that" && cue.tokens.len() == 1 {
        if let Some(hearer) = hearer(context, at, limit) {
            // The object of "urge" is part of what is urged.
            let not = usize::from(context.word(hearer.end()) == "not");
            if context.word(hearer.end() + not) == "to" && cue.takes(Frame::INFINITIVE) {
                // "warned the council to leave": who is warned is no part of the warning.
                let warned = cue.verb.lemma == "warn";
                let from = if warned { hearer.end() } else { hearer.start() };
                return clause_end(context, cue, from, limit).map(|content| Behind {
                    content: narrowed(context, content),
                    addressee: warned.then_some(hearer),
                });
            }
            addressee = Some(hearer);
            at = hearer.end();
            if context.word(at) == "to" && cue.verb.lemma == "tell" {
                return clause_end(context, cue, at, limit)
                    .map(|content| Behind { content: narrowed(context, content), addressee });
            }
        }
    }
    let that = (at..limit.min(at + FARTHEST_THAT))
        .take_while(|&at| may_separate(context, at))
        .find(|&at| context.word(at) == "that" && is_complementiser(context, at, limit));
    if let Some(that) = that.filter(|_| cue.takes(Frame::CLAUSE) || cue.takes(Frame::HEARER) || cue.takes(Frame::NOUN))
    {
        return clause_end(context, cue, that + 1, limit).map(|content| Behind { content, addressee });
    }
    // "asked not to be named" says why a source has no name.
    let unnamed = |at: usize| matches!(context.word(at), "named" | "identified" | "anonymous" | "anonymity");
    if matches!(cue.verb.lemma, "ask" | "request") && (at..limit.min(at + 6)).any(unnamed) {
        return None;
    }
    // "asked for comment" says that nothing was said yet.
    if cue.verb.lemma == "ask"
        && cue.tokens.len() > 1
        && matches!(context.word(at), "comment" | "comments" | "anonymity")
    {
        return None;
    }
    if context.word(at) == "to" && cue.takes(Frame::INFINITIVE) && context.is_word(at + 1) {
        return clause_end(context, cue, at, limit)
            .map(|content| Behind { content: narrowed(context, content), addressee });
    }
    let clausal = cue.takes(Frame::CLAUSE) || cue.takes(Frame::HEARER) && addressee.is_some();
    if clausal && context.is_finite(at) && is_extracted(context, cue) {
        return clause_end(context, cue, at, limit).map(|content| Behind { content, addressee });
    }
    let start = if clausal { clause_start(context, at, limit) } else { at };
    if start >= limit || !begins_content(context, start) {
        return None;
    }
    let content = clause_end(context, cue, start, limit)?;
    let words = content.range().filter(|&at| context.is_word(at)).count();
    let first = context.word(start);
    let clause = verb_of_clause(context, start, content.end()).is_some();
    let infinitive =
        context.tag(start) == Tag::To || first == "to" || first == "not" && context.word(start + 1) == "to";
    let blames = matches!(cue.verb.lemma, "accuse" | "blame");
    let noun = !infinitive
        && (!matches!(first, "it" | "so" | "as" | "this" | "him" | "them") || blames)
        && !grammar::is_preposition(first)
        && !matches!(context.tag(start), Tag::Adverb | Tag::Subordinator);
    // "say the report shows a loss": the verb may look like a noun.
    let bare = cue.verb.lemma == "say"
        && cue.subject.is_some()
        && words >= 5
        && noun
        && !content
            .range()
            .any(|at| matches!(context.word(at), "and" | "or" | "goodbye" | "things" | "something" | "nothing" | "so"))
        && content.range().any(|at| grammar::form(context.word(at)).is_some_and(|form| form.base || form.present));
    let accepted = bare
        || infinitive && cue.takes(Frame::INFINITIVE) && words >= 2
        || grammar::is_question_word(first)
            && words >= 2
            && (clausal || cue.takes(Frame::INFINITIVE))
            && (clause || context.word(start + 1) == "to")
        || cue.takes(Frame::NOUN)
            && noun
            && words >= 2
            && !is_event(context, cue, content)
            && (!matches!(cue.verb.lemma, "express" | "voice") || is_view(context, content))
        || cue.takes(Frame::NAMING) && names(context, cue, content)
        || cue.takes(Frame::PAPER)
            && noun
            && words >= 2
            && cue.subject.is_some_and(|subject| speaks_on_paper(context, subject.tokens))
        || cue.takes(Frame::NOUN) && context.tag(start) == Tag::Gerund
        || clause
            && words >= 2
            && !infinitive
            && clausal
            && !matches!(cue.verb.lemma, "ask" | "wonder" | "inquire" | "enquire")
        || cue.tokens.len() > 1
            && words >= 1
            && (noun || context.tag(start) == Tag::Gerund || grammar::is_question_word(first))
        || cue.takes(Frame::INFINITIVE) && !cue.takes(Frame::CLAUSE) && has_infinitive(context, content)
        || cue.takes(Frame::HEARER) && cue.takes(Frame::INFINITIVE) && noun && has_infinitive(context, content);
    let phrase = !clause && !grammar::is_question_word(first) && !content.range().any(|at| context.is_quoted(at));
    let content = if phrase { narrowed(context, content) } else { content };
    accepted.then_some(Behind { content, addressee })
}

/// `in what he called “a mess”`
pub(super) fn is_what_called(context: &Context<'_>, cue: &Cue) -> bool {
    let before = cue.subject.map(|subject| subject.from).filter(|&from| from > 0);
    cue.takes(Frame::NAMING) && before.is_some_and(|from| context.before(from) == "what")
}

/// The name for something behind "what he called": the words in marks with those around them, or a noun phrase.
fn called(context: &Context<'_>, at: usize, limit: usize) -> Option<TokenRange> {
    let start = (at..limit).find(|&at| !matches!(context.word(at), "as" | "to" | "be" | "is" | "was"))?;
    let opening = (start..limit.min(start + 5)).find(|&at| context.opening(at).is_some());
    let Some(quotation) = opening.and_then(|at| context.opening(at)).map(|index| context.quotation(index)) else {
        return phrases::after(context, start, limit);
    };
    if opening == Some(start) {
        return Some(quotation.tokens);
    }
    let close = quotation.tokens.end() + usize::from(quotation.close.is_some());
    let end = (close..limit).find(|&at| !matches!(context.tag(at), Tag::Noun | Tag::Adjective)).unwrap_or(limit);
    Some(TokenRange::new(start, end))
}

/// What the noun at the cue reports, from `start`: to the main verb if the noun stands in its subject, else to the end.
pub(super) fn of_noun(context: &Context<'_>, cue: &Cue, start: usize, sentence: TokenRange) -> Option<TokenRange> {
    let content = clause_end(context, cue, start, sentence.end())?;
    let in_subject = !(sentence.start()..cue.at()).any(|at| context.is_finite(at));
    let Some(verb) = verb_of_clause(context, start, content.end()) else { return Some(narrowed(context, content)) };
    if !in_subject || context.verb(verb).is_some() {
        return Some(content);
    }
    // "the claim that the bridge was safe is false": the second verb is the claim's own.
    let main = (verb + 1..content.end())
        .take_while(|&at| !matches!(context.tag(at), Tag::Subordinator | Tag::Pronoun | Tag::Conjunction))
        .find(|&at| context.is_finite(at));
    context.trim(TokenRange::new(content.start(), main.unwrap_or(content.end())))
}

/// "expressed his wish to stay" says what is wished; "expressed regret" does not.
fn is_view(context: &Context<'_>, content: TokenRange) -> bool {
    let view = |word: &str| {
        matches!(
            word,
            "goal"
                | "desire"
                | "wish"
                | "intention"
                | "willingness"
                | "readiness"
                | "determination"
                | "view"
                | "opinion"
                | "belief"
        )
    };
    content.range().any(|at| context.is_quoted(at)) || content.range().take(4).any(|at| view(context.word(at)))
}

/// "call the vote a sham", "denounced him as a pawn": a name for something, though not in marks.
fn names(context: &Context<'_>, cue: &Cue, content: TokenRange) -> bool {
    let Some(object) = phrases::after(context, content.start(), content.end()) else { return false };
    let next = object.end();
    if next >= content.end() {
        return false;
    }
    match cue.verb.lemma {
        "call" | "consider" => {
            matches!(context.word(next), "a" | "an")
                || matches!(context.tag(next), Tag::Adjective)
                || object.len() == 1 && context.word(next) == "the"
        }
        // Mere naming says nothing.
        "dub" | "compare" | "liken" | "thank" => false,
        _ => context.word(next) == "as" && !content.range().any(|at| context.is_quoted(at)),
    }
}

/// "claimed the lives of ten", "confirmed Ann Lee as minister": something was done, not said.
fn is_event(context: &Context<'_>, cue: &Cue, content: TokenRange) -> bool {
    let has = |words: &[&str]| content.range().take(6).any(|at| words.contains(&context.word(at)));
    match cue.verb.lemma {
        "claim" => has(&["life", "lives", "victims"]),
        "confirm" => has(&["as"]),
        // "put the toll at 17"
        "put" => !content.range().take(9).any(|at| context.word(at) == "at" && context.tag(at + 1) == Tag::Number),
        "question" => {
            !has(&["whether", "how", "why"])
                && (context.is_named(content.start())
                    || has(&[
                        "people",
                        "suspects",
                        "witnesses",
                        "men",
                        "man",
                        "women",
                        "woman",
                        "residents",
                        "officers",
                        "him",
                        "her",
                        "them",
                    ]))
        }
        _ => false,
    }
}

/// "the latest figures from the ministry": a noun for a document heads the phrase.
fn speaks_on_paper(context: &Context<'_>, tokens: TokenRange) -> bool {
    tokens
        .range()
        .take_while(|&at| context.tag(at) != Tag::Preposition)
        .any(|at| grammar::is_document(context.word(at)))
}

/// All that a verb governs when words in marks at `opening` are among it: "stressed the need for “calm” at home".
pub(super) fn complement(context: &Context<'_>, cue: &Cue, opening: usize, limit: usize) -> Option<TokenRange> {
    let start = cue.tokens.end();
    let plain = (start..opening).all(|at| context.is_word(at) || matches!(context.word(at), "-" | "'" | "’"));
    let first = context.word(start);
    let fits = start < opening
        && plain
        && !matches!(context.tag(start), Tag::Preposition | Tag::Adverb)
        && first != "to"
        && !(start..opening).any(|at| context.is_finite(at) && context.verb(at).is_some());
    fits.then(|| clause_end(context, cue, start, limit)).flatten().filter(|content| content.end() > opening)
}

/// "which the bank says will fall", "a move observers say was expected": the subject of what is said stands before the cue's own.
fn is_extracted(context: &Context<'_>, cue: &Cue) -> bool {
    cue.subject.and_then(|subject| subject.from.checked_sub(1)).is_some_and(|before| {
        matches!(context.word(before), "which" | "what" | "that" | "who")
            || matches!(context.tag(before), Tag::Noun | Tag::Name)
    })
}

/// To whom: "told them", "warned the council"; a pronoun in the subject's case begins the clause.
fn hearer(context: &Context<'_>, at: usize, limit: usize) -> Option<TokenRange> {
    if matches!(context.word(at), "he" | "she" | "they" | "it" | "we" | "i" | "there") {
        return None;
    }
    let hearer = phrases::after(context, at, limit).filter(|hearer| hearer.end() < limit)?;
    let next = hearer.end();
    // "warned the council would fall": the hearer would be the subject.
    let subject = context.is_finite(next) || context.tag(next) == Tag::Adverb && context.is_finite(next + 1);
    (!subject).then_some(hearer)
}

/// "asked them to leave"
fn has_infinitive(context: &Context<'_>, content: TokenRange) -> bool {
    content.range().skip(1).take(12).take_while(|&at| context.word(at) != ",").any(|at| context.tag(at) == Tag::To)
}

/// Whether a token may stand between a cue and its "that".
fn may_separate(context: &Context<'_>, at: usize) -> bool {
    let word = context.word(at);
    match context.tag(at) {
        Tag::Finite | Tag::Infinitive | Tag::Conjunction => false,
        Tag::Subordinator => word == "that",
        Tag::Mark => matches!(word, "," | "-" | "'" | "’" | "&" | "/" | "(" | ")") || context.is_quoted(at),
        Tag::Pronoun => matches!(word, "him" | "her" | "them" | "me" | "us" | "it"),
        _ => true,
    }
}

/// "that" before a clause, not "that day".
fn is_complementiser(context: &Context<'_>, at: usize, limit: usize) -> bool {
    // "that, if elected, he would": a parenthesis.
    if context.word(at + 1) == "," {
        return (at + 2..limit.min(at + 14)).any(|at| context.word(at) == ",");
    }
    if at + 2 >= limit || matches!(context.word(at + 1), "." | "is" | "was" | "day" | "time" | "year" | "week") {
        return false;
    }
    // "tells so many lies that nobody listens": what follows from it.
    if at >= 3 && (at - 3..at).any(|at| context.word(at) == "so") {
        return false;
    }
    // "the plan that he had": a relative clause behind a noun has no noun of its own before its verb.
    !context.is_finite(at + 1)
}

/// Where the clause behind a cue begins: behind "on Tuesday", "in a statement", "to reporters".
fn clause_start(context: &Context<'_>, at: usize, limit: usize) -> usize {
    let mut next = at;
    while next < limit && !opens_clause(context, next, limit) {
        // "said Monday, such talk was idle"
        if next > at
            && context.word(next) == ","
            && next + 1 < limit
            && verb_of_clause(context, next + 1, limit).is_some()
        {
            let day = grammar::is_time(context.word(at)) && context.is_capital(at);
            return if day { next + 1 } else { at };
        }
        let Some(behind) = skip_adjunct(context, next, limit) else { break };
        next = behind;
    }
    if next < limit { next } else { at }
}

/// A clause, a question or a quotation begins here.
fn opens_clause(context: &Context<'_>, at: usize, limit: usize) -> bool {
    let word = context.word(at);
    context.opening(at).is_some()
        || grammar::is_question_word(word)
        || !(matches!(context.tag(at), Tag::Preposition | Tag::Adverb) && word != "there")
            && (!grammar::is_time(word) || context.tag(at + 1) == Tag::Possessive)
            && verb_of_clause(context, at, limit).is_some()
}

/// One past an adverb, a time or a prepositional phrase that begins at `at`.
fn skip_adjunct(context: &Context<'_>, at: usize, limit: usize) -> Option<usize> {
    let word = context.word(at);
    // "said Monday’s vote was late"
    if context.tag(at + 1) == Tag::Possessive {
        return None;
    }
    if grammar::is_time(word) || context.tag(at) == Tag::Adverb && word != "there" {
        let mut end = at + 1;
        while end < limit && (grammar::is_time(context.word(end)) || context.tag(end) == Tag::Number) {
            end += 1;
        }
        return Some(end);
    }
    if context.tag(at) != Tag::Preposition || matches!(word, "of" | "like" | "as") {
        return None;
    }
    if grammar::is_time(context.word(at + 1)) {
        return skip_adjunct(context, at + 1, limit);
    }
    phrases::after(context, at + 1, limit).map(TokenRange::end)
}

/// Whether a clause or a noun phrase may begin at `at`.
fn begins_content(context: &Context<'_>, at: usize) -> bool {
    let word = context.word(at);
    // "at least 12 people", "as many as 40 houses"
    context.tag(at) == Tag::Determiner
        || (context.is_word(at) || context.opening(at).is_some() || matches!(word, "$" | "'" | "’" | "["))
            && !matches!(
                word,
                "and"
                    | "or"
                    | "but"
                    | "so"
                    | "because"
                    | "while"
                    | "by"
                    | "at"
                    | "with"
                    | "of"
                    | "for"
                    | "from"
                    | "as"
                    | "until"
            )
}

/// The verb of the clause that begins at `at`: a noun phrase, or a subordinate clause and a comma, stand before it.
pub(super) fn verb_of_clause(context: &Context<'_>, at: usize, limit: usize) -> Option<usize> {
    let first = context.word(at);
    // "that would do", "what was said"
    let mut noun = matches!(first, "that" | "what" | "who" | "which");
    let mut relatives = 0;
    let mut aside = false;
    let fronted = matches!(
        first,
        "if" | "when" | "because" | "while" | "although" | "though" | "once" | "after" | "before" | "unless" | "since"
    );
    for index in at..limit.min(at + FARTHEST_VERB) {
        let word = context.word(index);
        match context.tag(index) {
            Tag::Finite => {
                let own = word.contains(['\'', '’']) && word.len() > 3;
                if relatives > 0 || aside && !fronted {
                    relatives -= i32::from(relatives > 0);
                } else if noun || own {
                    return Some(index);
                } else {
                    return None;
                }
            }
            Tag::Name | Tag::Noun | Tag::Number | Tag::Pronoun | Tag::Gerund => noun = true,
            Tag::Determiner => {
                noun |= matches!(
                    word,
                    "this"
                        | "that"
                        | "these"
                        | "those"
                        | "some"
                        | "many"
                        | "most"
                        | "all"
                        | "both"
                        | "one"
                        | "no"
                        | "each"
                        | "none"
                        | "two"
                        | "three"
                        | "four"
                        | "five"
                        | "six"
                        | "few"
                        | "several"
                        | "another"
                        | "other"
                );
            }
            Tag::Adverb if word == "there" => noun = true,
            Tag::Subordinator if index > at && noun => {
                relatives +=
                    i32::from(matches!(word, "who" | "which" | "that" | "whose" | "where" | "what" | "how" | "when"));
            }
            Tag::Subordinator if index > at => return None,
            // "goodbye to his staff and left": the verb goes with the one before.
            // "no emotion as the verdict was read": a clause of its own.
            Tag::Preposition if noun && word == "as" => {
                relatives += i32::from(matches!(
                    context.word(index + 1),
                    "the" | "he" | "she" | "they" | "it" | "his" | "her" | "its" | "their" | "we" | "i"
                ));
            }
            Tag::Conjunction if !noun || resumes(context, index + 1) => return None,
            Tag::Mark => match word {
                "," if fronted => noun = false,
                "," | "(" | "—" | "–" | "--" if noun => aside = !aside,
                "-" if noun
                    && (aside || matches!(context.word(index + 1), "or" | "and" | "which" | "a" | "the" | "about")) =>
                {
                    aside = !aside;
                }
                ")" => aside = false,
                "." | ";" | ":" | "!" | "?" => return None,
                _ => {}
            },
            _ => {}
        }
    }
    None
}

/// The clause in front of a trailing attribution: "The plant will close, the company said". `comma` stands behind it.
pub(super) fn in_front(context: &Context<'_>, comma: usize, sentence: TokenRange) -> Option<TokenRange> {
    context.trim(TokenRange::new(sentence.start(), comma)).map(|content| keep_marks(context, content, comma))
}
