//! What each word is to a quote: content, source, cue, or nothing.
//!
//! Two conventions meet here. Ours are in the annotation guidelines; PolNeAR's differ in what counts (beliefs, wishes and decrees are
//! attributions, too) and in where a content ends (marks and a leading "that" belong to it). The second is converted; for the first there are heads.

use anyhow::{Context, Result};
use quotewire::entity::join::Judge;
use quotewire::entity::tagger::Tagger;
use quotewire::model::Training;
use quotewire::text::{Document, Span, TokenRange};
use quotewire::{entity, quote};
use serde::Deserialize;

/// Ours; speech by PolNeAR's annotation; all attributions by it.
pub(super) const HEADS: usize = 3;

/// Whose annotation it is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Convention {
    Ours,
    Polnear,
}

type Spans = Vec<(usize, usize)>;

#[derive(Deserialize)]
struct Line {
    text: String,
    quotes: Vec<Raw>,
}

#[derive(Deserialize)]
struct Raw {
    content: Spans,
    cue: Option<Spans>,
    source: Option<Spans>,
    #[serde(default = "yes")]
    speech: bool,
}

fn yes() -> bool {
    true
}

/// A text with its quotes, in bytes.
pub(super) struct Article {
    pub(super) text: String,
    quotes: Vec<Quote>,
}

struct Quote {
    contents: Vec<Span>,
    cues: Vec<Span>,
    sources: Vec<Span>,
    speech: bool,
}

/// Reads articles, one a line, whose offsets count code points.
pub(super) fn articles(jsonl: &str) -> Result<Vec<Article>> {
    jsonl.lines().enumerate().map(|(at, line)| article(line).with_context(|| format!("line {}", at + 1))).collect()
}

fn article(line: &str) -> Result<Article> {
    let line: Line = serde_json::from_str(line)?;
    let mut bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(line.text.len());
    let spans = |spans: &[(usize, usize)]| -> Result<Vec<Span>> {
        let mut spans: Vec<Span> = spans
            .iter()
            .map(|(from, to)| Some(Span::new(*bytes.get(*from)?, *bytes.get(*to)?)))
            .collect::<Option<_>>()
            .context("a span outside of the text")?;
        spans.sort_unstable();
        Ok(spans)
    };
    let quotes = line
        .quotes
        .iter()
        .map(|raw| {
            Ok(Quote {
                contents: spans(&raw.content)?,
                cues: spans(raw.cue.as_deref().unwrap_or_default())?,
                sources: spans(raw.source.as_deref().unwrap_or_default())?,
                speech: raw.speech,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Article { text: line.text, quotes })
}

const CONTENT: i8 = 1;
const SOURCE: i8 = 3;
const CUE: i8 = 5;
const UNKNOWN: i8 = -1;

/// For each head, for each token: 0 outside, 1 and 2 content, 3 and 4 source, 5 and 6 cue (beginning, inside), -1 not told.
pub(super) fn labels(document: &Document, article: &Article, convention: Convention) -> [Vec<i8>; HEADS] {
    let length = document.tokens().len();
    let speech: Vec<&Quote> = article.quotes.iter().filter(|quote| quote.speech).collect();
    let all: Vec<&Quote> = article.quotes.iter().collect();
    match convention {
        Convention::Ours => [paint(document, &all), vec![UNKNOWN; length], vec![UNKNOWN; length]],
        Convention::Polnear => {
            let (mut ours, all) = (paint(document, &speech), paint(document, &all));
            // Whether a belief counts is not PolNeAR's to say: our guidelines take some.
            for (ours, _) in ours.iter_mut().zip(&all).filter(|(ours, all)| **ours == 0 && **all != 0) {
                *ours = UNKNOWN;
            }
            [ours, paint(document, &speech), all]
        }
    }
}

/// The labels that our rules give: for text that nobody has annotated. Only the open model learns from them, so names are the open tagger's.
pub(super) fn by_rules(document: &Document) -> [Vec<i8>; HEADS] {
    let names = entity::recognize_with(document, Tagger::embedded(Training::Open), Judge::embedded(Training::Open));
    let quotes: Vec<Quote> = quote::attribute(document, &names)
        .quotes
        .into_iter()
        .filter(|quote| quote.depth == 0)
        .map(|quote| Quote {
            contents: quote.contents.iter().map(|content| content.span).collect(),
            cues: quote.cue.iter().map(|cue| cue.span).collect(),
            sources: quote.source.into_iter().collect(),
            speech: true,
        })
        .collect();
    let length = document.tokens().len();
    let all: Vec<&Quote> = quotes.iter().collect();
    [paint(document, &all), vec![UNKNOWN; length], vec![UNKNOWN; length]]
}

/// Contents over sources over cues, longer contents over shorter ones: what is said inside of a quote is part of it.
fn paint(document: &Document, quotes: &[&Quote]) -> Vec<i8> {
    let mut labels = vec![0; document.tokens().len()];
    let mut fill = |tokens: TokenRange, label: i8| {
        for at in tokens.range() {
            labels[at] = if at == tokens.start() { label } else { label + 1 };
        }
    };
    for quote in quotes {
        quote.cues.iter().for_each(|span| fill(touched(document, *span), CUE));
    }
    for quote in quotes {
        quote.sources.iter().for_each(|span| fill(touched(document, *span), SOURCE));
    }
    let mut contents: Vec<TokenRange> =
        quotes.iter().flat_map(|quote| &quote.contents).filter_map(|span| content(document, *span)).collect();
    contents.sort_by_key(|tokens| tokens.len());
    contents.into_iter().for_each(|tokens| fill(tokens, CONTENT));
    // What another span has cut begins anew.
    for at in 0..labels.len() {
        let begins = at == 0 || (labels[at - 1] + 1) / 2 != (labels[at] + 1) / 2;
        if labels[at] > 0 && labels[at] % 2 == 0 && begins {
            labels[at] -= 1;
        }
    }
    labels
}

fn touched(document: &Document, span: Span) -> TokenRange {
    let from = document.tokens().partition_point(|token| token.span.end() <= span.start());
    let to = document.tokens().partition_point(|token| token.span.start() < span.end());
    TokenRange::new(from, to.max(from))
}

/// A content by our conventions: without the marks around it, a leading "that", and the comma or full stop behind it.
fn content(document: &Document, span: Span) -> Option<TokenRange> {
    let tokens = touched(document, span);
    let (mut start, mut end) = (tokens.start(), tokens.end());
    let word = |at: usize| document.word(at);
    if start < end && word(start).eq_ignore_ascii_case("that") && end - start > 1 {
        start += 1;
    }
    let around = document.quotations().iter().find(|quotation| {
        quotation.tokens.start() == start + 1
            && quotation.close.is_some()
            && quotation.tokens.end() + 1 >= end
            && quotation.tokens.end() < end
    });
    if let Some(quotation) = around {
        (start, end) = (quotation.tokens.start(), quotation.tokens.end());
    } else {
        while start < end && matches!(word(end - 1), "," | "." | ";" | ":") {
            end -= 1;
        }
    }
    (start < end).then(|| TokenRange::new(start, end))
}
