//! Reads annotated corpora: sentences of tokens with BIO tags, and articles with character spans.
//!
//! Sentences come as one JSON object a line, `{"doc", "tokens": […], "tags": ["B-PER", …]}`. They are written out as running text first, because a tagger
//! that sees raw text must be trained and measured on raw text.

use crate::text::Span;
use serde::Deserialize;
use std::fmt::Write;

/// A sentence as its corpus cut it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Its words and marks.
    pub tokens: Vec<String>,
    /// Names: from a token, up to another, with the corpus's own label (`PER`, `GPE` …).
    pub names: Vec<(usize, usize, String)>,
}

/// A text with the names in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotated {
    /// Running text.
    pub text: String,
    /// Spans in bytes, with the corpus's own labels, in text order.
    pub names: Vec<(Span, String)>,
}

/// Why a corpus cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct CorpusError {
    line: usize,
    reason: String,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    doc: String,
    tokens: Vec<String>,
    tags: Vec<String>,
}

/// Reads sentences, grouped by document. A corpus that names no documents is cut into groups of `group` sentences.
///
/// # Errors
/// If a line is not such a sentence.
pub fn documents(jsonl: &str, group: usize) -> Result<Vec<Vec<Sentence>>, CorpusError> {
    let mut documents: Vec<Vec<Sentence>> = Vec::new();
    let mut lines = Vec::new();
    for (index, line) in jsonl.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let fail = |reason: String| CorpusError { line: index + 1, reason };
        let line: Line = serde_json::from_str(line).map_err(|error| fail(error.to_string()))?;
        if line.tokens.len() != line.tags.len() {
            return Err(fail(format!("{} tokens, {} tags", line.tokens.len(), line.tags.len())));
        }
        lines.push(line);
    }
    let unnamed = lines.iter().all(|line| line.doc == lines[0].doc);
    let mut last = None;
    for line in lines {
        let full = unnamed && documents.last().is_some_and(|document| document.len() >= group);
        if full || last.as_ref() != Some(&line.doc) {
            documents.push(Vec::new());
        }
        last = Some(line.doc);
        let names = names(&line.tags);
        documents.last_mut().expect("just pushed").push(Sentence { tokens: line.tokens, names });
    }
    Ok(documents)
}

fn names(tags: &[String]) -> Vec<(usize, usize, String)> {
    let mut names: Vec<(usize, usize, String)> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        match tag.split_once('-') {
            Some(("I", label)) if names.last().is_some_and(|(_, end, last)| *end == at && last == label) => {
                names.last_mut().expect("looked at").1 = at + 1;
            }
            Some((_, label)) => names.push((at, at + 1, label.to_owned())),
            None => {}
        }
    }
    names
}

/// Writes sentences as running text, one a line.
pub fn write_out(sentences: &[Sentence]) -> Annotated {
    let mut annotated = Annotated::default();
    for sentence in sentences {
        if !annotated.text.is_empty() {
            annotated.text.push('\n');
        }
        let mut spans: Vec<(usize, usize)> = Vec::new();
        let mut joint = Joint::default();
        for (index, token) in sentence.tokens.iter().enumerate() {
            let token = match token.as_str() {
                "``" | "''" => "\"",
                "-LRB-" => "(",
                "-RRB-" => ")",
                token => token,
            };
            let next = sentence.tokens.get(index + 1).map(String::as_str);
            if joint.needs_blank(token, next) && index > 0 {
                annotated.text.push(' ');
            }
            let start = annotated.text.len();
            annotated.text.push_str(token);
            spans.push((start, annotated.text.len()));
        }
        annotated.names.extend(
            sentence.names.iter().map(|(from, to, label)| (Span::new(spans[*from].0, spans[*to - 1].1), label.clone())),
        );
    }
    annotated
}

/// Decides where a blank stands between two tokens.
#[derive(Default)]
struct Joint {
    quoting: bool,
    glue: bool,
    after_word: bool,
}

impl Joint {
    /// Whether a blank stands before `token`. Must be asked for each token in turn.
    fn needs_blank(&mut self, token: &str, next: Option<&str>) -> bool {
        let glued = std::mem::take(&mut self.glue);
        let was_word = std::mem::replace(&mut self.after_word, token.ends_with(char::is_alphanumeric));
        match token {
            "\"" => {
                self.quoting = !self.quoting;
                self.glue = self.quoting;
                self.quoting && !glued
            }
            "(" | "[" | "$" | "£" | "€" | "#" | "@" | "“" | "‘" => {
                self.glue = true;
                !glued
            }
            // Between two words a lone hyphen is a compound's: "self - medicating".
            "-" | "–" | "/"
                if was_word && next.is_some_and(|next| next.starts_with(char::is_alphanumeric)) && token != "–" =>
            {
                self.glue = true;
                false
            }
            "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "”" | "’" | "..." | "…" => false,
            "'" => !was_word && !glued,
            _ if was_word
                && (token.starts_with('\'') || token.starts_with('’') || token.eq_ignore_ascii_case("n't")) =>
            {
                false
            }
            _ => !glued,
        }
    }
}

#[derive(Deserialize)]
struct Article {
    text: String,
    #[serde(default)]
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    #[serde(rename = "type")]
    kind: String,
    mentions: Vec<(usize, usize)>,
}

/// Reads articles, `{"text", "entities": [{"type", "mentions": [[from, to], …]}]}` a line, whose offsets count code points.
///
/// # Errors
/// If a line is not such an article.
pub fn articles(jsonl: &str) -> Result<Vec<Annotated>, CorpusError> {
    let read = |(index, line): (usize, &str)| {
        let fail = |reason: String| CorpusError { line: index + 1, reason };
        let article: Article = serde_json::from_str(line).map_err(|error| fail(error.to_string()))?;
        let mut bytes: Vec<usize> = article.text.char_indices().map(|(at, _)| at).collect();
        bytes.push(article.text.len());
        let mut names = Vec::new();
        for entity in &article.entities {
            for (from, to) in &entity.mentions {
                let (Some(from), Some(to)) = (bytes.get(*from), bytes.get(*to)) else {
                    return Err(fail(format!("mention {from}–{to} is outside the text")));
                };
                names.push((Span::new(*from, *to), entity.kind.clone()));
            }
        }
        names.sort();
        Ok(Annotated { text: article.text, names })
    };
    jsonl.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(read).collect()
}

/// The text with its names marked, for people: `[PER Ines Calder] said`.
pub fn marked(annotated: &Annotated) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for (span, label) in &annotated.names {
        if span.start() < at {
            continue;
        }
        let (before, name) = (annotated.text.get(at..span.start()), annotated.text.get(span.range()));
        let _ = write!(marked, "{}[{label} {}]", before.unwrap_or_default(), name.unwrap_or_default());
        at = span.end();
    }
    marked + annotated.text.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(jsonl: &str, expected: &[&str]) {
        let documents = documents(jsonl, 2).expect("reads");
        let texts: Vec<String> = documents.iter().map(|sentences| marked(&write_out(sentences))).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn sentences_become_running_text_with_their_names() {
        reads(
            r#"{"doc":"a","tokens":["``","We","wo","n't","go",",","''","said","Ines","Calder","'s","aide","(","25",")","."],"tags":["O","O","O","O","O","O","O","O","B-PER","I-PER","O","O","O","O","O","O"]}
{"doc":"a","tokens":["The","well","-","known","Bex","-","Lund","line"],"tags":["O","O","O","O","B-LOC","I-LOC","I-LOC","O"]}
{"doc":"b","tokens":["Oslo","–","Friday"],"tags":["B-LOC","O","O"]}"#,
            &[
                "\"We won't go,\" said [PER Ines Calder]'s aide (25).\nThe well-known [LOC Bex-Lund] line",
                "[LOC Oslo] – Friday",
            ],
        );
    }

    #[test]
    fn a_corpus_without_documents_is_cut_into_groups() {
        let line = r#"{"tokens":["Hm"],"tags":["O"]}"#;
        reads(&[line; 5].join("\n"), &["Hm\nHm", "Hm\nHm", "Hm"]);
    }

    #[test]
    fn articles_count_code_points() {
        let line = r#"{"text":"“Né à Évry”, said Zoë.","entities":[{"type":"place","mentions":[[6,10]]},{"type":"person","mentions":[[18,21]]}]}"#;
        let articles = articles(line).expect("reads");
        assert_eq!(marked(&articles[0]), "“Né à [place Évry]”, said [person Zoë].");
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = documents("{\"tokens\":[],\"tags\":[]}\n{\"tokens\":[\"a\"],\"tags\":[]}", 8).expect_err("bad");
        assert_eq!(error.to_string(), "line 2: 1 tokens, 0 tags");
        assert!(articles("{\"text\":\"a\",\"entities\":[{\"type\":\"x\",\"mentions\":[[0,9]]}]}").is_err());
    }
}
