//! `itl man`

use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use clap::{Args, Command};
use clap_mangen::Man;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl man | man -l -
  itl man ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// Folder that gets itl.1 and one page a command; without it one page with all commands is printed
    pub(crate) dir: Option<PathBuf>,
}

pub(crate) fn run(args: &ManArgs, mut cli: Command) -> CliResult {
    cli.build();
    match &args.dir {
        Some(dir) => write_pages(&cli, dir)?,
        None => {
            let page = whole(&cli).map_err(|error| CliError::output(&error))?;
            print(&String::from_utf8_lossy(&page))?;
        }
    }
    Ok(Outcome::Fine)
}

/// The commands that have a page.
fn commands(cli: &Command) -> impl Iterator<Item = &Command> {
    cli.get_subcommands().filter(|command| command.get_name() != "help")
}

/// One page with all commands.
fn whole(cli: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(cli.clone()).render(&mut page)?;
    for command in commands(cli) {
        page.extend_from_slice(format!(".SH {}\n", command.get_name().to_uppercase()).as_bytes());
        let man = Man::new(command.clone());
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
    }
    Ok(page)
}

/// One page a command, as packages install them.
fn write_pages(cli: &Command, dir: &Path) -> Result<(), CliError> {
    let failed = |path: &Path, error: &io::Error| {
        CliError::usage(format!("cannot write {}: {}", path.display(), files::reason(error)))
    };
    std::fs::create_dir_all(dir).map_err(|error| failed(dir, &error))?;
    for command in std::iter::once(cli).chain(commands(cli)) {
        let name = match command.get_name() {
            "itl" => "itl".to_owned(),
            name => format!("itl-{name}"),
        };
        let path = dir.join(format!("{name}.1"));
        let mut page = Vec::new();
        let man = Man::new(command.clone()).title(name.to_uppercase());
        man.render(&mut page).map_err(|error| failed(&path, &error))?;
        files::replace(&path.display().to_string(), &page)?;
    }
    Ok(())
}
