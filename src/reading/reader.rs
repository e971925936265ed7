//! Reads documents with the encoder that is compiled in.

use super::labels::{NAMES, ROLES};
use super::{Passage, Reading, Sequences, labels, normal};
use crate::model::encoder::Encoder;
use crate::model::{ModelError, Training};
use crate::text::Document;
use std::sync::LazyLock;

static MODEL: &[u8] = include_bytes!("../../models/encoder.qwm");
static OPEN_MODEL: &[u8] = include_bytes!("../../models/encoder-open.qwm");

static READER: LazyLock<Reader> = LazyLock::new(|| embedded(MODEL, Training::All));
static OPEN_READER: LazyLock<Reader> = LazyLock::new(|| embedded(OPEN_MODEL, Training::Open));

fn embedded(bytes: &'static [u8], training: Training) -> Reader {
    Reader::new(bytes, training).expect("the embedded model is what training/ wrote")
}

/// An encoder, and how its labels are read.
#[derive(Debug)]
pub struct Reader {
    encoder: Encoder,
    training: Training,
}

impl Reader {
    /// The encoder that is compiled in; the first call loads it.
    pub fn embedded(training: Training) -> &'static Self {
        match training {
            Training::All => &READER,
            Training::Open => &OPEN_READER,
        }
    }

    /// Takes an encoder out of the bytes of a model file.
    ///
    /// # Errors
    /// If the file is damaged, newer, or another model.
    pub fn new(bytes: &'static [u8], training: Training) -> Result<Self, ModelError> {
        let labels = labels::all();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        Ok(Self { encoder: Encoder::new(bytes, &labels)?, training })
    }

    /// Reads `sentences` of `document`, indices in their order.
    pub fn read(&self, document: &Document, sentences: &[usize]) -> Reading {
        let sequences = Sequences::new(document, self.encoder.vocabulary());
        let (mut passages, mut read, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for window in sequences.windows(sentences) {
            let mut words = Vec::with_capacity(window.sequence.words.len());
            for tokens in window.passages {
                words.extend((0..tokens.len()).map(|word| (passages.len(), word)));
                passages.push(Passage::unread(tokens));
            }
            read.push(window.sequence);
            places.push(words);
        }
        self.encoder.label(&read, |window, word, scores| {
            let (passage, word) = places[window][word];
            let (names, roles) = scores.split_at(NAMES.len());
            passages[passage].names[word] = normal(std::array::from_fn(|label| names[label]));
            passages[passage].roles[word] =
                std::array::from_fn(|head| normal(std::array::from_fn(|role| roles[head * ROLES.len() + role])));
        });
        passages.retain(|passage| !passage.tokens.is_empty());
        Reading { passages, training: self.training }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TokenRange;

    fn read(text: &str) -> (Document, Reading) {
        let document = Document::new("", text);
        let all: Vec<usize> = (0..document.sentences().len()).collect();
        let reading = Reader::embedded(Training::All).read(&document, &all);
        (document, reading)
    }

    #[test]
    fn one_pass_tells_names_and_roles() {
        let (document, reading) = read("Mayor Elena Ruiz said the bridge would stay shut until spring.");
        let passage = &reading.passages()[0];
        let words = |start, end| document.slice(document.span_of(TokenRange::new(start, end)));
        let names: Vec<&str> = passage.names().iter().map(|name| words(name.start, name.end)).collect();
        assert_eq!(names, ["Elena Ruiz"]);
        let roles: Vec<(usize, &str)> =
            passage.roles([1.0, 0.0, 0.0]).iter().map(|role| (role.kind, words(role.start, role.end))).collect();
        assert_eq!(roles, [(2, "Mayor Elena Ruiz"), (3, "said"), (1, "the bridge would stay shut until spring")]);
        assert!(passage.cue(3) > 0.8 && passage.cue(5) < 0.2);
        assert!(passage.name(TokenRange::new(1, 3), 0) > 0.8 && passage.name(TokenRange::new(1, 2), 0) < 0.2);
    }

    #[test]
    fn what_was_not_asked_for_is_not_read() {
        let document = Document::new("", "It rained. Ito said so. It rained.");
        let reading = Reader::embedded(Training::Open).read(&document, &[1]);
        assert_eq!(reading.passages().len(), 1);
        assert!(reading.passage_at(0).is_none() && reading.passage_at(3).is_some());
    }

    #[test]
    fn neighbours_keep_their_own_words() {
        let (document, reading) = read("It rained. Mayor Elena Ruiz left.\nIto said so.");
        let names: Vec<&str> = reading
            .passages()
            .iter()
            .flat_map(|passage| {
                let start = passage.tokens.start();
                passage.names().into_iter().map(move |name| TokenRange::new(start + name.start, start + name.end))
            })
            .map(|tokens| document.slice(document.span_of(tokens)))
            .collect();
        assert_eq!((reading.passages().len(), names), (3, vec!["Elena Ruiz", "Ito"]));
    }

    #[test]
    fn the_same_text_gives_the_same_scores() {
        let text = "“It is late,” Tom Ito said.\nThe ferry to Lowport left at 5 p.m. on Friday, with 40 people.";
        let scores = |(_, reading): (Document, Reading)| format!("{reading:?}");
        assert_eq!(scores(read(text)), scores(read(text)));
        assert!(read("").1.passages().is_empty());
    }

    #[test]
    fn a_damaged_model_is_refused() {
        let cut: &'static [u8] = &MODEL[..MODEL.len() - 1];
        let error = Reader::new(cut, Training::All).expect_err("damaged");
        assert_eq!(error.to_string(), "damaged model file: the checksum does not match");
    }
}
