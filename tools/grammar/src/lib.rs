//! Generates the parser of a tag's tokens from `grammar/itl.lalrpop`.
//!
//! The generated file is checked in, so that users of `itl-syntax` do not compile a parser generator.
//! `cargo run -p grammar-tool` writes it again; a test fails while it is stale.
#![deny(missing_docs)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The grammar, as people write it.
pub fn grammar() -> PathBuf {
    root().join("grammar/itl.lalrpop")
}

/// The parser that is checked in.
pub fn checked_in() -> PathBuf {
    root().join("itl-syntax/src/generated/itl.rs")
}

/// The parser that the grammar asks for.
///
/// # Errors
/// The grammar cannot be read or is ambiguous; the generator prints where.
pub fn generate() -> Result<String, Box<dyn Error>> {
    let work = tempfile::tempdir()?;
    fs::copy(grammar(), work.path().join("itl.lalrpop"))?;
    lalrpop::Configuration::new()
        .set_in_dir(work.path())
        .set_out_dir(work.path())
        .force_build(true)
        .log_quiet()
        .process()
        .map_err(|error| error.to_string())?;
    without_expected(fs::read_to_string(work.path().join("itl.rs"))?)
}

/// The parser without the lists of tokens that an error says were expected: nobody reads them, as messages are made from
/// the tokens before the error, and they are a kilobyte of the browser build.
fn without_expected(mut parser: String) -> Result<String, Box<dyn Error>> {
    for list in
        ["__expected_tokens(state)", "__expected_tokens_from_states(states, core::marker::PhantomData::<(&())>)"]
    {
        let line = format!("            {list}\n");
        if parser.matches(&line).count() != 1 {
            return Err(format!("the generated parser has not one line `{list}`").into());
        }
        parser = parser.replace(&line, "            alloc::vec::Vec::new()\n");
    }
    Ok(parser)
}

/// Writes the generated parser.
///
/// # Errors
/// As [`generate`], or the file cannot be written.
pub fn write() -> Result<(), Box<dyn Error>> {
    let text = generate()?;
    fs::write(checked_in(), text).map_err(|error: io::Error| error.into())
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
