//! Byte offsets as JavaScript counts them: UTF-16 units, lines, columns.

/// Where a byte offset stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) utf16: u32,
    /// From 1.
    pub(crate) line: u32,
    /// From 1, in Unicode scalar values.
    pub(crate) column: u32,
}

/// The places of some offsets of one text, found in one pass over it however many there are.
#[derive(Debug)]
pub(crate) struct Places(Vec<(u32, Place)>);

impl Places {
    /// Looks the offsets up; one past the end, or inside a character, is taken for the next
    /// place that is none of both.
    pub(crate) fn new(text: &str, mut offsets: Vec<u32>) -> Self {
        offsets.sort_unstable();
        offsets.dedup();
        let mut wanted = offsets.into_iter().peekable();
        let mut found = Vec::with_capacity(wanted.len());
        let mut place = Place { utf16: 0, line: 1, column: 1 };
        for (at, character) in text.char_indices() {
            while let Some(offset) = wanted.next_if(|offset| *offset as usize <= at) {
                found.push((offset, place));
            }
            if wanted.peek().is_none() {
                break;
            }
            place.utf16 += character.len_utf16() as u32;
            place.column += 1;
            if character == '\n' {
                place.line += 1;
                place.column = 1;
            }
        }
        found.extend(wanted.map(|offset| (offset, place)));
        Self(found)
    }

    /// The place of an offset that was asked for.
    pub(crate) fn get(&self, offset: u32) -> Place {
        let at = self.0.binary_search_by_key(&offset, |(known, _)| *known);
        at.ok().and_then(|at| self.0.get(at)).map_or_else(Place::default, |(_, place)| *place)
    }
}

#[cfg_attr(not(feature = "analysis"), allow(dead_code))]
/// The byte offset of a UTF-16 offset; of one inside a character, that of the character.
pub(crate) fn byte_offset(text: &str, utf16: u32) -> usize {
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
    use itl_eval::LineIndex;

    #[test]
    fn places_are_those_of_the_line_index() {
        let text = "a\nü {{ 🔥 }}\r\n\nend";
        let offsets: Vec<u32> = (0..=text.len() as u32).filter(|at| text.is_char_boundary(*at as usize)).collect();
        let (places, index) = (Places::new(text, offsets.clone()), LineIndex::new(text));
        for offset in offsets {
            let (place, known) = (places.get(offset), index.position(offset as usize));
            assert_eq!((place.line, place.column), (known.line, known.column), "{offset}");
            assert_eq!(place.utf16, index.utf16(offset as usize), "{offset}");
            assert_eq!(byte_offset(text, place.utf16), offset as usize);
        }
        assert_eq!(Places::new("ab", vec![9]).get(9), Place { utf16: 2, line: 1, column: 3 });
        assert_eq!(byte_offset("🔥b", 1), 0);
        assert_eq!(byte_offset("🔥b", 99), 5);
    }
}
