//! Numbers: `1,204.5`, `40m`, `two million`, `forty-five`.

use super::Scene;

/// A number: one past its last token, and how much it is.
pub(super) struct Number {
    pub(super) end: usize,
    pub(super) amount: f64,
    /// Letters glued to it that are no multiplier: `kg` of "100kg".
    pub(super) tail: String,
}

/// The number that begins at `at`.
pub(super) fn read(scene: &Scene<'_>, at: usize) -> Option<Number> {
    let word = scene.word(at);
    let (mut amount, mut tail, mut end) = if word.starts_with(|c: char| c.is_ascii_digit()) {
        let (digits, tail) = word.split_at_checked(word.find(|c: char| c.is_alphabetic()).unwrap_or(word.len()))?;
        let plain = digits.replace(',', "");
        (plain.parse().ok()?, tail.to_lowercase(), at + 1)
    } else {
        let (amount, end) = spelled(scene, at)?;
        (amount, String::new(), end)
    };
    if let Some(factor) = multiplier(&tail) {
        amount *= factor;
        tail.clear();
    }
    while let Some(factor) = multiplier(&scene.lower(end)).filter(|_| tail.is_empty() && scene.word(end).len() > 2) {
        amount *= factor;
        end += 1;
    }
    Some(Number { end, amount, tail })
}

fn multiplier(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(1e2),
        "thousand" | "k" => Some(1e3),
        "million" | "m" | "mn" | "mln" => Some(1e6),
        "billion" | "b" | "bn" | "bln" => Some(1e9),
        "trillion" | "tn" | "trn" => Some(1e12),
        _ => None,
    }
}

/// "forty-five", "twelve", "a million".
fn spelled(scene: &Scene<'_>, at: usize) -> Option<(f64, usize)> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let one = |at: usize| {
        let found = scene.lower(at);
        ONES.iter().position(|word| *word == found)
    };
    let word = scene.lower(at);
    if word == "a" && multiplier(&scene.lower(at + 1)).is_some_and(|_| scene.word(at + 1).len() > 2) {
        return Some((1.0, at + 1));
    }
    if let Some(tens) = TENS.iter().position(|tens| *tens == word) {
        let ones = one(at + 2).filter(|ones| (1..10).contains(ones) && scene.word(at + 1) == "-");
        let end = if ones.is_some() { at + 3 } else { at + 1 };
        return Some(((20 + 10 * tens + ones.unwrap_or(0)) as f64, end));
    }
    one(at).map(|ones| (ones as f64, at + 1))
}

/// As a plain decimal number: no exponent, no trailing zeros.
pub(super) fn plain(amount: f64) -> String {
    let text = format!("{amount:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
