//! What the engine has to say about a template or a render, as data.

use crate::code::{Code, Severity};
use crate::span::Span;
use std::fmt;
use std::sync::Arc;

/// A second place that explains a diagnostic, such as where a section was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words shown beside it.
    pub message: String,
}

/// A change of the source that a tool may make on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Suggestion {
    /// What to replace; empty for an insertion.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

/// One error or warning, with its place and a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Diagnostic {
    /// The stable code; `itl explain` tells more about it.
    pub code: Code,
    /// Whether a strict caller fails on it.
    pub severity: Severity,
    /// One sentence without a final stop.
    pub message: String,
    /// The place, in bytes of the source it was found in.
    pub span: Span,
    /// Further places of the same source.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// A change that mends it.
    pub suggestion: Option<Suggestion>,
    /// Name of the partial whose source the spans count in; `None` for the template itself.
    #[cfg_attr(feature = "serde", serde(with = "partial_name"))]
    pub partial: Option<Arc<str>>,
}

/// A partial's name as an optional text.
#[cfg(feature = "serde")]
mod partial_name {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::sync::Arc;

    #[expect(clippy::ref_option, reason = "serde passes the field by reference")]
    pub(super) fn serialize<S: Serializer>(name: &Option<Arc<str>>, serializer: S) -> Result<S::Ok, S::Error> {
        name.as_deref().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Arc<str>>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(Arc::from))
    }
}

/// The longest message, label or help. Names in it may be as long as a template, and stand in a thousand of them.
const MAX_TEXT: usize = 4 << 10;

fn cut(mut text: String) -> String {
    if text.len() > MAX_TEXT {
        let end = (0..=MAX_TEXT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
        text.push('…');
        text.shrink_to_fit();
    }
    text
}

impl Diagnostic {
    /// A diagnostic of the code's own severity, without labels or help.
    ///
    /// Texts are taken as what can be displayed, so that a call says `format_args!(…)` and the text is made in one place.
    pub fn new(code: Code, span: Span, message: impl fmt::Display) -> Self {
        Self::plain(code, span, cut(message.to_string()))
    }

    fn plain(code: Code, span: Span, message: String) -> Self {
        Self {
            code,
            severity: code.severity(),
            message,
            span,
            labels: Vec::new(),
            help: None,
            suggestion: None,
            partial: None,
        }
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl fmt::Display) -> Self {
        self.labels.push(Label { span, message: cut(message.to_string()) });
        self
    }

    /// Sets the way out; without the feature `help` there is none, and its text is never made.
    #[must_use]
    #[cfg_attr(not(feature = "help"), expect(unused_mut, unused_variables, reason = "there is no help"))]
    pub fn help(mut self, help: impl fmt::Display) -> Self {
        #[cfg(feature = "help")]
        {
            self.help = Some(cut(help.to_string()));
        }
        self
    }

    /// Sets the change that mends it; without the feature `help` there is none.
    #[must_use]
    #[cfg_attr(not(feature = "help"), expect(unused_mut, unused_variables, reason = "there are no suggestions"))]
    pub fn suggest(mut self, span: Span, replacement: impl fmt::Display) -> Self {
        #[cfg(feature = "help")]
        {
            self.suggestion = Some(Suggestion { span, replacement: replacement.to_string() });
        }
        self
    }

    /// Whether it is of severity error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether a strict caller fails on it.
    pub fn is_failure(&self) -> bool {
        self.is_error() || self.code.is_failure()
    }

    /// What it says about the text: all of it is in doubt, some of it lacks, or nothing.
    fn weight(&self) -> u8 {
        weight(self.code, self.severity)
    }
}

fn weight(code: Code, severity: Severity) -> u8 {
    match code {
        _ if severity == Severity::Error => 2,
        Code::OutputLimit | Code::StepLimit => 2,
        code => code.is_failure().into(),
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)
    }
}

/// All that was found in one pass, in source order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(
    // Nearly all lists are empty, and each render makes, moves and drops some: that costs one word.
    #[expect(clippy::box_collection, reason = "an empty list is one word")] Option<Box<Vec<Diagnostic>>>,
);

impl Diagnostics {
    /// How many diagnostics are kept; a template that is wrong in more places than that is
    /// wrong in one way, and a list of millions helps nobody.
    pub const MAX: usize = 1_000;

    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one. Where [`Diagnostics::MAX`] are kept already it takes the place of the last one if it weighs more: an
    /// error is kept beside a thousand warnings, and the limit that ended the text beside a thousand missing keys.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let list = self.0.get_or_insert_default();
        if list.len() < Self::MAX {
            list.push(diagnostic);
        } else if let Some(last) = list.last_mut().filter(|last| last.weight() < diagnostic.weight()) {
            *last = diagnostic;
        }
    }

    /// Whether [`Diagnostics::push`] would keep one with that code, of the code's own severity.
    pub fn takes(&self, code: Code) -> bool {
        self.len() < Self::MAX || self.last().is_some_and(|last| last.weight() < weight(code, code.severity()))
    }

    /// Adds all of another list.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in other {
            self.push(diagnostic);
        }
    }

    /// All of them, to be changed in place.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.0.iter_mut().flat_map(|list| list.iter_mut())
    }

    /// Sorts by place, those of the template itself before those of its partials.
    pub fn sort(&mut self) {
        if let Some(list) = &mut self.0 {
            list.sort_by(|a, b| (&a.partial, a.span).cmp(&(&b.partial, b.span)));
        }
    }

    /// Whether any is of severity error.
    pub fn has_errors(&self) -> bool {
        self.iter().any(Diagnostic::is_error)
    }

    /// Those of severity error.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.iter().filter(|d| d.is_error())
    }

    /// As a slice.
    pub fn as_slice(&self) -> &[Diagnostic] {
        self
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Diagnostics").field(&self.as_slice()).finish()
    }
}

impl std::ops::Deref for Diagnostics {
    type Target = [Diagnostic];

    #[inline]
    fn deref(&self) -> &[Diagnostic] {
        match &self.0 {
            Some(list) => list,
            None => &[],
        }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.map(|list| *list).unwrap_or_default().into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        let mut all = Self::new();
        all.extend(iter);
        all
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
