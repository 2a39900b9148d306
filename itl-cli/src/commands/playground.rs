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
    use crate::site::{self, Site};
    use std::net::Ipv4Addr;
    use tiny_http::{Header, Request, Response, Server};

    /// A browser that does not read its answer holds up one of these and no other.
    const THREADS: usize = 32;

    pub(super) fn run(args: &PlaygroundArgs) -> CliResult {
        let site = Site::new(site::FILES).ok_or_else(|| {
            CliError::usage(
                "the playground was not built when itl was; run `playground/build` in a clone, then build itl again",
            )
        })?;
        let server = Server::http((Ipv4Addr::LOCALHOST, args.port)).map_err(|error| {
            CliError::usage(format!(
                "cannot listen on port {}: {error}; choose another with --port, or any with --port 0",
                args.port
            ))
        })?;
        let address = format!("http://{}/", server.server_addr());
        print(&format!("{address}\n"))?;
        human::say("Ctrl-C ends it.");
        if args.open
            && let Err(error) = open::that_detached(&address)
        {
            human::failure(&format!("cannot open a browser: {error}"));
        }
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| server.incoming_requests().for_each(|request| answer(&site, request)));
            }
        });
        Ok(Outcome::Fine)
    }

    fn answer(site: &Site, request: Request) {
        let header = |name: &'static str| request.headers().iter().find(move |header| header.field.equiv(name));
        let gzip = header("Accept-Encoding").is_some_and(|header| site::accepts_gzip(header.value.as_str()));
        let answer = site.answer(request.method().as_str(), request.url(), gzip);
        let mut response =
            Response::from_data(answer.body).with_status_code(answer.status).with_chunked_threshold(usize::MAX);
        for (name, value) in answer.headers {
            if let Ok(header) = Header::from_bytes(name, value) {
                response.add_header(header);
            }
        }
        // Whoever asked may be gone by now.
        let _ = request.respond(response);
    }
}
