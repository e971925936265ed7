//! Shares of a hundred.
//!
//! Fires: `18 percent`, `6.5%`, `two per cent`. Does not: `18 percentage points`, which are a quantity.

use super::numbers::{self, plain};
use super::{Match, Scene};

pub(super) fn read(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let number = numbers::read(scene, at).filter(|number| number.tail.is_empty())?;
    let end = match (scene.word(number.end), scene.word(number.end + 1)) {
        ("%" | "percent" | "pct" | "pc", _) => number.end + 1,
        ("per", "cent") => number.end + 2,
        _ => return None,
    };
    Some(Match::new(end, plain(number.amount)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn shares_are_read() {
        check("It fell 6.5%, then 18 percent.", &["percent 6.5% = 6.5", "percent 18 percent = 18"]);
        check("It rose two per cent.", &["percent two per cent = 2"]);
        check("It rose two points and a third.", &[]);
    }
}
