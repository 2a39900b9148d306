//! `itl completions`

use crate::args::{Cli, CompletionsArgs};
use crate::stop::{Done, Verdict, print};
use clap::CommandFactory as _;

pub(crate) fn run(args: &CompletionsArgs) -> Done {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "itl", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Fine)
}
