//! Numbers with a unit.
//!
//! Fires: `100 km`, `40 tonnes`, `180kg`, `eleven weeks`. Does not: `100 people`, `the 34-year-old`.

use super::numbers::{self, plain};
use super::{Match, Scene};

pub(super) fn read(scene: &Scene<'_>, at: usize) -> Option<Match> {
    let number = numbers::read(scene, at)?;
    if !number.tail.is_empty() {
        return Some(Match::new(number.end, plain(number.amount)).unit(unit(&number.tail)?));
    }
    // "a 12-mile run"
    let hyphen = scene.word(number.end) == "-" && scene.is_glued(number.end) && scene.is_glued(number.end + 1);
    let at = number.end + usize::from(hyphen);
    let found = match (scene.lower(at).as_ref(), scene.word(at + 1)) {
        ("square" | "cubic", next) => {
            let unit = unit(next).filter(|_| next.len() > 2)?;
            return Some(Match::new(at + 2, plain(number.amount)).unit(format!("{} {unit}", scene.lower(at))));
        }
        ("percentage", "point" | "points") => {
            return Some(Match::new(at + 2, plain(number.amount)).unit("percentage point"));
        }
        ("degrees", "Celsius" | "C") => return Some(Match::new(at + 2, plain(number.amount)).unit("degree Celsius")),
        ("degrees", "Fahrenheit" | "F") => {
            return Some(Match::new(at + 2, plain(number.amount)).unit("degree Fahrenheit"));
        }
        (word, _) => unit(word)?,
    };
    // "34-year-old" is somebody.
    let age = hyphen && scene.word(at + 1) == "-" && scene.word(at + 2) == "old";
    (!age).then(|| Match::new(at + 1, plain(number.amount)).unit(found))
}

/// The unit in the singular.
fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => "kilometre",
        "metre" | "metres" | "meter" | "meters" => "metre",
        "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" => "centimetre",
        "mm" | "millimetre" | "millimetres" | "millimeters" => "millimetre",
        "mile" | "miles" => "mile",
        "foot" | "feet" | "ft" => "foot",
        "inch" | "inches" => "inch",
        "yard" | "yards" => "yard",
        "kg" | "kilo" | "kilos" | "kilogram" | "kilograms" => "kilogram",
        "gram" | "grams" => "gram",
        "tonne" | "tonnes" => "tonne",
        "ton" | "tons" => "ton",
        "pound" | "pounds" | "lb" | "lbs" => "pound",
        "litre" | "litres" | "liter" | "liters" => "litre",
        "gallon" | "gallons" => "gallon",
        "barrel" | "barrels" => "barrel",
        "hectare" | "hectares" => "hectare",
        "acre" | "acres" => "acre",
        "degree" | "degrees" => "degree",
        "mph" => "mile per hour",
        "kph" | "km/h" => "kilometre per hour",
        "megawatt" | "megawatts" | "mw" => "megawatt",
        "gigawatt" | "gigawatts" | "gw" => "gigawatt",
        "second" | "seconds" => "second",
        "minute" | "minutes" => "minute",
        "hour" | "hours" => "hour",
        "day" | "days" => "day",
        "week" | "weeks" => "week",
        "month" | "months" => "month",
        "year" | "years" => "year",
        "decade" | "decades" => "decade",
        "century" | "centuries" => "century",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn units_are_read() {
        check("It is 4,300 metres high.", &["quantity 4,300 metres = 4300 metre"]);
        check("He lost 180kg in eleven weeks.", &["quantity 180kg = 180 kilogram", "quantity eleven weeks = 11 week"]);
        check(
            "A 12-mile run over 40 square kilometres.",
            &["quantity 12-mile = 12 mile", "quantity 40 square kilometres = 40 square kilometre"],
        );
        check("It rose two percentage points.", &["quantity two percentage points = 2 percentage point"]);
    }

    #[test]
    fn people_and_ages_are_none() {
        check("100 people met the 34-year-old.", &[]);
    }
}
