//! The learned tagger: names by their letters, their neighbours, the lists and the rest of the article.
//!
//! A linear-chain model over hashed features. It looks closely at candidates only: words with a capital, and what stands between two of them. The
//! rest, four words of five, costs it almost nothing.

mod document;
mod encoder;
mod lexicon;
mod templates;
mod tokens;

pub(super) use encoder::{probability, read};
pub use lexicon::{Clusters, Lexicon};
pub use templates::{LEXICAL, VERSION};

use super::words::Words;
use crate::model::{Crf, Features, ModelError, ModelFile, Scratch, Tagged, Training};
use crate::text::{Document, TokenRange};
use std::sync::LazyLock;

/// How many labels.
pub const LABELS_LEN: usize = 11;

/// Bytes of a row of weights: fingerprint, one weight a label, padding to a power of two.
pub const ROW: usize = 16;

/// The labels: outside, or beginning and inside of a name.
pub const LABELS: [&str; LABELS_LEN] = [
    "O",
    "B-person",
    "I-person",
    "B-organization",
    "I-organization",
    "B-place",
    "I-place",
    "B-group",
    "I-group",
    "B-other",
    "I-other",
];

/// What the tagger takes a name for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A human being.
    Person,
    /// An organisation.
    Organization,
    /// A location or a facility.
    Place,
    /// A nationality and the like.
    Group,
    /// An event, a work, a product, a law: the tagger does not tell which.
    Other,
    /// A storm, a war, a tournament; by the encoder alone, as the next two.
    Event,
    /// Goods, an app, a ship.
    Product,
    /// A book, a film, a law.
    Work,
}

impl Name {
    /// As the tagger would say it, which does not tell events, products and works apart.
    pub(super) fn coarse(self) -> Self {
        match self {
            Self::Event | Self::Product | Self::Work => Self::Other,
            name => name,
        }
    }
}

/// A name that the tagger found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Where it stands.
    pub tokens: TokenRange,
    /// What it is taken for.
    pub name: Name,
    /// The least probability of any of its labels, 0–1.
    pub confidence: f32,
}

pub(super) static MODEL: &[u8] = include_bytes!("../../../models/entities.qwm");
pub(super) static OPEN_MODEL: &[u8] = include_bytes!("../../../models/entities-open.qwm");

static TAGGER: LazyLock<Tagger<'static>> = LazyLock::new(|| embedded(MODEL));
static OPEN_TAGGER: LazyLock<Tagger<'static>> = LazyLock::new(|| embedded(OPEN_MODEL));

fn embedded(bytes: &'static [u8]) -> Tagger<'static> {
    Tagger::new(bytes).expect("the embedded model is what training/ wrote")
}

/// A model, ready to tag.
#[derive(Debug)]
pub struct Tagger<'a> {
    crf: Crf<'a, LABELS_LEN, ROW>,
    lexicon: Lexicon<'a>,
}

impl<'a> Tagger<'a> {
    /// Takes a tagger out of the bytes of a model file.
    ///
    /// # Errors
    /// If the file is damaged, newer, or another model.
    pub fn new(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let file = ModelFile::read(bytes)?;
        let lexicon = Lexicon::new(file.section("lexicon")?).ok_or(ModelError::Damaged("its lexicon is no table"))?;
        Ok(Self { crf: Crf::new(&file, &LABELS, VERSION)?, lexicon })
    }

    /// The tagger that is compiled in.
    pub fn embedded(training: Training) -> &'static Tagger<'static> {
        match training {
            Training::All => &TAGGER,
            Training::Open => &OPEN_TAGGER,
        }
    }

    /// The names in `document` by this model alone, in text order: for training, to see what it has learned.
    pub fn names(&self, document: &Document) -> Vec<Found> {
        self.tag(&Words::new(document)).0
    }

    /// The names in a document, in text order; for each sentence, the probability of its least sure label.
    pub(super) fn tag(&self, words: &Words<'_>) -> (Vec<Found>, Vec<f32>) {
        let (mut scratch, mut tagged, mut found, mut least) = (Scratch::default(), Vec::new(), Vec::new(), Vec::new());
        visit(words, &self.lexicon, |tokens, features| {
            let mut confidence = 1.0;
            if features.tokens().any(|token| token.len() > 1) {
                self.crf.tag(features, &mut scratch, &mut tagged);
                collect(tokens, &tagged, &mut found);
                confidence = tagged.iter().map(|tagged| tagged.confidence).fold(1.0, f32::min);
            }
            least.push(confidence);
        });
        (found, least)
    }
}

/// Gives the features of each sentence of `document` to `sentence`: for training, which must see just what the tagger will see.
pub fn describe(document: &Document, lexicon: &Lexicon<'_>, sentence: impl FnMut(TokenRange, &Features)) {
    visit(&Words::new(document), lexicon, sentence);
}

fn visit(words: &Words<'_>, lexicon: &Lexicon<'_>, mut sentence: impl FnMut(TokenRange, &Features)) {
    let looks = tokens::look(words, lexicon);
    let seen = document::survey(words, &looks);
    let mut features = Features::default();
    for index in 0..words.document().sentences().len() {
        let tokens = words.document().sentences()[index].tokens;
        features.clear();
        templates::describe(&looks, &seen, tokens, &mut features);
        sentence(tokens, &features);
    }
}

/// Reads labels as names.
fn collect(sentence: TokenRange, tagged: &[Tagged], found: &mut Vec<Found>) {
    let mut open: Option<Found> = None;
    for (at, tagged) in sentence.range().zip(tagged) {
        let label = usize::from(tagged.label);
        if let Some(name) = open.as_mut().filter(|_| label > 0 && label.is_multiple_of(2)) {
            name.tokens = TokenRange::new(name.tokens.start(), at + 1);
            name.confidence = name.confidence.min(tagged.confidence);
            continue;
        }
        found.extend(open.take());
        let name = match label {
            1 | 2 => Name::Person,
            3 | 4 => Name::Organization,
            5 | 6 => Name::Place,
            7 | 8 => Name::Group,
            9 | 10 => Name::Other,
            _ => continue,
        };
        open = Some(Found { tokens: TokenRange::new(at, at + 1), name, confidence: tagged.confidence });
    }
    found.extend(open);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[track_caller]
    fn check(marked: &str) {
        let plain: String = marked
            .split('[')
            .enumerate()
            .map(|(index, part)| {
                let words = if index == 0 { part } else { part.split_once(' ').map_or("", |(_, words)| words) };
                words.replacen(']', "", usize::from(index > 0))
            })
            .collect();
        let document = Document::new("", &plain);
        let mut got = String::new();
        let mut at = 0;
        for found in Tagger::embedded(Training::All).names(&document) {
            let span = document.span_of(found.tokens);
            assert!(found.confidence > 0.0 && found.confidence <= 1.0001, "{found:?}");
            let kind = format!("{:?}", found.name).to_lowercase();
            got.extend([document.slice(Span::new(at, span.start())), "[", &kind, " ", document.slice(span), "]"]);
            at = span.end();
        }
        got.push_str(document.slice(Span::new(at, document.text().len())));
        assert_eq!(got, marked);
    }

    #[test]
    fn names_are_found_by_their_company() {
        check(
            "The ferry line [organization Northern Ferries] hired [person Maren Tolvik], its spokesman [person Jonas Reyes] said.",
        );
        check("Police in [place Lagos] arrested a [group Nigerian] banker on Tuesday.");
        check("Nothing happened, and nobody was named.");
        check("");
    }

    #[test]
    fn a_damaged_model_is_refused() {
        let mut bytes = MODEL.to_vec();
        bytes[5000] ^= 1;
        let error = Tagger::new(&bytes).expect_err("damaged");
        assert_eq!(error.to_string(), "damaged model file: the checksum does not match");
        assert_eq!(Tagger::new(b"text").expect_err("foreign"), ModelError::Foreign);
    }
}
