//! Reads documents with the encoder that is compiled in.

use super::labels::{CONVENTIONS, NAMES, ROLES};
use super::{Passage, Reading, Sequences, labels, normal};
use crate::model::encoder::Encoder;
use crate::model::{ModelError, Training};
use crate::text::{Document, TokenRange};
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
        let (mut passages, mut read) = (Vec::new(), Vec::new());
        for sentence in sentences.iter().map(|index| &document.sentences()[*index]) {
            let sequence = sequences.of(sentence.tokens);
            let start = sentence.tokens.start();
            passages.push(Passage {
                tokens: TokenRange::new(start, start + sequence.words.len()),
                names: vec![[0.0; NAMES.len()]; sequence.words.len()],
                roles: vec![[[0.0; ROLES.len()]; CONVENTIONS.len()]; sequence.words.len()],
            });
            read.push(sequence);
        }
        self.encoder.label(&read, |passage, word, scores| {
            let (names, roles) = scores.split_at(NAMES.len());
            passages[passage].names[word] = normal(std::array::from_fn(|label| names[label]));
            passages[passage].roles[word] =
                std::array::from_fn(|head| normal(std::array::from_fn(|role| roles[head * ROLES.len() + role])));
        });
        passages.retain(|passage| !passage.tokens.is_empty());
        Reading { passages, training: self.training }
    }
}
