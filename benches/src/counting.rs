//! An allocator that counts, for the allocations per render.
//!
//! While nothing is counted it costs one relaxed load a call, for every engine alike.
#![allow(unsafe_code)] // `GlobalAlloc` cannot be implemented without it; each call is handed on as it came.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed};

struct Counting;

static ON: AtomicBool = AtomicBool::new(false);
static COUNT: AtomicU64 = AtomicU64::new(0);
/// The bytes in use now beyond those at the start, and the most of them; what was there before may be freed.
static LIVE: AtomicI64 = AtomicI64::new(0);
static MOST: AtomicI64 = AtomicI64::new(0);

#[global_allocator]
static GLOBAL: Counting = Counting;

#[inline]
fn note(grown: usize) {
    if ON.load(Relaxed) {
        COUNT.fetch_add(1, Relaxed);
        let live = LIVE.fetch_add(grown as i64, Relaxed) + grown as i64;
        MOST.fetch_max(live, Relaxed);
    }
}

#[inline]
fn freed(bytes: usize) {
    if ON.load(Relaxed) {
        LIVE.fetch_sub(bytes as i64, Relaxed);
    }
}

unsafe impl GlobalAlloc for Counting {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc(layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Large blocks grow in place.
        freed(layout.size());
        note(size);
        unsafe { System.realloc(block, layout, size) }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        freed(layout.size());
        unsafe { System.dealloc(block, layout) }
    }
}

/// How often `run` allocates or grows a block. Nothing else may run meanwhile.
pub fn allocations(run: impl FnOnce()) -> u64 {
    let before = COUNT.load(Relaxed);
    ON.store(true, Relaxed);
    run();
    ON.store(false, Relaxed);
    COUNT.load(Relaxed) - before
}

/// The most bytes that `run` has in use at a time. Nothing else may run meanwhile.
pub fn peak(run: impl FnOnce()) -> u64 {
    LIVE.store(0, Relaxed);
    MOST.store(0, Relaxed);
    ON.store(true, Relaxed);
    run();
    ON.store(false, Relaxed);
    MOST.load(Relaxed).max(0) as u64
}
