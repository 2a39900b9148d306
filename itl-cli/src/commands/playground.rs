//! `itl playground`

use crate::outcome::{CliError, CliResult};
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "The page is part of this program and needs no network. Work is kept by the browser,
for each port by itself.

Examples:
  itl playground --open
  itl playground --port 8080")]
pub(crate) struct PlaygroundArgs {
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
    use crate::report::human;
    use crate::serve::{Service, serve};
    use crate::site::{self, Site};
    use std::io;
    use std::net::Ipv4Addr;
    use tokio::net::TcpListener;

    pub(super) fn run(args: &PlaygroundArgs) -> CliResult {
        let site = Site::new(site::FILES).ok_or_else(|| {
            CliError::usage(
                "the playground was not built when itl was; run `playground/build` in a clone, then build itl again",
            )
        })?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| CliError::usage(format!("cannot wait for connections: {error}")))?;
        runtime.block_on(listen(args, site))
    }

    async fn listen(args: &PlaygroundArgs, site: Site) -> CliResult {
        let failed = |error: io::Error| {
            CliError::usage(format!(
                "cannot listen on port {}: {error}; choose another with --port, or any with --port 0",
                args.port
            ))
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let address = format!("http://{}:{port}/", Ipv4Addr::LOCALHOST);
        print(&format!("{address}\n"))?;
        human::say("Ctrl-C ends it.");
        if args.open
            && let Err(error) = open::that_detached(&address)
        {
            human::failure(&format!("cannot open a browser: {error}"));
        }
        let accept = || async { Ok(listener.accept().await?.0) };
        serve(Service::new(site, port), accept).await;
        Ok(Outcome::Fine)
    }
}
