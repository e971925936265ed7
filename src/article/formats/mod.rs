//! The shapes that an article comes in. One format, one file, one line in `FORMATS`.

mod members;
pub mod native;
mod ninjs;
mod schema_org;
pub(super) mod text;

pub(super) use members::Members;

use super::Article;
use super::error::{DecodeError, DecodeErrorKind};

/// A format of JSON objects.
struct Format {
    name: &'static str,
    /// Whether an object is of this format.
    recognizes: fn(&Members) -> bool,
    /// Reads it; text and title at least.
    read: fn(&mut Members) -> Result<Article, DecodeError>,
}

/// In the order of recognition: the most telling shapes first, `native` last because it takes whatever has a text.
const FORMATS: &[Format] = &[
    Format { name: "schema-org", recognizes: schema_org::recognizes, read: schema_org::read },
    Format { name: "ninjs-3", recognizes: ninjs::recognizes_3, read: ninjs::read_3 },
    Format { name: "ninjs-2", recognizes: ninjs::recognizes_2, read: ninjs::read_2 },
    Format { name: "ninjs-1", recognizes: ninjs::recognizes_1, read: ninjs::read_1 },
    Format { name: "native", recognizes: |_| true, read: native::read },
];

/// The names of all formats.
pub const NAMES: &[&str] = &["native", "ninjs-3", "ninjs-2", "ninjs-1", "schema-org", "text"];

/// Reads an object as `demanded`, or as what it looks like.
pub(super) fn read(members: &mut Members, demanded: Option<&str>) -> Result<Article, DecodeError> {
    let chosen =
        FORMATS.iter().find(|format| demanded.map_or_else(|| (format.recognizes)(members), |name| format.name == name));
    let Some(format) = chosen else {
        return Err(DecodeErrorKind::Schema { reason: "expected plain text, found a JSON object".into() }.into());
    };
    let mut article = (format.read)(members)?;
    article.format.name = format.name;
    if article.body.trim().is_empty() && article.title.trim().is_empty() {
        return Err(DecodeErrorKind::NoText { members: members.names() }.into());
    }
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_name_in_the_list() {
        assert!(FORMATS.iter().all(|format| NAMES.contains(&format.name)));
    }
}
