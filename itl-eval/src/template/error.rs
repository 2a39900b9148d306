//! Errors of compiling and of strict rendering, with the sources they are about.
//!
//! `{}` prints the first one on a line with its place, `{:#}` draws all of them under their source lines, and so
//! does `{:?}`, which is what a `main` that returns one prints.

use super::Template;
use itl_syntax::{Code, Diagnostic, Diagnostics, LineIndex};
use std::fmt;
use std::ops::Deref;

/// A template that has errors.
///
/// ```
/// use itl_eval::Engine;
/// let error = Engine::new().compile_named("disk.itl", "Host:\n{{ host.uperCase() }}").unwrap_err();
/// assert_eq!(error.to_string(), "disk.itl:2:9: error[E0201]: unknown function `uperCase`");
/// assert!(format!("{error:#}").contains("did you mean `upperCase`?"));
/// ```
#[derive(Clone)]
pub struct CompileError(Template);

impl CompileError {
    pub(super) fn new(template: Template) -> Self {
        Self(template)
    }

    /// All errors and warnings of the template, in source order.
    pub fn diagnostics(&self) -> &Diagnostics {
        self.0.diagnostics()
    }

    /// The template, which can be rendered despite its errors: a tag with an error prints its own source.
    pub fn template(&self) -> &Template {
        &self.0
    }

    /// See [`CompileError::template`].
    pub fn into_template(self) -> Template {
        self.0
    }
}

/// The diagnostics.
impl Deref for CompileError {
    type Target = Diagnostics;

    fn deref(&self) -> &Diagnostics {
        self.diagnostics()
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, &self.0, self.0.diagnostics().errors())
    }
}

impl fmt::Debug for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

impl std::error::Error for CompileError {}

/// A strict render that failed.
#[derive(Clone)]
#[non_exhaustive]
pub struct RenderError {
    /// What it failed on.
    pub diagnostics: Diagnostics,
    /// The text of a lenient render.
    pub text: String,
    template: Template,
}

impl RenderError {
    /// The failure of a render of `template`.
    pub fn new(template: &Template, diagnostics: Diagnostics, text: String) -> Self {
        Self { diagnostics, text, template: template.clone() }
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, &self.template, self.diagnostics.iter())
    }
}

impl fmt::Debug for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

impl std::error::Error for RenderError {}

/// The most diagnostics that are drawn.
const MAX_DRAWN: usize = 20;

/// Writes the first diagnostic with its place or, in the alternate form, draws all of them.
fn write<'d>(
    f: &mut fmt::Formatter<'_>,
    template: &Template,
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
) -> fmt::Result {
    let all: Vec<&Diagnostic> = diagnostics.collect();
    let drawn = if f.alternate() { MAX_DRAWN } else { 1 };
    for (at, diagnostic) in all.iter().take(drawn).enumerate() {
        let (name, source) = place(template, diagnostic);
        if f.alternate() {
            let separator = if at > 0 { "\n\n" } else { "" };
            let drawing = itl_syntax::report::draw(diagnostic, name, source, itl_syntax::report::Colour::Never);
            write!(f, "{separator}{}", drawing.trim_end())?;
        } else if has_place(diagnostic) {
            let position = LineIndex::new(source).position(diagnostic.span.start as usize);
            write!(f, "{name}:{}:{}: {diagnostic}", position.line, position.column)?;
        } else {
            write!(f, "{name}: {diagnostic}")?;
        }
    }
    match all.len().saturating_sub(drawn) {
        0 => Ok(()),
        more if f.alternate() => write!(f, "\n\nand {more} more"),
        more => write!(f, " (and {more} more)"),
    }
}

/// The name and the text of the source that a diagnostic is about.
fn place<'a>(template: &'a Template, diagnostic: &'a Diagnostic) -> (&'a str, &'a str) {
    let partial = diagnostic.partial.as_deref();
    let partial = partial.and_then(|name| Some((name, template.partial_source(name)?)));
    partial.unwrap_or_else(|| (template.name().unwrap_or("<template>"), template.source()))
}

/// Whether it is about a place in the template, and not about the payload or the whole output.
fn has_place(diagnostic: &Diagnostic) -> bool {
    !matches!(diagnostic.code, Code::InvalidJson | Code::UnreadableData | Code::BudgetCut)
}
