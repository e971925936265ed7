//! `quotewire explain`: why a quote was found as it was.

use crate::article::{Article, Decoder, Hints};
use crate::cli::exit::usage;
use crate::cli::inputs::{Input, Source};
use crate::cli::render::{Paint, PaintArgs};
use crate::quote::explain::{Explanation, SourceCandidate};
use crate::quote::{Quote, QuoteId, Quotes, SpeakerId};
use crate::settings::Settings;
use crate::text::{Document, Span};
use anyhow::{Context, Result, anyhow, bail};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Longest content in a list of quotes, in characters.
const WIDTH: usize = 70;

/// Say why a quote was found as it was: the rules, the cue, who else might be its source or its speaker.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// A file with one article, or - for standard input.
    file: PathBuf,
    /// The id of the quote as `quotewire extract` prints it: q1, q2 …
    #[arg(long, value_name = "ID")]
    quote: String,
    #[command(flatten)]
    paint: PaintArgs,
}

/// Runs the command.
///
/// # Errors
/// If the file holds no article or more than one, or has no such quote.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let article = read(args, settings)?;
    let document = Document::new(&article.title, &article.body);
    let enricher = settings.extraction.enricher();
    let number = args.quote.strip_prefix('q').and_then(|number| number.parse::<usize>().ok());
    let id = number.and_then(|number| number.checked_sub(1)).map(QuoteId);
    let Some((explanation, quotes)) = id.and_then(|id| enricher.explain(&document, id)) else {
        let quotes = enricher.read(document.clone()).quotes;
        return Err(usage(format!("no quote {:?}; {}", args.quote, listed(&document, &quotes))));
    };
    let page = Page { document: &document, quotes: &quotes, paint: args.paint.paint() };
    std::io::stdout().write_all(page.of(&args.quote, &explanation).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn read(args: &Args, settings: &Settings) -> Result<Article> {
    let decoder = Decoder::new(settings.limits.decode(), &settings.input.format, settings.input.passthrough)
        .map_err(|error| anyhow!("{error}"))?;
    let mut articles: Vec<Result<Article>> = Vec::new();
    for source in Source::of(std::slice::from_ref(&args.file), false) {
        source.read(settings.limits.body_bytes, &mut |input| {
            match input.and_then(|input| decode(&decoder, &input)) {
                Ok(found) => articles.extend(found.into_iter().map(Ok)),
                Err(error) => articles.push(Err(error)),
            }
            articles.len() < 2
        });
    }
    let first = articles.pop().ok_or_else(|| anyhow!("no article in {}", args.file.display()))??;
    if !articles.is_empty() {
        bail!("more than one article in {}: explain reads one", args.file.display());
    }
    Ok(first)
}

fn decode(decoder: &Decoder, input: &Input) -> Result<Vec<Article>> {
    let hints =
        Hints { content_type: input.content_type, content_encoding: input.content_encoding, ..Hints::default() };
    decoder.decode(&input.bytes, &hints).with_context(|| input.name.clone())
}

/// The quotes that are there, one a line.
fn listed(document: &Document, quotes: &Quotes) -> String {
    if quotes.quotes.is_empty() {
        return "no quotes were found".to_owned();
    }
    let line = |(at, quote): (usize, &Quote)| {
        let text = quote.contents.first().map_or("", |content| document.slice(content.span));
        let short: String = text.chars().take(WIDTH).collect();
        format!("\n  q{} {}{}", at + 1, short.replace('\n', " "), if short.len() < text.len() { " …" } else { "" })
    };
    format!("these were found:{}", quotes.quotes.iter().enumerate().map(line).collect::<String>())
}

/// What is printed.
struct Page<'a> {
    document: &'a Document,
    quotes: &'a Quotes,
    paint: Paint,
}

impl Page<'_> {
    fn of(&self, name: &str, explanation: &Explanation) -> String {
        let quote = &explanation.quote;
        let mut out = format!("{} {:?}, {:?}\n", self.paint.bold(name), quote.form, quote.medium).to_lowercase();
        for content in &quote.contents {
            let _ = writeln!(out, "  {}", self.slice(content.span));
        }
        self.steps(&mut out, explanation);
        match &quote.cue {
            Some(cue) => {
                let (text, stance) = (self.slice(cue.span), format!("{:?}", cue.stance).to_lowercase());
                let _ = writeln!(out, "{} {text} ({}, {stance})", self.paint.bold("cue"), cue.lemma);
            }
            None => {
                let _ = writeln!(out, "{} none: marks or layout report", self.paint.bold("cue"));
            }
        }
        self.sources(&mut out, &explanation.sources);
        self.speakers(&mut out, quote);
        self.facts(&mut out, "content", quote.content_confidence, &explanation.content_facts);
        self.facts(&mut out, "speaker", quote.speaker_confidence, &explanation.speaker_facts);
        out
    }

    fn steps(&self, out: &mut String, explanation: &Explanation) {
        let _ = writeln!(out, "{} {}", self.paint.bold("rule"), explanation.quote.rule);
        for (place, step) in explanation.steps.iter().enumerate() {
            let verb = if place == 0 { "found by" } else { "continued by" };
            let added: Vec<String> = step.added.iter().map(|span| self.slice(*span)).collect();
            let _ = writeln!(out, "  {verb} the sieve {}: {}", step.sieve, added.join(" … "));
        }
    }

    fn sources(&self, out: &mut String, sources: &[SourceCandidate]) {
        let _ = writeln!(out, "{}{}", self.paint.bold("source"), if sources.is_empty() { " none" } else { "" });
        for source in sources {
            let mark = if source.chosen { "→" } else { " " };
            let _ = writeln!(out, "  {mark} {} {}", self.slice(source.span), self.paint.dim(source.place));
        }
    }

    fn speakers(&self, out: &mut String, quote: &Quote) {
        let via = format!("{:?}", quote.via).to_lowercase();
        let name = quote.speaker.map_or_else(|| "unknown".to_owned(), |id| self.speaker(id));
        let _ = writeln!(
            out,
            "{}\n  → {name} {}",
            self.paint.bold("speaker"),
            self.paint.dim(format!("via {via}, fit {:.2}", quote.speaker_guess))
        );
        for id in &quote.with {
            let _ = writeln!(out, "  → {} {}", self.speaker(*id), self.paint.dim("together"));
        }
        for (id, score) in &quote.candidates {
            let _ = writeln!(out, "    {} {}", self.speaker(*id), self.paint.dim(format!("fit {score:.2}")));
        }
    }

    fn facts(&self, out: &mut String, name: &str, confidence: f32, facts: &[(&'static str, String, f32)]) {
        let _ = writeln!(out, "{} {confidence:.2}", self.paint.bold(format!("confidence, {name}")));
        for (kind, value, weight) in facts.iter().filter(|(_, _, weight)| *weight != 0.0) {
            let _ = writeln!(out, "  {weight:+.2} {kind} {value}");
        }
    }

    fn speaker(&self, id: SpeakerId) -> String {
        let record = &self.quotes.speakers[id.0];
        record.name.clone().or_else(|| record.description.clone()).unwrap_or_else(|| "unknown".to_owned())
    }

    fn slice(&self, span: Span) -> String {
        self.document.slice(span).replace('\n', " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrich::{Enricher, Extraction, Tier};

    fn fast() -> Enricher {
        Enricher::new(Extraction { tier: Tier::Fast, ..Extraction::default() })
    }

    fn page(text: &str, name: &str) -> Option<String> {
        let document = Document::new("", text);
        let id = QuoteId(name.trim_start_matches('q').parse::<usize>().expect("a number") - 1);
        let (explanation, quotes) = fast().explain(&document, id)?;
        Some(Page { document: &document, quotes: &quotes, paint: Paint::new(false) }.of(name, &explanation))
    }

    #[test]
    fn the_page_names_rule_cue_source_and_speaker() {
        let page = page("Ida Voss met Elena Ruiz. She said the bridge was shut.", "q1").expect("a quote");
        for wanted in [
            "rule indirect_clause",
            "cue said (say, neutral)",
            "→ She in front of the cue",
            "via pronoun",
            "confidence, content",
        ] {
            assert!(page.contains(wanted), "{wanted:?} is not in\n{page}");
        }
    }

    #[test]
    fn quotes_are_listed_where_one_is_not_there() {
        let document = Document::new("", "Tom Ito said it rained.");
        let quotes = fast().read(document.clone()).quotes;
        assert_eq!(listed(&document, &quotes), "these were found:\n  q1 it rained");
        assert!(page("Tom Ito said it rained.", "q2").is_none());
    }
}
