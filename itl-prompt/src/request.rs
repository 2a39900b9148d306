//! A request: what a target gets, and what is known about it.

use crate::budget::{Counter, Dropped, Fit, Limit, PartSizes, Report, Sizes, fit};
use crate::digest::{self, Digests, Previous};
use crate::error::PromptError;
use crate::json::{self, Writer};
use crate::prompt::{Conversation, Prompt, PromptOptions, with_payload};
use crate::role::Role;
use crate::schema::refs;
use crate::stream::{Begun, Destination, framing};
use crate::targets::{Job, Schema, Target, note_left_out, says, write};
use crate::tools::Tool;
use crate::turn::{Str, Texts, Turn, json_length};
use itl_eval::Source;
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::Ordering;

/// How a request is made of a conversation.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct RequestOptions<'o> {
    /// How many tokens it may have; goes before the prompt's own `@budget`.
    pub max_tokens: Option<u64>,
    /// What counts them; goes before the prompt's own.
    pub counter: Option<Counter>,
    /// Counts the tokens of a text in the place of a counter.
    pub count: Option<&'o dyn Fn(&str) -> u64>,
    /// The schema of the answer.
    pub schema: Option<&'o AnswerSchema>,
    /// The request before this one of the conversation.
    pub previous: Option<&'o Previous>,
    /// The model; goes before the prompt's own `@model`.
    pub model: Option<&'o str>,
    /// How many tokens the answer may have; goes before the prompt's own.
    pub max_output_tokens: Option<u64>,
    /// The name of the prompt, for the attributes of traces.
    pub name: Option<&'o str>,
}

impl fmt::Debug for RequestOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestOptions").field("max_tokens", &self.max_tokens).finish_non_exhaustive()
    }
}

/// The JSON Schema of an answer.
#[derive(Clone, Debug)]
pub struct AnswerSchema {
    name: String,
    text: String,
    tree: serde_json::Value,
}

impl AnswerSchema {
    /// Reads the schema of an answer from JSON text. `file` is the name of its file, of which its own
    /// name is made.
    pub fn new(file: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        let wrong = |message: String| {
            Box::new(Diagnostic::new(Code::InvalidSchema, Span::new(0, 0), format_args!("{file}: {message}")))
        };
        let compact = json::compact(text).map_err(|error| wrong(format!("the schema is not JSON: {error}")))?;
        let tree: serde_json::Value =
            serde_json::from_str(&compact).map_err(|error| wrong(format!("the schema is not JSON: {error}")))?;
        if !tree.is_object() && !tree.is_boolean() {
            return Err(wrong("a schema is an object".to_owned()));
        }
        if let Some(fault) = refs::fault(&tree) {
            return Err(wrong(fault));
        }
        let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let word = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' };
        let mut name: String = stem.chars().map(word).take(64).collect();
        if name.is_empty() {
            "answer".clone_into(&mut name);
        }
        Ok(Self { name, text: compact, tree })
    }

    /// The schema.
    pub fn tree(&self) -> &serde_json::Value {
        &self.tree
    }

    /// Its name in requests.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The body, as compact JSON with its keys in a fixed order.
    pub body: String,
    /// The model, which Gemini and Bedrock take in the URL.
    pub model: Option<String>,
    /// What it takes of its budget.
    pub report: Report,
    /// The digests of its parts; that of the template alone where [`Conversation::request`] made it.
    pub digests: Digests,
    /// The name of the prompt, where the options give one.
    pub name: Option<String>,
    /// What was found in the conversation and for the target.
    pub diagnostics: Diagnostics,
    /// Why it may not go out.
    failure: Option<PromptError>,
}

impl Request {
    /// The request, or why it may not go out.
    pub fn strict(self) -> Result<Self, PromptError> {
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(self),
        }
    }

    /// Whether a strict caller may send it.
    pub fn is_ok(&self) -> bool {
        self.failure.is_none()
    }

    /// The request and all that is known about it, as JSON: `{body, model, digests, report, attributes}`.
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(self.body.len() + 1024);
        Writer::new(&mut out).object(|w| {
            w.key("body").raw(&self.body);
            self.write_about(w);
        });
        out
    }

    /// What is known about the request, without its body, as JSON: `{model, digests, report, attributes}`.
    pub fn about(&self) -> String {
        let mut out = String::new();
        Writer::new(&mut out).object(|w| self.write_about(w));
        out
    }

    fn write_about(&self, w: &mut Writer<'_>) {
        match &self.model {
            Some(model) => w.entry("model", model),
            None => w.key("model").raw("null"),
        }
        self.digests.write(w.key("digests"));
        self.report.write(w.key("report"));
        w.key("attributes").object(|w| {
            if let Some(name) = &self.name {
                w.entry("gen_ai.prompt.name", name);
            }
            w.entry("gen_ai.prompt.version", &self.digests.template);
        });
    }
}

/// Whether a turn may be missing where this was found.
fn leaves_turns_out(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownRole
            | Code::NestedMessage
            | Code::InvalidTurn
            | Code::InvalidPart
            | Code::CallWithoutResult
            | Code::ResultWithoutCall
    )
}

/// What a conversation is sent as, after its budget.
struct Sent<'c> {
    texts: Cow<'c, Texts>,
    fit: Fit,
    summary: Option<Turn>,
}

/// How much text is written before turns are looked at: it and they stay near the processor.
const CHUNK: usize = 1 << 14;

/// The longest body that memory is taken for before it is written.
const MAX_RESERVED: usize = 1 << 24;

impl Prompt {
    /// Renders a prompt as the request for a target: what [`Prompt::render`] and [`Conversation::request`] make, in less
    /// time and memory, since turns are written as soon as they are rendered, and no text of the whole is kept.
    ///
    /// ```
    /// use itl_eval::{Dialect, Engine, Escape, Source};
    /// use itl_prompt::{Prompt, PromptOptions, RequestOptions, Target};
    /// use serde_json::json;
    /// let engine = Engine::builder().dialect(Dialect::Mustache).escape(Escape::Xml).build();
    /// let prompt = Prompt::new(engine.compile("{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}")?);
    /// let data = json!({"turns": [{"role": "user", "text": "Hello?"}]});
    /// let (options, asked) = (PromptOptions::default(), RequestOptions::default());
    /// let request = prompt.request(Source::Json(&data), &options, Target::Messages, &asked).strict()?;
    /// assert_eq!(request.body, r#"[{"role":"user","content":"Hello?"}]"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn request(
        &self,
        source: Source<'_>,
        options: &PromptOptions<'_>,
        target: Target,
        asked: &RequestOptions<'_>,
    ) -> Request {
        self.request_by(CHUNK, source, options, target, asked)
    }

    /// As [`Prompt::request`]; turns are looked at where that many bytes of text are new.
    #[doc(hidden)]
    pub fn request_by(
        &self,
        chunk: usize,
        source: Source<'_>,
        options: &PromptOptions<'_>,
        target: Target,
        asked: &RequestOptions<'_>,
    ) -> Request {
        if cfg!(not(feature = "stream")) {
            return self.render(source, options).request(target, asked);
        }
        with_payload(source, |source| self.request_streamed(chunk, source, options, target, asked))
    }

    fn request_streamed(
        &self,
        chunk: usize,
        source: Source<'_>,
        options: &PromptOptions<'_>,
        target: Target,
        asked: &RequestOptions<'_>,
    ) -> Request {
        let to = Destination {
            target,
            model: asked.model.or(self.settings().model.as_deref()),
            max_output_tokens: asked.max_output_tokens.or(self.settings().max_output_tokens),
            length: self.longest.load(Ordering::Relaxed),
            chunk,
        };
        let to = self.may_stream(source, options, asked).then_some(to);
        let Some((conversation, begun)) = self.streamed(source, options, true, to) else {
            return self.render(source, options).request(target, asked);
        };
        let (request, taken) = conversation.request_after(begun, target, asked);
        self.longest.fetch_max(taken.min(MAX_RESERVED), Ordering::Relaxed);
        request
    }

    /// Whether turns may be written before the others are known. A budget counts all of them; a template that may print
    /// nothing at all in the end has none; functions of the host are not called a second time.
    fn may_stream(&self, source: Source<'_>, options: &PromptOptions<'_>, asked: &RequestOptions<'_>) -> bool {
        let settings = self.settings();
        let counts =
            asked.max_tokens.is_some() || asked.counter.is_some() || asked.count.is_some() || settings.budget.is_some();
        !counts
            && !options.render.trace
            && !self.template().is_emptied_by_errors()
            && matches!(source, Source::Json(_) | Source::Payload(_))
    }
}

impl Conversation {
    /// Makes the request for a target.
    ///
    /// There always is one; [`Request::strict`] says whether it may go out.
    pub fn request(&self, target: Target, options: &RequestOptions<'_>) -> Request {
        self.request_after(None, target, options).0
    }

    /// The request whose first turns were written already, and the memory that was taken for its body.
    fn request_after(&self, begun: Option<Begun>, target: Target, options: &RequestOptions<'_>) -> (Request, usize) {
        let mut found = self.diagnostics().clone();
        let (sent, report) = self.budget(options, &mut found);
        let (turns, left_out) = sent.turns(&self.turns, target);
        let model = options.model.or(self.settings.model.as_deref());
        // What is kept of the data of turns that were written is in the body already.
        let kept = if begun.is_some() { 0 } else { json_length(&self.texts.kept) };
        let begun = begun.unwrap_or_default();
        let mut job = Job {
            target,
            texts: &sent.texts,
            places: &self.places,
            turns: &turns,
            tools: &self.tools,
            cache_tools: self.cache_tools,
            incomplete: !self.is_rendered || found.iter().any(|one| leaves_turns_out(one.code)),
            settings: &self.settings,
            model,
            max_output_tokens: options.max_output_tokens.or(self.settings.max_output_tokens),
            schema: options.schema.map(|schema| Schema { name: &schema.name, text: &schema.text, tree: &schema.tree }),
            said: begun.said,
            is_end: true,
            ids: begun.ids,
            frames: begun.frames,
            marks: begun.marks,
            found: Diagnostics::new(),
        };
        let mut body = begun.body;
        let around = framing(turns.len(), turns.iter().map(|turn| turn.calls().len()).sum(), target)
            + self.tools_length()
            + options.schema.map_or(0, |one| 2 * one.text.len());
        let more = json_length(&self.texts.rendered) + kept + around + 512;
        let taken = body.len() + more;
        body.reserve_exact(more);
        for turn in left_out {
            note_left_out(&mut job, turn);
        }
        write(&mut job, &mut body);
        if body.capacity() / 2 > body.len() {
            body.shrink_to_fit();
        }
        found.extend(job.found);
        let failure = self.check(&found);
        let request = Request {
            body,
            model: model.map(str::to_owned),
            report,
            digests: Digests { template: self.template_digest().to_owned(), ..Digests::default() },
            name: options.name.map(str::to_owned),
            diagnostics: found,
            failure,
        };
        (request, taken)
    }

    /// As [`Conversation::request`], with the digests of its parts, and where it differs from the
    /// request before it.
    pub fn request_with_digests(&self, target: Target, options: &RequestOptions<'_>) -> Request {
        let mut request = self.request(target, options);
        let mut aside = Diagnostics::new();
        let (sent, _) = self.budget(options, &mut aside);
        let (turns, _) = sent.turns(&self.turns, Target::Messages);
        request.digests = Digests {
            template: request.digests.template,
            tools: digest::of_tools(&self.tools),
            messages: digest::of_messages(&turns, &sent.texts),
            changed: None,
        };
        if let Some(previous) = options.previous {
            let changed = digest::change(&request.digests, previous, &turns, &sent.texts, self.trace(), &self.template);
            let first = changed.as_ref().map(|change| change.message.unwrap_or(0));
            let shorter = turns.len() < previous.len();
            request.report.beginning_unchanged = Some(
                !shorter
                    && first.is_none_or(|first| first + 1 >= previous.len())
                    && changed.as_ref().is_none_or(|change| change.message.is_some()),
            );
            request.digests.changed = changed;
        }
        request
    }

    /// About how long the tools are.
    fn tools_length(&self) -> usize {
        let of = |tool: &Tool| {
            tool.name.len() + json_length(tool.description.as_deref().unwrap_or_default()) + tool.schema.len() + 120
        };
        self.tools.iter().map(of).sum()
    }

    fn budget(&self, options: &RequestOptions<'_>, found: &mut Diagnostics) -> (Sent<'_>, Report) {
        let own = self.settings.budget.as_ref();
        let counter = options.counter.or(own.map(|own| own.counter)).unwrap_or(Counter::Estimate);
        let limit = options.max_tokens.or(own.map(|own| own.limit));
        let named = |text: &str| counter.count(text);
        let count: &dyn Fn(&str) -> u64 = options.count.unwrap_or(&named);
        let mut report = Report { limit, ..Report::default() };
        let all = Sent { texts: Cow::Borrowed(&self.texts), fit: Fit::default(), summary: None };
        counter.name().clone_into(&mut report.counter);
        if options.count.is_some() {
            "callback".clone_into(&mut report.counter);
        } else if limit.is_some() && !counter.is_available() {
            let message = format!("this build does not count {}", counter.name());
            found.push(
                Diagnostic::new(Code::InvalidSetting, self.settings.place("budget"), message)
                    .help("count `bytes` or `estimate`, or give a function that counts"),
            );
        }
        if limit.is_none() && options.counter.is_none() && options.count.is_none() {
            // Nobody asked, and counting takes longer than writing.
            report.counter.clear();
            return (all, report);
        }
        let schema = options.schema.filter(|_| !self.settings.schema.as_ref().is_some_and(|schema| schema.check_only));
        let schema = schema.map(|schema| schema.text.as_str());
        let sizes = Sizes::new(&self.turns, &self.texts, &self.tools, schema, self.settings.image_tokens, count);
        let summary = self.summary.as_ref().map(|(text, _)| crate::budget::summary_size(text, count));
        let limits = limit.map(|tokens| Limit { tokens, summary: summary.unwrap_or(0) });
        report.estimated =
            sizes.guessed || (options.count.is_none() && (counter == Counter::Estimate || !counter.is_available()));
        let fitted = fit(&self.turns, &sizes, limits, self.keep_all);
        let fits = fitted.is_ok();
        let fitted = fitted.unwrap_or_else(|fit| fit);
        let sent = self.with_summary(fitted, summary.unwrap_or(0));
        report.used = sent.fit.used;
        self.describe(&sent.fit, &sizes, &mut report);
        if sent.summary.is_some() {
            report.parts.history += summary.unwrap_or(0);
        }
        if fits {
            report.next_cut_in = limit.map(|limit| limit.saturating_sub(report.used));
            self.check_summary(&report, found);
        } else {
            found.push(self.over_budget(&report));
        }
        (sent, report)
    }

    fn over_budget(&self, report: &Report) -> Diagnostic {
        let parts = report.parts;
        let message = format!(
            "the prompt has {} tokens, and its budget is {}: tools and schema {}, system {}, history that stays {}, last turn {}",
            report.used,
            report.limit.unwrap_or(0),
            parts.tools,
            parts.system,
            parts.history,
            parts.last
        );
        Diagnostic::new(Code::OverBudget, self.settings.place("budget"), message)
            .help("raise the budget, or shorten the largest of them")
    }

    /// Puts the summary in the place of what fell.
    fn with_summary(&self, mut fit: Fit, size: u64) -> Sent<'_> {
        let (Some((text, _)), Some(_)) = (&self.summary, fit.cut) else {
            return Sent { texts: Cow::Borrowed(&self.texts), fit, summary: None };
        };
        let mut texts = self.texts.clone();
        let start = texts.kept.len();
        texts.kept.push_str(text);
        let turn = Turn::of_text(Role::User, self.places.len() as u32, Str::kept(start..texts.kept.len()));
        fit.used += size;
        Sent { texts: Cow::Owned(texts), fit, summary: Some(turn) }
    }

    /// What has how many tokens, and what fell.
    fn describe(&self, fit: &Fit, sizes: &Sizes, report: &mut Report) {
        let last = self.turns.iter().rposition(|turn| turn.role == Role::User).unwrap_or(self.turns.len());
        let mut parts = PartSizes { tools: sizes.tools, ..PartSizes::default() };
        for (at, (turn, size)) in self.turns.iter().zip(&sizes.turns).enumerate() {
            if fit.stays.get(at) == Some(&false) {
                continue;
            }
            let part = match at {
                _ if turn.role.instructs() => &mut parts.system,
                at if at >= last => &mut parts.last,
                _ => &mut parts.history,
            };
            *part += size;
        }
        report.parts = parts;
        report.dropped = fit
            .dropped
            .iter()
            .map(|(messages, tokens)| Dropped { messages: messages.clone(), tokens: *tokens })
            .collect();
        report.first_kept = fit.cut.filter(|cut| *cut < self.turns.len());
    }

    fn check_summary(&self, report: &Report, found: &mut Diagnostics) {
        let Some((_, Some(through))) = &self.summary else { return };
        let last = report.dropped.last().and_then(|dropped| dropped.messages.last());
        if let Some(last) = last.filter(|last| *last > through) {
            let message = format!("messages up to {last} were left out, and the summary covers those up to {through}");
            found.push(
                Diagnostic::new(Code::SummaryShort, self.settings.place("summary"), message)
                    .help("summarize the conversation again, further"),
            );
        }
    }
}

impl Sent<'_> {
    /// The turns that go to a target: those that stay and say something there; and those that stay and say nothing.
    fn turns<'s>(&'s self, turns: &'s [Turn], target: Target) -> (Vec<&'s Turn>, Vec<&'s Turn>) {
        let mut left_out = Vec::new();
        let mut sent = Vec::with_capacity(turns.len() + 1);
        let mut summary = self.summary.as_ref();
        for (at, turn) in turns.iter().enumerate() {
            // The summary stands where the first turn fell.
            if self.fit.stays.get(at) == Some(&false) {
                sent.extend(summary.take());
            } else if says(turn, &self.texts, target) {
                sent.push(turn);
            } else {
                left_out.push(turn);
            }
        }
        (sent, left_out)
    }
}
