//! Reads a stream in blocks of whole lines.

use std::io::{self, Read};

/// How much is read at once: enough that the work for a block outweighs handing it over.
const BLOCK: usize = 256 << 10;

/// The longest line that is an event. Longer ones are reported and skipped, so that a stream
/// without line ends does not fill the memory.
pub(super) const MAX_LINE: usize = 64 << 20;

/// Whole lines of the stream.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Memory that is used again without being cleared; the lines are at its start.
    memory: Vec<u8>,
    used: usize,
    /// The number of the first line, from 1.
    pub(super) first: u64,
    /// Where it begins in the stream, in bytes.
    pub(super) offset: u64,
    /// Whether the first line was longer than [`MAX_LINE`] and is not there.
    pub(super) too_long: bool,
}

impl Block {
    /// The lines; only the stream's last one may lack its end.
    pub(super) fn bytes(&self) -> &[u8] {
        self.memory.get(..self.used).unwrap_or_default()
    }

    fn append(&mut self, bytes: &[u8]) {
        self.memory.truncate(self.used);
        self.memory.extend_from_slice(bytes);
        self.used = self.memory.len();
    }
}

/// Cuts what a reader returns into blocks.
pub(super) struct Blocks<R> {
    from: R,
    /// The start of a line whose end was not read yet.
    rest: Vec<u8>,
    line: u64,
    /// How much was read.
    read: u64,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, rest: Vec::new(), line: 1, read: 0, ended: false }
    }

    /// The next lines, as many as are there without waiting for more; `None` at the end. `block`
    /// is one to use again.
    pub(super) fn next(&mut self, mut block: Block) -> io::Result<Option<Block>> {
        block.used = 0;
        block.offset = self.read - self.rest.len() as u64;
        block.append(&std::mem::take(&mut self.rest));
        block.first = self.line;
        block.too_long = false;
        while !self.ended {
            let known = block.used;
            self.fill(&mut block)?;
            let lines = block.bytes();
            if let Some(end) = memchr::memrchr(b'\n', lines.get(known..).unwrap_or_default()) {
                let end = known + end + 1;
                self.rest.extend_from_slice(lines.get(end..).unwrap_or_default());
                block.used = end;
                break;
            }
            if block.used > MAX_LINE {
                self.skip_line(&mut block)?;
                block.too_long = true;
                self.line += 1;
                return Ok(Some(block));
            }
        }
        self.line += memchr::memchr_iter(b'\n', block.bytes()).count() as u64;
        Ok((block.used > 0).then_some(block))
    }

    /// Reads past the end of a line, of which nothing is kept.
    fn skip_line(&mut self, block: &mut Block) -> io::Result<()> {
        while !self.ended {
            block.used = 0;
            self.fill(block)?;
            if let Some(end) = memchr::memchr(b'\n', block.bytes()) {
                self.rest.extend_from_slice(block.bytes().get(end + 1..).unwrap_or_default());
                break;
            }
        }
        *block = Block { first: block.first, offset: block.offset, ..Block::default() };
        Ok(())
    }

    /// Reads once and appends what came.
    fn fill(&mut self, block: &mut Block) -> io::Result<()> {
        if block.memory.len() < block.used + BLOCK {
            block.memory.resize(block.used + BLOCK, 0);
        }
        let free = block.memory.get_mut(block.used..).unwrap_or_default();
        let read = loop {
            match self.from.read(free) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        block.used += read;
        self.read += read as u64;
        self.ended = read == 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Block, Blocks, MAX_LINE};
    use std::io::Read;

    /// Returns a few bytes at a time.
    struct Slow<'b>(&'b [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(into.len());
            self.0.read(into.get_mut(..count).unwrap_or_default())
        }
    }

    fn lines(text: &[u8], at_once: usize) -> Vec<(u64, Vec<u8>)> {
        let mut blocks = Blocks::new(Slow(text, at_once));
        let mut all = Vec::new();
        while let Some(block) = blocks.next(Block::default()).unwrap_or_default() {
            let numbers = block.first..;
            all.extend(numbers.zip(block.bytes().split_inclusive(|&b| b == b'\n').map(<[u8]>::to_vec)));
        }
        all
    }

    #[test]
    fn lines_are_whole_and_numbered_however_they_come() {
        let expected: Vec<(u64, Vec<u8>)> =
            vec![(1, b"{}\n".to_vec()), (2, b"\n".to_vec()), (3, b"{\"a\": 1}\r\n".to_vec()), (4, b"[]".to_vec())];
        for at_once in [1, 2, 3, 7, 100] {
            assert_eq!(lines(b"{}\n\n{\"a\": 1}\r\n[]", at_once), expected);
        }
        assert_eq!(lines(b"", 10), []);
    }

    #[test]
    fn a_line_without_end_is_skipped() {
        let mut text = vec![b'x'; MAX_LINE + BLOCK + 10];
        text.extend_from_slice(b"\n{}\n");
        let mut blocks = Blocks::new(&text[..]);
        let first = blocks.next(Block::default()).ok().flatten().unwrap_or_default();
        assert!(first.too_long && first.bytes().is_empty() && first.first == 1 && first.offset == 0);
        let second = blocks.next(Block::default()).ok().flatten().unwrap_or_default();
        assert_eq!((second.first, second.bytes(), second.too_long), (2, &b"{}\n"[..], false));
        assert_eq!(second.offset, text.len() as u64 - 3);
        assert!(blocks.next(Block::default()).ok().flatten().is_none());
    }
}
