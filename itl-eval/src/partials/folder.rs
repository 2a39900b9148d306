//! Partials in a folder.

use super::Partials;
use itl_syntax::Dialect;
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Partials in a folder and the folders below it: `NAME.itl` and `NAME.mustache`, the template's own dialect first.
///
/// Only regular files are read, up to [`MAX_FILE`](Self::MAX_FILE) bytes of each, and a link only if it leads to a file
/// inside the folder: a payload may choose the name of a partial.
#[derive(Clone, Debug)]
pub struct FolderPartials {
    folder: PathBuf,
    follows_links: bool,
}

impl FolderPartials {
    /// The largest file that is read, in bytes: 4 MiB.
    pub const MAX_FILE: u64 = 4 << 20;

    /// The most names that are listed for suggestions and dynamic partials.
    pub const MAX_NAMES: usize = 10_000;

    /// Partials in `folder` and the folders below it.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), follows_links: false }
    }

    /// Also reads links that lead out of the folder.
    #[must_use]
    pub fn follow_links(mut self, follows_links: bool) -> Self {
        self.follows_links = follows_links;
        self
    }

    fn read(&self, path: &Path) -> Option<String> {
        // Not opened before it is known to be a file: a pipe would wait for its other end.
        let metadata = fs::metadata(path).ok()?;
        if !metadata.is_file() || metadata.len() > Self::MAX_FILE {
            return None;
        }
        let real = fs::canonicalize(path).ok()?;
        if !self.follows_links && !real.starts_with(fs::canonicalize(&self.folder).ok()?) {
            return None;
        }
        let mut text = String::new();
        File::open(real).ok()?.take(Self::MAX_FILE).read_to_string(&mut text).ok()?;
        Some(text)
    }
}

impl Partials for FolderPartials {
    fn load(&self, name: &str, dialect: Dialect) -> Option<Cow<'_, str>> {
        let order = match dialect {
            Dialect::Itl => ["itl", "mustache"],
            Dialect::Mustache => ["mustache", "itl"],
        };
        order.iter().find_map(|ending| self.read(&self.folder.join(format!("{name}.{ending}")))).map(Cow::Owned)
    }

    fn names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| {
                let path = entry.path();
                let known = path.extension().is_some_and(|ending| ending == "itl" || ending == "mustache");
                path.file_stem().filter(|_| known).map(|stem| stem.to_string_lossy().into_owned())
            })
            .take(Self::MAX_NAMES)
            .collect();
        names.sort();
        names.dedup();
        names
    }
}
