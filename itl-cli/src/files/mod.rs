//! Reading and writing files and stdin.

mod find;
mod replace;
#[cfg(test)]
pub(crate) mod testing;
mod walk;

pub(crate) use find::{MAX_GLOBS, compile, find};
pub(crate) use replace::{create, replace, replace_in_folder};

use crate::outcome::{CliError, CliResult, Outcome};
use crate::report::human;
use crate::source::{Source, Sourced};
use itl_eval::{Code, Diagnostic, Dialect, Span};
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Endings of templates, which folders are searched for.
pub(crate) const TEMPLATES: &[&str] = &[".itl", ".mustache"];

/// A template that cannot be used.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// Its file cannot be read; the message says why.
    Unreadable { name: String, message: String },
    /// Its bytes are no text.
    NotText(Box<Sourced>),
}

impl Unusable {
    /// Ends a command that works on this one file.
    pub(crate) fn end(self) -> CliResult {
        match self {
            Self::Unreadable { message, .. } => Err(CliError::Usage(message)),
            Self::NotText(finding) => {
                human::draw(&finding);
                Ok(Outcome::Errors)
            }
        }
    }

    /// What is reported by a command that works on several files.
    pub(crate) fn finding(self) -> (Sourced, Outcome) {
        match self {
            Self::Unreadable { name, message } => (unreadable(&name, &message), Outcome::Unreadable),
            Self::NotText(finding) => (*finding, Outcome::Errors),
        }
    }
}

/// The finding about a file that cannot be read.
pub(crate) fn unreadable(name: &str, message: &str) -> Sourced {
    let diagnostic = Diagnostic::new(Code::UnreadableFile, Span::default(), message);
    Sourced { diagnostic, file: name.into(), text: "".into(), shift: 0 }
}

/// Reads a file; `-` is stdin.
pub(crate) fn bytes(path: &str) -> Result<Vec<u8>, CliError> {
    try_bytes(path).map_err(CliError::Usage)
}

/// The most bytes that are read of one file. A device or a pipe may have no end.
const MAX_FILE: u64 = 64 << 20;

/// Whether somebody has read stdin: who reads it again finds it empty.
static STDIN_IS_READ: AtomicBool = AtomicBool::new(false);

/// As [`bytes`]; the error is a sentence for people.
pub(crate) fn try_bytes(path: &str) -> Result<Vec<u8>, String> {
    if path == "-" {
        if STDIN_IS_READ.swap(true, Ordering::Relaxed) {
            return Err("stdin is read once, and is asked for twice; give one of the two as a file".to_owned());
        }
        return whole("stdin", std::io::stdin().lock());
    }
    if Path::new(path).is_dir() {
        return Err(format!("cannot read {path}: it is a folder"));
    }
    let cannot = |error| format!("cannot read {path}: {}{}", reason(&error), meant(path).unwrap_or_default());
    let file = std::fs::File::open(path).map_err(cannot)?;
    whole(path, file)
}

/// What to write where a text stands in the place of a file.
pub(crate) fn meant(path: &str) -> Option<&'static str> {
    if path.contains("{{") {
        return Some("; a template as text follows -e");
    }
    path.trim_start().starts_with(['{', '[']).then_some("; data as text goes to stdin, which is -")
}

fn whole(name: &str, from: impl std::io::Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match from.take(MAX_FILE + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > MAX_FILE => {
            Err(format!("cannot read {name}: it is larger than {} MiB", MAX_FILE >> 20))
        }
        Ok(_) => Ok(bytes),
        Err(error) => Err(format!("cannot read {name}: {}", reason(&error))),
    }
}

/// Whether a path leads to a regular file below one of the folders, links followed. One that is not there may be asked
/// for: reading it says so.
pub(crate) fn is_within<'f>(path: &Path, mut folders: impl Iterator<Item = &'f Path>) -> bool {
    let Ok(real) = std::fs::canonicalize(path) else { return true };
    let here = |folder: &'f Path| if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    real.is_file() && folders.any(|folder| std::fs::canonicalize(here(folder)).is_ok_and(|root| real.starts_with(root)))
}

/// The error in a few words, the same on every platform where they are common.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// What diagnostics call a file.
pub(crate) fn shown(path: &str) -> String {
    if path == "-" { "<stdin>".to_owned() } else { path.to_owned() }
}

/// What follows a byte order mark, which other programs put before text; `None` where there is none.
pub(crate) fn without_mark(bytes: &[u8]) -> Option<&[u8]> {
    bytes.strip_prefix(b"\xef\xbb\xbf")
}

/// Reads a template.
pub(crate) fn template(path: &str) -> Result<Source, Unusable> {
    let name = shown(path);
    let bytes = try_bytes(path).map_err(|message| Unusable::Unreadable { name: name.clone(), message })?;
    match String::from_utf8(bytes) {
        Ok(text) => {
            let (text, marked) = match text.strip_prefix('\u{feff}') {
                Some(rest) => (Arc::from(rest), true),
                None => (Arc::from(text), false),
            };
            Ok(Source { name: name.into(), text, marked })
        }
        Err(error) => {
            Err(Unusable::NotText(Box::new(not_utf8(&name, error.as_bytes(), error.utf8_error().valid_up_to()))))
        }
    }
}

/// Says where bytes stop being UTF-8.
pub(crate) fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Sourced {
    let mut diagnostic = Diagnostic::new(Code::NotText, Span::new(at, at + 1), format_args!("byte {at} is not UTF-8"));
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        diagnostic = diagnostic.help("the file looks like UTF-16; save it as UTF-8");
    }
    // Up to there the text is the file's, so that the place is the same in both.
    Sourced { diagnostic, file: name.into(), text: String::from_utf8_lossy(bytes).into(), shift: 0 }
}

/// The dialect that a template's ending names.
pub(crate) fn dialect_of(path: Option<&str>) -> Dialect {
    match path {
        Some(path) if ends_with(path, &["mustache"]) => Dialect::Mustache,
        _ => Dialect::Itl,
    }
}

/// Whether a file's name has one of the endings, in any case.
pub(crate) fn ends_with(path: &str, endings: &[&str]) -> bool {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
