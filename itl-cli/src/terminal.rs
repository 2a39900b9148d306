//! What the terminal can show: colours and columns.

use clap::ValueEnum;
use itl_syntax::report::Colour;
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::sync::OnceLock;

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    Always,
    Never,
}

static CHOICE: OnceLock<ColorChoice> = OnceLock::new();

/// Remembers the choice for the whole run.
pub(crate) fn init(choice: ColorChoice) {
    let _ = CHOICE.set(choice);
}

/// The choice of a command line that is not parsed yet: help and usage errors have colours too.
pub(crate) fn early_choice() -> clap::ColorChoice {
    let mut args = std::env::args_os().skip(1);
    let mut choice = None;
    while let Some(arg) = args.next() {
        let arg = arg.to_string_lossy().into_owned();
        let value = match arg.strip_prefix("--color=") {
            Some(value) => Some(value.to_owned()),
            None if arg == "--color" => args.next().map(|value| value.to_string_lossy().into_owned()),
            None => None,
        };
        choice = value.and_then(|value| ColorChoice::from_str(&value, true).ok()).or(choice);
    }
    match choice.filter(|choice| *choice != ColorChoice::Auto).or_else(environment) {
        Some(ColorChoice::Always) => clap::ColorChoice::Always,
        Some(ColorChoice::Never) => clap::ColorChoice::Never,
        _ => clap::ColorChoice::Auto,
    }
}

/// What the environment asks for: `NO_COLOR` wins over `FORCE_COLOR` and `CLICOLOR_FORCE`.
fn environment() -> Option<ColorChoice> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let forces = |value: OsString| value != "0" && value != "false";
    if set("NO_COLOR").is_some() {
        return Some(ColorChoice::Never);
    }
    if let Some(value) = set("FORCE_COLOR") {
        return Some(if forces(value) { ColorChoice::Always } else { ColorChoice::Never });
    }
    if set("CLICOLOR_FORCE").is_some_and(forces) {
        return Some(ColorChoice::Always);
    }
    set("TERM").filter(|term| term == "dumb").map(|_| ColorChoice::Never)
}

fn colour_on(is_terminal: bool) -> Colour {
    let choice = CHOICE.get().copied().unwrap_or_default();
    match Some(choice).filter(|choice| *choice != ColorChoice::Auto).or_else(environment) {
        Some(ColorChoice::Always) => Colour::Always,
        Some(ColorChoice::Never) => Colour::Never,
        _ if is_terminal => Colour::Always,
        _ => Colour::Never,
    }
}

/// Whether stderr takes colours.
pub(crate) fn stderr_colour() -> Colour {
    colour_on(std::io::stderr().is_terminal())
}

/// Whether stdout takes colours.
pub(crate) fn stdout_colour() -> Colour {
    colour_on(std::io::stdout().is_terminal())
}

/// Columns where stderr is no terminal.
const DEFAULT_COLUMNS: usize = 100;
/// Narrower than this, a drawing shows nothing of its source.
const MIN_COLUMNS: usize = 40;

/// The columns that a drawing may take on stderr.
pub(crate) fn columns() -> usize {
    let terminal = terminal_size::terminal_size_of(std::io::stderr()).map(|(width, _)| usize::from(width.0));
    terminal.filter(|&width| width > 0).unwrap_or(DEFAULT_COLUMNS).max(MIN_COLUMNS)
}

/// Wraps text in an ANSI style where `colour` says so.
pub(crate) fn styled(colour: Colour, style: &str, text: &str) -> String {
    match colour {
        Colour::Always => format!("\u{1b}[{style}m{text}\u{1b}[0m"),
        Colour::Never => text.to_owned(),
    }
}
