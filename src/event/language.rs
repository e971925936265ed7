//! A small answer to a small question: does this text read like English?

use crate::text::Document;

/// English function words that are rare as words of its neighbours.
const WORDS: [&str; 44] = [
    "the", "of", "and", "that", "for", "with", "from", "by", "at", "are", "were", "had", "have", "been", "be", "not",
    "this", "which", "who", "would", "said", "it", "its", "he", "his", "she", "her", "they", "their", "has", "is",
    "as", "to", "but", "after", "about", "when", "there", "could", "should", "you", "your", "will", "than",
];

/// Words looked at.
const SAMPLE: usize = 2000;

/// Fewer words say nothing.
const FEWEST: usize = 8;

/// `en` with how sure that is, if the text reads like English. Running English text has 30 to 45 words of the list in a hundred, other
/// languages in Latin letters seldom more than 8.
pub(super) fn detect(document: &Document) -> (Option<&'static str>, f64) {
    let (mut words, mut hits) = (0_usize, 0_usize);
    for index in (0..document.tokens().len()).filter(|index| document.is_word(*index)).take(SAMPLE) {
        words += 1;
        let word = document.word(index);
        hits += usize::from(word.len() <= 6 && WORDS.contains(&word.to_ascii_lowercase().as_str()));
    }
    let share = hits as f64 / words.max(1) as f64;
    if words < FEWEST || hits < 2 || share < 0.15 {
        return (None, 0.0);
    }
    let by_share = 0.5 + (share - 0.15) * 4.0;
    let by_length = 1.0 - 1.0 / words as f64;
    (Some("en"), by_share.min(0.99).min(by_length))
}

/// The primary subtag of a BCP 47 tag in lower case; `und` where there is none.
pub(super) fn primary(tag: Option<&str>) -> String {
    let subtag = tag.unwrap_or_default().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let good = (2..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if good { subtag } else { "und".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, english: bool) {
        let (language, confidence) = detect(&Document::new("", text));
        assert_eq!(language.is_some(), english, "{text}");
        assert!((0.0..=1.0).contains(&confidence) && (confidence > 0.0) == english, "{confidence}");
    }

    #[test]
    fn english_is_told_from_others() {
        check(
            "The mayor said that the bridge would be closed for a week, and that buses will replace the trams.",
            true,
        );
        check("Der Bürgermeister sagte, dass die Brücke in dieser Woche geschlossen wird und Busse fahren.", false);
        check("De burgemeester zei dat de brug een week dicht is en dat er bussen rijden naar het station.", false);
        check("Le maire a dit que le pont serait fermé pendant une semaine et que des bus circuleraient.", false);
        check("Bridge shut", false);
        check("", false);
    }

    #[test]
    fn a_tag_is_cut_to_its_language() {
        for (tag, want) in
            [(Some("en-GB"), "en"), (Some("PT_br"), "pt"), (Some(""), "und"), (None, "und"), (Some("#"), "und")]
        {
            assert_eq!(primary(tag), want);
        }
    }
}
