//! A read-only hash table in a byte slice: each slot is a fingerprint and a payload side by side, so that a lookup costs one cache line.

use super::features::mix;

/// Bytes of the fingerprint in front of each payload.
pub(super) const PRINT: usize = 4;

/// How full a table is built: fuller is smaller, emptier is faster.
const LOAD_PERCENT: usize = 80;

/// One slot of a table: four bytes of fingerprint (all zero: empty), then the payload.
pub type Slot<const S: usize> = [u8; S];

/// A table of `S`-byte slots over borrowed bytes.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a, const S: usize> {
    slots: &'a [Slot<S>],
}

impl<'a, const S: usize> Table<'a, S> {
    /// Reads what [`build_table`] wrote; `None` if the bytes are no whole number of slots, or have no empty one (a search would not end).
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let (slots, rest) = bytes.as_chunks::<S>();
        let has_gap = slots.iter().any(|slot| slot[..PRINT] == [0; PRINT]);
        (rest.is_empty() && has_gap).then_some(Self { slots })
    }

    /// Looks at the first slot in which `key` may be. A caller with many keys looks for all of them first: so the memory behind them is fetched at
    /// once, and not one after the other.
    #[inline]
    pub fn look(&self, key: u64) -> Search {
        let (at, print) = place(key, self.slots.len());
        Search { at, print, found: self.print_at(at) }
    }

    /// The slot that the search is for. Two keys in 2^32 are taken for each other.
    #[inline]
    pub fn follow(&self, search: Search) -> Option<&'a Slot<S>> {
        let Search { mut at, print, mut found } = search;
        loop {
            if found == print {
                return Some(&self.slots[at]);
            }
            if found == 0 {
                return None;
            }
            at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
            found = self.print_at(at);
        }
    }

    /// The payload stored under `key`.
    #[inline]
    pub fn get(&self, key: u64) -> Option<&'a [u8]> {
        self.follow(self.look(key)).map(|slot| &slot[PRINT..])
    }

    #[inline]
    fn print_at(&self, at: usize) -> u32 {
        let slot = &self.slots[at];
        u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]])
    }
}

/// A search for a key, begun.
#[derive(Clone, Copy, Debug, Default)]
pub struct Search {
    at: usize,
    print: u32,
    /// The fingerprint in the slot at `at`.
    found: u32,
}

/// Where the search for `key` begins among `slots`, and its fingerprint, which is never zero.
#[inline]
fn place(key: u64, slots: usize) -> (usize, u32) {
    let spread = mix(0x7AB1E, key);
    let at = ((u128::from(spread) * slots as u128) >> 64) as usize;
    (at, spread as u32 | 1)
}

/// Writes a table. `payload` of each row has `S - 4` bytes; the order of `rows` decides between keys that meet, so equal rows give equal bytes.
///
/// # Panics
/// If a payload has another length.
pub fn build_table<const S: usize>(rows: &[(u64, Vec<u8>)]) -> Vec<u8> {
    let slots = rows.len() * 100 / LOAD_PERCENT + 1;
    let mut bytes = vec![[0u8; S]; slots];
    for (key, payload) in rows {
        let (mut at, print) = place(*key, slots);
        while bytes[at][..PRINT] != [0; PRINT] {
            at = (at + 1) % slots;
        }
        bytes[at][..PRINT].copy_from_slice(&print.to_le_bytes());
        bytes[at][PRINT..].copy_from_slice(payload);
    }
    bytes.into_flattened()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash;

    #[test]
    fn what_was_stored_is_found_and_nothing_else() {
        let rows: Vec<(u64, Vec<u8>)> =
            (0..5000u16).map(|n| (hash(&format!("key {n}")), n.to_le_bytes().to_vec())).collect();
        let bytes = build_table::<6>(&rows);
        let table = Table::<6>::new(&bytes).expect("whole slots");
        for (key, payload) in &rows {
            assert_eq!(table.get(*key), Some(payload.as_slice()));
        }
        let strangers = (0..5000).filter(|n| table.get(hash(&format!("stranger {n}"))).is_some()).count();
        assert_eq!(strangers, 0);
    }

    #[test]
    fn an_empty_table_finds_nothing() {
        let bytes = build_table::<16>(&[]);
        assert_eq!(Table::<16>::new(&bytes).and_then(|table| table.get(1)), None);
    }

    #[test]
    fn bytes_that_are_no_table_are_refused() {
        assert!(Table::<16>::new(&[0; 17]).is_none());
        assert!(Table::<16>::new(&[1; 32]).is_none(), "no gap: a search would never end");
        assert!(Table::<16>::new(&[]).is_none());
    }
}
