//! Quotes that the encoder reads out of the text.

mod gate;
mod link;
mod merge;
mod spans;

use super::context::Context;
use super::draft::Draft;
use super::no_comment;
use super::questions;
use crate::reading::Reading;
use crate::text::TokenRange;
pub(super) use gate::may_report;
use spans::Spans;

/// `drafts` by the rules, with what the encoder adds and mends; each with its place among `drafts` if it comes from there.
pub(super) fn revise(
    context: &Context<'_>,
    reading: &Reading,
    drafts: Vec<Draft>,
) -> impl Iterator<Item = (Draft, Option<usize>)> {
    let mut read = link::drafts(context, &Spans::new(context, reading));
    if !read.is_empty() {
        // "did not respond to a request for comment": nothing was said.
        let refusals: Vec<TokenRange> = no_comment::find(context).into_iter().map(|(tokens, _)| tokens).collect();
        let refused = |tokens: TokenRange| {
            let near = refusals.partition_point(|refusal| refusal.end() <= tokens.start());
            refusals.get(near).is_some_and(|refusal| refusal.overlaps(tokens))
        };
        read.retain(|draft| !draft.cue.is_some_and(refused));
        for draft in &mut read {
            // "When asked why, Ito said": it is not Ito who asks.
            let put = draft.cue.and_then(|cue| cue.range().find_map(|at| questions::put(context, at)));
            draft.source = put.map_or(draft.source, |put| put.by);
        }
    }
    merge::merge(context, reading, drafts, read).into_iter()
}

#[cfg(all(test, feature = "encoder"))]
mod tests {
    use crate::entity::Recognition;
    use crate::entity::join::Judge;
    use crate::entity::tagger::Tagger;
    use crate::model::Training;
    use crate::quote::attribute_with;
    use crate::reading::Reader;
    use crate::text::Document;

    /// `want`: for each quote its contents, cue and source.
    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let document = Document::new("", text);
        let all: Vec<usize> = (0..document.sentences().len()).collect();
        let reading = Reader::embedded(Training::All).read(&document, &all);
        let names = Recognition::new(&document, Tagger::embedded(Training::All));
        let entities = names.finish(Judge::embedded(Training::All), &reading);
        let slice = |span| document.slice(span).to_owned();
        let got: Vec<String> = attribute_with(&document, &entities, &reading)
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
    fn where_somebody_reports_again_a_content_ends() {
        check(
            "Ruiz stated that she had raised the odds of a second bridge and, in this light, insisted on the need for a toll.",
            &["she had raised the odds of a second bridge | stated | Ruiz", "the need for a toll | insisted | Ruiz"],
        );
    }

    #[test]
    fn what_is_told_of_a_source_is_no_part_of_it() {
        check(
            "An engineer who inspected the dam said the bridge would never open.",
            &["the bridge would never open | said | An engineer"],
        );
    }

    #[test]
    fn who_says_nothing_is_not_quoted() {
        check("The ministry did not immediately respond to a request for comment.", &[]);
    }

    #[test]
    fn narration_stays_narration() {
        check("The ferry left Lowport at noon and reached the island two hours later.", &[]);
    }
}
