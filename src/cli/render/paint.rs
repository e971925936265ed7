//! Colour on a terminal.

use crate::event::wire::Form;
use std::fmt::Display;

/// Writes in colour, or plainly.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// With colour if `on`.
    pub fn new(on: bool) -> Self {
        Self { on }
    }

    fn paint(self, code: &str, text: impl Display) -> String {
        if self.on { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }

    pub(super) fn bold(self, text: impl Display) -> String {
        self.paint("1", text)
    }

    pub(super) fn dim(self, text: impl Display) -> String {
        self.paint("2", text)
    }

    pub(super) fn alarm(self, text: impl Display) -> String {
        self.paint("1;31", text)
    }

    /// Direct, indirect and mixed quotes each have a colour.
    pub(super) fn form(self, form: Form, text: impl Display) -> String {
        let code = match form {
            Form::Direct => "33",
            Form::Indirect => "36",
            Form::Mixed => "35",
        };
        self.paint(code, text)
    }
}
