//! The words of a text, so that quotes are compared word by word.

use crate::text::Span;
use std::collections::BTreeSet;

/// Numbers of words.
pub(super) type Set = BTreeSet<usize>;

/// A text cut into words and marks.
pub(super) struct Words<'a> {
    text: &'a str,
    tokens: Vec<(Span, bool)>,
}

impl<'a> Words<'a> {
    /// Runs of letters and digits, joined by a single hyphen, apostrophe or point inside; any other sign is a token of its own.
    pub(super) fn joined(text: &'a str) -> Self {
        Self::cut(text, true)
    }

    /// Runs of letters and digits, and nothing else.
    pub(super) fn plain(text: &'a str) -> Self {
        Self::cut(text, false)
    }

    fn cut(text: &'a str, joined: bool) -> Self {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let is_word = |at: usize| chars.get(at).is_some_and(|(_, c)| c.is_alphanumeric() || *c == '_');
        let byte = |at: usize| chars.get(at).map_or(text.len(), |(byte, _)| *byte);
        let mut tokens = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let start = at;
            if is_word(at) {
                while is_word(at)
                    || joined && matches!(chars.get(at), Some((_, '-' | '\'' | '’' | '.'))) && is_word(at + 1)
                {
                    at += 1;
                }
                tokens.push((Span::new(byte(start), byte(at)), true));
            } else {
                at += 1;
                if joined && !chars[start].1.is_whitespace() {
                    tokens.push((Span::new(byte(start), byte(at)), false));
                }
            }
        }
        Self { text, tokens }
    }

    /// All tokens that the spans touch.
    pub(super) fn touched(&self, spans: &[Span]) -> Set {
        let mut set = Set::new();
        for span in spans {
            let from = self.tokens.partition_point(|(token, _)| token.end() <= span.start());
            set.extend((from..self.tokens.len()).take_while(|&at| self.tokens[at].0.start() < span.end()));
        }
        set
    }

    /// Those that are words.
    pub(super) fn words(&self, set: &Set) -> Set {
        set.iter().copied().filter(|&at| self.is_word(at)).collect()
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.tokens[at].1
    }

    pub(super) fn slice(&self, at: usize) -> &'a str {
        self.text.get(self.tokens[at].0.range()).unwrap_or_default()
    }
}

/// Number of shared words.
pub(super) fn shared(a: &Set, b: &Set) -> usize {
    a.intersection(b).count()
}

/// Pairs of gold and found quotes, one to one, the most alike first. `alike` is compared as it is; 0 in its first part is no pair.
pub(super) fn pairs(
    gold: usize,
    found: usize,
    alike: impl Fn(usize, usize) -> Option<(f64, usize)>,
) -> Vec<(usize, usize)> {
    let mut candidates: Vec<((f64, usize), usize, usize)> = (0..gold)
        .flat_map(|g| (0..found).map(move |f| (g, f)))
        .filter_map(|(g, f)| Some((alike(g, f)?, g, f)))
        .collect();
    candidates.sort_by(|(a, g, f), (b, h, e)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then((g, f).cmp(&(h, e))));
    let (mut taken_gold, mut taken_found) = (vec![false; gold], vec![false; found]);
    let mut pairs = Vec::new();
    for (_, g, f) in candidates {
        if !taken_gold[g] && !taken_found[f] {
            (taken_gold[g], taken_found[f]) = (true, true);
            pairs.push((g, f));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_inside() {
        let words = Words::joined("The well-known U.S. aide’s “no”.");
        let all: Vec<&str> = (0..words.tokens.len()).map(|at| words.slice(at)).collect();
        assert_eq!(all, ["The", "well-known", "U.S", ".", "aide’s", "“", "no", "”", "."]);
        assert_eq!(Words::plain("well-known").tokens.len(), 2);
    }

    #[test]
    fn the_most_alike_are_paired_first() {
        let alike = |g: usize, f: usize| Some(([[0.5, 0.9], [0.4, 0.8]][g][f], 1));
        assert_eq!(pairs(2, 2, alike), [(0, 1), (1, 0)]);
    }
}
