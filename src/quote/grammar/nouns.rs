//! Nouns for speakers that are no persons.

/// Nouns for speakers that are papers, not people.
pub(in crate::quote) fn is_document(word: &str) -> bool {
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
pub(in crate::quote) fn is_collective(word: &str) -> bool {
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

/// Nouns that end like adjectives: "official", "critic".
pub(in crate::quote) fn is_noun_like_an_adjective(word: &str) -> bool {
    const NOUNS: &[&str] = &[
        "official",
        "general",
        "individual",
        "professional",
        "rival",
        "criminal",
        "capital",
        "hospital",
        "journal",
        "proposal",
        "trial",
        "approval",
        "removal",
        "arrival",
        "survival",
        "refusal",
        "festival",
        "music",
        "public",
        "traffic",
        "critic",
        "topic",
        "clinic",
        "republic",
        "mechanic",
        "academic",
        "executive",
        "detective",
        "relative",
        "representative",
        "initiative",
        "alternative",
        "native",
        "objective",
        "secretary",
        "anniversary",
        "military",
        "diary",
        "library",
        "salary",
        "boundary",
        "loyal",
        "terminal",
        "animal",
        "metal",
        "material",
        "memorial",
        "potential",
        "table",
        "vegetable",
        "dish",
        "finish",
        "burial",
        "denial",
        "withdrawal",
        "appeal",
        "tribunal",
        "portal",
        "carnival",
        "medal",
        "pedal",
        "coal",
        "goal",
        "deal",
        "meal",
        "steal",
        "veal",
        "epidemic",
        "pandemic",
        "panic",
        "fabric",
        "statistic",
        "logic",
        "magic",
        "ethic",
        "tactic",
        "archive",
        "motive",
        "perspective",
        "incentive",
        "narrative",
        "operative",
        "captive",
        "directive",
        "missionary",
        "beneficiary",
    ];
    NOUNS.contains(&word)
}

/// Words that say which one of several titles is meant: "prime", "foreign", "oil".
pub(in crate::quote) fn is_occupation_part(word: &str) -> bool {
    matches!(
        word,
        "prime"
            | "foreign"
            | "finance"
            | "defence"
            | "defense"
            | "interior"
            | "oil"
            | "health"
            | "trade"
            | "vice"
            | "deputy"
            | "former"
            | "justice"
            | "energy"
            | "education"
    )
}
