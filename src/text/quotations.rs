//! What stands between quotation marks.
//!
//! Marks are paired a paragraph at a time, so that a missing one does no harm beyond its paragraph. A directed mark says what it is; a straight one is
//! judged by the blanks around it; a single one must in addition not be an apostrophe.

use super::span::{Span, TokenRange};
use super::tokens::{Token, TokenKind};

/// A stretch of text between quotation marks. It never crosses a paragraph: a quotation that runs on over paragraphs is one of these a
/// paragraph, each naming the one that it continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With the marks.
    pub outer: Span,
    /// Without the marks, blanks at the edges left out.
    pub inner: Span,
    /// The tokens of `inner`.
    pub tokens: TokenRange,
    /// The opening mark.
    pub open: char,
    /// The closing mark; `None` where the paragraph ends first.
    pub close: Option<char>,
    /// The quotation of an earlier paragraph that was left open and that this one goes on with.
    pub continues: Option<usize>,
    /// 0 = stands in plain text, 1 = inside another quotation, and so on.
    pub depth: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Single,
}

/// A mark and what it can be.
struct Mark {
    token: usize,
    c: char,
    family: Family,
    opens: bool,
    closes: bool,
}

/// Deeper nesting than this is no text that anyone wrote.
const MAX_DEPTH: usize = 8;

/// Pairs the marks of each paragraph. The result is in the order of the opening marks.
pub(super) fn pair(text: &str, tokens: &[Token], paragraphs: &[TokenRange]) -> Vec<Quotation> {
    let mut quotations: Vec<Quotation> = Vec::new();
    let mut left_open: Option<usize> = None;
    for &paragraph in paragraphs {
        let from = quotations.len();
        let marks = marks(text, tokens, paragraph);
        quotations.extend(pair_paragraph(text, tokens, paragraph, &marks));
        quotations[from..].sort_by_key(|quotation| (quotation.outer.start(), std::cmp::Reverse(quotation.outer.end())));
        if let (Some(open), Some(first)) = (left_open, quotations.get_mut(from)) {
            if first.outer.start() == tokens[paragraph.start()].span.start() {
                first.continues = Some(open);
            }
        }
        left_open =
            quotations[from..].iter().rposition(|last| last.close.is_none() && last.depth == 0).map(|at| from + at);
        // What closes behind an open one says that the open mark was the last word of nobody: only the paragraph's last quotation runs on.
        if let Some(open) = left_open {
            let closed_after = quotations[open + 1..].iter().any(|later| later.depth == 0);
            if closed_after {
                left_open = None;
            }
        }
    }
    quotations
}

fn marks(text: &str, tokens: &[Token], paragraph: TokenRange) -> Vec<Mark> {
    let mut marks: Vec<Mark> = paragraph
        .range()
        .filter(|&index| tokens[index].kind == TokenKind::Punctuation)
        .filter_map(|index| mark(text, tokens, index))
        .collect();
    // A single mark opens only if one that can close follows; a plural possessive is no close if a better one follows.
    let mut closes_later = false;
    for mark in marks.iter_mut().rev().filter(|mark| mark.family == Family::Single) {
        let at_start = mark.token == paragraph.start() && mark.c == '‘';
        if mark.opens && !closes_later && !at_start {
            mark.opens = false;
        }
        if mark.closes {
            if closes_later && is_plural_possessive(text, tokens[mark.token].span) {
                mark.closes = false;
            } else {
                closes_later = true;
            }
        } else if mark.opens {
            closes_later = false;
        }
    }
    marks
}

fn mark(text: &str, tokens: &[Token], index: usize) -> Option<Mark> {
    let span = tokens[index].span;
    let c = text[span.range()].chars().next()?;
    let before = text[..span.start()].chars().next_back();
    let after = text[span.end()..].chars().next();
    let blank_before = before.is_none_or(|b| super::tokens::is_gap(b) || "([{—–-/“‘„«‹\"'¿¡".contains(b));
    let blank_after = after.is_none_or(|a| super::tokens::is_gap(a) || ",.;:!?)]}—–-/”’»›\"'…".contains(a));
    let digit_before = before.is_some_and(|b| b.is_ascii_digit());
    let (family, opens, closes) = match c {
        '"' => (Family::Double, !blank_after || blank_before, !blank_before || blank_after),
        '“' => (Family::Double, true, !blank_before && blank_after),
        '”' | '‟' => (Family::Double, blank_before && !blank_after, true),
        '„' | '‚' if c == '„' => (Family::Double, true, false),
        '«' | '「' | '『' | '〈' | '《' => (Family::Double, true, c == '«' && !blank_before),
        '»' | '」' | '』' | '〉' | '》' => (Family::Double, c == '»' && blank_before && !blank_after, true),
        '`' | '\'' if span.len() == 2 => (Family::Double, c == '`' || blank_before && !blank_after, c == '\''),
        '‘' => (Family::Single, !blank_after && blank_before, false),
        '’' | '\'' | '‛' => {
            let opens = c != '’' && blank_before && !blank_after;
            (Family::Single, opens, before.is_some_and(|b| !super::tokens::is_gap(b)) && blank_after && !digit_before)
        }
        '‹' => (Family::Single, true, false),
        '›' => (Family::Single, false, true),
        _ => return None,
    };
    Some(Mark { token: index, c, family, opens, closes })
}

/// `teachers' names`: a letter s before, a blank and a letter behind.
fn is_plural_possessive(text: &str, span: Span) -> bool {
    let before = text[..span.start()].chars().next_back();
    let mut after = text[span.end()..].chars();
    matches!(before, Some('s' | 'S' | 'z' | 'x'))
        && after.next() == Some(' ')
        && after.next().is_some_and(char::is_alphanumeric)
}

fn pair_paragraph(text: &str, tokens: &[Token], paragraph: TokenRange, marks: &[Mark]) -> Vec<Quotation> {
    let mut open: Vec<&Mark> = Vec::new();
    let mut found = Vec::new();
    for mark in marks {
        let innermost = open.iter().rposition(|other| matches(other, mark));
        let nests = open.last().is_none_or(|last| last.family != mark.family || last.c != '"' && mark.c != '"');
        match innermost {
            Some(at) if mark.closes && !(mark.opens && prefers_open(text, tokens, mark)) => {
                found.extend(quotation(tokens, (open[at].token, open[at].c), (mark.token, Some(mark.c)), at));
                open.truncate(at);
            }
            _ if mark.opens && is_measure(text, tokens, mark) && innermost.is_none() => {}
            // A second straight mark that can only open says that the first one was never closed.
            Some(at) if mark.opens && !nests => {
                open.truncate(at);
                open.push(mark);
            }
            _ if mark.opens && open.len() < MAX_DEPTH => open.push(mark),
            _ => {}
        }
    }
    // What is still open runs to the end of the paragraph, or to the next quotation of its own kind: then its closing mark was forgotten. Only the
    // outermost double mark does, or a single one at the paragraph's start.
    if let Some(outer) = open.iter().find(|mark| mark.family == Family::Double || mark.token == paragraph.start()) {
        let start = tokens[outer.token].span.start();
        let next = found
            .iter()
            .filter(|inner: &&Quotation| inner.outer.start() > start && inner.open == outer.c)
            .map(|inner| inner.tokens.start() - 1)
            .min();
        found.extend(quotation(tokens, (outer.token, outer.c), (next.unwrap_or(paragraph.end()), None), 0));
    }
    renumber(&mut found);
    found
}

/// Depth is what encloses a quotation in the end, whatever was open on the way.
fn renumber(found: &mut Vec<Quotation>) {
    found.sort_by_key(|quotation| (quotation.outer.start(), std::cmp::Reverse(quotation.outer.end())));
    let mut around: Vec<usize> = Vec::new();
    // Two that cross cannot both be meant: the later one gives way.
    found.retain(|quotation| {
        while around.last().is_some_and(|&end| end <= quotation.outer.start()) {
            around.pop();
        }
        let crosses = around.last().is_some_and(|&end| end < quotation.outer.end());
        if !crosses {
            around.push(quotation.outer.end());
        }
        !crosses
    });
    around.clear();
    for quotation in found {
        while around.last().is_some_and(|&end| end <= quotation.outer.start()) {
            around.pop();
        }
        quotation.depth = u8::try_from(around.len()).unwrap_or(u8::MAX);
        around.push(quotation.outer.end());
    }
}

fn matches(open: &Mark, close: &Mark) -> bool {
    if open.family != close.family {
        return false;
    }
    match (open.c, close.c) {
        ('「', c) => c == '」',
        ('『', c) => c == '』',
        ('«', c) | (c, '«') => matches!(c, '»' | '«' | '"'),
        ('‹', c) => c == '›',
        (_, '」' | '』') => false,
        _ => true,
    }
}

/// A straight mark that could be either, with a blank before it and none behind, opens.
fn prefers_open(text: &str, tokens: &[Token], mark: &Mark) -> bool {
    let span = tokens[mark.token].span;
    let before = text[..span.start()].chars().next_back();
    let after = text[span.end()..].chars().next();
    before.is_none_or(super::tokens::is_gap)
        && after.is_some_and(|a| !super::tokens::is_gap(a) && !",.;:!?)".contains(a))
}

/// `6' 2"`, `a 19" monitor`.
fn is_measure(text: &str, tokens: &[Token], mark: &Mark) -> bool {
    matches!(mark.c, '"' | '\'' | '”')
        && text[..tokens[mark.token].span.start()].ends_with(|c: char| c.is_ascii_digit())
}

fn quotation(
    tokens: &[Token],
    (start, open): (usize, char),
    (end, close): (usize, Option<char>),
    depth: usize,
) -> Option<Quotation> {
    if start + 1 >= end {
        return None;
    }
    let inner = tokens[start + 1].span.cover(tokens[end - 1].span);
    let outer = tokens[start].span.cover(if close.is_some() { tokens[end].span } else { inner });
    Some(Quotation {
        outer,
        inner,
        tokens: TokenRange::new(start + 1, end),
        open,
        close,
        continues: None,
        depth: u8::try_from(depth).unwrap_or(u8::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    /// `want`: the inner texts, a `>` before it for each level of nesting, a `+` where one continues an earlier one.
    #[track_caller]
    fn check(body: &str, want: &[&str]) {
        let document = Document::new("", body);
        let got: Vec<String> = document
            .quotations()
            .iter()
            .map(|quotation| {
                let level = ">".repeat(quotation.depth.into());
                let goes_on = if quotation.continues.is_some() { "+" } else { "" };
                format!("{level}{goes_on}{}", document.slice(quotation.inner))
            })
            .collect();
        assert_eq!(got, want, "in {body:?}");
    }

    #[test]
    fn all_kinds_of_marks_pair() {
        check(
            "“One,” she said. \"Two.\" ``Three'' «Four» „Five“ 「Six」",
            &["One,", "Two.", "Three", "Four", "Five", "Six"],
        );
        check("‘We will,’ he said. 'So will I,' she said.", &["We will,", "So will I,"]);
    }

    #[test]
    fn apostrophes_are_told_from_single_marks() {
        check("‘We don’t know the teachers’ names,’ Hill said.", &["We don’t know the teachers’ names,"]);
        check("The teachers' names weren't in the boys' book.", &[]);
        check(
            "\"I've worked here since the '90s,\" Hill said. \"It's home.\"",
            &["I've worked here since the '90s,", "It's home."],
        );
    }

    #[test]
    fn measures_are_no_marks() {
        check("The 6' 2\" guard moved a 19\" monitor.", &[]);
    }

    #[test]
    fn quotations_nest() {
        check("“He told me, ‘Run,’ and I ran,” she said.", &["He told me, ‘Run,’ and I ran,", ">Run,"]);
        check("'She called it \"a mess\" twice,' he said.", &["She called it \"a mess\" twice,", ">a mess"]);
    }

    #[test]
    fn mismatched_and_glued_marks_pair() {
        check("\"We will appeal,” Hill said.", &["We will appeal,"]);
        check("“We will appeal,”Hill said on Friday.", &["We will appeal,"]);
    }

    #[test]
    fn an_unclosed_mark_ends_with_its_paragraph() {
        check("“One. “Two,” he said.\nNobody spoke.", &["One.", "Two,"]);
        check("He said: “One\nNobody spoke. “Two,” he said.", &["One", "Two,"]);
    }

    #[test]
    fn quotations_never_cross() {
        check("\"'A-\"a\"('", &["'A-", "a"]);
    }

    #[test]
    fn a_stray_mark_does_not_turn_the_others_round() {
        check("It was late\" and \"he left,\" she said, \"at once.\"", &["he left,", "at once."]);
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs() {
        check("“One.\n“Two.\n“Three,” he said.\n“Four.”", &["One.", "+Two.", "+Three,", "Four."]);
    }
}
