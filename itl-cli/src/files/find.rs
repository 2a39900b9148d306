//! Files, folders and globs of the command line.

use super::walk::walk;
use super::{shown, unreadable};
use crate::source::Sourced;
use globset::{GlobBuilder, GlobSet};
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

/// What arguments name.
#[derive(Debug, Default)]
pub(crate) struct Search {
    /// The files, each once, in the order of the arguments; those of a folder sorted by name.
    pub(crate) files: Vec<String>,
    /// Arguments that name nothing.
    pub(crate) problems: Vec<Sourced>,
}

/// Finds the files that arguments name. A folder stands for the files with one of the endings in
/// it and below it, without hidden ones and without what `.gitignore` excludes; an argument with
/// `*`, `?`, `[` or `{` that is no file is a glob.
pub(crate) fn find(args: &[String], endings: &[&str]) -> Search {
    let mut search = Search::default();
    let mut known = HashSet::new();
    let mut seen = HashSet::new();
    let mut searches = 0;
    for arg in args.iter().filter(|arg| seen.insert(arg.as_str())) {
        let path = Path::new(arg);
        let is_search = path.is_dir() || is_pattern(arg) && !path.is_file();
        searches += usize::from(is_search);
        if is_search && searches > MAX_GLOBS {
            search.problems.push(unreadable(arg, &format!("more than {MAX_GLOBS} folders and globs are not searched")));
            break;
        }
        let found = if arg == "-" || path.is_file() {
            Ok(vec![arg.clone()])
        } else if path.is_dir() {
            below(path, |file| endings.iter().any(|ending| file.to_string_lossy().ends_with(ending)))
        } else if is_pattern(arg) {
            matching(arg)
        } else {
            // Reading it says what is wrong.
            Ok(vec![arg.clone()])
        };
        let found = match found {
            Ok(found) => found,
            Err(message) => {
                search.problems.push(unreadable(arg, &message));
                continue;
            }
        };
        if found.is_empty() {
            let message = if path.is_dir() {
                format!("there is no file that ends in {} in {arg}", endings.join(" or "))
            } else {
                format!("no file matches {arg}{}", super::meant(arg).unwrap_or_default())
            };
            search.problems.push(unreadable(&shown(arg), &message));
        }
        search.files.extend(found.into_iter().filter(|file| known.insert(file.clone())));
    }
    search
}

/// The files below `folder` that `wanted` takes, as people write them.
fn below(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<String>, String> {
    Ok(walk(folder, wanted)?.iter().map(|path| plain(path)).collect())
}

/// A path as people write it: without `./` before it and with slashes.
fn plain(path: &Path) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// The longest glob, in bytes: a compiled one takes a thousand times as much.
const MAX_GLOB: usize = 1024;

/// So many globs may an `itl.toml` hold, and so many folders and globs are searched at once.
pub(crate) const MAX_GLOBS: usize = 1_000;

fn is_pattern(arg: &str) -> bool {
    arg.contains(['*', '?', '[', '{'])
}

/// A glob in which `*` stays within a folder and `**` does not; the error says what is wrong with it.
pub(crate) fn compile(glob: &str) -> Result<GlobSet, String> {
    if glob.len() > MAX_GLOB {
        return Err(format!("it is longer than {MAX_GLOB} bytes"));
    }
    let glob = GlobBuilder::new(glob).literal_separator(true).build().map_err(|error| error.kind().to_string())?;
    GlobSet::builder().add(glob).build().map_err(|error| error.kind().to_string())
}

/// The files that match a glob, in which `*` stays within a folder and `**` does not.
fn matching(glob: &str) -> Result<Vec<String>, String> {
    let glob = glob.strip_prefix("./").unwrap_or(glob);
    let matcher = compile(glob).map_err(|error| format!("{glob} is not a glob: {error}"))?;
    // The folder before the first wildcard is walked, nothing else.
    let mut root = PathBuf::new();
    for part in Path::new(glob).components() {
        match part {
            Component::Normal(name) if is_pattern(&name.to_string_lossy()) => break,
            part => root.push(part),
        }
    }
    if root.as_os_str().is_empty() {
        root.push(".");
    }
    below(&root, |path| matcher.is_match(path.strip_prefix("./").unwrap_or(path)))
}
