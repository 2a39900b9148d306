//! `itl playground`

use crate::args::PlaygroundArgs;
use crate::stop::{Done, Stop};

#[cfg(not(feature = "playground"))]
pub(crate) fn run(_: &PlaygroundArgs) -> Done {
    Err(Stop::usage(
        "this build of itl has no playground; run `npm ci && npm run build` in playground/, then `cargo install --path itl-cli --features playground`",
    ))
}

#[cfg(feature = "playground")]
pub(crate) fn run(args: &PlaygroundArgs) -> Done {
    serve::run(args)
}

#[cfg(feature = "playground")]
mod serve {
    use super::{Done, PlaygroundArgs, Stop};
    use crate::draw;
    use crate::site::{self, Site};
    use crate::stop::{Verdict, print};
    use std::net::Ipv4Addr;
    use tiny_http::{Header, Request, Response, Server};

    /// A browser that does not read its answer holds up one of these and no other.
    const THREADS: usize = 4;

    pub(super) fn run(args: &PlaygroundArgs) -> Done {
        let site = Site::new(site::FILES).ok_or_else(|| {
            Stop::usage("the playground was not built when itl was; run `npm ci && npm run build` in playground/, then build itl again")
        })?;
        let server = Server::http((Ipv4Addr::LOCALHOST, args.port)).map_err(|error| {
            Stop::usage(format!(
                "cannot listen on port {}: {error}; choose another with --port, or any with --port 0",
                args.port
            ))
        })?;
        let address = format!("http://{}/", server.server_addr());
        print(&format!("{address}\n"))?;
        draw::say("Ctrl-C ends it.");
        if args.open
            && let Err(error) = open::that_detached(&address)
        {
            draw::failure(&format!("cannot open a browser: {error}"));
        }
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| server.incoming_requests().for_each(|request| answer(&site, request)));
            }
        });
        Ok(Verdict::Fine)
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
