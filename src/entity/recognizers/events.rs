//! Named events: `Hurricane Odile`, `World Cup`, `Second World War`, `Christmas`.
//!
//! Fires: `the Qorvat Marathon`. Does not: `the war`.

use super::{Candidate, Trust, Words};
use crate::entity::EntityKind;
use crate::text::TokenRange;

const HEADS: &[&str] = &[
    "Cup",
    "Olympics",
    "Championship",
    "Championships",
    "Games",
    "War",
    "Festival",
    "Marathon",
    "Summit",
    "Conference",
    "Open",
    "Masters",
    "Prix",
    "Revolution",
    "Uprising",
    "Expo",
    "Fair",
    "Treaty",
    "Accords",
    "Trophy",
    "Derby",
    "Intifada",
    "Forum",
    "Convention",
    "Tour",
];
const BEFORE: &[&str] = &["Operation", "Storm", "Battle"];
const STORMS: &[&str] = &["Hurricane", "Typhoon", "Cyclone"];
/// Words behind a storm that are not what it is called.
const NO_STORMS: &[&str] = &["Center", "Centre", "Season", "Hunters", "Research", "Warning", "Watch", "Relief"];
const ALONE: &[&str] = &[
    "Christmas",
    "Easter",
    "Ramadan",
    "Thanksgiving",
    "Halloween",
    "Hanukkah",
    "Passover",
    "Diwali",
    "Eid",
    "Euro",
    "Olympics",
    "Brexit",
    "Holocaust",
    "Paralympics",
    "Wimbledon",
    "Oktoberfest",
];

pub(super) fn recognize(words: &Words<'_>, runs: &[TokenRange], candidates: &mut Vec<Candidate>) {
    for &run in runs {
        for at in run.range() {
            let text = words.text(at);
            let event = |tokens: TokenRange, trust| Candidate::new(tokens, EntityKind::Event, trust, "event");
            if at > run.start() && HEADS.contains(&text) {
                candidates.push(event(TokenRange::new(run.start(), at + 1), Trust::Sure));
            }
            if BEFORE.contains(&text) && at + 1 < run.end() {
                candidates.push(event(TokenRange::new(at, run.end()), Trust::Sure));
            }
            if STORMS.contains(&text) && at + 1 < run.end() && !NO_STORMS.contains(&words.text(at + 1)) {
                let tokens = TokenRange::new(at, at + 2);
                candidates.push(Candidate::new(tokens, EntityKind::Event, Trust::Sure, "storm"));
            }
            if ALONE.contains(&text) && run.len() <= 2 && text != "Euro" {
                candidates.push(event(TokenRange::new(at, at + 1), Trust::Sure));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::testing::check;

    #[test]
    fn telling_words_make_events() {
        check("[event Hurricane Odile] stopped the [event World Cup] before [event Christmas].");
        check("The war stopped the cup.");
        check("The [organization National Hurricane Center] warned of [event Hurricane Odile] Tuesday.");
    }
}
