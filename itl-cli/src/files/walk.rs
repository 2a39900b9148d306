//! The files of a folder, searched within bounds.

use ignore::{DirEntry, WalkBuilder};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Bounds of one search.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// Folders inside each other.
    depth: usize,
    /// Files and folders that are looked at.
    entries: usize,
    /// Folders among them: each takes as long as five files.
    folders: usize,
    /// Files that are found.
    files: usize,
    /// Bytes of all files that say what git ignores, and their lines, each of which takes up to 14 kB once compiled.
    ignore_bytes: u64,
    ignore_lines: usize,
}

impl Bounds {
    /// The bound that so many files and folders exceed.
    fn exceeded(&self, entries: usize, folders: usize, depth: usize) -> Option<String> {
        match self {
            _ if entries > self.entries => Some(format!("{} files and folders", self.entries)),
            _ if folders > self.folders => Some(format!("{} folders", self.folders)),
            _ if depth > self.depth => Some(format!("{} folders inside each other", self.depth)),
            _ => None,
        }
    }
}

const MAX_DEPTH: usize = 64;
const MAX_ENTRIES: usize = 100_000;
const MAX_FOLDERS: usize = 50_000;
const MAX_FILES: usize = 10_000;
const MAX_IGNORE_BYTES: u64 = 512 << 10;
const MAX_IGNORE_LINES: usize = 15_000;

const BOUNDS: Bounds = Bounds {
    depth: MAX_DEPTH,
    entries: MAX_ENTRIES,
    folders: MAX_FOLDERS,
    files: MAX_FILES,
    ignore_bytes: MAX_IGNORE_BYTES,
    ignore_lines: MAX_IGNORE_LINES,
};

/// What the walk reads to know what git ignores.
const IGNORE_FILES: &[&str] = &[".gitignore", ".ignore", ".git/info/exclude"];

/// Folders in which reading a regular file may wait for ever: the kernel answers there.
const OF_THE_KERNEL: &[&str] = &["/proc", "/sys"];

/// Files below `folder` that `wanted` takes, sorted. Pipes and devices are none; a link that leads nowhere is one, so
/// that reading it says what is wrong. The error says which bound the folder exceeds.
pub(super) fn walk(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, String> {
    within(folder, wanted, BOUNDS)
}

fn within(folder: &Path, wanted: impl Fn(&Path) -> bool, bounds: Bounds) -> Result<Vec<PathBuf>, String> {
    let real = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    if is_of_the_kernel(&real) {
        return Err(format!("{} is not searched: its files are the kernel's", folder.display()));
    }
    let ignored =
        IgnoreFiles { max_bytes: bounds.ignore_bytes, max_lines: bounds.ignore_lines, ..IgnoreFiles::default() };
    let ignored = Arc::new(ignored);
    // Those above the folder are read as well.
    for above in real.ancestors() {
        ignored.look_into(above);
    }
    let has_kernel = Arc::new(AtomicBool::new(false));
    let enters = {
        let (ignored, has_kernel, root) = (ignored.clone(), has_kernel.clone(), folder.to_owned());
        move |entry: &DirEntry| {
            if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
                return true;
            }
            let below = entry.path().strip_prefix(&root).unwrap_or(Path::new(""));
            if is_of_the_kernel(&real.join(below)) {
                has_kernel.store(true, Ordering::Relaxed);
                return false;
            }
            entry.depth() == 0 || ignored.look_into(entry.path())
        }
    };
    let mut found = Vec::new();
    let (mut entries, mut folders) = (0, 0);
    if ignored.refused.get().is_none() {
        // One level more, to see that there is one.
        for entry in WalkBuilder::new(folder).max_depth(Some(bounds.depth + 1)).filter_entry(enters).build().flatten() {
            let kind = entry.file_type();
            entries += 1;
            folders += usize::from(kind.is_some_and(|kind| kind.is_dir()));
            if let Some(exceeded) = bounds.exceeded(entries, folders, entry.depth()) {
                return Err(format!("{} holds more than {exceeded}", folder.display()));
            }
            if kind.is_some_and(|kind| kind.is_file() || kind.is_symlink())
                && wanted(entry.path())
                && is_readable(entry.path(), kind.is_some_and(|kind| kind.is_symlink()))
            {
                found.push(entry.into_path());
            }
            if found.len() > bounds.files {
                return Err(format!("more than {} files are found in {}", bounds.files, folder.display()));
            }
        }
    }
    match ignored.refused.get() {
        Some(message) => return Err(message.clone()),
        None if found.is_empty() && has_kernel.load(Ordering::Relaxed) => {
            return Err(format!("folders of the kernel in {} are not searched", folder.display()));
        }
        None => {}
    }
    found.sort();
    Ok(found)
}

fn is_of_the_kernel(real: &Path) -> bool {
    cfg!(unix) && OF_THE_KERNEL.iter().any(|folder| real.starts_with(folder))
}

/// Whether reading the file ends: it is a regular one, or a link to one, or to nothing.
fn is_readable(path: &Path, is_link: bool) -> bool {
    if !is_link {
        return true;
    }
    match std::fs::canonicalize(path) {
        Ok(real) => real.is_file() && !is_of_the_kernel(&real),
        Err(_) => true,
    }
}

/// The files that say what git ignores, before the walk reads them.
#[derive(Default)]
struct IgnoreFiles {
    max_bytes: u64,
    bytes: AtomicU64,
    max_lines: usize,
    lines: AtomicUsize,
    /// Why one cannot be read.
    refused: OnceLock<String>,
}

impl IgnoreFiles {
    /// Whether those of the folder can be read.
    fn look_into(&self, folder: &Path) -> bool {
        IGNORE_FILES.iter().all(|name| self.look_at(&folder.join(name))) && self.look_at_linked(&folder.join(".git"))
    }

    /// Whether the files can be read to which a `.git` leads that is a file, as that of a second work tree: the walk
    /// follows it to wherever it says.
    fn look_at_linked(&self, link: &Path) -> bool {
        if !link.is_file() {
            return true;
        }
        let Some(line) = self.first_line(link) else { return self.refused.get().is_none() };
        let Some(folder) = line.strip_prefix("gitdir: ").map(Path::new) else { return true };
        match self.first_line(&folder.join("commondir")) {
            Some(common) if common.starts_with('.') => self.look_at(&folder.join(common).join("info/exclude")),
            Some(common) => self.look_at(&Path::new(&common).join("info/exclude")),
            None => self.refused.get().is_none(),
        }
    }

    /// The first line of a file; `None` where there is none, or the walk must not read it.
    fn first_line(&self, path: &Path) -> Option<String> {
        if !self.look_at(path) {
            return None;
        }
        // The file may have grown since.
        let file = BufReader::new(File::open(path).ok()?.take(self.max_bytes));
        file.lines().next()?.ok()
    }

    fn look_at(&self, path: &Path) -> bool {
        let Ok(about) = std::fs::metadata(path) else { return true };
        let refuse = |message: String| {
            let _ = self.refused.set(message);
            false
        };
        if about.is_dir() {
            return true;
        }
        if !about.is_file() {
            return refuse(format!("{} is no regular file", path.display()));
        }
        let all = self.bytes.fetch_add(about.len(), Ordering::Relaxed).saturating_add(about.len());
        if all > self.max_bytes {
            let message =
                format!("{} and other such files are larger than {} KiB", path.display(), self.max_bytes >> 10);
            return refuse(message);
        }
        let lines = lines_of(path, self.max_bytes);
        if self.lines.fetch_add(lines, Ordering::Relaxed).saturating_add(lines) > self.max_lines {
            return refuse(format!("{} and other such files hold more than {} lines", path.display(), self.max_lines));
        }
        true
    }
}

/// How many lines a regular file has; none if it cannot be read, which the walk cannot either.
fn lines_of(path: &Path, max_bytes: u64) -> usize {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|file| file.take(max_bytes).read_to_end(&mut text));
    if read.is_ok() { text.split(|byte| *byte == b'\n').count() } else { 0 }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::files::testing::folder;

    const SMALL: Bounds = Bounds { depth: 3, entries: 20, folders: 15, files: 5, ignore_bytes: 100, ignore_lines: 40 };

    fn found(folder: &Path, bounds: Bounds) -> Result<Vec<String>, String> {
        let name = |path: PathBuf| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        within(folder, |_| true, bounds).map(|files| files.into_iter().map(name).collect())
    }

    #[test]
    fn each_bound_is_named() {
        let few = folder(&[("b", ""), ("a/b/c", ""), ("a/x", "")]);
        assert_eq!(found(few.path(), SMALL).unwrap(), ["a/b/c", "a/x", "b"]);
        let refused = |paths: &[(&str, &str)], says: &str| {
            let error = found(folder(paths).path(), SMALL).unwrap_err();
            assert!(error.contains(says), "{error}");
        };
        refused(&[("a/b/c/d", "")], "3 folders inside each other");
        let many: Vec<String> = (0..6).map(|n| format!("f{n}")).collect();
        refused(&many.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>(), "more than 5 files");
        let folders: Vec<String> = (0..21).map(|n| format!("d{n}/.hidden")).collect();
        refused(&folders.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>(), "more than 15 folders");
        let hidden: Vec<String> = (0..14).map(|n| format!("d{n}/.hidden")).collect();
        let shown: Vec<String> = (0..4).map(|n| format!("f{n}")).collect();
        let mut all: Vec<(&str, &str)> = hidden.iter().chain(&shown).map(|name| (name.as_str(), "")).collect();
        all.extend([("d0/e", ""), ("d1/e", "")]);
        let wide = Bounds { files: 50, ..SMALL };
        let error = found(folder(&all).path(), wide).unwrap_err();
        assert!(error.contains("more than 20 files and folders"), "{error}");
        let half = "x\n".repeat(30);
        refused(&[(".gitignore", &half), ("a/.ignore", &half), ("a/b", "")], "larger than 0 KiB");
        let lines = "\n".repeat(25);
        refused(&[(".gitignore", &lines), ("a/.ignore", &lines), ("a/b", "")], "more than 40 lines");
    }

    #[cfg(unix)]
    #[test]
    fn what_may_wait_for_ever_is_not_read() {
        let one = folder(&[("a", ""), ("b/c", "")]);
        std::os::unix::fs::symlink("/proc/kmsg", one.path().join("k")).unwrap();
        std::os::unix::fs::symlink("/proc", one.path().join("p")).unwrap();
        std::os::unix::fs::symlink("nowhere", one.path().join("n")).unwrap();
        assert_eq!(found(one.path(), SMALL).unwrap(), ["a", "b/c", "n"], "links to the kernel's files are left out");
        let pipe = one.path().join("b/.gitignore");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()));
        let error = found(one.path(), SMALL).unwrap_err();
        assert!(error.contains(".gitignore is no regular file"), "{error}");
        let error = found(&one.path().join("b"), SMALL).unwrap_err();
        assert!(error.contains("no regular file"), "the root's own: {error}");
    }

    #[cfg(unix)]
    #[test]
    fn what_a_git_file_leads_to_is_bounded() {
        let linked = |common: &str| {
            let one = folder(&[("a.itl", ""), ("git/info/exclude", "a.itl\n"), ("git/tree/commondir", common)]);
            let root = one.path().canonicalize().unwrap();
            let text = format!("gitdir: {}\n", root.join("git/tree").display());
            std::fs::create_dir(root.join("tree")).unwrap();
            std::fs::write(root.join("tree/.git"), text).unwrap();
            std::fs::rename(root.join("a.itl"), root.join("tree/a.itl")).unwrap();
            (one, root)
        };
        let bounds = Bounds { ignore_bytes: 1000, ignore_lines: 1000, ..SMALL };
        let (_kept, root) = linked("../..\n");
        assert_eq!(found(&root.join("tree"), bounds).unwrap(), ["a.itl"], "git/tree/../.. has no such file");
        let (_kept, root) = linked("..\n");
        assert_eq!(found(&root.join("tree"), bounds).unwrap(), [] as [&str; 0], "the other repository excludes it");
        let refused = |root: &Path, says: &str| {
            let error = found(&root.join("tree"), bounds).unwrap_err();
            assert!(error.contains(says), "{error}");
            let error = found(root, bounds).unwrap_err();
            assert!(error.contains(says), "from above: {error}");
        };
        std::fs::write(root.join("git/info/exclude"), "x\n".repeat(500)).unwrap();
        refused(&root, "larger than 0 KiB");
        let (_kept, root) = linked("..\n");
        std::fs::remove_file(root.join("git/tree/commondir")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", root.join("git/tree/commondir")).unwrap();
        refused(&root, "commondir is no regular file");
        File::create(root.join("tree/.git")).unwrap().set_len(1 << 40).unwrap();
        refused(&root, ".git and other such files are larger");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernels_folders_are_not_searched() {
        for folder in ["/proc", "/sys/kernel", "/proc/self/task", "/proc/../proc"] {
            let error = walk(Path::new(folder), |_| true).unwrap_err();
            assert!(error.contains("kernel"), "{error}");
        }
    }
}
