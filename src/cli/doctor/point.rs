//! One finding.

use crate::broker::inspect::Difference;
use crate::broker::{BrokerError, ErrorClass};
use comfy_table::{Table, presets};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Good,
    /// It works, and somebody should look at it.
    Odd,
    Bad,
    /// It could not be looked at.
    Skipped,
}

/// One thing that was looked at.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) name: String,
    pub(super) state: State,
    pub(super) found: String,
    /// What to do.
    pub(super) hint: Option<String>,
    pub(super) code: Option<&'static str>,
    pub(super) class: Option<ErrorClass>,
    pub(super) differences: Vec<Difference>,
}

impl Point {
    fn new(name: impl Into<String>, state: State, found: impl Into<String>) -> Self {
        let (name, found) = (name.into(), found.into());
        Self { name, state, found, hint: None, code: None, class: None, differences: Vec::new() }
    }

    pub(super) fn good(name: impl Into<String>, found: impl Into<String>) -> Self {
        Self::new(name, State::Good, found)
    }

    pub(super) fn odd<'a>(name: impl Into<String>, found: impl Into<String>, hint: impl Into<Option<&'a str>>) -> Self {
        Self { hint: hint.into().map(str::to_owned), ..Self::new(name, State::Odd, found) }
    }

    pub(super) fn skipped(name: impl Into<String>, found: impl Into<String>) -> Self {
        Self::new(name, State::Skipped, found)
    }

    pub(super) fn bad(name: impl Into<String>, error: &BrokerError) -> Self {
        let (code, class) = (Some(error.code), Some(error.class));
        Self { code, class, ..Self::new(name, State::Bad, error.to_string()) }
    }

    /// An exchange or a queue that is there and other than it should be.
    pub(super) fn different(name: String, differences: Vec<Difference>, ready: Option<u32>) -> Self {
        let mut found = "exists with other settings".to_owned();
        if let Some(ready) = ready {
            let _ = write!(found, "; {ready} messages are in it now");
        }
        let hint = "RabbitMQ cannot change these on a live queue or exchange. Either\n  \
            1. use it as it is:         topology.declare = \"check\"\n  \
            2. use another name:        a new one in [topology]\n  \
            3. replace it when empty:   rabbitmqctl delete_queue NAME --if-empty, then quotewire topology declare";
        let (code, class) = (Some("E108"), Some(ErrorClass::Topology));
        Self { hint: Some(hint.into()), code, class, differences, ..Self::new(name, State::Bad, found) }
    }

    pub(super) fn json(&self) -> Value {
        let state = match self.state {
            State::Good => "good",
            State::Odd => "odd",
            State::Bad => "bad",
            State::Skipped => "skipped",
        };
        let differences: Vec<Value> = self
            .differences
            .iter()
            .map(|one| json!({"setting": one.setting, "wanted": one.wanted, "found": one.found}))
            .collect();
        json!({
            "point": self.name,
            "state": state,
            "code": self.code,
            "found": self.found,
            "hint": self.hint,
            "differences": differences,
        })
    }

    pub(super) fn text(&self) -> String {
        let state = match self.state {
            State::Good => "good",
            State::Odd => "LOOK",
            State::Bad => "BAD",
            State::Skipped => "-",
        };
        let code = self.code.map(|code| format!("{code}: ")).unwrap_or_default();
        let mut text = format!("{state:<5} {:<42} {code}{}\n", self.name, self.found);
        text += &table(&self.differences);
        for line in self.hint.iter().flat_map(|hint| hint.lines()) {
            let _ = writeln!(text, "      {line}");
        }
        text
    }
}

/// What is wanted beside what is there; empty without differences.
pub(in super::super) fn table(differences: &[Difference]) -> String {
    if differences.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["setting", "wanted by the settings", "on the broker"]);
    table.add_rows(differences.iter().map(|one| [&one.setting, &one.wanted, &one.found]));
    let mut text = String::new();
    for line in table.trim_fmt().lines() {
        let _ = writeln!(text, "      {line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_a_table_with_ways_out() {
        let difference =
            Difference { setting: "x-queue-type".into(), wanted: "\"quorum\"".into(), found: "\"classic\"".into() };
        let text = Point::different("queue q".into(), vec![difference], Some(3)).text();
        let row = text.lines().find(|line| line.contains("x-queue-type")).expect("a row");
        assert!(row.contains("\"quorum\"") && row.contains("\"classic\""), "{text}");
        assert!(
            text.starts_with("BAD") && text.contains("E108") && text.contains("3 messages are in it now"),
            "{text}"
        );
        assert!(text.contains("topology.declare = \"check\""), "{text}");
    }
}
