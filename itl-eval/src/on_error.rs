//! What a template with an error prints.

use itl_syntax::ast::{Delimiters, Kind};
use itl_syntax::{Code, Diagnostic, Diagnostics, Document, comment};
use itl_text::Quoted;
use std::fmt;
use std::str::FromStr;

/// What a lenient render prints of a template with an error.
///
/// In a message the source of a broken tag shows the mistake. In a deduplication key or a routing key it would be one
/// constant for all alerts and merge them, and so would what is left of the text.
///
/// ```
/// use itl_eval::{Engine, OnError};
/// use serde_json::json;
/// let engine = Engine::builder().on_error(OnError::Empty).build();
/// let (template, diagnostics) = engine.compile_lenient("{{ labels.host.uper() }}-{{ alertname }}");
/// assert!(diagnostics.has_errors());
/// assert_eq!(template.render(&json!({"alertname": "DiskFull"})).text, "");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OnError {
    /// A broken tag prints its own source, and everything else is rendered.
    #[default]
    Source,
    /// Nothing at all, so that the caller's own fallback acts.
    Empty,
}

impl OnError {
    /// Both, in the order of the documentation.
    pub const ALL: [Self; 2] = [Self::Source, Self::Empty];

    /// The name that options, comments and the command line use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Empty => "empty",
        }
    }

    /// What a comment `{{! @on-error empty }}` of the document says; the last one counts. One with another word is
    /// reported.
    pub(crate) fn of(document: &Document<'_>, found: &mut Diagnostics) -> Option<Self> {
        let mut said = None;
        let mut close = Delimiters::default().close;
        for item in &document.items {
            match item.kind {
                Kind::Comment => {}
                Kind::SetDelimiters(delimiters) => {
                    close = delimiters.close;
                    continue;
                }
                _ => continue,
            }
            let text = comment::inside(item.span.of(document.source), close);
            for misspelt in comment::settings(text).map(|setting| setting.name).filter(|name| is_misspelt(name)) {
                let message = format!("`@{misspelt}` is not read");
                found.push(
                    Diagnostic::new(Code::UnknownOnError, item.span, message)
                        .help(format_args!("the setting is spelled `@{SETTING}`")),
                );
            }
            let setting = comment::settings(text).filter(|setting| setting.name == SETTING).last();
            let Some(word) = setting.map(|setting| setting.value.split_whitespace().next().unwrap_or_default()) else {
                continue;
            };
            match word.parse() {
                Ok(on_error) => said = Some(on_error),
                Err(UnknownOnError { .. }) => found.push(
                    Diagnostic::new(
                        Code::UnknownOnError,
                        item.span,
                        format_args!("`@{SETTING}` takes no {}", Quoted(word)),
                    )
                    .help("write `source` or `empty`"),
                ),
            }
        }
        said
    }
}

const SETTING: &str = "on-error";

/// Whether a name is that of the setting but for its hyphen and its case. Nobody sees that it does nothing before two
/// alerts are one.
fn is_misspelt(name: &str) -> bool {
    let letters = name.bytes().filter(|b| !matches!(b, b'-' | b'_')).map(|b| b.to_ascii_lowercase());
    name != SETTING && letters.eq(SETTING.bytes().filter(|b| *b != b'-'))
}

impl fmt::Display for OnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is neither of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOnError {
    /// The name as it was given.
    pub name: String,
}

impl fmt::Display for UnknownOnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is neither `source` nor `empty`", self.name)
    }
}

impl std::error::Error for UnknownOnError {}

impl FromStr for OnError {
    type Err = UnknownOnError;

    fn from_str(name: &str) -> Result<Self, UnknownOnError> {
        Self::ALL.into_iter().find(|known| known.name() == name).ok_or_else(|| UnknownOnError { name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Engine;

    /// What `of` says of a template: the setting, and its findings.
    fn said(source: &str) -> (Option<OnError>, Vec<String>) {
        let mut found = Diagnostics::new();
        let said = OnError::of(&Engine::new().parse(source), &mut found);
        (said, found.iter().map(|one| one.message.clone()).collect())
    }

    #[test]
    fn a_comment_says_it_however_it_ends() {
        for source in [
            "{{! @on-error empty }}",
            "{{! @on-error empty}}",
            "{{!@on-error empty}}",
            "{{! a key\n@on-error empty\n}}",
        ] {
            assert_eq!(said(source), (Some(OnError::Empty), vec![]), "{source}");
        }
        assert_eq!(said("{{=<% %>=}}<%! @on-error empty%>"), (Some(OnError::Empty), vec![]));
        assert_eq!(said("{{! see @on-error empty }}"), (None, vec![]));
    }

    #[test]
    fn a_name_without_its_hyphen_is_not_passed_over() {
        for name in ["on_error", "onError", "onerror", "On-Error"] {
            let (set, found) = said(&format!("{{{{! @{name} empty }}}}"));
            assert_eq!((set, found), (None, vec![format!("`@{name}` is not read")]));
        }
        assert_eq!(said("{{! @on-errors empty }}"), (None, vec![]));
    }
}
