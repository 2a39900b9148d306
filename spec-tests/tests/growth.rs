//! How work grows with its input: the steps that the engine counts and the bytes that it asks for, at a size and at
//! twice that size. Nothing is timed.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, clippy::format_collect, reason = "tests")]

#[path = "growth/families.rs"]
mod families;
#[path = "growth/functions.rs"]
mod functions;
#[path = "growth/works.rs"]
mod works;

use families::FAMILIES;
use std::fmt;
use works::WORKS;

/// What a piece of work takes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    /// Steps that the engine counts; 0 for work that has no meter.
    pub(crate) steps: u64,
    /// All bytes that it asks the allocator for.
    pub(crate) bytes: u64,
}

/// What fixed tables take, which is there at any size.
const FIXED: Count = Count { steps: 64, bytes: 8192 };

impl Count {
    /// Whether this is at most 2.2 times as much as at half the size.
    pub(crate) fn is_in_proportion(self, half: Count) -> bool {
        let fits = |twice: u64, once: u64, fixed: u64| twice as f64 <= 2.2 * once as f64 + fixed as f64;
        fits(self.steps, half.steps, FIXED.steps) && fits(self.bytes, half.bytes, FIXED.bytes)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} steps, {} bytes", self.steps, self.bytes)
    }
}

#[test]
fn every_work_grows_in_proportion_to_every_family() {
    let mut wrong = Vec::new();
    for (family, size, sample) in FAMILIES {
        let (half, whole) = (sample(*size), sample(2 * size));
        for (work, count) in WORKS {
            let (half, whole) = (count(&half), count(&whole));
            if !whole.is_in_proportion(half) {
                wrong.push(format!("{work} of {family}: {half} at {size}, {whole} at {}", 2 * size));
            }
        }
    }
    println!("growth: {} families, {} works each", FAMILIES.len(), WORKS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_square_is_found() {
    let count = |n: u64| Count { steps: n * n, bytes: n };
    assert!(!count(200).is_in_proportion(count(100)));
    let count = |n: u64| Count { steps: n, bytes: n * n };
    assert!(!count(200).is_in_proportion(count(100)));
    let count = |n: u64| Count { steps: n, bytes: 9 * n };
    assert!(count(20_000).is_in_proportion(count(10_000)));
}
