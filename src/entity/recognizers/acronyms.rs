//! Words in capitals that stand for a body: `QRV`.
//!
//! Fires: `the QRV said`. Does not: a headline in capitals, `BREAKING`, `PM`, `CEO`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::entity::gazetteer::Flag;
use crate::text::TokenRange;

pub(super) const NO_BODIES: &[&str] = &[
    "PM", "AM", "CEO", "CFO", "COO", "MP", "MPs", "GDP", "TV", "DNA", "HIV", "AIDS", "COVID", "USD", "EUR", "GBP",
    "AP", "OK", "ID", "IT", "PR", "HQ", "VIP", "SMS", "GPS", "LED", "CCTV", "DVD", "PC", "SUV", "UV", "CD", "FAQ",
    "RSS", "II", "III", "IV", "VI", "VII", "VIII", "XI", "XII", "AI", "UFO", "BC", "AD", "RIP", "ATM", "PhD", "MD",
    "KC", "QC", "OBE", "MBE", "CBE", "GMT", "BST", "EST", "UTC", "NGO", "NGOs", "IPO", "GP", "JR", "MR", "MRS", "DR",
    "ST", "PCR", "VAT", "LGBT", "LGBTQ",
];

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        for at in run.range() {
            let (word, text) = (words.get(at), words.text(at));
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            let is_acronym = word.shouted
                && !word.excused
                && (2..=6).contains(&letters)
                && !text.contains(|c: char| c.is_ascii_digit())
                && !word.entry.is_common_word()
                && !NO_BODIES.contains(&text)
                && !text.ends_with('.');
            if is_acronym && !word.entry.is_any(&[Flag::Country, Flag::Group, Flag::Title, Flag::Suffix]) {
                candidates.push(Candidate::new(
                    TokenRange::new(at, at + 1),
                    EntityKind::Organization,
                    Trust::Likely,
                    "acronym",
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn capitals_in_running_text_are_bodies() {
        check("Members of the [organization QRV] met the CEO.");
    }
}
