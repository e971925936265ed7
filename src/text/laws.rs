//! What holds for every text, whoever wrote it. Property tests and the fuzz target call [`check`].

use super::{Document, OffsetUnit, Offsets, Span};

/// Panics with what is wrong if a law of the text core does not hold for `title` and `body`.
#[track_caller]
pub fn check(title: &str, body: &str) {
    let document = Document::new(title, body);
    tokens_and_gaps_rebuild_the_text(&document);
    sentences_partition_the_tokens(&document);
    quotations_nest(&document);
    offsets_count_characters(document.text());
}

#[track_caller]
fn tokens_and_gaps_rebuild_the_text(document: &Document) {
    let text = document.text();
    let mut at = 0;
    for token in document.tokens() {
        let span = token.span;
        assert!(span.start() >= at && !span.is_empty(), "tokens overlap, go back or are empty at byte {at}");
        assert!(
            text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()),
            "a token cuts a character: {span:?}"
        );
        assert!(text[at..span.start()].chars().all(super::tokens::is_gap), "characters are lost before {span:?}");
        at = span.end();
    }
    assert!(text[at..].chars().all(super::tokens::is_gap), "characters are lost at the end");
}

#[track_caller]
fn sentences_partition_the_tokens(document: &Document) {
    let mut next = 0;
    for (index, sentence) in document.sentences().iter().enumerate() {
        assert_eq!(sentence.tokens.start(), next, "sentence {index} does not begin where the last one ended");
        assert!(!sentence.tokens.is_empty(), "sentence {index} is empty");
        let paragraph = &document.paragraphs()[sentence.paragraph];
        assert!(paragraph.span.contains(sentence.span), "sentence {index} crosses its paragraph");
        assert!(paragraph.sentences.contains(&index), "paragraph and sentence disagree");
        assert_eq!(document.sentence_at(sentence.tokens.start()), index, "a token does not find its sentence");
        next = sentence.tokens.end();
    }
    assert_eq!(next, document.tokens().len(), "tokens without a sentence");
}

#[track_caller]
fn quotations_nest(document: &Document) {
    let mut around: Vec<Span> = Vec::new();
    for (index, quotation) in document.quotations().iter().enumerate() {
        assert!(quotation.outer.contains(quotation.inner), "quotation {index} is larger inside than outside");
        while around.last().is_some_and(|outer| outer.end() <= quotation.outer.start()) {
            around.pop();
        }
        if let Some(outer) = around.last() {
            assert!(outer.contains(quotation.outer), "quotations {outer:?} and {:?} cross", quotation.outer);
        }
        assert_eq!(usize::from(quotation.depth), around.len(), "quotation {index} has the wrong depth");
        assert!(
            quotation.continues.is_none_or(|earlier| earlier < index && document.quotations()[earlier].close.is_none()),
            "continues a closed one"
        );
        around.push(quotation.outer);
    }
}

#[track_caller]
fn offsets_count_characters(text: &str) {
    let offsets = Offsets::new(text);
    let (mut code_points, mut utf16) = (0, 0);
    for (at, c) in text.char_indices() {
        let span = Span::new(at, at + c.len_utf8());
        assert_eq!(
            offsets.convert(span, OffsetUnit::CodePoint),
            (code_points, code_points + 1),
            "code points at byte {at}"
        );
        assert_eq!(offsets.convert(span, OffsetUnit::Utf16), (utf16, utf16 + c.len_utf16()), "UTF-16 at byte {at}");
        assert_eq!(offsets.convert(span, OffsetUnit::Utf8), (at, at + c.len_utf8()));
        code_points += 1;
        utf16 += c.len_utf16();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_laws_hold_for_any_text(title in ".{0,30}", body in "(?s).{0,400}") {
            check(&title, &body);
        }

        #[test]
        fn the_laws_hold_for_text_full_of_marks(body in r#"([A-Za-z]{1,5}|[ \n]|["'“”‘’«»„`.,!?—()-]|Mr\.|U\.S\.|said|'90s|👷‍♀️|\u{a0}|@|#x|https://a\.b){0,120}"#) {
            check("", &body);
        }
    }

    /// Ten megabytes of what a quadratic algorithm would never finish.
    #[test]
    fn ten_megabytes_of_any_one_thing_are_read() {
        for unit in ["\"", "'", "“", "‘a ", ". ", "a.", "(", "@", "a-", "'s", "A said “b. ", "\n“a"] {
            let body = unit.repeat(10_000_000 / unit.len() / 8);
            assert!(Document::new("", &body).text().len() == body.len());
        }
        let prose = "“We saw it,” said Ann Lee of Port Alder. It wasn't 3.5 miles off.\n".repeat(10_000_000 / 68);
        assert!(!Document::new("Title", &prose).sentences().is_empty());
    }
}
