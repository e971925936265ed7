//! How likely a reading is right: a linear model over what is said of it.

use crate::entity::tagger::{MODEL, OPEN_MODEL};
use crate::model::{ModelError, ModelFile, Table, Training, build_table};
use std::sync::LazyLock;

/// Fingerprint, weight.
const SLOT: usize = 8;

/// The section of a model file.
const SECTION: &str = "judge";

static JUDGE: LazyLock<Judge<'static>> = LazyLock::new(|| embedded(MODEL));
static OPEN_JUDGE: LazyLock<Judge<'static>> = LazyLock::new(|| embedded(OPEN_MODEL));

fn embedded(bytes: &'static [u8]) -> Judge<'static> {
    Judge::new(bytes).expect("the embedded model is what training/ wrote")
}

/// Weights of the questions.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    weights: Table<'a, SLOT>,
}

impl<'a> Judge<'a> {
    /// Takes the judge out of the bytes of a tagger's model file: it has learned how far that tagger is to be trusted.
    ///
    /// # Errors
    /// If the file is damaged, newer, made for other questions, or has no judge.
    pub fn new(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let section = ModelFile::read(bytes)?.section(SECTION)?;
        let (version, table) = section.split_first_chunk().ok_or(ModelError::Damaged("its judge is empty"))?;
        let version = u32::from_le_bytes(*version);
        if version != super::questions::VERSION {
            let expected = super::questions::VERSION.to_string();
            return Err(ModelError::Mismatch { what: "questions", found: version.to_string(), expected });
        }
        let weights = Table::new(table).ok_or(ModelError::Damaged("its judge is no table"))?;
        Ok(Self { weights })
    }

    /// The judge that is compiled in.
    pub fn embedded(training: Training) -> &'static Judge<'static> {
        match training {
            Training::All => &JUDGE,
            Training::Open => &OPEN_JUDGE,
        }
    }

    /// How likely a reading of which `features` are said is right, 0–1.
    pub(super) fn probability(&self, features: &[u64]) -> f32 {
        let weight = |feature: &u64| {
            let payload = self.weights.get(*feature)?;
            Some(f32::from_le_bytes([payload[0], payload[1], payload[2], payload[3]]))
        };
        let sum: f32 = features.iter().filter_map(weight).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// The section of a model file that holds these weights, in the order given.
pub fn pack(weights: &[(u64, f32)]) -> (&'static str, Vec<u8>) {
    let rows: Vec<(u64, Vec<u8>)> =
        weights.iter().map(|(feature, weight)| (*feature, weight.to_le_bytes().to_vec())).collect();
    let mut section = super::questions::VERSION.to_le_bytes().to_vec();
    section.extend(build_table::<SLOT>(&rows));
    (SECTION, section)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::write;

    #[test]
    fn weights_become_probabilities() {
        let bytes = write(&["O"], 1, &[], &[pack(&[(7, 2.0), (8, -3.0)])]);
        let judge = Judge::new(&bytes).expect("whole");
        assert!((judge.probability(&[1]) - 0.5).abs() < 1e-6);
        assert!((judge.probability(&[7]) - 0.8808).abs() < 1e-3);
        assert!((judge.probability(&[7, 8]) - 0.2689).abs() < 1e-3);
    }

    #[test]
    fn a_judge_for_other_questions_is_refused() {
        let (name, mut section) = pack(&[]);
        section[0] ^= 0xFF;
        let error = Judge::new(&write(&["O"], 1, &[], &[(name, section)])).expect_err("other questions");
        assert!(error.to_string().starts_with("model file does not fit: questions"), "{error}");
        assert!(Judge::new(&write(&["O"], 1, &[], &[])).is_err(), "no judge");
    }
}
