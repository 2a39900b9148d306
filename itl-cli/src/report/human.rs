//! Findings for people, on stderr.

use crate::source::Sourced;
use crate::terminal;
use itl_eval::Severity;
use itl_syntax::report::{self, Colour};
use std::io::{IsTerminal as _, Write as _};

/// Writes a line to stderr. A closed stderr is nobody's error.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Starts a new line where text and diagnostics go to one terminal. The text itself stays as it
/// is.
pub(crate) fn separate_from(text: &str) {
    let meet = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
    if meet && !text.is_empty() && !text.ends_with('\n') {
        say("");
    }
}

/// Says in one line why a command cannot go on.
pub(crate) fn failure(message: &str) {
    say(&format!("{}: {message}", terminal::styled(terminal::stderr_colour(), "1;31", "error")));
}

/// At most as many findings are drawn: nobody reads on, and each takes time.
const MAX_DRAWN: usize = 100;

/// Where the rest is found, for commands that have no other format.
pub(crate) const IN_CHECK: &str = "itl check --format json lists all";
/// Where the rest is found, for commands that have.
pub(crate) const AS_JSON: &str = "use --format json for all";

/// Draws findings under their sources; `how` says where those beyond the first hundred are found.
pub(crate) fn draw_all(found: &[Sourced], how: &str) {
    found.iter().take(MAX_DRAWN).for_each(draw);
    if let Some(more) = found.len().checked_sub(MAX_DRAWN).filter(|&more| more > 0) {
        say(&format!("… and {more} more ({how})\n"));
    }
}

/// Draws one finding under its source, with a blank line after it.
pub(crate) fn draw(finding: &Sourced) {
    say(&drawn(finding, terminal::stderr_colour(), terminal::columns()));
    say("");
}

/// A finding as it is drawn.
pub(crate) fn drawn(finding: &Sourced, colour: Colour, columns: usize) -> String {
    /// Texts beyond this have no spans.
    const MAX_BYTES: usize = 1 << 30;
    let Sourced { diagnostic, file, text, .. } = finding;
    let whole = diagnostic.span.is_empty() && text.is_empty();
    if whole || text.len() > MAX_BYTES {
        let help = diagnostic.help.as_ref().map(|help| format!("\n  = help: {help}")).unwrap_or_default();
        let style = match diagnostic.severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;32",
        };
        let head = format!("{}[{}]", diagnostic.severity, diagnostic.code);
        let place = if diagnostic.message.contains(&**file) { String::new() } else { format!("\n --> {file}") };
        return format!("{}: {}{place}{help}", terminal::styled(colour, style, &head), diagnostic.message);
    }
    report::draw_within(diagnostic, file, text, colour, columns)
}
