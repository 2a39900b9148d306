//! One case, run natively, written as the npm package writes its results.

use itl_eval::{Diagnostic, Diagnostics, Dialect, Engine, Escape, LineIndex, MemoryPartials, Source, Span, Template};
use itl_prompt::{Conversation, Prompt, PromptOptions};
use itl_syntax::elements::to_elements;
use serde_json::{Map, Value, json};
use spec_tests::Options;
use std::collections::BTreeMap;

/// A template, its data and its options.
#[derive(Default)]
pub(crate) struct Case {
    /// Where it comes from: `corpus`, `examples` and so on.
    pub(crate) from: &'static str,
    pub(crate) name: String,
    pub(crate) source: String,
    pub(crate) json: String,
    pub(crate) mustache: bool,
    pub(crate) partials: BTreeMap<String, String>,
    pub(crate) options: Options,
    /// Whether it is a prompt with messages.
    pub(crate) prompt: bool,
}

impl Case {
    /// The line of the case.
    pub(crate) fn answer(&self) -> Result<Value, String> {
        let dialect = if self.mustache { Dialect::Mustache } else { Dialect::Itl };
        let mut builder = Engine::builder().dialect(dialect);
        builder = builder.partials(self.partials.clone().into_iter().collect::<MemoryPartials>());
        builder = builder.on_error(self.options.on_error());
        if let Some(escape) = &self.options.escape {
            builder = builder.escape(escape.parse::<Escape>().map_err(|error| error.to_string())?);
        }
        let engine = builder.build();
        let options = self.options.resolve()?;
        let (template, diagnostics) = engine.compile_lenient(&self.source);
        let rendered = template.render_with(self.json.as_bytes(), &options);
        let mut line = json!({
            "from": self.from,
            "name": self.name,
            "source": self.source,
            "json": self.json,
            "options": self.package_options(),
            "canonical": engine.format(&self.source).ok(),
            "elements": elements(&self.source),
            "result": result(&template, &diagnostics, &rendered.text, &rendered.warnings),
        });
        if self.prompt {
            let data: Value = serde_json::from_str(&self.json).map_err(|error| error.to_string())?;
            let options = PromptOptions::new(options);
            let messages = Prompt::new(template.clone()).render(Source::Json(&data), &options);
            insert(&mut line, "messages", messages_json(&template, &diagnostics, &messages));
        }
        Ok(line)
    }

    /// The options as the npm package takes them.
    fn package_options(&self) -> Value {
        let mut map = Map::new();
        let mut set = |key: &str, value: Value| {
            if !value.is_null() {
                map.insert(key.to_owned(), value);
            }
        };
        if self.mustache {
            set("dialect", json!("mustache"));
        }
        if !self.partials.is_empty() {
            set("partials", json!(self.partials));
        }
        let options = &self.options;
        set("timezone", json!(options.timezone));
        set("now", json!(options.now));
        set("escape", json!(options.escape));
        set("on_error", json!(options.on_error));
        let mut budget = match (&options.budget, options.max_chars, options.max_bytes) {
            (Some(name), _, _) => json!({ "preset": name }),
            (None, Some(n), _) => json!({ "max_chars": n }),
            (None, None, Some(n)) => json!({ "max_bytes": n }),
            (None, None, None) => Value::Null,
        };
        if let (Some(fit), Value::Object(budget)) = (&options.fit, &mut budget) {
            budget.insert("fit".into(), json!(fit));
        }
        set("budget", budget);
        Value::Object(map)
    }
}

/// What ilert stores of the template; null where it reads it otherwise. Numbers beyond 64 bits are what JavaScript reads.
fn elements(source: &str) -> Value {
    let document = itl_syntax::parse(source, Dialect::Itl, itl_syntax::ParseLimits::default());
    let text = to_elements(&document).ok().and_then(|list| serde_json::to_string(&list).ok());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn insert(line: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = line {
        map.insert(key.to_owned(), value);
    }
}

fn result(template: &Template, found: &[Diagnostic], text: &str, warnings: &Diagnostics) -> Value {
    json!({
        "text": text,
        "ok": template.failures(warnings).is_empty(),
        "diagnostics": diagnostics(template, found),
        "warnings": diagnostics(template, warnings),
    })
}

fn messages_json(template: &Template, found: &[Diagnostic], messages: &Conversation) -> Value {
    let mut json = result(template, found, messages.text(), messages.diagnostics());
    let list: Vec<Value> =
        messages.messages().map(|message| json!({ "role": message.role.name(), "content": message.text })).collect();
    insert(&mut json, "messages", Value::Array(list));
    json
}

pub(crate) fn diagnostics(template: &Template, list: &[Diagnostic]) -> Value {
    list.iter().map(|one| diagnostic(template, one)).collect()
}

fn diagnostic(template: &Template, one: &Diagnostic) -> Value {
    let source = match &one.partial {
        Some(name) => template.partial_source(name).unwrap_or_default(),
        None => template.source(),
    };
    let index = LineIndex::new(source);
    let labels: Vec<Value> =
        one.labels.iter().map(|label| json!({ "span": span(&index, label.span), "message": label.message })).collect();
    json!({
        "code": one.code.id(),
        "severity": one.severity.name(),
        "message": one.message,
        "span": span(&index, one.span),
        "labels": labels,
        "help": one.help,
        "suggestion": one.suggestion.as_ref().map(|change| json!({
            "span": span(&index, change.span),
            "replacement": change.replacement,
        })),
        "partial": one.partial.as_deref(),
    })
}

fn span(index: &LineIndex<'_>, span: Span) -> Value {
    let position = index.position(span.start as usize);
    json!({
        "start": index.utf16(span.start as usize),
        "end": index.utf16(span.end as usize),
        "byteStart": span.start,
        "byteEnd": span.end,
        "line": position.line,
        "column": position.column,
    })
}
