//! Organisations: by a telling word in the name, by a company's suffix, by lists, by an outlet's domain.
//!
//! Fires: `Ministry of Health`, `Port Alder University`, `Norfast Ltd`, `Harbor.News`. Does not: `the ministry`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::entity::gazetteer::Flag;
use crate::text::TokenRange;

/// Words that end the name of a body: "Port Alder University".
const HEADS: &[&str] = &[
    "University",
    "College",
    "School",
    "Academy",
    "Institute",
    "Institution",
    "Ministry",
    "Department",
    "Agency",
    "Administration",
    "Authority",
    "Commission",
    "Committee",
    "Council",
    "Court",
    "Party",
    "Bank",
    "Association",
    "Federation",
    "Foundation",
    "Union",
    "Society",
    "Organization",
    "Organisation",
    "Alliance",
    "Coalition",
    "Congress",
    "Parliament",
    "Senate",
    "Assembly",
    "Police",
    "Army",
    "Navy",
    "Bureau",
    "Board",
    "Corporation",
    "Company",
    "Group",
    "Holdings",
    "Airlines",
    "Airways",
    "Motors",
    "Hospital",
    "Church",
    "Club",
    "FC",
    "F.C.",
    "Trust",
    "Fund",
    "Times",
    "Post",
    "Herald",
    "Tribune",
    "Gazette",
    "Journal",
    "Chronicle",
    "Telegraph",
    "News",
    "Press",
    "Radio",
    "Television",
    "TV",
    "Network",
    "Orchestra",
    "Front",
    "Movement",
    "Brigade",
    "Brotherhood",
    "Guard",
    "Guards",
    "Service",
    "Services",
    "Office",
    "Centre",
    "Center",
    "Chamber",
    "Exchange",
    "Laboratory",
    "League",
    "Rovers",
    "Wanderers",
    "Athletic",
    "Albion",
    "Hotspur",
    "Technologies",
    "Systems",
    "Industries",
    "Pharmaceuticals",
    "Partners",
    "Securities",
    "Studios",
    "Pictures",
    "Records",
    "Forces",
    "Force",
    "Corps",
    "Directorate",
    "Secretariat",
    "Tribunal",
    "Watch",
    "Initiative",
    "Campaign",
    "Lab",
    "Labs",
    "Energy",
    "Petroleum",
    "Insurance",
    "Telecom",
    "Media",
    "Observatory",
    "Consortium",
    "Syndicate",
    "Museum",
    "Embassy",
    "Program",
    "Programme",
    "Survey",
    "Subcommittee",
    "Ballet",
    "Opera",
    "Militia",
    "Faction",
];

/// Of those, words that make a body only with an `of` or a name before them that is no first name.
const BEFORE_OF: &[&str] = &[
    "University",
    "Ministry",
    "Department",
    "Bank",
    "Institute",
    "Council",
    "Court",
    "Board",
    "Bureau",
    "House",
    "Chamber",
    "Church",
    "Academy",
    "College",
    "School",
    "Office",
    "Association",
    "Federation",
    "Society",
    "Organization",
    "Organisation",
    "Union",
    "Parliament",
    "Centre",
    "Center",
    "Confederation",
    "League",
    "Movement",
    "Committee",
    "Commission",
    "Party",
    "Friends",
    "Forces",
    "Voice",
    "Army",
    "Federal",
    "National",
    "Museum",
    "Foundation",
    "Coalition",
    "Alliance",
    "Campaign",
    "Front",
];

/// Two words that name one body by themselves.
const PAIRS: &[(&str, &str)] = &[
    ("Supreme", "Court"),
    ("High", "Court"),
    ("Crown", "Court"),
    ("Foreign", "Ministry"),
    ("Central", "Bank"),
    ("National", "Guard"),
    ("Coast", "Guard"),
    ("White", "House"),
    ("Downing", "Street"),
    ("Scotland", "Yard"),
    ("State", "Department"),
    ("Labour", "Party"),
    ("Green", "Party"),
    ("Republican", "Party"),
    ("Democratic", "Party"),
    ("Conservative", "Party"),
    ("Communist", "Party"),
    ("Socialist", "Party"),
    ("Constitutional", "Court"),
    ("Appeal", "Court"),
    ("Federal", "Reserve"),
    ("Red", "Cross"),
    ("Red", "Crescent"),
    ("Foreign", "Office"),
    ("Home", "Office"),
    ("Security", "Council"),
    ("General", "Assembly"),
    ("European", "Union"),
];

/// Adjectives and nouns that stand before a body's name and belong to it: "Reporters Without Borders".
fn by_link(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    for at in run.range().skip(1) {
        if words.text(at) == "Without" && at + 1 < run.end() {
            candidates.push(organization(TokenRange::new(run.start(), at + 2), Trust::Sure, "organization_link"));
        }
    }
    // "Doctors" at the start of a sentence is no part of the run.
    if words.text(run.start()) == "Without" && run.len() >= 2 && run.start() > 0 && words.get(run.start() - 1).capital {
        candidates.push(organization(
            TokenRange::new(run.start() - 1, run.start() + 2),
            Trust::Sure,
            "organization_link",
        ));
    }
    // "People’s Liberation Army", "Seafarers’ Assistance Program": what a people has.
    let owner = run.end();
    let end_of_sentence = words.document().sentences()[words.document().sentence_at(run.start())].tokens.end();
    let peoples = matches!(
        words.text(run.end() - 1),
        "People"
            | "Workers"
            | "Women"
            | "Farmers"
            | "Teachers"
            | "Journalists"
            | "Writers"
            | "Children"
            | "Magistrates"
            | "Veterans"
            | "Nurses"
            | "Doctors"
            | "Lawyers"
            | "Students"
            | "Drivers"
            | "Officers"
    );
    if peoples && owner < end_of_sentence && matches!(words.text(owner), "'s" | "’s" | "'" | "’") {
        let end = (owner + 1..end_of_sentence)
            .take_while(|&at| words.get(at).capital && words.get(at).is_word)
            .last()
            .filter(|&last| {
                is_head(words.text(last)) || matches!(words.text(last), "Convention" | "Conference" | "Republic")
            });
        if let Some(last) = end {
            candidates.push(organization(TokenRange::new(run.start(), last + 1), Trust::Sure, "organization_link"));
        }
    }
}

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        listed(words, run, candidates);
        by_head(words, run, candidates);
        by_suffix(words, run, candidates);
        by_of(words, run, candidates);
        by_domain(words, run, candidates);
        by_link(words, run, candidates);
    }
}

/// Whether a word ends the name of a body.
pub(super) fn is_head(word: &str) -> bool {
    HEADS.contains(&word)
}

fn organization(tokens: TokenRange, trust: Trust, rule: &'static str) -> Candidate {
    Candidate::new(tokens, EntityKind::Organization, trust, rule)
}

/// Names of the gazetteer, the longest at each word.
fn listed(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    const LISTS: &[Flag] = &[Flag::Body, Flag::Outlet, Flag::Company, Flag::Club];
    let limit =
        (run.end() + 8).min(words.document().sentences()[words.document().sentence_at(run.start())].tokens.end());
    let mut at = run.start();
    while at < run.end() {
        let Some((tokens, entry)) = words.longest(at, limit, |entry| entry.is_any(LISTS)) else {
            at += 1;
            continue;
        };
        let word = words.get(at).entry;
        let alone = tokens.len() == 1;
        let is_name = words.text(tokens.end() - 1).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        // "Apple" and "Target" are companies, "apple" and "target" are not; "Jordan" is a country before it is a company.
        let doubtful = alone
            && (word.is_any(&[
                Flag::Country,
                Flag::City,
                Flag::Region,
                Flag::Group,
                Flag::CommonFirst,
                Flag::CommonLast,
            ]) || words.get(at).excused && word.is_common_word())
            || alone
                && entry.is_any(&[Flag::Company, Flag::Club])
                && !entry.is_any(&[Flag::Body, Flag::Outlet])
                && (word.is_common_word() || word.is_any(&[Flag::Last, Flag::First]))
            || alone && words.text(at).len() <= 4 && !words.get(at).shouted && !words.text(at).contains('.');
        // "FALSE", "GDP"
        let shouted = alone
            && (words.get(at).shouted && word.is_common_word() || super::acronyms::NO_BODIES.contains(&words.text(at)));
        if is_name && !doubtful && !shouted {
            let subtype = if entry.is(Flag::Outlet) {
                "media"
            } else if entry.is(Flag::Company) {
                "company"
            } else {
                "body"
            };
            let trust = if alone && !entry.is_any(&[Flag::Body, Flag::Outlet]) { Trust::Likely } else { Trust::Sure };
            // "U.S. Federal Reserve": the nation before a listed body belongs to it.
            let nation = at > run.start()
                && (tokens.len() > 1 || entry.is(Flag::Body))
                && is_nation(words, at - 1)
                && subtype == "body"
                && !words.get(at).shouted;
            let tokens = if nation { TokenRange::new(at - 1, tokens.end()) } else { tokens };
            candidates.push(organization(tokens, trust, "listed_organization").subtype(subtype));
            at = tokens.end();
        } else {
            at += 1;
        }
    }
}

/// "U.S.", "Norwegian"
fn is_nation(words: &Words<'_>, at: usize) -> bool {
    matches!(words.text(at), "U.S." | "US" | "U.K." | "UK" | "U.N." | "UN" | "EU")
        || words.get(at).entry.is(Flag::Group)
}

/// "Port Alder University", "Alder Police".
fn by_head(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    let mut from = run.start();
    for at in run.range() {
        // "U.S. Energy Department": the last head in a row is the head.
        let goes_on =
            at + 1 < run.end() && HEADS.contains(&words.text(at + 1)) && !words.get(at).entry.is(Flag::Country);
        let place = words.text(at) == "Bank" && at > 0 && words.text(at - 1) == "West";
        if !HEADS.contains(&words.text(at)) || goes_on || place {
            continue;
        }
        let pair = at > from && PAIRS.contains(&(words.text(at - 1), words.text(at)));
        let start = if pair { widen(words, from, at - 1) } else { from };
        let named = at > start && !(at == start + 1 && words.get(start).entry.is_any(&[Flag::Title]) && !pair);
        if named && (at > start || pair) {
            candidates.push(organization(TokenRange::new(start, at + 1), Trust::Sure, "organization_head"));
            from = at + 1;
        }
    }
}

/// A pair takes what stands before it: "Lowport Crown Court", "U.S. State Department".
fn widen(words: &Words<'_>, from: usize, pair: usize) -> usize {
    let Some(before) = pair.checked_sub(1).filter(|before| *before >= from) else { return pair };
    if words.get(before).entry.is(Flag::Title) { pair } else { before.max(from) }
}

/// "Norfast Ltd", "Alder & Sons Inc."
fn by_suffix(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    const SUFFIXES: &[&str] = &[
        "Inc.", "Inc", "Ltd.", "Ltd", "Corp.", "Corp", "PLC", "plc", "LLC", "LLP", "GmbH", "AG", "S.A.", "SA", "NV",
        "Co.", "Co", "Bhd", "AB", "ASA", "SpA", "Pty", "Holdings",
    ];
    const KIN: &[&str] = &["Sons", "Daughters", "Brothers", "Sisters", "Partners", "Associates", "Co", "Co."];
    for at in run.range().skip(1) {
        let kin = words.text(at - 1) == "&" && KIN.contains(&words.text(at));
        if kin || SUFFIXES.contains(&words.text(at)) {
            candidates.push(
                organization(TokenRange::new(run.start(), at + 1), Trust::Sure, "company_suffix").subtype("company"),
            );
        }
    }
    let comma = run.end();
    if comma + 1 < words.len() && words.text(comma) == "," && SUFFIXES.contains(&words.text(comma + 1)) {
        candidates.push(
            organization(TokenRange::new(run.start(), comma + 2), Trust::Sure, "company_suffix").subtype("company"),
        );
    }
}

/// "Ministry of Health and Education", "Bank of Norland", "University of Port Alder".
fn by_of(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    let Some(head) =
        run.range().rev().find(|&at| BEFORE_OF.contains(&words.text(at))).filter(|head| head + 1 == run.end())
    else {
        return;
    };
    let end_of_sentence = words.document().sentences()[words.document().sentence_at(head)].tokens.end();
    let mut end = run.end();
    if end + 1 >= end_of_sentence || !matches!(words.text(end), "of" | "for" | "on") {
        return;
    }
    end += 1;
    if words.is(end, "the") && end + 1 < end_of_sentence {
        end += 1;
    }
    let first = end;
    while end < end_of_sentence
        && (words.get(end).capital && words.get(end).is_word
            || words.text(end) == "-" && end + 1 < end_of_sentence && words.get(end + 1).capital)
    {
        end += 1;
        let joins = end + 1 < end_of_sentence
            && matches!(words.text(end), "and" | "&" | "of")
            && words.get(end + 1).capital
            && joins_ministry(words, head, end);
        if joins {
            end += 1;
        }
    }
    // "Court in the" is nothing.
    let start = run.range().find(|&at| !words.get(at).entry.is(Flag::Title) || at == head).unwrap_or(head);
    if end > first {
        candidates.push(organization(TokenRange::new(start, end), Trust::Sure, "organization_of"));
    }
}

/// "Ministry of Health and Education" is one; "University of Alder and Norfast" is two.
fn joins_ministry(words: &Words<'_>, head: usize, at: usize) -> bool {
    let before = words.get(at - 1).entry;
    let after = words.get(at + 1).entry;
    let another_body =
        (at + 1..words.len()).take_while(|&next| words.get(next).capital).any(|next| HEADS.contains(&words.text(next)));
    !another_body
        && matches!(
            words.text(head),
            "Ministry"
                | "Department"
                | "Office"
                | "Institute"
                | "Board"
                | "Committee"
                | "Association"
                | "Federation"
                | "Society"
                | "Centre"
                | "Center"
        )
        && !before.is_any(&[Flag::Country, Flag::City])
        && !after.is_any(&[Flag::Country, Flag::City, Flag::CommonFirst])
}

/// "Harbor.News": a word with a domain for a suffix.
fn by_domain(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    for at in run.range() {
        let text = words.text(at);
        let domain = text.split_once('.').is_some_and(|(name, suffix)| {
            name.chars().count() > 2 && suffix.len() >= 2 && suffix.chars().all(char::is_alphabetic)
        });
        if domain {
            candidates.push(organization(TokenRange::new(at, at + 1), Trust::Sure, "domain").subtype("media"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn telling_words_make_organisations() {
        check("The [organization Ministry of Health] paid [organization Qorvat University].");
        check("He left [organization Norfast Ltd] for [organization Qorvat.News].");
        check("The [organization Supreme Court] met.");
    }

    #[test]
    fn a_body_without_a_name_is_none() {
        check("The ministry and the university signed.");
    }

    #[test]
    fn listed_bodies_are_found() {
        check("The [organization United Nations] and [organization NATO] agreed.");
    }
}
