//! Words that keep a full stop, and words that tell whether a sentence ends behind one.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Stand before a name: a sentence never ends behind them.
const BEFORE_NAMES: &str = "Mr Mrs Ms Mx Dr Prof St Ste Sen Rep Gov Gen Lt Col Maj Capt Cpl Sgt Cmdr Adm Brig Rev Fr Hon Pres Supt Insp Det Cllr Messrs Mme Mlle \
    Sec Atty Msgr Ald Asst Dir Mt Ft No Nos vs v Art Sr Sra";

/// May stand at the end of a sentence.
const ANYWHERE: &str = "Inc Ltd Co Corp Cos Bros Jr Sr Ph.D Esq Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun \
    Ave Blvd Rd Dept Univ Assn Ariz Ark Calif Colo Conn Del Fla Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo \
    Ga Ala etc al est approx ca cf e.g i.e ed eds pp vol";

/// Clipped words that begin with an apostrophe.
const CLIPPED: &[&str] = &["em", "tis", "twas", "til", "cause", "cos", "bout", "n"];

/// Words that begin a sentence more often than they go on after an abbreviation.
const STARTERS: &str = "The A An He She It They We I You In On At But And Or So If As For From After Before When While Since Although However His Her Its Their Our \
    This That These Those There Then Now Some Many Most Both All No Not Such Under Over Last Next Among According Police Officials Analysts Critics Two Three \
    Four Five Six What Who Why How Where With By To Until Because Earlier Later Meanwhile Asked Still Yet Also Several Another One Each Despite During";

/// Endings of domain names that outlets carry in their names.
const DOMAINS: &str = "com org net info gov edu int io tv news press media today world online live eu uk de fr it es pl ru ua az am ge by kz uz tr gr ro bg rs hr \
    cz sk hu at ch nl be se no fi dk is ie pt ca us mx br ar cl co pe za ng ke gh eg ma il ir iq sa ae in pk bd lk np cn hk tw jp kr sg my ph vn th id au nz af md \
    mn kg tj tm lv lt ee cy mt lu me mk al ba si";

fn lexicon(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

static BEFORE_NAMES_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| lexicon(BEFORE_NAMES));
static ANYWHERE_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| lexicon(ANYWHERE));
static STARTERS_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| lexicon(STARTERS));
static DOMAINS_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| lexicon(DOMAINS));

/// Whether the full stop between `word` and `after` belongs to the word.
pub(super) fn keeps_stop(word: &str, after: &str) -> bool {
    if after.starts_with('.') {
        return false;
    }
    let mut next = after.trim_start_matches([' ', '\u{a0}']).chars();
    let first = next.next();
    let capital = first.is_some_and(char::is_uppercase);
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    if initial {
        // "J. Moss", "J. R. Moss"; not "and I. Then".
        return capital && after.starts_with(' ') && (word != "I" || next.next() == Some('.'));
    }
    match word {
        // Words of their own as well: only before a number or a name.
        "No" | "Nos" | "Art" => first.is_some_and(|c| c.is_ascii_digit()),
        "St" | "Mt" | "Ft" | "v" | "Fr" | "Col" | "Hon" | "Dir" | "Sec" => capital,
        "Sun" | "Sat" | "Mar" | "Miss" | "Mass" | "Ill" | "Ore" | "Wash" | "Del" | "Mon" | "Wed" | "Fri" | "Dec"
        | "Co" | "al" | "ed" | "Ind" | "est" | "ca" | "La" | "Pa" | "Mo" => {
            first.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit() || c == ',' || c == ')')
        }
        _ => BEFORE_NAMES_SET.contains(word) || ANYWHERE_SET.contains(word),
    }
}

/// Whether a sentence may end behind `abbreviation`, which ends in a full stop, when `next` follows.
pub(super) fn may_end_sentence(abbreviation: &str, next: &str) -> bool {
    let word = abbreviation.trim_end_matches('.');
    let initial = word.chars().count() == 1;
    !initial && !BEFORE_NAMES_SET.contains(word) && STARTERS_SET.contains(next)
}

/// Whether `run`, which follows an apostrophe, is a clipped word ("'em").
pub(super) fn is_clipped(run: &str) -> bool {
    CLIPPED.iter().any(|word| run.eq_ignore_ascii_case(word))
}

/// Whether `word.suffix` is the name of an outlet or a site rather than two sentences without a blank.
pub(super) fn is_domain(word: &str, suffix: &str) -> bool {
    let lower = suffix.to_ascii_lowercase();
    let known = suffix.len() >= 2 && DOMAINS_SET.contains(lower.as_str());
    let capitalised = suffix.starts_with(char::is_uppercase);
    let shouted = suffix.len() > 1 && suffix.bytes().all(|byte| byte.is_ascii_uppercase());
    // "the end.It was": a sentence starter with a capital, after a word without one.
    let sentence = capitalised && !shouted && (STARTERS_SET.contains(suffix) || word.starts_with(char::is_lowercase));
    known && !sentence && (word.len() > 2 || !capitalised)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_never_ends_a_sentence_and_a_company_suffix_may() {
        assert!(!may_end_sentence("Mr.", "The"));
        assert!(may_end_sentence("Inc.", "The"));
        assert!(!may_end_sentence("Inc.", "Chief"));
        assert!(may_end_sentence("p.m.", "He"));
    }

    #[test]
    fn a_missing_blank_is_no_domain() {
        assert!(is_domain("Harbor", "News"));
        assert!(is_domain("harbor", "example") == DOMAINS_SET.contains("example"));
        assert!(!is_domain("harbor", "It"));
        assert!(!is_domain("away", "He"));
    }
}
