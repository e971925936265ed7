//! The text of a fragment of XHTML that came inside an article (ninjs). This is no extraction of an article from a page.

/// Elements that begin a new line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "section",
    "article",
    "figcaption",
    "ul",
    "ol",
    "table",
    "hr",
];
/// Elements whose content is no text.
const SILENT: &[&str] = &["script", "style", "head", "template"];

/// Tags out, block elements as line breaks, entities decoded.
pub(super) fn to_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tagged)) = rest.split_once('<') {
        push_text(&mut text, before);
        let Some((tag, after)) = close_of(tagged) else {
            text.push('<');
            rest = tagged;
            continue;
        };
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if BLOCKS.contains(&name.as_str()) && !text.is_empty() && !text.ends_with('\n') {
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
        }
        rest = after;
        if SILENT.contains(&name.as_str()) && !tag.starts_with('/') {
            rest = skip_to_end_of(&name, after);
        }
    }
    push_text(&mut text, rest);
    text.trim().to_owned()
}

/// Behind the content of the element `name`.
fn skip_to_end_of<'a>(name: &str, html: &'a str) -> &'a str {
    let ends = |at: &usize| html.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    html.match_indices("</").map(|(at, _)| at).find(ends).and_then(|at| html.get(at..)).unwrap_or_default()
}

/// Splits behind the `>` that ends a tag or a comment.
fn close_of(tagged: &str) -> Option<(&str, &str)> {
    if let Some(comment) = tagged.strip_prefix("!--") {
        return comment.split_once("-->");
    }
    let looks_like_tag = tagged.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    if looks_like_tag { tagged.split_once('>') } else { None }
}

/// White space counts once; entities are decoded.
fn push_text(text: &mut String, raw: &str) {
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        if c == '&'
            && let Some((name, after)) =
                rest.strip_prefix('&').and_then(|entity| entity.split_once(';')).filter(|(name, _)| name.len() <= 8)
        {
            if let Some(decoded) = entity(name) {
                text.push(decoded);
                rest = after;
                continue;
            }
        }
        if c.is_whitespace() && c != '\u{a0}' {
            if !text.is_empty() && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
        } else {
            text.push(c);
        }
        rest = rest.strip_prefix(c).unwrap_or_default();
    }
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = number
            .strip_prefix(['x', 'X'])
            .map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "euro" => '€',
        "pound" => '£',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn blocks_become_lines_and_entities_characters() {
        assert_eq!(
            to_text("<p>One <b>two</b>&nbsp;&amp; three.</p>\n<p>Four<br/>five &#8212; six &lt;</p>"),
            "One two\u{a0}& three.\nFour\nfive — six <"
        );
        assert_eq!(to_text("<STYLE>p{}</style><p>a < b</p><!-- <p> -->c"), "a < b c".replace(" c", "\nc"));
    }
}
