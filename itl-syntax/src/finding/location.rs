//! Byte offsets as people and editors count them.

use crate::span::Span;

/// A range of a source in every unit that a reader may count in.
///
/// The numbers are wider than those of a [`Span`], since a place in a stream may lie further away
/// than a span reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// Offset of the first byte.
    pub start: u64,
    /// Offset after the last byte.
    pub end: u64,
    /// Offset of the first UTF-16 unit.
    pub utf16_start: u64,
    /// Offset after the last UTF-16 unit.
    pub utf16_end: u64,
    /// Offset of the first Unicode scalar value, as Python counts.
    pub scalar_start: u64,
    /// Offset after the last Unicode scalar value.
    pub scalar_end: u64,
    /// Line of the start, from 1.
    pub line: u64,
    /// Column of the start, from 1, in Unicode scalar values.
    pub column: u64,
}

/// Where one offset stands.
#[derive(Clone, Copy, Debug)]
struct Point {
    utf16: u32,
    scalar: u32,
    line: u32,
    column: u32,
}

/// The locations of some spans, found in one pass over each text however many spans there are.
#[derive(Debug)]
pub struct Locations<'n>(Vec<(Option<&'n str>, u32, Point)>);

impl<'n> Locations<'n> {
    /// Locates `wanted`: spans with the partial whose text they count in, `None` for the template
    /// itself. `text` returns each of these texts.
    ///
    /// An offset inside a character counts as that of the next one, an offset past the end as
    /// the end.
    pub fn new<'s>(
        wanted: impl IntoIterator<Item = (Option<&'n str>, Span)>,
        text: impl Fn(Option<&'n str>) -> &'s str,
    ) -> Self {
        let mut offsets: Vec<(Option<&'n str>, u32)> = Vec::new();
        for (partial, span) in wanted {
            offsets.extend([(partial, span.start), (partial, span.end)]);
        }
        offsets.sort_unstable();
        offsets.dedup();
        let mut points = Vec::with_capacity(offsets.len());
        for group in offsets.chunk_by(|(a, _), (b, _)| a == b) {
            if let Some((partial, _)) = group.first() {
                locate(text(*partial), group, &mut points);
            }
        }
        Self(points)
    }

    /// The location of a span that was asked for; of another one only its bytes.
    pub fn get(&self, partial: Option<&str>, span: Span) -> Location {
        let point = |offset: u32| {
            let at = self.0.binary_search_by(|(known, at, _)| (*known, *at).cmp(&(partial, offset))).ok();
            at.and_then(|at| self.0.get(at))
                .map_or(Point { utf16: 0, scalar: 0, line: 1, column: 1 }, |(.., point)| *point)
        };
        let (start, end) = (point(span.start), point(span.end));
        Location {
            start: span.start.into(),
            end: span.end.into(),
            utf16_start: start.utf16.into(),
            utf16_end: end.utf16.into(),
            scalar_start: start.scalar.into(),
            scalar_end: end.scalar.into(),
            line: start.line.into(),
            column: start.column.into(),
        }
    }
}

/// Finds the points of `offsets`, which are sorted, in one text.
fn locate<'n>(text: &str, offsets: &[(Option<&'n str>, u32)], points: &mut Vec<(Option<&'n str>, u32, Point)>) {
    let mut wanted = offsets.iter().copied().peekable();
    let mut point = Point { utf16: 0, scalar: 0, line: 1, column: 1 };
    for (at, character) in text.char_indices() {
        while let Some((partial, offset)) = wanted.next_if(|(_, offset)| *offset as usize <= at) {
            points.push((partial, offset, point));
        }
        if wanted.peek().is_none() {
            return;
        }
        point.utf16 += character.len_utf16() as u32;
        point.scalar += 1;
        point.column += 1;
        if character == '\n' {
            point.line += 1;
            point.column = 1;
        }
    }
    points.extend(wanted.map(|(partial, offset)| (partial, offset, point)));
}

/// The byte offset of a UTF-16 offset; of one inside a character, the start of the character.
pub fn byte_offset(text: &str, utf16: u32) -> usize {
    let mut units = 0;
    for (at, character) in text.char_indices() {
        units += character.len_utf16() as u32;
        if units > utf16 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::LineIndex;

    #[test]
    fn locations_are_those_of_the_line_index() {
        let text = "a\nü {{ 🔥 }}\r\n\nend";
        let offsets: Vec<u32> = (0..=text.len() as u32).filter(|at| text.is_char_boundary(*at as usize)).collect();
        let spans: Vec<Span> = offsets.iter().map(|at| Span { start: *at, end: text.len() as u32 }).collect();
        let index = LineIndex::new(text);
        let locations = Locations::new(spans.iter().map(|span| (None, *span)), |_| text);
        for span in spans {
            let (found, known) = (locations.get(None, span), index.position(span.start as usize));
            assert_eq!((found.line, found.column), (known.line.into(), known.column.into()), "{span:?}");
            assert_eq!(found.utf16_start, u64::from(index.utf16(span.start as usize)), "{span:?}");
            assert_eq!(found.utf16_end, u64::from(index.utf16(text.len())), "{span:?}");
            let scalars = text.get(..span.start as usize).map_or(0, |before| before.chars().count());
            assert_eq!(found.scalar_start, scalars as u64, "{span:?}");
            assert_eq!(found.scalar_end, text.chars().count() as u64, "{span:?}");
            assert_eq!(byte_offset(text, found.utf16_start as u32), span.start as usize);
        }
    }

    #[test]
    fn offsets_outside_the_text_are_its_end() {
        let span = Span { start: 9, end: 12 };
        let found = Locations::new([(Some("p"), span)], |_| "ab").get(Some("p"), span);
        assert_eq!((found.start, found.utf16_start, found.line, found.column), (9, 2, 1, 3));
        assert_eq!(byte_offset("🔥b", 1), 0);
        assert_eq!(byte_offset("🔥b", 99), 5);
    }
}
