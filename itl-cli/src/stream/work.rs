//! Renders the events of a block.

use super::blocks::{Block, LONGEST};
use super::tally::Tally;
use crate::args::{LanguageArgs, RenderFormat};
use crate::clock;
use crate::files::Source;
use crate::machine;
use itl_eval::{Code, Diagnostics, Escape, Payload, RenderOptions, Rendered, Template};
use serde_json::{Value, json};

/// What every event is rendered with.
pub(crate) struct Job<'a> {
    pub(crate) template: &'a Template,
    pub(crate) source: &'a Source,
    pub(crate) language: &'a LanguageArgs,
    pub(crate) options: &'a RenderOptions,
    /// Whether times are relative to the clock given, not to the machine's.
    pub(crate) still: bool,
    pub(crate) strict: bool,
    pub(crate) format: RenderFormat,
}

impl Job<'_> {
    /// Renders each event of a block; `out` gets a line for each.
    pub(super) fn run(&self, block: &Block, out: &mut String) -> Tally {
        let mut tally = Tally::default();
        let mut options = self.options.clone();
        if !self.still {
            options.now = clock::now();
        }
        if block.too_long {
            let message = format!("the line is longer than {} MiB", LONGEST >> 20);
            self.bad(block.first, message, &Rendered::default(), out, &mut tally);
            return tally;
        }
        let mut text = String::new();
        let mut lines = block.bytes();
        let mut number = block.first;
        while !lines.is_empty() {
            let end = memchr::memchr(b'\n', lines).unwrap_or(lines.len());
            let (line, rest) = lines.split_at_checked(end).unwrap_or_default();
            lines = rest.get(1..).unwrap_or_default();
            // Blank lines part nothing and are no events.
            if !line.iter().all(u8::is_ascii_whitespace) {
                self.event(line, number, &options, &mut text, out, &mut tally);
            }
            number += 1;
        }
        tally
    }

    fn event(
        &self,
        line: &[u8],
        number: u64,
        options: &RenderOptions,
        text: &mut String,
        out: &mut String,
        tally: &mut Tally,
    ) {
        let warnings = self.template.render_into(itl_eval::Source::Bytes(line), options, text);
        if warnings.is_empty() && self.format == RenderFormat::Text && !self.strict {
            string(text, out);
            return;
        }
        let rendered = Rendered { text: std::mem::take(text), warnings, trace: Vec::new() };
        if rendered.warnings.iter().any(|one| one.code == Code::InvalidJson) {
            let message = Payload::from_slice(line).err().map_or_else(String::new, |error| error.to_string());
            return self.bad(number, message, &rendered, out, tally);
        }
        let warnings = rendered.warnings.clone();
        let (printed, warnings) = if self.strict {
            match self.template.strict(rendered) {
                Ok(rendered) => (Some(rendered.text), warnings),
                Err(_) => (None, warnings),
            }
        } else {
            (Some(rendered.text), warnings)
        };
        tally.refused += u64::from(printed.is_none());
        self.print(printed.as_deref(), number, &warnings, out);
        tally.warned(number, warnings);
        *text = printed.unwrap_or_default();
    }

    /// A line that is no event still has its line in the output: no alert is lost.
    fn bad(&self, number: u64, message: String, rendered: &Rendered, out: &mut String, tally: &mut Tally) {
        let text = (!self.strict).then_some(&*rendered.text);
        self.print(text, number, &rendered.warnings, out);
        tally.bad(number, message);
    }

    fn print(&self, text: Option<&str>, number: u64, warnings: &Diagnostics, out: &mut String) {
        match (self.format, text) {
            (RenderFormat::Text, Some(text)) => string(text, out),
            (RenderFormat::Text, None) => out.push_str("null\n"),
            (RenderFormat::Json, text) => {
                let list: Vec<Value> = machine::list(warnings, self.source, self.template, self.language);
                out.push_str(&json!({ "line": number, "text": text, "diagnostics": list }).to_string());
                out.push('\n');
            }
        }
    }
}

/// Writes a text as a JSON string on a line of its own.
fn string(text: &str, out: &mut String) {
    out.push('"');
    Escape::Json.write(text, out);
    out.push_str("\"\n");
}
