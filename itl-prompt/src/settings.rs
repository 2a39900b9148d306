//! What a prompt says about itself, in comments that every Mustache engine skips.

use itl_eval::{Escape, Limits};
use itl_syntax::ast::{Delimiters, Kind};
use itl_syntax::{Code, Diagnostic, Diagnostics, Dialect, Document, ParseLimits, Span};

/// The settings that stand in a prompt's comments, each on a line of its own:
///
/// ```text
/// {{! @escape xml }}
/// {{! @schema answer.schema.json }}
/// {{! @trusted instruction tools }}
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PromptSettings {
    /// The output format that values are escaped for.
    pub escape: Option<Escape>,
    /// The file of the JSON Schema that the answer has to meet, seen from the prompt's folder.
    pub schema: Option<String>,
    /// Paths whose values may be printed unescaped inside an XML-style section.
    pub trusted: Vec<String>,
    /// Settings that could not be read.
    pub faults: Diagnostics,
}

impl PromptSettings {
    /// Reads the settings of a prompt; its partials have none of their own.
    pub fn read(source: &str, dialect: Dialect, limits: Limits) -> Self {
        let limits = ParseLimits { bytes: limits.template_bytes, depth: limits.depth };
        Self::of(&itl_syntax::parse(source, dialect, limits))
    }

    /// Reads the settings of a parsed prompt.
    pub fn of(document: &Document<'_>) -> Self {
        let mut settings = Self::default();
        let source = document.source;
        let mut close = Delimiters::default().close;
        for item in &document.items {
            match item.kind {
                Kind::SetDelimiters(delimiters) => close = delimiters.close,
                Kind::Comment => {
                    let tag = item.span.of(source);
                    let inside = tag.split_once('!').map_or("", |(_, inside)| inside);
                    settings.comment(inside.strip_suffix(close).unwrap_or(inside), item.span);
                }
                _ => {}
            }
        }
        settings
    }

    fn comment(&mut self, text: &str, tag: Span) {
        for line in text.lines() {
            let Some((name, value)) =
                line.trim().strip_prefix('@').and_then(|line| line.split_once(char::is_whitespace))
            else {
                continue;
            };
            let value = value.trim();
            match name {
                "escape" => match value.parse() {
                    Ok(escape) => self.escape = Some(escape),
                    Err(_) => {
                        let known: Vec<&str> = Escape::ALL.iter().map(|escape| escape.name()).collect();
                        let fault = Diagnostic::new(
                            Code::InvalidSetting,
                            tag,
                            format!("there is no escape `{}`", value.chars().take(80).collect::<String>()),
                        );
                        self.faults.push(fault.help(format!("known are {}", known.join(", "))));
                    }
                },
                "schema" => self.schema = Some(value.to_owned()),
                "trusted" => self.trusted.extend(value.split_whitespace().map(str::to_owned)),
                _ => {}
            }
        }
    }
}
