//! Places: by lists, by a telling word in the name, by a preposition before an unknown one.
//!
//! Fires: `Oslo`, `Qorvat Province`, `Lake Qorvat`, `in Qorvatville`. Does not: `in June`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::entity::calendar::is_time;
use crate::entity::gazetteer::{Flag, LetterCase};
use crate::text::TokenRange;

const LISTS: &[Flag] = &[Flag::Country, Flag::City, Flag::Region];
/// "Qorvat Province".
const BEHIND: &[&str] = &[
    "Province",
    "Region",
    "County",
    "Oblast",
    "District",
    "Island",
    "Islands",
    "River",
    "Valley",
    "Mountains",
    "Bay",
    "Peninsula",
    "Desert",
    "Sea",
    "Ocean",
    "Lake",
    "Gulf",
    "Strait",
    "Hills",
    "Beach",
    "Coast",
    "Falls",
    "Creek",
    "Forest",
    "Territory",
    "Prefecture",
    "Governorate",
    "Canyon",
    "Harbour",
    "Heights",
    "Town",
    "Village",
    "City",
    "Delta",
    "Strip",
    "Highlands",
    "Lowlands",
    "Zone",
    "Empire",
    "Plateau",
    "Basin",
    "Plains",
    "Archipelago",
    "Canal",
    "Channel",
    "Kingdom",
];
/// "Lake Qorvat".
const BEFORE: &[&str] = &[
    "Lake", "Mount", "Mt.", "River", "Cape", "Gulf", "Port", "Fort", "San", "Santa", "Saint", "St.", "Los", "Las",
    "Isle", "Strait", "Bay", "Republic",
];

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        listed(words, run, candidates);
        by_shape(words, run, candidates);
        by_of(words, run, candidates);
    }
}

fn listed(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    let limit =
        (run.end() + 5).min(words.document().sentences()[words.document().sentence_at(run.start())].tokens.end());
    let mut at = run.start();
    while at < run.end() {
        let Some((tokens, entry)) = words
            .longest(at, limit, |entry| entry.is_any(LISTS))
            .filter(|(tokens, _)| words.get(tokens.end() - 1).capital)
        else {
            at += 1;
            continue;
        };
        let alone = tokens.len() == 1;
        let word = words.get(at).entry;
        let country = entry.is_any(&[Flag::Country, Flag::Region]);
        let pronoun = words.text(at) == "Us"
            || words.text(at) == "us"
            || words.is(at, "us") && words.get(at).excused && !is_american(words, at);
        // A small town that is called like a person or a common word is that person or word.
        let doubtful = alone
            && !country
            && (word.is_common_word()
                || word.letter_case() == LetterCase::Mixed
                || entry.city_size() < 3
                    && word.is_any(&[Flag::CommonFirst, Flag::CommonLast])
                    && !entry.is(Flag::Capital));
        let subtype = if entry.is(Flag::Country) {
            "country"
        } else if entry.is(Flag::City) {
            "city"
        } else {
            "region"
        };
        let placed = is_placed(words, at);
        if !pronoun && (!doubtful || placed && !word.is_common_word()) {
            let trust = if country || !alone || entry.is(Flag::Capital) || placed || entry.city_size() >= 2 {
                Trust::Likely
            } else {
                Trust::Guess
            };
            let trust = if country && !alone { Trust::Sure } else { trust };
            candidates.push(Candidate::new(tokens, EntityKind::Location, trust, "listed_place").subtype(subtype));
        }
        at = tokens.end();
    }
}

/// "US" in a line of capitals is the country only beside other signs of it.
fn is_american(words: &Words<'_>, at: usize) -> bool {
    words.text(at) == "US" && words.document().tokens().get(at + 1).is_some() && words.get(at + 1).is_word
}

/// Whether a preposition of place stands before `at`.
pub(super) fn is_placed(words: &Words<'_>, at: usize) -> bool {
    at > 0
        && [
            "in",
            "near",
            "from",
            "across",
            "around",
            "outside",
            "inside",
            "throughout",
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
            "of",
        ]
        .contains(&words.text(at - 1))
}

fn by_shape(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    for at in run.range() {
        let text = words.text(at);
        if at > run.start() && BEHIND.contains(&text) && !words.get(at - 1).entry.is_any(&[Flag::Title]) {
            // "the U.S. Gulf Coast": the country is a place of its own.
            let first = run.start() + usize::from(is_abbreviated(words.text(run.start())) && at > run.start() + 1);
            candidates.push(
                Candidate::new(TokenRange::new(first, at + 1), EntityKind::Location, Trust::Sure, "place_head")
                    .subtype("region"),
            );
            if first > run.start() {
                let country = TokenRange::new(run.start(), first);
                candidates.push(
                    Candidate::new(country, EntityKind::Location, Trust::Sure, "listed_place").subtype("country"),
                );
            }
        }
        let unknown_behind = at + 1 < run.end() && BEFORE.contains(&text);
        if unknown_behind && at == run.start() {
            candidates.push(
                Candidate::new(
                    TokenRange::new(at, (at + 2).min(run.end())),
                    EntityKind::Location,
                    Trust::Likely,
                    "place_head",
                )
                .subtype("region"),
            );
        }
    }
    // "in Qorvat": an unknown name of one or two words behind a preposition of place.
    let first = words.get(run.start()).entry;
    let behind_in = run.start() > 0 && ["in", "near", "outside"].contains(&words.text(run.start() - 1));
    let unknown = first.letter_case() != LetterCase::Lower
        && !first.is_any(&[Flag::Group, Flag::Title, Flag::CommonFirst, Flag::Body, Flag::Outlet])
        && !is_time(words.text(run.start()));
    if behind_in && unknown && run.len() <= 2 && !words.get(run.start()).shouted {
        candidates.push(Candidate::new(run, EntityKind::Location, Trust::Likely, "place_preposition"));
    }
}

/// "U.S.": a country by its letters.
fn is_abbreviated(text: &str) -> bool {
    matches!(text, "U.S." | "US" | "U.K." | "UK")
}

/// "Gulf of Qorvat", "Democratic Republic of Zorva", "West Bank", "the Hague".
fn by_of(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    let place = |start: usize, end: usize| {
        Candidate::new(TokenRange::new(start, end), EntityKind::Location, Trust::Sure, "place_of").subtype("region")
    };
    for at in run.range() {
        let pair = at + 1 < run.end() && PAIRS.contains(&(words.text(at), words.text(at + 1)));
        if pair {
            candidates.push(place(at, at + 2));
        }
        if words.text(at) == "Hague" && at > 0 && words.is(at - 1, "the") {
            candidates.push(place(at - 1, at + 1));
        }
    }
    let last = run.end() - 1;
    let sentence = words.document().sentences()[words.document().sentence_at(last)].tokens.end();
    if !matches!(
        words.text(last),
        "Republic"
            | "Kingdom"
            | "Gulf"
            | "Strait"
            | "Straits"
            | "Bay"
            | "Isle"
            | "Horn"
            | "Cape"
            | "Sea"
            | "Principality"
            | "Emirate"
    ) {
        return;
    }
    if run.end() + 1 < sentence && words.text(run.end()) == "of" && words.get(run.end() + 1).capital {
        let start = run.range().find(|&at| {
            at == last
                || matches!(
                    words.text(at),
                    "Democratic" | "Federal" | "Socialist" | "Islamic" | "People" | "Arab" | "United" | "Persian"
                )
        });
        candidates.push(place(start.unwrap_or(last), run.end() + 2));
    }
}

/// Two words that name one place.
const PAIRS: &[(&str, &str)] = &[
    ("West", "Bank"),
    ("Middle", "East"),
    ("Far", "East"),
    ("Gaza", "Strip"),
    ("Gulf", "Coast"),
    ("Green", "Zone"),
    ("Persian", "Gulf"),
    ("Central", "Asia"),
    ("Latin", "America"),
    ("West", "Coast"),
    ("East", "Coast"),
];

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn listed_places_are_found() {
        check("Talks in [location Oslo] between [location Norway] and the [location United Kingdom] failed.");
        check("Three ships left [location New York] for the [location US].");
    }

    #[test]
    fn telling_words_and_prepositions_make_places() {
        check("Floods hit [location Qorvat Province] and [location Lake Zorva].");
        check("It rained in [location Qorvatsk] on Monday in June.");
    }

    #[test]
    fn a_pronoun_is_no_country() {
        check("They told us so.");
    }
}
