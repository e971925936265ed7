//! Quotes under construction.

use super::context::Context;
use super::cues::Cue;
use super::lexicon::Verb;
use super::{Content, Form, Medium, Polarity, Stance};
use crate::text::TokenRange;

/// A quote before its speaker is known.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// In text order.
    pub(super) contents: Vec<TokenRange>,
    pub(super) cue: Option<TokenRange>,
    pub(super) verb: Option<&'static Verb>,
    pub(super) source: Option<TokenRange>,
    pub(super) addressee: Option<TokenRange>,
    /// The draft whose speaker this one has.
    pub(super) inherits: Option<usize>,
    pub(super) rule: &'static str,
    /// How sure the encoder is of it, 0–1, if the encoder has read it.
    pub(super) read: Option<f32>,
}

impl Draft {
    pub(super) fn new(contents: Vec<TokenRange>, rule: &'static str) -> Self {
        Self { contents, cue: None, verb: None, source: None, addressee: None, inherits: None, rule, read: None }
    }

    pub(super) fn with_cue(mut self, cue: &Cue, source: Option<TokenRange>) -> Self {
        self.cue = Some(cue.tokens);
        self.verb = Some(cue.verb);
        self.source = source;
        self
    }

    /// First token of the first content.
    pub(super) fn start(&self) -> usize {
        self.contents.first().map_or(usize::MAX, |content| content.start())
    }

    /// Adds a content, which follows the others.
    pub(super) fn extend(&mut self, content: TokenRange) {
        let place = self.contents.partition_point(|one| *one <= content);
        self.contents.insert(place, content);
    }

    /// Direct if all of it stands between marks, indirect if nothing does.
    pub(super) fn form(&self, context: &Context<'_>) -> Form {
        // An answer behind its label is given word for word, without marks.
        if self.rule == "label" {
            return Form::Direct;
        }
        let tokens = || self.contents.iter().flat_map(|content| content.range()).filter(|&at| context.is_word(at));
        let quoted = tokens().filter(|&at| context.document.quotation_at(at).is_some()).count();
        // With its marks the content is built into the sentence: `adding that “the system is broken”`.
        let built_in = self.contents.iter().any(|content| context.opening(content.start()).is_some());
        if quoted == 0 {
            Form::Indirect
        } else if quoted == tokens().count() && !built_in {
            Form::Direct
        } else {
            Form::Mixed
        }
    }

    /// The base form of the cue; as written, in small letters, where it is no verb that the lexicon knows.
    pub(super) fn lemma(&self, context: &Context<'_>) -> String {
        let written = || {
            let words = self.cue.into_iter().flat_map(TokenRange::range);
            words.map(|at| context.word(at)).collect::<Vec<_>>().join(" ")
        };
        self.verb.map_or_else(written, |verb| verb.lemma.to_owned())
    }

    pub(super) fn medium(&self) -> Medium {
        self.verb.map_or(Medium::Speech, |verb| verb.medium)
    }

    pub(super) fn stance(&self) -> Stance {
        self.verb.map_or(Stance::Neutral, |verb| verb.stance)
    }

    pub(super) fn polarity(&self) -> Polarity {
        if self.stance() == Stance::Deny { Polarity::Denied } else { Polarity::Affirmed }
    }

    /// The contents as they go out, with their marks.
    pub(super) fn contents(&self, context: &Context<'_>) -> Vec<Content> {
        self.contents
            .iter()
            .map(|&tokens| {
                let span = context.span(tokens);
                let quotation = context
                    .document
                    .quotation_at(tokens.start())
                    .map(|index| context.quotation(index))
                    .filter(|quotation| quotation.inner.contains(span));
                let verbatim =
                    quotation.is_some_and(|quotation| quotation.tokens == tokens || quotation.inner.contains(span));
                Content { span, verbatim, marks: quotation.map(|quotation| (quotation.open, quotation.close)) }
            })
            .collect()
    }
}
