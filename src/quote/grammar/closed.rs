//! Closed classes: words whose class their letters tell.

/// Articles, possessives, demonstratives, quantifiers: they begin a noun phrase.
pub(in crate::quote) fn is_determiner(word: &str) -> bool {
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
            | "much"
            | "other"
    )
}

/// Figures, sums and number words.
pub(in crate::quote) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '£' | '€'))
        || matches!(
            word,
            "one"
                | "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "seven"
                | "eight"
                | "nine"
                | "ten"
                | "eleven"
                | "twelve"
                | "fifteen"
                | "twenty"
                | "thirty"
                | "forty"
                | "fifty"
                | "sixty"
                | "seventy"
                | "eighty"
                | "ninety"
                | "hundred"
                | "hundreds"
                | "thousands"
                | "millions"
                | "billions"
                | "dozens"
                | "half"
                | "two-thirds"
                | "three-quarters"
        )
}

/// Personal pronouns in the subject's case, and those that look alike.
pub(in crate::quote) fn is_subject_pronoun(word: &str) -> bool {
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
pub(in crate::quote) fn is_auxiliary(word: &str) -> bool {
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
pub(in crate::quote) fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being" | "get" | "got")
}

/// Words that say that the report did not happen, or only may.
pub(in crate::quote) fn is_modal(word: &str) -> bool {
    matches!(word, "may" | "might" | "could" | "can" | "should" | "must" | "would" | "cannot" | "shall")
}

/// Adverbs that may stand between subject and verb.
pub(in crate::quote) fn is_adverb(word: &str) -> bool {
    const NO_ADVERBS: &[&str] = &[
        "family",
        "italy",
        "assembly",
        "rally",
        "supply",
        "reply",
        "monopoly",
        "anomaly",
        "daily",
        "weekly",
        "bully",
        "belly",
        "elderly",
        "friendly",
        "deadly",
        "costly",
        "july",
        "butterfly",
        "homily",
        "lovely",
        "apply",
        "imply",
        "comply",
        "multiply",
        "rely",
        "monthly",
        "likely",
        "unlikely",
        "billy",
        "emily",
        "kelly",
        "molly",
    ];
    word.len() > 4 && word.ends_with("ly") && !NO_ADVERBS.contains(&word)
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
                | "together"
                | "soon"
                | "ever"
                | "perhaps"
                | "maybe"
                | "almost"
                | "too"
                | "first"
        )
}

/// Prepositions.
pub(in crate::quote) fn is_preposition(word: &str) -> bool {
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
pub(in crate::quote) fn begins_clause(word: &str) -> bool {
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
pub(in crate::quote) fn is_question_word(word: &str) -> bool {
    matches!(word, "whether" | "if" | "how" | "why" | "what" | "when" | "where" | "who" | "which")
}

/// Days, and words that tell when: they may stand between verb and clause.
pub(in crate::quote) fn is_time(word: &str) -> bool {
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
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "weekend"
            | "january"
            | "february"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "weekday"
            | "afternoons"
    )
}

/// Personal pronouns and words that stand alone like them.
pub(in crate::quote) fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "he" | "she"
            | "they"
            | "it"
            | "we"
            | "i"
            | "you"
            | "him"
            | "them"
            | "me"
            | "us"
            | "himself"
            | "herself"
            | "itself"
            | "themselves"
            | "myself"
            | "someone"
            | "somebody"
            | "everyone"
            | "everybody"
            | "nobody"
            | "anyone"
            | "anybody"
            | "others"
            | "nothing"
            | "something"
            | "everything"
            | "anything"
    )
}

/// "don't", "he's" and "they're" where they are one word.
pub(in crate::quote) fn is_contraction(word: &str) -> bool {
    let Some(cut) = word.find(['\'', '’']) else { return false };
    cut > 0
        && ["n't", "n’t", "'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "'m", "’m"]
            .iter()
            .any(|end| word.ends_with(end))
}

/// Forms that no noun has before it: "the admiral said", never "the said admiral".
pub(in crate::quote) fn is_never_attributive(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "told"
            | "tells"
            | "wrote"
            | "writes"
            | "added"
            | "adds"
            | "argued"
            | "argues"
            | "insisted"
            | "insists"
            | "replied"
            | "warned"
            | "warns"
            | "testified"
            | "thinks"
            | "believes"
            | "denied"
            | "denies"
            | "asked"
            | "asks"
    )
}
