//! Values of the configuration.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) use crate::settings::{count, text, texts};

/// Seconds, whole or not.
pub(super) fn seconds(value: &Value) -> Result<Duration, String> {
    /// More is no time that anybody waits.
    const MAX: f64 = 1e9;
    let seconds = value.as_f64().filter(|seconds| *seconds > 0.0 && *seconds <= MAX);
    let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    duration.ok_or_else(|| "write a number of seconds above 0".to_owned())
}

/// A whole number above 0.
pub(super) fn positive(value: &Value) -> Result<usize, String> {
    count(value).ok().filter(|count| *count > 0).ok_or_else(|| "write a whole number above 0".to_owned())
}

pub(super) fn flag(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "write true or false".to_owned())
}

/// A file, seen from the folder.
pub(super) fn file(value: &Value, folder: &Path) -> Result<PathBuf, String> {
    Ok(PathBuf::from(crate::settings::path(folder, text(value)?)))
}

/// What a file holds, without the line end: a secret.
pub(super) fn secret(value: &Value, folder: &Path) -> Result<String, String> {
    let path = file(value, folder)?;
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {}", path.display(), crate::files::reason(&error)))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// A word that names a stream or a consumer.
pub(super) fn name(value: &Value) -> Result<String, String> {
    let name = text(value)?;
    if name.is_empty() || name.chars().any(|c| c.is_whitespace() || c.is_control() || ".*>/\\".contains(c)) {
        return Err("write a name without spaces, dots, slashes, * and >".to_owned());
    }
    Ok(name.to_owned())
}

/// A subject without wildcards.
pub(super) fn subject(value: &Value) -> Result<String, String> {
    let subject = text(value)?;
    let target: itl_worker::Target = subject.parse()?;
    if target.wildcards() > 0 {
        return Err("write one subject, without { and }".to_owned());
    }
    Ok(subject.to_owned())
}
