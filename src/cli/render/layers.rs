//! A text cut where any of the stretches over it begins or ends.

/// Something that covers a stretch of a text, in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layer {
    pub(super) start: usize,
    pub(super) end: usize,
    /// CSS classes.
    pub(super) class: String,
    /// Shown when the pointer rests on it.
    pub(super) title: String,
    /// What links point to.
    pub(super) id: Option<String>,
}

/// A piece of one paragraph with all that covers it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) text: String,
    pub(super) layers: Vec<&'a Layer>,
    /// Those of `layers` whose first piece this is.
    pub(super) begins: Vec<&'a Layer>,
}

/// Cuts `text` into paragraphs and these into pieces.
pub(super) fn paragraphs<'a>(text: &str, layers: &'a [Layer]) -> Vec<Vec<Piece<'a>>> {
    let chars: Vec<char> = text.chars().collect();
    let breaks = chars.iter().enumerate().filter(|(_, c)| **c == '\n').flat_map(|(at, _)| [at, at + 1]);
    let edges = layers.iter().flat_map(|layer| [layer.start, layer.end]);
    let mut cuts: Vec<usize> = breaks.chain(edges).chain([0, chars.len()]).filter(|at| *at <= chars.len()).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut waiting: Vec<&Layer> = layers.iter().collect();
    // The next one to begin is last.
    waiting.sort_by_key(|layer| std::cmp::Reverse((layer.start, std::cmp::Reverse(layer.end))));
    let mut open: Vec<&Layer> = Vec::new();
    let mut paragraphs = vec![Vec::new()];
    for pair in cuts.windows(2) {
        let &[start, end] = pair else { continue };
        open.retain(|layer| layer.end > start);
        let before = open.len();
        while waiting.last().is_some_and(|layer| layer.start <= start) {
            open.extend(waiting.pop());
        }
        if chars[start] == '\n' {
            paragraphs.push(Vec::new());
        } else if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.push(Piece {
                text: chars[start..end].iter().collect(),
                layers: open.clone(),
                begins: open[before..].to_vec(),
            });
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_every_edge_and_line_break() {
        let layer = |start, end, class: &str| Layer { start, end, class: class.into(), title: String::new(), id: None };
        let layers = [layer(0, 6, "q"), layer(2, 4, "e"), layer(4, 9, "c")];
        let got: Vec<Vec<(String, String)>> = paragraphs("ab🚢d\nfgh\n\ni", &layers)
            .into_iter()
            .map(|paragraph| {
                let names =
                    |piece: &Piece<'_>| piece.layers.iter().map(|layer| layer.class.as_str()).collect::<String>();
                paragraph.iter().map(|piece| (piece.text.clone(), names(piece))).collect()
            })
            .collect();
        let want = [vec![("ab", "q"), ("🚢d", "qe")], vec![("f", "qc"), ("gh", "c")], vec![("i", "")]];
        let want: Vec<Vec<(String, String)>> = want
            .iter()
            .map(|line| line.iter().map(|(text, names)| ((*text).to_owned(), (*names).to_owned())).collect())
            .collect();
        assert_eq!(got, want);
    }
}
