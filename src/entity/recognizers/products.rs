//! Goods, apps and ships that everybody calls by name: `Telegram`, `iPhone`, `the Boeing 737`.
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
        for at in run.range().filter(|&at| NAMES.contains(&words.text(at))) {
            let trust =
                if words.get(at).excused && words.get(at).entry.is_common_word() { Trust::Guess } else { Trust::Sure };
            candidates.push(Candidate::new(TokenRange::new(at, at + 1), EntityKind::Product, trust, "product"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn well_known_products_are_found() {
        check("He wrote on [product Telegram] that it was over.");
        check("He sent a telegram.");
    }
}
