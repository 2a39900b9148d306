//! The cookbook's page is what its recipes give.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;
use std::process::Command;

#[test]
fn the_page_is_made_from_the_recipes() {
    let made = Command::new(env!("CARGO_BIN_EXE_cookbook")).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let page = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/cookbook.md")).unwrap();
    assert!(
        made.stdout == page,
        "docs/cookbook.md is stale: cargo run -q -p spec-tests --bin cookbook > docs/cookbook.md"
    );
}
