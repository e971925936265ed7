//! Puts a trained graph and its vocabulary into a model file.

use super::FOLDER;
use crate::tagger::mix;
use anyhow::{Context, Result};
use quotewire::model::{encoder, write};
use quotewire::reading::labels;
use std::fs;
use std::path::Path;

const BASE: &str = "all-MiniLM-L6-v2 (Apache-2.0), fine-tuned";
const POLNEAR: &str = "PolNeAR train: articles of American newspapers. No licence stated; the text belongs to its publishers. Weights only";
const SILVER: &str = "Quotes in Groningen Meaning Bank texts as quotewire's own rules mark them";

/// Writes the encoder that was exported as `name` to `file`.
pub(crate) fn pack(shared: &Path, name: &str, file: &Path) -> Result<()> {
    let folder = Path::new(FOLDER);
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let labels = labels::all();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let open = name == "open";
    let (_, corpora) = mix::read(shared, !open)?;
    let quotes = if open { SILVER } else { POLNEAR };
    let provenance: Vec<String> = [BASE.to_owned()].into_iter().chain(corpora).chain([quotes.to_owned()]).collect();
    let graph = read(&folder.join(name).with_extension("onnx"))?;
    let sections = [("vocabulary", read(&folder.join("vocab.txt"))?), ("graph", graph)];
    let bytes = write(&labels, encoder::VERSION, &provenance, &sections);
    fs::write(file, &bytes).with_context(|| format!("cannot write {}", file.display()))?;
    println!("{}: {:.1} MB", file.display(), bytes.len() as f32 / 1e6);
    Ok(())
}
