//! What single completions look like.

use super::{Completion, CompletionKind, MAX_ITEMS};
use crate::knowledge::Knowledge;
use crate::shape::{ShapeId, Type, Types};
use itl_eval::{Function, Kind, NameIndex, ParamKind, Payload};
use itl_syntax::ast::LoopVar;
use serde_json::Value as Json;
use std::fmt::Write as _;

/// What a loop variable is.
pub(crate) fn loop_variable_doc(var: LoopVar) -> &'static str {
    match var {
        LoopVar::Index => "The position in the innermost loop, from zero.",
        LoopVar::Index1 => "The position in the innermost loop, from one.",
        LoopVar::First => "Whether this is the innermost loop's first item.",
        LoopVar::Last => "Whether this is the innermost loop's last item.",
        LoopVar::Length => "How many items the innermost loop has.",
        LoopVar::Now => "The render's clock in Unix milliseconds.",
    }
}

/// Whether a function may be called on a value of that kind, or of one of those types.
pub(super) fn fits(receiver: Kind, kind: Kind, types: Types) -> bool {
    let types = types.without(Type::Null);
    let any = |wanted: &[Type]| types.is_empty() || types.iter().any(|kind| wanted.contains(&kind));
    match (receiver, kind) {
        (Kind::Array | Kind::Object, Kind::Any) => {
            any(if receiver == Kind::Array { &[Type::Array] } else { &[Type::Object] })
        }
        (Kind::Array | Kind::Object, known) => known == receiver,
        (Kind::Number | Kind::Instant, Kind::Any) => any(&[Type::Number, Type::Text]),
        (Kind::Number | Kind::Instant, known) => !matches!(known, Kind::Boolean | Kind::Array | Kind::Object),
        (Kind::Text | Kind::Boolean, Kind::Any) => any(&[Type::Text, Type::Number, Type::Boolean]),
        (Kind::Text | Kind::Boolean, known) => !matches!(known, Kind::Array | Kind::Object),
        (_, _) => true,
    }
}

pub(super) fn function_item(function: &Function) -> Completion {
    let required = function.params.iter().take(function.required());
    let args: Vec<&str> = required
        .enumerate()
        .map(|(at, param)| match (param.kind, at) {
            // The cursor goes to the first argument; a number is not guessed there.
            (ParamKind::Integer | ParamKind::Number, 0) => "",
            (ParamKind::Integer | ParamKind::Number, _) => "0",
            _ => "\"\"",
        })
        .collect();
    Completion {
        label: function.name.to_string(),
        insert: format!("{}({})", function.name, args.join(", ")),
        kind: CompletionKind::Function,
        detail: Some(function.signature()),
        doc: Some(function_doc(function)),
        sample: None,
    }
}

/// What a function does, with its first example. Without the feature `docs`, U+0000 and the name of a function of
/// the library: whoever shows the text has it from elsewhere.
pub fn function_doc(function: &Function) -> String {
    if !cfg!(feature = "docs") && function.is_of_library() {
        return format!("\0{}", function.name);
    }
    let mut doc = function.doc.to_string();
    if let Some(example) = function.examples.first() {
        let value = if example.value.is_empty() { "missing" } else { example.value };
        let _ = write!(doc, "\n{value} · {} → {}", example.call, example.output);
    }
    if !function.portable {
        doc.push_str("\nNot known to ilert.");
    }
    doc
}

/// Completions so far; each key is offered once.
#[derive(Default)]
pub(super) struct Sink {
    pub(super) items: Vec<Completion>,
    seen: NameIndex,
}

impl Sink {
    pub(super) fn is_full(&self) -> bool {
        self.items.len() >= MAX_ITEMS
    }

    /// Whether `key` was not offered yet.
    pub(super) fn is_new(&mut self, key: &str) -> bool {
        self.seen.note(key)
    }
}

impl Completion {
    /// An offer that is written as it is shown.
    pub(super) fn new(kind: CompletionKind, text: String) -> Self {
        Self { label: text.clone(), insert: text, kind, detail: None, doc: None, sample: None }
    }
}

/// The offer of a key of the value `owner`.
pub(super) fn key_item(key: &str, owner: ShapeId, known: &mut Knowledge<'_>) -> Completion {
    let shape = known.shapes.of_key(owner, key);
    Completion {
        insert: itl_syntax::key::escaped(key),
        detail: type_names(known.shapes.types(shape)),
        sample: known.shapes.first(shape).map(|value| short(value, 60)),
        ..Completion::new(CompletionKind::Key, key.to_owned())
    }
}

/// The kinds of a value in words: `text`, `text or null`.
pub(crate) fn type_names(types: Types) -> Option<String> {
    let names: Vec<&str> = types.iter().map(Type::name).collect();
    (!names.is_empty()).then(|| names.join(" or "))
}

/// A value as compact JSON of at most `max` characters.
pub(crate) fn short(value: &Json, max: usize) -> String {
    let text = match value {
        // Printing all of a large payload to show its beginning takes its time.
        Json::Array(items) if items.len() > max => format!("[… {} items]", items.len()),
        Json::Object(map) if map.len() > max => format!("{{… {} keys}}", map.len()),
        value => {
            let mut text = String::new();
            Payload::from_value(value).root().write_json(&mut text);
            text
        }
    };
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text,
    }
}
