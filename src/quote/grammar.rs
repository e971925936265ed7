//! Word classes, as far as one can tell without a parser. All functions take lower-cased words unless they say otherwise.

/// Articles, possessives, demonstratives, quantifiers: they begin a noun phrase.
pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "your"
            | "this"
            | "that"
            | "these"
            | "those"
            | "some"
            | "any"
            | "no"
            | "every"
            | "each"
            | "many"
            | "most"
            | "several"
            | "few"
            | "all"
            | "both"
            | "another"
            | "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "more"
            | "such"
            | "other"
    )
}

/// Personal pronouns in the subject's case, and those that look alike.
pub(super) fn is_subject_pronoun(word: &str) -> bool {
    matches!(
        word,
        "he" | "she"
            | "they"
            | "it"
            | "we"
            | "i"
            | "you"
            | "who"
            | "one"
            | "others"
            | "both"
            | "many"
            | "some"
            | "nobody"
            | "everyone"
            | "someone"
            | "everybody"
    )
}

/// Auxiliary verbs: they may stand between subject and verb.
pub(super) fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "have"
            | "had"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "being"
            | "do"
            | "does"
            | "did"
            | "'s"
            | "’s"
            | "'ve"
            | "'d"
            | "will"
            | "would"
    )
}

/// Forms of "be", of the passive.
pub(super) fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being" | "get" | "got")
}

/// Words that say that the report did not happen, or only may.
pub(super) fn is_modal(word: &str) -> bool {
    matches!(word, "may" | "might" | "could" | "can" | "should" | "must" | "would" | "cannot" | "shall")
}

/// Adverbs that may stand between subject and verb.
pub(super) fn is_adverb(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ly")
        || matches!(
            word,
            "also"
                | "then"
                | "later"
                | "once"
                | "again"
                | "still"
                | "often"
                | "just"
                | "even"
                | "earlier"
                | "already"
                | "now"
                | "further"
                | "repeatedly"
                | "never"
                | "always"
                | "since"
                | "instead"
                | "not"
                | "n't"
                | "reportedly"
                | "first"
        )
}

/// Prepositions.
pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "at"
            | "of"
            | "for"
            | "from"
            | "with"
            | "to"
            | "by"
            | "about"
            | "after"
            | "before"
            | "during"
            | "under"
            | "over"
            | "through"
            | "into"
            | "against"
            | "between"
            | "among"
            | "without"
            | "within"
            | "outside"
            | "inside"
            | "near"
            | "since"
            | "until"
            | "despite"
            | "amid"
            | "following"
            | "per"
            | "via"
            | "upon"
            | "towards"
            | "toward"
            | "around"
            | "across"
            | "behind"
            | "like"
            | "including"
    )
}

/// Words that begin another clause.
pub(super) fn begins_clause(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "who"
            | "which"
            | "when"
            | "while"
            | "because"
            | "although"
            | "though"
            | "if"
            | "unless"
            | "whereas"
            | "but"
            | "as"
            | "whose"
            | "where"
            | "after"
            | "before"
            | "since"
            | "until"
            | "so"
            | "whether"
            | "than"
    )
}

/// Question words that begin a reported question or an explanation.
pub(super) fn is_question_word(word: &str) -> bool {
    matches!(word, "whether" | "if" | "how" | "why" | "what" | "when" | "where" | "who" | "which")
}

/// Days, and words that tell when: they may stand between verb and clause.
pub(super) fn is_time(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "yesterday"
            | "today"
            | "tonight"
            | "late"
            | "early"
            | "earlier"
            | "later"
            | "recently"
            | "afterwards"
            | "afterward"
            | "week"
            | "month"
            | "year"
            | "last"
            | "this"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
    )
}

/// Whether a word is, in all likelihood, a finite verb.
pub(super) fn is_finite(word: &str) -> bool {
    is_auxiliary(word)
        || is_modal(word)
        || matches!(
            word,
            "'re"
                | "’re"
                | "'ll"
                | "’ll"
                | "'m"
                | "’m"
                | "wo"
                | "ca"
                | "isn't"
                | "wasn't"
                | "aren't"
                | "weren't"
                | "won't"
                | "can't"
                | "couldn't"
                | "wouldn't"
                | "don't"
                | "doesn't"
                | "didn't"
                | "hasn't"
                | "haven't"
                | "hadn't"
                | "isn’t"
                | "wasn’t"
                | "aren’t"
                | "weren’t"
                | "won’t"
                | "can’t"
                | "couldn’t"
                | "wouldn’t"
                | "don’t"
                | "doesn’t"
                | "didn’t"
                | "hasn’t"
                | "haven’t"
                | "hadn’t"
                | "shouldn't"
                | "shouldn’t"
                | "we're"
                | "we’re"
                | "they're"
                | "they’re"
                | "you're"
                | "you’re"
                | "i'm"
                | "i’m"
                | "it'll"
                | "we'll"
                | "we’ll"
                | "i've"
                | "i’ve"
                | "we've"
                | "we’ve"
                | "they've"
                | "they’ve"
                | "goes"
                | "went"
                | "came"
                | "comes"
                | "took"
                | "takes"
                | "made"
                | "makes"
                | "gave"
                | "gives"
                | "got"
                | "gets"
                | "knew"
                | "knows"
                | "saw"
                | "sees"
                | "left"
                | "lost"
                | "won"
                | "held"
                | "kept"
                | "met"
                | "paid"
                | "put"
                | "ran"
                | "sent"
                | "set"
                | "shot"
                | "sold"
                | "spent"
                | "stood"
                | "told"
                | "said"
                | "fell"
                | "falls"
                | "rose"
                | "rises"
                | "grew"
                | "grows"
                | "began"
                | "begins"
                | "became"
                | "becomes"
                | "broke"
                | "brought"
                | "built"
                | "bought"
                | "caught"
                | "chose"
                | "cost"
                | "costs"
                | "cut"
                | "died"
                | "drove"
                | "ate"
                | "felt"
                | "found"
                | "fought"
                | "flew"
                | "forgot"
                | "heard"
                | "hit"
                | "hurt"
                | "led"
                | "let"
                | "lay"
                | "lies"
                | "meant"
                | "means"
                | "needs"
                | "need"
                | "want"
                | "wants"
                | "plan"
                | "plans"
                | "shut"
                | "stole"
                | "struck"
                | "swam"
                | "taught"
                | "threw"
                | "woke"
                | "wore"
                | "wrote"
                | "remain"
                | "remains"
                | "seems"
                | "seem"
                | "looks"
                | "look"
                | "requires"
                | "require"
                | "continue"
                | "continues"
                | "show"
                | "shows"
                | "hope"
                | "hopes"
                | "support"
                | "supports"
                | "believe"
                | "believes"
                | "think"
                | "thinks"
                | "know"
                | "see"
                | "have"
                | "make"
                | "take"
                | "give"
                | "get"
                | "go"
                | "come"
                | "say"
                | "keep"
                | "expect"
                | "expects"
                | "faces"
                | "face"
        )
        || word.len() > 4 && word.ends_with("ed")
}

/// Whether a word may be a participle rather than a finite verb.
pub(super) fn is_participle(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed")
}

/// Nouns for speakers that are papers, not people.
pub(super) fn is_document(word: &str) -> bool {
    matches!(
        word,
        "report"
            | "reports"
            | "study"
            | "studies"
            | "survey"
            | "surveys"
            | "poll"
            | "polls"
            | "data"
            | "figures"
            | "document"
            | "documents"
            | "statement"
            | "memo"
            | "letter"
            | "letters"
            | "records"
            | "filing"
            | "filings"
            | "indictment"
            | "complaint"
            | "lawsuit"
            | "law"
            | "bill"
            | "article"
            | "book"
            | "research"
            | "paper"
            | "analysis"
            | "review"
            | "website"
            | "email"
            | "emails"
            | "e-mail"
            | "tweet"
            | "post"
            | "caption"
            | "banner"
            | "sign"
            | "placard"
            | "placards"
            | "affidavit"
            | "transcript"
            | "release"
            | "petition"
            | "statistics"
            | "results"
            | "ruling"
            | "verdict"
            | "order"
            | "resolution"
            | "census"
            | "index"
            | "magazine"
            | "newspaper"
            | "inscription"
            | "note"
    )
}

/// Nouns for several people without names.
pub(super) fn is_collective(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !is_document(word)
        || matches!(
            word,
            "police"
                | "people"
                | "staff"
                | "crowd"
                | "public"
                | "family"
                | "team"
                | "others"
                | "many"
                | "some"
                | "women"
                | "men"
                | "children"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_their_words_and_not_others() {
        assert!(is_finite("was") && is_finite("closed") && !is_finite("goodbye"));
        assert!(is_adverb("repeatedly") && !is_adverb("fly"));
        assert!(is_document("report") && !is_document("reporter"));
    }
}
