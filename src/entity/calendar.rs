//! Names of months and days, and other words that tell when.

/// In the order of the year.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Their short forms, in the same order.
pub(super) const SHORT_MONTHS: [&str; 12] =
    ["Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

/// In the order of the week.
pub(super) const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Whether a word tells when, so that it is no name and no part of one.
pub(super) fn is_time(word: &str) -> bool {
    let day = |word: &str| DAYS.contains(&word);
    MONTHS.contains(&word)
        || SHORT_MONTHS.contains(&word)
        || day(word)
        || word.strip_suffix('s').is_some_and(day)
        || matches!(
            word,
            "Spring" | "Summer" | "Autumn" | "Winter" | "GMT" | "BST" | "EST" | "UTC" | "ET" | "AM" | "PM"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_tell_when() {
        assert!(["Monday", "Mondays", "May", "Sept.", "GMT"].into_iter().all(is_time));
        assert!(!["Maya", "monday", "Oslo"].into_iter().any(is_time));
    }
}
