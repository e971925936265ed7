//! Times of day.
//!
//! Fires: `4pm`, `8:30 p.m.`, `10:30 GMT`, `noon`. Does not: `a 2:1 win`, `4 p`.

use super::{Match, Scene};

pub(super) fn read(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let word = scene.lower(at);
    match word.as_ref() {
        "noon" | "midday" => return Some(Match::new(at + 1, "12:00".to_owned())),
        "midnight" => return Some(Match::new(at + 1, "00:00".to_owned())),
        _ => {}
    }
    let digits = word.find(|c: char| c.is_alphabetic()).unwrap_or(word.len());
    let (clock, tail) = word.split_at_checked(digits)?;
    let (hour, minute) = clock.split_once([':', '.']).unwrap_or((clock, "00"));
    let (hour, minute): (u8, u8) =
        (parse(hour, 2)?, Some(minute).filter(|minute| minute.len() == 2).and_then(|m| parse(m, 2))?);
    let next = scene.lower(at + 1);
    let (half, end) = match (tail, next.as_ref()) {
        ("am" | "pm", _) => (tail.starts_with('p'), at + 1),
        ("", "am" | "a.m." | "a.m") => (false, at + 2),
        ("", "pm" | "p.m." | "p.m") => (true, at + 2),
        ("", _) if clock.contains(':') && clock.len() == 5 && hour < 24 && minute < 60 => {
            return Some(zoned(scene, Match::new(at + 1, format!("{hour:02}:{minute:02}"))));
        }
        _ => return None,
    };
    if !(1..=12).contains(&hour) || minute > 59 {
        return None;
    }
    let hour = hour % 12 + if half { 12 } else { 0 };
    Some(zoned(scene, Match::new(end, format!("{hour:02}:{minute:02}"))))
}

fn parse(digits: &str, longest: usize) -> Option<u8> {
    Some(digits).filter(|digits| digits.len() <= longest).and_then(|digits| digits.parse().ok())
}

/// With the time zone behind it, if there is one.
fn zoned(scene: &Scene<'_>, found: Match) -> Match {
    let zone = scene.word(found.end);
    if matches!(
        zone,
        "GMT" | "UTC" | "BST" | "CET" | "CEST" | "EST" | "EDT" | "ET" | "PST" | "PDT" | "PT" | "IST" | "JST"
    ) {
        return Match { end: found.end + 1, ..found }.unit(zone);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn times_are_read() {
        check("It began at 4pm and ended at 8:30 p.m. sharp.", &["time 4pm = 16:00", "time 8:30 p.m. = 20:30"]);
        check("At 10:30 GMT, not at noon.", &["time 10:30 GMT = 10:30 GMT", "time noon = 12:00"]);
        check("At 12 a.m. it was dark.", &["time 12 a.m. = 00:00"]);
    }

    #[test]
    fn scores_are_no_times() {
        check("They won 2:1 in game 14.", &[]);
    }
}
