//! Word clusters: words that keep the same company have the same number. Made from counts over public text (`models/PROVENANCE.md`).

use crate::model::{Table, build_table};

/// Fingerprint, coarse cluster, fine cluster, padding.
const SLOT: usize = 8;

/// The clusters of words.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'a> {
    table: Table<'a, SLOT>,
}

/// The clusters of one word; zeros if it is in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clusters {
    /// Of about a hundred.
    pub coarse: u8,
    /// Of about six hundred.
    pub fine: u16,
}

impl<'a> Lexicon<'a> {
    /// Reads what [`Lexicon::build`] wrote.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        Table::new(bytes).map(|table| Self { table })
    }

    /// The clusters of the lower-cased word with this hash.
    #[inline]
    pub fn get(&self, lower: u64) -> Clusters {
        self.table.get(lower).map_or_else(Clusters::default, |payload| Clusters {
            coarse: payload[0],
            fine: u16::from_le_bytes([payload[1], payload[2]]),
        })
    }

    /// Writes a lexicon; words by their hashes.
    pub fn build(words: &[(u64, Clusters)]) -> Vec<u8> {
        let rows: Vec<(u64, Vec<u8>)> = words
            .iter()
            .map(|(word, clusters)| {
                let fine = clusters.fine.to_le_bytes();
                (*word, vec![clusters.coarse, fine[0], fine[1], 0])
            })
            .collect();
        build_table::<SLOT>(&rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash;

    #[test]
    fn words_keep_their_clusters() {
        let bytes = Lexicon::build(&[
            (hash("harbour"), Clusters { coarse: 7, fine: 599 }),
            (hash("quay"), Clusters::default()),
        ]);
        let lexicon = Lexicon::new(&bytes).expect("whole");
        assert_eq!(lexicon.get(hash("harbour")), Clusters { coarse: 7, fine: 599 });
        assert_eq!(lexicon.get(hash("unheard")), Clusters::default());
    }
}
