//! The result of a render.

use super::{RenderError, Template};
use crate::render::Traced;
use itl_syntax::Diagnostics;

/// A text, and what was noticed while it was rendered.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Missing variables, values that a function could not use, limits that were reached: one for each tag and
    /// code, in the order of the render.
    pub warnings: Diagnostics,
    /// Which tag wrote which part of the text, if [`RenderOptions::trace`](crate::RenderOptions) asks for it.
    pub trace: Vec<Traced>,
    /// The steps that it took, of those that [`Limits::steps`](crate::Limits) allows.
    pub steps: u64,
    /// The template, if strict callers may fail.
    pub(super) template: Option<Template>,
}

/// Compares the text, the warnings and the trace.
impl PartialEq for Rendered {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.warnings == other.warnings && self.trace == other.trace
    }
}

impl Eq for Rendered {}

impl Rendered {
    /// Fails on an error of the template, a missing variable, a value that a function cannot use, a missing
    /// partial or a limit that was reached. Other warnings stay warnings.
    ///
    /// ```
    /// use itl_eval::Template;
    /// use serde_json::json;
    /// let template = Template::compile("{{ host }} is {{ state }}")?;
    /// let error = template.render(&json!({"host": "db-7"})).strict().unwrap_err();
    /// assert_eq!(error.to_string(), "<template>:1:15: warning[W0301]: `state` is missing");
    /// assert_eq!(error.text, "db-7 is ");
    /// # Ok::<(), itl_eval::CompileError>(())
    /// ```
    pub fn strict(self) -> Result<Self, RenderError> {
        let Some(template) = &self.template else { return Ok(self) };
        let diagnostics = template.failures(&self.warnings);
        if diagnostics.is_empty() {
            return Ok(self);
        }
        Err(RenderError::new(template, diagnostics, self.text))
    }
}
