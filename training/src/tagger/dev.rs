//! What a model alone, without the rules around it, reaches on the dev sets.

use anyhow::Result;
use quotewire::entity::join::Judge;
use quotewire::entity::recognize_with;
use quotewire::entity::tagger::{Name, Tagger};
use quotewire::evaluation::names::{Kind, Score};
use quotewire::evaluation::sets::{Folders, SETS, names};
use std::path::Path;

/// Prints a line for each dev set.
pub(super) fn print(shared: &Path, model: &[u8]) -> Result<()> {
    let tagger = Tagger::new(model)?;
    for set in SETS {
        let score = set.measure(folders(shared), |document| {
            let found = tagger.names(document).into_iter();
            found.filter_map(|found| Some((document.span_of(found.tokens), kind(found.name)?))).collect()
        })?;
        tell(set.name, &score);
    }
    Ok(())
}

/// What the whole pipeline reaches with the model: rules, tagger and judge.
pub(super) fn pipeline(shared: &Path, model: &[u8]) -> Result<()> {
    let (tagger, judge) = (Tagger::new(model)?, Judge::new(model)?);
    for set in SETS {
        let score = set.measure(folders(shared), |document| names(&recognize_with(document, &tagger, &judge)))?;
        tell(set.name, &score);
    }
    Ok(())
}

fn tell(set: &str, score: &Score) {
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

fn kind(name: Name) -> Option<Kind> {
    match name {
        Name::Person => Some(Kind::Person),
        Name::Organization => Some(Kind::Organization),
        Name::Place => Some(Kind::Place),
        Name::Group => Some(Kind::Group),
        Name::Other | Name::Event | Name::Product | Name::Work => None,
    }
}

fn folders(shared: &Path) -> Folders<'_> {
    Folders { fixtures: Path::new("tests/fixtures/articles"), data: shared }
}
