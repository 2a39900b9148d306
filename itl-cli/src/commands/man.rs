//! `itl man`: one page with all commands.

use crate::args::Cli;
use crate::stop::{Done, Stop, Verdict, print};
use clap::CommandFactory as _;
use clap_mangen::Man;

pub(crate) fn run() -> Done {
    let mut cli = Cli::command();
    cli.build();
    let mut page = Vec::new();
    let mut write = || -> std::io::Result<()> {
        Man::new(cli.clone()).render(&mut page)?;
        for command in cli.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help") {
            page.extend_from_slice(format!(".SH {}\n", command.get_name().to_uppercase()).as_bytes());
            let man = Man::new(command.clone());
            man.render_synopsis_section(&mut page)?;
            man.render_description_section(&mut page)?;
            man.render_options_section(&mut page)?;
            man.render_extra_section(&mut page)?;
        }
        Ok(())
    };
    write().map_err(|error| Stop::output(&error))?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Verdict::Fine)
}
