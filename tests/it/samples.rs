//! Snapshots of the samples that show the text: a line of the article, and beneath it what was found there.
//!
//! `^` mention of an entity, `=` content of a quote, `~` cue, `-` source, `.` fragment or refusal to comment. Accept changes with
//! `INSTA_UPDATE=always cargo test --test it samples`, then read the diff.

use crate::support;
use quotewire::event::ArticleEnriched;
use quotewire::event::wire::{Field, Polarity, Quote, Span};
use std::fmt::Write;

/// Longest line of an article, in characters.
const WIDTH: usize = 110;

/// Something to print beneath the text.
struct Note<'a> {
    span: &'a Span,
    mark: char,
    label: String,
}

#[test]
fn samples() {
    for (name, event) in support::events() {
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, shown(&event)));
    }
}

fn shown(event: &ArticleEnriched) -> String {
    let mut out = String::new();
    let fields = event.text.fields.as_ref().expect("a full event");
    let notes = notes(event);
    for (field, text) in [(Field::Title, &fields.title), (Field::Body, &fields.body)] {
        // A paragraph a block; the blank lines between paragraphs would only stretch it.
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        for line in text.split('\n') {
            let end = at + line.chars().count();
            for (from, to) in broken(&chars, at, end) {
                let _ = writeln!(out, "{}", chars[from..to].iter().collect::<String>().trim_end());
                for note in notes.iter().filter(|note| note.span.field == field) {
                    let (start, stop) = (note.span.start.max(from), note.span.end.min(to));
                    if start < stop {
                        let marks: String = std::iter::repeat_n(note.mark, stop - start).collect();
                        let label = if note.span.start >= from { note.label.as_str() } else { "…" };
                        let _ = writeln!(out, "{}{marks} {label}", " ".repeat(start - from));
                    }
                }
            }
            if at < end {
                out.push('\n');
            }
            at = end + 1;
        }
    }
    people(&mut out, event);
    out
}

/// `from..to` in lines that end between words.
fn broken(chars: &[char], mut from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    if from == to {
        return lines;
    }
    while to - from > WIDTH {
        let blank = (from + 1..=from + WIDTH).rev().find(|at| chars[*at - 1] == ' ').unwrap_or(from + WIDTH);
        lines.push((from, blank));
        from = blank;
    }
    lines.push((from, to));
    lines
}

fn notes(event: &ArticleEnriched) -> Vec<Note<'_>> {
    let mut notes = Vec::new();
    for entity in &event.entities {
        for mention in &entity.mentions {
            let label = format!("{} {} {} {}", mention.kind.as_str(), entity.r#type.as_str(), entity.id, entity.name);
            notes.push(Note { span: &mention.span, mark: '^', label });
        }
    }
    notes.sort_by_key(|note| (note.span.field, note.span.start));
    for quote in &event.quotes {
        let contents = quote.contents.iter().enumerate();
        notes.extend(contents.map(|(index, content)| Note {
            span: &content.span,
            mark: '=',
            label: if index == 0 { described(event, quote) } else { format!("{} goes on", quote.id) },
        }));
        let cue = quote.cue.iter().map(|cue| (&cue.span, '~', format!("{} cue: {}", quote.id, cue.lemma)));
        let source = quote
            .speaker
            .mention
            .iter()
            .map(|span| (span, '-', format!("{} source, by {}", quote.id, quote.speaker.via.as_str())));
        let addressee = quote.addressee.iter().map(|to| (&to.mention, '-', format!("{} addressee", quote.id)));
        notes.extend(cue.chain(source).chain(addressee).map(|(span, mark, label)| Note { span, mark, label }));
    }
    notes.extend(event.fragments.iter().map(|fragment| Note {
        span: &fragment.span,
        mark: '.',
        label: format!("no quote: {}", fragment.reason.as_str()),
    }));
    notes.extend(event.no_comments.iter().map(|refusal| {
        let who = refusal.speaker.as_deref().unwrap_or("unknown");
        Note { span: &refusal.span, mark: '.', label: format!("no comment by {who}") }
    }));
    notes
}

fn described(event: &ArticleEnriched, quote: &Quote) -> String {
    let speaker = event.speaker_of(quote);
    let name = speaker.and_then(|speaker| speaker.name.as_ref().or(speaker.description.as_ref()));
    let reference = quote.speaker.r#ref.as_deref().unwrap_or("nobody known");
    let denied = if quote.polarity == Polarity::Denied { " DENIED" } else { "" };
    let inside = quote.parent.as_ref().map(|parent| format!(" inside {parent}")).unwrap_or_default();
    let name = name.map(|name| format!(" {name}")).unwrap_or_default();
    format!("{} {}{denied}{inside}, said by {reference}{name} [{}]", quote.id, quote.form.as_str(), quote.rule)
}

fn people(out: &mut String, event: &ArticleEnriched) {
    for entity in &event.entities {
        let role = entity.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
        let links: Vec<_> = entity.links.iter().map(|link| link.id.as_str()).collect();
        let line = format!("{} {} {}{role} {}", entity.id, entity.r#type.as_str(), entity.name, links.join(" "));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    for speaker in &event.speakers {
        let name = speaker.name.as_ref().or(speaker.description.as_ref()).map_or("", String::as_str);
        let entity = speaker.entity.as_deref().unwrap_or("-");
        let why = speaker.anonymity.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        let _ =
            writeln!(out, "{} {} {entity} {name}{why}, {} quotes", speaker.id, speaker.kind.as_str(), speaker.quotes);
    }
    for warning in &event.warnings {
        let _ = writeln!(out, "{} {}", warning.code, warning.message);
    }
}
