//! What can be written at a place.

mod argument;
mod items;
mod place;

use crate::analysis::Analysis;
use crate::cursor::{self, Begun, Cursor};
use crate::knowledge::Knowledge;
use crate::meaning::Resolved;
use crate::resolve::Resolver;
use crate::scope::{Looped, Scope};
use crate::shape::Types;
use items::{Sink, fits, function_item, key_item};
use itl_eval::{Dialect, ParamKind, Span};
use itl_syntax::ast::{Expr, LoopVar};
use itl_syntax::lexer::MAX_REFERENCE_DEPTH;
use itl_syntax::parser;
use itl_syntax::scan::Sigil;
use place::Place;

pub use items::function_doc;
pub(crate) use items::{loop_variable_doc, short, type_names};

/// What a completion offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
pub struct Completions {
    /// The text that a completion replaces.
    pub span: Span,
    /// The offers, the nearest first.
    pub items: Vec<Completion>,
}

/// How many completions are offered at once.
const MAX_ITEMS: usize = 2_000;

impl Analysis<'_> {
    /// What can be written at `offset` of the template, which may be half written: keys of the
    /// sample in the contexts of that place, functions that fit the value, arguments, loop
    /// variables, closing tags, partials. `None` outside of tags and where nothing is known.
    ///
    /// ```
    /// use itl_analysis::{Analysis, Shape};
    /// use itl_eval::Engine;
    /// use serde_json::json;
    /// let engine = Engine::new();
    /// let sample = json!({"alerts": [{"labels": {"host": "db-7"}}]});
    /// let source = "{{ #alerts }}{{ labels.h";
    /// let document = engine.parse(source);
    /// let (template, _) = engine.compile_document(&document);
    /// let found = Analysis::new(&template, &document, Some(&Shape::sample(&sample))).complete(source.len()).unwrap();
    /// assert_eq!(found.span.of(source), "h");
    /// assert_eq!(found.items[0].label, "host");
    /// assert_eq!(found.items[0].sample.as_deref(), Some("\"db-7\""));
    /// ```
    pub fn complete(&self, offset: usize) -> Option<Completions> {
        let source = self.document.source;
        if source.len() > self.engine().limits().template_bytes || !source.is_char_boundary(offset) {
            return None;
        }
        let cursor = cursor::find(source, offset, self.engine().dialect());
        let begun = cursor.begun?;
        let typed = source.get(begun.inner..offset)?;
        let known = &mut *self.known.borrow_mut();
        let scope = cursor::scope(&cursor, self, known);
        let completer = Completer { analysis: self, source, offset, cursor: &cursor, scope: &scope };
        match begun.sigil {
            Some(Sigil::Comment | Sigil::Delimiters | Sigil::Block) => None,
            Some(Sigil::Close) => completer.closings(begun, ""),
            Some(Sigil::Partial | Sigil::Parent) => match typed.strip_prefix('*') {
                None => completer.partials(begun),
                Some(_) => completer.path(begun.inner + 1, false, known),
            },
            None => completer.path(begun.inner, typed.is_empty(), known),
            Some(Sigil::Section | Sigil::Inverted | Sigil::Ampersand | Sigil::Brace) => {
                completer.path(begun.inner, false, known)
            }
        }
    }
}

struct Completer<'c, 'a> {
    analysis: &'c Analysis<'a>,
    source: &'c str,
    offset: usize,
    cursor: &'c Cursor<'c>,
    scope: &'c Scope<'c>,
}

impl<'a> Completer<'_, 'a> {
    /// The text from `start` to the end of the word at the place.
    fn word(&self, start: usize) -> Span {
        let rest = self.source.get(self.offset..).unwrap_or("");
        let ends = |c: char| !itl_syntax::key::is_key_char(c) || matches!(c, '<' | '>');
        Span::new(start, self.offset + rest.find(ends).unwrap_or(rest.len()))
    }

    fn closings(&self, begun: Begun, mark: &str) -> Option<Completions> {
        let item = |tag: &cursor::OpenTag<'_>| {
            let path = tag.expr.as_ref().and_then(|expr| tag.inner.get(..path_length(expr)));
            let path = path.filter(|path| !path.is_empty()).unwrap_or(tag.inner);
            Completion::new(CompletionKind::Close, format!("{mark}{path}"))
        };
        let items: Vec<Completion> = self.cursor.open.iter().rev().map(item).collect();
        (!items.is_empty()).then(|| Completions { span: self.word(begun.inner), items })
    }

    fn partials(&self, begun: Begun) -> Option<Completions> {
        let names = self.analysis.engine().partial_names().into_iter().take(MAX_ITEMS);
        let items: Vec<Completion> = names.map(|name| Completion::new(CompletionKind::Partial, name)).collect();
        // A name may hold dots and slashes.
        let rest = self.source.get(self.offset..).unwrap_or("");
        let more = rest.find(|c: char| c.is_whitespace() || "{}<>".contains(c)).unwrap_or(rest.len());
        (!items.is_empty()).then(|| Completions { span: Span::new(begun.inner, self.offset + more), items })
    }

    /// Completions in a path that begins at `start`; `fresh` where a tag has nothing in it yet.
    fn path(&self, start: usize, fresh: bool, known: &mut Knowledge<'a>) -> Option<Completions> {
        self.nested_path(start, fresh, MAX_REFERENCE_DEPTH, known)
    }

    /// [`Completer::path`], in which so many references may stand inside each other.
    fn nested_path(&self, start: usize, fresh: bool, depth: usize, known: &mut Knowledge<'a>) -> Option<Completions> {
        let typed = self.source.get(start..self.offset)?;
        let completions = match place::find(typed, self.analysis.engine().dialect()) {
            Place::Head => {
                let mut sink = Sink::default();
                self.head_keys("", &mut sink, known);
                let mut items = sink.items;
                items.extend(self.loop_variables(""));
                if fresh {
                    let begun = Begun { sigil: None, inner: start };
                    items.extend(self.closings(begun, "/").into_iter().flat_map(|closings| closings.items));
                }
                Completions { span: self.word(start), items }
            }
            Place::Step { base_end, word } => {
                let resolved = self.base(start, base_end, known)?;
                let mut sink = Sink::default();
                step_keys(&resolved, &mut sink, known);
                let mut items = sink.items;
                if self.analysis.engine().dialect() == Dialect::Itl {
                    items.extend(self.functions(&resolved, known));
                }
                Completions { span: self.word(start + word), items }
            }
            Place::Bracket { inside, quote: None, .. } if typed.get(inside..)?.starts_with('$') => {
                return self.nested_path(start + inside + 1, false, depth.checked_sub(1)?, known);
            }
            Place::Bracket { base_end, inside, quote } => {
                let resolved = self.base(start, base_end, known)?;
                Completions { span: self.word(start + inside), items: bracket_items(&resolved, quote, known) }
            }
            Place::Argument { base_end, name, position, inside, quoted } => {
                let function = self.analysis.engine().registry().get(typed.get(name)?)?;
                let param = function.param(position)?;
                let word = typed.get(inside..)?;
                if !quoted && word.starts_with('$') {
                    let depth = depth.checked_sub(1).filter(|_| !param.kind.is_fixed())?;
                    return self.nested_path(start + inside + 1, false, depth, known);
                }
                let receiver = self.base(start, base_end, known)?;
                let before = typed.get(base_end..inside)?;
                let argument = argument::Argument { function, param: *param, position, before, word, quoted };
                let mut items = argument.items(&receiver, known);
                if !quoted && !param.kind.is_fixed() && param.kind != ParamKind::Key {
                    let mut sink = Sink::default();
                    self.head_keys("$", &mut sink, known);
                    items.append(&mut sink.items);
                }
                let rest = self.source.get(self.offset..).unwrap_or("");
                let more = if quoted { rest.find(['"', '\'', '\n']).unwrap_or(0) } else { 0 };
                Completions { span: Span::new(start + inside, self.offset + more), items }
            }
            Place::Nowhere => return None,
        };
        Some(completions).filter(|completions| !completions.items.is_empty())
    }

    /// What the path from `start` means up to the offset `end` after it.
    fn base(&self, start: usize, end: usize, known: &mut Knowledge<'a>) -> Option<Resolved> {
        let text = self.source.get(start..start + end)?;
        let text = if text.is_empty() { "." } else { text };
        let engine = self.analysis.engine();
        let expr = parser::parse(self.source, text, start, engine.dialect()).ok()?;
        Some(Resolver { engine, source: self.source, known }.resolve(&expr, expr.links.len(), self.scope))
    }

    /// The keys that a path may begin with, those of the innermost context first.
    fn head_keys(&self, mark: &str, sink: &mut Sink, known: &mut Knowledge<'a>) {
        for (at, frame) in self.scope.frames.iter().enumerate().rev() {
            for origin in &frame.origins {
                let place = origin.path.filter(|_| at > 0);
                for key in known.shapes.keys(origin.shape).iter() {
                    if sink.is_full() {
                        return;
                    }
                    if sink.is_new(key) {
                        let mut item = key_item(key, origin.shape, known);
                        item.label = format!("{mark}{key}");
                        item.insert = format!("{mark}{}", item.insert);
                        item.doc = place.map(|path| format!("in {}", known.paths.first(path)));
                        sink.items.push(item);
                    }
                }
            }
        }
    }

    fn loop_variables(&self, mark: &str) -> Vec<Completion> {
        if self.analysis.engine().dialect() != Dialect::Itl {
            return Vec::new();
        }
        let in_loop = self.scope.frames.iter().any(|frame| frame.looped != Looped::No);
        LoopVar::ALL
            .iter()
            .filter(|(_, var)| in_loop || *var == LoopVar::Now)
            .map(|(name, var)| Completion {
                doc: Some(loop_variable_doc(*var).to_owned()),
                ..Completion::new(CompletionKind::LoopVariable, format!("{mark}{name}"))
            })
            .collect()
    }

    fn functions(&self, resolved: &Resolved, known: &mut Knowledge<'a>) -> Vec<Completion> {
        let types =
            resolved.found.iter().fold(Types::default(), |all, found| all.with(known.shapes.types(found.shape)));
        let functions = self.analysis.engine().registry().iter();
        functions.filter(|function| fits(function.receiver, resolved.kind, types)).map(function_item).collect()
    }
}

/// The length of the path before the first call.
fn path_length(expr: &Expr<'_>) -> usize {
    let first_call = expr.calls().next().map_or(expr.span.end, |call| call.span.start.saturating_sub(1));
    first_call.saturating_sub(expr.span.start) as usize
}

fn step_keys(resolved: &Resolved, sink: &mut Sink, known: &mut Knowledge<'_>) {
    for found in &resolved.found {
        for key in known.shapes.keys(found.shape).iter() {
            if sink.is_full() {
                return;
            }
            if sink.is_new(key) {
                let item = key_item(key, found.shape, known);
                sink.items.push(item);
            }
        }
    }
}

fn bracket_items(resolved: &Resolved, quote: Option<char>, known: &mut Knowledge<'_>) -> Vec<Completion> {
    let mut items = Vec::new();
    let arrays = resolved.found.iter().any(|found| known.shapes.types(found.shape).contains(crate::shape::Type::Array));
    if quote.is_none() && arrays {
        for (label, doc) in [("0", "The first item."), ("-1", "The last item.")] {
            let item = Completion::new(CompletionKind::Index, label.to_owned());
            items.push(Completion { doc: Some(doc.to_owned()), ..item });
        }
    }
    let mut sink = Sink::default();
    step_keys(resolved, &mut sink, known);
    for mut item in sink.items {
        let escaped = itl_syntax::key::in_quotes(&item.label, quote.unwrap_or('"'));
        item.insert = if quote.is_some() { escaped } else { format!("\"{escaped}\"") };
        items.push(item);
    }
    items
}
