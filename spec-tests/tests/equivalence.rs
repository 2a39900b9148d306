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

/// The rows of a page's tables that begin with two templates, with the third column.
fn rows(page: &str) -> Vec<(String, String, &str)> {
    let row = |line: &'_ str| -> Option<(String, String)> {
        let (a, rest) = line.strip_prefix("| `")?.split_once("` | `")?;
        let (b, _) = rest.split_once("` | ")?;
        Some((a.replace("\\|", "|"), b.replace("\\|", "|")))
    };
    page.lines()
        .filter_map(|line| {
            let (a, b) = row(line)?;
            Some((a, b, line.trim_end_matches(" |").rsplit("` | ").next()?))
        })
        .collect()
}

#[test]
fn the_pairs_of_the_guide_hold() {
    let page = include_str!("../../docs/terraform.md");
    let (same, different) = page.split_once("## Whether a change is one").unwrap();
    let engine = itl_eval::Engine::new();
    let stored = rows(same);
    for (written, returned, _) in &stored {
        assert_eq!(engine.format(written).unwrap(), *returned, "{written}");
        assert!(engine.equivalent(written, returned), "{written}");
    }
    // The provider leaves out spaces alone.
    for (written, returned, plan) in &stored {
        let without_spaces = |text: &str| text.replace(' ', "");
        assert_eq!(*plan == "empty", without_spaces(written) == without_spaces(returned), "{written}");
    }
    let told_apart = rows(different);
    for (one, other, _) in &told_apart {
        assert!(!engine.equivalent(one, other), "{one}");
    }
    assert_eq!((stored.len(), told_apart.len()), (5, 4));
}
