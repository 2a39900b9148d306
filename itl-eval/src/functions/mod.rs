//! The function library: one row a function, and everything else made from the rows.
//!
//! Arity and type checks, did-you-mean, the command line's list, the reference's table,
//! completion and the tests of the examples all read these rows. There is no second list.

pub mod array;
pub(crate) mod compiled_regex;
#[cfg(all(test, feature = "extensions"))]
mod costs;
pub mod date;
pub mod encoding;
#[cfg(feature = "extensions")]
pub(crate) mod host;
mod library;
mod maker;
pub mod matchers;
pub mod number;
mod references;
pub mod regex;
mod shown;
pub mod text;

pub use compiled_regex::Regex;
#[cfg(feature = "extensions")]
pub use host::{HostArg, HostFn};
pub use itl_value::KeyPath;
pub(crate) use library::is_left_out;
pub(crate) use references::{Fallback, Given};
pub(crate) use shown::Shown;

use itl_syntax::Code;
use itl_time::Zone;
use itl_value::{Kind, Value};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A function of the template language.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts, not states")]
pub struct Function {
    /// The name that canonical text uses.
    pub name: Cow<'static, str>,
    /// Other names that are read.
    pub aliases: &'static [&'static str],
    /// The kind of value it works on.
    pub receiver: Kind,
    /// What it takes, in order; the optional ones last.
    pub params: Cow<'static, [Param]>,
    /// Whether the last parameter may be given any number of times.
    pub repeats: bool,
    /// The kind of value it returns.
    pub returns: Kind,
    /// Where its result lies in the payload.
    pub yields: Yields,
    /// Whether a missing receiver is expected, so that nothing warns of it.
    pub accepts_missing: bool,
    /// The output formats, by name, that escape what it has escaped already.
    pub escapes: &'static [&'static str],
    /// Whether ilert itself has it.
    pub portable: bool,
    /// Whether it leaves out items of an array: where an argument does not fit, all of them.
    pub filters: bool,
    /// What it does, in one line.
    pub doc: Cow<'static, str>,
    /// Examples; each is a test.
    pub examples: Cow<'static, [Example]>,
    /// What it runs.
    pub run: Run,
}

/// Where the result of a function lies in the payload, for whoever follows a path through calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Yields {
    /// Nowhere: it is a value of its own.
    #[default]
    New,
    /// Where the receiver lies: it is the receiver, a list of its items, or a value read from it.
    Receiver,
    /// At one item of the receiver.
    Item,
    /// At the key argument in each item of the receiver.
    KeyOfItems,
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name, for messages and documents.
    pub name: &'static str,
    /// What it takes.
    pub kind: ParamKind,
    /// What it is where the call leaves it out, as people read it; `None` where it cannot be
    /// left out.
    pub default: Option<&'static str>,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number, decimals allowed.
    Number,
    /// A regular expression, compiled with the template.
    Regex,
    /// A regular expression that has groups.
    RegexWithGroups,
    /// The replacement of a regular expression, which may name its groups.
    Replacement,
    /// A date style: F, L, M, S, or a strftime pattern.
    Style,
    /// The name of a time zone.
    Zone,
    /// A key, or a path of keys.
    Key,
    /// A unit of time.
    Unit,
    /// A strftime pattern that texts are read by.
    DatePattern,
    /// A pattern that durations are printed by.
    DurationPattern,
    /// Any value: a text, or what a reference gives.
    Any,
    /// An array, which only a reference can give.
    Array,
    /// A point in time: a text or number, or what a reference gives.
    Instant,
}

impl ParamKind {
    /// Whether the argument is a regular expression, in which backslashes stay.
    pub fn is_regex(self) -> bool {
        matches!(self, Self::Regex | Self::RegexWithGroups)
    }

    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "whole number",
            Self::Number => "number",
            Self::Regex => "regular expression",
            Self::RegexWithGroups => "regular expression with groups",
            Self::Replacement => "replacement",
            Self::Style => "date style",
            Self::Zone => "time zone",
            Self::Key => "key",
            Self::Unit => "unit of time",
            Self::DatePattern => "date pattern",
            Self::DurationPattern => "duration pattern",
            Self::Any => "value",
            Self::Array => "array",
            Self::Instant => "date or Unix time",
        }
    }
}

/// An argument, ready when the template is.
#[derive(Clone, Debug)]
pub enum Arg {
    /// A text.
    Text(Box<str>),
    /// A whole number.
    Integer(i64),
    /// A number in decimal form.
    Number(Box<str>),
    /// A compiled regular expression.
    Regex(Box<Regex>),
    /// A date style.
    Style(date::Style),
    /// A time zone.
    Zone(Zone),
    /// A key that is tried literally first, as a path otherwise.
    Key(KeyPath),
    /// A pattern that dates are read by.
    DatePattern(Box<date::DatePattern>),
    /// A pattern that durations are printed by.
    DurationPattern(number::DurationPattern),
    /// A reference: its place among those of the call.
    Reference(u32),
}

/// An example of a function: `value.call` prints `output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The receiver as JSON; empty for a missing one.
    pub value: &'static str,
    /// The call, with its name and arguments.
    pub call: &'static str,
    /// What the tag prints.
    pub output: &'static str,
}

/// The clock of the examples, in Unix milliseconds: 2023-01-29 00:05:37 UTC.
pub const EXAMPLE_NOW: i64 = 1_674_950_737_000;

/// The code of a function of the library.
pub type Native = for<'a> fn(Value<'a>, &mut Call<'_, 'a>) -> Value<'a>;

/// The code behind a function.
#[derive(Clone)]
pub enum Run {
    /// One of the engine's own.
    Native(Native),
    /// One that the host registered.
    #[cfg(feature = "extensions")]
    Host(HostFn),
}

/// What a running function may ask for, and where it leaves its warning.
pub struct Call<'r, 'a> {
    /// The arguments given, in order.
    pub args: &'a [Arg],
    /// What the references among them gave.
    pub(crate) given: &'r [Given<'a>],
    /// The render's zone.
    pub zone: Zone,
    /// The render's clock in Unix milliseconds, where one was given.
    pub now: Option<i64>,
    pub(crate) warning: Option<(Code, String)>,
    /// The way out that the warning shows.
    pub(crate) help: Option<String>,
    /// The argument that the warning is about, where it is not about the receiver.
    pub(crate) blamed: Option<u32>,
    pub(crate) fuel: &'r mut u64,
    /// What the call owes of a step, in bytes.
    pub(crate) owed: u64,
    /// Where the tag prints, if what the function makes is printed as it is.
    pub(crate) printed: Option<&'r mut String>,
}

impl<'r, 'a: 'r> Call<'r, 'a> {
    /// What the reference at `position` gave, where the argument is one.
    fn given(&self, position: usize) -> Option<&'r Given<'a>> {
        match self.args.get(position) {
            Some(Arg::Reference(place)) => self.given.get(*place as usize),
            _ => None,
        }
    }

    /// The text at `position`, or `default` where it was left out; of a parameter that takes a
    /// number the number in decimal form.
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

    /// The argument at `position` as a value that a function may return; missing where it was
    /// left out. A text that a reference made is copied, which is charged.
    pub fn value(&mut self, position: usize) -> Value<'a> {
        match self.args.get(position) {
            Some(Arg::Text(text) | Arg::Number(text)) => Value::text(&**text),
            Some(Arg::Reference(_)) => match self.given(position) {
                Some(Given::Value(Value::Text(Cow::Owned(text)))) if !self.afford(text.len()) => Value::Missing,
                Some(Given::Value(value)) => value.clone(),
                Some(Given::Number(text)) => Value::Text(text.clone()),
                _ => Value::Missing,
            },
            _ => Value::Missing,
        }
    }

    /// The whole number at `position`, where it was given.
    pub fn integer(&self, position: usize) -> Option<i64> {
        match (self.args.get(position), self.given(position)) {
            (Some(Arg::Integer(n)), _) | (_, Some(Given::Integer(n))) => Some(*n),
            _ => None,
        }
    }

    /// The regular expression at `position`.
    pub fn regex(&self, position: usize) -> Option<&'a Regex> {
        match self.args.get(position) {
            Some(Arg::Regex(regex)) => Some(regex),
            _ => None,
        }
    }

    /// The key at `position`.
    pub fn key(&self, position: usize) -> Option<&'r KeyPath> {
        match (self.args.get(position), self.given(position)) {
            (Some(Arg::Key(key)), _) => Some(key),
            (_, Some(Given::Key(key))) => Some(key),
            _ => None,
        }
    }

    /// The date style at `position`.
    pub fn style(&self, position: usize) -> Option<&'a date::Style> {
        match self.args.get(position) {
            Some(Arg::Style(style)) => Some(style),
            _ => None,
        }
    }

    /// The zone at `position`, or the render's.
    pub fn zone_at(&self, position: usize) -> Zone {
        match (self.args.get(position), self.given(position)) {
            (Some(Arg::Zone(zone)), _) | (_, Some(Given::Zone(zone))) => *zone,
            _ => self.zone,
        }
    }
}

impl<'a> Call<'_, 'a> {
    /// Warns that the argument at `position` is not what is wanted, such as an instant. The
    /// function then gives what it gives where it cannot work: `false` for one that answers true
    /// or false, else its receiver.
    pub fn unfit(&mut self, position: usize, wanted: &str) {
        let value = self.value(position);
        self.warning = Some((Code::UnusableValue, format!("the argument {} is not {wanted}", Shown(&value))));
        self.blamed = Some(position as u32);
    }

    /// Leaves a warning about the argument at `position` in words of its own.
    pub(crate) fn blame(&mut self, position: u32, message: String) {
        self.warning = Some((Code::UnusableValue, message));
        self.blamed = Some(position);
    }

    /// Leaves the warning that the value cannot be used, and gives the value back unchanged.
    ///
    /// Of a missing value the tag has warned already, and a section over one is a question.
    pub fn unusable(&mut self, value: Value<'a>, wanted: &str) -> Value<'a> {
        if matches!(value, Value::Missing) {
            return value;
        }
        self.warning = Some((Code::UnusableValue, format!("{} is not {wanted}", Shown(&value))));
        value
    }

    /// Leaves a warning about the value in words of its own, and gives the value back unchanged.
    pub fn failed(&mut self, value: Value<'a>, message: impl Into<String>) -> Value<'a> {
        self.warning = Some((Code::UnusableValue, message.into()));
        value
    }

    /// Leaves a warning of another kind: the value could be used.
    pub(crate) fn warn(&mut self, code: Code, message: impl Into<String>, help: impl Into<String>) {
        self.warning = Some((code, message.into()));
        self.help = Some(help.into());
    }

    /// Asks whether `bytes` more may be made. Every function that makes text or arrays larger
    /// than its receiver asks first; where the answer is no it gives the value back, and the
    /// render ends at its step limit.
    pub fn afford(&mut self, bytes: usize) -> bool {
        // What is left of a step is owed: many small things are not free.
        let owed = self.owed.saturating_add(bytes as u64);
        let cost = owed / 16;
        self.owed = owed % 16;
        if *self.fuel < cost {
            *self.fuel = 0;
            return false;
        }
        *self.fuel -= cost;
        true
    }
}

impl Call<'_, '_> {
    /// Whether nothing is left to be spent: what a function gives is then not seen.
    pub(crate) fn is_out(&self) -> bool {
        *self.fuel == 0
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Function {
    /// How many arguments it takes at least.
    pub fn required(&self) -> usize {
        self.params.iter().take_while(|param| param.default.is_none()).count()
    }

    /// How many arguments it takes at most; `None` where the last parameter repeats.
    pub fn at_most(&self) -> Option<usize> {
        (!self.repeats).then_some(self.params.len())
    }

    /// The parameter that the argument at `position` is for.
    pub fn param(&self, position: usize) -> Option<&Param> {
        self.params.get(position).or_else(|| self.params.last().filter(|_| self.repeats))
    }

    /// The call as people write it: `substring(from, to?)`, `pick(key, …)`.
    pub fn signature(&self) -> String {
        let mut params: Vec<_> = self
            .params
            .iter()
            .map(|param| if param.default.is_some() { format!("{}?", param.name) } else { param.name.to_owned() })
            .collect();
        if self.repeats {
            params.push("…".to_owned());
        }
        format!("{}({})", self.name, params.join(", "))
    }
}

/// A function of the library, all of it constant, so that it is data and no code that makes it.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts, not states")]
pub(crate) struct Row {
    name: &'static str,
    aliases: &'static [&'static str],
    receiver: Kind,
    params: &'static [Param],
    repeats: bool,
    returns: Kind,
    yields: Yields,
    accepts_missing: bool,
    escapes: &'static [&'static str],
    portable: bool,
    filters: bool,
    doc: &'static str,
    examples: &'static [Example],
    run: Native,
}

impl Row {
    /// What rows begin with: text to text, portable, without parameters.
    pub(crate) const BASE: Self = Self {
        name: "",
        aliases: &[],
        receiver: Kind::Text,
        params: &[],
        repeats: false,
        returns: Kind::Text,
        yields: Yields::New,
        accepts_missing: false,
        escapes: &[],
        portable: true,
        filters: false,
        doc: "",
        examples: &[],
        run: |value, _| value,
    };
}

impl From<&Row> for Function {
    fn from(row: &Row) -> Self {
        Self {
            name: row.name.into(),
            aliases: row.aliases,
            receiver: row.receiver,
            params: row.params.into(),
            repeats: row.repeats,
            returns: row.returns,
            yields: row.yields,
            accepts_missing: row.accepts_missing,
            escapes: row.escapes,
            portable: row.portable,
            filters: row.filters,
            doc: row.doc.into(),
            examples: row.examples.into(),
            run: Run::Native(row.run),
        }
    }
}

/// A required parameter.
pub(crate) const fn param(name: &'static str, kind: ParamKind) -> Param {
    Param { name, kind, default: None }
}

/// A parameter that may be left out.
pub(crate) const fn optional(name: &'static str, kind: ParamKind, default: &'static str) -> Param {
    Param { name, kind, default: Some(default) }
}

/// An example row.
pub(crate) const fn example(value: &'static str, call: &'static str, output: &'static str) -> Example {
    Example { value, call, output }
}

/// The functions that an engine knows.
#[derive(Clone, Debug)]
pub struct Registry {
    rows: Arc<[Function]>,
    /// Every name and alias with its row, sorted by name.
    names: Arc<[(Box<str>, u32)]>,
}

impl Registry {
    /// The library.
    pub fn standard() -> Self {
        static STANDARD: std::sync::OnceLock<Registry> = std::sync::OnceLock::new();
        STANDARD.get_or_init(|| Self::with(&[])).clone()
    }

    /// The subject of a function of the library, such as `Text`; `None` for other names.
    pub fn subject(name: &str) -> Option<&'static str> {
        library::subject(name)
    }

    /// The library and functions of the host; a host's function hides one of the library of the
    /// same name.
    pub fn with(host: &[Function]) -> Self {
        let hidden = |name: &str| host.iter().any(|row| row.name == name);
        let mut rows: Vec<Function> =
            library::HELD.iter().filter(|row| !hidden(row.name)).map(Function::from).collect();
        rows.extend(host.iter().cloned());
        let mut names: Vec<(Box<str>, u32)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let all = std::iter::once(&*row.name).chain(row.aliases.iter().copied());
            names.extend(all.map(|name| (Box::from(name), at as u32)));
        }
        names.sort();
        Self { rows: rows.into(), names: names.into() }
    }

    /// The function of that name or alias.
    pub fn get(&self, name: &str) -> Option<&Function> {
        let at = self.names.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.names.get(at).and_then(|(_, row)| self.rows.get(*row as usize))
    }

    /// Every function, in the library's order.
    pub fn iter(&self) -> impl Iterator<Item = &Function> {
        self.rows.iter()
    }

    /// The known name closest to `name`, where one is close enough to be meant.
    pub fn closest(&self, name: &str) -> Option<&str> {
        itl_text::closest(name, self.names.iter().map(|(known, _)| &**known))
    }
}

impl itl_syntax::format::Signatures for Registry {
    fn canonical_name<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.get(name).map(|row| &*row.name)
    }

    fn is_regex(&self, name: &str, position: usize) -> bool {
        self.get(name).and_then(|row| row.param(position)).is_some_and(|param| param.kind.is_regex())
    }

    fn is_integer(&self, name: &str, position: usize) -> bool {
        let param = self.get(name).and_then(|row| row.param(position));
        param.is_some_and(|param| param.kind == ParamKind::Integer)
    }
}
