//! Compiles and renders the templates of a source.

use crate::alert::{Alert, Remark};
use crate::source::{AlertSource, Field, Role};
use itl_eval::{Diagnostics, Engine, EngineBuilder, OnError, RenderOptions, Source, Template};

/// The engines that compile the templates of a source.
#[derive(Clone, Debug)]
pub struct Engines {
    message: Engine,
    key: Engine,
}

impl Default for Engines {
    fn default() -> Self {
        Self::new(Engine::builder(), Engine::builder())
    }
}

impl Engines {
    /// Engines from their options. Templates of keys print nothing where they are broken, whatever `key` says.
    pub fn new(message: EngineBuilder, key: EngineBuilder) -> Self {
        Self { message: message.build(), key: key.on_error(OnError::Empty).build() }
    }

    /// The engine for templates of that role.
    pub fn of(&self, role: Role) -> &Engine {
        match role {
            Role::Message => &self.message,
            Role::Key => &self.key,
        }
    }
}

/// A compiled template of a source.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CompiledTemplate {
    /// The field that holds it, such as `linkTemplates[0].hrefTemplate`.
    pub path: String,
    /// The template.
    pub template: Template,
    /// What compiling found.
    pub diagnostics: Diagnostics,
}

/// A source whose templates are compiled.
pub type CompiledSource = AlertSource<CompiledTemplate>;

/// Each template may use that part of the limits whatever the others take.
const SHARE: u64 = 64;

/// An alert that was made of an event.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RenderedAlert {
    /// The alert.
    pub alert: Alert,
    /// What the renders of the templates warn of, with the field of each.
    pub warnings: Vec<(String, Diagnostics)>,
    /// What is to be said of the alert as a whole.
    pub remarks: Vec<Remark>,
}

impl AlertSource<Field> {
    /// Compiles the templates, broken ones too.
    pub fn compile(&self, engines: &Engines) -> CompiledSource {
        self.map(|role, field| {
            let (template, diagnostics) = engines.of(role).compile_lenient(&field.text);
            CompiledTemplate { path: field.path.clone(), template, diagnostics }
        })
    }
}

impl CompiledSource {
    /// The alert that the source makes of an event. There is always one.
    ///
    /// The templates share the steps and the length of output that the limits allow. Each may use a 64th of them
    /// whatever the others take.
    pub fn render<'e>(&self, event: impl Into<Source<'e>>, options: &RenderOptions) -> RenderedAlert {
        let event = event.into();
        let mut warnings = Vec::new();
        let (mut steps, mut bytes) = (0_u64, 0_usize);
        let printed = self.map(|_, compiled| {
            let all = options.limits.unwrap_or_else(|| compiled.template.engine().limits());
            let limits = all
                .steps(all.steps.saturating_sub(steps).max(all.steps / SHARE))
                .output_bytes(all.output_bytes.saturating_sub(bytes).max(all.output_bytes / SHARE as usize));
            let rendered = compiled.template.render_with(event, &options.clone().limits(limits));
            steps = steps.saturating_add(rendered.steps);
            bytes = bytes.saturating_add(rendered.text.len());
            if !rendered.warnings.is_empty() {
                warnings.push((compiled.path.clone(), rendered.warnings));
            }
            rendered.text
        });
        let (alert, remarks) = Alert::of(&printed);
        RenderedAlert { alert, warnings, remarks }
    }
}
