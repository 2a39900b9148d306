//! Pipelines of Go templates as values, conditions and texts here.

use super::expr::{Expr, parse};
use super::types::{Type, field, pattern};
use crate::tree::{Base, Condition, Node, Problem, Step, Value, quoted, quoted_regex};
use itl_syntax::{Span, is_letter_or_digit};

/// A value and what it is.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) value: Value,
    pub(super) kind: Type,
}

/// What names mean.
pub(super) struct Names {
    /// What `.` is.
    pub(super) dot: Bound,
    /// What `$` is.
    root: Bound,
    variables: Vec<(String, Bound)>,
    /// The first of the variables that are known: a template that is called knows none of its caller's.
    first: usize,
    /// Loops and `with`s that are open.
    frames: usize,
}

/// What names meant before a block.
pub(super) struct Bounds {
    dot: Bound,
    root: Bound,
    first: usize,
    known: usize,
    frames: usize,
}

/// So many variables are known at once.
const MAX_VARIABLES: usize = 256;

/// A variable and the argument of a template stand for at most as many bytes.
const MAX_BYTES: usize = 4096;

/// A value may be one of that many; each is asked for with all before it.
const MAX_ALTERNATIVES: usize = 8;

impl Default for Names {
    fn default() -> Self {
        let root = Bound { value: Value::at(Base::Root, Span::default()), kind: Type::Data };
        Self { dot: root.clone(), root, variables: Vec::new(), first: 0, frames: 0 }
    }
}

type Converted<T> = Result<T, Problem>;

impl Names {
    pub(super) fn bounds(&self) -> Bounds {
        Bounds {
            dot: self.dot.clone(),
            root: self.root.clone(),
            first: self.first,
            known: self.known(),
            frames: self.frames,
        }
    }

    pub(super) fn restore(&mut self, bounds: Bounds) {
        self.dot = bounds.dot;
        self.root = bounds.root;
        self.first = bounds.first;
        self.forget(bounds.known);
        self.frames = bounds.frames;
    }

    /// How many variables there are.
    pub(super) fn known(&self) -> usize {
        self.variables.len()
    }

    /// Forgets the variables after the first `known`.
    pub(super) fn forget(&mut self, known: usize) {
        self.variables.truncate(known);
    }

    /// Inside a template `.` and `$` are its argument, and no variable is known.
    pub(super) fn enter_template(&mut self, dot: Bound) {
        self.root = dot.clone();
        self.dot = dot;
        self.first = self.variables.len();
    }

    fn declare(&mut self, name: &str, bound: Bound, span: Span) -> Converted<()> {
        if self.variables.len() - self.first >= MAX_VARIABLES {
            return Err(Problem::new(span, format!("more than {MAX_VARIABLES} variables are not converted")));
        }
        if is_large(&bound.value) {
            return Err(Problem::new(span, format!("`${name}` stands for too much")));
        }
        self.variables.push((name.to_owned(), bound));
        Ok(())
    }

    /// The parts that an action stands for that is no block.
    pub(super) fn print(&mut self, text: &str, span: Span) -> Vec<Node> {
        let Some(pipeline) = parse(text) else {
            return vec![Node::Unknown(Problem::new(span, "this action has no counterpart"))];
        };
        if let [name] = pipeline.declares.as_slice() {
            let declared = self.value(&pipeline.expr, span).and_then(|bound| self.declare(name, bound, span));
            return declared.map_or_else(|problem| vec![Node::Unknown(problem)], |()| Vec::new());
        }
        match self.printed(&pipeline.expr, span) {
            Ok(nodes) => nodes,
            Err(problem) => vec![Node::Unknown(problem)],
        }
    }

    fn printed(&self, expr: &Expr, span: Span) -> Converted<Vec<Node>> {
        if let Expr::Text(text) = expr {
            return Ok(vec![Node::Text(text.clone(), span)]);
        }
        if alternatives(expr) > MAX_ALTERNATIVES {
            return Err(Problem::new(span, "an `or` of so many values is not converted"));
        }
        if let Expr::Call(name, args) = expr {
            // A value that is one of two.
            if let ("or", [first, second]) = (name.as_str(), args.as_slice()) {
                let branches = vec![(self.condition(first, span)?, self.printed(first, span)?)];
                return Ok(vec![Node::If { branches, otherwise: self.printed(second, span)?, span }]);
            }
            if let ("print", [one]) = (name.as_str(), args.as_slice()) {
                return self.printed(one, span);
            }
        }
        let bound = self.value(expr, span)?;
        match bound.kind {
            Type::Text | Type::Number => Ok(vec![Node::Print(bound.value)]),
            Type::Time => Err(Problem::new(span, "a time is printed in Go's own form")
                .help("`formatDateString(\"%Y-%m-%d %H:%M\")` prints it as you like")),
            _ => Err(Problem::new(span, "a list or object is printed in Go's own form")
                .help("loop over it, or print `toJson()`")),
        }
    }

    pub(super) fn condition_of(&self, text: &str, span: Span) -> Converted<Condition> {
        let pipeline = parse(text).filter(|pipeline| pipeline.declares.is_empty());
        match pipeline {
            Some(pipeline) => self.condition(&pipeline.expr, span),
            None => Err(Problem::new(span, "this condition has no counterpart")),
        }
    }

    fn condition(&self, expr: &Expr, span: Span) -> Converted<Condition> {
        let boxed = |expr: &Expr| self.condition(expr, span).map(Box::new);
        if let Expr::Call(name, args) = expr {
            match (name.as_str(), args.as_slice()) {
                ("not", [inner]) => return Ok(Condition::Not(boxed(inner)?)),
                ("and" | "or", [first, rest @ ..]) if !rest.is_empty() => {
                    let first = self.condition(first, span)?;
                    return rest.iter().try_fold(first, |left, right| {
                        let (left, right) = (Box::new(left), boxed(right)?);
                        Ok(if name == "and" { Condition::And(left, right) } else { Condition::Or(left, right) })
                    });
                }
                ("eq", [left, rights @ ..]) if !rights.is_empty() => {
                    let mut all = rights.iter().map(|right| self.equality(left, right, span));
                    let first = all.next().unwrap_or_else(|| Err(Problem::new(span, "nothing to compare with")))?;
                    return all.try_fold(first, |left, right| Ok(Condition::Or(Box::new(left), Box::new(right?))));
                }
                ("ne", [left, right]) => return Ok(Condition::Not(Box::new(self.equality(left, right, span)?))),
                ("gt" | "lt" | "ge" | "le", [left, right]) => return self.order(name, left, right, span),
                _ => {}
            }
        }
        let bound = self.value(expr, span)?;
        Ok(Condition::Is(match bound.kind {
            Type::Text | Type::Answer => bound.value,
            // Neither loops nor becomes the current value.
            Type::Alerts | Type::Kv | Type::Pairs | Type::Texts => bound.value.call("length()").call("greaterThan(0)"),
            Type::Number => bound.value.call("equals(0)"),
            _ => return Err(Problem::new(span, "this condition has no counterpart")),
        }))
        .map(|asked| match (&asked, bound.kind) {
            (_, Type::Number) => Condition::Not(Box::new(asked)),
            _ => asked,
        })
    }

    fn equality(&self, left: &Expr, right: &Expr, span: Span) -> Converted<Condition> {
        let (left, right) = if matches!(left, Expr::Text(_) | Expr::Number(_)) { (right, left) } else { (left, right) };
        let bound = self.value(left, span)?;
        let call = match (right, bound.kind) {
            // A missing label is the empty text in Go too.
            (Expr::Text(text), Type::Text) => format!("equals({})", quoted(text)),
            (Expr::Number(digits), Type::Number) => format!("equals({digits})"),
            (right, kind @ (Type::Text | Type::Number)) => {
                let other = self.value(right, span)?;
                if other.kind != kind {
                    return Err(Problem::new(span, "a text is compared with a number"));
                }
                return Ok(Condition::Is(bound.value.against("equals", other.value)));
            }
            _ => return Err(Problem::new(span, "only texts and numbers are compared")),
        };
        Ok(Condition::Is(bound.value.call(&call)))
    }

    fn order(&self, name: &str, left: &Expr, right: &Expr, span: Span) -> Converted<Condition> {
        let (name, left, right) = match (left, right) {
            (Expr::Number(_), _) => {
                let mirrored = match name {
                    "gt" => "lt",
                    "lt" => "gt",
                    "ge" => "le",
                    _ => "ge",
                };
                (mirrored, right, left)
            }
            _ => (name, left, right),
        };
        let bound = self.value(left, span)?;
        let call = match name {
            "gt" => "greaterThan",
            "lt" => "lessThan",
            "ge" => "atLeast",
            _ => "atMost",
        };
        let by_size = || Problem::new(span, "only numbers are compared by size");
        if bound.kind != Type::Number {
            return Err(by_size());
        }
        Ok(Condition::Is(match right {
            Expr::Number(digits) => bound.value.call(&format!("{call}({digits})")),
            right => {
                let other = self.value(right, span)?;
                let other = if other.kind == Type::Number { Ok(other.value) } else { Err(by_size()) };
                bound.value.against(call, other?)
            }
        }))
    }

    /// Begins a loop: its list, with `.` and its variables known from here on.
    pub(super) fn begin_range(&mut self, text: &str, span: Span) -> Converted<Value> {
        let none = || Problem::new(span, "this loop has no counterpart");
        let pipeline = parse(text).ok_or_else(none)?;
        let list = self.value(&pipeline.expr, span)?;
        let number = self.frames;
        let item = |kind| Bound { value: Value::at(Base::Frame(number), span), kind };
        let (list, dot) = match (list.kind, list.kind.item()) {
            (_, Some(kind)) => (list.value, item(kind)),
            // A map's names come in their order, as the webhook writes them.
            (Type::Kv, _) => {
                let pair = item(Type::Pair);
                let value = Bound { value: pair.value.step(Step::Key("value".to_owned())), kind: Type::Text };
                (list.value.call("entries()"), value)
            }
            _ => return Err(Problem::new(span, "only lists, labels and annotations are looped over")),
        };
        let is_map = list.calls.ends_with("entries()") && matches!(dot.value.steps.as_slice(), [Step::Key(_)]);
        let first = if is_map {
            Bound { value: Value::at(Base::Frame(number), span).step(Step::Key("key".to_owned())), kind: Type::Text }
        } else {
            Bound { value: Value::at(Base::Loop(number, "@index"), span), kind: Type::Number }
        };
        match pipeline.declares.as_slice() {
            [] => {}
            [one] => self.declare(one, dot.clone(), span)?,
            [one, two, ..] => {
                self.declare(one, first, span)?;
                self.declare(two, dot.clone(), span)?;
            }
        }
        self.dot = dot;
        self.frames += 1;
        Ok(list)
    }

    /// Begins a `with`: its value, which is `.` from here on.
    pub(super) fn begin_with(&mut self, text: &str, span: Span) -> Converted<Value> {
        let pipeline = parse(text).ok_or_else(|| Problem::new(span, "this `with` has no counterpart"))?;
        let bound = self.value(&pipeline.expr, span)?;
        if bound.kind != Type::Text {
            return Err(Problem::new(span, "only a `with` of a text has a counterpart: a list would be looped over"));
        }
        let dot = Bound { value: Value::at(Base::Frame(self.frames), span), kind: Type::Text };
        if let Some(name) = pipeline.declares.first() {
            self.declare(name, dot.clone(), span)?;
        }
        self.dot = dot;
        self.frames += 1;
        Ok(bound.value)
    }

    /// The argument of a template.
    pub(super) fn bound_of(&self, text: &str, span: Span) -> Converted<Bound> {
        match parse(text) {
            Some(pipeline) => match self.value(&pipeline.expr, span)? {
                bound if is_large(&bound.value) => Err(Problem::new(span, "the argument stands for too much")),
                bound => Ok(bound),
            },
            None => Err(Problem::new(span, "a template without its data has no counterpart")),
        }
    }

    fn value(&self, expr: &Expr, span: Span) -> Converted<Bound> {
        match expr {
            Expr::Dot => Ok(at(&self.dot, span)),
            Expr::Variable(name) if name.is_empty() => Ok(at(&self.root, span)),
            Expr::Variable(name) => match self.variables.iter().skip(self.first).rev().find(|(own, _)| own == name) {
                Some((_, bound)) => Ok(at(bound, span)),
                None => Err(Problem::new(span, format!("`${name}` is not known here"))),
            },
            Expr::Fields(of, names) => {
                let mut bound = self.value(of, span)?;
                for name in names {
                    let (value, kind) = field(bound.value, bound.kind, name)
                        .ok_or_else(|| Problem::new(span, format!("the data has no `{name}` here")))?;
                    bound = Bound { value, kind };
                }
                Ok(bound)
            }
            Expr::Method(of, args) => self.method(of, args, span),
            Expr::Call(name, args) => self.function(name, args, span),
            Expr::Text(_) | Expr::Number(_) | Expr::Bool(_) => {
                Err(Problem::new(span, "a constant has no counterpart here"))
            }
        }
    }

    /// `.StartsAt.Format "…"`, `.Labels.Remove (stringSlice "a")`.
    fn method(&self, of: &Expr, args: &[Expr], span: Span) -> Converted<Bound> {
        let Expr::Fields(base, names) = of else { return Err(Problem::new(span, "this call has no counterpart")) };
        let Some((name, before)) = names.split_last() else {
            return Err(Problem::new(span, "this call has no counterpart"));
        };
        let receiver = if before.is_empty() {
            self.value(base, span)?
        } else {
            self.value(&Expr::Fields(base.clone(), before.to_vec()), span)?
        };
        match (receiver.kind, name.as_str(), args) {
            (Type::Time, "Format", [Expr::Text(layout)]) => {
                let pattern =
                    pattern(layout).ok_or_else(|| Problem::new(span, "a part of this layout has no counterpart"))?;
                let call = format!("formatDateString({})", quoted(&pattern));
                let value = receiver.value.call(&call).only("where the time is in the zone of the render");
                Ok(Bound { value, kind: Type::Text })
            }
            (Type::Kv, "Remove", [Expr::Call(slice, names)]) if slice == "stringSlice" => {
                let names: Option<Vec<String>> = names
                    .iter()
                    .map(|name| if let Expr::Text(name) = name { Some(quoted(name)) } else { None })
                    .collect();
                let names = names.ok_or_else(|| Problem::new(span, "only names in quotes are removed"))?;
                let call = format!("omit({})", names.join(", "));
                Ok(Bound { value: receiver.value.call(&call), kind: Type::Kv })
            }
            _ => Err(Problem::new(span, format!("`{name}` has no counterpart"))),
        }
    }

    fn function(&self, name: &str, args: &[Expr], span: Span) -> Converted<Bound> {
        let text = |expr: &Expr| {
            let bound = self.value(expr, span)?;
            if bound.kind == Type::Text {
                Ok(bound.value)
            } else {
                Err(Problem::new(span, format!("`{name}` is converted for texts only")))
            }
        };
        let of_text = |value: Value| Ok(Bound { value, kind: Type::Text });
        match (name, args) {
            ("toUpper", [one]) => of_text(text(one)?.call("upperCase()")),
            ("toLower", [one]) => of_text(text(one)?.call("lowerCase()")),
            ("trimSpace", [one]) => of_text(text(one)?.call("trim()")),
            ("title", [one]) => {
                of_text(text(one)?.call("lowerCase()").call("titleCase()").only("for words that spaces part"))
            }
            ("safeHtml" | "safeUrl", [one]) => of_text(text(one)?),
            ("len", [one]) => {
                let bound = self.value(one, span)?;
                if bound.kind.item().is_none() && bound.kind != Type::Kv {
                    return Err(Problem::new(span, "`len` of a text counts bytes"));
                }
                Ok(Bound { value: bound.value.call("length()"), kind: Type::Number })
            }
            ("join", [Expr::Text(delimiter), list]) => {
                let bound = self.value(list, span)?;
                if bound.kind != Type::Texts {
                    return Err(Problem::new(span, "only lists of texts are joined"));
                }
                of_text(bound.value.call(&format!("join({})", quoted(delimiter))))
            }
            ("match", [Expr::Text(regex), one]) => {
                let value = text(one)?.call(&format!("matches({})", quoted_regex(regex)));
                Ok(Bound { value, kind: Type::Answer })
            }
            ("reReplaceAll", [Expr::Text(regex), Expr::Text(with), one]) if !has_odd_group(with) => {
                of_text(text(one)?.call(&format!("replaceRegex({}, {})", quoted_regex(regex), quoted(with))))
            }
            ("index", [map, Expr::Text(key)]) => {
                let bound = self.value(map, span)?;
                if bound.kind != Type::Kv {
                    return Err(Problem::new(span, "only labels and annotations are read by name"));
                }
                of_text(bound.value.step(Step::Key(key.clone())))
            }
            ("index", [list, Expr::Number(digits)]) => {
                let bound = self.value(list, span)?;
                match (bound.kind.item(), digits.parse()) {
                    (Some(kind), Ok(index)) => Ok(Bound { value: bound.value.step(Step::Index(index)), kind }),
                    _ => Err(Problem::new(span, "only lists are read by position")),
                }
            }
            ("urlquery", [_]) => Err(Problem::new(span, "`urlquery` writes a space as `+`")
                .help("`urlEncode()` writes it as `%20`, which is read alike")),
            _ => Err(Problem::new(span, format!("the function `{name}` has no counterpart"))),
        }
    }
}

/// Whether a value is too large to be written wherever its name is.
fn is_large(value: &Value) -> bool {
    let only: usize = value.only.iter().map(String::len).sum();
    value.calls.len() + only + value.steps.len() * 16 > MAX_BYTES
}

fn alternatives(expr: &Expr) -> usize {
    let (mut count, mut rest) = (1, expr);
    while let Expr::Call(name, args) = rest
        && let ("or", [first, _]) = (name.as_str(), args.as_slice())
    {
        (count, rest) = (count + 1, first);
    }
    count
}

/// The same value, read at another place.
fn at(bound: &Bound, span: Span) -> Bound {
    let mut bound = bound.clone();
    bound.value.span = span;
    bound
}

/// Whether a letter follows the number of a group, which is part of its name in Go and not here.
fn has_odd_group(with: &str) -> bool {
    with.split('$').skip(1).any(|rest| {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        after.len() < rest.len() && after.starts_with(|c: char| is_letter_or_digit(c) || c == '_')
    })
}
