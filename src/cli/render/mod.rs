//! How an event is shown: for programs, for the terminal, for the browser.

mod html;
mod layers;
mod paint;
mod text;

pub use paint::{Paint, PaintArgs};

use crate::event::ArticleEnriched;
use clap::ValueEnum;
use std::time::Duration;

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Quotes and entities for reading, in colour on a terminal.
    Text,
    /// Indented JSON, one object after another.
    Json,
    /// One event a line.
    Jsonl,
    /// One self-contained HTML page.
    Html,
}

impl Format {
    /// Whether it shows the text itself.
    pub fn needs_text(self) -> bool {
        self == Self::Html
    }
}

/// Prints events in one format.
#[derive(Clone, Copy, Debug)]
pub struct Renderer {
    format: Format,
    paint: Paint,
}

impl Renderer {
    /// A renderer for `format`; `paint` matters to text alone.
    pub fn new(format: Format, paint: Paint) -> Self {
        Self { format, paint }
    }

    /// What comes before the first event.
    pub fn head(self) -> &'static str {
        if self.format == Format::Html { html::HEAD } else { "" }
    }

    /// What comes after the last event.
    pub fn tail(self) -> &'static str {
        if self.format == Format::Html { html::TAIL } else { "" }
    }

    /// One event; `took` is shown to people only, so that what programs read is the same at every run.
    pub fn article(self, event: &ArticleEnriched, took: Duration) -> String {
        let json = |written: serde_json::Result<String>| {
            written.expect("wire types have string keys and finite numbers only") + "\n"
        };
        match self.format {
            Format::Text => text::article(event, self.paint, took),
            Format::Json => json(serde_json::to_string_pretty(event)),
            Format::Jsonl => json(serde_json::to_string(event)),
            Format::Html => html::article(event),
        }
    }
}

/// Who a speaker is, in words.
fn speaker_name<'a>(event: &'a ArticleEnriched, quote: &'a crate::event::wire::Quote) -> Option<&'a str> {
    let mention = quote.speaker.mention.as_ref().map(|mention| mention.text.as_str());
    let Some(speaker) = event.speaker_of(quote) else { return mention };
    let entity = speaker.entity.as_deref().and_then(|id| event.entity(id)).map(|entity| entity.name.as_str());
    speaker.name.as_deref().or(entity).or(speaker.description.as_deref()).or(mention)
}
