//! Tells when the files of templates change.

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Notify;
use tracing::warn;

/// Watches folders, each once. What cannot be watched is said once; SIGHUP reads it all the same.
pub(super) struct Watch {
    watcher: Option<RecommendedWatcher>,
    known: BTreeSet<PathBuf>,
}

impl Watch {
    /// Watches nothing yet; `changed` is told of changes.
    pub(super) fn new(changed: Arc<Notify>) -> Self {
        let told = move |event: notify::Result<notify::Event>| {
            // Reading files changes none of them; an error may hide a change.
            if event.is_ok_and(|event| matches!(event.kind, EventKind::Access(_))) {
                return;
            }
            changed.notify_one();
        };
        let watcher = notify::recommended_watcher(told);
        if let Err(error) = &watcher {
            warn!("files cannot be watched: {error}; send SIGHUP after a change");
        }
        Self { watcher: watcher.ok(), known: BTreeSet::new() }
    }

    /// Also watches these folders, with all that is in them.
    pub(super) fn add(&mut self, folders: &[PathBuf]) {
        let Some(watcher) = &mut self.watcher else { return };
        for folder in folders {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            if self.known.contains(folder) {
                continue;
            }
            match watcher.watch(folder, RecursiveMode::Recursive) {
                Ok(()) => {
                    self.known.insert(folder.to_owned());
                }
                Err(error) => warn!("{} cannot be watched: {error}; send SIGHUP after a change", folder.display()),
            }
        }
    }
}
