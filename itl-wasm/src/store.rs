//! What lives on this side of the boundary between calls: templates, payloads and the two
//! buffers through which texts cross.
//!
//! Nothing is borrowed while a template runs, because a callback of the host may come back in.

#[cfg(feature = "extensions")]
use itl_eval::HostValue;
use itl_eval::{Payload, Source, Template};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A payload made ready.
pub(crate) enum Data {
    Payload(Payload<'static>),
    /// One with callbacks.
    #[cfg(feature = "extensions")]
    Host(HostValue),
}

impl Data {
    pub(crate) fn source(&self) -> Source<'_> {
        match self {
            Self::Payload(payload) => Source::Payload(payload),
            #[cfg(feature = "extensions")]
            Self::Host(value) => Source::Host(value),
        }
    }
}

/// Things by number, numbers from 1, used again when they are free.
struct Shelf<T> {
    things: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T: Clone> Shelf<T> {
    const fn new() -> Self {
        Self { things: Vec::new(), free: Vec::new() }
    }

    fn put(&mut self, thing: T) -> u32 {
        let at = self.free.pop().unwrap_or_else(|| {
            self.things.push(None);
            self.things.len() as u32
        });
        if let Some(slot) = self.things.get_mut(at as usize - 1) {
            *slot = Some(thing);
        }
        at
    }

    fn get(&self, at: u32) -> Option<T> {
        self.things.get((at as usize).checked_sub(1)?).cloned().flatten()
    }

    fn take(&mut self, at: u32) -> Option<T> {
        let thing = (at as usize).checked_sub(1).and_then(|at| self.things.get_mut(at)).and_then(Option::take);
        if thing.is_some() {
            self.free.push(at);
        }
        thing
    }
}

/// Buffers larger than this are given back after use.
const KEPT: usize = 1 << 20;

/// How many numbers [`report`] leaves.
const RESULTS: usize = 7;

thread_local! {
    static TEMPLATES: RefCell<Shelf<Template>> = const { RefCell::new(Shelf::new()) };
    static PAYLOADS: RefCell<Shelf<Rc<Data>>> = const { RefCell::new(Shelf::new()) };
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
    static NOTES: RefCell<String> = const { RefCell::new(String::new()) };
    #[cfg(feature = "prompts")]
    static PIECES: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static RESULTS_TABLE: [Cell<u32>; RESULTS] = const { [const { Cell::new(0) }; RESULTS] };
}

pub(crate) fn keep_template(template: Template) -> u32 {
    TEMPLATES.with_borrow_mut(|shelf| shelf.put(template))
}

pub(crate) fn template(at: u32) -> Option<Template> {
    TEMPLATES.with_borrow(|shelf| shelf.get(at))
}

pub(crate) fn drop_template(at: u32) {
    // Dropped after the borrow has ended.
    let _gone = TEMPLATES.with_borrow_mut(|shelf| shelf.take(at));
}

pub(crate) fn keep_payload(data: Data) -> u32 {
    PAYLOADS.with_borrow_mut(|shelf| shelf.put(Rc::new(data)))
}

pub(crate) fn payload(at: u32) -> Option<Rc<Data>> {
    PAYLOADS.with_borrow(|shelf| shelf.get(at))
}

pub(crate) fn drop_payload(at: u32) {
    let _gone = PAYLOADS.with_borrow_mut(|shelf| shelf.take(at));
}

/// Makes room for `len` bytes of input, keeps what was written so far, and tells where it is.
pub(crate) fn room(len: usize) -> u32 {
    INPUT.with_borrow_mut(|input| {
        if input.len() < len {
            input.resize(len, 0);
        }
        input.as_ptr().addr() as u32
    })
}

/// Puts bytes into the input, where there is no JavaScript to do so.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn fill(bytes: &[u8]) {
    INPUT.set(bytes.to_vec());
}

/// The text and notes that [`report`] left, where there is no JavaScript to read them.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn reported() -> (String, String) {
    (TEXT.with_borrow(String::clone), NOTES.with_borrow(String::clone))
}

/// The input, taken away; give it back with [`return_input`].
pub(crate) fn take_input() -> Vec<u8> {
    INPUT.take()
}

/// Gives the buffer of the input back, unless another call has made one since.
pub(crate) fn return_input(buffer: Vec<u8>) {
    INPUT.with_borrow_mut(|input| {
        if buffer.len() <= KEPT && input.is_empty() {
            *input = buffer;
        }
    });
}

/// The buffer for the next text.
pub(crate) fn take_text() -> String {
    let mut text = TEXT.take();
    text.clear();
    if text.capacity() > KEPT {
        text = String::new();
    }
    text
}

/// The address of the table that [`report`] fills.
pub(crate) fn results() -> u32 {
    RESULTS_TABLE.with(|table| table.as_ptr().addr() as u32)
}

/// The standard library looks at one byte at a time in builds made for size.
fn is_ascii(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let words = words.iter().fold(0, |all, word| all | u64::from_ne_bytes(*word));
    let rest = rest.iter().fold(0, |all, byte| all | byte);
    words & 0x8080_8080_8080_8080 == 0 && rest < 0x80
}

/// Leaves a text and notes for JavaScript to read: address and length of both, and whether the
/// text is ASCII.
pub(crate) fn report(text: String, notes: String) {
    let table = [
        text.as_ptr().addr() as u32,
        text.len() as u32,
        notes.as_ptr().addr() as u32,
        notes.len() as u32,
        u32::from(is_ascii(text.as_bytes())),
    ];
    RESULTS_TABLE.with(|cells| cells.iter().zip(table).for_each(|(cell, value)| cell.set(value)));
    TEXT.set(text);
    NOTES.set(notes);
}

/// Leaves where the messages of the text stand, as numbers.
#[cfg(feature = "prompts")]
pub(crate) fn report_pieces(pieces: Vec<u32>) {
    let table = [pieces.as_ptr().addr() as u32, pieces.len() as u32];
    RESULTS_TABLE.with(|cells| cells.iter().skip(5).zip(table).for_each(|(cell, value)| cell.set(value)));
    PIECES.set(pieces);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_used_again_and_unknown_ones_are_nothing() {
        let mut shelf = Shelf::new();
        let (a, b) = (shelf.put('a'), shelf.put('b'));
        assert_eq!((a, b), (1, 2));
        assert_eq!(shelf.take(a), Some('a'));
        assert_eq!(shelf.take(a), None);
        assert_eq!(shelf.get(a), None);
        assert_eq!(shelf.put('c'), a);
        assert_eq!(shelf.get(a), Some('c'));
        for unknown in [0, 3, u32::MAX] {
            assert_eq!(shelf.get(unknown), None);
            assert_eq!(shelf.take(unknown), None);
        }
    }
}
