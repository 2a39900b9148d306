//! Pairs of templates that ilert's server stores alike, and pairs that it tells apart.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde::Deserialize;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
struct Pair {
    name: String,
    a: String,
    b: String,
    equivalent: bool,
}

#[test]
fn pairs_are_equivalent_or_not() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("equivalence.json");
    let pairs: Vec<Pair> = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let engine = itl_eval::Engine::new();
    for pair in &pairs {
        assert_eq!(engine.equivalent(&pair.a, &pair.b), pair.equivalent, "{}", pair.name);
        assert_eq!(engine.equivalent(&pair.b, &pair.a), pair.equivalent, "{}, the other way round", pair.name);
    }
    println!("equivalence: {} pairs", pairs.len());
    assert!(pairs.len() >= 30);
}
