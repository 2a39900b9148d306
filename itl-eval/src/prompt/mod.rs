//! Prompts: the messages that a template's blocks stand for.
//!
//! Who speaks is settled by the template's structure, or by a key that is checked against the
//! list of roles; the rendered text is never searched for it, so no value can write a message.

mod provider;
mod settings;

pub use provider::Provider;
pub use settings::PromptSettings;

use crate::output::Escape;
use crate::program::Op;
use crate::render::{BlockOutput, Blocks, Notes};
use crate::template::{Failure, RenderOptions, Rendered, Source, Template, Traced};
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use std::fmt;
use std::str::FromStr;

/// Who speaks in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Who runs the assistant.
    System,
    /// Who talks to it.
    User,
    /// The model itself.
    Assistant,
    /// The answer of a tool.
    Tool,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 4] = [Self::System, Self::User, Self::Assistant, Self::Tool];

    /// The name that blocks and keys have.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
        }
    }
}

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRole(String);

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not `{:?}`, which the browser build leaves out with its tables.
        let mut name = String::new();
        itl_value::write_json_string(&self.0, &mut name);
        write!(f, "there is no role {name}")
    }
}

impl std::error::Error for UnknownRole {}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == name)
            .ok_or_else(|| UnknownRole(name.chars().take(40).collect()))
    }
}

/// The block whose role stands in the key `role` of the current context.
const MESSAGE: &str = "message";

/// Whether a block of that name makes a message.
pub(crate) fn makes_message(block: &str) -> bool {
    block == MESSAGE || block.parse::<Role>().is_ok()
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

impl Template {
    /// Renders a prompt as messages.
    ///
    /// The outermost blocks named `system`, `user`, `assistant` and `tool` become messages of
    /// that role; a block named `message` takes its role from the key `role` of the current
    /// context. Text outside of them goes into the message that follows, or into one of the
    /// user at the end. Messages of nothing but blanks are left out.
    ///
    /// ```
    /// use itl_eval::{Dialect, Engine, Escape, Provider, RenderOptions, Source};
    /// use serde_json::json;
    /// let engine = Engine::builder().dialect(Dialect::Mustache).escape(Escape::Xml).build();
    /// let prompt = engine.compile("{{$system}}Be brief.{{/system}}{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}")?;
    /// let data = json!({"turns": [{"role": "user", "text": "Hello?"}, {"role": "assistant", "text": "Yes?"}]});
    /// let messages = prompt.render_messages(Source::Json(&data), &RenderOptions::default());
    /// assert_eq!(
    ///     messages.to_json(Provider::Anthropic).to_string(),
    ///     r#"{"system":"Be brief.","messages":[{"role":"user","content":"Hello?"},{"role":"assistant","content":"Yes?"}]}"#,
    /// );
    /// # Ok::<(), itl_eval::Diagnostics>(())
    /// ```
    ///
    /// Values are escaped as the options say, else as the prompt's own [`PromptSettings`] do,
    /// else as the engine does. A delivery budget has no meaning for messages and is left aside.
    pub fn render_messages(&self, source: Source<'_>, options: &RenderOptions) -> Messages {
        let mut environment = self.environment(options);
        environment.escape = options.escape.or(self.prompt_settings().escape).unwrap_or(environment.escape);
        let mut notes = Notes { blocks: Some(Blocks::default()), ..Notes::tracing(options.trace) };
        let mut text = String::new();
        self.run(source, &environment, &mut text, &mut notes);
        let blocks = notes.blocks.take().unwrap_or_default().outputs;
        let mut warnings = notes.warnings;
        let messages = split(&text, &blocks, &mut warnings);
        warnings.extend(self.prompt_settings().faults.iter().cloned());
        if environment.escape == Escape::Html && self.escapes_values() {
            warnings.push(html_in_prompt());
        }
        Messages { text, messages, warnings, trace: notes.trace.unwrap_or_default() }
    }

    /// Renders a prompt as messages, or fails where [`Template::render_strict`] does and on a
    /// role that does not exist.
    pub fn render_messages_strict(&self, source: Source<'_>, options: &RenderOptions) -> Result<Messages, Failure> {
        let found = self.render_messages(source, options);
        let Messages { text, messages, warnings, trace } = found;
        let Rendered { text, warnings, trace } = self.strict(Rendered { text, warnings, trace })?;
        Ok(Messages { text, messages, warnings, trace })
    }

    /// Whether any tag prints a value escaped.
    fn escapes_values(&self) -> bool {
        let mut ops = self.set().programs.iter().flat_map(|program| &program.ops);
        ops.any(|op| matches!(op, Op::Print { raw: false, .. }))
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
    if *block.name != *MESSAGE {
        return block.name.parse().unwrap_or(Role::User);
    }
    let found = block.role.as_deref();
    if let Some(role) = found.and_then(|name| name.parse().ok()) {
        return role;
    }
    let message = match found {
        Some(name) => name.parse::<Role>().err().map_or_else(String::new, |error| error.to_string()),
        None => "this message has no key `role`".to_owned(),
    };
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
