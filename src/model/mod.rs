//! Learned models: what they look at, how they are stored, how they decide.
//!
//! Inference alone lives here, over files in `models/` that `training/` writes. The room knows no language and no task: whoever uses a model
//! says what a token looks like ([`Features`]) and what the labels mean.

mod crf;
pub mod encoder;
mod features;
mod file;
mod table;

pub use crf::{Crf, Scratch, Tagged, forbidden};
pub use features::{Features, hash, hash_lower, mix};
pub use file::{Header, ModelError, ModelFile, write};
pub use table::{Slot, Table, build_table};

/// What the learned models were trained on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Training {
    /// All that is listed in models/PROVENANCE.md.
    #[default]
    All,
    /// Openly licensed text alone.
    Open,
}
