//! What the lower-cased pieces have lost: how a word is written, and whether it stands between quotation marks.

/// Where a word stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoted {
    /// In plain text.
    #[default]
    No,
    /// Between double marks.
    Double,
    /// Between single ones.
    Single,
}

/// Ways to write a word; 0 is kept for what is no word.
const SHAPES: u32 = 12;

/// How many marks there are: a shape by a place.
pub const MARKS: usize = SHAPES as usize * 3;

/// The mark of `word`; `first` if it is the first one of its sentence.
pub fn mark(word: &str, first: bool, quoted: Quoted) -> u32 {
    let place = match quoted {
        Quoted::No => 0,
        Quoted::Double => 1,
        Quoted::Single => 2,
    };
    shape(word, first) + SHAPES * place
}

fn shape(word: &str, first: bool) -> u32 {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let digits = word.contains(|c: char| c.is_ascii_digit());
    let Some(initial) = letters.next() else { return if digits { 6 } else { 8 } };
    if digits {
        return 7;
    }
    if word.ends_with('.') && initial.is_uppercase() {
        return 10;
    }
    let (mut upper, mut lower) = (0, 0);
    for letter in letters {
        upper += usize::from(letter.is_uppercase());
        lower += usize::from(letter.is_lowercase());
    }
    match (initial.is_uppercase(), upper, lower) {
        (true, 0, 0) => 4,
        (true, _, 0) => 3,
        (true, 0, _) => 2 + 7 * u32::from(first),
        (false, 0, _) if initial.is_lowercase() => 1,
        (_, 1.., _) => 5,
        _ => 11,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_their_letters() {
        let shapes = |words: &[&str]| words.iter().map(|word| mark(word, false, Quoted::No)).collect::<Vec<_>>();
        assert_eq!(
            shapes(&["said", "Lund", "WHO", "A", "McKay", "1,200", "G7", "“", "U.S.", "京"]),
            [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]
        );
    }

    #[test]
    fn the_first_word_of_a_sentence_has_a_mark_of_its_own() {
        assert_eq!((mark("Lund", true, Quoted::No), mark("WHO", true, Quoted::No)), (9, 3));
    }

    #[test]
    fn quoted_words_have_marks_of_their_own() {
        assert_eq!((mark("said", false, Quoted::Double), mark("said", false, Quoted::Single)), (13, 25));
        assert!(mark("京", false, Quoted::Single) < MARKS as u32);
    }
}
