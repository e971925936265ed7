//! Colour on a terminal.

use crate::event::wire::Form;
use clap::ValueEnum;
use std::fmt::Display;
use std::io::{self, IsTerminal};

/// Flags for colour.
#[derive(Clone, Debug, clap::Args)]
pub struct PaintArgs {
    /// Colour: auto = on a terminal that NO_COLOR does not forbid.
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    color: Colour,
    /// See <https://no-color.org>.
    #[arg(long, env = "NO_COLOR", hide = true, default_value = "", num_args = 0..=1, default_missing_value = "1")]
    no_color: String,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

impl PaintArgs {
    /// As the flags, the environment and the terminal have it.
    pub fn paint(&self) -> Paint {
        Paint::new(match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => io::stdout().is_terminal() && self.no_color.is_empty(),
        })
    }
}

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

    pub(in crate::cli) fn bold(self, text: impl Display) -> String {
        self.paint("1", text)
    }

    pub(in crate::cli) fn dim(self, text: impl Display) -> String {
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
