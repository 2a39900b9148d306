//! What crosses the border back: the structures of the header, and an answer made of whatever a call did.

use crate::memory;
use crate::outcome::{FAILED, Outcome, Refusal};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// `itl_bytes`: what a host's function replies with, in memory of `itl_alloc`; the engine frees it.
#[repr(C)]
#[derive(Debug)]
pub struct Bytes {
    /// The first byte, or null for none.
    pub data: *mut u8,
    /// How many there are.
    pub length: usize,
}

impl Default for Bytes {
    fn default() -> Self {
        Self { data: std::ptr::null_mut(), length: 0 }
    }
}

/// `itl_answer`: what a call made. Text and notes follow each other in one block, which `itl_free` takes back.
#[repr(C)]
#[derive(Debug)]
pub struct Answer {
    /// The template, of `itl_compile`; else 0.
    pub handle: u64,
    /// The block, or null where both are empty.
    pub data: *mut u8,
    /// Length of the text, in bytes of UTF-8.
    pub text: usize,
    /// Length of the notes, JSON, which stand after the text.
    pub notes: usize,
}

impl Default for Answer {
    fn default() -> Self {
        Self { handle: 0, data: std::ptr::null_mut(), text: 0, notes: 0 }
    }
}

/// Runs a call: its status and answer, whatever happens in it.
pub(crate) fn of(run: impl FnOnce() -> Result<Outcome, Refusal>) -> (i32, Answer) {
    // A panic leaves nothing half done: templates do not change, and the lists are changed in one step.
    let done = catch_unwind(AssertUnwindSafe(|| {
        let outcome = run().unwrap_or_else(Outcome::from);
        (outcome.status, written(outcome))
    }));
    done.unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        let outcome = Outcome::failed(said.unwrap_or("the engine failed"));
        (FAILED, written(outcome))
    })
}

fn written(outcome: Outcome) -> Answer {
    let (text, notes) = (outcome.text.len(), outcome.notes.len());
    let mut block = outcome.text.into_bytes();
    block.extend_from_slice(outcome.notes.as_bytes());
    Answer { handle: outcome.handle, data: memory::give(block), text, notes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_at_the_border() {
        let (status, answer) = of(|| panic!("a defect"));
        assert_eq!((status, answer.text), (FAILED, 0));
        let notes = String::from_utf8(memory::take(answer.data).unwrap()).unwrap();
        assert_eq!(notes, r#"{"code":"internal","argument":"","message":"a defect"}"#);
    }
}
