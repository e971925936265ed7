//! Times as publishers write them, to RFC 3339 in UTC.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// RFC 3339, RFC 2822, `YYYY-MM-DD hh:mm[:ss]` and `YYYY-MM-DD`; without a zone, UTC is meant.
pub(super) fn to_utc(written: &str) -> Option<String> {
    let written = written.trim();
    let timestamp = written
        .parse::<Timestamp>()
        .ok()
        .or_else(|| jiff::fmt::rfc2822::parse(written).ok().map(|zoned| zoned.timestamp()))
        .or_else(|| civil(written.parse::<DateTime>().ok()?))
        .or_else(|| civil(written.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight())))?;
    Some(timestamp.to_string())
}

fn civil(time: DateTime) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(time).ok()
}

#[cfg(test)]
mod tests {
    use super::to_utc;

    #[test]
    fn the_usual_ways_of_writing_a_time_are_read() {
        for (written, want) in [
            ("2031-03-04T09:12:00Z", Some("2031-03-04T09:12:00Z")),
            ("2031-03-04T10:12:00+01:00", Some("2031-03-04T09:12:00Z")),
            ("Tue, 04 Mar 2031 09:12:00 +0000", Some("2031-03-04T09:12:00Z")),
            ("2031-03-04 09:12:00", Some("2031-03-04T09:12:00Z")),
            ("2031-03-04", Some("2031-03-04T00:00:00Z")),
            ("last Tuesday", None),
        ] {
            assert_eq!(to_utc(written).as_deref(), want, "{written}");
        }
    }
}
