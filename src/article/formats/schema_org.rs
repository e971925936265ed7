//! schema.org `NewsArticle` and its kin, as JSON-LD, also inside `@graph`.

use super::super::Article;
use super::super::error::DecodeError;
use super::Members;
use serde_json::Value;

pub(super) fn recognizes(members: &Members) -> bool {
    members.has("articleBody") || members.get("@type").is_some_and(is_article) || in_graph(members).is_some()
}

fn is_article(kind: &Value) -> bool {
    let ends = |name: &str| {
        ["Article", "NewsArticle", "Report", "BlogPosting", "LiveBlogPosting"].iter().any(|end| name.ends_with(end))
    };
    match kind {
        Value::String(name) => ends(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(ends),
        _ => false,
    }
}

fn in_graph(members: &Members) -> Option<usize> {
    members.get("@graph")?.as_array()?.iter().position(|node| node.get("@type").is_some_and(is_article))
}

pub(super) fn read(members: &mut Members) -> Result<Article, DecodeError> {
    if let Some(at) = in_graph(members)
        && let Some((_, Value::Array(mut graph))) = members.take(&["@graph"])
        && let Value::Object(node) = graph.swap_remove(at)
    {
        *members = Members::new(node);
    }
    let mut article = Article {
        id: members.id(&["@id", "identifier"]).ok().flatten().unwrap_or_default(),
        version: members.id(&["version"]).ok().flatten(),
        title: members.text(&["headline", "name"])?.unwrap_or_default(),
        body: members.text(&["articleBody", "text"])?.unwrap_or_default(),
        ..Article::default()
    };
    if article.body.trim().is_empty() {
        article.title.clear();
    }
    members.common(&mut article);
    article.url = article.url.or_else(|| members.name_of(&["mainEntityOfPage"]));
    if article.id.is_empty() {
        article.id = article.url.clone().unwrap_or_default();
    }
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::super::super::{Decoder, Hints};

    #[test]
    fn an_article_in_a_graph_is_found() {
        let page = br#"{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],"@id":"urn:a","headline":"H",
            "articleBody":"B","author":[{"@type":"Person","name":"Ann Lee"}],"publisher":{"name":"The Alder Post"},"datePublished":"2031-03-04"}]}"#;
        let article = &Decoder::default().decode(page, &Hints::default()).expect("an article")[0];
        assert_eq!((article.format.name, article.id.as_str(), article.title.as_str()), ("schema-org", "urn:a", "H"));
        assert_eq!(
            (article.authors.as_slice(), article.publisher.as_deref()),
            (&["Ann Lee".to_owned()][..], Some("The Alder Post"))
        );
        assert_eq!(article.published_at.as_deref(), Some("2031-03-04T00:00:00Z"));
    }
}
