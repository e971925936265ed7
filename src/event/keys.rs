//! Routing keys: what a consumer binds to.

use super::language::primary;
use super::wire::{ArticleFacts, Entity, Form, Speaker, SpeakerKind};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest slug, in bytes: a routing key holds 255.
const LONGEST: usize = 120;

/// `article.enriched.en`
pub(super) fn of_article(article: &ArticleFacts) -> String {
    format!("article.enriched.{}", language(article))
}

/// `quote.direct.en.olena-marchenko`: the last word is the Wikidata id in lower case, else the name, else `anonymous`, `collective`,
/// `document` or `unknown`. A binding `quote.*.*.q212` follows one speaker without code.
pub(super) fn of_quote(article: &ArticleFacts, form: Form, speaker: Option<(&Speaker, Option<&Entity>)>) -> String {
    let who =
        speaker.map_or_else(|| SpeakerKind::Unknown.as_str().to_owned(), |(speaker, entity)| word_of(speaker, entity));
    format!("quote.{}.{}.{who}", form.as_str(), language(article))
}

/// The declared language, else the detected one, else `und`.
fn language(article: &ArticleFacts) -> String {
    let declared = primary(article.language.declared.as_deref());
    if declared == "und" { primary(article.language.detected.as_deref()) } else { declared }
}

fn word_of(speaker: &Speaker, entity: Option<&Entity>) -> String {
    let link = entity.and_then(|entity| entity.links.iter().find(|link| link.scheme == "wikidata"));
    let name = speaker.name.as_deref().or(entity.map(|entity| entity.name.as_str()));
    link.map(|link| slug(&link.id))
        .or_else(|| name.map(slug))
        .filter(|word| !word.is_empty())
        .unwrap_or_else(|| speaker.kind.as_str().to_owned())
}

/// Lower case, without accents, everything but letters and digits one hyphen: one word of a topic, whatever the name.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if slug.len() + c.len_utf8() > LONGEST {
            break;
        }
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’' | '.') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_one_word_of_a_topic() {
        for (name, want) in [
            ("Olena Marchenko", "olena-marchenko"),
            ("Inês D’Ávila-Råberg", "ines-davila-raberg"),
            ("U.S. Navy", "us-navy"),
            ("A * # . B", "a-b"),
            ("Анна Ли", "анна-ли"),
            ("—", ""),
        ] {
            assert_eq!(slug(name), want);
        }
        assert!(slug(&"ж".repeat(500)).len() <= 120);
    }
}
