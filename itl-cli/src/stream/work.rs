//! Renders the events of a block.

use super::blocks::{Block, MAX_LINE};
use super::maker::{Made, Maker};
use super::summary::{Bad, Summary};
use crate::args::RenderFormat;
use crate::clock;
use crate::data;
use crate::files;
use crate::report::json as report_json;
use crate::settings::Settings;
use itl_eval::{Code, Diagnostic, Diagnostics, Escape, LineIndex, RenderOptions, Span};
use itl_syntax::finding::{Finding, Location};
use serde_json::json;
use std::fmt::Write as _;

/// A stream's work.
pub(crate) struct Job<'a> {
    pub(crate) maker: Maker<'a>,
    /// What the stream is called.
    pub(crate) data: String,
    pub(crate) settings: &'a Settings,
    pub(crate) options: &'a RenderOptions,
    /// Whether times are relative to the clock given, not to the machine's.
    pub(crate) still: bool,
    pub(crate) strict: bool,
    pub(crate) format: RenderFormat,
}

/// How many bytes of messages are held before they are written. Short events may make long messages.
const MAX_HELD: usize = 1 << 20;

impl Job<'_> {
    /// Renders each event of a block; `out` gets a line for each. What is in it is handed to `write` whenever it is
    /// large; that empties it, and says whether to go on.
    pub(super) fn run(&self, block: &Block, out: &mut String, write: &mut dyn FnMut(&mut String) -> bool) -> Summary {
        let mut summary = Summary::default();
        let mut options = self.options.clone();
        if !self.still {
            options.now = clock::now();
        }
        if block.too_long {
            let message = format!("the line is longer than {} MiB", MAX_LINE >> 20);
            let place = Place { line: block.first, offset: block.offset };
            let bad = Bad { line: place.line, column: 1, message };
            let found = self.found(&bad, place.offset, place.offset);
            // Nothing of the line is rendered.
            let text = if matches!(self.maker, Maker::Alert { .. }) { "{}" } else { "" };
            self.bad(bad, &found, text, out, &mut summary);
            return summary;
        }
        let mut text = String::new();
        let mut lines = block.bytes();
        let mut place = Place { line: block.first, offset: block.offset };
        if block.offset == 0
            && let Some(rest) = files::without_mark(lines)
        {
            place.offset = (lines.len() - rest.len()) as u64;
            lines = rest;
        }
        while !lines.is_empty() {
            let end = memchr::memchr(b'\n', lines).unwrap_or(lines.len());
            let (line, rest) = lines.split_at_checked(end).unwrap_or_default();
            lines = rest.get(1..).unwrap_or_default();
            // Blank lines part nothing and are no events.
            if !line.iter().all(u8::is_ascii_whitespace) {
                self.event(line, place, &options, &mut text, out, &mut summary);
                if out.len() > MAX_HELD && !write(out) {
                    break;
                }
            }
            place = Place { line: place.line + 1, offset: place.offset + end as u64 + 1 };
        }
        summary
    }

    fn event(
        &self,
        line: &[u8],
        place: Place,
        options: &RenderOptions,
        text: &mut String,
        out: &mut String,
        summary: &mut Summary,
    ) {
        let Made { warnings, is_broken, fails } = self.maker.make(line, options, text);
        if is_broken {
            return self.no_event(line, place, text, out, summary);
        }
        let printed = (!self.strict || !fails).then_some(&**text);
        summary.refused += u64::from(printed.is_none());
        self.print(printed, place.line, &self.list(&warnings), out);
        for (field, warnings) in warnings {
            summary.warned(place.line, &field, warnings);
        }
    }

    /// Says where a line stops being JSON: in the stream, not in the template.
    fn no_event(&self, line: &[u8], place: Place, text: &str, out: &mut String, summary: &mut Summary) {
        let Some(problem) = data::problem(&self.data, line).map(|problem| *problem) else {
            let bad = Bad { line: place.line, column: 1, message: "it cannot be read".into() };
            let found = self.found(&bad, place.offset, place.offset);
            return self.bad(bad, &found, text, out, summary);
        };
        let span = problem.diagnostic.span;
        let column = LineIndex::new(&problem.text).position(span.start as usize).column;
        let message = problem.diagnostic.message;
        let message = message.strip_prefix(data::NOT_JSON).map_or(message.clone(), str::to_owned);
        let bad = Bad { line: place.line, column, message };
        let found = self.found(&bad, place.offset + u64::from(span.start), place.offset + u64::from(span.end));
        self.bad(bad, &found, text, out, summary);
    }

    /// The diagnostic of a bad line. Its offsets may be beyond those of spans.
    fn found(&self, bad: &Bad, start: u64, end: u64) -> Finding {
        let message = format!("the line is not an event: {}", bad.message);
        let diagnostic = Diagnostic::new(Code::InvalidJson, Span::default(), message)
            .help("every variable is missing from the message");
        let location = Location { start, end, line: bad.line, column: bad.column.into(), ..Location::default() };
        Finding::at(&diagnostic, &*self.data, location)
    }

    /// A line that is no event still has its line in the output: no alert is lost.
    fn bad(&self, bad: Bad, found: &Finding, text: &str, out: &mut String, summary: &mut Summary) {
        let text = (!self.strict).then_some(text);
        self.print(text, bad.line, std::slice::from_ref(found), out);
        summary.bad(bad);
    }

    /// Diagnostics for the object of a line, where lines are objects.
    fn list(&self, warnings: &[(String, Diagnostics)]) -> Vec<Finding> {
        if self.format == RenderFormat::Text {
            return Vec::new();
        }
        let found = warnings.iter().flat_map(|(field, all)| self.maker.found(field, all.clone(), self.settings));
        report_json::list(&found.collect::<Vec<_>>())
    }

    fn print(&self, text: Option<&str>, number: u64, list: &[Finding], out: &mut String) {
        match (self.format, text) {
            (RenderFormat::Text, text) => self.value(text, out),
            (RenderFormat::Json, text) => {
                let list = json!(list);
                let _ = write!(out, "{{\"line\":{number},\"{}\":", self.maker.key());
                self.value(text, out);
                let _ = write!(out, ",\"diagnostics\":{list}}}");
            }
        }
        out.push('\n');
    }

    /// Writes what was made as JSON; of nothing it is null.
    fn value(&self, made: Option<&str>, out: &mut String) {
        match (made, &self.maker) {
            (None, _) => out.push_str("null"),
            (Some(text), Maker::Template { .. }) => string(text, out),
            (Some(alert), Maker::Alert { .. }) => out.push_str(alert),
        }
    }
}

/// Where a line of the stream begins.
#[derive(Clone, Copy)]
struct Place {
    /// Its number, from 1.
    line: u64,
    /// In bytes from the stream's start.
    offset: u64,
}

/// Writes a text as a JSON string.
fn string(text: &str, out: &mut String) {
    out.push('"');
    Escape::Json.write(text, out);
    out.push('"');
}
