//! Layout: interview labels (`HOLT: Did you sign?`) and lines that end in a dash and a name.
//!
//! Fires: `STONE: I did not.` Does not: `Note: the road is shut.`

use super::Board;
use crate::entity::EntityKind;
use crate::quote::context::Context;
use crate::quote::draft::Draft;
use crate::quote::tags::Tag;
use crate::text::TokenRange;

/// Longest label, in tokens.
const LONGEST_LABEL: usize = 5;

/// `Name: utterance`, at least twice in the article.
pub(super) fn sieve(context: &Context<'_>, board: &mut Board) {
    let labelled: Vec<(TokenRange, TokenRange)> =
        context.document.paragraphs().iter().filter_map(|paragraph| label(context, paragraph.tokens)).collect();
    if labelled.len() < 2 {
        return;
    }
    for (label, utterance) in labelled {
        board.add(context, Draft { source: Some(label), ..Draft::new(vec![utterance], "label") });
    }
}

fn label(context: &Context<'_>, paragraph: TokenRange) -> Option<(TokenRange, TokenRange)> {
    let colon = paragraph.range().take(LONGEST_LABEL + 1).find(|&at| context.word(at) == ":")?;
    let label = TokenRange::new(paragraph.start(), colon);
    let shouted =
        !label.is_empty() && label.range().all(|at| context.document.word(at).chars().all(|c| !c.is_lowercase()));
    let person = context
        .entities
        .mention_at(label.start())
        .is_some_and(|(tokens, id)| tokens.end() == colon && context.entities.get(id).kind == EntityKind::Person);
    let letter = matches!(context.document.word(label.start()), "Q" | "A" | "Q." | "A.") && label.len() == 1;
    let utterance = TokenRange::new(colon + 1, paragraph.end());
    // What stands between marks is a quotation's business.
    let marked = utterance.range().take(1).any(|at| context.opening(at).is_some());
    let speaks =
        utterance.range().filter(|&at| context.is_word(at) && !matches!(context.tag(at), Tag::Number)).count() >= 2;
    ((shouted || person || letter) && speaks && !marked).then_some((label, utterance))
}

/// `“The sea keeps what it takes.” — Ines Duarte, fisher`
pub(super) fn dash_sieve(context: &Context<'_>, board: &mut Board) {
    for index in board.free_quotations(context) {
        let quotation = context.quotation(index);
        let dash = quotation.tokens.end() + 1;
        let paragraph = context.paragraph(quotation.tokens.start());
        let is_line = quotation.close.is_some()
            && dash + 1 < paragraph.end()
            && matches!(context.word(dash), "—" | "–" | "--" | "-" | "―")
            && quotation.tokens.start() == paragraph.start() + 1;
        let named = context.entities.mention_at(dash + 1).map(|(tokens, _)| tokens).or_else(|| {
            // A name that nobody knows: two to four words with capitals, and then nothing.
            let words = (dash + 1..paragraph.end()).take_while(|&at| context.is_capital(at)).count();
            ((2..=4).contains(&words) && dash + 1 + words == paragraph.end())
                .then(|| TokenRange::new(dash + 1, paragraph.end()))
        });
        let named = named.filter(|_| is_line && !(dash + 1..paragraph.end()).any(|at| context.is_finite(at)));
        if let Some(tokens) = named {
            board.add(context, Draft { source: Some(tokens), ..Draft::new(vec![quotation.tokens], "dash_line") });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::quote::testing::check;

    #[test]
    fn labels_and_dashes_attribute() {
        check(
            "“The sea keeps what it takes.” — Ines Duarte, fisher",
            &["direct | The sea keeps what it takes. | - | Ines Duarte | Ines Duarte"],
        );
    }

    #[test]
    fn a_single_note_is_no_interview() {
        check("Note: the road is shut.", &[]);
    }
}
