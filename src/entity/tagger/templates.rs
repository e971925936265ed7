//! The questions that are asked of each token. A change here makes every model file stale: raise [`VERSION`] and train again.

use super::document::{Seen, Survey};
use super::lexicon::Clusters;
use super::tokens::{Case, Look};
use crate::model::{Features, mix};
use crate::text::TokenRange;
use std::ops::Range;

/// The version of the questions; a model file remembers it.
pub const VERSION: u32 = 1;

/// Which features of a candidate are the word itself: training hides them now and then, so that the others learn to do without.
pub const LEXICAL: Range<usize> = 1..3;

/// What stands before the first and behind the last token.
const EDGE: u64 = 0xED6E;

/// Says all about the tokens of one sentence.
pub(super) fn describe(looks: &[Look], survey: &Survey, tokens: TokenRange, features: &mut Features) {
    let sentence = Sentence::new(looks, survey, tokens);
    for at in tokens.range() {
        // Who is no candidate is outside of all names: one feature says so.
        if looks[at].candidate {
            sentence.candidate(at, features);
        } else {
            features.add(0, 0);
        }
        features.end_token();
    }
}

struct Sentence<'a> {
    looks: &'a [Look],
    survey: &'a Survey,
    tokens: TokenRange,
    edge: Look,
    /// Whether the sentence is written in capitals, or with a capital on each word.
    headline: u64,
}

impl<'a> Sentence<'a> {
    fn new(looks: &'a [Look], survey: &'a Survey, tokens: TokenRange) -> Self {
        let lettered = || looks[tokens.range()].iter().filter(|look| look.case != Case::None);
        let all = lettered().count();
        let shouted = lettered().filter(|look| look.case == Case::Shouted).count();
        let capital = lettered().filter(|look| look.case != Case::Lower).count();
        let headline =
            if all >= 3 && shouted * 10 >= all * 8 { 2 } else { u64::from(all >= 4 && capital * 10 >= all * 7) };
        let edge = Look { lower: EDGE, cased: EDGE, shape: EDGE, short: EDGE, ..Look::default() };
        Self { looks, survey, tokens, edge, headline }
    }

    /// The token so many places from `at`, or the edge.
    fn near(&self, at: usize, offset: isize) -> &Look {
        match at.checked_add_signed(offset) {
            Some(index) if self.tokens.contains(index) => &self.looks[index],
            _ => &self.edge,
        }
    }

    fn candidate(&self, at: usize, features: &mut Features) {
        let look = &self.looks[at];
        let mut ask = Ask { features, template: 1 };
        // LEXICAL counts on this order.
        ask.add(1);
        ask.add(look.cased);
        ask.add(look.lower);
        self.letters(look, &mut ask);
        self.neighbours(at, &mut ask);
        self.habits(at, &mut ask);
        self.clusters(at, &mut ask);
        self.lists(at, &mut ask);
        self.run(at, &mut ask);
        self.article(look, &mut ask);
        debug_assert!(ask.template < 200, "templates are few");
    }

    fn letters(&self, look: &Look, ask: &mut Ask<'_>) {
        let case = look.case as u64;
        ask.add(look.shape);
        ask.both(look.short, u64::from(look.excused) | self.headline << 1);
        ask.both(case, u64::from(look.length));
        for prefix in look.prefixes {
            ask.some(prefix, case);
        }
        for suffix in look.suffixes {
            ask.some(suffix, case);
        }
    }

    fn neighbours(&self, at: usize, ask: &mut Ask<'_>) {
        let look = &self.looks[at];
        let [m2, m1, p1, p2] = [-2, -1, 1, 2].map(|offset| self.near(at, offset));
        let case = mix(look.case as u64, look.short);
        ask.add(m1.lower);
        ask.add(p1.lower);
        ask.add(m2.lower);
        ask.add(p2.lower);
        ask.both(m1.lower, look.lower);
        ask.both(look.lower, p1.lower);
        ask.both(m1.lower, p1.lower);
        ask.both(m1.lower, case);
        ask.both(p1.lower, case);
        ask.both(mix(m2.lower, m1.lower), case);
        ask.both(mix(p1.lower, p2.lower), case);
        ask.both(mix(m1.case as u64, look.short), p1.case as u64);
        let cases = [m2, m1, look, p1, p2].iter().fold(0, |all, look| all << 3 | look.case as u64);
        ask.add(cases);
        ask.both(mix(m1.suffixes[2], look.case as u64), 0);
        ask.both(mix(p1.suffixes[2], look.case as u64), 0);
        // Whatever else stands within four words.
        for offset in [-4, -3, 3, 4] {
            let near = self.near(at, offset);
            if near.case != Case::None {
                ask.same(near.lower, u64::from(offset > 0));
            }
        }
        ask.next();
        if self.headline > 0 {
            ask.both(look.lower, self.headline);
            ask.both(m1.lower, self.headline);
            ask.both(p1.lower, self.headline);
        } else {
            ask.skip(3);
        }
    }

    /// How the words around are written in general.
    fn habits(&self, at: usize, ask: &mut Ask<'_>) {
        let look = &self.looks[at];
        let habit = |look: &Look| u64::from(look.usual) * 8 + look.case as u64;
        let (m1, p1) = (habit(self.near(at, -1)), habit(self.near(at, 1)));
        let own = habit(look);
        ask.both(own, u64::from(look.excused) | self.headline << 1);
        ask.both(mix(own, m1), p1);
        ask.both(own, p1);
        ask.both(own, m1);
        ask.both(own, look.short);
    }

    fn clusters(&self, at: usize, ask: &mut Ask<'_>) {
        let look = &self.looks[at];
        let (m1, p1) = (self.near(at, -1), self.near(at, 1));
        let case = look.case as u64;
        let coarse = |clusters: Clusters| u64::from(clusters.coarse);
        let fine = |clusters: Clusters| u64::from(clusters.fine);
        for level in [coarse, fine] {
            let (own, before, behind) = (level(look.clusters), level(m1.clusters), level(p1.clusters));
            ask.some(own, case);
            ask.both(before, case);
            ask.both(behind, case);
            ask.both(before, mix(behind, 1));
            ask.both(before, mix(own, 2));
            ask.both(own, mix(behind, 3));
        }
    }

    fn lists(&self, at: usize, ask: &mut Ask<'_>) {
        let look = &self.looks[at];
        let (m1, p1) = (self.near(at, -1), self.near(at, 1));
        let case = look.case as u64;
        let kinds = |look: &Look| u64::from(look.kinds);
        each_bit(look.lists, |bit| ask.same(bit, case));
        ask.next();
        ask.both(kinds(look), look.short);
        ask.both(kinds(m1), kinds(look));
        ask.both(kinds(look), mix(kinds(p1), 1));
        ask.both(mix(kinds(m1), kinds(look)), kinds(p1));
        ask.both(kinds(look), u64::from(look.usual));
        each_bit(m1.lists, |bit| ask.same(bit, case));
        ask.next();
        each_bit(p1.lists, |bit| ask.same(bit, case));
        ask.next();
    }

    /// The stretch of capitalised words that the token stands in.
    fn run(&self, at: usize, ask: &mut Ask<'_>) {
        let (start, end) = (self.looks[at].run.0 as usize, self.looks[at].run.1 as usize);
        if start == end {
            return ask.skip(20);
        }
        let length = (end - start).min(6) as u64;
        let position = match (end - start, at - start) {
            (1, _) => 0,
            (_, 0) => 1,
            (length, inner) if inner + 1 == length => 3,
            _ => 2,
        };
        let (first, last) = (&self.looks[start], &self.looks[end - 1]);
        let (before, behind) = (self.near(start, -1), self.near(end - 1, 1));
        let (before2, behind2) = (self.near(start, -2), self.near(end - 1, 2));
        ask.both(length, position);
        ask.both(last.lower, position);
        ask.both(first.lower, position);
        ask.both(before.lower, position);
        ask.both(behind.lower, position);
        ask.both(mix(before.lower, length), position);
        ask.both(mix(behind.lower, length), position);
        ask.both(mix(before.lower, behind.lower), length);
        ask.both(mix(before2.lower, before.lower), position);
        ask.both(mix(behind.lower, behind2.lower), position);
        for other in (start..end).filter(|other| *other != at) {
            ask.same(self.looks[other].lower, u64::from(other > at));
        }
        ask.next();
        let kinds = self.looks[start..end].iter().fold(0, |kinds, look| kinds | u64::from(look.kinds));
        ask.both(kinds, position);
        ask.both(kinds, mix(length, 1));
        ask.both(first.lists, mix(last.lists, position));
        ask.both(last.suffixes[2], mix(length, position));
        ask.both(u64::from(first.usual), mix(u64::from(last.usual), length));
        ask.both(u64::from(last.clusters.coarse), position);
        ask.both(u64::from(before.clusters.coarse), length);
        ask.both(u64::from(behind.clusters.coarse), length);
        ask.both(u64::from(last.clusters.fine), position);
    }

    /// What the rest of the article says.
    fn article(&self, look: &Look, ask: &mut Ask<'_>) {
        let Some(seen) = self.survey.get(&look.lower) else { return ask.skip(9) };
        let Seen { capital, lower, longest, first, last, before, behind, after_title, lists } = *seen;
        let place = u64::from(look.excused) | self.headline << 1;
        ask.both(u64::from(capital.min(4)) << 4 | u64::from(lower.min(4)), place);
        ask.both(first, u64::from(first == look.lower));
        ask.both(last, u64::from(last == look.lower));
        ask.add(before);
        ask.add(behind);
        ask.both(u64::from(after_title), u64::from(longest.min(4)));
        let own = look.run.1 - look.run.0;
        let longer = u64::from(u32::from(longest) > own);
        ask.add(longer << 2 | u64::from(first == look.lower) << 1 | u64::from(last == look.lower));
        each_bit(lists, |bit| ask.same(bit, 0));
        ask.next();
        // "Harbour Trust … the Trust": the word closes a longer name.
        ask.both(longer, if longer == 1 { mix(first, last) } else { 0 });
    }
}

fn each_bit(mut bits: u64, mut action: impl FnMut(u64)) {
    while bits != 0 {
        action(u64::from(bits.trailing_zeros()));
        bits &= bits - 1;
    }
}

/// Numbers the templates in the order in which they are asked.
struct Ask<'a> {
    features: &'a mut Features,
    template: u16,
}

impl Ask<'_> {
    fn add(&mut self, value: u64) {
        self.same(value, 0);
        self.next();
    }

    fn both(&mut self, a: u64, b: u64) {
        self.same(a, b);
        self.next();
    }

    /// `both`, unless `a` says nothing.
    fn some(&mut self, a: u64, b: u64) {
        if a != 0 {
            self.same(a, b);
        }
        self.next();
    }

    /// Another answer to the question under way.
    fn same(&mut self, a: u64, b: u64) {
        self.features.add(self.template, mix(a, b));
    }

    fn next(&mut self) {
        self.template += 1;
    }

    fn skip(&mut self, templates: u16) {
        self.template += templates;
    }
}
