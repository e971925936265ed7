//! What a model alone, without the rules around it, reaches on the dev sets.

use anyhow::{Context, Result};
use quotewire::entity::tagger::{Name, Tagger};
use quotewire::evaluation::corpora;
use quotewire::evaluation::names::{Kind, Score};
use quotewire::text::Document;
use std::fs;
use std::path::Path;

const SETS: &[&str] =
    &["ner/worldwide-dev", "ner/conll03-testa", "ner/gum-news-dev", "ner/finer-val", "ner/gmb-dev", "quotes/voa-dev"];

/// Prints a line for each dev set.
pub(super) fn print(shared: &Path, model: &[u8]) -> Result<()> {
    let tagger = Tagger::new(model)?;
    for set in SETS {
        let path = shared.join(set).with_extension("jsonl");
        let jsonl = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let texts = if set.starts_with("quotes/") {
            corpora::articles(&jsonl)?
        } else {
            corpora::documents(&jsonl, 8)?.iter().map(|sentences| corpora::write_out(sentences)).collect()
        };
        let mut score = Score::default();
        for text in texts {
            let document = Document::new("", &text.text);
            let gold: Vec<_> =
                text.names.iter().filter_map(|(span, label)| Some((*span, Kind::of_label(label)?))).collect();
            let found: Vec<_> = tagger
                .names(&document)
                .iter()
                .filter_map(|found| {
                    let kind = match found.name {
                        Name::Person => Kind::Person,
                        Name::Organization => Kind::Organization,
                        Name::Place => Kind::Place,
                        Name::Group => Kind::Group,
                        Name::Other => return None,
                    };
                    Some((document.span_of(found.tokens), kind))
                })
                .collect();
            score.add(&gold, &found);
        }
        let f1 = |kind| score.of(kind).f1();
        println!(
            "  {set}: PLO {:.1} · person {:.1} organization {:.1} place {:.1} group {:.1} · with groups {:.1}",
            score.plo().f1(),
            f1(Kind::Person),
            f1(Kind::Organization),
            f1(Kind::Place),
            f1(Kind::Group),
            score.micro().f1()
        );
    }
    Ok(())
}
