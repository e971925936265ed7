//! models/gazetteer.fst: lower-cased names and what they may stand for.

use anyhow::{Context, Result};
use quotewire::entity::gazetteer::{Entry, Flag, Gender, LetterCase};
use std::collections::BTreeMap;
use std::path::Path;

/// Cities below this many people are left out: most of their names are surnames or common words.
const SMALLEST_CITY: u64 = 30_000;
/// Other names of a city count from here.
const CITY_WITH_ALIASES: u64 = 500_000;
/// A city has no namesake of weight if it has so many times as many people as the next of its name.
const DISTINCT: u64 = 8;
/// Percent of the US population from which a name is common.
const COMMON_FIRST: f64 = 0.01;
const COMMON_LAST: f64 = 0.005;

/// Lists under share-alike licences are never read.
type Names = BTreeMap<String, Entry>;

pub(crate) fn build(shared: &Path, own: &Path, out: &Path) -> Result<()> {
    let mut names = Names::new();
    countries(&mut names, &shared.join("countries.tsv"))?;
    cities(&mut names, &shared.join("cities.tsv"))?;
    states(&mut names, &shared.join("us_states.tsv"))?;
    organizations(&mut names, &shared.join("orgs.tsv"))?;
    plain(&mut names, &shared.join("news_outlets.tsv"), 0, Flag::Outlet)?;
    plain(&mut names, &shared.join("intl_orgs.tsv"), 0, Flag::Body)?;
    plain(&mut names, &shared.join("norp_other.tsv"), 0, Flag::Group)?;
    plain(&mut names, &shared.join("titles.tsv"), 0, Flag::Title)?;
    plain(&mut names, &shared.join("company_suffixes.tsv"), 0, Flag::Suffix)?;
    plain(&mut names, &shared.join("people_us_politicians.tsv"), 0, Flag::Person)?;
    people(&mut names, &shared.join("first_names.tsv"), (Flag::First, Flag::CommonFirst, COMMON_FIRST))?;
    people(&mut names, &shared.join("last_names.tsv"), (Flag::Last, Flag::CommonLast, COMMON_LAST))?;
    for (list, flag) in
        [("regions", Flag::Region), ("groups", Flag::Group), ("titles", Flag::Title), ("organizations", Flag::Body)]
    {
        for line in lines(&own.join(format!("{list}.txt")))? {
            match flag {
                Flag::Body => body(&mut names, &line),
                _ => add(&mut names, &line, flag),
            }
        }
    }
    aliases(&mut names, &shared.join("countries.tsv"), &own.join("aliases.txt"))?;
    genders(&mut names, own)?;
    letter_cases(&mut names, &shared.join("lexcase.tsv"))?;
    let map = fst::Map::from_iter(names.iter().map(|(name, entry)| (name.as_bytes(), entry.0)))?;
    std::fs::write(out, map.as_fst().as_bytes()).with_context(|| format!("cannot write {}", out.display()))?;
    println!("{}: {} names, {} bytes", out.display(), names.len(), map.as_fst().as_bytes().len());
    Ok(())
}

/// The lines of a list without its comments.
fn lines(path: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(str::to_owned).collect())
}

/// The rows of a table without its comments and its header.
pub(crate) fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    Ok(lines(path)?.iter().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// A name as the text core cuts it: tokens with single blanks between them.
fn key(name: &str) -> Option<String> {
    let document = quotewire::text::Document::new("", name);
    let words: Vec<String> =
        (0..document.tokens().len()).map(|index| document.word(index).to_lowercase().replace('’', "'")).collect();
    let plausible = !words.is_empty() && words.len() <= 10 && name.chars().any(char::is_alphabetic);
    plausible.then(|| words.join(" "))
}

fn add(names: &mut Names, name: &str, flag: Flag) {
    if let Some(key) = key(name) {
        let entry = names.entry(key).or_default();
        *entry = entry.with(flag);
    }
}

fn link(names: &mut Names, name: &str, geonames: u32) {
    if let Some(key) = key(name) {
        let entry = names.entry(key).or_default();
        *entry = entry.with_geonames(geonames);
    }
}

fn place(names: &mut Names, name: &str, country: &str) {
    if let Some(key) = key(name) {
        let entry = names.entry(key).or_default();
        *entry = entry.with_country(country);
    }
}

fn states(names: &mut Names, path: &Path) -> Result<()> {
    for row in rows(path)? {
        add(names, &row[1], Flag::Region);
        link(names, &row[1], row[0].parse().unwrap_or(0));
        place(names, &row[1], "US");
    }
    Ok(())
}

/// The people in the second largest city of each name.
fn namesakes(cities: &[Vec<String>]) -> BTreeMap<String, u64> {
    let mut largest: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (key, people) in cities.iter().filter_map(|row| Some((key(&row[1])?, row[4].parse().unwrap_or(0)))) {
        let (first, second) = largest.entry(key).or_default();
        *second = (*second).max(people.min(*first));
        *first = (*first).max(people);
    }
    largest.into_iter().map(|(key, (_, second))| (key, second)).collect()
}

/// Words that are spelled in two ways.
const SPELLINGS: &[(&str, &str)] =
    &[("Organisation", "Organization"), ("Centre", "Center"), ("Defence", "Defense"), ("Programme", "Program")];

/// Adds a name of a body, and the other spelling of its words.
fn body(names: &mut Names, name: &str) {
    add(names, name, Flag::Body);
    for (one, other) in SPELLINGS {
        add(names, &name.replace(one, other), Flag::Body);
        add(names, &name.replace(other, one), Flag::Body);
    }
}

fn plain(names: &mut Names, path: &Path, column: usize, flag: Flag) -> Result<()> {
    for row in rows(path)? {
        match flag {
            Flag::Body => body(names, row[column].trim()),
            _ => add(names, row[column].trim(), flag),
        }
    }
    Ok(())
}

/// Latin script, and no code.
fn is_name(alias: &str) -> bool {
    let latin = alias.chars().all(|c| c.is_ascii() || ('\u{c0}'..'\u{250}').contains(&c) || c == '’');
    alias.len() > 3 && latin && !alias.contains(['(', ',']) && alias.chars().any(char::is_lowercase)
}

fn countries(names: &mut Names, path: &Path) -> Result<()> {
    for row in rows(path)? {
        let id = row[0].parse().unwrap_or(0);
        for name in std::iter::once(row[1].as_str()).chain(row[6].split('|').filter(|alias| is_name(alias))) {
            add(names, name, Flag::Country);
            link(names, name, id);
            place(names, name, &row[2]);
        }
        add(names, &row[4], Flag::Capital);
        add(names, &row[4], Flag::City);
        for demonym in row[5].split([',', '/']).map(str::trim).filter(|demonym| !demonym.is_empty()) {
            add(names, demonym, Flag::Group);
            place(names, demonym, &row[2]);
            if demonym.ends_with("an") || demonym.ends_with('i') {
                add(names, &format!("{demonym}s"), Flag::Group);
                place(names, &format!("{demonym}s"), &row[2]);
            }
        }
    }
    Ok(())
}

fn aliases(names: &mut Names, countries: &Path, path: &Path) -> Result<()> {
    let ids: BTreeMap<String, u32> =
        rows(countries)?.into_iter().map(|row| (row[2].clone(), row[0].parse().unwrap_or(0))).collect();
    for line in lines(path)? {
        let (name, code) = line.split_once('|').with_context(|| format!("no country behind {line:?}"))?;
        add(names, name, Flag::Country);
        link(names, name, *ids.get(code).with_context(|| format!("no country {code}"))?);
        place(names, name, code);
    }
    Ok(())
}

fn genders(names: &mut Names, own: &Path) -> Result<()> {
    for (list, gender) in [("male_names", Gender::Male), ("female_names", Gender::Female)] {
        for name in lines(&own.join(format!("{list}.txt")))?.iter().flat_map(|line| line.split_whitespace()) {
            add(names, name, Flag::First);
            let entry = names.entry(name.to_lowercase()).or_default();
            *entry = entry.with_gender(gender);
        }
    }
    Ok(())
}

fn cities(names: &mut Names, path: &Path) -> Result<()> {
    let rows = rows(path)?;
    let namesakes = namesakes(&rows);
    for row in &rows {
        let population: u64 = row[4].parse().unwrap_or(0);
        if population < SMALLEST_CITY {
            continue;
        }
        let size = match population {
            1_000_000.. => 3,
            300_000.. => 2,
            100_000.. => 1,
            _ => 0,
        };
        let exact = usize::from(row[1].ends_with(" City")) + 1;
        let others =
            row[5].split('|').filter(|alias| population >= CITY_WITH_ALIASES && is_name(alias) && alias.is_ascii());
        let short = row[1].strip_suffix(" City").filter(|_| population >= CITY_WITH_ALIASES);
        for (at, name) in std::iter::once(row[1].as_str()).chain(short).chain(others).enumerate() {
            add(names, name, Flag::City);
            if let Some(key) = key(name) {
                let distinct = namesakes.get(&key).is_none_or(|second| population >= DISTINCT * second);
                let entry = names.entry(key).or_default();
                *entry = if at < exact && entry.geonames().is_none() {
                    let entry = entry.with_city_size(size).with_geonames(row[0].parse().unwrap_or(0));
                    let entry = entry.with_country(&row[2]);
                    if distinct { entry.distinct() } else { entry }
                } else if at < exact {
                    entry.with_city_size(size)
                } else {
                    entry.with_city_size(size.min(1))
                };
            }
        }
    }
    Ok(())
}

/// Words behind a company's name that people leave out.
const LEGAL: &[&str] = &[
    "inc",
    "corp",
    "corporation",
    "company",
    "co",
    "ltd",
    "limited",
    "plc",
    "holdings",
    "group",
    "international",
    "lp",
    "llc",
    "nv",
    "sa",
    "incorporated",
];

fn organizations(names: &mut Names, path: &Path) -> Result<()> {
    for row in rows(path)? {
        let flag = match row[1].as_str() {
            "company" => Flag::Company,
            "football_club" => Flag::Club,
            _ => Flag::Body,
        };
        // A club that is called like its town would make every town a club.
        if flag == Flag::Club && !row[0].contains(' ') {
            continue;
        }
        add(names, &row[0], flag);
        if flag == Flag::Company {
            let mut words: Vec<&str> = row[0].split_whitespace().collect();
            while words.len() > 1
                && words
                    .last()
                    .is_some_and(|last| LEGAL.contains(&last.trim_matches(['.', ',']).to_lowercase().as_str()))
            {
                words.pop();
            }
            let short = words.join(" ");
            let short = short.trim_end_matches(',');
            if short.len() > 3 {
                add(names, short, flag);
            }
        }
    }
    Ok(())
}

fn people(names: &mut Names, path: &Path, (flag, common, from): (Flag, Flag, f64)) -> Result<()> {
    for row in rows(path)? {
        let share: f64 = row[1].parse().unwrap_or(0.0);
        let census_only = row[2] == "census90";
        // The long tail of the census is full of words that are no names anywhere else.
        if row[0].len() < 2 || census_only && share < 0.001 && flag == Flag::Last {
            continue;
        }
        add(names, &row[0], flag);
        if share >= from {
            add(names, &row[0], common);
        }
    }
    Ok(())
}

fn letter_cases(names: &mut Names, path: &Path) -> Result<()> {
    for line in lines(path)? {
        let row: Vec<&str> = line.split('\t').collect();
        let [word, counts @ ..] = row.as_slice() else { continue };
        let counts: Vec<f64> = counts.iter().map(|count| count.parse().unwrap_or(0.0)).collect();
        let total: f64 = counts.iter().sum();
        if total < 2.0 || !word.chars().all(|c| c.is_alphabetic() || c == '\'') {
            continue;
        }
        let case = match (counts[1] + counts[2]) / total {
            share if share < 0.1 => LetterCase::Lower,
            share if share < 0.4 => LetterCase::MostlyLower,
            share if share < 0.7 => LetterCase::Mixed,
            share if share < 0.95 => LetterCase::MostlyUpper,
            _ => LetterCase::Upper,
        };
        let entry = names.entry((*word).to_owned()).or_default();
        *entry = entry.with_letter_case(case);
    }
    Ok(())
}
