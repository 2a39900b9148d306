//! What this engine reads and ilert itself does not.

use super::Findings;
use super::java_regex::{self, Instead};
use crate::knowledge::Knowledge;
use crate::resolve::Resolver;
use crate::shape::{Type, Types};
use crate::walk::{Role, Visit};
use itl_eval::{Code, Diagnostic, Engine, Function, IlertSpelling, ParamKind, Span};
use itl_syntax::Document;
use itl_syntax::ast::{Call, Expr, Head, Link};
use itl_syntax::format;
use std::fmt;

fn note(found: &mut Findings, visit: &Visit<'_, '_>, span: Span, message: impl fmt::Display) {
    found.push(visit, Diagnostic::new(Code::NotPortable, span, message));
}

/// What the template's own text shows.
pub(super) fn check_text(document: &Document<'_>, found: &mut Findings) {
    for difference in itl_syntax::portable::differences(document) {
        found.push_in(None, difference);
    }
}

/// Paths and calls that go beyond ilert's.
pub(super) fn check_expr(
    engine: &Engine,
    visit: &Visit<'_, '_>,
    has_shape: bool,
    known: &mut Knowledge<'_>,
    found: &mut Findings,
) {
    // A reference is reported whole, where it stands.
    if visit.role == Role::Argument {
        return;
    }
    let expr = visit.expr;
    match &expr.head {
        Head::Loop(var) => {
            note(found, visit, expr.span, format_args!("ilert has no `{}`", var.name()));
        }
        Head::Current
            if matches!(expr.links.first(), Some(Link::Key(_) | Link::Index { .. } | Link::Reference { .. })) =>
        {
            note(found, visit, expr.span, "ilert does not read a path that begins with a dot");
        }
        Head::Current => {}
        Head::Key(key) => check_key(found, visit, key.span, &key.text),
    }
    let mut has_calls = false;
    for (at, link) in expr.links.iter().enumerate() {
        match link {
            Link::Key(key) if key.text == "length" && is_list(engine, visit, at, known) => {
                note(found, visit, key.span, "ilert has no `length` of a list");
            }
            Link::Key(key) => check_key(found, visit, key.span, &key.text),
            Link::Index { span, index } if *index < 0 => {
                note(found, visit, *span, "ilert has no negative indexes");
            }
            Link::Index { .. } | Link::Reference { .. } => {}
            Link::Call(call) => {
                has_calls = true;
                check_call(engine, visit, call, types_before(visit, call, known), found);
            }
        }
    }
    if has_calls && reads_the_item(visit, has_shape) {
        let message = "ilert looks the path of a call up from the payload's root, also inside a section";
        note(found, visit, path_span(expr), message);
    }
}

/// Whether the value before the step at `at` is known to be an array.
fn is_list(engine: &Engine, visit: &Visit<'_, '_>, at: usize, known: &mut Knowledge<'_>) -> bool {
    let mut resolver = Resolver { engine, source: visit.source, known };
    let before = resolver.resolve(visit.expr, at, visit.scope);
    let types = before.found.iter().fold(Types::default(), |all, found| all.with(known.shapes.types(found.shape)));
    types.contains(Type::Array) && !types.contains(Type::Object)
}

fn check_key(found: &mut Findings, visit: &Visit<'_, '_>, span: Span, key: &str) {
    if span.of(visit.source).starts_with('[') {
        note(found, visit, span, "ilert has no keys in brackets and quotes");
    } else if key.contains('.') {
        note(found, visit, span, "ilert has no keys with dots");
    }
}

/// What a value may be that a function is called on; nothing where that is not known.
fn types_before(visit: &Visit<'_, '_>, call: &Call<'_>, known: &mut Knowledge<'_>) -> Types {
    // They stand in the order of the source.
    let steps = &visit.resolved.calls;
    let step = steps.binary_search_by(|step| step.name_span.cmp(&call.name_span)).ok().and_then(|at| steps.get(at));
    let before = step.map(|step| step.before.as_slice()).unwrap_or_default();
    before.iter().fold(Types::default(), |all, shape| all.with(known.shapes.types(*shape)))
}

fn check_call(engine: &Engine, visit: &Visit<'_, '_>, call: &Call<'_>, types: Types, found: &mut Findings) {
    let Some(function) = engine.registry().get(call.name) else { return };
    if !function.portable {
        let message = format!("ilert has no function `{}`", function.name);
        found.push(
            visit,
            with_spelling(Diagnostic::new(Code::NotPortable, call.name_span, message), visit, function, call, types),
        );
        return;
    }
    for (at, arg) in call.args.iter().enumerate() {
        let Some(param) = function.param(at) else { continue };
        if arg.reference().is_some() {
            continue;
        }
        if param.kind.is_regex() {
            check_regex(found, visit, arg.span);
            continue;
        }
        if matches!(param.kind, ParamKind::Text | ParamKind::Replacement) && itl_syntax::portable::is_respelled(arg) {
            let message = "ilert keeps this as a number, not as it is written";
            let diagnostic = Diagnostic::new(Code::NotPortable, arg.span, message);
            found.push(visit, diagnostic.suggest(arg.span, format::argument_text(arg, false)));
            continue;
        }
        let text = arg.text().unwrap_or_default();
        let message = match param.kind {
            ParamKind::Integer if text.trim_start().starts_with('-') => "ilert does not count from the end",
            ParamKind::Zone => "ilert has no time zone for one call",
            ParamKind::Style if text.contains('%') => "ilert has the styles F, L, M and S only",
            ParamKind::Key if text.contains('.') => "ilert takes a key here, no path",
            _ => continue,
        };
        note(found, visit, arg.span, message);
    }
}

/// A regular expression, which is Java's in ilert. In an argument its backslashes stand as they are read.
fn check_regex(found: &mut Findings, visit: &Visit<'_, '_>, span: Span) {
    let start = span.start as usize;
    for difference in java_regex::differences(span.of(visit.source)) {
        let at = Span::new(start + difference.range.start, start + difference.range.end);
        let message = format!("ilert's regular expressions are Java's: {}", difference.message);
        let diagnostic = Diagnostic::new(Code::NotPortable, at, message);
        let diagnostic = match difference.instead {
            Instead::Text(text) => diagnostic.suggest(at, text),
            Instead::Advice(advice) => diagnostic.help(advice),
            Instead::Nothing => diagnostic,
        };
        found.push(visit, diagnostic);
    }
}

/// Adds how ilert says the same, where the call is the only one and its first argument is no reference.
fn with_spelling(
    diagnostic: Diagnostic,
    visit: &Visit<'_, '_>,
    function: &Function,
    call: &Call<'_>,
    types: Types,
) -> Diagnostic {
    let expr = visit.expr;
    let is_alone = expr.calls().nth(1).is_none() && matches!(expr.links.last(), Some(Link::Call(_)));
    if !is_alone {
        return diagnostic;
    }
    let first = call.args.first();
    let is_condition = matches!(visit.role, Role::Section | Role::Inverted);
    let (spelling, unless) = match function.in_ilert {
        IlertSpelling::Call(spelling) => (spelling, None),
        IlertSpelling::Condition(spelling) if is_condition => (spelling, None),
        IlertSpelling::ConditionUnlessArray(spelling) if is_condition => {
            (spelling, (!is_scalar(types)).then_some("the value is a list: there ilert looks into its JSON text"))
        }
        IlertSpelling::ConditionUnlessNumbers(spelling) if is_condition => {
            let is_number = first.and_then(|arg| arg.text().ok()).is_some_and(|text| is_json_number(&text));
            let is_exact = !is_number || is_text(types);
            (spelling, (!is_exact).then_some("the value is a number: ilert compares the texts, `5` is not `5.0` there"))
        }
        IlertSpelling::Advice(advice) if visit.role == Role::Print => {
            return with_advice(diagnostic, visit, advice, call);
        }
        _ => return diagnostic,
    };
    // ilert's functions do not agree on what an empty text is a part of.
    let Some(first) = first.filter(|arg| arg.text().is_ok_and(|text| !text.is_empty())) else { return diagnostic };
    if first.reference().is_some() {
        return diagnostic;
    }
    let path = path_span(expr);
    let spelling = spelling.replacen("$1", &format::argument_text(first, false), 1);
    match unless {
        None => diagnostic.suggest(Span { start: path.end, end: call.span.end }, spelling),
        Some(unless) => diagnostic.help(format_args!("write `{}{spelling}`, unless {unless}", path.of(visit.source))),
    }
}

/// Adds what ilert has instead in words, which a person has to choose.
fn with_advice(diagnostic: Diagnostic, visit: &Visit<'_, '_>, advice: &str, call: &Call<'_>) -> Diagnostic {
    let first = call.args.first();
    if advice.contains("$1") && first.is_none_or(|arg| arg.reference().is_some()) {
        return diagnostic;
    }
    let text = first.and_then(|arg| arg.text().ok()).unwrap_or_default();
    let advice = advice.replace("$path", path_span(visit.expr).of(visit.source)).replacen("$1", &text, 1);
    diagnostic.help(format_args!("write {advice}"))
}

/// Whether a value is known to be neither an array nor an object.
fn is_scalar(types: Types) -> bool {
    !types.is_empty() && !types.contains(Type::Array) && !types.contains(Type::Object)
}

/// Whether a value is known to be a text, or missing.
fn is_text(types: Types) -> bool {
    is_scalar(types) && !types.contains(Type::Number) && !types.contains(Type::Boolean)
}

/// Whether a text is that of a JSON number, which is compared by its value.
fn is_json_number(text: &str) -> bool {
    itl_text::number::decimal::of_json_text(text).is_some()
}

/// Whether a call inside a section reads the section's own value, as far as is known.
fn reads_the_item(visit: &Visit<'_, '_>, known: bool) -> bool {
    if visit.scope.frames.len() < 2 || !matches!(visit.expr.head, Head::Key(_)) {
        return false;
    }
    // The section's own condition is looked up before it opens.
    if matches!(visit.role, Role::Name) {
        return false;
    }
    if known {
        return visit.resolved.found.first().is_some_and(|first| first.frame > 0);
    }
    // `{{ #host }}{{ host.upperCase() }}{{ /host }}` asks for the key and prints it.
    !visit.scope.frames.iter().filter_map(|frame| frame.opener).any(|opener| same_path(opener, visit.expr))
}

/// Whether both begin with the same path, calls aside.
fn same_path(a: &Expr<'_>, b: &Expr<'_>) -> bool {
    let (Head::Key(first), Head::Key(second)) = (&a.head, &b.head) else { return false };
    first.text == second.text && steps(a).eq(steps(b))
}

/// The keys and positions before the first call.
fn steps<'e>(expr: &'e Expr<'_>) -> impl Iterator<Item = Result<&'e str, i64>> {
    expr.links.iter().map_while(|link| match link {
        Link::Key(key) => Some(Ok(&*key.text)),
        Link::Index { index, .. } => Some(Err(*index)),
        Link::Call(_) | Link::Reference { .. } => None,
    })
}

/// The path before the first call.
fn path_span(expr: &Expr<'_>) -> Span {
    let mut end = match &expr.head {
        Head::Key(key) => key.span.end,
        Head::Current | Head::Loop(_) => expr.span.start,
    };
    for link in &expr.links {
        match link {
            Link::Key(key) => end = key.span.end,
            Link::Index { span, .. } | Link::Reference { span, .. } => end = span.end,
            Link::Call(_) => break,
        }
    }
    Span { start: expr.span.start, end }
}
