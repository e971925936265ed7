//! Files, standard input and the samples, as one stream of messages.

use crate::cli::samples;
use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// One message to decode.
pub(super) struct Input {
    /// The file, with the line where each line is a message.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: Option<&'static str>,
    pub(super) content_encoding: Option<&'static str>,
}

impl From<&samples::Sample> for Input {
    fn from(sample: &samples::Sample) -> Self {
        let name = sample.name.to_owned();
        Self { name, bytes: sample.bytes.to_vec(), content_type: Some(sample.content_type), content_encoding: None }
    }
}

/// Where messages come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The articles in the binary.
    Samples,
    /// `-`
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Source {
    /// The samples if wanted, then the files; standard input if there is nothing else and somebody pipes something in.
    pub(super) fn of(files: &[PathBuf], samples: bool) -> Vec<Self> {
        let mut sources: Vec<_> = samples.then_some(Self::Samples).into_iter().collect();
        let file = |path: &PathBuf| if path.as_os_str() == "-" { Self::Stdin } else { Self::File(path.clone()) };
        sources.extend(files.iter().map(file));
        if sources.is_empty() && !std::io::stdin().is_terminal() {
            sources.push(Self::Stdin);
        }
        sources
    }

    /// Whether it may hold more than one message.
    pub(super) fn is_stream(&self) -> bool {
        match self {
            Self::Samples => false,
            Self::Stdin => true,
            Self::File(path) => Shape::of(path).lines,
        }
    }

    /// Hands each message to `take` until that says stop. The outer error is about the source, the inner one about one message.
    pub(super) fn read(&self, limit: u64, take: &mut dyn FnMut(Result<Input>) -> bool) {
        match self {
            Self::Samples => {
                let _ = samples::ALL.iter().all(|sample| take(Ok(Input::from(sample))));
            }
            Self::Stdin => read_stdin(limit, take),
            Self::File(path) => read_file(path, limit, take),
        }
    }
}

/// What a file's name says of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Shape {
    content_type: Option<&'static str>,
    encoding: Option<&'static str>,
    /// Each line is a message.
    lines: bool,
}

impl Shape {
    fn of(path: &Path) -> Self {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
        let (name, encoding) = if let Some(name) = name.strip_suffix(".gz") {
            (name, Some("gzip"))
        } else if let Some(name) = name.strip_suffix(".zst") {
            (name, Some("zstd"))
        } else {
            (name.as_str(), None)
        };
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let (content_type, lines) = match extension {
            "txt" | "text" | "md" => (Some("text/plain"), false),
            "json" => (Some("application/json"), false),
            "jsonl" | "ndjson" => (Some("application/json"), true),
            "html" | "htm" => (Some("text/html"), false),
            _ => (None, false),
        };
        Self { content_type, encoding, lines }
    }
}

fn read_file(path: &Path, limit: u64, take: &mut dyn FnMut(Result<Input>) -> bool) {
    let name = path.display().to_string();
    let shape = Shape::of(path);
    let file = match File::open(path).with_context(|| name.clone()) {
        Ok(file) => file,
        Err(error) => {
            take(Err(error));
            return;
        }
    };
    if shape.lines {
        match expanded(file, shape.encoding).with_context(|| name.clone()) {
            Ok(reader) => read_lines(reader, &name, limit, take),
            Err(error) => {
                take(Err(error));
            }
        }
        return;
    }
    let input = whole(file, &name, limit).map(|bytes| Input {
        name,
        bytes,
        content_type: shape.content_type,
        content_encoding: shape.encoding,
    });
    take(input);
}

/// Lines are told by the first one: a JSON object that ends where the line does.
fn read_stdin(limit: u64, take: &mut dyn FnMut(Result<Input>) -> bool) {
    let name = "standard input";
    let mut reader = BufReader::new(std::io::stdin());
    let mut first = Vec::new();
    if let Err(error) = reader.by_ref().take(limit + 1).read_until(b'\n', &mut first) {
        take(Err(error).context(name));
        return;
    }
    let is_object = first.trim_ascii_start().starts_with(b"{");
    if is_object && serde_json::from_slice::<serde::de::IgnoredAny>(&first).is_ok() {
        read_lines(Cursor::new(first).chain(reader), name, limit, take);
        return;
    }
    let bytes = whole(Cursor::new(first).chain(reader), name, limit);
    let message = |bytes| Input { name: name.to_owned(), bytes, content_type: None, content_encoding: None };
    take(bytes.map(message));
}

fn read_lines(mut reader: impl BufRead, name: &str, limit: u64, take: &mut dyn FnMut(Result<Input>) -> bool) {
    for number in 1_usize.. {
        let mut bytes = Vec::new();
        let place = || format!("{name}:{number}");
        // One byte more than allowed, so that the decoder sees that it is too much and says so.
        match reader.by_ref().take(limit + 1).read_until(b'\n', &mut bytes) {
            Ok(0) => return,
            Ok(_) if bytes.trim_ascii().is_empty() => {}
            Ok(read) => {
                let message =
                    Input { name: place(), bytes, content_type: Some("application/json"), content_encoding: None };
                // A line that does not fit makes the rest of the stream unreadable.
                if !take(Ok(message)) || read as u64 > limit {
                    return;
                }
            }
            Err(error) => {
                take(Err(error).with_context(place));
                return;
            }
        }
    }
}

fn whole(reader: impl Read, name: &str, limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes).with_context(|| name.to_owned())?;
    Ok(bytes)
}

fn expanded(file: File, encoding: Option<&str>) -> std::io::Result<Box<dyn BufRead>> {
    Ok(match encoding {
        Some("gzip") => Box::new(BufReader::new(MultiGzDecoder::new(file))),
        Some("zstd") => Box::new(BufReader::new(zstd::Decoder::new(file)?)),
        _ => Box::new(BufReader::new(file)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_is_in_a_file() {
        let shape = |name| Shape::of(Path::new(name));
        assert_eq!(shape("a/b.txt"), Shape { content_type: Some("text/plain"), ..Shape::default() });
        assert_eq!(shape("b.JSON.gz").encoding, Some("gzip"));
        assert!(shape("b.jsonl.zst").lines && shape("b.ndjson").lines && !shape("b.json").lines);
        assert_eq!(shape("b"), Shape::default());
    }

    #[test]
    fn each_line_is_a_message_with_its_place() {
        let mut names = Vec::new();
        read_lines(Cursor::new("{}\n\n{}"), "a.jsonl", 100, &mut |input| {
            names.push(input.expect("readable").name);
            true
        });
        assert_eq!(names, ["a.jsonl:1", "a.jsonl:3"]);
    }
}
