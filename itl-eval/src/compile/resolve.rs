//! Resolves paths and calls: functions by name, arguments by the parameters' kinds.

use super::regexes::{self, Regexes};
use super::{advice, dates};
use crate::costs;
use crate::engine::Settings;
use crate::functions::{self, Arg, Fallback, KeyPath, Param, ParamKind, Run};
use crate::program::{Call, Expr, Head, Link, Linked, References};
use itl_syntax::ast::{self, Kind, Name};
use itl_syntax::{Code, Diagnostic, Diagnostics, Document, Span};
use itl_value::{Kind as ValueKind, LookupKey, Step};

/// What became of an item's expression.
#[derive(Debug)]
pub(super) enum Resolved {
    /// The item has none.
    Nothing,
    /// It is ready.
    Ready(Expr),
    /// It has an error; the item prints its own source.
    Broken,
}

/// Resolves the expression of every item, in order.
pub(super) fn resolve(
    settings: &Settings,
    document: &Document<'_>,
    regexes: &mut Regexes,
    found: &mut Diagnostics,
) -> Vec<Resolved> {
    document
        .items
        .iter()
        .map(|item| {
            let (Kind::Variable { expr, .. }
            | Kind::Section { expr, .. }
            | Kind::Partial { name: Name::Dynamic(expr) }
            | Kind::Parent { name: Name::Dynamic(expr), .. }) = &item.kind
            else {
                return Resolved::Nothing;
            };
            let mut resolver = Resolver { settings, source: document.source, regexes, found, failed: false };
            let ready = resolver.expr(expr, item.span);
            if resolver.failed { Resolved::Broken } else { Resolved::Ready(ready) }
        })
        .collect()
}

struct Resolver<'e, 'd> {
    settings: &'e Settings,
    source: &'d str,
    regexes: &'d mut Regexes,
    found: &'d mut Diagnostics,
    failed: bool,
}

impl Resolver<'_, '_> {
    fn error(&mut self, diagnostic: Diagnostic) {
        self.failed = true;
        self.found.push(diagnostic);
    }

    fn expr(&mut self, expr: &ast::Expr<'_>, tag: Span) -> Expr {
        let head = match &expr.head {
            ast::Head::Current => Head::Current,
            ast::Head::Key(key) => Head::Key(LookupKey::new(&key.text)),
            ast::Head::Loop(var) => Head::Loop(*var),
        };
        let is_step = |link: &ast::Link<'_>| matches!(link, ast::Link::Key(_) | ast::Link::Index { .. });
        let first = expr.links.iter().position(|link| !is_step(link));
        let (before, after) = expr.links.split_at(first.unwrap_or(expr.links.len()));
        let mut steps = Vec::with_capacity(before.len());
        steps.extend(before.iter().filter_map(step));
        let mut kind = ValueKind::Any;
        let mut quiet = false;
        let mut links = Vec::with_capacity(after.len());
        for link in after {
            let ready = match link {
                ast::Link::Call(call) => {
                    quiet |= self.settings.registry.get(call.name).is_some_and(|function| function.accepts_missing);
                    let ready = self.call(call, kind);
                    // After a call that cannot be made nothing is known of the value.
                    kind = ready.as_ref().map_or(ValueKind::Any, |(_, returns)| *returns);
                    ready.map(|(call, _)| Link::Call(call))
                }
                ast::Link::Reference { reference, .. } => {
                    kind = ValueKind::Any;
                    Some(Link::Reference(Box::new(self.expr(&reference.expr, reference.span))))
                }
                ast::Link::Key(_) | ast::Link::Index { .. } => {
                    kind = ValueKind::Any;
                    step(link).map(Link::Step)
                }
            };
            links.extend(ready.map(|ready| Linked { link: ready, end: link_end(link) }));
        }
        if expr.legacy {
            self.legacy(expr);
        }
        let path_end = match expr.links.get(..first.unwrap_or(0)).and_then(<[_]>::last) {
            Some(link) => link_end(link),
            None => match (&expr.head, first) {
                (_, None) => expr.span.end,
                (ast::Head::Key(key), _) => key.span.end,
                (ast::Head::Loop(var), _) => expr.span.start + var.name().len() as u32,
                (ast::Head::Current, _) => expr.span.start + 1,
            },
        };
        let path = Span { start: expr.span.start, end: path_end };
        let cost = (steps.len() + links.len()) / costs::KEYS + expr.span.len() / costs::KEY_BYTES;
        let plain = links.is_empty() && cost == 0;
        Expr { head, steps: steps.into(), links: links.into(), tag, path, quiet, cost: cost as u32, plain }
    }

    fn legacy(&mut self, expr: &ast::Expr<'_>) {
        let write = || itl_syntax::format::expr_text(expr, self.source, &self.settings.registry);
        let text = if cfg!(feature = "help") { write() } else { None };
        let mut diagnostic = Diagnostic::new(Code::LegacyForm, expr.span, "this form of a call is deprecated");
        if let Some(text) = text {
            diagnostic = diagnostic.help("write it like this").suggest(expr.span, text);
        }
        self.found.push(diagnostic);
    }

    fn call(&mut self, call: &ast::Call<'_>, receiver: ValueKind) -> Option<(Call, ValueKind)> {
        let registry = &self.settings.registry;
        let Some(function) = registry.get(call.name) else {
            let found = if self.found.len() < Diagnostics::MAX {
                advice::unknown_function(call, self.source, registry)
            } else {
                Diagnostic::new(Code::UnknownFunction, call.name_span, "unknown function")
            };
            self.error(found);
            return None;
        };
        if call.args.len() < function.required() || function.at_most().is_some_and(|most| call.args.len() > most) {
            self.error(advice::arity(function, call, self.source));
            return None;
        }
        if let Some(warning) = advice::wrong_receiver(function, receiver, call) {
            self.found.push(warning);
        }
        let mut args: Vec<Arg> = Vec::with_capacity(call.args.len());
        let mut references = Vec::with_capacity(call.args.iter().filter(|arg| arg.reference().is_some()).count());
        let params: Vec<Param> = (0..call.args.len()).map_while(|at| function.param(at).copied()).collect();
        let (name, run, returns) = (function.name.clone(), function.run.clone(), function.returns);
        let (fallback, branches) = (Fallback::of(function), function.branches);
        for (arg, param) in call.args.iter().zip(params) {
            if let Some(reference) = arg.reference() {
                args.push(Arg::Reference(references.len() as u32));
                references.extend(self.reference(reference, param, &name));
                continue;
            }
            match self.arg(arg, param, &args, matches!(run, Run::Native(_))) {
                Ok((arg, warning)) => {
                    args.push(arg);
                    if let Some(warning) = warning {
                        self.found.push(warning);
                    }
                }
                Err(diagnostic) => self.error(*diagnostic),
            }
        }
        let written: u32 = call.args.iter().map(|arg| arg.span.end - arg.span.start).sum();
        let cost = 1 + u64::from(written) / costs::BYTES;
        let references = (!references.is_empty()).then(|| Box::new(References { paths: references.into(), fallback }));
        let call = Call { name: (*name).into(), run, args: args.into(), references, branches, cost };
        Some((call, returns))
    }

    /// A reference that is an argument; none where the parameter takes what is made ready with
    /// the template.
    fn reference(&mut self, reference: &ast::Reference<'_>, param: Param, of: &str) -> Option<(Expr, ParamKind)> {
        if param.kind.is_fixed() {
            let kind = param.kind.name();
            let message = format!("a {kind} cannot be a reference");
            let diagnostic = Diagnostic::new(Code::FixedArgument, reference.span, message)
                .label(reference.span, format_args!("`{}` of `{of}` is a {kind}", param.name))
                .help("it is made ready with the template, before there is a payload; write it in quotes");
            self.error(diagnostic);
            return None;
        }
        let mut expr = self.expr(&reference.expr, reference.span);
        // What is there instead of a missing value may be missing itself.
        expr.quiet |= self.settings.registry.get(of).is_some_and(|function| function.accepts_missing);
        Some((expr, param.kind))
    }

    fn arg(
        &mut self,
        arg: &ast::Arg<'_>,
        param: Param,
        before: &[Arg],
        of_library: bool,
    ) -> Result<(Arg, Option<Diagnostic>), Box<Diagnostic>> {
        if param.kind.is_regex() {
            let groups = param.kind == ParamKind::RegexWithGroups;
            let regex = self.regexes.compile(arg, groups, self.settings.limits.regex_bytes)?;
            return Ok((Arg::Regex(Box::new(regex)), advice::regex_slashes(arg)));
        }
        let text = arg.text().map_err(|error| advice::invalid_escape(arg, &error))?;
        let wrong_type = || advice::wrong_type(arg, param);
        let ready = match param.kind {
            ParamKind::Unit if !functions::number::is_unit(&text) => return Err(advice::unknown_unit(arg, &text)),
            ParamKind::Text | ParamKind::Unit | ParamKind::Any | ParamKind::Instant => Arg::Text((*text).into()),
            ParamKind::Key => Arg::Key(Box::new(KeyPath::new(&text))),
            ParamKind::Integer => {
                let trimmed = text.trim_matches(itl_syntax::literal::is_blank);
                let number = without_plus(trimmed);
                Arg::Integer(
                    itl_value::whole_number(number)
                        .or_else(|| clamped(number).filter(|_| of_library))
                        .ok_or_else(wrong_type)?,
                )
            }
            ParamKind::Number => {
                let number = without_plus(text.trim());
                if !functions::number::is_number(number) {
                    return Err(wrong_type());
                }
                Arg::Number(number.into())
            }
            ParamKind::Replacement => {
                if let Some(Arg::Regex(regex)) = before.last() {
                    regexes::check_replacement(&text, regex, arg.span)?;
                }
                return Ok((Arg::Text((*text).into()), advice::backslash_group(arg)));
            }
            ParamKind::Style => return dates::style(&text, arg),
            #[cfg(feature = "extensions")]
            ParamKind::DatePattern => dates::date_pattern(&text, arg)?,
            #[cfg(feature = "extensions")]
            ParamKind::DurationPattern => dates::duration_pattern(&text, arg)?,
            // The functions that take them are not in the build.
            #[cfg(not(feature = "extensions"))]
            ParamKind::DatePattern | ParamKind::DurationPattern => return Err(wrong_type()),
            ParamKind::Zone => return dates::zone(&text, arg.span, self.found.as_slice().len() < dates::MAX_SEARCHES),
            ParamKind::Array => return Err(advice::needs_reference(param, arg.span)),
            ParamKind::Regex | ParamKind::RegexWithGroups => return Err(wrong_type()),
        };
        Ok((ready, None))
    }
}

/// A number without the plus sign that people may write and JSON has not.
fn without_plus(number: &str) -> &str {
    number.strip_prefix('+').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(number)
}

/// The end of the range beyond which a whole number lies. To the library's functions, positions
/// and lengths so far out mean the same as all others outside of the text; a host's may not
/// expect another number than the one written.
fn clamped(number: &str) -> Option<i64> {
    let (digits, end) = number.strip_prefix('-').map_or((number, i64::MAX), |digits| (digits, i64::MIN));
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(end)
}

fn link_end(link: &ast::Link<'_>) -> u32 {
    match link {
        ast::Link::Key(key) => key.span.end,
        ast::Link::Call(call) => call.span.end,
        ast::Link::Index { span, .. } | ast::Link::Reference { span, .. } => span.end,
    }
}

fn step(link: &ast::Link<'_>) -> Option<Step> {
    match link {
        ast::Link::Key(key) => Some(Step::Key(LookupKey::new(&key.text))),
        ast::Link::Index { index, .. } => Some(Step::Index(*index)),
        ast::Link::Call(_) | ast::Link::Reference { .. } => None,
    }
}
