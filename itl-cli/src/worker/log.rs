//! The log on stderr.

use crate::commands::worker::LogFormat;
use crate::terminal;
use itl_syntax::report::Colour;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Writes what happens to stderr, a line each, without a clock: whoever collects lines has one.
pub(super) fn begin(format: LogFormat) {
    let levels = Targets::new()
        .with_target("itl", LevelFilter::INFO)
        .with_target("itl_worker", LevelFilter::INFO)
        .with_default(LevelFilter::ERROR);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).without_time().with_target(false);
    let registry = tracing_subscriber::registry().with(levels);
    // A second start, in tests, keeps the first one's.
    let _ = match format {
        LogFormat::Text => registry.with(lines.with_ansi(terminal::stderr_colour() != Colour::Never)).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
}
