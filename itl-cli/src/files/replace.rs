//! Writing files.

use super::reason;
use crate::outcome::CliError;
use std::fs::{self, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Replaces a file's content at once, so that no reader and no crash sees half of it.
pub(crate) fn replace(path: &str, text: &[u8]) -> Result<(), CliError> {
    try_replace(Path::new(path), text).map_err(|error| cannot_write(path, &error))
}

/// As [`replace`], for a file whose folder is made where it is missing.
pub(crate) fn replace_in_folder(path: &str, text: &[u8]) -> Result<(), CliError> {
    let write = || {
        match Path::new(path).parent() {
            Some(folder) if !folder.as_os_str().is_empty() => fs::create_dir_all(folder)?,
            _ => {}
        }
        try_replace(Path::new(path), text)
    };
    write().map_err(|error| cannot_write(path, &error))
}

/// Writes a file that is not there yet; one that is there stays as it is, and is an error.
pub(crate) fn create(path: &str, text: &[u8]) -> Result<(), CliError> {
    let write = || draft(folder_of(Path::new(path)), text)?.persist_noclobber(path).map_err(|error| error.error);
    write().map(drop).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => CliError::usage(format!("{path} is there already")),
        _ => cannot_write(path, &error),
    })
}

fn cannot_write(path: &str, error: &io::Error) -> CliError {
    CliError::usage(format!("cannot write {path}: {}", reason(error)))
}

fn try_replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let about = match fs::metadata(path) {
        Ok(about) => Some(about),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // A terminal or a pipe is written to; nothing may take its place.
    if about.as_ref().is_some_and(|about| !about.is_file()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(text);
    }
    // A link is written through, not replaced.
    let target = if about.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let draft = draft(folder_of(&target), text)?;
    if let Some(about) = &about {
        allow_as(&draft, about)?;
    }
    draft.persist(&target).map(drop).map_err(|error| error.error)
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// A file beside the one to be written, under a name that nobody can know before; it is gone where it does not take
/// the other's place.
fn draft(folder: PathBuf, text: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".itl-");
    // A new file gets what the user's mask leaves of it, as every program's does.
    #[cfg(unix)]
    let everybody = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(everybody);
    let mut draft = builder.tempfile_in(folder)?;
    draft.write_all(text)?;
    Ok(draft)
}

/// Gives the draft the permissions of the file whose place it takes, and where that is allowed its owner.
fn allow_as(draft: &tempfile::NamedTempFile, about: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        // Only an administrator may; others write files of their own.
        let _ = std::os::unix::fs::fchown(draft.as_file(), Some(about.uid()), Some(about.gid()));
    }
    draft.as_file().set_permissions(about.permissions())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{create, replace, replace_in_folder};
    use std::fs;

    fn names(folder: &std::path::Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.itl");
        fs::write(&path, "old, and longer").unwrap();
        replace(path.to_str().unwrap(), b"new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(folder.path()), ["a.itl"]);
    }

    #[test]
    fn a_new_file_comes_with_its_folder_and_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/c.txt");
        replace_in_folder(path.to_str().unwrap(), b"one").unwrap();
        assert!(create(path.to_str().unwrap(), b"two").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(names(path.parent().unwrap()), ["c.txt"]);
        create(folder.path().join("d.txt").to_str().unwrap(), b"three").unwrap();
        assert_eq!(names(folder.path()), ["a", "d.txt"]);
    }

    #[test]
    #[cfg(unix)]
    fn permissions_are_kept_and_those_of_new_files_are_usual() {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.itl");
        fs::write(&path, "old").unwrap();
        let usual = mode(&path);
        for kept in [0o600, 0o640, 0o755, 0o444] {
            fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
            replace(path.to_str().unwrap(), b"new").unwrap();
            assert_eq!(mode(&path), kept);
        }
        let new = folder.path().join("new.itl");
        replace(new.to_str().unwrap(), b"new").unwrap();
        assert_eq!(mode(&new), usual);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_written_through_and_names_laid_out_for_drafts_are_not_followed() {
        use std::os::unix::fs::symlink;
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (link, target) = (folder.path().join("a.itl"), elsewhere.path().join("b.itl"));
        let victim = elsewhere.path().join("victim");
        fs::write(&target, "old").unwrap();
        fs::write(&victim, "whole").unwrap();
        symlink(&target, &link).unwrap();
        for bait in ["a.itl.itl-draft", "a.itl.itl-fmt", "a.itl.tmp", ".itl-"] {
            symlink(&victim, folder.path().join(bait)).unwrap();
        }
        for bait in ["b.itl.itl-draft", "b.itl.itl-fmt", "b.itl.tmp", ".itl-"] {
            symlink(&victim, elsewhere.path().join(bait)).unwrap();
        }
        replace(link.to_str().unwrap(), b"new").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&victim).unwrap(), "whole");
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_leads_nowhere_is_not_created_through() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("a.json"), folder.path().join("elsewhere"));
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(create(link.to_str().unwrap(), b"text").is_err());
        assert!(!target.exists());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_device_stays_a_device() {
        replace("/dev/null", b"text").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
