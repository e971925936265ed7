//! Sums of money.
//!
//! Fires: `$1.4 billion`, `£2m`, `20 million euros`, `A$5`. Does not: `20 million people`.

use super::numbers::{self, plain};
use super::{Match, Scene};

pub(super) fn read(scene: &Scene<'_>, at: usize) -> Option<Match> {
    by_sign(scene, at).or_else(|| by_word(scene, at))
}

/// "$1.4 billion", "US$5m", "Rs 500", "EUR 20".
fn by_sign(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let (unit, number) = match (scene.word(at), scene.word(at + 1)) {
        (prefix @ ("US" | "A" | "C" | "NZ" | "HK" | "S"), "$") if scene.is_glued(at + 1) => (dollar(prefix), at + 2),
        ("$", _) => ("$", at + 1),
        ("£", _) => ("GBP", at + 1),
        ("€", _) => ("EUR", at + 1),
        ("₹", _) => ("INR", at + 1),
        ("¥", _) => ("¥", at + 1),
        ("₦", _) => ("NGN", at + 1),
        ("₩", _) => ("KRW", at + 1),
        (code @ ("USD" | "EUR" | "GBP" | "CHF" | "JPY" | "INR" | "AUD" | "CAD"), _) => (code, at + 1),
        ("Rs" | "Rs.", _) => ("rupee", at + 1),
        _ => return None,
    };
    let digits = scene.word(number).starts_with(|c: char| c.is_ascii_digit());
    let found = numbers::read(scene, number).filter(|number| digits && number.tail.is_empty())?;
    Some(Match::new(found.end, plain(found.amount)).unit(unit))
}

fn dollar(prefix: &str) -> &'static str {
    match prefix {
        "US" => "USD",
        "A" => "AUD",
        "C" => "CAD",
        "NZ" => "NZD",
        "HK" => "HKD",
        _ => "SGD",
    }
}

/// "20 million euros", "90 US dollars".
fn by_word(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let number = numbers::read(scene, at).filter(|number| number.tail.is_empty())?;
    let nation = match scene.word(number.end) {
        "US" | "U.S." | "American" => Some("USD"),
        "Australian" => Some("AUD"),
        "Canadian" => Some("CAD"),
        "Kenyan" => Some("KES"),
        "Indian" => Some("INR"),
        "Pakistani" => Some("PKR"),
        "Swiss" => Some("CHF"),
        _ => None,
    };
    let at = number.end + usize::from(nation.is_some());
    let unit = match scene.lower(at).as_ref() {
        "dollar" | "dollars" => nation.unwrap_or("$"),
        "euro" | "euros" => "EUR",
        "yen" => "JPY",
        "yuan" | "renminbi" => "CNY",
        "rupee" | "rupees" => nation.unwrap_or("rupee"),
        "shilling" | "shillings" => nation.unwrap_or("shilling"),
        "franc" | "francs" => nation.unwrap_or("franc"),
        "rouble" | "roubles" | "ruble" | "rubles" => "RUB",
        "naira" => "NGN",
        "rand" => "ZAR",
        "hryvnia" | "hryvnias" => "UAH",
        "rials" | "riyals" | "dinars" | "dirhams" | "pesos" | "kronor" | "kroner" | "reais" | "lira" => scene.word(at),
        "cents" => "cent",
        _ => return None,
    };
    Some(Match::new(at + 1, plain(number.amount)).unit(unit))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn sums_are_read() {
        check("It cost $1.4 billion, or £2m.", &["money $1.4 billion = 1400000000 $", "money £2m = 2000000 GBP"]);
        check("He paid 20 million euros and A$5.", &["money 20 million euros = 20000000 EUR", "money A$5 = 5 AUD"]);
        check("Two hundred Kenyan shillings.", &["money Two hundred Kenyan shillings = 200 KES"]);
    }

    #[test]
    fn people_are_no_money() {
        check("He met 20 million people.", &[]);
    }
}
