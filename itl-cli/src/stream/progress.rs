//! How far a stream is, on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;

/// A bar on stderr where that is a terminal and the messages go elsewhere; nothing otherwise.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// `size` is that of the stream in bytes, where it is known.
    pub(super) fn new(size: Option<u64>) -> Self {
        let shown = std::io::stderr().is_terminal() && !std::io::stdout().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(size, target);
        let style = if size.is_some() {
            "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"
        } else {
            "{spinner} {bytes}, {bytes_per_sec}"
        };
        match ProgressStyle::with_template(style) {
            Ok(style) => Self(bar.with_style(style)),
            Err(_) => Self(bar),
        }
    }

    pub(super) fn add(&self, bytes: usize) {
        self.0.inc(bytes as u64);
    }

    /// Writes something else to the terminal.
    pub(super) fn suspend(&self, write: impl FnOnce()) {
        self.0.suspend(write);
    }

    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
