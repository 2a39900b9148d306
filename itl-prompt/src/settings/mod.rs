//! What a prompt says about itself, in comments that every Mustache engine skips.

mod overrides;
mod parse;
mod scan;

use crate::role::Role;
use itl_eval::{Escape, Template};
use itl_syntax::ast::Kind;
use itl_syntax::{Diagnostics, Document, Span};
use overrides::Overrides;

/// The settings that stand in a prompt's comments, each on a line of its own; the rest of the line is
/// the value:
///
/// ```text
/// {{! @escape xml }}
/// {{! @schema answer.schema.json }}
/// {{! @tools tools }}
/// {{! @budget 8000 o200k }}
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PromptSettings {
    /// The output format that values are escaped for.
    pub escape: Option<Escape>,
    /// The JSON Schema that the answer has to meet.
    pub schema: Option<SchemaSetting>,
    /// The file of the JSON Schema that the data has to meet, seen from the prompt's folder.
    pub input: Option<String>,
    /// Paths whose values may be printed unescaped inside an XML-style section.
    pub trusted: Vec<String>,
    /// The key of the data's list of tools.
    pub tools: Option<String>,
    /// Which tools the model may or must call.
    pub tool_choice: Option<ToolChoice>,
    /// The roles that data may claim; all of them where it is `None`.
    pub roles: Option<Vec<Role>>,
    /// Names of roles in data, and the roles they stand for.
    pub map_role: Vec<(String, Role)>,
    /// The model.
    pub model: Option<String>,
    /// The temperature, as written.
    pub temperature: Option<String>,
    /// How many tokens the answer may have.
    pub max_output_tokens: Option<u64>,
    /// How many tokens the prompt may have.
    pub budget: Option<BudgetSetting>,
    /// The key of the data's summary of what no longer fits.
    pub summary: Option<String>,
    /// The keys whose values stand between markers.
    pub fence: Vec<String>,
    /// What happens to look-alikes in values.
    pub invisible: Invisible,
    /// What an image or a document is counted as.
    pub image_tokens: Option<u64>,
    /// Where each setting stands in the prompt's source.
    pub places: Vec<(&'static str, Span)>,
    /// Settings that could not be read.
    pub faults: Diagnostics,
    /// Which keys of a turn's words its tags read.
    pub(crate) reads: WordsRead,
    /// Whether `@cache` or `@keep` may stand somewhere.
    pub(crate) has_marks: bool,
}

/// Which of the keys `text` and `content` some tag reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordsRead {
    pub(crate) text: bool,
    pub(crate) content: bool,
}

impl WordsRead {
    fn note(&mut self, path: &str) {
        for step in path.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_') {
            self.text |= step == "text";
            self.content |= step == "content";
        }
        // The item itself prints whatever it holds.
        if path == "." {
            self.unknown();
        }
    }

    /// A partial whose name is a value may read both.
    fn unknown(&mut self) {
        (self.text, self.content) = (true, true);
    }
}

/// `@schema FILE` or `@schema FILE check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaSetting {
    /// The file, seen from the prompt's folder.
    pub file: String,
    /// Whether the schema is only checked on the answer, and never sent.
    pub check_only: bool,
}

/// `@tool_choice`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToolChoice {
    /// The model chooses.
    Auto,
    /// No tool is called.
    None,
    /// Some tool is called.
    Required,
    /// This tool is called.
    Tool(String),
}

/// `@budget LIMIT COUNTER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetSetting {
    /// How many tokens the prompt may have.
    pub limit: u64,
    /// What counts them.
    pub counter: crate::budget::Counter,
}

/// `@invisible`: what happens to characters in values that look like others or like nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Invisible {
    /// They stay, with a warning.
    #[default]
    Keep,
    /// They are taken out.
    Strip,
    /// They are written as `\u{…}`.
    Escape,
}

impl PromptSettings {
    /// Reads the settings of a parsed prompt, without its partials.
    pub fn of(document: &Document<'_>) -> Self {
        let mut settings = Self::default();
        scan::file(document, None, &mut settings);
        settings
    }

    /// Reads the settings of a template and its partials.
    pub fn of_template(template: &Template) -> Self {
        let engine = template.engine();
        let document = engine.parse(template.source());
        let mut settings = Self::of(&document);
        let mut overrides = Overrides::default();
        overrides.add(&document, None);
        for (name, source) in template.partials() {
            let document = engine.parse(source);
            settings.read_partial(name, &document);
            overrides.add(&document, Some(name));
        }
        overrides.report(|name| template.partial_source(name).is_some(), &mut settings.faults);
        settings
    }

    /// Reads the settings of a partial as well: those that hold where they stand, and what is wrong with
    /// others.
    pub fn read_partial(&mut self, name: &str, document: &Document<'_>) {
        scan::file(document, Some(&name.into()), self);
    }

    /// Whether a template is a prompt: it makes messages, or sets something of one.
    pub fn is_prompt(&self, document: &Document<'_>) -> bool {
        let makes_message = |kind: &Kind<'_>| match kind {
            Kind::Block { name, .. } => crate::blocks::makes_message(name),
            _ => false,
        };
        !self.places.is_empty() || document.items.iter().any(|item| makes_message(&item.kind))
    }

    /// Where a setting stands in the prompt's source; its beginning where it does not stand there.
    pub(crate) fn place(&self, name: &str) -> Span {
        self.places.iter().find(|(known, _)| *known == name).map_or(Span::new(0, 0), |(_, span)| *span)
    }
}
