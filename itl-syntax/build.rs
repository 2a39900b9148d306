//! Generates the tag parser from `grammar/itl.lalrpop`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    lalrpop::Configuration::new().emit_rerun_directives(true).process_dir("grammar")?;
    Ok(())
}
