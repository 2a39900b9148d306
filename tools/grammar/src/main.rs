//! Writes `itl-syntax/src/generated/itl.rs` from `grammar/itl.lalrpop`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    grammar_tool::write()
}
