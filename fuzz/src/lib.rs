//! A fuzz target for each property: the property on what libFuzzer draws, its changes made by the properties' own
//! [`mutate`](itl_properties::mutate::mutate) as well as by libFuzzer.

pub use itl_properties::{Target, mutate::mutate};
pub use libfuzzer_sys;

/// The target of that name.
pub fn target(name: &str) -> &'static Target {
    Target::named(name).unwrap_or_else(|| panic!("there is no property {name}"))
}

/// Defines what libFuzzer calls.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ($crate::target($name).run)(bytes));

        $crate::libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            // One change in eight is libFuzzer's own, which knows what the program compares bytes with.
            if seed % 8 == 0 {
                return $crate::libfuzzer_sys::fuzzer_mutate(data, size, max_size);
            }
            let changed = $crate::mutate($crate::target($name).main, &data[..size], seed.into());
            let size = changed.len().min(max_size);
            data[..size].copy_from_slice(&changed[..size]);
            size
        });
    };
}
