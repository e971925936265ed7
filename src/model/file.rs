//! The model file: a header that says what is inside and where it comes from, then the sections, under one checksum.
//!
//! ```text
//! "QWMODEL\n"   8 bytes
//! version       u32, little endian: 1
//! checksum      u32: CRC-32 of everything behind it
//! header size   u32
//! header        JSON: labels, templates, provenance, and the length of each section in order
//! sections      one after the other
//! ```

use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 8] = b"QWMODEL\n";
const VERSION: u32 = 1;
const FIXED: usize = 20;

/// What a model file says of itself.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Header {
    /// What the model decides between, in the order of its weights.
    pub labels: Vec<String>,
    /// The version of the features it was trained with.
    pub features: u32,
    /// What it was trained on, with licences.
    pub provenance: Vec<String>,
    /// Name and length of each section, in order.
    pub sections: Vec<(String, usize)>,
}

/// Why a model file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Something else than a model.
    #[error("not a model file: it does not begin with QWMODEL")]
    Foreign,
    /// Written by a newer quotewire.
    #[error("model file of version {found}, this quotewire reads version {VERSION}: use a newer quotewire")]
    Version {
        /// The version in the file.
        found: u32,
    },
    /// Cut off or altered.
    #[error("damaged model file: {0}")]
    Damaged(&'static str),
    /// Whole, but made for other code.
    #[error("model file does not fit: {what} {found}, expected {expected}")]
    Mismatch {
        /// What differs.
        what: &'static str,
        /// In the file.
        found: String,
        /// In the code.
        expected: String,
    },
}

/// A model file that has passed its checks.
#[derive(Clone, Debug)]
pub struct ModelFile<'a> {
    /// What it says of itself.
    pub header: Header,
    sections: &'a [u8],
}

impl<'a> ModelFile<'a> {
    /// Reads and checks `bytes`.
    ///
    /// # Errors
    /// If they are no model file, a newer one, or a damaged one.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ModelError> {
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::Foreign);
        }
        let number = |at: usize| {
            let field = bytes.get(at..at + 4).and_then(|field| field.try_into().ok());
            field.map(u32::from_le_bytes).ok_or(ModelError::Damaged("it ends inside the header"))
        };
        let (found, checksum, size) = (number(8)?, number(12)?, number(16)? as usize);
        if found != VERSION {
            return Err(ModelError::Version { found });
        }
        if crc32fast::hash(&bytes[16..]) != checksum {
            return Err(ModelError::Damaged("the checksum does not match"));
        }
        let header = bytes.get(FIXED..FIXED + size).ok_or(ModelError::Damaged("it ends inside the header"))?;
        let header: Header =
            serde_json::from_slice(header).map_err(|_| ModelError::Damaged("the header is no JSON"))?;
        let sections = &bytes[FIXED + size..];
        if header.sections.iter().map(|(_, length)| length).sum::<usize>() != sections.len() {
            return Err(ModelError::Damaged("the sections do not fill the file"));
        }
        Ok(Self { header, sections })
    }

    /// Whether the model decides between `labels` and was trained with this version of its `features`.
    ///
    /// # Errors
    /// If it was made for other code.
    pub fn expect(&self, labels: &[&str], features: u32) -> Result<(), ModelError> {
        let mismatch = |what, found, expected| Err(ModelError::Mismatch { what, found, expected });
        if self.header.labels != labels {
            return mismatch("labels", self.header.labels.join(" "), labels.join(" "));
        }
        if self.header.features != features {
            return mismatch("features", self.header.features.to_string(), features.to_string());
        }
        Ok(())
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// If the file has no such section.
    pub fn section(&self, name: &'static str) -> Result<&'a [u8], ModelError> {
        let mut at = 0;
        for (found, length) in &self.header.sections {
            if found == name {
                return Ok(&self.sections[at..at + length]);
            }
            at += length;
        }
        Err(ModelError::Mismatch { what: "section", found: "missing".to_owned(), expected: name.to_owned() })
    }
}

/// Writes a model file.
///
/// # Panics
/// Never: the header is plain data.
pub fn write(labels: &[&str], features: u32, provenance: &[String], sections: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let header = Header {
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        features,
        provenance: provenance.to_vec(),
        sections: sections.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.len())).collect(),
    };
    let header = serde_json::to_vec(&header).expect("plain data");
    let size = u32::try_from(header.len()).expect("a header of a few hundred bytes");
    let mut checked = size.to_le_bytes().to_vec();
    checked.extend(header);
    sections.iter().for_each(|(_, bytes)| checked.extend_from_slice(bytes));
    [MAGIC.as_slice(), &VERSION.to_le_bytes(), &crc32fast::hash(&checked).to_le_bytes(), &checked].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        write(&["O", "B-x"], 3, &["invented".to_owned()], &[("one", vec![1, 2]), ("two", vec![3])])
    }

    #[test]
    fn what_was_written_is_read() {
        let bytes = sample();
        let file = ModelFile::read(&bytes).expect("whole");
        assert_eq!(file.header.labels, ["O", "B-x"]);
        assert_eq!(file.section("two"), Ok([3].as_slice()));
        assert!(file.section("three").is_err());
    }

    #[test]
    fn any_changed_byte_is_noticed() {
        let whole = sample();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x20;
            assert!(ModelFile::read(&bytes).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let whole = sample();
        for end in 0..whole.len() {
            assert!(ModelFile::read(&whole[..end]).is_err(), "{end} bytes");
        }
    }

    #[test]
    fn a_newer_file_says_so() {
        let mut bytes = sample();
        bytes[8] = 2;
        let error = ModelFile::read(&bytes).expect_err("newer");
        assert_eq!(error.to_string(), "model file of version 2, this quotewire reads version 1: use a newer quotewire");
    }
}
