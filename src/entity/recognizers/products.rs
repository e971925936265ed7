//! Goods, apps and ships that everybody calls by name: `Telegram`, `iPhone`, `the Boeing 737`; share indexes.
//!
//! Fires: `on Telegram`. Does not: `a telegram`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::text::TokenRange;

const NAMES: &[&str] = &[
    "Telegram",
    "WhatsApp",
    "Instagram",
    "TikTok",
    "YouTube",
    "Twitter",
    "Facebook",
    "Snapchat",
    "Signal",
    "WeChat",
    "iPhone",
    "iPad",
    "Android",
    "Windows",
    "Bitcoin",
    "Nasdaq",
    "Nikkei",
    "FTSE",
    "Viagra",
    "Kalashnikov",
    "Javelin",
    "Starlink",
    "Skype",
    "Zoom",
    "Netflix",
    "Wikipedia",
    "ChatGPT",
];

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        candidates.extend(index(words, run));
        for at in run.range().filter(|&at| NAMES.contains(&words.text(at))) {
            let trust =
                if words.get(at).excused && words.get(at).entry.is_common_word() { Trust::Guess } else { Trust::Sure };
            candidates.push(Candidate::new(TokenRange::new(at, at + 1), EntityKind::Product, trust, "product"));
        }
    }
}

/// Share indexes: "the Lowport Straits Index", "the Norland 100 index".
fn index(words: &Words<'_>, run: TokenRange) -> Option<Candidate> {
    let word = |at: usize| if at < words.len() { words.text(at) } else { "" };
    let is_number = |at: usize| word(at).starts_with(|c: char| c.is_ascii_digit());
    let named = run.len() > 1 && matches!(word(run.end() - 1), "Index" | "Average" | "Composite");
    let numbered = is_number(run.end()) && matches!(word(run.end() + 1), "index" | "Index");
    let end = run.end() + usize::from(numbered);
    (named || numbered)
        .then(|| Candidate::new(TokenRange::new(run.start(), end), EntityKind::Product, Trust::Sure, "index"))
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn well_known_products_are_found() {
        check("He wrote on [product Telegram] that it was over.");
        check("He sent a telegram.");
        check("Shares fell, and the [product Lowport Times 100] index with them.");
    }
}
