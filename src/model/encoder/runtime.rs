//! Runs the encoder's graph.

use super::{LONGEST, Sequence, Vocabulary};
use crate::model::{ModelError, ModelFile};
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, ValueOrView};
use rten_tensor::{NdTensor, NdTensorView};
use std::sync::Arc;

/// The version of pieces and marks that a model must have been trained with.
pub const VERSION: u32 = 1;

/// Pieces of a batch at most, padding included: larger ones are hardly faster, and cost memory.
const BATCH: usize = 384;

/// Pieces of padding in a batch at most: more cost as much time as another batch.
const PADDING: usize = 24;

/// What is added to the attention on padding.
const NEVER: f32 = -10_000.0;

thread_local! {
    /// The runtime moves its work to a pool. One thread each, so that threads that extract do not wait for each other.
    static POOL: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
}

/// A trained encoder.
pub struct Encoder {
    vocabulary: Vocabulary,
    model: Model,
    pieces: NodeId,
    marks: NodeId,
    positions: NodeId,
    bias: NodeId,
    logits: NodeId,
    labels: usize,
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Encoder").field("labels", &self.labels).finish_non_exhaustive()
    }
}

impl Encoder {
    /// Takes an encoder out of the bytes of a model file; `labels` are those of all tasks, one after the other.
    ///
    /// # Errors
    /// If the file is damaged, newer, or another model.
    pub fn new(bytes: &'static [u8], labels: &[&str]) -> Result<Self, ModelError> {
        let file = ModelFile::read(bytes)?;
        file.expect(labels, VERSION)?;
        let words = std::str::from_utf8(file.section("vocabulary")?)
            .map_err(|_| ModelError::Damaged("its vocabulary is no text"))?;
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load_static_slice(file.section("graph")?)
            .map_err(|_| ModelError::Damaged("its graph cannot be loaded"))?;
        let node = |name| model.find_node(name).ok_or(ModelError::Damaged("its graph lacks an input or output"));
        let (pieces, marks, positions) = (node("pieces")?, node("marks")?, node("positions")?);
        let (bias, logits) = (node("bias")?, node("logits")?);
        let vocabulary = Vocabulary::new(words);
        Ok(Self { vocabulary, pieces, marks, positions, bias, logits, labels: labels.len(), model })
    }

    /// How words are cut.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Labels `sequences`: for each word that has a place in its sequence, `seen` gets the index of the sequence, the index of the word and a
    /// score for each label, not normalised.
    pub fn label(&self, sequences: &[Sequence], mut seen: impl FnMut(usize, usize, &[f32])) {
        let mut order: Vec<usize> = (0..sequences.len()).filter(|index| !sequences[*index].words.is_empty()).collect();
        order.sort_by_key(|index| sequences[*index].pieces.len());
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(batch_size(rest.iter().map(|index| sequences[*index].pieces.len())));
            self.run(sequences, batch, &mut seen);
            rest = later;
        }
    }

    fn run(&self, sequences: &[Sequence], batch: &[usize], seen: &mut impl FnMut(usize, usize, &[f32])) {
        let length = batch.iter().map(|index| sequences[*index].pieces.len()).max().unwrap_or_default();
        debug_assert!(length <= LONGEST + 1, "sequences are cut");
        let mut pieces = NdTensor::<i32, 2>::zeros([batch.len(), length]);
        let mut marks = NdTensor::<i32, 2>::zeros([batch.len(), length]);
        let mut bias = NdTensor::<f32, 4>::full([batch.len(), 1, 1, length], NEVER);
        for (row, index) in batch.iter().enumerate() {
            let sequence = &sequences[*index];
            for (at, (piece, mark)) in sequence.pieces.iter().zip(&sequence.marks).enumerate() {
                pieces[[row, at]] = piece.cast_signed();
                marks[[row, at]] = mark.cast_signed();
                bias[[row, 0, 0, at]] = 0.0;
            }
        }
        let positions: Vec<i32> = (0..).take(length).collect();
        let inputs: Vec<(NodeId, ValueOrView<'_>)> = vec![
            (self.pieces, pieces.into()),
            (self.marks, marks.into()),
            (self.positions, NdTensor::from_data([1, length], positions).into()),
            (self.bias, bias.into()),
        ];
        let mut options = RunOptions::default();
        options.thread_pool = Some(POOL.with(Arc::clone));
        let [logits] = self.model.run_n(inputs, [self.logits], Some(options)).expect("the graph fits its inputs");
        let logits: NdTensorView<'_, f32, 3> = (&logits).try_into().expect("the graph gives a row for each piece");
        let mut scores = vec![0.0; self.labels];
        for (row, index) in batch.iter().enumerate() {
            for (word, first) in sequences[*index].words.iter().enumerate() {
                scores.iter_mut().enumerate().for_each(|(label, score)| *score = logits[[row, *first, label]]);
                seen(*index, word, &scores);
            }
        }
    }
}

/// How many of the sequences, given by their lengths from the shortest on, go into one batch. The last one is the longest, and the others are padded.
fn batch_size(lengths: impl Iterator<Item = usize>) -> usize {
    let totals = lengths.scan(0, |total, length| {
        *total += length;
        Some((length, *total))
    });
    let fits = |(index, (length, total)): &(usize, (usize, usize))| {
        let padded = length * (index + 1);
        padded <= BATCH && padded - total <= PADDING
    };
    totals.enumerate().take_while(fits).count().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_holds_sequences_of_about_one_length() {
        let size = |lengths: &[usize]| batch_size(lengths.iter().copied());
        assert_eq!(size(&[20, 21, 22, 22]), 4);
        assert_eq!(size(&[5, 6, 40, 41]), 2, "padding costs as much as reading");
        assert_eq!(size(&[40; 100]), BATCH / 40);
        assert_eq!(size(&[BATCH * 2]), 1, "one always goes");
    }
}
