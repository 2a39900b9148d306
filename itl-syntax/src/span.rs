//! Places in a source text: byte ranges, and the lines and columns people read.

use std::fmt::Debug;
use std::slice::SliceIndex;

/// The part of `text` under `range`, which lies inside it and on character boundaries. Where it
/// does not, that is a mistake of this crate: a debug build stops, a release build goes on with
/// an empty text.
#[track_caller]
pub(crate) fn slice<R: SliceIndex<str, Output = str> + Clone + Debug>(text: &str, range: R) -> &str {
    debug_assert!(text.get(range.clone()).is_some(), "{range:?} is not part of a text of {} bytes", text.len());
    text.get(range).unwrap_or_default()
}

/// A half-open range of byte offsets in a source text.
///
/// Both ends always lie on character boundaries of the source they were made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    ///
    /// Sources longer than `u32::MAX` bytes are refused before a span is made, so the
    /// narrowing never loses anything.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// The text under the span; empty where the span does not fit `source`.
    pub fn of(self, source: &str) -> &str {
        source.get(self.range()).unwrap_or("")
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether nothing stands under the span.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies inside it.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values.
    pub column: u32,
}

/// Turns byte offsets of one source into lines, columns and UTF-16 offsets.
///
/// Built once per source in one pass; each look-up is a binary search and a walk over
/// one line.
///
/// ```
/// use itl_syntax::LineIndex;
/// let index = LineIndex::new("a\nü {{ x }}");
/// let at = index.position(5); // the first brace: `ü` takes two bytes
/// assert_eq!((at.line, at.column), (2, 3));
/// assert_eq!(index.utf16(5), 4);
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex<'s> {
    source: &'s str,
    /// Byte offset and UTF-16 offset of each line's first character.
    lines: Vec<(u32, u32)>,
}

impl<'s> LineIndex<'s> {
    /// Reads `source` once for its line starts. Lines end at LF; a CR before it belongs to
    /// the line.
    pub fn new(source: &'s str) -> Self {
        let mut lines = vec![(0, 0)];
        let (mut from, mut units) = (0, 0);
        for newline in memchr::memchr_iter(b'\n', source.as_bytes()) {
            units += utf16_len(slice(source, from..=newline));
            from = newline + 1;
            lines.push((from as u32, units));
        }
        Self { source, lines }
    }

    fn line_of(&self, offset: usize) -> (usize, (u32, u32)) {
        let line = self.lines.partition_point(|&(start, _)| start as usize <= offset).saturating_sub(1);
        (line, self.lines.get(line).copied().unwrap_or((0, 0)))
    }

    fn before(&self, line_start: u32, offset: usize) -> &'s str {
        let mut end = offset.min(self.source.len());
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        slice(self.source, line_start as usize..end)
    }

    /// Line and column of a byte offset; past the end, those of the end.
    pub fn position(&self, offset: usize) -> Position {
        let (line, (start, _)) = self.line_of(offset);
        let column = self.before(start, offset).chars().count();
        Position { line: line as u32 + 1, column: column as u32 + 1 }
    }

    /// The offset in UTF-16 units, as editors and JavaScript count, of a byte offset.
    pub fn utf16(&self, offset: usize) -> u32 {
        let (_, (start, units)) = self.line_of(offset);
        units + utf16_len(self.before(start, offset))
    }
}

fn utf16_len(text: &str) -> u32 {
    text.chars().map(|c| c.len_utf16() as u32).sum()
}
