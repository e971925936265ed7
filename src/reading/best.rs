//! The best sequence of labels, in which no inside stands behind anything but its own kind.

/// A stretch with one kind: from a word, up to another, the number of the kind from 1 on, and its least probable label's probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// First word.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// Kind: label `2 * kind - 1` begins it.
    pub kind: usize,
    /// 0–1.
    pub confidence: f32,
}

/// The stretches of the best sequence. `scores`: for each word the logarithm of each label's probability; `follows` as [`super::labels::follows`] makes it.
pub(super) fn stretches<const L: usize>(scores: &[[f32; L]], follows: &[[bool; L]]) -> Vec<Stretch> {
    let Some(first) = scores.first() else { return Vec::new() };
    let mut best: [f32; L] =
        std::array::from_fn(|label| if follows[L][label] { first[label] } else { f32::NEG_INFINITY });
    let mut back: Vec<[u8; L]> = Vec::with_capacity(scores.len());
    for word in &scores[1..] {
        let mut from = [0; L];
        let mut next = [f32::NEG_INFINITY; L];
        for label in 0..L {
            for before in 0..L {
                if follows[before][label] && best[before] > next[label] {
                    next[label] = best[before];
                    from[label] = before as u8;
                }
            }
            next[label] += word[label];
        }
        back.push(from);
        best = next;
    }
    let mut label = (0..L).max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or_default();
    let mut path = vec![label; scores.len()];
    for (at, from) in back.iter().enumerate().rev() {
        label = usize::from(from[label]);
        path[at] = label;
    }
    collect(&path, |word, label| scores[word][label].exp())
}

fn collect(path: &[usize], probability: impl Fn(usize, usize) -> f32) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (word, &label) in path.iter().enumerate().filter(|(_, label)| **label > 0) {
        let sure = probability(word, label);
        match stretches.last_mut() {
            Some(open) if label % 2 == 0 && open.end == word => {
                open.end = word + 1;
                open.confidence = open.confidence.min(sure);
            }
            _ => stretches.push(Stretch { start: word, end: word + 1, kind: label.div_ceil(2), confidence: sure }),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::labels::{ROLES, follows};
    use proptest::prelude::*;

    /// One letter a word: the label that is most probable there.
    fn read(letters: &str) -> Vec<(usize, usize, usize)> {
        let scores: Vec<[f32; 7]> = letters
            .bytes()
            .map(|letter| {
                let wanted = "OCcSsQq".bytes().position(|known| known == letter).expect("a known letter");
                std::array::from_fn(|label| if label == wanted { 0.9_f32.ln() } else { (0.1_f32 / 6.0).ln() })
            })
            .collect();
        stretches(&scores, &follows(&ROLES)).iter().map(|found| (found.start, found.end, found.kind)).collect()
    }

    #[test]
    fn stretches_begin_and_go_on() {
        assert_eq!(read("SsQOCccOC"), [(0, 2, 2), (2, 3, 3), (4, 7, 1), (8, 9, 1)]);
        assert_eq!(read("CC"), [(0, 1, 1), (1, 2, 1)]);
        assert_eq!(read(""), []);
    }

    #[test]
    fn an_inside_without_its_beginning_is_mended() {
        assert_eq!(read("Occc"), [(1, 4, 1)]);
    }

    proptest! {
        #[test]
        fn stretches_are_in_order_and_never_overlap(letters in "[OCcSsQq]{0,30}") {
            let found = read(&letters);
            prop_assert!(found.iter().all(|(start, end, kind)| start < end && *end <= letters.len() && (1..4).contains(kind)));
            prop_assert!(found.windows(2).all(|pair| pair[0].1 <= pair[1].0));
        }
    }
}
