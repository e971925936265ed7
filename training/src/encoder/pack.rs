//! Puts a trained graph and its vocabulary into a model file.

use anyhow::{Context, Result};
use quotewire::model::{encoder, write};
use quotewire::reading::labels;
use std::fs;
use std::path::Path;

/// Writes the encoder that was exported as `graph` to `file`.
pub(crate) fn pack(graph: &Path, vocabulary: &Path, file: &Path, provenance: &[String]) -> Result<()> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let labels = labels::all();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let bytes =
        write(&labels, encoder::VERSION, provenance, &[("vocabulary", read(vocabulary)?), ("graph", read(graph)?)]);
    fs::write(file, &bytes).with_context(|| format!("cannot write {}", file.display()))?;
    println!("{}: {:.1} MB", file.display(), bytes.len() as f32 / 1e6);
    Ok(())
}
