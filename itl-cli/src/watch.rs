//! Runs something again whenever files change.

use crate::files;
use crate::outcome::{CliError, CliResult};
use crate::report::human;
use notify::{EventKind, RecursiveMode, Watcher as _};
use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

/// Changes that come within this time of each other are one.
const QUIET: Duration = Duration::from_millis(100);

/// Runs `once`, and again after each change of a file below the current folder, until the process
/// is ended.
pub(crate) fn run(once: impl Fn() -> CliResult) -> CliResult {
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| is_change(&event)) {
            // Nobody listens any more: the command is ending.
            let _ = sender.send(());
        }
    })
    .map_err(|error| cannot(&error))?;
    watcher.watch(Path::new("."), RecursiveMode::Recursive).map_err(|error| cannot(&error))?;
    loop {
        if std::io::stderr().is_terminal() {
            human::say("\u{1b}[2J\u{1b}[H");
        }
        once()?;
        human::say("Waiting for changes; Ctrl-C ends it.");
        if changes.recv().is_err() {
            return Err(CliError::usage("files can no longer be watched"));
        }
        while changes.recv_timeout(QUIET).is_ok() {}
    }
}

/// Whether a file that tests can depend on was written or removed.
fn is_change(event: &notify::Event) -> bool {
    let kind = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    let hidden = |path: &Path| path.components().any(|part| part.as_os_str().to_string_lossy().starts_with(".git"));
    let wanted = |path: &Path| {
        let name = path.to_string_lossy();
        !hidden(path) && files::ends_with(&name, &["itl", "mustache", "json", "yaml", "yml", "toml", "txt"])
    };
    kind && event.paths.iter().any(|path| wanted(path))
}

fn cannot(error: &notify::Error) -> CliError {
    CliError::usage(format!("cannot watch files: {error}"))
}
