//! Reads the project's own annotated articles. Their form, with an example: `tests/fixtures/articles/README.md`.

use super::gold::{Gold, GoldEntity, GoldForm, GoldQuote, GoldSpeaker};
use crate::text::Span;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The kinds of entities that articles may name.
const KINDS: [&str; 7] = ["person", "organization", "place", "norp", "event", "product", "work"];

/// Why an annotated article cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct FixtureError {
    line: usize,
    reason: String,
}

impl FixtureError {
    fn new(line: usize, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }
}

/// Reads all articles of a folder, in the order of their names.
///
/// # Errors
/// If the folder or a file in it cannot be read, or is not in the right form.
pub fn read_folder(folder: &Path) -> Result<Vec<Gold>> {
    let entries = fs::read_dir(folder).with_context(|| format!("no annotated articles at {}", folder.display()))?;
    let mut paths: Vec<_> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "md") && !path.ends_with("README.md"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        parse(&name, &text).with_context(|| path.display().to_string())
    };
    paths.iter().map(read).collect()
}

/// Reads one article.
///
/// # Errors
/// If a section is missing, an anchor or an entity has no counterpart, or a quote's words do not stand in the article.
pub fn parse(name: &str, markdown: &str) -> Result<Gold, FixtureError> {
    let sections = sections(markdown);
    let section = |title: &str| sections.get(title).map(Vec::as_slice).unwrap_or_default();
    let (text, anchors) = anchored(section("Article"))?;
    let (title, body) =
        text.split_once('\n').ok_or_else(|| FixtureError::new(1, "an article has a title and, below it, a body"))?;
    let mut gold = Gold { name: name.to_owned(), title: title.to_owned(), body: body.to_owned(), ..Gold::default() };
    gold.entities = entities(section("Entities"), &anchors)?;
    gold.quotes = quotes(section("Quotes"), &text, &gold.entities)?;
    gold.not_quotes = not_quotes(section("Not quotes"), &text)?;
    Ok(gold)
}

/// Lines with their numbers.
type Lines<'a> = Vec<(usize, &'a str)>;

/// The lines under each heading of the second level.
fn sections(markdown: &str) -> BTreeMap<&str, Lines<'_>> {
    let mut sections: BTreeMap<&str, Lines<'_>> = BTreeMap::new();
    let mut title = "";
    for (index, line) in markdown.lines().enumerate() {
        if let Some(heading) = line.strip_prefix("## ") {
            title = heading.trim();
        } else {
            sections.entry(title).or_default().push((index + 1, line));
        }
    }
    sections
}

struct Anchor {
    id: String,
    span: Span,
    line: usize,
}

/// The plain text, its first paragraph followed by one line break, and where `[name](id)` stood in it.
fn anchored(lines: &[(usize, &str)]) -> Result<(String, Vec<Anchor>), FixtureError> {
    let (mut text, mut anchors) = (String::new(), Vec::new());
    let written = |(_, line): &&(usize, &str)| !line.trim().is_empty();
    let first = lines.iter().position(|line| written(&line)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| written(&line)).map_or(first, |last| last + 1);
    for (at, (number, line)) in lines[first..last].iter().enumerate() {
        // The blank line below the title only looks well.
        if at > 0 && !(at == 1 && line.trim().is_empty()) {
            text.push('\n');
        }
        let mut rest = *line;
        while let Some((before, anchor)) = rest.split_once('[') {
            let parts = anchor.split_once("](").and_then(|(name, tail)| Some((name, tail.split_once(')')?)));
            let (name, (id, behind)) =
                parts.ok_or_else(|| FixtureError::new(*number, "an anchor is written [name](id)"))?;
            text.push_str(before);
            let start = text.len();
            text.push_str(name);
            anchors.push(Anchor { id: id.to_owned(), span: Span::new(start, text.len()), line: *number });
            rest = behind;
        }
        text.push_str(rest);
    }
    Ok((text, anchors))
}

/// Rows `| id | type | name | role |`.
fn entities(lines: &[(usize, &str)], anchors: &[Anchor]) -> Result<Vec<GoldEntity>, FixtureError> {
    let mut entities: Vec<GoldEntity> = Vec::new();
    let rows = lines.iter().filter(|(_, line)| line.starts_with('|') && !line.starts_with("|-"));
    for (number, line) in rows.skip(1) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, kind, name, role] = cells[..] else {
            return Err(FixtureError::new(*number, "a row is | id | type | name | role |"));
        };
        if !KINDS.contains(&kind) {
            return Err(FixtureError::new(*number, format!("{kind:?} is none of {}", KINDS.join(", "))));
        }
        if entities.iter().any(|entity| entity.id == id) {
            return Err(FixtureError::new(*number, format!("a second entity {id}")));
        }
        let mentions: Vec<Span> = anchors.iter().filter(|anchor| anchor.id == id).map(|anchor| anchor.span).collect();
        if mentions.is_empty() {
            return Err(FixtureError::new(*number, format!("the article has no anchor ({id})")));
        }
        entities.push(GoldEntity {
            id: id.to_owned(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            role: (!role.is_empty()).then(|| role.to_owned()),
            mentions,
        });
    }
    match anchors.iter().find(|anchor| entities.iter().all(|entity| entity.id != anchor.id)) {
        Some(anchor) => Err(FixtureError::new(anchor.line, format!("no entity {}", anchor.id))),
        None => Ok(entities),
    }
}

/// One item of a list of quotes, before its words are looked up.
struct Item<'a> {
    line: usize,
    head: &'a str,
    /// `content`, `cue` and `source`, in the order of the article.
    parts: Vec<(usize, &'a str, &'a str)>,
    accept: Option<&'a str>,
    tags: Option<&'a str>,
}

fn quotes(lines: &[(usize, &str)], text: &str, entities: &[GoldEntity]) -> Result<Vec<GoldQuote>, FixtureError> {
    let mut quotes = Vec::new();
    let mut from = 0;
    for item in items(lines)? {
        let quote = quote(&item, text, from, entities)?;
        from = quote.contents[0].start();
        quotes.push(quote);
    }
    Ok(quotes)
}

fn items<'a>(lines: &[(usize, &'a str)]) -> Result<Vec<Item<'a>>, FixtureError> {
    let mut items: Vec<Item<'a>> = Vec::new();
    for (number, line) in lines.iter().filter(|(_, line)| !line.trim().is_empty()) {
        if let Some(head) = line.strip_prefix("* ") {
            items.push(Item { line: *number, head, parts: Vec::new(), accept: None, tags: None });
            continue;
        }
        let field = line.strip_prefix("  * ").and_then(|field| field.split_once(": ")).zip(items.last_mut());
        match field {
            Some(((key @ ("content" | "cue" | "source"), words), item)) => item.parts.push((*number, key, words)),
            Some((("accept", names), item)) => item.accept = Some(names),
            Some((("tags", tags), item)) => item.tags = Some(tags),
            _ => {
                let reason = "a quote is \"* form, speaker\", below it \"  * content|source|cue|accept|tags: …\"";
                return Err(FixtureError::new(*number, reason));
            }
        }
    }
    Ok(items)
}

/// Looks an item's words up: its first content behind the previous quote's, what is listed above it before it, what is listed below it behind it.
fn quote(item: &Item<'_>, text: &str, from: usize, entities: &[GoldEntity]) -> Result<GoldQuote, FixtureError> {
    let first = item.parts.iter().position(|(_, key, _)| *key == "content");
    let first = first.ok_or_else(|| FixtureError::new(item.line, "a quote has a content"))?;
    let missing = |(line, key, words): (usize, &str, &str)| {
        FixtureError::new(line, format!("no {key} {words:?} where the quote's other words lead to"))
    };
    let mut spans = vec![Span::new(0, 0); item.parts.len()];
    spans[first] = behind(text, item.parts[first].2, from).ok_or_else(|| missing(item.parts[first]))?;
    for at in first + 1..item.parts.len() {
        let part = item.parts[at];
        spans[at] = behind(text, part.2, spans[at - 1].end()).ok_or_else(|| missing(part))?;
    }
    for at in (0..first).rev() {
        let part = item.parts[at];
        spans[at] = before(text, part.2, spans[at + 1].start()).ok_or_else(|| missing(part))?;
    }
    let all = |key: &str| {
        let parts = item.parts.iter().zip(&spans).filter(|((_, found, _), _)| *found == key);
        parts.map(|(_, span)| *span).collect()
    };
    let (form, speaker) =
        item.head.split_once(", ").ok_or_else(|| FixtureError::new(item.line, "a quote is \"* form, speaker\""))?;
    let form = match form {
        "direct" => GoldForm::Direct,
        "indirect" => GoldForm::Indirect,
        "mixed" => GoldForm::Mixed,
        _ => return Err(FixtureError::new(item.line, format!("{form:?} is none of direct, indirect, mixed"))),
    };
    let who = |name: &str| match name.trim() {
        "anonymous" => Ok(GoldSpeaker::Anonymous),
        "unknown" => Ok(GoldSpeaker::Unknown),
        id if entities.iter().any(|entity| entity.id == id) => Ok(GoldSpeaker::Entity(id.to_owned())),
        id => Err(FixtureError::new(item.line, format!("{id:?} is no entity, nor anonymous, nor unknown"))),
    };
    Ok(GoldQuote {
        form,
        contents: all("content"),
        cue: all("cue"),
        source: all("source"),
        speaker: who(speaker)?,
        accept: item.accept.map_or(Ok(Vec::new()), |names| names.split(',').map(who).collect())?,
        tags: item.tags.map_or(Vec::new(), |tags| tags.split(',').map(|tag| tag.trim().to_owned()).collect()),
    })
}

/// Items `* words`: each the next occurrence right behind an opening quotation mark.
fn not_quotes(lines: &[(usize, &str)], text: &str) -> Result<Vec<Span>, FixtureError> {
    let mut from = 0;
    let mut spans = Vec::new();
    for (number, line) in lines.iter().filter(|(_, line)| !line.trim().is_empty()) {
        let words =
            line.strip_prefix("* ").ok_or_else(|| FixtureError::new(*number, "what is no quote is \"* words\""))?;
        let marked = |span: &Span| {
            text.get(..span.start()).is_some_and(|before| before.ends_with(['"', '“', '‘', '\'', '«', '„']))
        };
        let span = occurrences(text, words).find(|span| span.start() >= from && marked(span));
        let span = span.ok_or_else(|| FixtureError::new(*number, format!("no {words:?} in quotation marks")))?;
        from = span.end();
        spans.push(span);
    }
    Ok(spans)
}

/// The first occurrence from `from` on.
fn behind(text: &str, words: &str, from: usize) -> Option<Span> {
    occurrences(text, words).find(|span| span.start() >= from)
}

/// The last occurrence up to `to`.
fn before(text: &str, words: &str, to: usize) -> Option<Span> {
    occurrences(text, words).take_while(|span| span.end() <= to).last()
}

/// Where `words` stand in `text` as whole words.
fn occurrences<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = Span> + 'a {
    let is_whole = move |(at, _): &(usize, &str)| {
        let end = at + words.len();
        let cuts = |left: Option<char>, right: Option<char>| {
            !(left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric))
        };
        let (head, tail) = (text.get(..*at).unwrap_or_default(), text.get(end..).unwrap_or_default());
        cuts(head.chars().next_back(), words.chars().next()) && cuts(words.chars().next_back(), tail.chars().next())
    };
    text.match_indices(words).filter(is_whole).map(|(at, words)| Span::new(at, at + words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "\
# Two ferries

Hard: nothing.

## Article

[Lowport](lowport) ferry sinks

Mayor [Elena Ruiz](ruiz) said the ferry was old. “It sank,” [Ruiz](ruiz) said. “It “flew” once,” Ruiz said.

Officials denied it.

## Entities

| id | type | name | role |
|---|---|---|---|
| lowport | place | Lowport | |
| ruiz | person | Elena Ruiz | Mayor |

## Quotes

* indirect, ruiz
  * source: Mayor Elena Ruiz
  * cue: said
  * content: the ferry was old
* direct, ruiz
  * content: It sank,
  * source: Ruiz
  * cue: said
* direct, ruiz
  * content: It “flew” once,
  * source: Ruiz
  * cue: said
  * accept: anonymous, lowport
  * tags: odd

## Not quotes

* flew
";

    #[test]
    fn an_article_is_read_with_its_gold() {
        let gold = parse("ferry", ARTICLE).expect("reads");
        let text = gold.text();
        let words =
            |spans: &[Span]| spans.iter().map(|span| text.get(span.range()).expect("inside")).collect::<Vec<_>>();
        assert_eq!(gold.title, "Lowport ferry sinks");
        assert!(
            gold.body.starts_with("Mayor Elena Ruiz said")
                && gold.body.ends_with("once,” Ruiz said.\n\nOfficials denied it.")
        );
        assert_eq!(words(&gold.entities[1].mentions), ["Elena Ruiz", "Ruiz"]);
        assert_eq!(gold.entities[1].role.as_deref(), Some("Mayor"));
        assert_eq!(gold.entities[0].role, None);
        assert_eq!(words(&gold.quotes[0].source), ["Mayor Elena Ruiz"]);
        // Listed below the content, so it is the one behind it.
        assert_eq!(gold.quotes[2].cue[0].end(), text.find(".\n\nOfficials").expect("is there"));
        assert_eq!(gold.quotes[2].accept, [GoldSpeaker::Anonymous, GoldSpeaker::Entity("lowport".to_owned())]);
        assert_eq!(words(&gold.not_quotes), ["flew"]);
    }

    #[test]
    fn what_does_not_fit_is_named_by_its_line() {
        let fails = |from: &str, to: &str| parse("ferry", &ARTICLE.replace(from, to)).expect_err("wrong").to_string();
        assert_eq!(fails("](lowport)", "](highport)"), "line 17: the article has no anchor (lowport)");
        assert_eq!(fails("| lowport | place | Lowport | |\n", ""), "line 7: no entity lowport");
        assert_eq!(fails("| place |", "| town |"), format!("line 17: \"town\" is none of {}", KINDS.join(", ")));
        assert_eq!(
            fails("content: It sank,", "content: It swam,"),
            "line 27: no content \"It swam,\" where the quote's other words lead to"
        );
        assert_eq!(fails("* flew", "* sank"), "line 39: no \"sank\" in quotation marks");
        assert_eq!(
            fails("* indirect, ruiz", "* indirect, rouiz"),
            "line 22: \"rouiz\" is no entity, nor anonymous, nor unknown"
        );
    }
}
