//! The view for the browser: one page that needs nothing else. No script; every character of the input is escaped.

use super::layers::{Layer, Piece, paragraphs};
use super::speaker_name;
use crate::event::ArticleEnriched;
use crate::event::wire::{Entity, Field, MentionKind, Polarity, Quote, Span, SpeakerKind};
use std::fmt::Write;

/// The page up to its first article. The policy forbids scripts and every request, whatever an article holds.
pub(super) const HEAD: &str = concat!(
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n",
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    "<title>Who said what</title>\n<style>\n",
    include_str!("page.css"),
    "</style>\n"
);

/// The end of the page.
pub(super) const TAIL: &str = "</html>\n";

/// What the colours mean.
const LEGEND: &str = "<p class=\"k legend\"><span class=\"q direct\">direct</span><span class=\"q indirect\">indirect</span>\
<span class=\"q mixed\">mixed quote</span><span class=\"q direct d1\">nested</span><span class=\"c\">cue</span><span class=\"s\">source</span>\
<span class=\"e person\">person</span><span class=\"e organization\">organization</span><span class=\"e location\">place</span>\
<span class=\"e group\">group</span><span class=\"e\">other</span><span class=\"f\">no quote</span></p>\n";

pub(super) fn article(event: &ArticleEnriched) -> String {
    let Some(fields) = &event.text.fields else { return String::new() };
    let mut out = String::new();
    let title = if fields.title.is_empty() { &event.article.id } else { &fields.title };
    let headline: String = if fields.title.is_empty() {
        escaped(title)
    } else {
        paragraphs(title, &layers(event, Field::Title)).iter().flatten().map(piece).collect()
    };
    let _ = writeln!(out, "<h1>{headline}</h1>\n<p class=\"k\">{}</p>", facts(event));
    out.push_str(LEGEND);
    out.push_str("<main>\n<article>\n");
    for paragraph in paragraphs(&fields.body, &layers(event, Field::Body)) {
        let _ = writeln!(out, "<p>{}</p>", paragraph.iter().map(piece).collect::<String>());
    }
    out.push_str("</article>\n<aside>\n");
    quotes(&mut out, event);
    entities(&mut out, event);
    for warning in &event.warnings {
        let _ = writeln!(out, "<p class=\"k\">{} {}</p>", escaped(&warning.code), escaped(&warning.message));
    }
    out.push_str("</aside>\n</main>\n");
    out
}

fn facts(event: &ArticleEnriched) -> String {
    let (article, stats) = (&event.article, &event.stats);
    let publisher = article.publisher.as_ref().and_then(|publisher| publisher.name.clone());
    let counts =
        format!("{} quotes ({} with a speaker), {} entities", stats.quotes, stats.quotes_attributed, stats.entities);
    let parts =
        [Some(article.id.clone()), publisher, article.located.clone(), article.published_at.clone(), Some(counts)];
    escaped(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// An id that no other article on the page has.
fn anchor(event: &ArticleEnriched, name: &str) -> String {
    let event_id: String = event.event_id.chars().take(8).collect();
    format!("{name}-{event_id}")
}

/// Everything that covers a stretch of `field`.
fn layers(event: &ArticleEnriched, field: Field) -> Vec<Layer> {
    let mut layers = Vec::new();
    let mut cover = |span: &Span, class: String, title: String, id: Option<String>| {
        if span.field == field && span.start < span.end {
            layers.push(Layer { start: span.start, end: span.end, class, title, id });
        }
    };
    for quote in &event.quotes {
        let nested = if quote.depth > 0 { " d1" } else { "" };
        let class = format!("q {}{nested}", quote.form.as_str());
        let title =
            format!("{} {}: {}", quote.id, quote.form.as_str(), speaker_name(event, quote).unwrap_or("unknown"));
        for (index, content) in quote.contents.iter().enumerate() {
            let id = (index == 0).then(|| anchor(event, &quote.id));
            cover(&content.span, class.clone(), title.clone(), id);
        }
        if let Some(cue) = &quote.cue {
            cover(&cue.span, "c".into(), format!("cue of {}", quote.id), None);
        }
        if let Some(mention) = &quote.speaker.mention {
            cover(mention, "s".into(), format!("source of {}", quote.id), None);
        }
    }
    for entity in &event.entities {
        for mention in &entity.mentions {
            let pronoun = if mention.kind == MentionKind::Named { "" } else { " pro" };
            let kind = entity.r#type.as_str();
            cover(&mention.span, format!("e {kind}{pronoun}"), format!("{kind}: {}", entity.name), None);
        }
    }
    for fragment in &event.fragments {
        cover(&fragment.span, "f".into(), format!("no quote: {}", fragment.reason.as_str()), None);
    }
    for refusal in &event.no_comments {
        cover(&refusal.span, "n".into(), "no comment".into(), None);
    }
    layers
}

fn piece(piece: &Piece<'_>) -> String {
    let text = escaped(&piece.text);
    if piece.layers.is_empty() {
        return text;
    }
    let mut classes: Vec<&str> = piece.layers.iter().flat_map(|layer| layer.class.split(' ')).collect();
    // The innermost quote's colour counts: it is the one of the shortest layer.
    let inner =
        piece.layers.iter().filter(|layer| layer.class.starts_with('q')).min_by_key(|layer| layer.end - layer.start);
    if let Some(inner) = inner {
        classes.retain(|class| {
            !matches!(*class, "direct" | "indirect" | "mixed") || inner.class.contains(&format!(" {class}"))
        });
    }
    classes.sort_unstable();
    classes.dedup();
    let titles: Vec<_> = piece.layers.iter().map(|layer| layer.title.as_str()).collect();
    format!(
        "{}<span class=\"{}\" title=\"{}\">{text}</span>",
        anchors(piece),
        classes.join(" "),
        escaped(&titles.join("; "))
    )
}

/// Where a quote begins: its number, to which the table links.
fn anchors(piece: &Piece<'_>) -> String {
    piece.begins.iter().filter_map(|layer| layer.id.as_ref()).fold(String::new(), |mut out, id| {
        let number = id.split('-').next().unwrap_or_default();
        let _ = write!(out, "<sup id=\"{id}\">{number}</sup>");
        out
    })
}

fn quotes(out: &mut String, event: &ArticleEnriched) {
    out.push_str("<h2>Quotes</h2>\n<table>\n<tr><th>Who<th>What<th>How\n");
    for quote in &event.quotes {
        let nested = if quote.depth > 0 { " class=\"inner\"" } else { "" };
        let name = escaped(speaker_name(event, quote).unwrap_or("unknown"));
        let _ = writeln!(
            out,
            "<tr{nested}><td><a href=\"#{}\">{}</a> {name}{}<td><span class=\"q {}\">{}</span><td>{}",
            anchor(event, &quote.id),
            quote.id,
            marks_of(event, quote),
            quote.form.as_str(),
            escaped(&quote.text),
            how(event, quote)
        );
    }
    out.push_str("</table>\n");
    for refusal in &event.no_comments {
        let _ = writeln!(out, "<p class=\"k\">No comment: {}</p>", escaped(&refusal.span.text));
    }
}

/// What a reader must not miss about who said it.
fn marks_of(event: &ArticleEnriched, quote: &Quote) -> String {
    let mut marks = String::new();
    if event.speaker_of(quote).is_some_and(|speaker| speaker.kind == SpeakerKind::Anonymous) {
        marks.push_str(" <span class=\"k\">anonymous</span>");
    }
    if quote.polarity == Polarity::Denied {
        marks.push_str(" <span class=\"no\">denies</span>");
    }
    marks
}

fn how(event: &ArticleEnriched, quote: &Quote) -> String {
    let mut how = quote.form.as_str().to_owned();
    if let Some(cue) = &quote.cue {
        let _ = write!(how, ", <b>{}</b>", escaped(&cue.span.text));
    }
    if let Some(addressee) = &quote.addressee {
        let entity = addressee.entity.as_deref().and_then(|id| event.entity(id));
        let _ = write!(how, " → {}", escaped(entity.map_or(&addressee.mention.text, |entity| &entity.name)));
    }
    let confidence = &quote.confidence;
    let _ = write!(
        how,
        "<div class=\"k\">{:.2} / {:.2}, {}, {}</div>",
        confidence.content,
        confidence.speaker,
        quote.speaker.via.as_str(),
        escaped(&quote.rule)
    );
    how
}

fn entities(out: &mut String, event: &ArticleEnriched) {
    let mut by_weight: Vec<&Entity> = event.entities.iter().collect();
    by_weight.sort_by(|a, b| b.salience.total_cmp(&a.salience));
    out.push_str("<h2>Entities</h2>\n<table>\n<tr><th>Name<th>Type<th>Role<th>Mentions\n");
    for entity in by_weight {
        let ids: Vec<_> = entity.links.iter().map(|link| escaped(&link.id)).collect();
        let _ = writeln!(
            out,
            "<tr><td><span class=\"e {kind}\">{}</span> <span class=\"k\">{}</span><td>{kind}<td>{}<td>{}",
            escaped(&entity.name),
            ids.join(" "),
            escaped(entity.role.as_deref().unwrap_or_default()),
            entity.count,
            kind = entity.r#type.as_str(),
        );
    }
    out.push_str("</table>\n");
}

/// `text` with the five characters that mean something in HTML written as entities.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
