//! Where somebody reports: reporting verbs that really report here.

use super::context::Context;
use super::grammar;
use super::lexicon::{self, Frame, Shape, Verb};
use super::sources::{self, Subject};
use super::tags::Tag;
use crate::text::TokenRange;

/// A reporting verb in its clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    /// The verb with its particle: "warned of".
    pub(super) tokens: TokenRange,
    pub(super) verb: &'static Verb,
    pub(super) shape: Shape,
    pub(super) voice: Voice,
    /// In front of the verb; for a passive, the hearer.
    pub(super) subject: Option<Subject>,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// "said"
    Active,
    /// "was told"
    Passive,
}

/// All cues outside quotation marks, in text order.
pub(super) fn find(context: &Context<'_>) -> Vec<Cue> {
    (0..context.len())
        .filter(|&at| context.document.quotation_at(at).is_none())
        .filter_map(|at| read(context, at))
        .collect()
}

/// The cue at `at`, quoted or not.
pub(super) fn read(context: &Context<'_>, at: usize) -> Option<Cue> {
    let (verb, shape) = context.verb(at)?;
    if context.is_named(at) && context.is_capital(at) || !context.is_word(at) {
        return None;
    }
    let sentence = context.sentence(at);
    let before = if at > sentence.start() { context.before(at) } else { "" };
    if is_noun(context, at, before) || !occurs(context, at, shape, sentence) {
        return None;
    }
    let passive = shape == Shape::Past && is_passive(context, at, sentence);
    let end = end(context, at, verb);
    // "made a plan" reports nothing, "made it clear" does; "appealed the ruling", "appealed for calm".
    if matches!(verb.lemma, "make" | "appeal" | "apologize" | "apologise") && end == at + 1 {
        return None;
    }
    let subject = subject(context, at, shape, sentence);
    // "No one has claimed", "none of them said"
    let nobody = subject.is_some_and(|subject| {
        let first = subject.tokens.start();
        matches!(context.word(first), "no" | "nobody" | "none" | "neither")
            || context.word(first) == "one" && first > sentence.start() && context.before(first) == "no"
    });
    // "talks expected to last", "a law ruled illegal": no auxiliary, no subject of its own.
    let reduced = shape == Shape::Past
        && context.tag(at) == Tag::Participle
        && !passive
        && !is_perfect(context, at, sentence)
        && (context.word(at + 1) == "by"
            || verb.lemma == "expect"
            || at > sentence.start() && matches!(context.tag(at - 1), Tag::Number | Tag::Adjective));
    if nobody || reduced {
        return None;
    }
    let voice = if passive { Voice::Passive } else { Voice::Active };
    // "written laws", "the expected rain": a participle before a noun.
    let attribute = shape == Shape::Past
        && !passive
        && subject.is_none()
        && at > sentence.start()
        && (grammar::is_determiner(before) || grammar::is_preposition(before));
    (!attribute).then_some(Cue { tokens: TokenRange::new(at, end), verb, shape, voice, subject })
}

/// One past the verb and what belongs to it: "warned of", "made it clear", "expressed concern".
fn end(context: &Context<'_>, at: usize, verb: &Verb) -> usize {
    let next = context.word(at + 1);
    if verb.lemma == "make" && next == "it" && context.word(at + 2) == "clear" {
        return at + 3;
    }
    let feeling = matches!(verb.lemma, "express" | "voice")
        && matches!(
            next,
            "concern"
                | "concerns"
                | "doubt"
                | "doubts"
                | "hope"
                | "hopes"
                | "fear"
                | "fears"
                | "regret"
                | "confidence"
                | "optimism"
                | "belief"
                | "alarm"
                | "surprise"
                | "worry"
                | "worries"
                | "disappointment"
                | "skepticism"
                | "scepticism"
                | "outrage"
        );
    at + 1 + usize::from(feeling || lexicon::governed(verb.lemma, next))
}

/// The noun phrase in front. A gerund has one only if it follows it at once: "a report saying"; behind a comma it shares the clause's.
fn subject(context: &Context<'_>, at: usize, shape: Shape, sentence: TokenRange) -> Option<Subject> {
    if shape != Shape::Gerund {
        return sources::subject(context, at, sentence.start());
    }
    let before = context.before(at);
    let auxiliary = grammar::is_be(before)
        || context.tag(at.saturating_sub(1)) == Tag::Adverb && grammar::is_be(context.word(at.saturating_sub(2)));
    let paper = at > sentence.start() && grammar::is_document(before);
    let named = at > sentence.start() && context.tag(at - 1) == Tag::Name;
    // "with officials saying"
    let with = || {
        sources::subject(context, at, sentence.start())
            .filter(|subject| subject.from > sentence.start() && context.before(subject.from) == "with")
    };
    (auxiliary || paper || named).then(|| sources::subject(context, at, sentence.start())).flatten().or_else(with)
}

/// "the claim", "in reply": the word is a noun here.
fn is_noun(context: &Context<'_>, at: usize, before: &str) -> bool {
    match context.tag(at) {
        Tag::Noun | Tag::Name | Tag::Adjective => true,
        Tag::Gerund => grammar::is_determiner(before) || matches!(before, "'s" | "’s"),
        _ => false,
    }
}

/// Not "did not say", "declined to say", "may argue", "if they say".
fn occurs(context: &Context<'_>, at: usize, shape: Shape, sentence: TokenRange) -> bool {
    let window = || (sentence.start().max(at.saturating_sub(5))..at).rev();
    let before = if at > sentence.start() { context.before(at) } else { "" };
    let negated = window()
        .take(4)
        .take_while(|&at| {
            grammar::is_auxiliary(context.word(at))
                || grammar::is_adverb(context.word(at))
                || grammar::is_modal(context.word(at))
                || is_negation(context.word(at))
        })
        .any(|at| is_negation(context.word(at)));
    let modal = window()
        .take(3)
        .take_while(|&at| {
            grammar::is_auxiliary(context.word(at))
                || grammar::is_adverb(context.word(at))
                || grammar::is_modal(context.word(at))
        })
        .any(|at| grammar::is_modal(context.word(at)));
    let infinitive = shape == Shape::Base && before == "to";
    let goes_on = infinitive
        && at >= sentence.start() + 2
        && matches!(
            context.word(at - 2),
            "on" | "continued" | "continues" | "sought" | "seemed" | "appeared" | "used" | "quick"
        );
    let hypothetical = sentence.start() < at
        && matches!(context.word(sentence.start()), "if")
        && window().any(|at| context.word(at) == "if");
    let as_if = window().take(4).any(|at| context.word(at) == "as" && matches!(context.word(at + 1), "if"));
    // "Say it rained", "worth noting".
    let idle = shape == Shape::Base && at == sentence.start() || before == "worth";
    !idle && !negated && !modal && (!infinitive || goes_on) && !hypothetical && !as_if
}

fn is_negation(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "n't"
            | "never"
            | "didn't"
            | "didn’t"
            | "doesn't"
            | "doesn’t"
            | "don't"
            | "don’t"
            | "wouldn't"
            | "wouldn’t"
            | "couldn't"
            | "couldn’t"
            | "won't"
            | "won’t"
            | "hasn't"
            | "hasn’t"
            | "haven't"
            | "haven’t"
            | "cannot"
            | "can't"
            | "can’t"
            | "without"
            | "nobody"
    )
}

fn is_passive(context: &Context<'_>, at: usize, sentence: TokenRange) -> bool {
    let mut before = at;
    while before > sentence.start() && grammar::is_adverb(context.word(before - 1)) {
        before -= 1;
    }
    before > sentence.start() && grammar::is_be(context.word(before - 1))
}

/// "has also said", "having said"
fn is_perfect(context: &Context<'_>, at: usize, sentence: TokenRange) -> bool {
    let before = (sentence.start()..at).rev().find(|&at| context.tag(at) != Tag::Adverb);
    before.is_some_and(|at| {
        let word = context.word(at);
        matches!(word, "has" | "have" | "had" | "having" | "and" | "or" | "but" | ",") || word.contains(['\'', '’'])
    })
}

impl Cue {
    pub(super) fn at(&self) -> usize {
        self.tokens.start()
    }

    pub(super) fn takes(&self, frame: Frame) -> bool {
        self.verb.frame.has(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity;
    use crate::text::Document;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let document = Document::new("", text);
        let entities = entity::recognize(&document);
        let context = Context::new(&document, &entities);
        let got: Vec<&str> = find(&context).iter().map(|cue| document.slice(context.span(cue.tokens))).collect();
        assert_eq!(got, want, "in {text:?}");
    }

    #[test]
    fn verbs_that_report_are_cues() {
        check("He said it rained and added that it warned of floods.", &["said", "added", "warned of"]);
        check("Officials claim it rained.", &["claim"]);
    }

    #[test]
    fn what_was_not_said_is_none() {
        check("He did not say whether it rained. He declined to say more.", &[]);
        check("Critics may argue that it rained.", &[]);
    }

    #[test]
    fn nouns_are_none() {
        check("The claim of the state was in the report.", &[]);
    }
}
