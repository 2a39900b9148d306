//! A diagnostic with everything that a reader outside the engine needs: the file, and its places
//! in bytes, in UTF-16 units, and as line and column.
//!
//! Every form that leaves the engine is made from it: the JSON and the SARIF log of the command
//! line, the answers of the WebAssembly module, and what a language server sends.

mod location;
#[cfg(feature = "serde")]
mod serialize;

use crate::code::{Code, Severity};
use crate::diagnostic::{Diagnostic, Suggestion};
use crate::span::Span;
use std::sync::Arc;

pub use location::{Location, Locations, byte_offset};

/// A source text and what people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile<'s> {
    /// A file's path, or such as `<stdin>`.
    pub name: Arc<str>,
    /// Its text.
    pub text: &'s str,
}

impl<'s> SourceFile<'s> {
    /// The text `text`, called `name`.
    pub fn new(name: impl Into<Arc<str>>, text: &'s str) -> Self {
        Self { name: name.into(), text }
    }
}

/// A further place that explains a [`Finding`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingLabel {
    /// The place, in the finding's own file.
    pub location: Location,
    /// A few words shown beside it.
    pub message: String,
}

/// A change of a [`Finding`]'s file that a tool may make on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingSuggestion {
    /// What to replace; empty for an insertion.
    pub location: Location,
    /// The text to put there.
    pub replacement: String,
}

/// A diagnostic in the file that it is about.
///
/// With the feature `serde` it serializes as
/// `{"file", "code", "severity", "message", "start", "end", "line", "column", "labels", "help",
/// "suggestion", "partial"}`, offsets in bytes.
///
/// ```
/// use itl_syntax::finding::{Finding, SourceFile};
/// use itl_syntax::{Code, Diagnostic, Span};
/// let source = "ü {{ host.uperCase() }}";
/// let diagnostic = Diagnostic::new(Code::UnknownFunction, Span::new(11, 19), "unknown function `uperCase`");
/// let finding = Finding::new(&diagnostic, &SourceFile::new("disk.itl", source));
/// let location = finding.location;
/// assert_eq!((location.line, location.column), (1, 11));
/// assert_eq!((location.start, location.utf16_start), (11, 10));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The stable code.
    pub code: Code,
    /// Whether strict callers fail on it.
    pub severity: Severity,
    /// One sentence without a final stop.
    pub message: String,
    /// The file that the locations count in.
    pub file: Arc<str>,
    /// The name of the partial that `file` is; `None` for the template itself.
    pub partial: Option<Arc<str>>,
    /// The place.
    pub location: Location,
    /// Further places of the same file.
    pub labels: Vec<FindingLabel>,
    /// What to do about it.
    pub help: Option<String>,
    /// A change that fixes it.
    pub suggestion: Option<FindingSuggestion>,
}

impl Finding {
    /// The finding that `diagnostic` is in `file`, the source that its spans count in.
    pub fn new(diagnostic: &Diagnostic, file: &SourceFile<'_>) -> Self {
        let partial = diagnostic.partial.as_deref();
        let mut wanted = Vec::new();
        spans(diagnostic, |span| wanted.push((partial, span)));
        let locations = Locations::new(wanted, |_| file.text);
        Self::located(diagnostic, file.name.clone(), &locations)
    }

    /// The findings that `diagnostics` are in a template and in its partials. A partial that
    /// `partial_file` does not know is looked up in the template's text.
    ///
    /// Each text is read once, however many diagnostics it has.
    pub fn list<'s>(
        diagnostics: &[Diagnostic],
        template: &SourceFile<'s>,
        partial_file: impl Fn(&str) -> Option<SourceFile<'s>>,
    ) -> Vec<Self> {
        let mut files: Vec<(Option<&str>, SourceFile<'s>)> = Vec::new();
        let mut wanted = Vec::with_capacity(diagnostics.len());
        for one in diagnostics {
            let name = one.partial.as_deref();
            let at = files.partition_point(|(known, _)| *known < name);
            if files.get(at).is_none_or(|(known, _)| *known != name) {
                files.insert(at, (name, name.and_then(&partial_file).unwrap_or_else(|| template.clone())));
            }
            spans(one, |span| wanted.push((name, span)));
        }
        let file = |partial: Option<&str>| {
            let at = files.partition_point(|(known, _)| *known < partial);
            files.get(at).map_or(template, |(_, file)| file)
        };
        let locations = Locations::new(wanted, |partial| file(partial).text);
        diagnostics
            .iter()
            .map(|one| Self::located(one, file(one.partial.as_deref()).name.clone(), &locations))
            .collect()
    }

    /// The finding that `diagnostic` is at a place that is known already, without labels and
    /// suggestion; for places that no span reaches.
    pub fn at(diagnostic: &Diagnostic, file: impl Into<Arc<str>>, location: Location) -> Self {
        Self {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            file: file.into(),
            partial: diagnostic.partial.clone(),
            location,
            labels: Vec::new(),
            help: diagnostic.help.clone(),
            suggestion: None,
        }
    }

    fn located(diagnostic: &Diagnostic, file: Arc<str>, locations: &Locations<'_>) -> Self {
        let place = |span| locations.get(diagnostic.partial.as_deref(), span);
        Self {
            labels: diagnostic
                .labels
                .iter()
                .map(|label| FindingLabel { location: place(label.span), message: label.message.clone() })
                .collect(),
            suggestion: suggestion(diagnostic).map(|suggestion| FindingSuggestion {
                location: place(suggestion.span),
                replacement: suggestion.replacement.clone(),
            }),
            ..Self::at(diagnostic, file, place(diagnostic.span))
        }
    }
}

/// Gives every span of a diagnostic to `wanted`.
fn spans(diagnostic: &Diagnostic, mut wanted: impl FnMut(Span)) {
    wanted(diagnostic.span);
    for label in &diagnostic.labels {
        wanted(label.span);
    }
    if let Some(suggestion) = suggestion(diagnostic) {
        wanted(suggestion.span);
    }
}

/// The suggestion, in builds that have some.
fn suggestion(diagnostic: &Diagnostic) -> Option<&Suggestion> {
    if cfg!(feature = "help") { diagnostic.suggestion.as_ref() } else { None }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn diagnostics_of_partials_are_located_in_their_text() {
        let template = SourceFile::new("a.itl", "{{> p }}\n{{> q }}");
        let in_partial = |name: &str| {
            let mut one = Diagnostic::new(Code::UnknownFunction, Span::new(3, 4), "m").label(Span::new(0, 1), "here");
            one.partial = Some(name.into());
            one
        };
        let own = Diagnostic::new(Code::UnknownFunction, Span::new(9, 17), "m").suggest(Span::new(9, 11), "x");
        let list = [own, in_partial("p"), in_partial("gone")];
        let found = Finding::list(&list, &template, |name| (name == "p").then(|| SourceFile::new("p.itl", "ü\nbc")));
        let place = |finding: &Finding| (finding.file.to_string(), finding.location.line, finding.location.column);
        assert_eq!(place(&found[0]), ("a.itl".to_owned(), 2, 1));
        assert_eq!(place(&found[1]), ("p.itl".to_owned(), 2, 1));
        assert_eq!(found[1].location.utf16_start, 2);
        assert_eq!(found[1].labels[0].location.column, 1);
        assert_eq!(place(&found[2]), ("a.itl".to_owned(), 1, 4));
        assert_eq!(found[0].suggestion.as_ref().map(|it| it.location.utf16_end), Some(11));
        assert_eq!(Finding::new(&list[0], &template), found[0]);
    }
}
