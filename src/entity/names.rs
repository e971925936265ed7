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

/// A person's name, taken apart and folded. Particles belong to neither part: "van der Meulen" is "meulen".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The first name, if more than a surname stands there.
    pub(super) given: Option<String>,
    /// What stands between them.
    pub(super) inner: Vec<String>,
    /// The surname.
    pub(super) last: String,
}

/// Takes the name at `tokens` apart.
pub(super) fn parts(document: &Document, tokens: TokenRange) -> Parts {
    let mut parts: Vec<String> = Vec::new();
    let mut joins = false;
    for at in tokens.start()..=surname(document, tokens) {
        let word = document.word(at);
        match parts.last_mut() {
            Some(last) if joins || word == "-" => last.push_str(&fold(word)),
            _ => parts.push(fold(word)),
        }
        joins = word == "-";
    }
    let particle = |part: &str| {
        matches!(
            part,
            "van" | "von" | "der" | "den" | "de" | "la" | "da" | "di" | "del" | "dos" | "bin" | "ibn" | "al" | "el"
        )
    };
    let bare = |part: String| match part.split_once('-') {
        Some(("al" | "el" | "ul" | "an" | "as" | "ad", rest)) => rest.to_owned(),
        _ => part,
    };
    let mut parts: Vec<String> = parts.into_iter().map(bare).collect();
    let last = parts.pop().unwrap_or_default();
    parts.retain(|part| !particle(part));
    let given = (!parts.is_empty()).then(|| parts.remove(0));
    Parts { given, inner: parts, last }
}

/// What a surname is looked up by: its spellings share it.
pub(super) fn surname_key(last: &str) -> String {
    if last.len() >= 6 { skeleton(last) } else { last.to_owned() }
}

/// Two spellings of one first name: "mohammed" and "muhammad" have the same consonants.
pub(super) fn is_same_given(a: &str, b: &str) -> bool {
    let consonants = |name: &str| -> String {
        skeleton(name).chars().filter(|c| !matches!(c, 'a' | 'e' | 'o' | 'u' | 'y')).collect::<String>()
    };
    let initial = |a: &str, b: &str| a.ends_with('.') && b.chars().next() == a.chars().next();
    let alike = || a.len() >= 5 && b.len() >= 5 && consonants(a).len() >= 3 && consonants(a) == consonants(b);
    a == b || initial(a, b) || initial(b, a) || is_variant(a, b) || alike()
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
        .replace("ue", "u")
        .replace("oe", "o")
        .replace("ae", "a")
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

/// What is left of a folded name when its legal forms go, one after the other: of "qorvat holdings inc." "qorvat holdings" and "qorvat".
pub(super) fn without_legal_forms(name: &str) -> Vec<String> {
    const LEGAL: &[&str] = &[
        "inc.",
        "inc",
        "ltd.",
        "ltd",
        "limited",
        "corp.",
        "corp",
        "plc",
        "llc",
        "co.",
        "co",
        "ag",
        "sa",
        "s.a.",
        "spa",
        "s.p.a.",
        "nv",
        "n.v.",
        "gmbh",
        "se",
        "ab",
        "as",
        "asa",
        "oyj",
        "pty",
        "group",
        "holding",
        "holdings",
        "company",
        "corporation",
        "platforms",
        "technologies",
        "industries",
        "international",
    ];
    let name = name.replace(',', "");
    let mut forms: Vec<String> = Vec::new();
    let mut rest = name.as_str();
    while let Some((shorter, _)) = rest.rsplit_once(' ').filter(|(_, last)| LEGAL.contains(last)) {
        forms.push(shorter.replace('.', ""));
        rest = shorter;
    }
    forms
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
        assert!(is_same_given("mohammed", "muhammad") && is_same_given("j.", "jonas"));
        assert!(!is_same_given("elena", "tom") && !is_same_given("maria", "mario"));
    }

    #[test]
    fn legal_forms_go_one_after_the_other() {
        assert_eq!(without_legal_forms("qorvat holdings, inc."), ["qorvat holdings", "qorvat"]);
        assert!(without_legal_forms("bank of qorvat").is_empty());
    }

    #[test]
    fn names_are_taken_apart() {
        let check = |name: &str, given: Option<&str>, last: &str| {
            let document = Document::new("", name);
            let parts = parts(&document, TokenRange::new(0, document.tokens().len()));
            assert_eq!((parts.given.as_deref(), parts.last.as_str()), (given, last), "{name}");
        };
        check("Ilse van der Meulen", Some("ilse"), "meulen");
        check("van der Meulen", None, "meulen");
        check("Mohammed al-Kathiri", Some("mohammed"), "kathiri");
        check("al-Kathiri", None, "kathiri");
        check("Novak-Lindt", None, "novak-lindt");
        check("Tom Ito Jr.", Some("tom"), "ito");
    }
}
