//! Replacing a file's content.

use super::reason;
use crate::outcome::CliError;
use std::path::Path;

/// Replaces a file's content at once, so that no reader and no crash sees half of it.
pub(crate) fn replace(path: &str, text: &[u8]) -> Result<(), CliError> {
    let failed = |error: std::io::Error| CliError::usage(format!("cannot write {path}: {}", reason(&error)));
    // A link is written through, not replaced.
    let target = if Path::new(path).exists() { std::fs::canonicalize(path).map_err(failed)? } else { path.into() };
    let mut draft = target.clone().into_os_string();
    draft.push(".itl-draft");
    let permissions = std::fs::metadata(&target).map(|about| about.permissions()).ok();
    let done = std::fs::write(&draft, text)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| std::fs::set_permissions(&draft, permissions)))
        .and_then(|()| std::fs::rename(&draft, &target));
    done.map_err(|error| {
        let _ = std::fs::remove_file(&draft);
        failed(error)
    })
}
