//! What the encoder learns from: sentences in the pieces and marks that the worker will see, with what is known of their labels.
//!
//! `training/encoder/train.py` reads the lines that this writes, and nothing else: it never sees a text.

mod names;
mod pack;
mod quotes;

pub(crate) use pack::pack;

use crate::tagger::mix;
use anyhow::{Context, Result};
use quotewire::evaluation::corpora;
use quotewire::model::encoder::Vocabulary;
use quotewire::reading::Sequences;
use quotewire::text::Document;
use serde::Serialize;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// One sentence.
#[derive(Serialize)]
struct Example<'a> {
    corpus: &'a str,
    document: usize,
    paragraph: usize,
    pieces: &'a [u32],
    marks: &'a [u32],
    words: &'a [usize],
    /// For each word, the labels it may have, a bit each; nothing where names are not annotated.
    names: Option<Vec<u16>>,
    /// For each head, for each word its label, or -1 where the corpus does not tell; nothing where quotes are not annotated.
    quotes: Option<[Vec<i8>; quotes::HEADS]>,
}

/// The corpus that our rules annotate.
const SILVER: &str = "ner/gmb-train.jsonl";

/// Text with quotes, and whose annotation it is.
const QUOTES: &[(&str, quotes::Convention)] = &[
    ("quotes/voa-train", quotes::Convention::Ours),
    ("quotes/polnear-train", quotes::Convention::Polnear),
    ("quotes/voa-dev", quotes::Convention::Ours),
    ("quotes/polnear-dev", quotes::Convention::Polnear),
];

/// Where `training/encoder/build` keeps what it works on.
const FOLDER: &str = "target/encoder";

/// Writes all examples.
pub(crate) fn write(shared: &Path) -> Result<()> {
    let folder = Path::new(FOLDER);
    let vocabulary = folder.join("vocab.txt");
    let lines = fs::read_to_string(&vocabulary).with_context(|| format!("cannot read {}", vocabulary.display()))?;
    let out = BufWriter::new(File::create(folder.join("examples.jsonl"))?);
    let mut writer = Writer { out, vocabulary: Vocabulary::new(&lines), documents: 0 };
    let (lessons, _) = mix::read(shared, true)?;
    for lesson in lessons.iter().filter(|lesson| !lesson.corpus.starts_with("quotes/")) {
        let document = Document::new("", &lesson.text.text);
        let names = names::labels(&document, &lesson.text.names, lesson.labels);
        // Public-domain news without annotated quotes: our rules annotate it for the open model.
        let silver = (lesson.corpus == SILVER).then(|| quotes::by_rules(&document));
        writer.add(lesson.corpus, &document, Some(&names), silver.as_ref())?;
    }
    for dev in ["ner/worldwide-dev", "ner/gum-news-dev", "ner/conll03-testa"] {
        for sentences in corpora::documents(&read(shared, dev)?, 8)? {
            let text = corpora::write_out(&sentences);
            let document = Document::new("", &text.text);
            let names = names::labels(&document, &text.names, mix::Labels::All);
            writer.add(dev, &document, Some(&names), None)?;
        }
    }
    for (corpus, convention) in QUOTES {
        let jsonl = read(shared, corpus)?;
        for (article, text) in quotes::articles(&jsonl)?.iter().zip(corpora::articles(&jsonl)?) {
            let document = Document::new("", &article.text);
            let names = (*convention == quotes::Convention::Ours)
                .then(|| names::labels(&document, &text.names, mix::Labels::All));
            writer.add(corpus, &document, names.as_deref(), Some(&quotes::labels(&document, article, *convention)))?;
        }
    }
    println!("{} texts", writer.documents);
    writer.out.flush()?;
    Ok(())
}

fn read(shared: &Path, corpus: &str) -> Result<String> {
    let path = shared.join(corpus).with_extension("jsonl");
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes the sentences of one text after the other.
struct Writer {
    out: BufWriter<File>,
    vocabulary: Vocabulary,
    documents: usize,
}

impl Writer {
    fn add(
        &mut self,
        corpus: &str,
        document: &Document,
        names: Option<&[u16]>,
        quotes: Option<&[Vec<i8>; quotes::HEADS]>,
    ) -> Result<()> {
        let sequences = Sequences::new(document, &self.vocabulary);
        for sentence in document.sentences() {
            let sequence = sequences.of(sentence.tokens);
            let first = sentence.tokens.start();
            let read = first..first + sequence.words.len();
            let example = Example {
                corpus,
                document: self.documents,
                paragraph: sentence.paragraph,
                pieces: &sequence.pieces,
                marks: &sequence.marks,
                words: &sequence.words,
                names: names.map(|names| names[read.clone()].to_vec()),
                quotes: quotes.map(|heads| heads.clone().map(|labels| labels[read.clone()].to_vec())),
            };
            serde_json::to_writer(&mut self.out, &example)?;
            self.out.write_all(b"\n")?;
        }
        self.documents += 1;
        Ok(())
    }
}
