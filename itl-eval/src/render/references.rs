//! References: paths as arguments and in brackets.

use super::Machine;
use crate::costs;
use crate::functions::{Given, ParamKind, Shown, nearest};
use crate::program::{Expr, References};
use itl_syntax::{Code, Diagnostic};
use itl_value::{LookupKey, Value};

impl<'a> Machine<'a, '_> {
    /// What the references of a call give, each of the kind that its parameter takes; `None` where
    /// one does not fit, of which a warning has been given.
    #[inline(never)]
    pub(super) fn given(&mut self, function: &str, references: &'a References) -> Option<Vec<Given<'a>>> {
        let mut given = Vec::with_capacity(references.paths.len());
        for (expr, kind) in &references.paths {
            let value = self.reference(expr);
            if matches!(value, Value::Missing) && !kind.takes_missing() {
                return None;
            }
            let value = self.printed_argument(*kind, value)?;
            match kind.fit(value) {
                Ok(fit) => given.push(fit),
                Err(unfit) => {
                    // One warning for each tag; to look again for what is meant would cost as much as the first time.
                    if !self.is_noted(Code::UnusableValue, expr.tag) {
                        let message = format!("`{function}`: {} is not {}", Shown(&unfit), wanted(*kind));
                        let mut warning = Diagnostic::new(Code::UnusableValue, expr.tag, message);
                        self.charge(costs::SUGGESTION);
                        warning.help = if cfg!(feature = "help") { help(*kind, &unfit) } else { None };
                        self.note(warning);
                    }
                    return None;
                }
            }
        }
        Some(given)
    }

    /// The value of a reference, in the tag's context. A missing one is warned of at its own place.
    #[inline(never)]
    fn reference(&mut self, expr: &'a Expr) -> Value<'a> {
        let cost = 1 + expr.tag.len() as u64 / costs::BYTES;
        self.charge(cost);
        if self.budgets.fuel == 0 {
            return Value::Missing;
        }
        self.value_of(expr, false)
    }

    /// An array or object as the text that an argument becomes, and charges for what is printed or
    /// read; `None` where no steps are left.
    fn printed_argument(&mut self, kind: ParamKind, value: Value<'a>) -> Option<Value<'a>> {
        let value = match (kind, value) {
            (ParamKind::Text | ParamKind::Key, value @ (Value::List(_) | Value::Map(_))) => {
                Value::Text(value.into_text_within(costs::affordable(self.budgets.fuel)))
            }
            (_, value) => value,
        };
        // As much as for an argument that is written out. What takes any value charges for it by itself.
        let is_read =
            matches!(kind, ParamKind::Text | ParamKind::Key | ParamKind::Zone | ParamKind::Number | ParamKind::Integer);
        self.charge_text(if is_read { Some(&value) } else { None });
        // Of a key's text each step of its path is kept, be it a byte long.
        if cfg!(feature = "extensions")
            && kind == ParamKind::Key
            && let Value::Text(text) = &value
        {
            self.charge(text.len() as u64 / costs::KEY_ARGUMENT_BYTES);
        }
        (self.budgets.fuel > 0).then_some(value)
    }

    /// Takes the steps of reading a value that is a text.
    fn charge_text(&mut self, value: Option<&Value<'_>>) {
        if let Some(Value::Text(text)) = value {
            self.charge(text.len() as u64 / costs::BYTES);
        }
    }

    /// The part of `value` that a reference names: of an object the entry of its key, of an array
    /// the item at its position. `None` where the reference is missing or can be neither, of which
    /// a warning has been given.
    #[inline(never)]
    pub(super) fn step_by_reference(&mut self, expr: &'a Expr, value: &Value<'a>) -> Option<Value<'a>> {
        let key = self.reference(expr);
        if matches!(key, Value::Missing) {
            return None;
        }
        self.charge_text(Some(&key));
        let found = match value {
            Value::Map(map) => match &key {
                Value::Text(text) => Some(map.get(&LookupKey::new(text))),
                Value::Int(_) | Value::UInt(_) => Some(map.get(&LookupKey::new(&key.to_text()))),
                _ => None,
            },
            Value::List(_) => match &key {
                Value::Int(position) => Some(value.at(*position)),
                Value::UInt(position) => Some(i64::try_from(*position).map_or(Value::Missing, |at| value.at(at))),
                Value::Float(number) if number.fract() == 0.0 => Some(value.at(*number as i64)),
                Value::Text(text) => position(text).map(|position| value.at(position)),
                _ => None,
            },
            Value::Missing => Some(Value::Missing),
            _ => None,
        };
        if found.is_none() {
            let message = || match value {
                Value::Map(_) => format!("{} is not a key", Shown(&key)),
                Value::List(_) => format!("{} is not a position", Shown(&key)),
                _ => format!("{} has neither keys nor positions", Shown(value)),
            };
            self.warn(Code::UnusableValue, expr.tag, message);
        }
        let found = found?;
        Some(found)
    }
}

/// The position that a text such as `0` or `-1` is.
fn position(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| itl_value::whole_number(text).unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX }))
}

/// The nearest thing that the parameter takes.
fn help(kind: ParamKind, value: &Value<'_>) -> Option<String> {
    match (kind, value) {
        (ParamKind::Integer | ParamKind::Number, _) => nearest(value, "a number").map(str::to_owned),
        (ParamKind::Array, _) => nearest(value, "an array").map(str::to_owned),
        (ParamKind::Zone, Value::Text(name)) => crate::compile::zone_meant(name).map(|(_, help)| help),
        _ => None,
    }
}

/// What a parameter takes, with its article.
fn wanted(kind: ParamKind) -> String {
    match kind {
        ParamKind::Array => "an array".to_owned(),
        #[cfg(feature = "zones")]
        ParamKind::Zone => "the name of a time zone, such as `Europe/Berlin`".to_owned(),
        #[cfg(not(feature = "zones"))]
        ParamKind::Zone => "`UTC` or `GMT`, the time zones of this build".to_owned(),
        kind => format!("a {}", kind.name()),
    }
}
