//! What the encoder takes for names.

use super::{Found, Name};
use crate::reading::Reading;
use crate::reading::labels::NAMES;
use crate::text::TokenRange;

/// The kinds of the encoder's labels, in their order.
const KINDS: [Name; (NAMES.len() - 1) / 2] =
    [Name::Person, Name::Organization, Name::Place, Name::Group, Name::Event, Name::Product, Name::Work];

/// The names that the encoder has read, in text order.
pub(in crate::entity) fn read(reading: &Reading) -> Vec<Found> {
    let names = reading.passages().iter().flat_map(|passage| {
        passage.names().into_iter().map(|stretch| Found {
            tokens: TokenRange::new(passage.tokens.start() + stretch.start, passage.tokens.start() + stretch.end),
            name: KINDS[stretch.kind - 1],
            confidence: stretch.confidence,
        })
    });
    names.collect()
}

/// How likely the encoder finds it that `tokens` are one name of that kind; nothing where it has not read.
pub(in crate::entity) fn probability(reading: &Reading, tokens: TokenRange, name: Name) -> Option<f32> {
    let passage = reading.passage_at(tokens.start()).filter(|passage| tokens.end() <= passage.tokens.end())?;
    let kinds = (0..KINDS.len()).filter(|kind| KINDS[*kind].coarse() == name);
    kinds.map(|kind| passage.name(tokens, kind)).reduce(f32::max)
}
