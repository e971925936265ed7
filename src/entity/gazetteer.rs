//! Names known by heart: a finite state transducer from lower-cased names to what they may stand for.
//!
//! `training/` writes the file; both sides share the layout of [`Entry`]. Sources and licences: `models/PROVENANCE.md`.

use fst::raw::{Fst, Node, Output};
use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!("../../models/gazetteer.fst");

static NAMES: LazyLock<Fst<&'static [u8]>> =
    LazyLock::new(|| Fst::new(BYTES).expect("the embedded gazetteer is what training/ wrote"));

/// What a name may stand for, as bits: the low 16 bits are [`Flag`]s, bits 16–18 a [`LetterCase`], bit 19 whether a city has no namesake of weight, bits
/// 20–21 its size, bits 22–23 a [`Gender`], bits 24–31 a country (0 = none), the upper 32 bits a GeoNames id (0 = none).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry(pub u64);

/// Codes of ISO 3166, in the order that entries count them.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW \
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CS CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO \
    IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG \
    MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK \
    PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC \
    TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// One thing that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// A country, or another name of it.
    Country = 0,
    /// A city.
    City = 1,
    /// A state, province, region, sea.
    Region = 2,
    /// A nationality, people, creed, party affiliation.
    Group = 3,
    /// A company.
    Company = 4,
    /// A football club.
    Club = 5,
    /// A newspaper, agency, broadcaster.
    Outlet = 6,
    /// Another body.
    Body = 7,
    /// A word that stands before a name.
    Title = 8,
    /// A first name.
    First = 9,
    /// A common first name.
    CommonFirst = 10,
    /// A surname.
    Last = 11,
    /// A common surname.
    CommonLast = 12,
    /// The end of a company's name: "Ltd".
    Suffix = 13,
    /// A person by the full name.
    Person = 14,
    /// A capital.
    Capital = 15,
}

/// How a word is written in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterCase {
    /// Not seen.
    Unknown,
    /// Hardly ever with a capital: a common word.
    Lower,
    /// More often without.
    MostlyLower,
    /// Either.
    Mixed,
    /// More often with a capital.
    MostlyUpper,
    /// Hardly ever without: a name.
    Upper,
}

/// Which gender a first name goes with, as far as one can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// Given to men.
    Male = 1,
    /// Given to women.
    Female = 2,
}

impl Entry {
    /// Whether the name may stand for that.
    pub fn is(self, flag: Flag) -> bool {
        self.0 >> flag as u32 & 1 == 1
    }

    /// Whether the name may stand for any of these.
    pub fn is_any(self, flags: &[Flag]) -> bool {
        flags.iter().any(|flag| self.is(*flag))
    }

    /// All its flags, as bits.
    pub fn kinds(self) -> u16 {
        self.0 as u16
    }

    /// How the word is written in running text.
    pub fn letter_case(self) -> LetterCase {
        match self.0 >> 16 & 7 {
            1 => LetterCase::Lower,
            2 => LetterCase::MostlyLower,
            3 => LetterCase::Mixed,
            4 => LetterCase::MostlyUpper,
            5 => LetterCase::Upper,
            _ => LetterCase::Unknown,
        }
    }

    /// Whether the word is an ordinary word rather than a name.
    pub fn is_common_word(self) -> bool {
        matches!(self.letter_case(), LetterCase::Lower | LetterCase::MostlyLower)
    }

    /// 0 = small or no city, 3 = more than a million people.
    pub fn city_size(self) -> u8 {
        (self.0 >> 20 & 3) as u8
    }

    /// The gender that a first name goes with; `None` if unknown or both.
    pub fn gender(self) -> Option<Gender> {
        match self.0 >> 22 & 3 {
            1 => Some(Gender::Male),
            2 => Some(Gender::Female),
            _ => None,
        }
    }

    /// With a gender.
    #[must_use]
    pub fn with_gender(self, gender: Gender) -> Self {
        Self(self.0 | (gender as u64) << 22)
    }

    /// The GeoNames id.
    pub fn geonames(self) -> Option<u32> {
        Some((self.0 >> 32) as u32).filter(|id| *id != 0)
    }

    /// The country that it is, is in, or is the people of: its code in ISO 3166.
    pub fn country(self) -> Option<&'static str> {
        let index = ((self.0 >> 24 & 0xFF) as usize).checked_sub(1)?;
        COUNTRIES.get(3 * index..3 * index + 2)
    }

    /// With the country of that code, unless it has one.
    #[must_use]
    pub fn with_country(self, code: &str) -> Self {
        match COUNTRIES.split(' ').position(|country| country == code) {
            Some(index) if self.country().is_none() => Self(self.0 | (index as u64 + 1) << 24),
            _ => self,
        }
    }

    /// Whether its city has no namesake of weight.
    pub fn is_distinct(self) -> bool {
        self.0 >> 19 & 1 == 1
    }

    /// As a city without a namesake of weight.
    #[must_use]
    pub fn distinct(self) -> Self {
        Self(self.0 | 1 << 19)
    }

    /// With another flag.
    #[must_use]
    pub fn with(self, flag: Flag) -> Self {
        Self(self.0 | 1 << flag as u32)
    }

    /// With a letter case.
    #[must_use]
    pub fn with_letter_case(self, case: LetterCase) -> Self {
        Self(self.0 & !(7 << 16) | (case as u64) << 16)
    }

    /// With the size of a city.
    #[must_use]
    pub fn with_city_size(self, size: u8) -> Self {
        Self(self.0 | u64::from(size & 3) << 20)
    }

    /// With a GeoNames id, unless it has one.
    #[must_use]
    pub fn with_geonames(self, id: u32) -> Self {
        if self.geonames().is_some() { self } else { Self(self.0 | u64::from(id) << 32) }
    }
}

/// A walk through the names, fed with one word after the other.
#[derive(Clone)]
pub struct Walk {
    node: Option<Node<'static>>,
    output: Output,
    words: usize,
}

impl Walk {
    /// At the beginning of all names.
    pub fn start() -> Self {
        Self { node: Some(NAMES.root()), output: Output::zero(), words: 0 }
    }

    /// Feeds the next word, in any letter case; the entry of the name that ends with it, if one does. After a `None` from [`Walk::alive`] there is
    /// nothing more to find.
    pub fn feed(&mut self, word: &str) -> Option<Entry> {
        if self.words > 0 {
            self.byte(b' ');
        }
        self.words += 1;
        if word.is_ascii() {
            word.bytes().for_each(|byte| self.byte(byte.to_ascii_lowercase()));
        } else {
            self.letters(word);
        }
        let node = self.node.as_ref()?;
        node.is_final().then(|| Entry(self.output.cat(node.final_output()).value()))
    }

    fn letters(&mut self, word: &str) {
        for c in word.chars() {
            for lower in c.to_lowercase() {
                let plain = if lower == '’' { '\'' } else { lower };
                let mut buffer = [0; 4];
                plain.encode_utf8(&mut buffer).bytes().for_each(|byte| self.byte(byte));
            }
        }
    }

    /// Whether a longer name may still be found.
    pub fn alive(&self) -> bool {
        self.node.is_some()
    }

    /// Whether a name goes on after the words so far.
    pub fn goes_on(&self) -> bool {
        self.node.is_some_and(|node| node.find_input(b' ').is_some())
    }

    fn byte(&mut self, byte: u8) {
        let Some(node) = self.node else { return };
        self.node = node.find_input(byte).map(|at| {
            let transition = node.transition(at);
            self.output = self.output.cat(transition.out);
            NAMES.node(transition.addr)
        });
    }
}

/// The entry of one word.
pub fn word(word: &str) -> Entry {
    Walk::start().feed(word).unwrap_or_default()
}

/// The entry of a name of several words, separated by single blanks.
pub fn name(name: &str) -> Entry {
    let mut walk = Walk::start();
    name.split(' ').map(|word| walk.feed(word)).last().flatten().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_what_they_are() {
        assert!(word("Norway").is(Flag::Country) && word("NORWAY").is(Flag::Country));
        assert!(name("new york").is(Flag::City) && name("New York").city_size() == 3);
        assert!(word("Norwegian").is(Flag::Group) && word("norwegians").is(Flag::Group));
        assert!(word("Ann").is(Flag::CommonFirst) && word("Oslo").is(Flag::Capital));
        assert!(word("table").is_common_word() && !word("table").is(Flag::Last));
        assert_eq!(word("qqqq"), Entry::default());
    }

    #[test]
    fn a_walk_finds_the_longest_name() {
        let mut walk = Walk::start();
        assert!(walk.feed("United").is_some_and(|entry| !entry.is(Flag::Country)) || walk.alive());
        assert!(walk.feed("Kingdom").is_some_and(|entry| entry.is(Flag::Country)));
        assert!(walk.feed("qqqq").is_none() && !walk.alive());
    }
}
