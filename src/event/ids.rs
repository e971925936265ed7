//! Ids and hashes. All of them follow from the article alone: a redelivered article gives equal ones.

use crate::article::Article;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// The UUID namespace of all event ids. Changing it changes every id.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_2c9e_84a7_5b03_9e55_3d1c_77f0_a2b8);

/// The id of the event of type `kind`; `ordinal` counts the events of that type which one article gives, `version` is the enricher's.
pub(super) fn event_id(article: &Article, kind: &str, ordinal: usize, version: &str) -> String {
    // Lengths go in front, so that no two lists of parts give the same bytes.
    let mut name = String::new();
    let text = sha256(&[&article.title, "\0", &article.body]);
    for part in [article.id.as_str(), text.as_str(), kind, &ordinal.to_string(), version] {
        let _ = write!(name, "{}:{part}", part.len());
    }
    Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
}

/// SHA-256 of `parts` behind one another, in hexadecimal.
pub(super) fn sha256(parts: &[&str]) -> String {
    let digest = parts.iter().fold(Sha256::new(), Digest::chain_update).finalize();
    hex(&digest)
}

/// What two reports of one quote have in common, whatever their marks, case and spacing.
pub(super) fn fingerprint(quote: &str) -> String {
    let mut canonical = String::with_capacity(quote.len());
    let folded: String = quote.nfkc().flat_map(char::to_lowercase).collect();
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !canonical.is_empty() {
            canonical.push(' ');
        }
        canonical.push_str(word);
    }
    hex(&Sha256::digest(&canonical)[..8])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, title: &str, body: &str) -> Article {
        Article { id: id.into(), title: title.into(), body: body.into(), ..Article::default() }
    }

    #[test]
    fn an_id_follows_from_article_kind_and_ordinal() {
        let id = |article: &Article, kind, ordinal| event_id(article, kind, ordinal, "en-1");
        let same = id(&article("a", "T", "B"), "k", 0);
        assert_eq!(same, id(&article("a", "T", "B"), "k", 0));
        assert_eq!(Uuid::parse_str(&same).expect("a UUID").get_version_num(), 5);
        for other in [
            id(&article("b", "T", "B"), "k", 0),
            id(&article("a", "T", "C"), "k", 0),
            id(&article("a", "TB", ""), "k", 0),
            id(&article("a", "T", "B"), "l", 0),
            id(&article("a", "T", "B"), "k", 1),
        ] {
            assert_ne!(same, other);
        }
        assert_ne!(same, event_id(&article("a", "T", "B"), "k", 0, "en-2"));
    }

    #[test]
    fn a_fingerprint_sees_letters_and_digits_only() {
        let same = fingerprint("We will come to Paris, with our own proposals.");
        assert_eq!(same, fingerprint("“we WILL come to Paris — with our own proposals”"));
        assert_ne!(same, fingerprint("We will not come to Paris, with our own proposals."));
        // The value that the specification's example gives for this quote.
        assert_eq!(same, "5fe529ffe1461537");
    }
}
