//! Days, months, years, decades.
//!
//! Fires: `May 3, 2024`, `3 May`, `on Monday`, `last week`, `in 2019`, `the 1980s`. Does not: `May Okafor`, `2019 people`.

use super::{Match, Scene};
use crate::entity::calendar::{MONTHS, SHORT_MONTHS};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

pub(super) fn read(scene: &Scene<'_>, at: usize) -> Option<Match> {
    iso(scene, at)
        .or_else(|| month_first(scene, at))
        .or_else(|| day_first(scene, at))
        .or_else(|| weekday(scene, at))
        .or_else(|| relative(scene, at))
        .or_else(|| year_alone(scene, at))
}

/// `2024-05-03`
fn iso(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let parts: Vec<&str> = (0..5).map(|offset| scene.word(at + offset)).collect();
    let [year, "-", month, "-", day] = parts[..] else { return None };
    let whole = date_of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(Match::new(at + 5, whole.to_string()))
}

fn month(word: &str) -> Option<i8> {
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let shouted = !word.contains(|c: char| c.is_ascii_lowercase());
    let long = || MONTHS.iter().position(|month| *month == word || shouted && month.eq_ignore_ascii_case(word));
    let short = || SHORT_MONTHS.iter().position(|month| *month == word).or_else(|| (word == "Sep.").then_some(8));
    long().or_else(short).and_then(|month| i8::try_from(month + 1).ok())
}

fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = word.get(digits.len()..)?;
    let day = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
    matches!(ending, "" | "st" | "nd" | "rd" | "th").then_some(day)
}

fn year(word: &str) -> Option<i16> {
    Some(word)
        .filter(|word| word.len() == 4)
        .and_then(|word| word.parse().ok())
        .filter(|year| (1000..2200).contains(year))
}

fn date_of(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// `May 3, 2024`, `May 3`, `May 2024`, `in May`
fn month_first(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let month = month(scene.word(at))?;
    if let Some(day) = day(scene.word(at + 1)).filter(|_| scene.word(at + 2) != ":") {
        let comma = usize::from(scene.word(at + 2) == ",");
        return Some(match year(scene.word(at + 2 + comma)) {
            Some(year) => Match::new(at + 3 + comma, date_of(year, month, day).map(|date| date.to_string())),
            None => Match::new(at + 2, Some(nearest(scene.today, month, day))),
        });
    }
    let comma = usize::from(scene.word(at + 1) == "," && year(scene.word(at + 2)).is_some());
    if let Some(year) = year(scene.word(at + 1 + comma)) {
        return Some(Match::new(at + 2 + comma, format!("{year:04}-{month:02}")));
    }
    // "May" and "March" are other words, too, and all may be names.
    let before = scene.before(at, 1).to_lowercase();
    let placed = matches!(
        before.as_str(),
        "in" | "last"
            | "next"
            | "this"
            | "since"
            | "until"
            | "by"
            | "early"
            | "late"
            | "mid"
            | "from"
            | "before"
            | "after"
            | "every"
    ) || before == "-" && scene.before(at, 2).eq_ignore_ascii_case("mid");
    let named = scene.word(at + 1).starts_with(char::is_uppercase);
    let value = scene.today.and_then(|today| month_near(today, month, &before));
    (placed && !named).then(|| Match::new(at + 1, value.unwrap_or_else(|| format!("--{month:02}"))))
}

/// `3 May 2024`, `3rd May`
fn day_first(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let day = day(scene.word(at))?;
    let of = usize::from(scene.word(at + 1) == "of");
    let month = month(scene.word(at + 1 + of))?;
    Some(match year(scene.word(at + 2 + of)) {
        Some(year) => Match::new(at + 3 + of, date_of(year, month, day).map(|date| date.to_string())),
        None => Match::new(at + 2 + of, Some(nearest(scene.today, month, day))),
    })
}

/// The day of that name which is nearest to the day of publication.
fn nearest(today: Option<Date>, month: i8, day: i8) -> String {
    let years = today.map(|today| [today.year() - 1, today.year(), today.year() + 1]);
    let days = years.into_iter().flatten().filter_map(|year| date_of(year, month, day));
    let distance = |day: &Date| today.map_or(0, |today| days_between(today, *day).abs());
    days.min_by_key(distance).map_or_else(|| format!("--{month:02}-{day:02}"), |day| day.to_string())
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// "in March", written in May, is this year's; "next March" is not.
fn month_near(today: Date, month: i8, before: &str) -> Option<String> {
    let year = match before {
        "last" if month >= today.month() => today.year() - 1,
        "next" if month <= today.month() => today.year() + 1,
        "last" | "next" | "this" => today.year(),
        _ => {
            let middle = |year: i16| date_of(year, month, 15).map(|day| (days_between(today, day).abs(), year));
            (today.year() - 1..=today.year() + 1).filter_map(middle).min()?.1
        }
    };
    Some(format!("{year:04}-{month:02}"))
}

/// `Monday`, `last Friday`, `next Tuesday`: the last one, unless the sentence looks ahead.
fn weekday(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let named = match scene.word(at) {
        "Monday" | "Mondays" => Weekday::Monday,
        "Tuesday" => Weekday::Tuesday,
        "Wednesday" => Weekday::Wednesday,
        "Thursday" => Weekday::Thursday,
        "Friday" => Weekday::Friday,
        "Saturday" => Weekday::Saturday,
        "Sunday" => Weekday::Sunday,
        _ => return None,
    };
    if matches!(scene.before(at, 1), "Palm" | "Easter" | "Good" | "Black" | "Ash" | "Bloody" | "Every" | "every") {
        return None;
    }
    let value = scene.today.and_then(|today| {
        let ahead = scene.before(at, 1) == "next" || scene.before(at, 1) != "last" && looks_ahead(scene, at);
        let back = i64::from(named.since(today.weekday()));
        // The day of publication itself is "Monday" for what happened, and for what is to come.
        let shift = match (ahead, back) {
            (_, 0) if scene.before(at, 1) != "next" && scene.before(at, 1) != "last" => 0,
            (true, 0) => 7,
            (true, days) => days,
            (false, days) => days - 7,
        };
        today.checked_add(shift.days()).ok()
    });
    Some(Match::new(at + 1, value.map(|day| day.to_string())))
}

/// Whether a verb before `at` speaks of what is to come: "will meet on Friday", "is due on Friday".
fn looks_ahead(scene: &Scene<'_>, at: usize) -> bool {
    (scene.sentence.start()..at).rev().take(12).any(|before| {
        matches!(scene.word(before), "will" | "due" | "expected" | "scheduled" | "'ll" | "plans" | "planned")
            || matches!(scene.word(before), "is" | "are") && scene.word(before + 1) == "to"
    })
}

/// `yesterday`, `last week`, `this month`, `next year`
fn relative(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let days = |shift: Span| scene.today.and_then(|today| today.checked_add(shift).ok());
    match scene.lower(at).as_ref() {
        "today" | "tonight" => return Some(Match::new(at + 1, days(0.days()).map(|day| day.to_string()))),
        "yesterday" => return Some(Match::new(at + 1, days((-1).days()).map(|day| day.to_string()))),
        "tomorrow" => return Some(Match::new(at + 1, days(1.days()).map(|day| day.to_string()))),
        _ => {}
    }
    let shift = match scene.lower(at).as_ref() {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    let value = match scene.lower(at + 1).as_ref() {
        "week" => days((7 * shift).days()).map(|day| {
            let week = day.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }),
        "month" => days(shift.months()).map(|day| format!("{:04}-{:02}", day.year(), day.month())),
        "year" => days(shift.years()).map(|day| format!("{:04}", day.year())),
        _ => return None,
    };
    Some(Match::new(at + 2, value))
}

/// `in 2019`, `the 1980s`, `of 1992`
fn year_alone(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let word = scene.word(at);
    let before = scene.before(at, 1);
    if let Some(decade) = word.strip_suffix("0s").filter(|decade| decade.len() == 3 && before != "$") {
        return decade
            .parse::<u16>()
            .ok()
            .filter(|decade| (100..220).contains(decade))
            .map(|_| Match::new(at + 1, decade.to_owned() + "X"));
    }
    let year = year(word)?;
    let placed = matches!(
        before.to_lowercase().as_str(),
        "in" | "since"
            | "from"
            | "until"
            | "till"
            | "of"
            | "by"
            | "before"
            | "after"
            | "during"
            | "early"
            | "late"
            | "mid"
            | "between"
            | "the"
    );
    // "of 1200 people", "from 1500 to 1700"
    let counted = scene.word(at + 1).starts_with(char::is_lowercase)
        && !matches!(
            scene.lower(at + 1).as_ref(),
            "and"
                | "to"
                | "when"
                | "after"
                | "before"
                | "but"
                | "as"
                | "with"
                | "for"
                | "by"
                | "on"
                | "at"
                | "in"
                | "that"
                | "who"
                | "election"
                | "elections"
                | "film"
                | "season"
                | "war"
        );
    (placed && !counted && (1700..2100).contains(&year)).then(|| Match::new(at + 1, format!("{year:04}")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn days_are_read() {
        check("On May 3, 2019, it rained.", &["date May 3, 2019 = 2019-05-03"]);
        check("On 3rd May 2019 it rained.", &["date 3rd May 2019 = 2019-05-03"]);
        check("From 2024-03-01 on.", &["date 2024-03-01 = 2024-03-01"]);
        check("Part 2024-02-30 is no day.", &[]);
    }

    #[test]
    fn the_day_of_publication_decides_the_year() {
        check("On Dec. 28 it rained.", &["date Dec. 28 = 2023-12-28"]);
        check("It will rain in June.", &["date June = 2024-06"]);
        check("It rained last December.", &["date December = 2023-12"]);
    }

    #[test]
    fn weekdays_are_the_last_ones_unless_the_sentence_looks_ahead() {
        check("It rained on Monday.", &["date Monday = 2024-05-13"]);
        check("They will meet on Monday.", &["date Monday = 2024-05-20"]);
        check("It rained on Wednesday.", &["date Wednesday = 2024-05-15"]);
        check("It rained last Wednesday.", &["date Wednesday = 2024-05-08"]);
    }

    #[test]
    fn nearby_times_are_reckoned() {
        check("Yesterday it rained.", &["date Yesterday = 2024-05-14"]);
        check(
            "It rained last week, last month and last year.",
            &["date last week = 2024-W19", "date last month = 2024-04", "date last year = 2023"],
        );
    }

    #[test]
    fn years_stand_with_a_preposition() {
        check("Founded in 1974, it grew in the 1980s.", &["date 1974 = 1974", "date 1980s = 198X"]);
        check("A crowd of 1900 people came.", &[]);
    }

    #[test]
    fn people_called_like_months_are_none() {
        check("By May Okafor. It may rain. June Lee left.", &[]);
    }
}
