//! The memory that crosses the border. Every block that is given away is listed by its address, so that giving one back
//! is checked: an address that is not listed is refused, and nothing is read or freed by a stranger's word.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

static BLOCKS: Mutex<BTreeMap<usize, Vec<u8>>> = Mutex::new(BTreeMap::new());

fn with<T>(run: impl FnOnce(&mut BTreeMap<usize, Vec<u8>>) -> T) -> T {
    run(&mut BLOCKS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Lists a block and tells its address; null for an empty one.
pub(crate) fn give(mut block: Vec<u8>) -> *mut u8 {
    if block.is_empty() {
        return std::ptr::null_mut();
    }
    let data = block.as_mut_ptr();
    with(|blocks| blocks.insert(data.expose_provenance(), block));
    data
}

/// A block of `length` zeros; null where there is no such memory.
pub(crate) fn allocate(length: usize) -> *mut u8 {
    let mut block = Vec::new();
    // No two blocks have one address, so even an empty one takes a byte.
    if block.try_reserve_exact(length.max(1)).is_err() {
        return std::ptr::null_mut();
    }
    block.resize(length.max(1), 0);
    give(block)
}

/// Takes a block back; nothing where no block has that address.
pub(crate) fn take(data: *mut u8) -> Option<Vec<u8>> {
    with(|blocks| blocks.remove(&data.addr()))
}

/// Whether so many bytes can lie at an address: in WebAssembly whether they do.
pub(crate) fn fits(address: usize, length: usize) -> bool {
    #[cfg(target_family = "wasm")]
    let end = core::arch::wasm32::memory_size::<0>().saturating_mul(1 << 16);
    #[cfg(not(target_family = "wasm"))]
    let end = usize::MAX;
    isize::try_from(length).is_ok() && address.checked_add(length).is_some_and(|after| after <= end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_taken_once_and_a_strange_address_never() {
        let block = allocate(3);
        assert!(!block.is_null());
        assert_eq!(take(block.wrapping_add(1)), None);
        assert_eq!(take(block), Some(vec![0; 3]));
        assert_eq!(take(block), None);
        assert_eq!(take(std::ptr::null_mut()), None);
    }

    #[test]
    fn what_reaches_beyond_all_memory_fits_nowhere() {
        assert!(fits(8, 8));
        assert!(!fits(8, usize::MAX - 4));
        assert!(!fits(usize::MAX - 4, 8));
        assert!(!fits(0, isize::MAX as usize + 1));
    }

    #[test]
    #[cfg_attr(miri, ignore = "Miri ends where its memory does")]
    fn what_cannot_be_had_is_null() {
        assert!(allocate(usize::MAX).is_null());
        assert!(allocate(isize::MAX as usize).is_null());
        let empty = allocate(0);
        assert!(!empty.is_null());
        assert!(take(empty).is_some());
    }
}
