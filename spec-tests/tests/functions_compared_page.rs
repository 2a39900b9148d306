//! The page that compares functions is what the registry's table gives.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::Command;

#[test]
fn the_page_is_made_from_the_table() {
    let made = Command::new(env!("CARGO_BIN_EXE_functions-compared")).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let page = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/functions-compared.md")).unwrap();
    assert!(
        made.stdout == page,
        "docs/functions-compared.md is stale: \
         cargo run -q -p spec-tests --bin functions-compared > docs/functions-compared.md"
    );
}
