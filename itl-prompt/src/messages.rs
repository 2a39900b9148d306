//! Prompts: the messages that a template's blocks stand for.
//!
//! Who speaks is settled by the template's structure, or by a key that is checked against the
//! list of roles; the rendered text is never searched for it, so no value can write a message.

use crate::role::Role;
use crate::settings::PromptSettings;
use itl_eval::{BlockStart, Escape, RenderError, RenderObserver, RenderOptions, Rendered, Source, Template, Traced};
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use std::ops::Range;
use std::sync::Arc;

/// The block whose role stands in the key `role` of the current context.
const MESSAGE: &str = "message";

/// Whether a block of that name makes a message.
fn makes_message(block: &str) -> bool {
    block == MESSAGE || block.parse::<Role>().is_ok()
}

/// The blocks that made messages so far.
#[derive(Default)]
struct Blocks {
    outputs: Vec<BlockOutput>,
    /// How many blocks that make messages run now.
    open: usize,
}

/// The output of one message's block.
struct BlockOutput {
    /// The role, where it exists.
    role: Option<Role>,
    /// The name of a role that does not exist.
    unknown: Option<String>,
    tag: Span,
    partial: Option<Arc<str>>,
    output: Range<usize>,
}

impl RenderObserver for Blocks {
    /// Notes where the output of a block that makes a message begins. Blocks inside it make
    /// none, and blocks of other names are looked through.
    fn block(&mut self, block: &BlockStart<'_>) -> bool {
        if !makes_message(block.name) {
            return false;
        }
        if self.open == 0 {
            let mut output = BlockOutput {
                role: block.name.parse().ok(),
                unknown: None,
                tag: block.tag,
                partial: block.partial.cloned(),
                output: block.output..usize::MAX,
            };
            if block.name == MESSAGE {
                let role = block.object.get_str("role");
                if !role.is_absent() {
                    let name = role.to_text();
                    output.role = name.parse().ok();
                    output.unknown = name.parse::<Role>().err().map(|error| error.to_string());
                }
            }
            self.outputs.push(output);
        }
        self.open += 1;
        true
    }

    fn block_end(&mut self, output: usize) {
        self.open = self.open.saturating_sub(1);
        if self.open == 0
            && let Some(block) = self.outputs.last_mut()
        {
            block.output.end = output;
        }
    }
}

/// One message of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said, without blank lines before it and white space behind it.
    pub text: String,
}

/// A prompt as messages, with what was noticed while it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    /// The whole prompt as text, as any other Mustache engine prints it.
    pub text: String,
    /// The messages, none of them blank.
    pub messages: Vec<Message>,
    /// What the render warns of, and roles that do not exist.
    pub warnings: Diagnostics,
    /// Which tag wrote which part of `text`, where [`RenderOptions::trace`] asked for it.
    pub trace: Vec<Traced>,
}

/// A template as a prompt: its blocks make messages, its comments hold settings.
#[derive(Clone, Debug)]
pub struct Prompt {
    template: Template,
    settings: PromptSettings,
}

impl Prompt {
    /// Reads the settings of a template.
    pub fn new(template: Template) -> Self {
        let engine = template.engine();
        let settings = PromptSettings::read(template.source(), engine.dialect(), engine.limits());
        Self { template, settings }
    }

    /// The template.
    pub fn template(&self) -> &Template {
        &self.template
    }

    /// What the comments say about the prompt.
    pub fn settings(&self) -> &PromptSettings {
        &self.settings
    }

    /// Renders a prompt as messages.
    ///
    /// The outermost blocks named `system`, `user`, `assistant` and `tool` become messages of
    /// that role; a block named `message` takes its role from the key `role` of the current
    /// context. Text outside of them goes into the message that follows, or into one of the
    /// user at the end. Messages of nothing but blanks are left out.
    ///
    /// Values are escaped as the options say, else as the prompt's own [`PromptSettings`] do,
    /// else as the engine does. A delivery budget has no meaning for messages and is left aside.
    pub fn render(&self, source: Source<'_>, options: &RenderOptions) -> Messages {
        let escape = options.escape.or(self.settings.escape);
        let options = options.clone().escape(escape);
        let mut blocks = Blocks::default();
        let Rendered { text, mut warnings, trace, .. } = self.template.render_observed(source, &options, &mut blocks);
        let messages = split(&text, &blocks.outputs, &mut warnings);
        warnings.extend(self.settings.faults.iter().cloned());
        let escape = escape.unwrap_or(self.template.engine().escape());
        if escape == Escape::Html && self.template.escapes_values() {
            warnings.push(html_in_prompt());
        }
        Messages { text, messages, warnings, trace }
    }

    /// Renders a prompt as messages, or fails where [`Rendered::strict`] does and on a
    /// role that does not exist.
    pub fn render_strict(&self, source: Source<'_>, options: &RenderOptions) -> Result<Messages, RenderError> {
        let messages = self.render(source, options);
        let failures = self.template.failures(&messages.warnings);
        if failures.is_empty() { Ok(messages) } else { Err(RenderError::new(&self.template, failures, messages.text)) }
    }
}

/// Cuts the text of a prompt where its blocks begin and end.
fn split(text: &str, blocks: &[BlockOutput], warnings: &mut Diagnostics) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut done = 0;
    for block in blocks {
        // A render that reached a limit may have left its last block open.
        let end = block.output.end.min(text.len());
        let outside = text.get(done..block.output.start).unwrap_or("");
        let inside = text.get(block.output.start..end).unwrap_or("");
        done = done.max(end);
        let role = role_of(block, warnings);
        add(role, outside, inside, &mut messages);
    }
    add(Role::User, text.get(done..).unwrap_or(""), "", &mut messages);
    messages
}

fn add(role: Role, outside: &str, inside: &str, messages: &mut Vec<Message>) {
    let outside = if outside.trim().is_empty() { "" } else { outside };
    let text = format!("{outside}{inside}");
    let blank = text.len() - text.trim_start().len();
    // Indentation of the first line with text is the author's, blank lines before it are not.
    let start = text.get(..blank).and_then(|blank| blank.rfind('\n')).map_or(0, |at| at + 1);
    let text = text.get(start..).unwrap_or("").trim_end();
    if !text.is_empty() {
        messages.push(Message { role, text: text.to_owned() });
    }
}

/// The role of a block; one that does not exist is reported and speaks as the user, who has
/// the least to say.
fn role_of(block: &BlockOutput, warnings: &mut Diagnostics) -> Role {
    if let Some(role) = block.role {
        return role;
    }
    let message = block.unknown.clone().unwrap_or_else(|| "this message has no key `role`".to_owned());
    let mut diagnostic = Diagnostic::new(Code::UnknownRole, block.tag, message)
        .help("the key `role` of each message's own context holds `system`, `user`, `assistant` or `tool`");
    diagnostic.partial.clone_from(&block.partial);
    if !warnings.contains(&diagnostic) {
        warnings.push(diagnostic);
    }
    Role::User
}

fn html_in_prompt() -> Diagnostic {
    Diagnostic::new(
        Code::HtmlInPrompt,
        Span::new(0, 0),
        "values are escaped for HTML, which a model reads as it stands",
    )
    .help("choose the escape `none`, `xml` or `json`, or write `{{! @escape xml }}` into the prompt")
}
