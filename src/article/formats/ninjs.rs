//! IPTC ninjs 1, 2 and 3: the same news item with three generations of member names.

use super::super::error::DecodeError;
use super::super::{Article, html};
use super::Members;
use serde_json::Value;

pub(super) fn recognizes_3(members: &Members) -> bool {
    members.has_any(&["bodies", "headlines", "descriptions"])
        && !recognizes_2(members)
        && members.has_any(&["versionCreated", "contentType", "pubStatus", "uri"])
}

pub(super) fn recognizes_2(members: &Members) -> bool {
    members.has_any(&["bodies", "headlines", "descriptions"])
        && members.has_any(&["versioncreated", "contenttype", "pubstatus", "firstcreated"])
}

pub(super) fn recognizes_1(members: &Members) -> bool {
    members.has("uri") && members.keys().any(|key| key.starts_with("body_"))
}

pub(super) fn read_3(members: &mut Members) -> Result<Article, DecodeError> {
    read_lists(members)
}

pub(super) fn read_2(members: &mut Members) -> Result<Article, DecodeError> {
    read_lists(members)
}

fn read_lists(members: &mut Members) -> Result<Article, DecodeError> {
    let mut article = start(members)?;
    let headlines = variants(members, "headlines");
    article.title = choose(&headlines, &["main"]).map(|variant| variant.value.clone()).unwrap_or_default();
    if article.title.is_empty() {
        article.title = members.text(&["title", "headline"])?.unwrap_or_default();
    }
    let bodies = variants(members, "bodies");
    let plain = bodies.iter().filter(|body| !body.is_markup()).cloned().collect::<Vec<_>>();
    let best = choose(&plain, &["main", "plain"]).or_else(|| choose(&bodies, &["main", "html"])).cloned();
    if let Some(body) = best {
        set_body(&mut article, &body);
    } else if let Some(description) = choose(&variants(members, "descriptions"), &["main"]) {
        set_body(&mut article, description);
        article.warn("W104", "the item has no body; its description was read");
    }
    Ok(finish(members, article))
}

pub(super) fn read_1(members: &mut Members) -> Result<Article, DecodeError> {
    let mut article = start(members)?;
    article.title = members.text(&["headline", "title"])?.unwrap_or_default();
    let mut keys: Vec<String> = members.keys().filter(|key| key.starts_with("body_")).map(str::to_owned).collect();
    keys.sort_by_key(|key| (key != "body_text", key != "body_xhtml"));
    let mut bodies = Vec::new();
    for key in keys {
        if let Some(value) = members.text(&[key.as_str()])? {
            bodies.push(Variant { role: key, kind: String::new(), value });
        }
    }
    if let Some(body) = bodies.first() {
        set_body(&mut article, body);
    }
    Ok(finish(members, article))
}

fn start(members: &mut Members) -> Result<Article, DecodeError> {
    Ok(Article {
        id: members.id(&["uri"])?.unwrap_or_default(),
        version: members.id(&["version"])?,
        ..Article::default()
    })
}

fn finish(members: &mut Members, mut article: Article) -> Article {
    let status = members.name_of(&["pubStatus", "pubstatus"]);
    if let Some(status) = status.filter(|status| status != "usable") {
        article.warn("W105", format!("the publisher marks this item as {status}"));
    }
    let origin = members.take(&["infoSources", "infosources", "infosource"]).map(|(_, value)| value);
    members.common(&mut article);
    article.publisher = article.publisher.or_else(|| origin.as_ref().and_then(super::members::named));
    article
}

#[derive(Clone)]
struct Variant {
    role: String,
    kind: String,
    value: String,
}

impl Variant {
    fn is_markup(&self) -> bool {
        let says = |text: &str| text.contains("html");
        says(&self.role) || says(&self.kind) || self.value.trim_start().starts_with('<')
    }
}

fn variants(members: &mut Members, name: &str) -> Vec<Variant> {
    let Some((_, Value::Array(list))) = members.take(&[name]) else { return Vec::new() };
    let text = |entry: &Value, keys: &[&str]| {
        keys.iter().find_map(|key| entry.get(*key)?.as_str()).unwrap_or_default().to_owned()
    };
    list.iter()
        .map(|entry| Variant {
            role: text(entry, &["role"]),
            kind: text(entry, &["contentType", "contenttype"]),
            value: text(entry, &["value"]),
        })
        .filter(|variant| !variant.value.trim().is_empty())
        .collect()
}

fn choose<'a>(variants: &'a [Variant], roles: &[&str]) -> Option<&'a Variant> {
    roles.iter().find_map(|role| variants.iter().find(|variant| variant.role == *role)).or_else(|| variants.first())
}

fn set_body(article: &mut Article, variant: &Variant) {
    if variant.is_markup() {
        article.body = html::to_text(&variant.value);
        article.transforms.push("html_to_text");
    } else {
        article.body.clone_from(&variant.value);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Article, Decoder, Hints};

    fn read(json: &str) -> Article {
        Decoder::default().decode(json.as_bytes(), &Hints::default()).expect("an article").remove(0)
    }

    #[test]
    fn ninjs_3_prefers_the_plain_body() {
        let article = read(
            r#"{"uri":"urn:x:1","versionCreated":"2031-03-04T09:00:00Z","headlines":[{"role":"main","value":"H"}],"by":"Ann Lee","pubStatus":"canceled",
            "bodies":[{"role":"html","contentType":"text/html","value":"<p>M</p>"},{"role":"main","contentType":"text/plain","value":"P"}],
            "infoSources":[{"name":"Norpress"}]}"#,
        );
        assert_eq!((article.format.name, article.title.as_str(), article.body.as_str()), ("ninjs-3", "H", "P"));
        assert_eq!((article.byline.as_deref(), article.publisher.as_deref()), (Some("Ann Lee"), Some("Norpress")));
        assert_eq!(article.warnings[0].code, "W105");
    }

    #[test]
    fn ninjs_2_has_small_letters_and_markup_becomes_text() {
        let article = read(
            r#"{"uri":"u","versioncreated":"2031-03-04T09:00:00Z","bodies":[{"role":"html","value":"<p>One</p><p>Two</p>"}]}"#,
        );
        assert_eq!(
            (article.format.name, article.body.as_str(), article.transforms.as_slice()),
            ("ninjs-2", "One\nTwo", &["html_to_text"][..])
        );
    }

    #[test]
    fn ninjs_1_names_its_bodies() {
        let article = read(r#"{"uri":"u","headline":"H","body_xhtml":"<p>X</p>","body_text":"T","byline":"Ann Lee"}"#);
        assert_eq!((article.format.name, article.body.as_str()), ("ninjs-1", "T"));
    }

    #[test]
    fn a_description_stands_in_for_a_missing_body() {
        let article = read(r#"{"uri":"u","pubStatus":"usable","descriptions":[{"role":"drop","value":"D"}]}"#);
        assert_eq!((article.body.as_str(), article.warnings[0].code), ("D", "W104"));
    }
}
