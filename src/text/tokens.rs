//! Words, numbers and marks.

use super::abbreviations;
use super::span::Span;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters with inner apostrophes (`don't`, `O'Brien`); an abbreviation keeps its full stops (`U.S.`, `Mr.`), an outlet its suffix
    /// (`Harbor.News`). A compound is cut at its hyphens, and the possessive `'s` is a word of its own.
    Word,
    /// Digits with inner separators and trailing letters (`1,204.5`, `10:30`, `34th`, `'90s`).
    Number,
    /// A mark; a run of dots or of dashes is one, and so is a doubled single mark that stands for a double one.
    Punctuation,
    /// Anything else, a grapheme cluster at a time: currency, emoji.
    Symbol,
    /// A URL, an e-mail address, a handle or a hashtag.
    Address,
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// Cuts `text` into tokens. What stands between two tokens is white space, control and zero-width characters only.
pub(super) fn tokenize(text: &str) -> Vec<Token> {
    let mut scanner = Scanner { text, at: 0 };
    let mut tokens = Vec::with_capacity(text.len() / 5);
    while let Some(c) = scanner.peek() {
        if is_gap(c) {
            scanner.at += c.len_utf8();
            continue;
        }
        let start = scanner.at;
        let kind = scanner.token(c);
        debug_assert!(scanner.at > start, "the scanner moves on");
        tokens.push(Token { span: Span::new(start, scanner.at), kind });
    }
    tokens
}

/// Whether `c` may stand between tokens.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn token(&mut self, c: char) -> TokenKind {
        if self.address(c) {
            TokenKind::Address
        } else if c.is_alphabetic() {
            self.word()
        } else if c.is_numeric() {
            self.number();
            TokenKind::Number
        } else if is_apostrophe(c) {
            self.apostrophe(c)
        } else if is_punctuation(c) {
            self.punctuation(c);
            TokenKind::Punctuation
        } else {
            self.at += self.rest().graphemes(true).next().map_or(c.len_utf8(), str::len);
            TokenKind::Symbol
        }
    }

    /// Takes a URL, a handle or a hashtag.
    fn address(&mut self, c: char) -> bool {
        let rest = self.rest();
        let length = match c {
            'h' | 'H' | 'w' | 'W' if starts_url(rest) => {
                let end = rest.find(|c: char| is_gap(c) || "\"“”‘’«»<>()[]{}".contains(c)).unwrap_or(rest.len());
                rest[..end].trim_end_matches(|c: char| ".,;:!?'".contains(c)).len()
            }
            '@' | '#' => {
                let name = rest[1..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len() - 1);
                let digits_only = rest[1..=name].bytes().all(|byte| byte.is_ascii_digit());
                if name == 0 || digits_only { 0 } else { name + 1 }
            }
            _ => 0,
        };
        self.at += length;
        length > 0
    }

    fn word(&mut self) -> TokenKind {
        let start = self.at;
        self.letters();
        while let Some(c) = self.peek() {
            let taken = match c {
                '.' => self.inner_stop(start),
                '\'' | '’' => self.inner_apostrophe(c),
                '@' => return self.mail(start),
                _ => false,
            };
            if !taken {
                break;
            }
        }
        TokenKind::Word
    }

    fn letters(&mut self) {
        let rest = self.rest();
        self.at += rest.find(|c: char| !(c.is_alphanumeric() || is_combining_mark(c))).unwrap_or(rest.len());
    }

    /// At a full stop after `start..at`: takes it, and what belongs to it, if it is part of the word.
    fn inner_stop(&mut self, start: usize) -> bool {
        let word = &self.text[start..self.at];
        let after = &self.text[self.at + 1..];
        let next = after.chars().next();
        let dotted = word.len() <= 3 && word.chars().count() == 1 || word.contains('.') && ends_in_single_letter(word);
        if dotted && let Some(c) = next.filter(|c| c.is_alphabetic()) {
            let single = !after[c.len_utf8()..].starts_with(char::is_alphanumeric);
            if single {
                self.at += 1 + c.len_utf8();
                return true;
            }
        }
        if word.contains('.') && ends_in_single_letter(word) || abbreviations::keeps_stop(word, after) {
            self.at += 1;
            return false;
        }
        let suffix = &after[..after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len())];
        if abbreviations::is_domain(word, suffix) {
            self.at += 1 + suffix.len();
            return true;
        }
        false
    }

    /// At an apostrophe: takes it with the letters after it unless it opens the possessive or ends the word.
    fn inner_apostrophe(&mut self, mark: char) -> bool {
        let after = &self.text[self.at + mark.len_utf8()..];
        let letters = &after[..after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len())];
        if letters.is_empty() || letters.eq_ignore_ascii_case("s") || !letters.starts_with(char::is_alphabetic) {
            return false;
        }
        self.at += mark.len_utf8() + letters.len();
        true
    }

    fn mail(&mut self, start: usize) -> TokenKind {
        let host = &self.text[self.at + 1..];
        let end = host.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')).unwrap_or(host.len());
        let host = host[..end].trim_end_matches(['.', '-']);
        if start < self.at && host.contains('.') {
            self.at += 1 + host.len();
            return TokenKind::Address;
        }
        TokenKind::Word
    }

    fn number(&mut self) {
        loop {
            self.letters();
            let mut rest = self.rest().chars();
            let separated = matches!(rest.next(), Some('.' | ',' | ':')) && rest.next().is_some_and(char::is_numeric);
            if !separated {
                return;
            }
            self.at += 1;
        }
    }

    /// At an apostrophe that stands before a word or alone.
    fn apostrophe(&mut self, mark: char) -> TokenKind {
        let after = &self.text[self.at + mark.len_utf8()..];
        let run = &after[..after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len())];
        let attached = self.text[..self.at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '.');
        let possessive = attached && run.eq_ignore_ascii_case("s");
        let decade = run.len() == 3 && run.ends_with('s') && run.bytes().take(2).all(|byte| byte.is_ascii_digit());
        if possessive || !attached && abbreviations::is_clipped(run) {
            self.at += mark.len_utf8() + run.len();
            return TokenKind::Word;
        }
        if decade {
            self.at += mark.len_utf8() + run.len();
            return TokenKind::Number;
        }
        let doubled = after.starts_with(mark) && matches!(mark, '\'' | '`');
        self.at += mark.len_utf8() * if doubled { 2 } else { 1 };
        TokenKind::Punctuation
    }

    fn punctuation(&mut self, c: char) {
        let rest = self.rest();
        let run = match c {
            '.' | '-' | '—' | '–' => rest.find(|d| d != c).unwrap_or(rest.len()),
            _ => c.len_utf8(),
        };
        self.at += run;
    }
}

fn starts_url(rest: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| {
        rest.len() > start.len()
            && rest.is_char_boundary(start.len())
            && rest[..start.len()].eq_ignore_ascii_case(start)
    })
}

fn ends_in_single_letter(word: &str) -> bool {
    word.rsplit('.').next().is_some_and(|last| last.chars().count() == 1)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '‛')
}

fn is_punctuation(c: char) -> bool {
    match c {
        '$' | '+' | '<' | '=' | '>' | '^' | '|' | '~' | '%' => false,
        '¡'
        | '¿'
        | '«'
        | '»'
        | '·'
        | '§'
        | '¶'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}' => true,
        _ => c.is_ascii_punctuation(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let got: Vec<&str> = tokenize(text).iter().map(|token| &text[token.span.range()]).collect();
        assert_eq!(got.join("|"), want);
    }

    #[test]
    fn words_keep_their_apostrophes_and_lose_the_possessive() {
        check("Ann's dog doesn't like O'Brien’s", "Ann|'s|dog|doesn't|like|O'Brien|’s");
        check("the teachers' names", "the|teachers|'|names");
        check("rock 'n' roll in the '90s", "rock|'n|'|roll|in|the|'90s");
    }

    #[test]
    fn compounds_are_cut_at_the_hyphen() {
        check("a Lowport-based firm", "a|Lowport|-|based|firm");
        check("the 34-year-old", "the|34|-|year|-|old");
    }

    #[test]
    fn abbreviations_keep_their_stops() {
        check("Mr. Hale of the U.S. at 5 p.m. today", "Mr.|Hale|of|the|U.S.|at|5|p.m.|today");
        check("J. R. Moss left. He", "J.|R.|Moss|left|.|He");
        check("the end.The next", "the|end|.|The|next");
    }

    #[test]
    fn outlets_and_addresses_are_one_token() {
        check("Harbor.News says", "Harbor.News|says");
        check(
            "see https://a.example/x?y=1, or mail ann@b.example.",
            "see|https://a.example/x?y=1|,|or|mail|ann@b.example|.",
        );
        check("@mina and #LowTide but 5 @ 3", "@mina|and|#LowTide|but|5|@|3");
    }

    #[test]
    fn numbers_keep_their_separators() {
        check("1,204.5 at 10:30, in 2nd.", "1,204.5|at|10:30|,|in|2nd|.");
        check("$5m and 3%", "$|5m|and|3|%");
    }

    #[test]
    fn runs_of_dots_and_dashes_are_one() {
        check("well... yes -- no—maybe…", "well|...|yes|--|no|—|maybe|…");
        check("``yes'' he said", "``|yes|''|he|said");
    }

    #[test]
    fn an_emoji_sequence_is_one_symbol() {
        check("go 👷‍♀️ go", "go|👷‍♀️|go");
    }
}
