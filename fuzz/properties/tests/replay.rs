//! Every committed input, every case of the corpus, and inputs near to them, on every property.

#![allow(clippy::unwrap_used, reason = "tests")]

use itl_properties::mutate::mutate;
use itl_properties::seeds::{folder, inputs, of_cases};
use itl_properties::{TARGETS, Target};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many inputs are drawn for each property, all the same in each run; `PROPERTY_INPUTS` sets another number.
const DRAWN: usize = 300;

fn holds(target: &Target, name: &str, bytes: &[u8]) -> bool {
    let held = catch_unwind(AssertUnwindSafe(|| (target.run)(bytes))).is_ok();
    if !held {
        println!("{} does not hold for {name}:\n{}\n", target.name, String::from_utf8_lossy(bytes));
    }
    held
}

fn replay(name: &str) {
    let target = Target::named(name).unwrap();
    let committed = [folder("seeds", target), folder("regressions", target)];
    let committed: Vec<_> = committed.iter().flat_map(|folder| inputs(folder).unwrap()).collect();
    assert!(!committed.is_empty(), "{name} has no seeds");
    let mut begin = committed;
    begin.extend(of_cases(target).unwrap());
    let drawn = std::env::var("PROPERTY_INPUTS").ok().and_then(|count| count.parse().ok()).unwrap_or(DRAWN);
    let mut failed = begin.iter().filter(|(name, bytes)| !holds(target, name, bytes)).count();
    for seed in 0..drawn {
        // Spread over all of them, whatever their number.
        let at = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) as usize % begin.len();
        let bytes = mutate(target.main, &begin[at].1, seed as u64);
        failed += usize::from(!holds(target, &format!("input {seed} near {}", begin[at].0), &bytes));
    }
    println!("properties of {name}: {} inputs and {drawn} near them", begin.len());
    assert_eq!(failed, 0, "{name} failed on so many inputs");
}

macro_rules! replayed {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })*

        #[test]
        fn all_are_replayed() {
            assert_eq!(TARGETS.map(|target| target.name), [$(stringify!($name)),*]);
        }
    };
}

replayed! { render roads format analysis prompts elements boundary abi escapes regexes dates }
