//! Dates, times, sums of money, percentages and quantities, with what they come to. By rules over tokens; a rule that is not sure of the value
//! gives the words alone.

mod dates;
mod money;
mod numbers;
mod percent;
mod quantities;
mod times;

use crate::text::{Document, Span, TokenRange};
use jiff::civil::Date;
use std::borrow::Cow;

/// What is measured or dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// A day, month, year or decade.
    Date,
    /// A time of day.
    Time,
    /// A sum of money.
    Money,
    /// A share of a hundred.
    Percent,
    /// A number with a unit.
    Quantity,
}

/// Some words with what they come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Where they stand.
    pub span: Span,
    /// What they are.
    pub kind: ValueKind,
    /// ISO 8601 of dates and times (`2024-05-03`, `2024-05`, `--05-03`, `16:30`), a plain decimal number of all others. `None`: not known.
    pub value: Option<String>,
    /// The currency (ISO 4217; the sign or word where that leaves a choice), the unit in the singular, the time zone as written.
    pub unit: Option<String>,
}

/// A proposal: up to which token, and what it comes to.
struct Match {
    end: usize,
    value: Option<String>,
    unit: Option<String>,
}

impl Match {
    fn new(end: usize, value: impl Into<Option<String>>) -> Self {
        Self { end, value: value.into(), unit: None }
    }

    fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }
}

/// What a rule looks at.
struct Scene<'a> {
    document: &'a Document,
    /// The day that the article is read on.
    today: Option<Date>,
    /// The sentence under way.
    sentence: TokenRange,
}

impl<'a> Scene<'a> {
    /// The token at `at`, or nothing beyond the sentence.
    fn word(&self, at: usize) -> &'a str {
        if self.sentence.contains(at) { self.document.word(at) } else { "" }
    }

    /// The same, without capitals.
    fn lower(&self, at: usize) -> Cow<'a, str> {
        let word = self.word(at);
        if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(word.to_lowercase())
        }
    }

    fn before(&self, at: usize, back: usize) -> &'a str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// Whether no blank stands between the token at `at` and the one before.
    fn is_glued(&self, at: usize) -> bool {
        let tokens = self.document.tokens();
        at > 0 && at < tokens.len() && tokens[at - 1].span.end() == tokens[at].span.start()
    }
}

type Rule = fn(&Scene<'_>, usize) -> Option<Match>;

/// The first rule that fits a token wins: a sum of money is no quantity.
const RULES: &[(ValueKind, Rule)] = &[
    (ValueKind::Money, money::read),
    (ValueKind::Percent, percent::read),
    (ValueKind::Time, times::read),
    (ValueKind::Date, dates::read),
    (ValueKind::Quantity, quantities::read),
];

/// All values in `document`, in text order. Days without a year are reckoned from `published`, or else from the day in the dateline as far
/// as that goes.
pub fn find(document: &Document, published: Option<Date>) -> Vec<Value> {
    let today = dateline_day(document, published).or(published);
    let mut values = Vec::new();
    for sentence in document.sentences() {
        let scene = Scene { document, today, sentence: sentence.tokens };
        let mut at = sentence.tokens.start();
        while at < sentence.tokens.end() {
            let found = RULES.iter().find_map(|(kind, rule)| Some((*kind, rule(&scene, at)?)));
            let Some((kind, found)) = found else {
                at += 1;
                continue;
            };
            let span = document.span_of(TokenRange::new(at, found.end));
            values.push(Value { span, kind, value: found.value, unit: found.unit });
            at = found.end;
        }
    }
    values
}

/// The day in the dateline, which is when the article was written: `LOWPORT, Aug 3 (Norpress) —`.
fn dateline_day(document: &Document, published: Option<Date>) -> Option<Date> {
    let tokens = document.tokens_in(document.dateline()?.span);
    let scene = Scene { document, today: published, sentence: tokens };
    tokens.range().filter_map(|at| dates::read(&scene, at)?.value).find_map(|value| value.parse().ok())
}

#[cfg(test)]
mod testing {
    use super::*;

    /// `expected`: each value as `kind words = value unit`. The article is of Wednesday, 15 May 2024.
    #[track_caller]
    pub(super) fn check(body: &str, expected: &[&str]) {
        let document = Document::new("", body);
        let got: Vec<String> = find(&document, Some(jiff::civil::date(2024, 5, 15)))
            .iter()
            .map(|value| {
                let kind = format!("{:?}", value.kind).to_lowercase();
                let (is, unit) = (value.value.as_deref().unwrap_or("?"), value.unit.as_deref().unwrap_or_default());
                format!("{kind} {} = {is} {unit}", document.slice(value.span)).trim_end().to_owned()
            })
            .collect();
        assert_eq!(got, expected);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_day_of_publication_a_weekday_has_no_value() {
        let document = Document::new("", "It rained on Monday and on May 3.");
        let values: Vec<_> = find(&document, None).into_iter().map(|value| value.value).collect();
        assert_eq!(values, [None, Some("--05-03".to_owned())]);
    }

    #[test]
    fn the_day_in_the_dateline_is_today() {
        let document = Document::new("", "OSLO, May 10 (Norpress) — It rained yesterday.");
        let values: Vec<_> =
            find(&document, Some(jiff::civil::date(2024, 5, 15))).into_iter().filter_map(|value| value.value).collect();
        assert_eq!(values, ["2024-05-10", "2024-05-09"]);
    }
}
