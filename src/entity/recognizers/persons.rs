//! People: by a title before the name, by a first name, by what stands around a surname.
//!
//! Fires: `Mayor Elena Ruiz`, `Tom Ito`, `spokesman Dele Okafor`. Does not: `Paris Street`, `Mount Erskine`.

use super::{Candidate, PARTICLES, Trust, Words};
use crate::entity::EntityKind;
use crate::entity::calendar::is_time;
use crate::entity::gazetteer::Flag;
use crate::text::TokenRange;

/// Longest name, in tokens.
const LONGEST: usize = 6;

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        // First, because it knows the title: of equal candidates the earlier one wins.
        lower_case_title(words, run, candidates);
        let mut at = run.start();
        while at < run.end() {
            at = recognize_at(words, run, at, candidates);
        }
    }
}

/// Words before a people's name.
const DIRECTIONS: &[&str] = &["North", "South", "East", "West", "Central", "Latin"];
/// First parts of Arabic names.
const PREFIXES: &[&str] = &["Abu", "Abdel", "Abdul", "Abd", "Umm", "Ibn", "Syed", "Mohammad", "Muhammad"];

/// Looks at `at` in `run`; returns where to look next.
fn recognize_at(words: &Words<'_>, run: TokenRange, at: usize, candidates: &mut Vec<Candidate>) -> usize {
    if let Some((title, _)) = words.longest(at, run.end().max(at + 1), |entry| entry.is(Flag::Title)) {
        let next = title.end();
        if next < run.end() {
            // The longest chain of titles: "Foreign Minister Sir".
            if words.longest(next, run.end(), |entry| entry.is(Flag::Title)).is_some() && is_courtesy(words, next) {
                return recognize_titled(words, run, (TokenRange::new(at, next + 1), next + 1), candidates);
            }
            return recognize_titled(words, run, (title, next), candidates);
        }
        return next;
    }
    let entry = words.get(at).entry;
    let end = name_end(words, run, at);
    let length = end - at;
    // "North Korean", "the town of Qorva Lee"
    let people = length == 2
        && words.get(end - 1).entry.is(Flag::Group)
        && words.get(at).entry.letter_case() != super::super::gazetteer::LetterCase::Unknown
        && DIRECTIONS.contains(&words.text(at));
    let placed = !entry.is(Flag::CommonFirst)
        && at == run.start()
        && super::unknown::stands_for_a_place(words, TokenRange::new(at, end));
    if people || placed && length <= 2 {
        return end;
    }
    let begins = PREFIXES.contains(&words.text(at)) && length >= 2
        || entry.is_any(&[Flag::First, Flag::CommonFirst]) && !(entry.is_common_word() && words.get(at).excused)
        || is_initial(words, at);
    if (2..=LONGEST).contains(&length) && begins && is_surname(words, end - 1) {
        let place_first = entry.is_any(&[Flag::Country, Flag::City]) && !entry.is(Flag::CommonFirst);
        let certain =
            entry.is(Flag::CommonFirst) || words.get(end - 1).entry.is(Flag::CommonLast) || is_initial(words, at + 1);
        let trust = if place_first {
            Trust::Guess
        } else if certain {
            Trust::Sure
        } else {
            Trust::Likely
        };
        candidates.push(Candidate::new(TokenRange::new(at, end), EntityKind::Person, trust, "first_name"));
        return end;
    }
    // Two or three unknown words, the last a surname: "Qorvat Smith".
    let whole = at == run.start() && end == run.end();
    if whole
        && (2..=3).contains(&length)
        && looks_foreign(words, at)
        && (words.get(end - 1).entry.is(Flag::Last) || looks_foreign(words, end - 1))
    {
        candidates.push(Candidate::new(
            TokenRange::new(at, end),
            EntityKind::Person,
            Trust::Guess,
            "unknown_full_name",
        ));
        return end;
    }
    at + 1
}

fn recognize_titled(
    words: &Words<'_>,
    run: TokenRange,
    (title, next): (TokenRange, usize),
    candidates: &mut Vec<Candidate>,
) -> usize {
    let end = name_end(words, run, next);
    let first = words.get(next).entry;
    // "Prime Minister Norway" is no person; "Chief Executive of" has no name.
    let name =
        end > next && !(first.is_any(&[Flag::Country, Flag::Group]) && end == next + 1) && is_surname(words, end - 1);
    if !name {
        return next;
    }
    // "Captain America Ltd", "Major League": the title is part of a longer name.
    let trust = if first.is_common_word() && end == next + 1 { Trust::Guess } else { Trust::Sure };
    let mut candidate = Candidate::new(TokenRange::new(next, end), EntityKind::Person, trust, "title");
    candidate.title = Some(title);
    candidates.push(candidate);
    end
}

/// `spokesman Tom Ito`, `economist Ida Voss`: a title without a capital before a run.
fn lower_case_title(words: &Words<'_>, run: TokenRange, candidates: &mut Vec<Candidate>) {
    let Some(before) = run.start().checked_sub(1) else { return };
    let occupation = words.get(before).is_word && !words.get(before).capital && names_an_occupation(words.text(before));
    // "President-elect": the longest title that ends just before the run.
    let first = run
        .start()
        .saturating_sub(4)
        .max(words.document().sentences()[words.document().sentence_at(before)].tokens.start());
    let listed = (first..run.start()).find_map(|at| {
        words.longest(at, run.start(), |entry| entry.is(Flag::Title)).filter(|(title, _)| title.end() == run.start())
    });
    let title = listed
        .map(|(title, _)| title)
        .filter(|title| !words.get(title.start()).excused || words.get(title.start()).capital);
    let title = title.or_else(|| occupation.then(|| TokenRange::new(before, run.start())));
    let is_title = title.is_some();
    let end = name_end(words, run, run.start());
    if !is_title
        || end - run.start() > LONGEST
        || end == run.start()
        || words.get(run.start()).entry.is_any(&[Flag::Country, Flag::Group])
    {
        return;
    }
    if !is_surname(words, end - 1) || words.get(run.start()).entry.is(Flag::Title) {
        return;
    }
    let trust = if end - run.start() >= 2 { Trust::Sure } else { Trust::Likely };
    let mut candidate = Candidate::new(TokenRange::new(run.start(), end), EntityKind::Person, trust, "occupation");
    candidate.title = title;
    candidates.push(candidate);
}

/// Nouns for people by what they do, that stand before names.
fn names_an_occupation(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "analyst",
        "economist",
        "lawyer",
        "attorney",
        "prosecutor",
        "director",
        "chairman",
        "chairwoman",
        "president",
        "minister",
        "leader",
        "coach",
        "captain",
        "striker",
        "midfielder",
        "goalkeeper",
        "defender",
        "manager",
        "professor",
        "researcher",
        "scientist",
        "activist",
        "journalist",
        "reporter",
        "editor",
        "author",
        "writer",
        "actor",
        "actress",
        "singer",
        "farmer",
        "teacher",
        "student",
        "doctor",
        "nurse",
        "engineer",
        "ambassador",
        "envoy",
        "chief",
        "commander",
        "general",
        "founder",
        "owner",
        "resident",
        "witness",
        "candidate",
        "lawmaker",
        "senator",
        "governor",
        "mayor",
        "secretary",
        "officer",
        "inspector",
        "detective",
        "judge",
        "historian",
        "expert",
        "strategist",
        "trader",
        "adviser",
        "advisor",
        "aide",
        "correspondent",
        "columnist",
        "photographer",
        "artist",
        "musician",
        "composer",
        "chef",
        "pilot",
        "driver",
        "fisherman",
        "fisher",
        "shopkeeper",
        "councillor",
        "barrister",
        "solicitor",
        "consultant",
        "biologist",
        "geologist",
        "ecologist",
        "physicist",
        "chemist",
        "psychologist",
        "sociologist",
        "surgeon",
        "veteran",
        "midwife",
        "baker",
        "widow",
        "sister",
        "brother",
        "father",
        "mother",
        "husband",
        "wife",
        "son",
        "daughter",
        "colleague",
        "rival",
        "champion",
        "skipper",
        "winger",
        "producer",
        "king",
        "queen",
        "prince",
    ];
    WORDS.contains(&word)
}

fn is_courtesy(words: &Words<'_>, index: usize) -> bool {
    ["Sir", "Dame", "Lord", "Lady", "Dr.", "Dr", "Mr.", "Mr", "Mrs.", "Mrs", "Ms", "Ms.", "Professor"]
        .contains(&words.text(index))
}

fn is_initial(words: &Words<'_>, index: usize) -> bool {
    index < words.len()
        && words.text(index).ends_with('.')
        && words.text(index).chars().count() <= 4
        && words.get(index).capital
        && words.text(index).chars().filter(|c| *c == '.').count() * 2 == words.text(index).chars().count()
}

/// The name that begins at `at` ends here: at the run's end, or before a word that belongs to no person.
fn name_end(words: &Words<'_>, run: TokenRange, at: usize) -> usize {
    let mut end = at;
    while end < run.end() && end - at < LONGEST {
        let text = words.text(end);
        // A title in the middle begins another name: "French President Emmanuel".
        let another = words.get(end).entry.is(Flag::Title)
            && end + 1 < run.end()
            && !matches!(words.text(end + 1), "Jr." | "Sr." | "II" | "III");
        let stops = end > at
            && (another
                || words.get(end).entry.is(Flag::Group)
                    && words.get(end).entry.letter_case() != super::super::gazetteer::LetterCase::Unknown
                    && !words.get(end).entry.is(Flag::Last)
                || text == "&"
                || words.get(end).shouted && text.len() > 3 && !words.get(at).shouted && !text.ends_with('.'));
        if stops {
            break;
        }
        end += 1;
    }
    while end > at && (words.text(end - 1) == "-" || PARTICLES.contains(&words.text(end - 1))) {
        end -= 1;
    }
    end
}

/// A word that a person's name may end with.
fn is_surname(words: &Words<'_>, index: usize) -> bool {
    let entry = words.get(index).entry;
    const NO_SURNAMES: &[&str] = &[
        "Street",
        "Road",
        "Avenue",
        "Airport",
        "University",
        "College",
        "School",
        "Hospital",
        "Bank",
        "Group",
        "Party",
        "Ministry",
        "Council",
        "Court",
        "Committee",
        "Association",
        "Union",
        "Company",
        "Club",
        "Institute",
        "Agency",
        "Department",
        "Office",
        "Foundation",
        "Center",
        "Centre",
        "League",
        "Cup",
        "Championship",
        "Olympics",
        "Games",
        "Prize",
        "Award",
        "Awards",
        "Act",
        "Day",
        "Week",
        "Islands",
        "Island",
        "River",
        "Lake",
        "Mountain",
        "Mountains",
        "Sea",
        "Bay",
        "County",
        "Province",
        "District",
        "State",
        "States",
        "City",
        "Times",
        "Post",
        "News",
        "Police",
        "Army",
        "Navy",
        "Force",
        "Forces",
        "Church",
        "Museum",
        "Park",
        "Stadium",
        "Bridge",
        "Station",
        "Palace",
        "Castle",
        "Hotel",
        "Square",
        "House",
        "Minister",
        "President",
        "Government",
        "Inc.",
        "Ltd",
        "Corp.",
        "Ltd.",
        "Airlines",
        "Airways",
        "Motors",
        "Energy",
        "Oil",
        "Gas",
        "Steel",
        "Holdings",
        "Partners",
        "Capital",
        "Securities",
        "Insurance",
        "Media",
        "Records",
        "Pictures",
        "Studios",
        "Festival",
        "Open",
    ];
    let text = words.text(index);
    // "Kim Jong-il"
    if index >= 2 && words.text(index - 1) == "-" && words.get(index).is_word && !words.get(index).capital {
        return words.get(index - 2).capital;
    }
    words.get(index).capital
        && !NO_SURNAMES.contains(&text)
        && (!is_time(text) || matches!(text, "March" | "May" | "June" | "August"))
        && !entry.is(Flag::Suffix)
        && (entry.is_any(&[Flag::Last, Flag::CommonLast, Flag::First]) || !entry.is_common_word())
        && !entry.is(Flag::Country)
        || matches!(text, "Jr." | "Sr." | "II" | "III" | "IV")
}

/// A word that is in no list of places, bodies or common words.
fn looks_foreign(words: &Words<'_>, index: usize) -> bool {
    let entry = words.get(index).entry;
    let taken = entry.is_any(&[
        Flag::Country,
        Flag::City,
        Flag::Region,
        Flag::Group,
        Flag::Body,
        Flag::Outlet,
        Flag::Company,
        Flag::Title,
    ]);
    let named =
        entry.is_any(&[Flag::First, Flag::Last]) || entry.letter_case() == super::super::gazetteer::LetterCase::Unknown;
    named && !taken && !entry.is_common_word() && !words.get(index).shouted && words.text(index).chars().count() > 2
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn titles_and_first_names_make_people() {
        check("Mayor [person Elena Ruiz] met [person Tom Ito] on Monday.");
        check("A spokesman, [person Dele Okafor], met economist [person Ida Voss].");
        check("Mr. [person Qorvat] left with Gen. [person Omar al-Masri].");
    }

    #[test]
    fn initials_and_particles_belong_to_the_name() {
        check("He met [person J. R. Moss] and [person Ludwig van Houten].");
    }

    #[test]
    fn a_common_word_at_the_start_is_no_name() {
        check("Will prices rise? Mark the date.");
    }
}
