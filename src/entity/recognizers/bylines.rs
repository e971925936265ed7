//! `By Ann Lee and Tom Ito, Norpress`: a line of its own that begins with "By".

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::text::TokenRange;

/// Longest byline, in tokens.
const LONGEST: usize = 16;

pub(super) fn recognize(words: &Words<'_>, _: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for paragraph in words.document().paragraphs() {
        let tokens = paragraph.tokens;
        let first = tokens.start();
        if tokens.len() < 3
            || tokens.len() > LONGEST
            || !words.is(first, "by")
            || !words.get(first + 1).capital
            || words.text(tokens.end() - 1) == "."
        {
            continue;
        }
        let mut at = first + 1;
        while at < tokens.end() {
            let end = (at..tokens.end()).find(|&index| !is_part(words, index)).unwrap_or(tokens.end());
            if end - at >= 2 && end - at <= 5 {
                candidates.push(Candidate::new(TokenRange::new(at, end), EntityKind::Person, Trust::Sure, "byline"));
            }
            if end >= tokens.end()
                || !matches!(words.text(end), "and" | "," | "&" | "AND")
                || words.text(end) == "," && end + 2 >= tokens.end()
            {
                break;
            }
            at = end + 1;
        }
    }
}

fn is_part(words: &Words<'_>, index: usize) -> bool {
    words.get(index).capital && words.get(index).is_word && !words.is(index, "and") || words.text(index) == "-"
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn a_byline_names_people() {
        check("The bridge is shut.\nBy [person Ann Qorvat] and [person Tom Ito]");
        check("By the river a bridge is shut.");
    }
}
