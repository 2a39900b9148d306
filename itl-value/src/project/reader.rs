//! The fast JSON reader: validates every byte, builds what is wanted, skips the rest.
#![expect(
    clippy::inline_always,
    reason = "each byte of every payload goes through these, also in builds made for size"
)]

use super::wanted::{Wanted, WantedId};
use crate::key_tag::KeyTag;
use crate::payload::{Node, Payload, TextRef};
use itl_text::floats::read_float;

/// As deep as `serde_json` reads.
pub(super) const DEPTH: u32 = 127;

pub(super) struct Reader<'s, 'b, 'p> {
    bytes: &'s [u8],
    source: &'s str,
    at: usize,
    payload: &'b mut Payload<'p>,
    /// Whether texts are copied into the payload instead of pointing into the source.
    copy: bool,
}

/// What became of a key.
enum Key {
    /// Its value is wanted as the node says.
    Wanted(TextRef, KeyTag, WantedId),
    /// Its value is not wanted.
    Skipped,
}

impl<'s, 'b, 'p> Reader<'s, 'b, 'p> {
    pub(super) fn new(source: &'s str, payload: &'b mut Payload<'p>, copy: bool) -> Self {
        Self { bytes: source.as_bytes(), source, at: 0, payload, copy }
    }

    /// Reads the whole document; `None` where it is not JSON, or not surely so.
    pub(super) fn document(mut self, wanted: &Wanted) -> Option<Node> {
        let root = self.value(wanted, Wanted::ROOT, 0)?;
        self.blanks();
        (self.at == self.bytes.len()).then_some(root)
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline(always)]
    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// The next byte that is no blank, which is then read.
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

    fn value(&mut self, wanted: &Wanted, id: WantedId, depth: u32) -> Option<Node> {
        match self.token()? {
            b'"' => self.string().map(Node::Text),
            b'{' => {
                if depth == DEPTH {
                    return None;
                }
                self.object(wanted, id, depth + 1)
            }
            b'[' => {
                if depth == DEPTH {
                    return None;
                }
                let mark = self.payload.open_list();
                if self.after_blanks() == Some(b']') {
                    self.at += 1;
                    return Some(self.payload.close_list(mark));
                }
                loop {
                    let item = self.value(wanted, id, depth + 1)?;
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

    fn object(&mut self, wanted: &Wanted, id: WantedId, depth: u32) -> Option<Node> {
        let mark = self.payload.open_map();
        if self.after_blanks() == Some(b'}') {
            self.at += 1;
            return Some(self.payload.close_map(mark));
        }
        loop {
            if self.token()? != b'"' {
                return None;
            }
            match self.key(wanted, id)? {
                Key::Wanted(key, tag, child) => {
                    if self.token()? != b':' {
                        return None;
                    }
                    let value = self.value(wanted, child, depth)?;
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
    fn after_blanks(&mut self) -> Option<u8> {
        self.blanks();
        self.peek()
    }

    /// Reads a key behind its quote.
    fn key(&mut self, wanted: &Wanted, id: WantedId) -> Option<Key> {
        let start = self.at;
        if self.plain()? {
            let key = self.bytes.get(start..self.at - 1)?;
            let tag = KeyTag::of(key);
            let Some(child) = wanted.child(id, key, tag) else { return Some(Key::Skipped) };
            let len = key.len();
            return Some(Key::Wanted(self.text(start, len)?, tag, child));
        }
        self.escaped_key(start, wanted, id)
    }

    #[cold]
    fn escaped_key(&mut self, start: usize, wanted: &Wanted, id: WantedId) -> Option<Key> {
        let text = self.unescape(start)?;
        let key = self.payload.text_of(text).as_bytes();
        let tag = KeyTag::of(key);
        Some(wanted.child(id, key, tag).map_or(Key::Skipped, |child| Key::Wanted(text, tag, child)))
    }

    /// A text without escapes.
    #[inline(always)]
    fn text(&mut self, start: usize, len: usize) -> Option<TextRef> {
        if self.copy {
            let text = self.source.get(start..start + len)?;
            return Some(self.payload.own(text));
        }
        Some(Payload::borrow(start, len))
    }

    /// Reads a string behind its quote.
    fn string(&mut self) -> Option<TextRef> {
        let start = self.at;
        if !self.plain()? {
            return self.unescape(start);
        }
        self.text(start, self.at - 1 - start)
    }

    /// Goes behind the closing quote and answers yes; answers no at the first escape.
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

    /// Reads the rest of a string that has escapes, from its start.
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

    /// The character of an escape, behind its backslash.
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
                let first = self.hex()?;
                if (0xd800..0xdc00).contains(&first) {
                    if self.bytes.get(self.at..self.at + 2)? != b"\\u" {
                        return None;
                    }
                    self.at += 2;
                    let second = self.hex().filter(|second| (0xdc00..0xe000).contains(second))?;
                    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))?
                } else {
                    char::from_u32(first)?
                }
            }
            _ => return None,
        })
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
            // A minus zero is a float, as `serde_json` has it.
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

    /// Goes behind a number and answers whether it is written as a whole one. Numbers that
    /// might be out of range are measured, since `serde_json` refuses them.
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

    /// Validates a value that is not wanted and goes behind it.
    ///
    /// Which containers are open is held in the bits of one number, an object's bit being set,
    /// so that nothing recurses.
    fn skip(&mut self, depth: u32) -> Option<()> {
        let mut open: u128 = 0;
        let mut depth = depth;
        let base = depth;
        'value: loop {
            match self.token()? {
                b'"' => self.skip_string()?,
                b'{' => {
                    if depth == DEPTH {
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
                    if depth == DEPTH {
                        return None;
                    }
                    if self.after_blanks() == Some(b']') {
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
            // Behind a value: containers end, or the next value begins.
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

/// How far it is to the first quote, backslash or control character.
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
