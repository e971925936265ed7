//! American states as newspapers shorten them: `Fla.`, `N.Y.`

use super::gazetteer::{self, Flag};

/// Short form by the style of American agencies, name, GeoNames id (CC BY 4.0). States that agencies write out are missing.
const SHORT: &[(&str, &str, u32)] = &[
    ("Ala.", "Alabama", 4_829_764),
    ("Ariz.", "Arizona", 5_551_752),
    ("Ark.", "Arkansas", 4_099_753),
    ("Calif.", "California", 5_332_921),
    ("Colo.", "Colorado", 5_417_618),
    ("Conn.", "Connecticut", 4_831_725),
    ("D.C.", "District of Columbia", 4_138_106),
    ("Del.", "Delaware", 4_142_224),
    ("Fla.", "Florida", 4_155_751),
    ("Ga.", "Georgia", 4_197_000),
    ("Ill.", "Illinois", 4_896_861),
    ("Ind.", "Indiana", 4_921_868),
    ("Kan.", "Kansas", 4_273_857),
    ("Ky.", "Kentucky", 6_254_925),
    ("La.", "Louisiana", 4_331_987),
    ("Mass.", "Massachusetts", 6_254_926),
    ("Md.", "Maryland", 4_361_885),
    ("Mich.", "Michigan", 5_001_836),
    ("Minn.", "Minnesota", 5_037_779),
    ("Miss.", "Mississippi", 4_436_296),
    ("Mo.", "Missouri", 4_398_678),
    ("Mont.", "Montana", 5_667_009),
    ("N.C.", "North Carolina", 4_482_348),
    ("N.D.", "North Dakota", 5_690_763),
    ("N.H.", "New Hampshire", 5_090_174),
    ("N.J.", "New Jersey", 5_101_760),
    ("N.M.", "New Mexico", 5_481_136),
    ("N.Y.", "New York", 5_128_638),
    ("Neb.", "Nebraska", 5_073_708),
    ("Nev.", "Nevada", 5_509_151),
    ("Okla.", "Oklahoma", 4_544_379),
    ("Ore.", "Oregon", 5_744_337),
    ("Pa.", "Pennsylvania", 6_254_927),
    ("R.I.", "Rhode Island", 5_224_323),
    ("S.C.", "South Carolina", 4_597_040),
    ("S.D.", "South Dakota", 5_769_223),
    ("Tenn.", "Tennessee", 4_662_168),
    ("Tex.", "Texas", 4_736_286),
    ("Va.", "Virginia", 6_254_928),
    ("Vt.", "Vermont", 5_242_283),
    ("W.Va.", "West Virginia", 4_826_850),
    ("Wash.", "Washington", 5_815_135),
    ("Wis.", "Wisconsin", 5_279_468),
    ("Wyo.", "Wyoming", 5_843_591),
];

/// The name of the state that is shortened so.
pub(super) fn full_name(short: &str) -> Option<&'static str> {
    find(short).map(|(_, name, _)| *name)
}

/// The GeoNames id of the state that is shortened so.
pub(super) fn geonames(short: &str) -> Option<u32> {
    find(short).map(|(_, _, id)| *id)
}

fn find(short: &str) -> Option<&'static (&'static str, &'static str, u32)> {
    SHORT.binary_search_by_key(&short, |(short, _, _)| short).ok().map(|index| &SHORT[index])
}

/// `D-N.Y.`: the party and the state of an American politician, which are no name. The name of the state.
pub(super) fn of_affiliation(word: &str) -> Option<&str> {
    let state = ["D-", "R-", "I-"].iter().find_map(|party| word.strip_prefix(party))?;
    full_name(state).or_else(|| is_state(state).then_some(state))
}

fn is_state(name: &str) -> bool {
    let entry = gazetteer::name(name);
    entry.is(Flag::Region) && entry.country() == Some("US")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_found() {
        assert!(SHORT.is_sorted());
        assert_eq!(full_name("Fla."), Some("Florida"));
        assert_eq!((full_name("Florida"), geonames("Fla.")), (None, Some(4_155_751)));
    }

    #[test]
    fn party_and_state_are_told() {
        let states = ["D-N.Y.", "R-Ohio", "D-Day", "Ohio"].map(of_affiliation);
        assert_eq!(states, [Some("New York"), Some("Ohio"), None, None]);
    }
}
