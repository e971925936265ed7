//! Rebuilds the files in models/ from the lists in ../shared, which are not part of this repository. Same lists, same bytes.
//!
//! usage: `cargo run --release -p quotewire-training -- gazetteer|tagger|confidence`
#![allow(clippy::print_stdout, reason = "a command line tool")]

mod confidence;
mod encoder;
mod gazetteer;
mod officials;
mod tagger;

use anyhow::{Result, bail};
use std::path::Path;

const SHARED: &str = "../shared/data";

fn main() -> Result<()> {
    let shared = Path::new(SHARED);
    if !shared.is_dir() {
        bail!("no lists at {SHARED}: put the shared folder beside the repository. quotewire itself does not need it");
    }
    match std::env::args().nth(1).as_deref() {
        Some("gazetteer") => {
            let lists = shared.join("gazetteers");
            officials::build(&lists, Path::new("models/officials.tsv"))?;
            gazetteer::build(&lists, Path::new("training/lists"), Path::new("models/gazetteer.fst"))
        }
        Some("encoder-examples") => encoder::write(shared),
        Some("encoder-default") => encoder::pack(shared, "default", Path::new("models/encoder.qwm")),
        Some("encoder-open") => encoder::pack(shared, "open", Path::new("models/encoder-open.qwm")),
        Some("tagger") => tagger::build(shared, Path::new("models")),
        Some("confidence") => confidence::build(shared, Path::new("models")),
        other => bail!("expected the name of a model (gazetteer, tagger, confidence), found {other:?}"),
    }
}
