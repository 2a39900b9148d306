//! Diagnostics for people, on stderr.

use crate::args::LanguageArgs;
use crate::engine;
use crate::files::Source;
use itl_eval::{Diagnostic, Diagnostics, Severity, Template};
use itl_syntax::report::{self, Colour};
use std::io::{IsTerminal as _, Write as _};

/// Whether stderr takes colours: it is a terminal, and nobody objects.
pub(crate) fn colour() -> Colour {
    let objected = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if std::io::stderr().is_terminal() && !objected && !dumb { Colour::Always } else { Colour::Never }
}

/// Writes to stderr. A closed stderr is nobody's error.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Begins a line of its own where text and diagnostics meet on one terminal. The text itself
/// stays as it is.
pub(crate) fn part_from(text: &str) {
    let meet = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
    if meet && !text.is_empty() && !text.ends_with('\n') {
        say("");
    }
}

/// Says in one line why a command cannot go on.
pub(crate) fn failure(message: &str) {
    say(&match colour() {
        Colour::Always => format!("\u{1b}[1;31merror\u{1b}[0m: {message}"),
        Colour::Never => format!("error: {message}"),
    });
}

/// As many diagnostics are drawn; nobody reads on, and each takes time.
const DRAWN: usize = 100;

/// Draws diagnostics under their source; those of partials under theirs.
pub(crate) fn all(found: &Diagnostics, source: &Source, template: &Template, args: &LanguageArgs) {
    first(found, source, template, args, "use --format json for all");
}

/// Where the rest is to be had of commands that have no other format.
pub(crate) const IN_CHECK: &str = "itl check --format json lists all";

/// As [`all`], for commands that have no other format; `how` says where the rest is to be had.
pub(crate) fn first(found: &Diagnostics, source: &Source, template: &Template, args: &LanguageArgs, how: &str) {
    let colour = colour();
    for one in found.iter().take(DRAWN) {
        let place = one.partial.as_deref().and_then(|name| Some((name, template.partial_source(name)?)));
        let drawn = match place {
            Some((name, text)) => report::draw(one, &engine::partial_file(args, name), text, colour),
            None => report::draw(one, &source.name, &source.text, colour),
        };
        say(&drawn);
        say("");
    }
    if let Some(more) = found.len().checked_sub(DRAWN).filter(|&more| more > 0) {
        say(&format!("… and {more} more ({how})\n"));
    }
}

/// Draws a diagnostic of a payload, where the payload is short enough for spans.
pub(crate) fn payload(found: &Diagnostic, name: &str, text: &str) {
    const LONGEST: usize = 1 << 30;
    if text.len() <= LONGEST {
        say(&report::draw(found, name, text, colour()));
        say("");
    } else {
        failure(&format!("{name}: {}", found.message));
    }
}

/// How many errors and warnings there are, in words.
pub(crate) fn count(found: &Diagnostics) -> Option<String> {
    let of = |severity| found.iter().filter(|one| one.severity == severity).count();
    let words = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        count => Some(format!("{count} {word}s")),
    };
    let parts: Vec<_> =
        [words(of(Severity::Error), "error"), words(of(Severity::Warning), "warning")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
