//! The JSON reader: validates every byte, builds what the projection asks for, skips the rest.
#![expect(
    clippy::inline_always,
    reason = "each byte of every payload goes through these, also in builds made for size"
)]

use super::projection::{Projection, ProjectionId};
use crate::key::KeyTag;
use crate::payload::{MAX_DEPTH, Node, Payload, TextRef};
use itl_text::floats::read_float;

pub(super) struct Reader<'s, 'b, 'p> {
    bytes: &'s [u8],
    source: &'s str,
    at: usize,
    payload: &'b mut Payload<'p>,
    /// Whether strings are copied into the payload instead of pointing into the source.
    copy: bool,
}

/// What happens to the value of a key.
enum Key {
    /// It is kept, as far as the projection says.
    Kept(TextRef, KeyTag, ProjectionId),
    /// It is skipped.
    Skipped,
}

impl<'s, 'b, 'p> Reader<'s, 'b, 'p> {
    pub(super) fn new(source: &'s str, payload: &'b mut Payload<'p>, copy: bool) -> Self {
        Self { bytes: source.as_bytes(), source, at: 0, payload, copy }
    }

    /// Reads the whole document; `None` if it is not JSON.
    pub(super) fn document(mut self, projection: &Projection) -> Option<Node> {
        let root = self.value(projection, Projection::ROOT, 0)?;
        self.skip_whitespace();
        (self.at == self.bytes.len()).then_some(root)
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline(always)]
    fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Reads the next byte that is not whitespace.
    #[inline(always)]
    fn token(&mut self) -> Option<u8> {
        let mut b = self.peek()?;
        while matches!(b, b' ' | b'\n' | b'\t' | b'\r') {
            self.at += 1;
            b = self.peek()?;
        }
        self.at += 1;
        Some(b)
    }

    fn value(&mut self, projection: &Projection, id: ProjectionId, depth: u32) -> Option<Node> {
        match self.token()? {
            b'"' => self.string().map(Node::Text),
            b'{' => {
                if depth == MAX_DEPTH {
                    return None;
                }
                self.object(projection, id, depth + 1)
            }
            b'[' => {
                if depth == MAX_DEPTH {
                    return None;
                }
                let mark = self.payload.open_list();
                if self.peek_token() == Some(b']') {
                    self.at += 1;
                    return Some(self.payload.close_list(mark));
                }
                loop {
                    let item = self.value(projection, id, depth + 1)?;
                    self.payload.push_item(item);
                    match self.token()? {
                        b',' => {}
                        b']' => return Some(self.payload.close_list(mark)),
                        _ => return None,
                    }
                }
            }
            b't' => self.literal(b"rue", Node::Bool(true)),
            b'f' => self.literal(b"alse", Node::Bool(false)),
            b'n' => self.literal(b"ull", Node::Null),
            b'-' | b'0'..=b'9' => {
                self.at -= 1;
                self.number()
            }
            _ => None,
        }
    }

    fn object(&mut self, projection: &Projection, id: ProjectionId, depth: u32) -> Option<Node> {
        let mark = self.payload.open_map();
        if self.peek_token() == Some(b'}') {
            self.at += 1;
            return Some(self.payload.close_map(mark));
        }
        loop {
            if self.token()? != b'"' {
                return None;
            }
            match self.key(projection, id)? {
                Key::Kept(key, tag, child) => {
                    if self.token()? != b':' {
                        return None;
                    }
                    let value = self.value(projection, child, depth)?;
                    self.payload.push_entry(key, tag, value);
                }
                Key::Skipped => {
                    if self.token()? != b':' {
                        return None;
                    }
                    self.skip(depth)?;
                }
            }
            match self.token()? {
                b',' => {}
                b'}' => return Some(self.payload.close_map(mark)),
                _ => return None,
            }
        }
    }

    #[inline(always)]
    fn peek_token(&mut self) -> Option<u8> {
        self.skip_whitespace();
        self.peek()
    }

    /// Reads a key after its opening quote.
    fn key(&mut self, projection: &Projection, id: ProjectionId) -> Option<Key> {
        let start = self.at;
        if self.plain()? {
            let key = self.bytes.get(start..self.at - 1)?;
            let tag = KeyTag::of(key);
            let Some(child) = projection.child(id, key, tag) else { return Some(Key::Skipped) };
            let len = key.len();
            return Some(Key::Kept(self.text(start, len)?, tag, child));
        }
        self.escaped_key(start, projection, id)
    }

    #[cold]
    fn escaped_key(&mut self, start: usize, projection: &Projection, id: ProjectionId) -> Option<Key> {
        let text = self.unescape(start)?;
        let key = self.payload.text_of(text).as_bytes();
        let tag = KeyTag::of(key);
        Some(projection.child(id, key, tag).map_or(Key::Skipped, |child| Key::Kept(text, tag, child)))
    }

    /// A string without escape sequences.
    #[inline(always)]
    fn text(&mut self, start: usize, len: usize) -> Option<TextRef> {
        if self.copy {
            let text = self.source.get(start..start + len)?;
            return Some(self.payload.own(text));
        }
        Some(Payload::borrowed_text(start, len))
    }

    /// Reads a string after its opening quote.
    fn string(&mut self) -> Option<TextRef> {
        let start = self.at;
        if !self.plain()? {
            return self.unescape(start);
        }
        self.text(start, self.at - 1 - start)
    }

    /// Reads up to and including the closing quote and returns true; returns false at the first escape
    /// sequence.
    #[inline(always)]
    fn plain(&mut self) -> Option<bool> {
        self.at += special(self.bytes.get(self.at..)?)?;
        match self.peek()? {
            b'"' => {
                self.at += 1;
                Some(true)
            }
            b'\\' => Some(false),
            _ => None,
        }
    }

    /// Reads a string with escape sequences, whose first one has been reached.
    #[cold]
    fn unescape(&mut self, start: usize) -> Option<TextRef> {
        let mark = self.payload.own_mark();
        let mut from = start;
        loop {
            // At a backslash or a quote.
            let run = self.source.get(from..self.at)?;
            self.payload.own_text().push_str(run);
            match self.token_in_string()? {
                b'"' => return Some(self.payload.owned_since(mark)),
                b'\\' => {
                    let c = self.escape()?;
                    self.payload.own_text().push(c);
                }
                _ => return None,
            }
            from = self.at;
            self.at += special(self.bytes.get(self.at..)?)?;
        }
    }

    #[inline(always)]
    fn token_in_string(&mut self) -> Option<u8> {
        let b = self.peek()?;
        self.at += 1;
        Some(b)
    }

    /// The character of an escape sequence, after its backslash.
    fn escape(&mut self) -> Option<char> {
        Some(match self.token_in_string()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let start = self.at - 2;
                let first = self.hex()?;
                let code = if (0xd800..0xdc00).contains(&first) { self.pair(first) } else { Some(first) };
                // Half a character, from a text cut by UTF-16 units, is no reason to lose an alert.
                code.and_then(char::from_u32).unwrap_or_else(|| {
                    self.payload.note_lone_surrogate(self.bytes, start);
                    char::REPLACEMENT_CHARACTER
                })
            }
            _ => return None,
        })
    }

    /// The character of a leading surrogate and the trailing one that follows; reads no further if none follows.
    fn pair(&mut self, first: u32) -> Option<u32> {
        let start = self.at;
        if self.bytes.get(start..start + 2) == Some(b"\\u") {
            self.at += 2;
            if let Some(second) = self.hex().filter(|second| (0xdc00..0xe000).contains(second)) {
                return Some(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            }
        }
        self.at = start;
        None
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.source.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    #[inline]
    fn literal(&mut self, rest: &[u8], node: Node) -> Option<Node> {
        if self.bytes.get(self.at..self.at + rest.len())? != rest {
            return None;
        }
        self.at += rest.len();
        Some(node)
    }

    fn number(&mut self) -> Option<Node> {
        let start = self.at;
        let is_integer = self.skip_number()?;
        let text = self.source.get(start..self.at)?;
        if is_integer {
            // A negative zero is a float, as in `serde_json`.
            if let Ok(i) = text.parse::<i64>()
                && text != "-0"
            {
                return Some(Node::Int(i));
            }
            if let Ok(u) = text.parse::<u64>() {
                return Some(Node::UInt(u));
            }
        }
        read_float(text).map(Node::Float)
    }

    fn digits(&mut self) -> Option<usize> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > start).then_some(self.at - start)
    }

    /// Reads a number and returns whether it is written as an integer. A number that may be out of range is
    /// converted, since such numbers are refused.
    fn skip_number(&mut self) -> Option<bool> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let whole = if self.peek() == Some(b'0') {
            self.at += 1;
            if let Some(b'0'..=b'9') = self.peek() {
                return None;
            }
            1
        } else {
            self.digits()?
        };
        let mut is_integer = true;
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
            is_integer = false;
        }
        let mut exponent = false;
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
            is_integer = false;
            exponent = true;
        }
        if (exponent || whole > 300) && read_float(self.source.get(start..self.at)?).is_none() {
            return None;
        }
        Some(is_integer)
    }

    /// Validates a value and skips it.
    ///
    /// The open containers are the bits of one number, set for objects, so that nothing recurses.
    #[expect(clippy::too_many_lines, reason = "one loop over the bytes of a value that nobody reads")]
    fn skip(&mut self, depth: u32) -> Option<()> {
        let mut open: u128 = 0;
        let mut depth = depth;
        let base = depth;
        'value: loop {
            match self.token()? {
                b'"' => self.skip_string()?,
                b'{' => {
                    if depth == MAX_DEPTH {
                        return None;
                    }
                    match self.token()? {
                        b'}' => {}
                        b'"' => {
                            depth += 1;
                            open = open << 1 | 1;
                            self.skip_string()?;
                            if self.token()? != b':' {
                                return None;
                            }
                            continue 'value;
                        }
                        _ => return None,
                    }
                }
                b'[' => {
                    if depth == MAX_DEPTH {
                        return None;
                    }
                    if self.peek_token() == Some(b']') {
                        self.at += 1;
                    } else {
                        depth += 1;
                        open <<= 1;
                        continue 'value;
                    }
                }
                b'-' | b'0'..=b'9' => {
                    self.at -= 1;
                    self.skip_number()?;
                }
                b't' => {
                    self.literal(b"rue", Node::Null)?;
                }
                b'f' => {
                    self.literal(b"alse", Node::Null)?;
                }
                b'n' => {
                    self.literal(b"ull", Node::Null)?;
                }
                _ => return None,
            }
            // After a value containers end, or the next value begins.
            while depth > base {
                let is_object = open & 1 == 1;
                match (self.token()?, is_object) {
                    (b',', true) => {
                        if self.token()? != b'"' {
                            return None;
                        }
                        self.skip_string()?;
                        if self.token()? != b':' {
                            return None;
                        }
                        continue 'value;
                    }
                    (b',', false) => continue 'value,
                    (b'}', true) | (b']', false) => {
                        open >>= 1;
                        depth -= 1;
                    }
                    _ => return None,
                }
            }
            return Some(());
        }
    }

    #[inline(always)]
    fn skip_string(&mut self) -> Option<()> {
        loop {
            self.at += special(self.bytes.get(self.at..)?)?;
            match self.token_in_string()? {
                b'"' => return Some(()),
                b'\\' => {
                    self.escape()?;
                }
                _ => return None,
            }
        }
    }
}

/// The distance to the first quote, backslash or control character.
#[inline(always)]
fn special(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut rest = bytes;
    let mut at = 0;
    while let Some((word, more)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*word);
        // The lowest set bit is exact; bits above it may be carries.
        let quote = word ^ (ONES * u64::from(b'"'));
        let backslash = word ^ (ONES * u64::from(b'\\'));
        let hits = (quote.wrapping_sub(ONES) & !quote
            | backslash.wrapping_sub(ONES) & !backslash
            | word.wrapping_sub(ONES * 0x20) & !word)
            & HIGH;
        if hits != 0 {
            return Some(at + (hits.trailing_zeros() / 8) as usize);
        }
        at += 8;
        rest = more;
    }
    rest.iter().position(|&b| b == b'"' || b == b'\\' || b < 0x20).map(|rest| at + rest)
}

#[cfg(test)]
mod tests {
    use super::special;

    #[test]
    fn finds_the_first_special_byte_wherever_it_stands() {
        for special_byte in [b'"', b'\\', 0, 0x1f, b'\n'] {
            for at in 0..40 {
                for fill in [b'a', b' ', b'!', 0x7f, 0x80, 0xff, b'#', b'[', b']'] {
                    let mut bytes = vec![fill; 40];
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = special_byte;
                    }
                    assert_eq!(special(&bytes), Some(at), "{special_byte} {fill}");
                }
            }
        }
        assert_eq!(special(&[b'a'; 40]), None);
    }
}
