//! What is made of every event of a stream.

use crate::alert_source::{self, AlertFile};
use crate::report;
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use itl_alert::CompiledSource;
use itl_eval::{Code, Diagnostic, Diagnostics, RenderOptions, Span, Template};

/// What every event is rendered with.
pub(crate) enum Maker<'a> {
    /// A template, which makes a message.
    Template { template: &'a Template, source: &'a Source },
    /// An alert source, which makes an alert.
    Alert { file: &'a AlertFile, compiled: &'a CompiledSource },
}

/// What was made of an event.
pub(super) struct Made {
    /// What was warned of, by the field of the alert source; of a template the field is empty.
    pub(super) warnings: Vec<(String, Diagnostics)>,
    /// Whether the event is not JSON.
    pub(super) is_broken: bool,
    /// Whether a strict render prints nothing.
    pub(super) fails: bool,
}

impl Maker<'_> {
    /// The key of the lines of `--format json` that holds what was made.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Template { .. } => "text",
            Self::Alert { .. } => "alert",
        }
    }

    /// Makes the JSON of an alert, or the text of a message, of an event.
    pub(super) fn make(&self, event: &[u8], options: &RenderOptions, text: &mut String) -> Made {
        match self {
            Self::Template { template, .. } => {
                let warnings = template.render_into(itl_eval::Source::Bytes(event), options, text);
                if warnings.is_empty() {
                    return Made { warnings: Vec::new(), is_broken: false, fails: false };
                }
                let is_broken = warnings.iter().any(|one| one.code == Code::InvalidJson);
                let fails = !template.failures(&warnings).is_empty();
                Made { warnings: vec![(String::new(), warnings)], is_broken, fails }
            }
            Self::Alert { compiled, .. } => {
                let rendered = compiled.render(event, options);
                *text = serde_json::to_string(&rendered.alert).unwrap_or_else(|_| "null".to_owned());
                let is_broken = alert_source::is_broken(&rendered);
                let fails = alert_source::fails(compiled, &rendered);
                let mut warnings = rendered.warnings;
                for remark in rendered.remarks {
                    let doubt = Diagnostic::new(Code::SourceDoubt, Span::default(), remark.message);
                    warnings.push((remark.path.to_owned(), std::iter::once(doubt).collect()));
                }
                Made { warnings, is_broken, fails }
            }
        }
    }

    /// Findings in a field's template, as those of its file.
    pub(super) fn found(&self, field: &str, found: Diagnostics, settings: &Settings) -> Vec<Sourced> {
        match self {
            Self::Template { template, source } => report::of_template(found, source, template, settings),
            Self::Alert { file, compiled } => {
                let (doubts, found): (Vec<_>, Vec<_>) =
                    found.into_iter().partition(|one| one.code == Code::SourceDoubt);
                let mut all = file.found(compiled, field, found, settings);
                all.extend(doubts.iter().map(|doubt| file.doubt(field, &doubt.message)));
                all
            }
        }
    }
}
