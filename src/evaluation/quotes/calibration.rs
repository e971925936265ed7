//! Whether a confidence of 0.9 is right nine times in ten.

use super::Judgement;

/// Number of bins of equal width.
const BINS: usize = 10;

/// The guesses whose confidence lies in one tenth of the scale.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// How many there are.
    pub count: usize,
    /// How many of them are right.
    pub right: usize,
    /// Sum of their confidences.
    pub confidence: f64,
}

/// The bins, from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration(pub [Bin; BINS]);

impl Calibration {
    /// Of contents: is it a quote?
    pub fn of_contents<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> Self {
        Self::of(judgements.into_iter().map(|judgement| (judgement.content_confidence, judgement.right)))
    }

    /// Of speakers, where the quote is one and somebody was found.
    pub fn of_speakers<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> Self {
        let found = judgements.into_iter().filter(|judgement| judgement.speaker_confidence > 0.0);
        let pairs = found.filter_map(|judgement| Some((judgement.speaker_confidence, judgement.speaker_right?)));
        Self::of(pairs)
    }

    fn of(guesses: impl Iterator<Item = (f32, bool)>) -> Self {
        let mut calibration = Self::default();
        for (confidence, right) in guesses {
            let bin = &mut calibration.0[((confidence * BINS as f32) as usize).min(BINS - 1)];
            bin.count += 1;
            bin.right += usize::from(right);
            bin.confidence += f64::from(confidence);
        }
        calibration
    }

    /// How far confidence and share of right guesses lie apart, weighed by the number of guesses.
    pub fn expected_error(&self) -> f64 {
        let all: usize = self.0.iter().map(|bin| bin.count).sum();
        let gap: f64 = self.0.iter().map(|bin| (bin.confidence - bin.right as f64).abs()).sum();
        if all == 0 { 0.0 } else { gap / all as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(confidence: f32, right: bool) -> Judgement {
        Judgement {
            quote: 0,
            rule: "r",
            content_confidence: confidence,
            speaker_confidence: 0.5,
            right,
            speaker_right: right.then_some(false),
            named_right: None,
        }
    }

    #[test]
    fn the_error_is_the_gap_in_each_bin() {
        let guesses = [judgement(0.95, true), judgement(0.95, false), judgement(0.15, false)];
        let error = Calibration::of_contents(&guesses).expected_error();
        assert!((error - (0.9 + 0.15) / 3.0).abs() < 1e-6, "{error}");
        assert!((Calibration::of_speakers(&guesses).expected_error() - 0.5).abs() < 1e-6);
    }

    #[test]
    fn nothing_is_no_error() {
        assert!(Calibration::of_contents([]).expected_error().abs() < 1e-9);
    }
}
