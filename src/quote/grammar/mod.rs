//! Word classes, as far as one can tell without a parser. All functions take lower-cased words unless they say otherwise.

mod closed;
mod nouns;
mod verbs;

pub(super) use closed::*;
pub(super) use nouns::{is_collective, is_document, is_noun_like_an_adjective, is_occupation_part};
pub(super) use verbs::{Form, form};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_their_words_and_not_others() {
        assert!(is_adverb("repeatedly") && !is_adverb("fly"));
        assert!(is_document("report") && !is_document("reporter"));
    }
}
