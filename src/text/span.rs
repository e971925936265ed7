//! Half-open ranges, typed by what they count.

use std::ops::Range;

/// A half-open range of UTF-8 bytes in [`Document::text`](super::Document::text); both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The range `start..end`, in bytes.
    #[track_caller]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends before it starts: {start}..{end}");
        assert!(u32::try_from(end).is_ok(), "a span ends beyond 4 GiB: {end}");
        Self { start: start as u32, end: end as u32 }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a byte range.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }
}

/// A half-open range of indices into [`Document::tokens`](super::Document::tokens).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    start: u32,
    end: u32,
}

impl TokenRange {
    /// The range `start..end`, in tokens.
    #[track_caller]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a token range ends before it starts: {start}..{end}");
        Self { start: start as u32, end: end as u32 }
    }

    /// First token.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last token.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no token.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the token at `index` lies inside.
    pub fn contains(self, index: usize) -> bool {
        self.range().contains(&index)
    }

    /// Whether the two share a token.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// As an index range.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }
}
