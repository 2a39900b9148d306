//! The files of the playground, and what a request for one of them is answered with.

use flate2::read::GzDecoder;
use std::borrow::Cow;
use std::io::Read as _;

/// A file of the site.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File {
    /// Its path below the site's root, parts joined with `/`.
    pub(crate) name: &'static str,
    pub(crate) gzip: &'static [u8],
}

/// The site that was built before this binary; without files where there was none.
pub(crate) const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// The answer to one request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Cow<'static, [u8]>,
}

/// A site with the policy that its page names.
pub(crate) struct Site {
    files: &'static [File],
    policy: String,
}

impl Site {
    /// The site of these files; `None` where no page is among them.
    pub(crate) fn new(files: &'static [File]) -> Option<Self> {
        let page = unpacked(files.iter().find(|file| file.name == "index.html")?)?;
        // What a page may not say of itself is added: that nobody frames it.
        let policy = format!("{}; frame-ancestors 'none'", policy_of(&String::from_utf8_lossy(&page)));
        Some(Self { files, policy })
    }

    /// Answers a request. Only names of the list are files, so no path leads out of it.
    pub(crate) fn answer(&self, method: &str, url: &str, accepts_gzip: bool) -> Answer {
        if !matches!(method, "GET" | "HEAD") {
            let mut answer = self.plain(405, "only GET and HEAD are answered\n");
            answer.headers.push(("Allow", "GET, HEAD".into()));
            return answer;
        }
        let path = url.split(['?', '#']).next().unwrap_or("");
        let name = match path.strip_prefix('/') {
            Some("") => "index.html",
            Some(name) => name,
            None => "",
        };
        let Some(file) = self.files.iter().find(|file| file.name == name) else {
            return self.plain(404, "there is no such file\n");
        };
        let mut headers = self.headers(mime(name));
        // The names of assets change with what is in them.
        let kept = if name.starts_with("assets/") { "max-age=31536000, immutable" } else { "no-cache" };
        headers.push(("Cache-Control", kept.into()));
        headers.push(("Vary", "Accept-Encoding".into()));
        if accepts_gzip {
            headers.push(("Content-Encoding", "gzip".into()));
            return Answer { status: 200, headers, body: file.gzip.into() };
        }
        match unpacked(file) {
            Some(body) => Answer { status: 200, headers, body: body.into() },
            None => self.plain(500, "the file is damaged\n"),
        }
    }

    /// An answer of one line.
    pub(crate) fn plain(&self, status: u16, text: &'static str) -> Answer {
        Answer { status, headers: self.headers("text/plain; charset=utf-8"), body: text.as_bytes().into() }
    }

    /// An answer that is made for the request.
    pub(crate) fn json(&self, value: &serde_json::Value) -> Answer {
        let mut headers = self.headers("application/json");
        headers.push(("Cache-Control", "no-store".into()));
        Answer { status: 200, headers, body: value.to_string().into_bytes().into() }
    }

    fn headers(&self, mime: &str) -> Vec<(&'static str, String)> {
        vec![
            ("Content-Type", mime.into()),
            // Workers take theirs from the answer and not from the page.
            ("Content-Security-Policy", self.policy.clone()),
            ("X-Content-Type-Options", "nosniff".into()),
            ("Referrer-Policy", "no-referrer".into()),
            ("Cross-Origin-Opener-Policy", "same-origin".into()),
            ("Cross-Origin-Resource-Policy", "same-origin".into()),
        ]
    }
}

/// Whether the value of `Accept-Encoding` allows gzip.
pub(crate) fn accepts_gzip(value: &str) -> bool {
    value.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0));
        matches!(name.trim(), "gzip" | "*") && !refused
    })
}

fn unpacked(file: &File) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(file.gzip).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The policy in the page's `<meta>` element; a page without one may load nothing.
fn policy_of(page: &str) -> &str {
    let found = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"");
    found.and_then(|(_, rest)| rest.split_once('"')).map_or("default-src 'none'", |(policy, _)| policy)
}

fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Answer, File, Site, accepts_gzip, unpacked};
    use flate2::Compression;
    use flate2::read::GzEncoder;
    use std::io::Read as _;

    const PAGE: &str =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">";

    fn file(name: &'static str, text: &str) -> File {
        let mut gzip = Vec::new();
        GzEncoder::new(text.as_bytes(), Compression::fast()).read_to_end(&mut gzip).unwrap();
        File { name, gzip: gzip.leak() }
    }

    fn site() -> Site {
        let files = [file("assets/a-1.wasm", "wasm"), file("index.html", PAGE), file("sw.js", "sw")];
        Site::new(Vec::from(files).leak()).unwrap()
    }

    fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
        answer.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn files_come_with_their_type_and_the_policy_of_the_page() {
        let site = site();
        for (url, mime, body, kept) in [
            ("/", "text/html; charset=utf-8", PAGE, "no-cache"),
            ("/?x=1", "text/html; charset=utf-8", PAGE, "no-cache"),
            ("/sw.js", "text/javascript; charset=utf-8", "sw", "no-cache"),
            ("/assets/a-1.wasm", "application/wasm", "wasm", "max-age=31536000, immutable"),
        ] {
            let plain = site.answer("GET", url, false);
            assert_eq!((plain.status, &*plain.body), (200, body.as_bytes()), "{url}");
            assert_eq!(header(&plain, "Content-Type"), Some(mime), "{url}");
            assert_eq!(header(&plain, "Cache-Control"), Some(kept), "{url}");
            assert_eq!(header(&plain, "Content-Encoding"), None);
            let policy = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";
            assert_eq!(header(&plain, "Content-Security-Policy"), Some(policy), "{url}");
            let packed = site.answer("GET", url, true);
            assert_eq!(header(&packed, "Content-Encoding"), Some("gzip"));
            let gzip = packed.body.into_owned().leak();
            assert_eq!(unpacked(&File { name: "", gzip }).unwrap(), body.as_bytes());
        }
    }

    #[test]
    fn nothing_but_the_list_is_served() {
        let site = site();
        for url in [
            "",
            "*",
            "//",
            "/..",
            "/../Cargo.toml",
            "/assets/../index.html",
            "/assets/",
            "/assets",
            "/%2e%2e/Cargo.toml",
            "/index.html/",
            "/\\..\\Cargo.toml",
            "//index.html",
            "/INDEX.HTML",
            "http://example.com/",
            "index.html",
            "/sw.js\0",
        ] {
            let answer = site.answer("GET", url, true);
            assert_eq!(answer.status, 404, "{url}");
            assert!(header(&answer, "Content-Security-Policy").is_some());
        }
    }

    #[test]
    fn other_methods_are_refused() {
        let answer = site().answer("POST", "/", true);
        assert_eq!((answer.status, header(&answer, "Allow")), (405, Some("GET, HEAD")));
        assert_eq!(site().answer("HEAD", "/", true).status, 200);
    }

    #[test]
    fn a_list_without_a_page_is_no_site() {
        assert!(Site::new(&[]).is_none());
    }

    #[test]
    fn gzip_is_sent_to_whom_takes_it() {
        for yes in ["gzip", "deflate, gzip;q=0.5", "br,gzip", "*"] {
            assert!(accepts_gzip(yes), "{yes}");
        }
        for no in ["", "br", "gzip;q=0", "gzip; q=0.0, br", "identity"] {
            assert!(!accepts_gzip(no), "{no}");
        }
    }
}
