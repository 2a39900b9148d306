//! Reading files and stdin.

use crate::args;
use crate::stop::Stop;
use itl_eval::{Dialect, LineIndex};
use itl_syntax::Position;
use std::io::Read as _;
use std::path::Path;

/// A template as read.
pub(crate) struct Source {
    /// What diagnostics call it.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Reads a file; `-` is stdin.
pub(crate) fn bytes(path: &str) -> Result<Vec<u8>, Stop> {
    if path == "-" {
        let mut bytes = Vec::new();
        return match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(Stop::usage(format!("cannot read stdin: {error}"))),
        };
    }
    if Path::new(path).is_dir() {
        return Err(Stop::usage(format!("cannot read {path}: it is a folder")));
    }
    std::fs::read(path).map_err(|error| Stop::usage(format!("cannot read {path}: {}", reason(&error))))
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

/// A template's text, or what is wrong with it.
pub(crate) enum Text {
    Read(Source),
    NotText(NotText),
}

/// The first byte of a file that is no UTF-8.
pub(crate) struct NotText {
    /// Its offset.
    pub(crate) at: usize,
    /// Line and column from 1, in characters.
    pub(crate) place: Position,
    /// In a line, with the file's name.
    pub(crate) message: String,
}

/// Reads a template.
pub(crate) fn template(path: &str) -> Result<Text, Stop> {
    let name = shown(path);
    Ok(match String::from_utf8(bytes(path)?) {
        Ok(text) => Text::Read(Source { name, text }),
        Err(error) => Text::NotText(not_utf8(&name, error.as_bytes(), error.utf8_error().valid_up_to())),
    })
}

/// Says where bytes stop being UTF-8.
pub(crate) fn not_utf8(name: &str, bytes: &[u8], at: usize) -> NotText {
    let valid = bytes.get(..at).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or_default();
    let place = LineIndex::new(valid).position(at);
    let Position { line, column } = place;
    NotText { at, place, message: format!("{name}:{line}:{column}: byte {at} is not UTF-8") }
}

/// The dialect of a template: as told, or by its ending.
pub(crate) fn dialect(path: Option<&str>, told: Option<args::Dialect>) -> Dialect {
    match (told, path) {
        (Some(dialect), _) => dialect.into(),
        (None, Some(path)) if ends_with(path, &["mustache"]) => Dialect::Mustache,
        (None, _) => Dialect::Itl,
    }
}

/// Whether a file's name has one of the endings, in any case.
pub(crate) fn ends_with(path: &str, endings: &[&str]) -> bool {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
