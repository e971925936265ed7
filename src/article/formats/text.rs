//! Plain text.

use super::super::{Article, InputFormat};

/// Longest first line that is taken for a headline, in characters.
const HEADLINE: usize = 150;

/// The first line is the title if it is short, does not end like a sentence, and text follows.
pub(in super::super) fn read(text: &str) -> Article {
    let format = InputFormat { name: "text", wrappers: Vec::new() };
    let text = text.trim_start_matches(['\n', '\r']).trim_end();
    if let Some((first, rest)) = text.split_once('\n') {
        let (first, rest) = (first.trim_end_matches('\r'), rest.trim_start_matches(['\n', '\r']));
        let ends_like_a_sentence = first.trim_end().ends_with(['.', '!', ':', '”', '"', ',', ';']);
        if !first.trim().is_empty()
            && first.chars().count() <= HEADLINE
            && !ends_like_a_sentence
            && !rest.trim().is_empty()
        {
            let transforms = vec!["title_from_first_line"];
            return Article {
                title: first.to_owned(),
                body: rest.to_owned(),
                format,
                transforms,
                ..Article::default()
            };
        }
    }
    Article { body: text.to_owned(), format, ..Article::default() }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(text: &str, title: &str, body: &str) {
        let article = read(text);
        assert_eq!((article.title.as_str(), article.body.as_str()), (title, body));
    }

    #[test]
    fn a_short_first_line_is_the_title() {
        check("Bridge shut\r\n\r\nThe bridge is shut.\n", "Bridge shut", "The bridge is shut.");
        check("Is the bridge shut?\nIt is.", "Is the bridge shut?", "It is.");
    }

    #[test]
    fn a_sentence_or_a_lone_line_is_no_title() {
        check("The bridge is shut.\nIt will reopen.", "", "The bridge is shut.\nIt will reopen.");
        check("Bridge shut", "", "Bridge shut");
    }
}
