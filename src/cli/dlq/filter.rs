//! Which letters.

use super::card::Card;
use jiff::SignedDuration;

/// Filters. A letter has to pass all that are given.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(super) struct Filter {
    /// Only letters with this class or code: timeout, E203, delivery_limit; may be given several times.
    #[arg(long, global = true, value_name = "REASON")]
    pub(super) reason: Vec<String>,
    /// Only letters with this message id, or with a key that begins so; may be given several times.
    #[arg(long, global = true, value_name = "ID")]
    pub(super) id: Vec<String>,
    /// Only letters that died in this time: 90s, 2h, 3d.
    #[arg(long, global = true, value_name = "TIME", value_parser = duration)]
    pub(super) since: Option<SignedDuration>,
    /// Only letters that died before that.
    #[arg(long, global = true, value_name = "TIME", value_parser = duration)]
    pub(super) before: Option<SignedDuration>,
    /// So many letters at most.
    #[arg(long, global = true, value_name = "N")]
    pub(super) limit: Option<u64>,
}

impl Filter {
    pub(super) fn wants(&self, card: &Card) -> bool {
        let reason = |wanted: &String| *wanted == card.letter.class || *wanted == card.letter.code;
        let age = |holds: &dyn Fn(SignedDuration) -> bool| card.age.is_some_and(holds);
        (self.reason.is_empty() || self.reason.iter().any(reason))
            && (self.id.is_empty() || self.id.iter().any(|id| card.is_called(id)))
            && self.since.is_none_or(|since| age(&|age| age <= since))
            && self.before.is_none_or(|before| age(&|age| age > before))
    }
}

/// `90s`, `2h 30m`; a day has 24 hours.
fn duration(text: &str) -> Result<SignedDuration, String> {
    let days = text.strip_suffix('d').and_then(|days| days.parse::<i64>().ok()).and_then(|days| days.checked_mul(24));
    if let Some(hours) = days {
        return Ok(SignedDuration::from_hours(hours.min(1_000_000)));
    }
    text.parse().map_err(|_| "give a number and a unit: 90s, 15m, 2h, 3d".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::card::tests::card;
    use super::*;

    #[test]
    fn a_letter_has_to_pass_all_filters() {
        let letter = card("timeout", "E207", SignedDuration::from_hours(2));
        let wants = |change: &dyn Fn(&mut Filter)| {
            let mut filter = Filter::default();
            change(&mut filter);
            filter.wants(&letter)
        };
        assert!(wants(&|_| {}));
        assert!(wants(&|filter| filter.reason = vec!["E207".into()]));
        assert!(wants(&|filter| filter.reason = vec!["panic".into(), "timeout".into()]));
        assert!(!wants(&|filter| filter.reason = vec!["time".into()]));
        assert!(wants(&|filter| filter.since = duration("3h").ok()));
        assert!(!wants(&|filter| filter.since = duration("1h").ok()));
        assert!(wants(&|filter| filter.before = duration("90m").ok()));
        assert!(!wants(&|filter| filter.before = duration("1d").ok()));
        assert!(wants(&|filter| filter.id = vec!["in-9".into()]));
        assert!(wants(&|filter| filter.id = vec![letter.key().chars().take(5).collect()]));
        assert!(!wants(&|filter| filter.id = vec!["in".into()]));
        assert!(!wants(&|filter| {
            filter.id = vec!["in-9".into()];
            filter.reason = vec!["panic".into()];
        }));
    }

    #[test]
    fn times_are_written_as_people_write_them() {
        assert_eq!(duration("3d"), Ok(SignedDuration::from_hours(72)));
        assert_eq!(duration("1h 30m"), Ok(SignedDuration::from_mins(90)));
        assert!(duration("soon").is_err());
    }
}
