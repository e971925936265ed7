//! Comparing names: case, accents, spelling variants, acronyms.

use crate::text::{Document, TokenRange};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents: `Zelenskÿ` → `zelensky`.
pub(super) fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect()
}

/// The token that holds the surname: the last one that is no `Jr.`.
pub(super) fn surname(document: &Document, tokens: TokenRange) -> usize {
    let is_suffix = |at: &usize| matches!(document.word(*at), "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV");
    tokens.range().rev().find(|at| !is_suffix(at)).unwrap_or(tokens.end() - 1)
}

/// Two spellings of one foreign surname: `zelensky`, `zelenskyy`, `zelenskiy`. Both folded.
pub(super) fn is_variant(a: &str, b: &str) -> bool {
    a == b || a.len() >= 6 && b.len() >= 6 && skeleton(a) == skeleton(b)
}

/// What stays of a name when the habits of transliteration are taken out.
pub(super) fn skeleton(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name
        .replace("iy", "y")
        .replace("ij", "y")
        .replace("yj", "y")
        .replace("ii", "y")
        .replace("kh", "h")
        .replace("ou", "u")
        .replace("dj", "j")
        .chars()
    {
        let c = match c {
            'i' | 'j' => 'y',
            'w' => 'v',
            'q' | 'c' => 'k',
            '\'' | '-' => continue,
            other => other,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// The initials of the words with a capital, small words left out: `United Nations` → `un`.
pub(super) fn initials(name: &str) -> String {
    name.split([' ', '-'])
        .filter(|word| word.starts_with(char::is_uppercase))
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_variants() {
        assert!(is_variant("zelensky", "zelenskyy") && is_variant("zelensky", "zelenskiy"));
        assert!(!is_variant("marchenko", "markovic") && !is_variant("lee", "leе"));
        assert_eq!(fold("Álvarez’s"), "alvarez's");
        assert_eq!(initials("World Health Organization"), "who");
    }
}
