//! What is said of each token, as hashes. One feature is a template (which question) mixed with a value (which answer).

/// The features of a sequence of tokens, in one flat list that keeps its memory from one sequence to the next.
#[derive(Clone, Debug, Default)]
pub struct Features {
    hashes: Vec<u64>,
    /// For each token, one past its last feature.
    ends: Vec<u32>,
}

impl Features {
    /// Forgets all tokens.
    pub fn clear(&mut self) {
        self.hashes.clear();
        self.ends.clear();
    }

    /// Says of the token under way that `template` has the answer `value`.
    pub fn add(&mut self, template: u16, value: u64) {
        self.hashes.push(mix(u64::from(template), value));
    }

    /// Ends the token under way; what follows belongs to the next one.
    pub fn end_token(&mut self) {
        self.ends.push(u32::try_from(self.hashes.len()).expect("an article has fewer than 2^32 features"));
    }

    /// How many tokens have ended.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no token has ended.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The features of each token, in order.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = &[u64]> {
        (0..self.ends.len()).map(|index| {
            let from = if index == 0 { 0 } else { self.ends[index - 1] as usize };
            &self.hashes[from..self.ends[index] as usize]
        })
    }
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// Two values as one. Not symmetric: the order of the answers is part of the question.
#[inline]
pub fn mix(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(23) ^ b).wrapping_mul(MULTIPLIER);
    mixed ^ mixed >> 29
}

/// The hash of a string. Stable for ever: model files hold it.
#[inline]
pub fn hash(text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let seed = mix(0x5157, text.len() as u64);
    let whole = words.iter().fold(seed, |state, word| mix(state, u64::from_le_bytes(*word)));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(whole, u64::from_le_bytes(last))
}

/// The hash of the lower-cased `text`, without a copy of it on the heap for words of usual length.
#[inline]
pub fn hash_lower(text: &str) -> u64 {
    let mut buffer = [0; 32];
    if text.is_ascii() && text.len() <= buffer.len() {
        let lower = &mut buffer[..text.len()];
        lower.copy_from_slice(text.as_bytes());
        lower.make_ascii_lowercase();
        return std::str::from_utf8(lower).map_or(0, hash);
    }
    hash(&text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_keeps_its_own_features() {
        let mut features = Features::default();
        features.add(1, 7);
        features.add(2, 7);
        features.end_token();
        features.end_token();
        features.add(1, 7);
        features.end_token();
        let tokens: Vec<&[u64]> = features.tokens().collect();
        assert_eq!((tokens[0].len(), tokens[1].len(), tokens[2].len()), (2, 0, 1));
        assert_eq!(tokens[0][0], tokens[2][0]);
        assert_ne!(tokens[0][0], tokens[0][1]);
        features.clear();
        assert!(features.is_empty());
    }

    #[test]
    fn hashes_are_stable_and_tell_length_and_order() {
        // Model files depend on these very numbers.
        assert_eq!(hash("minister"), 4_200_473_139_193_572_516);
        assert_ne!(hash("a"), hash("a\0"));
        assert_ne!(mix(1, 2), mix(2, 1));
        assert_eq!(hash_lower("ÉLYSÉE"), hash("élysée"));
        assert_eq!(hash_lower("Oslo"), hash("oslo"));
        assert_eq!(hash_lower(&"X".repeat(40)), hash(&"x".repeat(40)));
    }
}
