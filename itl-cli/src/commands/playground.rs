//! `itl playground`

use crate::outcome::{CliError, CliResult};
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "The page is part of this program and needs no network. Work is kept by the browser,
for each port by itself. The templates of a folder, with the settings, samples and partials that
its itl.toml names, are opened as works of their own; the page never writes the files.

Examples:
  itl playground --open
  itl playground templates --port 8080")]
pub(crate) struct PlaygroundArgs {
    /// Folder of templates that the page opens; the current one where it has an itl.toml
    pub(crate) folder: Option<String>,
    /// Port on 127.0.0.1; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 4853)]
    pub(crate) port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

#[cfg(not(feature = "playground"))]
pub(crate) fn run(_: &PlaygroundArgs) -> CliResult {
    Err(CliError::usage(
        "this build of itl has no playground; run `playground/build` in a clone, then `cargo install --path itl-cli --features playground`",
    ))
}

#[cfg(feature = "playground")]
pub(crate) fn run(args: &PlaygroundArgs) -> CliResult {
    serve::run(args)
}

#[cfg(feature = "playground")]
mod serve {
    use super::{CliError, CliResult, PlaygroundArgs};
    use crate::outcome::{Outcome, print};
    use crate::project::Projects;
    use crate::report::human;
    use crate::serve::{Folder, Service, serve};
    use crate::site::{self, Site};
    use std::io;
    use std::net::Ipv4Addr;
    use std::path::Path;
    use tokio::net::TcpListener;

    pub(super) fn run(args: &PlaygroundArgs) -> CliResult {
        let site = Site::new(site::FILES).ok_or_else(|| {
            CliError::usage(
                "the playground was not built when itl was; run `playground/build` in a clone, then build itl again",
            )
        })?;
        let folder = folder(args)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| CliError::usage(format!("cannot wait for connections: {error}")))?;
        runtime.block_on(listen(args, site, folder))
    }

    /// The folder that the page opens.
    fn folder(args: &PlaygroundArgs) -> Result<Option<Folder>, CliError> {
        let path = match &args.folder {
            Some(folder) if Path::new(folder).is_dir() => folder.clone(),
            Some(folder) => {
                return Err(CliError::usage(format!("{folder} is not a folder; the page opens the templates of one")));
            }
            None if Projects::default().has(Path::new("")) => ".".to_owned(),
            None => return Ok(None),
        };
        let folder = Folder::new(path).map_err(|error| CliError::usage(format!("no random number: {error}")))?;
        Ok(Some(folder))
    }

    async fn listen(args: &PlaygroundArgs, site: Site, folder: Option<Folder>) -> CliResult {
        let failed = |error: io::Error| {
            CliError::usage(format!(
                "cannot listen on port {}: {error}; choose another with --port, or any with --port 0",
                args.port
            ))
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let query = folder.as_ref().map(Folder::query).unwrap_or_default();
        let address = format!("http://{}:{port}/{query}", Ipv4Addr::LOCALHOST);
        print(&format!("{address}\n"))?;
        human::say("Ctrl-C ends it.");
        if args.open
            && let Err(error) = open::that_detached(&address)
        {
            human::failure(&format!("cannot open a browser: {error}"));
        }
        let accept = || async { Ok(listener.accept().await?.0) };
        serve(Service::new(site, port, folder), accept).await;
        Ok(Outcome::Fine)
    }
}
