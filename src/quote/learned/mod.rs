//! Quotes that the encoder reads out of the text.

mod gate;
mod link;
mod merge;
mod spans;

use super::context::Context;
use super::draft::Draft;
use crate::reading::Reading;
pub(super) use gate::may_report;
use spans::Spans;

/// `drafts` by the rules, with what the encoder adds and mends; each with its place among `drafts` if it comes from there.
pub(super) fn revise(
    context: &Context<'_>,
    reading: &Reading,
    drafts: Vec<Draft>,
) -> impl Iterator<Item = (Draft, Option<usize>)> {
    let read = link::drafts(context, &Spans::new(context, reading));
    merge::merge(context, reading, drafts, read).into_iter()
}

#[cfg(all(test, feature = "encoder"))]
mod tests {
    use crate::enrich::{Enricher, Extraction, Tier};
    use crate::text::Document;

    /// `want`: for each quote its contents, cue and source.
    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let accurate = Enricher::new(Extraction { tier: Tier::Accurate, ..Extraction::default() });
        let found = accurate.read(Document::new("", text));
        let slice = |span| found.document.slice(span).to_owned();
        let got: Vec<String> = found
            .quotes
            .quotes
            .iter()
            .map(|quote| {
                let contents: Vec<String> = quote.contents.iter().map(|content| slice(content.span)).collect();
                let cue = quote.cue.as_ref().map_or_else(|| "-".to_owned(), |cue| slice(cue.span));
                let source = quote.source.map_or_else(|| "-".to_owned(), slice);
                format!("{} | {cue} | {source}", contents.join(" … "))
            })
            .collect();
        assert_eq!(got, want, "in {text:?}");
    }

    #[test]
    fn a_cue_that_no_lexicon_has_is_found() {
        check(
            "Mayor Elena Ruiz grumbled over breakfast that the bridge would never open.",
            &["the bridge would never open | grumbled | Mayor Elena Ruiz"],
        );
    }

    #[test]
    fn marks_stay_certain() {
        check("“It is late,” Tom Ito said.", &["It is late, | said | Tom Ito"]);
    }

    #[test]
    fn two_reports_of_one_speaker_stay_two() {
        check(
            "The airline said no one was hurt and promised that refunds would follow.",
            &["no one was hurt | said | The airline", "refunds would follow | promised | The airline"],
        );
    }

    #[test]
    fn narration_stays_narration() {
        check("The ferry left Lowport at noon and reached the island two hours later.", &[]);
    }
}
