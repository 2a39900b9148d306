//! Serves the playground's files to the browser of this machine.
//!
//! A page of another site may ask for them, in the name of its visitor: `Host` and `Origin` must name this server.

use crate::http::{self, has_body, only};
use crate::project::works;
use crate::site::{self, Answer, Site};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{ACCEPT_ENCODING, HOST, HeaderMap, ORIGIN};
use hyper::{Request, Response};
use std::borrow::Cow;
use std::io;
use tokio::io::{AsyncRead, AsyncWrite};

/// A folder whose templates the page shows.
pub(crate) struct Folder {
    path: String,
    /// A word that nobody can guess: others on this machine reach the port, and may not read the folder.
    key: String,
}

impl Folder {
    /// A folder with a new word.
    pub(crate) fn new(path: String) -> io::Result<Self> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        Ok(Self { path, key: format!("{:032x}", u128::from_le_bytes(bytes)) })
    }

    /// What the address of the page ends in.
    pub(crate) fn query(&self) -> String {
        format!("?project={}", self.key)
    }

    /// Whether a request asks for the folder and knows its word.
    fn is_meant<B>(&self, request: &Request<B>) -> bool {
        let uri = request.uri();
        request.method() == "GET" && uri.path() == "/project.json" && uri.query() == Some(&self.key)
    }
}

/// A site, and the names under which it is served.
pub(crate) struct Service {
    site: Site,
    hosts: Vec<String>,
    folder: Option<Folder>,
}

impl Service {
    /// The site at a port of this machine, and the folder whose templates it shows.
    pub(crate) fn new(site: Site, port: u16, folder: Option<Folder>) -> Self {
        let names = ["127.0.0.1", "localhost"];
        let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            hosts.extend(names.map(str::to_owned));
        }
        Self { site, hosts, folder }
    }

    fn is_own(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Why a request is not answered with a file.
    fn refusal(&self, headers: &HeaderMap) -> Option<Answer> {
        // A page whose name was pointed at this machine asks with its own name.
        if !only(headers, HOST).is_some_and(|host| self.is_own(host)) {
            return Some(self.site.plain(421, "the header Host does not name this server\n"));
        }
        let is_own_origin = || only(headers, ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
        if headers.contains_key(ORIGIN) && !is_own_origin().is_some_and(|host| self.is_own(host)) {
            return Some(self.site.plain(403, "the request comes from another site\n"));
        }
        if has_body(headers) {
            return Some(self.site.plain(413, "a request has no body here\n"));
        }
        None
    }

    fn answer<B>(&self, request: &Request<B>) -> Answer {
        if let Some(refusal) = self.refusal(request.headers()) {
            return refusal;
        }
        // The files are read anew each time: they are edited elsewhere too.
        if let Some(folder) = self.folder.as_ref().filter(|folder| folder.is_meant(request)) {
            return self.site.json(&works::read(&folder.path));
        }
        let accepted = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let gzip = accepted.is_some_and(site::accepts_gzip);
        self.site.answer(request.method().as_str(), &request.uri().to_string(), gzip)
    }
}

/// Serves every connection that `accept` returns.
pub(crate) async fn serve<C, A>(service: Service, accept: impl FnMut() -> A)
where
    A: Future<Output = io::Result<C>>,
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    http::serve(move |request| response(service.answer(request)), accept).await;
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let body = match answer.body {
        Cow::Borrowed(body) => Bytes::from_static(body),
        Cow::Owned(body) => Bytes::from(body),
    };
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(Full::new(body)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
