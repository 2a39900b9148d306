//! What can be written at a place.

mod argument;
mod place;

use crate::outline::{self, Begun, Outline};
use crate::preview::Previews;
use crate::scope::{Looped, Resolved, Scope};
use crate::shape::{Shape, Type};
use crate::walk;
use itl_eval::{Dialect, Engine, Function, Kind, Names, ParamKind, Payload, Span};
use itl_syntax::ast::LoopVar;
use itl_syntax::parser;
use itl_syntax::scan::Sigil;
use place::Place;
use serde_json::Value as Json;
use std::fmt::Write as _;

/// What a completion offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// A key of the payload.
    Key,
    /// A position in an array.
    Index,
    /// A function.
    Function,
    /// `@index` and its like.
    LoopVariable,
    /// A closing tag's inside.
    Close,
    /// The name of a partial.
    Partial,
    /// An argument of a function.
    Argument,
}

impl CompletionKind {
    /// The word that stands for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Index => "index",
            Self::Function => "function",
            Self::LoopVariable => "loop-variable",
            Self::Close => "close",
            Self::Partial => "partial",
            Self::Argument => "argument",
        }
    }
}

/// One thing that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What is written in place of [`Completions::span`].
    pub insert: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A key's kind of value, a function's signature.
    pub detail: Option<String>,
    /// What a function does, with an example; for a key where it stands.
    pub doc: Option<String>,
    /// A key's value in the sample, as JSON, cut where it is long.
    pub sample: Option<String>,
}

/// All that can be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// The text that a completion replaces.
    pub span: Span,
    /// The offers, the nearest first.
    pub items: Vec<Completion>,
}

/// What can be written at `offset` of `source`, which may be half written: keys of the sample in
/// the contexts of that place, functions that fit the value, loop variables, closing tags,
/// partials. `None` outside of tags and where nothing is known.
///
/// ```
/// use itl_analysis::complete;
/// use itl_eval::Engine;
/// use serde_json::json;
/// let sample = json!({"alerts": [{"labels": {"host": "db-7"}}]});
/// let source = "{{ #alerts }}{{ labels.h";
/// let found = complete(&Engine::new(), source, source.len(), Some(&sample), &[]).unwrap();
/// assert_eq!(found.span.of(source), "h");
/// assert_eq!(found.items[0].label, "host");
/// assert_eq!(found.items[0].sample.as_deref(), Some("\"db-7\""));
/// ```
pub fn complete(
    engine: &Engine,
    source: &str,
    offset: usize,
    sample: Option<&Json>,
    partials: &[String],
) -> Option<Completions> {
    if source.len() > engine.limits().template_bytes || !source.is_char_boundary(offset) {
        return None;
    }
    let outline = outline::outline(source, offset, engine.dialect());
    let begun = outline.begun?;
    let typed = source.get(begun.inner..offset)?;
    let completer = Completer { engine, source, offset, partials };
    match begun.sigil {
        Some(Sigil::Comment | Sigil::Delimiters | Sigil::Block) => None,
        Some(Sigil::Close) => completer.closings(&outline, begun, ""),
        Some(Sigil::Partial | Sigil::Parent) if !typed.starts_with('*') => completer.partials(begun),
        Some(Sigil::Partial | Sigil::Parent) => {
            let begun = Begun { inner: begun.inner + 1, ..begun };
            completer.path(&outline, begun, sample)
        }
        None | Some(Sigil::Section | Sigil::Inverted | Sigil::Ampersand | Sigil::Brace) => {
            completer.path(&outline, begun, sample)
        }
    }
}

struct Completer<'c> {
    engine: &'c Engine,
    source: &'c str,
    offset: usize,
    partials: &'c [String],
}

impl Completer<'_> {
    /// The text from `start` to the end of the word at the place.
    fn word(&self, start: usize) -> Span {
        let rest = self.source.get(self.offset..).unwrap_or("");
        let more = rest.find(|c: char| c.is_whitespace() || ".[](){}\"',|\\<>".contains(c)).unwrap_or(rest.len());
        Span::new(start, self.offset + more)
    }

    fn closings(&self, outline: &Outline<'_>, begun: Begun, mark: &str) -> Option<Completions> {
        let items: Vec<Completion> = outline
            .open
            .iter()
            .rev()
            .map(|tag| {
                let path = tag.expr.as_ref().map_or(tag.inner, |expr| {
                    let path = tag.inner.get(..expr_path_len(expr)).unwrap_or(tag.inner);
                    if path.is_empty() { tag.inner } else { path }
                });
                let text = format!("{mark}{path}");
                Completion {
                    label: text.clone(),
                    insert: text,
                    kind: CompletionKind::Close,
                    detail: None,
                    doc: None,
                    sample: None,
                }
            })
            .collect();
        (!items.is_empty()).then(|| Completions { span: self.word(begun.inner), items })
    }

    fn partials(&self, begun: Begun) -> Option<Completions> {
        let item = |name: &String| Completion {
            label: name.clone(),
            insert: name.clone(),
            kind: CompletionKind::Partial,
            detail: None,
            doc: None,
            sample: None,
        };
        let items: Vec<Completion> = self.partials.iter().map(item).collect();
        // A name may hold dots and slashes.
        let rest = self.source.get(self.offset..).unwrap_or("");
        let more = rest.find(|c: char| c.is_whitespace() || "{}<>".contains(c)).unwrap_or(rest.len());
        (!items.is_empty()).then(|| Completions { span: Span::new(begun.inner, self.offset + more), items })
    }

    fn path(&self, outline: &Outline<'_>, begun: Begun, sample: Option<&Json>) -> Option<Completions> {
        let mut previews = Previews::new(self.engine);
        let scope = outline::scope(outline, self.source, walk::root(sample), self.engine, &mut previews);
        let typed = self.source.get(begun.inner..self.offset)?;
        let place = place::find(typed, self.engine.dialect());
        let base = |end: usize, previews: &mut Previews| -> Option<Resolved<'_>> {
            let text = typed.get(..end)?;
            let text = if text.is_empty() { "." } else { text };
            let expr = parser::parse(self.source, text, begun.inner, self.engine.dialect()).ok()?;
            Some(scope.resolve(&expr, self.source, self.engine, previews))
        };
        match place {
            Place::Head => {
                let mut items = head_keys(&scope);
                items.extend(self.loop_variables(&scope));
                if typed.is_empty() && begun.sigil.is_none() {
                    items.extend(self.closings(outline, begun, "/").into_iter().flat_map(|closings| closings.items));
                }
                Some(Completions { span: self.word(begun.inner), items })
            }
            Place::Step { base_end, word } => {
                let resolved = base(base_end, &mut previews)?;
                let mut items = step_keys(&resolved);
                if self.engine.dialect() == Dialect::Itl {
                    items.extend(self.functions(&resolved));
                }
                Some(Completions { span: self.word(begun.inner + word), items })
            }
            Place::Bracket { base_end, inside, quote } => {
                let resolved = base(base_end, &mut previews)?;
                Some(Completions { span: self.word(begun.inner + inside), items: bracket_items(&resolved, quote) })
            }
            Place::Argument { base_end, name, position, inside, quoted } => {
                let function = self.engine.registry().get(typed.get(name)?)?;
                let param = function.param(position)?;
                let list = match param.kind {
                    ParamKind::Key => {
                        base(base_end, &mut previews)?.found.into_iter().map(|found| found.shape).collect()
                    }
                    _ => Vec::new(),
                };
                let word = typed.get(inside..)?;
                let items = argument::items(*param, &list, word, quoted);
                let rest = self.source.get(self.offset..).unwrap_or("");
                let more = if quoted { rest.find(['"', '\'', '\n']).unwrap_or(0) } else { 0 };
                Some(Completions { span: Span::new(begun.inner + inside, self.offset + more), items })
            }
            Place::Nowhere => None,
        }
        .filter(|completions| !completions.items.is_empty())
    }

    fn loop_variables(&self, scope: &Scope<'_>) -> Vec<Completion> {
        if self.engine.dialect() != Dialect::Itl {
            return Vec::new();
        }
        let in_loop = scope.frames.iter().any(|frame| frame.looped != Looped::No);
        LoopVar::ALL
            .iter()
            .filter(|(_, var)| in_loop || *var == LoopVar::Now)
            .map(|(name, var)| Completion {
                label: (*name).to_owned(),
                insert: (*name).to_owned(),
                kind: CompletionKind::LoopVariable,
                detail: None,
                doc: Some(loop_variable_doc(*var).to_owned()),
                sample: None,
            })
            .collect()
    }

    fn functions(&self, resolved: &Resolved<'_>) -> Vec<Completion> {
        let types: Vec<Type> = resolved.found.iter().flat_map(|found| found.shape.types()).collect();
        self.engine
            .registry()
            .iter()
            .filter(|function| fits(function.receiver, resolved.kind, &types))
            .map(function_item)
            .collect()
    }
}

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

fn expr_path_len(expr: &itl_syntax::Expr<'_>) -> usize {
    let first_call = expr.calls().next().map_or(expr.span.end, |call| call.span.start.saturating_sub(1));
    first_call.saturating_sub(expr.span.start) as usize
}

/// Whether a function may be called on a value of that kind, or of one of those types.
fn fits(receiver: Kind, kind: Kind, types: &[Type]) -> bool {
    let types: Vec<Type> = types.iter().copied().filter(|kind| *kind != Type::Null).collect();
    let any = |wanted: &[Type]| types.is_empty() || types.iter().any(|kind| wanted.contains(kind));
    match (receiver, kind) {
        (Kind::Any, _) => true,
        (Kind::Array | Kind::Object, Kind::Any) => {
            any(if receiver == Kind::Array { &[Type::Array] } else { &[Type::Object] })
        }
        (Kind::Array | Kind::Object, known) => known == receiver,
        (Kind::Number | Kind::Instant, Kind::Any) => any(&[Type::Number, Type::Text]),
        (Kind::Number | Kind::Instant, known) => !matches!(known, Kind::Boolean | Kind::Array | Kind::Object),
        (Kind::Text | Kind::Boolean, Kind::Any) => any(&[Type::Text, Type::Number, Type::Boolean]),
        (Kind::Text | Kind::Boolean, known) => !matches!(known, Kind::Array | Kind::Object),
    }
}

fn function_item(function: &Function) -> Completion {
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

/// What a function does, with its first example.
pub(crate) fn function_doc(function: &Function) -> String {
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

fn key_item(key: &str, shape: &Shape<'_>) -> Completion {
    Completion {
        label: key.to_owned(),
        insert: escape_key(key),
        kind: CompletionKind::Key,
        detail: type_names(shape),
        doc: None,
        sample: shape.first().map(|value| short(value, 60)),
    }
}

/// The kinds of a value in words: `text`, `text or null`.
pub(crate) fn type_names(shape: &Shape<'_>) -> Option<String> {
    let names: Vec<&str> = shape.types().into_iter().map(Type::name).collect();
    (!names.is_empty()).then(|| names.join(" or "))
}

/// A key as a tag writes it: characters that mean something there get a backslash.
fn escape_key(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for (at, c) in key.chars().enumerate() {
        if c.is_whitespace() || ".[](){}\"',|\\".contains(c) || (at == 0 && "#^/!><$=&@".contains(c)) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A value as compact JSON of at most `most` characters.
pub(crate) fn short(value: &Json, most: usize) -> String {
    let text = match value {
        // Printing all of a large payload to show its beginning takes its time.
        Json::Array(items) if items.len() > most => format!("[… {} items]", items.len()),
        Json::Object(map) if map.len() > most => format!("{{… {} keys}}", map.len()),
        value => {
            let mut text = String::new();
            Payload::from_value(value).root().write_json(&mut text);
            text
        }
    };
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text,
    }
}

/// The keys that a path may begin with, those of the innermost context first.
fn head_keys(scope: &Scope<'_>) -> Vec<Completion> {
    let mut items: Vec<Completion> = Vec::new();
    let mut seen = Names::default();
    for (at, frame) in scope.frames.iter().enumerate().rev() {
        for origin in &frame.origins {
            for (key, shape) in origin.shape.keys() {
                if !seen.note(&key) {
                    continue;
                }
                let mut item = key_item(&key, &shape);
                if at > 0
                    && let Some(path) = &origin.path
                {
                    item.doc = Some(format!("in {path}"));
                }
                items.push(item);
            }
        }
    }
    items
}

fn step_keys(resolved: &Resolved<'_>) -> Vec<Completion> {
    let mut seen = Names::default();
    let keys = resolved.found.iter().flat_map(|found| found.shape.keys());
    keys.filter(|(key, _)| seen.note(key)).map(|(key, shape)| key_item(&key, &shape)).collect()
}

fn bracket_items(resolved: &Resolved<'_>, quote: Option<char>) -> Vec<Completion> {
    let mut items = Vec::new();
    let arrays = resolved.found.iter().any(|found| found.shape.types().contains(&Type::Array));
    if quote.is_none() && arrays {
        for (label, doc) in [("0", "The first item."), ("-1", "The last item.")] {
            items.push(Completion {
                label: label.to_owned(),
                insert: label.to_owned(),
                kind: CompletionKind::Index,
                detail: None,
                doc: Some(doc.to_owned()),
                sample: None,
            });
        }
    }
    for mut item in step_keys(resolved) {
        let escaped =
            item.label.replace('\\', "\\\\").replace(quote.unwrap_or('"'), &format!("\\{}", quote.unwrap_or('"')));
        item.insert = if quote.is_some() { escaped } else { format!("\"{escaped}\"") };
        items.push(item);
    }
    items
}
