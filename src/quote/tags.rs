//! What each word does in its sentence, as far as lists, endings and neighbours tell: enough to see where a clause has its verb.

use super::grammar::{self, Form};
use super::lexicon::{self, Shape};
use crate::entity::Entities;
use crate::text::Document;

/// A part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Part of a name.
    Name,
    Noun,
    Number,
    Pronoun,
    Determiner,
    /// `'s` behind a noun.
    Possessive,
    Adjective,
    Adverb,
    Preposition,
    /// "and", "or", "but"
    Conjunction,
    /// "that", "who", "because": another clause begins.
    Subordinator,
    /// "to" before a verb.
    To,
    /// A verb with a subject: "went", "has", "will", "he'll".
    Finite,
    /// "go" behind "to" or "will".
    Infinitive,
    /// "gone", "closed" without a subject of its own.
    Participle,
    Gerund,
    Mark,
}

/// The tags of all tokens.
pub(super) fn tag(document: &Document, entities: &Entities, lower: &[String]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::with_capacity(lower.len());
    let mut named = vec![false; lower.len()];
    for (tokens, _) in entities.all_mentions() {
        named[tokens.range()].fill(true);
    }
    for sentence in document.sentences() {
        for at in sentence.tokens.range() {
            let begins = at == sentence.tokens.start();
            let before = if begins { Tag::Mark } else { tags[at - 1] };
            let look = Look { document, lower, named: &named, tags: &tags, start: sentence.tokens.start(), at, before };
            let found = look.tag();
            tags.push(found);
        }
        reduce(&mut tags, lower, sentence.tokens.start());
    }
    tags
}

/// One token and what stands around it.
struct Look<'a> {
    document: &'a Document,
    lower: &'a [String],
    named: &'a [bool],
    tags: &'a [Tag],
    /// The sentence begins here.
    start: usize,
    at: usize,
    before: Tag,
}

impl Look<'_> {
    fn word(&self) -> &str {
        &self.lower[self.at]
    }

    fn next(&self) -> &str {
        self.lower.get(self.at + 1).map_or("", String::as_str)
    }

    fn tag(&self) -> Tag {
        let word = self.word();
        if self.named[self.at] {
            return Tag::Name;
        }
        let first = word.chars().next().unwrap_or(' ');
        if first.is_ascii_digit() || grammar::is_number(word) && !grammar::is_determiner(word) && !word.ends_with('s') {
            return Tag::Number;
        }
        if matches!(word, "'s" | "’s") {
            return match self.before {
                Tag::Pronoun | Tag::Subordinator => Tag::Finite,
                _ => Tag::Possessive,
            };
        }
        if !first.is_alphabetic() && !word.starts_with(['\'', '’']) {
            return Tag::Mark;
        }
        self.closed(word).unwrap_or_else(|| self.open(word))
    }

    fn closed(&self, word: &str) -> Option<Tag> {
        let tag = match word {
            "to" => {
                let object = self.lower.get(self.at + 2).map_or("", String::as_str);
                let unknown_verb = matches!(
                    object,
                    "the" | "a" | "an" | "its" | "his" | "her" | "their" | "him" | "himself" | "them" | "themselves"
                ) && !grammar::is_determiner(self.next())
                    && !self.next().ends_with('s')
                    && !self.named.get(self.at + 1).copied().unwrap_or(false)
                    && !grammar::is_time(self.next())
                    && !grammar::is_pronoun(self.next())
                    && self.next().chars().all(char::is_alphabetic);
                let verb = form_of(self.next()).is_some_and(|form| form.base)
                    || unknown_verb
                    || matches!(self.next(), "be" | "have" | "do" | "not")
                    || grammar::is_adverb(self.next());
                if verb { Tag::To } else { Tag::Preposition }
            }
            "and" | "or" | "but" | "nor" => Tag::Conjunction,
            "that" => {
                // "that day" or "that he left": what follows tells.
                if self.before == Tag::Preposition { Tag::Determiner } else { Tag::Subordinator }
            }
            "been" | "gone" => Tag::Participle,
            "be" => Tag::Infinitive,
            "being" | "having" => Tag::Gerund,
            "have" | "do" if matches!(self.verbal_before(), Tag::To | Tag::Infinitive) || self.behind_modal() => {
                Tag::Infinitive
            }
            "like" if self.before != Tag::Pronoun => Tag::Preposition,
            _ if grammar::is_modal(word) || matches!(word, "will" | "'ll" | "’ll" | "'d" | "’d") => Tag::Finite,
            _ if grammar::is_contraction(word) => Tag::Finite,
            _ if grammar::is_auxiliary(word) || matches!(word, "'re" | "’re" | "'m" | "’m" | "’ve") => {
                Tag::Finite
            }
            _ if grammar::is_pronoun(word) => Tag::Pronoun,
            _ if self.approximates() => Tag::Determiner,
            // "the victims all fled"
            "all" | "both" | "each" if self.floats() => Tag::Adverb,
            // "an inside source"
            "inside" | "outside" if self.before == Tag::Determiner => Tag::Adjective,
            _ if grammar::is_determiner(word) => Tag::Determiner,
            _ if matches!(
                word,
                "because" | "although" | "though" | "unless" | "whereas" | "whether" | "if" | "while"
            ) =>
            {
                Tag::Subordinator
            }
            "who" | "which" | "whose" | "whom" | "what" | "how" | "why" | "when" | "where" | "than" => {
                Tag::Subordinator
            }
            _ if grammar::is_preposition(word) || word == "as" => Tag::Preposition,
            _ if grammar::is_adverb(word)
                || matches!(word, "not" | "n't" | "very" | "too" | "so" | "yet" | "there") =>
            {
                Tag::Adverb
            }
            _ => return None,
        };
        Some(tag)
    }

    /// "officials and state television": "and" stands in the phrase before, with no verb behind it.
    fn is_joined(&self) -> bool {
        (self.start..self.at)
            .rev()
            .take(6)
            .take_while(|&at| self.tags[at] != Tag::Finite)
            .any(|at| self.lower[at] == "and")
    }

    /// "about 200", "more than 20", "as many as 5,000": words that go with the number behind them.
    fn approximates(&self) -> bool {
        let at = |offset: isize| {
            self.at
                .checked_add_signed(offset)
                .filter(|at| *at >= self.start)
                .map_or("", |at| self.lower.get(at).map_or("", String::as_str))
        };
        let number = |offset: isize| grammar::is_number(at(offset));
        match at(0) {
            "about" | "around" | "nearly" | "almost" | "over" | "roughly" | "approximately" | "some" => number(1),
            "at" => matches!(at(1), "least" | "most") && number(2),
            "least" | "most" => at(-1) == "at" && number(1),
            "more" | "fewer" | "less" => at(1) == "than" && number(2),
            "than" => matches!(at(-1), "more" | "fewer" | "less") && number(1),
            "as" => {
                matches!(at(1), "many" | "few" | "much") && at(2) == "as" && number(3)
                    || matches!(at(-1), "many" | "few" | "much") && number(1)
            }
            "many" | "few" | "much" => at(-1) == "as" && at(1) == "as" && number(2),
            "up" => at(1) == "to" && number(2),
            "to" => at(-1) == "up" && number(1),
            _ => false,
        }
    }

    /// A quantifier behind the noun that it counts, before a verb.
    fn floats(&self) -> bool {
        let verb = || {
            grammar::is_auxiliary(self.next())
                || grammar::is_modal(self.next())
                || form_of(self.next()).is_some_and(|form| (form.past || form.present || form.base) && !form.noun_too)
        };
        matches!(self.before, Tag::Noun | Tag::Name | Tag::Pronoun) && verb()
    }

    /// "many said", "another says", "this shut out competitors": a determiner that is a subject of its own.
    fn stands_alone(&self, word: &str, form: Form) -> bool {
        let demonstrative = matches!(self.word_before(), "this" | "that" | "these" | "those");
        let quantifier = matches!(
            self.word_before(),
            "some" | "many" | "most" | "several" | "few" | "another" | "one" | "all" | "both" | "each"
        );
        self.before == Tag::Determiner
            && (demonstrative && self.object_follows()
                || (demonstrative || quantifier) && !form.noun_too && grammar::is_never_attributive(word))
    }

    /// The last tag that is no adverb.
    fn verbal_before(&self) -> Tag {
        self.tags[self.start..].iter().rev().copied().find(|tag| *tag != Tag::Adverb).unwrap_or(Tag::Mark)
    }

    fn word_before(&self) -> &str {
        (self.start..self.at).rev().find(|&at| self.tags[at] != Tag::Adverb).map_or("", |at| self.lower[at].as_str())
    }

    /// "will go", "did not go"
    fn behind_modal(&self) -> bool {
        let before = self.word_before();
        grammar::is_modal(before)
            || matches!(before, "will" | "did" | "do" | "does" | "'ll" | "’ll" | "let" | "help" | "us")
            || before.ends_with("n't")
            || before.ends_with("n’t")
            || before.ends_with("'ll")
            || before.ends_with("’ll")
    }

    /// "has gone", "was closed"
    fn behind_auxiliary(&self) -> bool {
        let before = self.word_before();
        matches!(
            before,
            "has"
                | "have"
                | "had"
                | "having"
                | "is"
                | "are"
                | "was"
                | "were"
                | "be"
                | "been"
                | "being"
                | "'ve"
                | "’ve"
                | "get"
                | "got"
                | "gets"
                | "'re"
                | "’re"
                | "'m"
        ) || grammar::is_contraction(before)
            || matches!(before, "'s" | "’s" | "'d" | "’d") && self.tags.last() == Some(&Tag::Finite)
    }

    fn open(&self, word: &str) -> Tag {
        let capital = self.document.word(self.at).starts_with(char::is_uppercase);
        if capital && self.at > self.start && self.before != Tag::Mark && form_of(word).is_none_or(|form| form.noun_too)
        {
            return Tag::Name;
        }
        if let Some(tag) = form_of(word).and_then(|form| self.verb(word, form)) {
            return tag;
        }
        if word.len() > 4
            && word.ends_with("ing")
            && !matches!(word, "during" | "evening" | "morning" | "nothing" | "something" | "anything" | "everything")
        {
            let noun = matches!(self.before, Tag::Determiner | Tag::Adjective | Tag::Possessive);
            return if noun { Tag::Noun } else { Tag::Gerund };
        }
        const ADJECTIVE: &[&str] = &["ous", "ful", "ible", "able", "ish", "less", "ical", "ic", "ive", "al", "ary"];
        let adjective = !grammar::is_noun_like_an_adjective(word)
            && word.len() > 4
            && ADJECTIVE.iter().any(|end| word.ends_with(end))
            || matches!(
                word,
                "familiar"
                    | "close"
                    | "aware"
                    | "new"
                    | "old"
                    | "own"
                    | "last"
                    | "next"
                    | "former"
                    | "same"
                    | "other"
                    | "big"
                    | "high"
                    | "low"
                    | "good"
                    | "bad"
                    | "top"
                    | "early"
                    | "late"
                    | "young"
                    | "local"
                    | "likely"
                    | "able"
                    | "ready"
                    | "sure"
                    | "clear"
                    | "recent"
                    | "first"
                    | "second"
                    | "great"
                    | "senior"
            );
        if adjective { Tag::Adjective } else { Tag::Noun }
    }

    /// A word that may be a verb; `None` where it is a noun.
    fn verb(&self, word: &str, form: Form) -> Option<Tag> {
        let nominal = matches!(self.before, Tag::Determiner | Tag::Adjective | Tag::Possessive | Tag::Number)
            || self.before == Tag::Preposition
                && !matches!(self.word_before(), "as" | "since" | "after" | "before" | "until");
        if form.participle && self.behind_auxiliary() {
            return Some(Tag::Participle);
        }
        if form.base && (self.verbal_before() == Tag::To || self.behind_modal()) {
            return Some(Tag::Infinitive);
        }
        if (form.past || form.present) && self.stands_alone(word, form)
            || form.past && grammar::is_never_attributive(word) && !self.behind_auxiliary()
        {
            return Some(Tag::Finite);
        }
        if form.past || form.participle {
            // "the injured man", "tweets posted by": no subject of its own.
            let agent = form.participle
                && self.next() == "by"
                && (matches!(self.before, Tag::Noun | Tag::Name) || self.before == Tag::Mark && word != "left");
            // ", retired judge Ann Lee,": before a noun.
            let next = self.next();
            let before_noun = self.before == Tag::Mark
                && form.participle
                && next.starts_with(char::is_alphabetic)
                && !self.object_follows()
                && !grammar::is_preposition(next)
                && !matches!(next, "and" | "or" | "as")
                && !grammar::is_question_word(next)
                && !grammar::is_time(next)
                && form_of(next).is_none();
            let reduced = nominal
                || before_noun
                || agent
                || self.before == Tag::Mark
                    && form.participle
                    && self.lower[self.at - usize::from(self.at > self.start)] == "-";
            if form.past && !reduced {
                return Some(Tag::Finite);
            }
            if form.past && form.base && nominal {
                return None;
            }
            if form.participle || form.past {
                return if form.noun_too && nominal && word.len() < 5 { None } else { Some(Tag::Participle) };
            }
        }
        let follows = self.object_follows();
        if form.present {
            let subject = matches!(self.verbal_before(), Tag::Pronoun | Tag::Subordinator)
                && !matches!(self.word_before(), "her" | "whose");
            return match form.noun_too {
                _ if subject => Some(Tag::Finite),
                false if !matches!(self.before, Tag::Determiner | Tag::Possessive) => Some(Tag::Finite),
                // ", Norpress reports."
                _ if self.before == Tag::Name && self.closes_attribution() => Some(Tag::Finite),
                _ if nominal => None,
                true => (matches!(self.before, Tag::Name | Tag::Noun | Tag::Adverb | Tag::Conjunction) && follows)
                    .then_some(Tag::Finite),
                false => Some(Tag::Finite),
            };
        }
        // A bare form: behind a plural.
        let plural = matches!(
            self.word_before(),
            "i" | "you"
                | "we"
                | "they"
                | "who"
                | "people"
                | "police"
                | "which"
                | "that"
                | "both"
                | "others"
                | "many"
                | "some"
                | "most"
        ) || matches!(self.verbal_before(), Tag::Noun | Tag::Name)
            && (self.word_before().ends_with('s') || self.next() == "that" && self.is_joined());
        match (plural, form.noun_too, nominal) {
            (true, false, _) => Some(Tag::Finite),
            (true, true, _) if follows || self.before == Tag::Pronoun || self.before == Tag::Subordinator => {
                Some(Tag::Finite)
            }
            // "the council need a vote"
            (_, true, false)
                if matches!(self.before, Tag::Noun | Tag::Name)
                    && grammar::is_determiner(self.next())
                    && self.next() != "that" =>
            {
                Some(Tag::Finite)
            }
            (_, true, _) | (_, false, true) => None,
            (_, false, false) => {
                let subject = matches!(self.before, Tag::Noun | Tag::Name | Tag::Participle)
                    || self.before == Tag::Finite && form_of(self.word_before()).is_some_and(|form| form.participle);
                Some(if subject { Tag::Finite } else { Tag::Infinitive })
            }
        }
    }

    /// A verb that reports behind a name that stands behind a comma, with nothing to govern.
    fn closes_attribution(&self) -> bool {
        let name = (self.start..self.at).rev().take_while(|&at| self.tags[at] == Tag::Name).last();
        name.is_some_and(|name| name > self.start && self.lower[name - 1] == ",")
            && matches!(self.next(), "." | "," | "per" | "")
            && lexicon::verb(self.word()).is_some_and(|(verb, _)| verb.frame.has(lexicon::Frame::CLAUSE))
    }

    /// Something that a verb may govern comes next.
    fn object_follows(&self) -> bool {
        let next = self.next();
        grammar::is_determiner(next)
            || grammar::is_pronoun(next)
            || matches!(
                next,
                "to" | "that" | "how" | "what" | "whether" | "if" | "why" | "not" | "him" | "them" | "me" | "us"
            )
            || grammar::is_adverb(next)
            || self.named.get(self.at + 1).copied().unwrap_or(false)
            || self.at + 1 < self.lower.len() && self.document.word(self.at + 1).starts_with(char::is_uppercase)
    }
}

/// "those surveyed say", "a man accused of murder said": of two verbs without anything between them that could begin a clause, the first has no
/// subject of its own.
fn reduce(tags: &mut [Tag], lower: &[String], start: usize) {
    let mut open: Option<usize> = None;
    for at in start..tags.len() {
        match tags[at] {
            Tag::Finite => {
                if let Some(first) = open.take() {
                    tags[first] = Tag::Participle;
                }
                let next = lower.get(at + 1).map_or("", String::as_str);
                let may_be = at > start
                    && matches!(tags[at - 1], Tag::Noun | Tag::Name | Tag::Determiner)
                    && form_of(&lower[at]).is_some_and(|form| form.past && form.participle)
                    && lexicon::verb(&lower[at]).is_none_or(|(verb, _)| !verb.frame.has(lexicon::Frame::CLAUSE))
                    && (grammar::is_preposition(next) || grammar::is_time(next) || form_of(next).is_some());
                open = may_be.then_some(at);
            }
            Tag::Mark | Tag::Conjunction | Tag::Subordinator | Tag::Pronoun | Tag::To | Tag::Gerund
                if lower[at] != "-" =>
            {
                open = None;
            }
            _ => {}
        }
    }
}

/// The form of a common verb or of one that reports.
fn form_of(word: &str) -> Option<Form> {
    grammar::form(word).or_else(|| {
        let (_, shape) = lexicon::verb(word)?;
        Some(Form {
            base: shape == Shape::Base,
            present: shape == Shape::Present,
            past: shape == Shape::Past,
            participle: shape == Shape::Past,
            noun_too: lexicon::is_noun_too(word),
        })
        .filter(|_| shape != Shape::Gerund)
    })
}

#[cfg(test)]
mod tests {
    use crate::entity;
    use crate::quote::context::Context;
    use crate::text::Document;

    /// `want`: the finite verbs.
    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let document = Document::new("", text);
        let entities = entity::recognize(&document);
        let context = Context::new(&document, &entities);
        let got: Vec<&str> =
            (0..context.len()).filter(|&at| context.is_finite(at)).map(|at| document.word(at)).collect();
        assert_eq!(got, want, "in {text:?}");
    }

    #[test]
    fn verbs_are_told_from_nouns() {
        check("The plans of the council need a vote.", &["need"]);
        check("Officials claim that the report shows a loss.", &["claim", "shows"]);
        check("He plans to vote on the plan.", &["plans"]);
    }

    #[test]
    fn a_participle_has_no_subject() {
        check("The injured man accused of fraud said no.", &["said"]);
        check("Most of those surveyed say the bill passed by the house is bad.", &["say", "is"]);
        check("He had not closed the gate.", &["had"]);
    }
}
