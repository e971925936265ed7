//! From bytes to the units that consumers count in.

use super::span::Span;

/// What an offset counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OffsetUnit {
    /// Unicode code points (Python, W3C Web Annotation).
    CodePoint,
    /// UTF-16 code units (JavaScript, Java, C#).
    Utf16,
    /// Bytes of UTF-8 (Rust, Go).
    Utf8,
}

/// An index over one text that turns byte offsets into other units in logarithmic time.
#[derive(Clone, Debug)]
pub struct Offsets {
    /// Each character that is longer than one byte: (byte after it, bytes more than code points up to there, bytes more than UTF-16 units).
    wide: Vec<(u32, u32, u32)>,
}

impl Offsets {
    /// Indexes `text`.
    pub fn new(text: &str) -> Self {
        let (mut code_points, mut utf16) = (0, 0);
        let wide = text
            .char_indices()
            .filter(|(_, c)| !c.is_ascii())
            .map(|(at, c)| {
                code_points += c.len_utf8() as u32 - 1;
                utf16 += (c.len_utf8() - c.len_utf16()) as u32;
                ((at + c.len_utf8()) as u32, code_points, utf16)
            })
            .collect();
        Self { wide }
    }

    /// `span` in `unit`, as (start, end).
    pub fn convert(&self, span: Span, unit: OffsetUnit) -> (usize, usize) {
        (self.at(span.start(), unit), self.at(span.end(), unit))
    }

    fn at(&self, byte: usize, unit: OffsetUnit) -> usize {
        let passed = self.wide.partition_point(|&(after, ..)| after as usize <= byte);
        let Some(&(_, code_points, utf16)) = passed.checked_sub(1).map(|last| &self.wide[last]) else { return byte };
        match unit {
            OffsetUnit::CodePoint => byte - code_points as usize,
            OffsetUnit::Utf16 => byte - utf16 as usize,
            OffsetUnit::Utf8 => byte,
        }
    }
}
