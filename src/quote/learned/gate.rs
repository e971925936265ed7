//! Which sentences are worth the encoder's time.

use crate::quote::lexicon;
use crate::text::Document;

/// Whether something may be reported in the sentence at `index`: it has quotation marks, or a word that often reports.
pub(in crate::quote) fn may_report(document: &Document, index: usize) -> bool {
    let sentence = &document.sentences()[index];
    let quoted = || {
        let quotations = document.quotations();
        let near = quotations.partition_point(|quotation| quotation.outer.end() <= sentence.span.start());
        quotations.get(near).is_some_and(|quotation| quotation.outer.start() < sentence.span.end())
    };
    let reports = |at: usize| {
        let word = document.word(at).to_lowercase();
        word == "according" || word == ":" || lexicon::verb(&word).is_some()
    };
    quoted() || sentence.tokens.range().any(reports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_reporting_words_are_worth_it() {
        let document = Document::new("", "The ferry left. Ito said so. “Late,” he thought. According to her it sank.");
        let worth: Vec<bool> = (0..document.sentences().len()).map(|index| may_report(&document, index)).collect();
        assert_eq!(worth, [false, true, true, true]);
    }
}
