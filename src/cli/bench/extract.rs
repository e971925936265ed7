//! `quotewire bench extract`: how fast each tier finds names and quotes, on one thread and on all.

use crate::article::{Article, Decoder, Hints};
use crate::cli::inputs::Source;
use crate::enrich::{Enricher, Extraction, Stage, Tier};
use crate::entity::tagger::Tagger;
use crate::settings::Settings;
use crate::text::Document;
use anyhow::{Result, anyhow, bail};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How fast names and quotes are found: articles and words a second of each tier, on one thread and on all, and what each stage takes.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// Files with articles; the sample articles that are built in if none is named.
    files: Vec<PathBuf>,
    /// Seconds for each line of the table.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
}

/// What one line of the table stands on.
struct Run {
    articles: usize,
    words: usize,
    took: Duration,
    stages: BTreeMap<Stage, Duration>,
}

/// Runs the command.
///
/// # Errors
/// If there is no article to read.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let articles = read(args, settings)?;
    let seconds = Duration::from_secs(args.seconds);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let extraction = settings.extraction.enricher().extraction();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:<10}{:>8}{:>13}{:>12}{:>10}  share of each stage",
        "tier", "threads", "articles/s", "words/s", "RSS"
    )?;
    writeln!(out, "{:<10}{:>8}{}", "tagger", 1, rates(&tagger(&articles, extraction, seconds)))?;
    for tier in [Tier::Fast, Tier::Cascade, Tier::Accurate] {
        let enricher = Enricher::new(Extraction { tier, ..extraction });
        // The first article loads the models.
        enricher.enrich(&articles[0]);
        for threads in if cores > 1 { vec![1, cores] } else { vec![1] } {
            let run = extract(&articles, &enricher, threads, seconds);
            writeln!(out, "{:<10}{threads:>8}{}", tier.name(), rates(&run))?;
        }
    }
    writeln!(out, "tagger: from raw text to names by the linear tagger alone. RSS: of the process, so far.")?;
    Ok(ExitCode::SUCCESS)
}

fn read(args: &Args, settings: &Settings) -> Result<Vec<Article>> {
    let decoder = Decoder::new(settings.limits.decode(), &settings.input.format, settings.input.passthrough)
        .map_err(|error| anyhow!("{error}"))?;
    let (mut articles, mut failed) = (Vec::new(), None);
    for source in Source::of(&args.files, args.files.is_empty()) {
        source.read(settings.limits.body_bytes, &mut |input| {
            let decoded = input.and_then(|input| {
                let hints = Hints {
                    content_type: input.content_type,
                    content_encoding: input.content_encoding,
                    ..Hints::default()
                };
                decoder.decode(&input.bytes, &hints).map_err(|error| anyhow!("{}: {error}", input.name))
            });
            match decoded {
                Ok(decoded) => articles.extend(decoded),
                Err(error) => failed = Some(error),
            }
            failed.is_none()
        });
    }
    match failed {
        Some(error) => Err(error),
        None if articles.is_empty() => bail!("no article to read"),
        None => Ok(articles),
    }
}

fn words(article: &Article) -> usize {
    article.title.split_whitespace().count() + article.body.split_whitespace().count()
}

fn tagger(articles: &[Article], extraction: Extraction, seconds: Duration) -> Run {
    let tagger = Tagger::embedded(extraction.training);
    let (begun, mut read, mut count) = (Instant::now(), 0, 0);
    while begun.elapsed() < seconds {
        let article = &articles[count % articles.len()];
        std::hint::black_box(tagger.names(&Document::new(&article.title, &article.body)));
        read += words(article);
        count += 1;
    }
    Run { articles: count, words: read, took: begun.elapsed(), stages: BTreeMap::new() }
}

fn extract(articles: &[Article], enricher: &Enricher, threads: usize, seconds: Duration) -> Run {
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    let work = || {
        let (mut read, mut count, mut stages) = (0, 0, BTreeMap::new());
        while begun.elapsed() < seconds {
            let article = &articles[next.fetch_add(1, Ordering::Relaxed) % articles.len()];
            let mut since = Instant::now();
            let enrichment = enricher.enrich_within(article, enricher.encoder_words(), |stage| {
                *stages.entry(stage).or_insert(Duration::ZERO) += since.elapsed();
                since = Instant::now();
            });
            std::hint::black_box(enrichment);
            read += words(article);
            count += 1;
        }
        (read, count, stages)
    };
    let mut run = Run { articles: 0, words: 0, took: Duration::ZERO, stages: BTreeMap::new() };
    let done: Vec<_> = thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles.into_iter().filter_map(|handle| handle.join().ok()).collect()
    });
    run.took = begun.elapsed();
    for (read, count, stages) in done {
        run.words += read;
        run.articles += count;
        for (stage, took) in stages {
            *run.stages.entry(stage).or_default() += took;
        }
    }
    run
}

fn rates(run: &Run) -> String {
    let seconds = run.took.as_secs_f64();
    let (articles, words) = (run.articles as f64 / seconds, run.words as f64 / seconds);
    let mut line = format!("{articles:>13.0}{words:>12.0}{:>10}  ", memory());
    let all: f64 = run.stages.values().map(Duration::as_secs_f64).sum();
    for (stage, took) in &run.stages {
        let _ = write!(line, "{} {:.0} %  ", stage.name(), 100.0 * took.as_secs_f64() / all);
    }
    line.trim_end().to_owned()
}

/// Memory of this process, as Linux tells it.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix("kB")?.trim().parse().ok());
    kib.map_or_else(|| "–".to_owned(), |kib: u64| format!("{} MiB", kib / 1024))
}
