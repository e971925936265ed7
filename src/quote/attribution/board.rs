//! What has been decided so far.

use crate::quote::context::Context;
use crate::quote::cues::Cue;
use crate::quote::draft::Draft;
use crate::text::TokenRange;
use std::collections::BTreeMap;

/// Drafts, and what they have used up.
pub(in crate::quote) struct Board {
    pub(in crate::quote) drafts: Vec<Draft>,
    cues: Vec<Cue>,
    used_cues: Vec<bool>,
    /// For each quotation, the draft that it belongs to.
    quotations: Vec<Option<usize>>,
    /// For each token, the draft that it is content of.
    owners: Vec<Option<usize>>,
    /// The drafts by the start of their cues.
    by_cue: BTreeMap<usize, usize>,
}

impl Board {
    pub(super) fn new(context: &Context<'_>, cues: Vec<Cue>) -> Self {
        let used_cues = vec![false; cues.len()];
        let quotations = vec![None; context.document.quotations().len()];
        Self {
            drafts: Vec::new(),
            cues,
            used_cues,
            quotations,
            owners: vec![None; context.len()],
            by_cue: BTreeMap::new(),
        }
    }

    /// The cues that nobody has used, with their indices.
    pub(super) fn free_cues(&self) -> Vec<(usize, Cue)> {
        self.cues.iter().copied().enumerate().filter(|(index, _)| !self.used_cues[*index]).collect()
    }

    /// Unused cues whose verbs stand in `tokens`.
    pub(super) fn cues_in(&self, tokens: TokenRange) -> impl DoubleEndedIterator<Item = (usize, Cue)> {
        let from = self.cues.partition_point(|cue| cue.at() < tokens.start());
        let to = self.cues.partition_point(|cue| cue.at() < tokens.end());
        (from..to).filter(|&index| !self.used_cues[index]).map(|index| (index, self.cues[index]))
    }

    pub(super) fn use_cue(&mut self, index: usize) {
        self.used_cues[index] = true;
    }

    /// Whether the quotation is in no draft yet.
    pub(super) fn is_free(&self, quotation: usize) -> bool {
        self.quotations[quotation].is_none()
    }

    /// The draft that the quotation belongs to.
    pub(super) fn draft_of(&self, quotation: usize) -> Option<usize> {
        self.quotations[quotation]
    }

    pub(super) fn is_covered(&self, token: usize) -> bool {
        self.owners[token].is_some()
    }

    /// The draft that the token is content of.
    pub(super) fn owner(&self, token: usize) -> Option<usize> {
        self.owners[token]
    }

    /// The drafts whose cues begin in `tokens`, in text order.
    pub(super) fn drafts_by_cue(&self, tokens: TokenRange) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.by_cue.range(tokens.range()).map(|(_, id)| *id)
    }

    /// Adds a draft and uses up the quotations in its contents.
    pub(super) fn add(&mut self, context: &Context<'_>, draft: Draft) -> usize {
        let id = self.drafts.len();
        for content in draft.contents.clone() {
            self.claim(context, content, id);
        }
        if let Some(cue) = draft.cue {
            self.by_cue.entry(cue.start()).or_insert(id);
        }
        self.drafts.push(draft);
        id
    }

    /// Adds a content to a draft.
    pub(super) fn extend(&mut self, context: &Context<'_>, id: usize, content: TokenRange) {
        self.claim(context, content, id);
        self.drafts[id].extend(content);
    }

    fn claim(&mut self, context: &Context<'_>, content: TokenRange, id: usize) {
        for owner in &mut self.owners[content.range()] {
            owner.get_or_insert(id);
        }
        let span = context.span(content);
        let quotations = context.document.quotations();
        let from = quotations.partition_point(|quotation| quotation.inner.start() < span.start());
        for (index, quotation) in
            quotations.iter().enumerate().skip(from).take_while(|(_, quotation)| quotation.inner.start() < span.end())
        {
            if span.contains(quotation.inner) {
                self.quotations[index].get_or_insert(id);
            }
        }
    }

    /// The quotations that no draft has, outermost ones only.
    pub(super) fn free_quotations(&self, context: &Context<'_>) -> Vec<usize> {
        (0..self.quotations.len())
            .filter(|&index| {
                self.is_free(index)
                    && context.quotation(index).depth == 0
                    && self.owners[context.quotation(index).tokens.start()].is_none()
            })
            .collect()
    }

    /// The drafts in text order, `inherits` following, and where each stood before.
    pub(super) fn finish(self) -> (Vec<Draft>, Vec<usize>) {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|&id| (self.drafts[id].start(), id));
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, &old)| place[old] = new);
        let drafts = order
            .iter()
            .map(|&id| {
                let mut draft = self.drafts[id].clone();
                draft.inherits = draft.inherits.map(|id| place[id]);
                draft
            })
            .collect();
        (drafts, order)
    }
}
