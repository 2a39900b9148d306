//! The parser that is checked in is the one that the grammar asks for.
#![allow(clippy::unwrap_used, reason = "tests")]

#[test]
fn the_generated_parser_is_fresh() {
    let wanted = grammar_tool::generate().unwrap();
    let found = std::fs::read_to_string(grammar_tool::checked_in()).unwrap_or_default();
    assert!(wanted == found, "grammar/itl.lalrpop has changed: run `cargo run -p grammar-tool`");
}
