//! A running function: its arguments, and what it may use.

use super::compiled_regex::Regex;
use super::date::{DatePattern, Style};
use super::number::DurationPattern;
use super::shown::Shown;
use crate::costs;
use itl_syntax::Code;
use itl_time::Zone;
use itl_value::{KeyPath, Text, Value};
use std::fmt;
#[cfg(feature = "extensions")]
use std::sync::Arc;

/// An argument of a call, prepared when the template is compiled.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Arg {
    /// A text.
    Text(Box<str>),
    /// An integer.
    Integer(i64),
    /// A number in decimal form.
    Number(Box<str>),
    /// A compiled regular expression.
    Regex(Box<Regex>),
    /// A date style.
    Style(Box<Style>),
    /// A time zone.
    Zone(Zone),
    /// A key, tried literally first and then as a path.
    Key(Box<KeyPath>),
    /// A pattern that dates are read by.
    DatePattern(Box<DatePattern>),
    /// A pattern that durations are printed by.
    DurationPattern(DurationPattern),
    /// A reference: its place among those of the call.
    Reference(u32),
}

/// The value of a reference, of the kind that its parameter takes.
#[derive(Debug)]
pub(crate) enum Given<'a> {
    /// A text, or whatever a parameter of any value takes.
    Value(Value<'a>),
    /// A number in decimal form.
    Number(Text<'a>),
    /// An integer.
    Integer(i64),
    /// A time zone.
    Zone(Zone),
    /// A key, tried literally first and then as a path.
    Key(Box<KeyPath>),
}

/// The code of a function of the library.
pub type Native = for<'a> fn(Value<'a>, &mut Call<'_, 'a>) -> Value<'a>;

/// A function of the host program. It returns a value, or a message that says what went wrong.
#[cfg(feature = "extensions")]
pub type HostFn = Arc<dyn Fn(&HostCall<'_>) -> Result<serde_json::Value, String> + Send + Sync>;

/// A call of a host function.
#[cfg(feature = "extensions")]
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HostCall<'c> {
    /// The value that the function is called on.
    pub receiver: &'c serde_json::Value,
    /// The arguments.
    pub args: &'c [HostArg],
    /// The zone that times are shown in.
    pub zone: Zone,
    /// The clock in Unix milliseconds, if the render has one.
    pub now: Option<i64>,
}

/// An argument of a host function.
#[cfg(feature = "extensions")]
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum HostArg {
    /// A text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
}

/// The code of a function.
#[derive(Clone)]
#[non_exhaustive]
pub enum Run {
    /// A function of the library.
    Native(Native),
    /// A function of the host program.
    #[cfg(feature = "extensions")]
    Host(HostFn),
}

/// A call in progress: what the function may use, and where it leaves its warning.
#[non_exhaustive]
pub struct Call<'r, 'a> {
    /// The arguments given, in order.
    pub args: &'a [Arg],
    /// The values of the references among them.
    pub(crate) given: &'r [Given<'a>],
    /// The render's zone.
    pub zone: Zone,
    /// The render's clock in Unix milliseconds, if the render has one.
    pub now: Option<i64>,
    /// What the function says beside its result.
    pub(crate) remark: Option<Box<Remark>>,
    pub(crate) fuel: &'r mut u64,
    /// Bytes of less than a step that are not charged yet.
    pub(crate) debt: u64,
    /// Which of the function's [`Branches`](super::Branches) the result went.
    pub(crate) branch: Option<u32>,
    /// The output of the render, if the result is printed there unchanged.
    pub(crate) printed: Option<&'r mut String>,
}

/// What a function says of a value that it could not use. Nearly all calls say nothing, which takes no memory.
#[derive(Default)]
pub(crate) struct Remark {
    pub(crate) warning: Option<(Code, String)>,
    /// The way out that is shown with the warning.
    pub(crate) help: Option<String>,
    /// The name that is no zone. What it may mean is looked for where the warning is kept: that goes through all zones.
    #[cfg(feature = "extensions")]
    pub(crate) unknown_zone: Option<String>,
    /// The argument that the warning is about, where it is not about the receiver.
    pub(crate) blamed: Option<u32>,
}

impl<'r, 'a: 'r> Call<'r, 'a> {
    /// The value of the reference at `position`, if the argument is one.
    fn given(&self, position: usize) -> Option<&'r Given<'a>> {
        match self.args.get(position) {
            Some(Arg::Reference(place)) => self.given.get(*place as usize),
            _ => None,
        }
    }

    /// The text argument at `position`, or `default` if it is omitted. A number is returned in decimal form.
    pub fn text(&self, position: usize, default: &'static str) -> &'r str {
        match self.args.get(position) {
            Some(Arg::Text(text) | Arg::Number(text)) => text,
            Some(Arg::Reference(_)) => match self.given(position) {
                Some(Given::Value(Value::Text(text)) | Given::Number(text)) => text,
                _ => default,
            },
            _ => default,
        }
    }

    /// The argument at `position` as a value that a function may return; missing if it is omitted. A text that
    /// a reference built is copied, which is charged.
    pub fn value(&mut self, position: usize) -> Value<'a> {
        match self.args.get(position) {
            Some(Arg::Text(text) | Arg::Number(text)) => Value::text(&**text),
            Some(Arg::Reference(_)) => match self.given(position) {
                Some(Given::Value(value)) => value.clone(),
                Some(Given::Number(text)) => Value::Text(text.clone()),
                _ => Value::Missing,
            },
            _ => Value::Missing,
        }
    }

    /// The integer argument at `position`, if it is given.
    pub fn integer(&self, position: usize) -> Option<i64> {
        match (self.args.get(position), self.given(position)) {
            (Some(Arg::Integer(n)), _) | (_, Some(Given::Integer(n))) => Some(*n),
            _ => None,
        }
    }

    /// The regular expression argument at `position`.
    pub fn regex(&self, position: usize) -> Option<&'a Regex> {
        match self.args.get(position) {
            Some(Arg::Regex(regex)) => Some(regex),
            _ => None,
        }
    }

    /// The key argument at `position`.
    pub fn key(&self, position: usize) -> Option<&'r KeyPath> {
        match (self.args.get(position), self.given(position)) {
            (Some(Arg::Key(key)), _) | (_, Some(Given::Key(key))) => Some(key),
            _ => None,
        }
    }

    /// The date style argument at `position`.
    pub fn style(&self, position: usize) -> Option<&'a Style> {
        match self.args.get(position) {
            Some(Arg::Style(style)) => Some(style),
            _ => None,
        }
    }

    /// The time zone argument at `position`, or the render's zone if it is omitted.
    pub fn zone_at(&self, position: usize) -> Zone {
        match (self.args.get(position), self.given(position)) {
            (Some(Arg::Zone(zone)), _) | (_, Some(Given::Zone(zone))) => *zone,
            _ => self.zone,
        }
    }
}

impl<'a> Call<'_, 'a> {
    /// Reports which of the function's [`Branches`](super::Branches) the result goes.
    pub(crate) fn went(&mut self, branch: u32) {
        self.branch = Some(branch);
    }

    /// Warns that the argument at `position` is not what is wanted, such as an instant. The
    /// function then returns what it returns when it cannot work: `false` for one that returns true
    /// or false, else its receiver.
    pub fn unfit(&mut self, position: usize, wanted: &str) {
        let value = self.value(position);
        self.blame(position as u32, format!("the argument {} is not {wanted}", Shown(&value)));
    }

    /// Warns with a message of the function's own about the argument at `position`.
    #[cold]
    pub(crate) fn blame(&mut self, position: u32, message: String) {
        self.refuse(Code::UnusableValue, message);
        self.remark().blamed = Some(position);
    }

    /// Warns with a message of the function's own.
    #[cold]
    pub(crate) fn refuse(&mut self, code: Code, message: impl fmt::Display) {
        self.remark().warning = Some((code, message.to_string()));
    }

    /// Says what helps, beside the warning or where the result is missing.
    #[cold]
    pub(crate) fn advise(&mut self, help: impl fmt::Display) {
        if cfg!(feature = "help") {
            self.remark().help = Some(help.to_string());
        }
    }

    /// Says which name is no zone, beside the warning.
    #[cfg(feature = "extensions")]
    #[cold]
    pub(crate) fn advise_on_zone(&mut self, name: &str) {
        self.remark().unknown_zone = Some(name.to_owned());
    }

    fn remark(&mut self) -> &mut Remark {
        self.remark.get_or_insert_default()
    }

    /// Warns of something about a value that could be used.
    pub(crate) fn warn(&mut self, code: Code, message: impl fmt::Display, help: impl fmt::Display) {
        self.refuse(code, message);
        self.advise(help);
    }

    /// Warns that the value cannot be used, and returns it unchanged.
    ///
    /// A missing value has been reported by its tag, or is a section's question; it gets no second warning.
    pub fn unusable(&mut self, value: Value<'a>, wanted: &str) -> Value<'a> {
        if matches!(value, Value::Missing) {
            return value;
        }
        self.refuse(Code::UnusableValue, format_args!("{} is not {wanted}", Shown(&value)));
        if cfg!(feature = "help") && self.remark().help.is_none() {
            self.remark().help = super::nearest(&value, wanted).map(Into::into);
        }
        value
    }

    /// Warns with a message of the function's own, and returns the value unchanged.
    pub fn failed(&mut self, value: Value<'a>, message: impl Into<String>) -> Value<'a> {
        self.refuse(Code::UnusableValue, message.into());
        value
    }

    /// Charges for `bytes` of text that are read or written, one step for 16. Returns false if the render has
    /// not enough steps left.
    ///
    /// Every function charges before it builds a text or array larger than its receiver. If that fails it
    /// returns the value unchanged, and the render ends at its step limit.
    pub fn charge_fuel(&mut self, bytes: usize) -> bool {
        // The rest of a step is kept as debt, so that many small charges are not free.
        let debt = self.debt.saturating_add(bytes as u64);
        let cost = debt / costs::BYTES;
        self.debt = debt % costs::BYTES;
        if *self.fuel < cost {
            *self.fuel = 0;
            return false;
        }
        *self.fuel -= cost;
        true
    }
}

impl Call<'_, '_> {
    /// How many bytes of text can be paid for. What is printed ends a little beyond it, and is then charged: that no steps
    /// are left shows that it is not whole.
    pub(crate) fn affordable(&self) -> usize {
        costs::affordable(*self.fuel)
    }

    /// Whether no fuel is left: the result of the function is then not printed.
    pub(crate) fn is_out(&self) -> bool {
        *self.fuel == 0
    }
}
