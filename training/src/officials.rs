//! models/officials.tsv: American politicians with their Wikidata items.

use crate::gazetteer::rows;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Each name in small letters, with office, Wikidata item and state of the one who bears it. A name of two is left out.
pub(crate) fn build(shared: &Path, out: &Path) -> Result<()> {
    // Who has no item keeps others from being taken for them.
    let mut bearers: BTreeMap<String, BTreeSet<(&str, String, String)>> = BTreeMap::new();
    let states = rows(&shared.join("us_states.tsv"))?;
    let state_of = |code: &str| states.iter().find(|row| row[2] == code).map_or("", |row| row[1].as_str());
    for (number, row) in rows(&shared.join("people_us_politicians.tsv"))?.iter().enumerate() {
        let [name, first, last, nickname, office, _, state, wikidata, wikipedia] = row.as_slice() else { continue };
        let office = if office.contains("President") { "president" } else { "congress" };
        let id = if wikidata.is_empty() { format!("?{number}") } else { wikidata.clone() };
        let title = wikipedia.split(" (").next().unwrap_or_default();
        let names = [name.clone(), format!("{first} {last}"), format!("{nickname} {last}"), title.to_owned()];
        for name in names.iter().map(|name| name.trim().to_lowercase()).filter(|name| name.contains(' ')) {
            bearers.entry(name).or_default().insert((office, id.clone(), state_of(state).to_owned()));
        }
    }
    let mut table = String::new();
    for (name, all) in bearers {
        let ids: BTreeSet<&String> = all.iter().map(|(_, id, _)| id).collect();
        let known = ids.len() == 1 && ids.iter().all(|id| !id.starts_with('?'));
        if let Some((office, id, state)) = all.last().filter(|_| known) {
            let _ = writeln!(table, "{name}\t{office}\t{id}\t{state}");
        }
    }
    std::fs::write(out, &table).with_context(|| format!("cannot write {}", out.display()))?;
    println!("{}: {} names", out.display(), table.lines().count());
    Ok(())
}
