//! A template as a prompt, and its render as a conversation.

use crate::error::PromptError;
use crate::fence::Fences;
use crate::input::{self, InputCheck};
use crate::lookalike;
use crate::pair::pair;
use crate::record::{Record, TurnKeys};
use crate::role::Role;
use crate::settings::{Invisible, PromptSettings};
use crate::stream::{Begun, Destination, Stream};
use crate::tools::{self, Tool};
use crate::turn::{Place, Texts, Turn};
use itl_eval::{Escape, Payload, RenderOptions, Rendered, Source, Template, Traced, Value};
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, OnceLock};

/// A template as a prompt: its blocks make messages, its comments hold settings.
#[derive(Clone, Debug)]
pub struct Prompt {
    template: Template,
    settings: Arc<PromptSettings>,
    digest: Arc<OnceLock<String>>,
    input: InputCheck,
    keys: Arc<TurnKeys>,
    /// Length of the longest body so far, the best guess of the next one's. It affects memory only.
    pub(crate) longest: Arc<AtomicUsize>,
}

/// How a prompt is rendered.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PromptOptions<'o> {
    /// How its template is rendered. An escape given here goes before that of the prompt's file.
    pub render: RenderOptions,
    /// What the markers of `@fence` carry: at least eight characters that nobody can guess, the same for
    /// all requests of a conversation.
    pub nonce: Option<&'o str>,
}

impl<'o> PromptOptions<'o> {
    /// Options with these of the render.
    pub fn new(render: RenderOptions) -> Self {
        Self { render, nonce: None }
    }

    /// Sets the nonce.
    #[must_use]
    pub fn nonce(mut self, nonce: Option<&'o str>) -> Self {
        self.nonce = nonce;
        self
    }
}

/// A prompt rendered on its data: the text, and the turns it holds.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub(crate) template: Template,
    pub(crate) settings: Arc<PromptSettings>,
    digest: Arc<OnceLock<String>>,
    pub(crate) texts: Texts,
    pub(crate) turns: Vec<Turn>,
    pub(crate) places: Vec<Place>,
    pub(crate) tools: Vec<Tool>,
    /// The place of a cache mark on the tools.
    pub(crate) cache_tools: Option<u32>,
    pub(crate) keep_all: bool,
    pub(crate) summary: Option<(String, Option<usize>)>,
    diagnostics: Diagnostics,
    trace: Vec<Traced>,
    /// Whether its data was fit to be rendered.
    pub(crate) is_rendered: bool,
}

/// One message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message<'c> {
    /// Who speaks.
    pub role: Role,
    /// What is said, without blank lines before it and whitespace after it.
    pub text: Cow<'c, str>,
}

impl Prompt {
    /// Reads the settings of a template and its partials.
    pub fn new(template: Template) -> Self {
        let settings = Arc::new(PromptSettings::of_template(&template));
        Self {
            template,
            settings,
            digest: Arc::default(),
            input: InputCheck::default(),
            keys: Arc::new(TurnKeys::new()),
            longest: Arc::default(),
        }
    }

    /// Checks the data against a schema before anything renders: the one that `@input` names, which the caller reads.
    /// Data that violates it renders nothing, and each violation is an error of the conversation.
    #[cfg(feature = "answers")]
    #[must_use]
    pub fn with_input(mut self, schema: impl Into<Arc<crate::Checker>>) -> Self {
        self.input = InputCheck::Schema(schema.into());
        self
    }

    /// Says that the caller has checked the data against the schema that `@input` names.
    #[must_use]
    pub fn with_checked_input(mut self) -> Self {
        self.input = InputCheck::Done;
        self
    }

    /// The template.
    pub fn template(&self) -> &Template {
        &self.template
    }

    /// What the comments say about the prompt.
    pub fn settings(&self) -> &PromptSettings {
        &self.settings
    }

    /// Renders a prompt as a conversation. There always is one; [`Conversation::strict`] says whether it
    /// may go out.
    ///
    /// The outermost blocks named `system`, `developer`, `user`, `assistant` and `tool` become messages
    /// of that role; a block named `message` takes its role from the key `role` of the nearest context
    /// that is an object. Text outside of them goes into the message that follows, or into one of the
    /// user at the end.
    pub fn render(&self, source: Source<'_>, options: &PromptOptions<'_>) -> Conversation {
        self.on(source, options, true)
    }

    /// Renders a prompt as one text. Lists of parts print as JSON, as every tag that prints a list does.
    pub fn render_text(&self, source: Source<'_>, options: &PromptOptions<'_>) -> Conversation {
        self.on(source, options, false)
    }

    fn on(&self, source: Source<'_>, options: &PromptOptions<'_>, parts: bool) -> Conversation {
        // Without a destination nothing begins that could not go on.
        let made = with_payload(source, |source| self.streamed(source, options, parts, None));
        made.map_or_else(|| self.unrendered(Diagnostics::new()), |(made, _)| made)
    }

    /// The conversation whose turns go to a destination as they become complete, and what of it went there: of that the
    /// conversation knows no more. `None` where it has to be made whole.
    pub(crate) fn streamed(
        &self,
        source: Source<'_>,
        options: &PromptOptions<'_>,
        parts: bool,
        to: Option<Destination<'_>>,
    ) -> Option<(Conversation, Option<Begun>)> {
        let mut diagnostics = self.input.check(source, &self.settings);
        if diagnostics.has_errors() {
            return Some((self.unrendered(diagnostics), None));
        }
        let escape = options.render.escape.or(self.settings.escape);
        let render = options.render.clone().escape(escape);
        let (mut rendered, mut stream) = self.run(source, &render, options, parts, false, to);
        let begun = stream.begun(&rendered.text).ok()?;
        if begun.is_none() {
            self.lint(source, &render, options, parts, &rendered, &mut stream.record);
        }
        let record = &mut stream.record;
        diagnostics.extend(std::mem::take(&mut rendered.warnings));
        diagnostics.extend(record.faults.iter().chain(&record.fences.faults).cloned());
        diagnostics.extend(self.settings.faults.iter().cloned());
        // What the text grew beyond its length is of no use, and may be as much again.
        rendered.text.shrink_to_fit();
        stream.turns.end(&rendered.text, record);
        stream.turns.report(&mut diagnostics);
        let texts = Texts { rendered: rendered.text, kept: std::mem::take(&mut record.keeper.text) };
        if begun.is_some() && !stream.continues(&texts) {
            return None;
        }
        let (assembled, places) = (stream.turns, std::mem::take(&mut stream.record.places));
        let turns = match begun {
            Some(_) => assembled.turns,
            None => pair(assembled.turns, &texts, &places, assembled.broken, &mut diagnostics),
        };
        let effective = escape.unwrap_or(self.template.engine().escape());
        if effective == Escape::Html && self.template.escapes_values() {
            diagnostics.push(html_in_prompt());
        }
        let root = input::root(source);
        let tools = tools::read(&self.settings, &root, &mut diagnostics);
        let summary = self.summary(&root, &mut diagnostics);
        let made = Conversation {
            template: self.template.clone(),
            settings: self.settings.clone(),
            digest: self.digest.clone(),
            texts,
            turns,
            places,
            tools,
            cache_tools: assembled.cache_tools,
            keep_all: assembled.keep_all,
            summary,
            diagnostics,
            trace: rendered.trace,
            is_rendered: true,
        };
        Some((made, begun))
    }

    /// What there is of a prompt whose data may not be rendered.
    fn unrendered(&self, mut diagnostics: Diagnostics) -> Conversation {
        diagnostics.extend(self.settings.faults.iter().cloned());
        Conversation {
            template: self.template.clone(),
            settings: self.settings.clone(),
            digest: self.digest.clone(),
            texts: Texts::default(),
            turns: Vec::new(),
            places: Vec::new(),
            tools: Vec::new(),
            cache_tools: None,
            keep_all: false,
            summary: None,
            diagnostics,
            trace: Vec::new(),
            is_rendered: false,
        }
    }

    fn run<'s>(
        &'s self,
        source: Source<'_>,
        render: &RenderOptions,
        options: &'s PromptOptions<'_>,
        parts: bool,
        lints: bool,
        to: Option<Destination<'s>>,
    ) -> (Rendered, Stream<'s>) {
        let fences = Fences::new(&self.settings, options.nonce, lints);
        let record = Record::new(&self.settings, &self.keys, fences, parts);
        let mut stream = Stream::new(record, &self.settings, to);
        let rendered = self.template.render_observed(source, render, &mut stream);
        (rendered, stream)
    }

    /// Says which tags wrote look-alikes. Most prompts hold none, so it is a render of its own.
    fn lint(
        &self,
        source: Source<'_>,
        render: &RenderOptions,
        options: &PromptOptions<'_>,
        parts: bool,
        rendered: &Rendered,
        record: &mut Record<'_>,
    ) {
        if self.settings.invisible != Invisible::Keep {
            return;
        }
        if lookalike::suspicious(&rendered.text) && lookalike::find(&rendered.text, 0).is_some() {
            let (_, again) = self.run(source, render, options, parts, true, None);
            let found = again.record.fences.faults.into_iter().filter(|fault| fault.code == Code::LookAlike);
            record.fences.faults.extend(found);
        }
    }

    /// The data's summary of what no longer fits, and the last message that it covers.
    fn summary(&self, root: &Value<'_>, found: &mut Diagnostics) -> Option<(String, Option<usize>)> {
        let key = self.settings.summary.as_ref()?;
        let value = tools::at_path(root, key);
        if value.is_absent() {
            return None;
        }
        let Value::Text(text) = value.get_str("text") else {
            let message = format!("`{key}` is not a summary");
            found.push(
                Diagnostic::new(Code::InvalidTurn, self.settings.place("summary"), message).help(
                    "a summary is `{text, through}`: what was said, and the number of the last message it covers",
                ),
            );
            return None;
        };
        // A turn that says nothing is none.
        if text.trim().is_empty() {
            return None;
        }
        let through = match value.get_str("through") {
            Value::Int(at) => usize::try_from(at).ok(),
            _ => None,
        };
        Some((self.clean_summary(text.into_owned(), found), through))
    }

    /// The text of a summary as `@invisible` wants it; look-alikes that stay are reported.
    fn clean_summary(&self, text: String, found: &mut Diagnostics) -> String {
        if !lookalike::suspicious(&text) {
            return text;
        }
        let Some((_, kind)) = lookalike::find(&text, 0) else { return text };
        if self.settings.invisible != Invisible::Keep {
            return lookalike::clean(&text, self.settings.invisible == Invisible::Strip);
        }
        let message = format!("the summary holds {}", kind.words());
        found.push(
            Diagnostic::new(Code::LookAlike, self.settings.place("summary"), message)
                .help("`{{! @invisible strip }}` takes them out, `{{! @invisible escape }}` writes them out"),
        );
        text
    }
}

impl Conversation {
    /// The digest of the template and its partials, made when it is first asked for.
    pub(crate) fn template_digest(&self) -> &str {
        self.digest.get_or_init(|| crate::digest::of_template(&self.template))
    }

    /// The whole prompt as text.
    pub fn text(&self) -> &str {
        &self.texts.rendered
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.turns.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty()
    }

    /// The messages, in order; calls and parts other than text are not among what they show.
    pub fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        self.turns.iter().map(|turn| {
            let mut texts = turn.texts().map(|text| self.texts.get(text));
            let first = texts.next().unwrap_or_default();
            let text = texts.fold(Cow::Borrowed(first), |all, text| Cow::Owned(format!("{all}\n\n{text}")));
            Message { role: turn.role, text }
        })
    }

    /// The messages, each with its place in the text, where it is one piece of it. The pieces follow each
    /// other.
    pub fn messages_in_text(&self) -> impl Iterator<Item = (Message<'_>, Option<Range<usize>>)> {
        let mut done = 0;
        self.turns.iter().zip(self.messages()).map(move |(turn, message)| {
            let mut texts = turn.texts();
            let range = match (texts.next(), texts.next()) {
                (Some(text), None) => text.in_rendered().filter(|range| range.start >= done),
                _ => None,
            };
            done = range.as_ref().map_or(done, |range| range.end);
            (message, range)
        })
    }

    /// The whole prompt as text, and nothing else of it.
    pub fn into_text(self) -> String {
        self.texts.rendered
    }

    /// Whether a cache mark stands anywhere.
    pub fn has_cache_marks(&self) -> bool {
        self.cache_tools.is_some() || self.turns.iter().any(|turn| turn.cache().is_some())
    }

    /// What was found while it was made.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// Which tag wrote which part of the text, where the options asked for it.
    pub fn trace(&self) -> &[Traced] {
        &self.trace
    }

    /// The conversation, or why it may not go out: what a strict render fails on, and every error.
    pub fn strict(self) -> Result<Self, PromptError> {
        match self.check(&self.diagnostics) {
            None => Ok(self),
            Some(error) => Err(error),
        }
    }

    /// What of `found` a strict caller fails on.
    pub(crate) fn check(&self, found: &Diagnostics) -> Option<PromptError> {
        let diagnostics = self.template.failures(found);
        (!diagnostics.is_empty()).then_some(PromptError { diagnostics })
    }
}

/// Calls `then` with a source that is read once, however often it is rendered: bytes as the payload that they hold.
pub(crate) fn with_payload<R>(source: Source<'_>, then: impl FnOnce(Source<'_>) -> R) -> R {
    if let Source::Bytes(bytes) = source
        && let Ok(payload) = Payload::from_slice(bytes)
    {
        return then(Source::Payload(&payload));
    }
    then(source)
}

fn html_in_prompt() -> Diagnostic {
    Diagnostic::new(
        Code::HtmlInPrompt,
        Span::new(0, 0),
        "values are escaped for HTML, which a model reads as it stands",
    )
    .help("choose the escape `none`, `xml` or `json`, or write `{{! @escape xml }}` into the prompt")
}
