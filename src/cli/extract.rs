//! `quotewire extract`: articles from files, events to standard output. No broker.

mod pipeline;

use crate::article::{Decoder, Hints};
use crate::cli::exit::{self, usage};
use crate::cli::inputs::{Input, Source};
use crate::cli::render::{Format, PaintArgs, Renderer};
use crate::enrich::Enricher;
use crate::event::{ArticleEnriched, DeliveryFacts, Detail, EmitOptions};
use crate::settings::{Extraction, Model, Settings, Tier};
use crate::text::OffsetUnit;
use anyhow::Result;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Find entities and quotes in files, without a broker.
///
/// Prints one event per article, in the order of the input. A file that cannot be read is named on standard error; the others are still done.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Files, or - for standard input: .txt is plain text, .jsonl holds an article a line, .json and all else is detected; .gz and .zst
    /// are unpacked.
    files: Vec<PathBuf>,
    /// How to print: coloured text for reading, an event a line, indented JSON, or one HTML page [default: text on a terminal, else jsonl].
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Read the sample articles that are built in.
    #[arg(long)]
    sample: bool,
    /// Name of the one format that comes in, instead of detection: native, text, ninjs-3, schema-org …
    #[arg(long, value_name = "NAME")]
    input_format: Option<String>,
    /// Units of offsets beside code points, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "UNITS")]
    offsets: Vec<Unit>,
    /// With the text of the article, or without it.
    #[arg(long, value_enum)]
    detail: Option<DetailArg>,
    /// How much is spent on an article: rules alone, or a small transformer for some or all sentences (extraction.tier).
    #[arg(long, value_enum)]
    tier: Option<Tier>,
    /// What the models were trained on (extraction.model).
    #[arg(long, value_enum)]
    model: Option<Model>,
    /// Threads; 0 = one per core.
    #[arg(long, short, default_value_t = 0, value_name = "N")]
    jobs: usize,
    #[command(flatten)]
    paint: PaintArgs,
}

/// A unit of offsets.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unit {
    /// Unicode code points: always there.
    Codepoint,
    /// UTF-16 code units (JavaScript, Java, C#).
    Utf16,
    /// UTF-8 bytes (Rust, Go).
    Utf8,
}

/// How much of an event is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum DetailArg {
    /// Everything.
    Full,
    /// Without the text itself.
    Compact,
}

/// Runs the command.
///
/// # Errors
/// If nothing was given to read, an option is not known, or standard output cannot be written to.
pub fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let sources = Source::of(&args.files, args.sample);
    if sources.is_empty() {
        return Err(usage(
            "nothing to read: name a file, - for standard input, or --sample for the articles that are built in",
        ));
    }
    let format = args.input_format.as_deref().unwrap_or(&settings.input.format);
    let mut limits = settings.limits.decode();
    // A terminal is no broker: whoever names a file means to read all of it.
    limits.batch = usize::MAX;
    let decoder = Decoder::new(limits, format, settings.input.passthrough)
        .map_err(|error| usage(format!("--input-format: {error}")))?;
    let shown = args.format.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Jsonl });
    let task = Task {
        decoder,
        enricher: extraction(args, settings).enricher(),
        options: options(args, settings, shown),
        renderer: Renderer::new(shown, args.paint.paint()),
    };
    let threads = match args.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    };
    let mut printer = Printer::new(&sources, task.renderer)?;
    pipeline::in_order(
        threads,
        |take| {
            let _ = sources.iter().all(|source| {
                let mut more = true;
                source.read(limits.body_bytes, &mut |input| {
                    more = take(input);
                    more
                });
                more
            });
        },
        |input| task.run(input),
        |done| printer.print(done),
    );
    printer.finish(task.renderer)
}

fn extraction(args: &Args, settings: &Settings) -> Extraction {
    let given = settings.extraction.clone();
    Extraction { tier: args.tier.unwrap_or(given.tier), model: args.model.unwrap_or(given.model), ..given }
}

fn options(args: &Args, settings: &Settings, shown: Format) -> EmitOptions {
    let mut options = settings.output.emit("/quotewire/extract");
    if !args.offsets.is_empty() {
        options.offsets = args.offsets.iter().filter_map(|unit| unit.extra()).collect();
    }
    match args.detail {
        Some(DetailArg::Full) => options.detail = Detail::Full,
        Some(DetailArg::Compact) => options.detail = Detail::Compact,
        None => {}
    }
    if shown.needs_text() {
        options.detail = Detail::Full;
    }
    options
}

impl Unit {
    fn extra(self) -> Option<OffsetUnit> {
        match self {
            Self::Codepoint => None,
            Self::Utf16 => Some(OffsetUnit::Utf16),
            Self::Utf8 => Some(OffsetUnit::Utf8),
        }
    }
}

/// What every thread needs.
struct Task {
    decoder: Decoder,
    enricher: Enricher,
    options: EmitOptions,
    renderer: Renderer,
}

/// The printed articles of one message, or why there are none.
type Done = std::result::Result<Vec<String>, String>;

impl Task {
    fn run(&self, input: Result<Input>) -> Done {
        let input = input.map_err(|error| format!("{error:#}"))?;
        let hints =
            Hints { content_type: input.content_type, content_encoding: input.content_encoding, ..Hints::default() };
        let articles = self.decoder.decode(&input.bytes, &hints).map_err(|error| format!("{}: {error}", input.name))?;
        // No clock and no size here: the same file prints the same bytes, however it is packed.
        let delivery = DeliveryFacts::default();
        let print = |article: &_| {
            let begun = Instant::now();
            let enrichment = self.enricher.enrich(article);
            let event = ArticleEnriched::new(article, &enrichment, &self.options, &delivery);
            self.renderer.article(&event, begun.elapsed())
        };
        Ok(articles.iter().map(print).collect())
    }
}

/// Standard output, with progress and errors on standard error.
struct Printer {
    out: io::BufWriter<io::StdoutLock<'static>>,
    progress: ProgressBar,
    failed: bool,
    broken: Option<io::Error>,
    interactive: bool,
}

impl Printer {
    fn new(sources: &[Source], renderer: Renderer) -> Result<Self> {
        let interactive = io::stdout().is_terminal();
        let progress = progress(sources, interactive)?;
        let mut printer =
            Self { out: io::BufWriter::new(io::stdout().lock()), progress, failed: false, broken: None, interactive };
        printer.write(renderer.head());
        Ok(printer)
    }

    /// False if there is no point in going on.
    fn print(&mut self, done: Done) -> bool {
        match done {
            Ok(articles) => {
                self.progress.inc(articles.len() as u64);
                for article in &articles {
                    self.write(article);
                }
            }
            Err(error) => {
                self.failed = true;
                self.progress.suspend(|| {
                    let _ = writeln!(io::stderr(), "error: {error}");
                });
            }
        }
        self.broken.is_none()
    }

    fn write(&mut self, text: &str) {
        if self.broken.is_none() {
            let written = self.out.write_all(text.as_bytes());
            // On a terminal someone is waiting.
            let flushed = if self.interactive { self.out.flush() } else { Ok(()) };
            self.broken = written.and(flushed).err();
        }
    }

    fn finish(mut self, renderer: Renderer) -> Result<ExitCode> {
        self.write(renderer.tail());
        if self.broken.is_none() {
            self.broken = self.out.flush().err();
        }
        self.progress.finish_and_clear();
        match self.broken {
            // `quotewire extract … | head` is no failure.
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ if self.failed => Ok(ExitCode::from(exit::BAD_DATA)),
            _ => Ok(ExitCode::SUCCESS),
        }
    }
}

/// A bar over the files, or a counter where their number says nothing. None where it would mix with the output.
fn progress(sources: &[Source], interactive: bool) -> Result<ProgressBar> {
    let streams = sources.iter().any(Source::is_stream);
    if interactive || !io::stderr().is_terminal() || (sources.len() < 2 && !streams) {
        return Ok(ProgressBar::hidden());
    }
    if streams {
        let style = ProgressStyle::with_template("{spinner} {human_pos} articles, {per_sec}")?;
        return Ok(ProgressBar::new_spinner().with_style(style));
    }
    let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} articles, {per_sec}, {eta} left")?;
    Ok(ProgressBar::new(sources.len() as u64).with_style(style))
}
