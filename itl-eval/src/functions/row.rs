//! The row of a function: everything that is known about it.

use super::call::{Native, Run};
use itl_value::Kind;
use std::borrow::Cow;
use std::fmt;

/// A function of the template language.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts, not states")]
#[non_exhaustive]
pub struct Function {
    /// The name that canonical text uses.
    pub name: Cow<'static, str>,
    /// Other names that it can be called by.
    pub aliases: &'static [&'static str],
    /// The kind of value it works on.
    pub receiver: Kind,
    /// Its parameters in order, the optional ones last.
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
    /// The ways its result can be chosen, which coverage counts separately.
    pub branches: Branches,
    /// Whether ilert has it too.
    pub portable: bool,
    /// What to write for it where ilert does not have it.
    pub in_ilert: IlertSpelling,
    /// Whether it leaves out items of an array: where an argument does not fit, all of them.
    pub filters: bool,
    /// What it does, in one line.
    pub doc: Cow<'static, str>,
    /// Examples; each is a test.
    pub examples: Cow<'static, [Example]>,
    /// Its code.
    pub run: Run,
}

/// The ways the result of a function can be chosen, which coverage counts separately. A function reports the
/// way it went with `Call::went`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Branches {
    /// There is one way.
    #[default]
    One,
    /// The value matches (0) or does not (1).
    Match,
    /// The result is the value (0) or what replaces it (1).
    Fallback,
    /// Arguments are pairs of a key and a result; pair n was chosen, or the rest after the last.
    Cases,
}

/// How to say in ilert what a function says that ilert does not have. In the texts `$path` is the path that the function
/// is called on, and `$1` its first argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum IlertSpelling {
    /// There is no way.
    #[default]
    None,
    /// This call, with its dot, instead of the call.
    Call(&'static str),
    /// This call, with its dot, where the call is the condition of a section.
    Condition(&'static str),
    /// As [`IlertSpelling::Condition`], where the value is no array.
    ConditionUnlessArray(&'static str),
    /// As [`IlertSpelling::Condition`], where the value and the argument are not both numbers.
    ConditionUnlessNumbers(&'static str),
    /// In these words, where the call is printed. A person has to decide whether it fits.
    Advice(&'static str),
}

/// Where the result of a function lies in the payload, for whoever follows a path through calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
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
#[non_exhaustive]
pub struct Param {
    /// Its name, for messages and documents.
    pub name: &'static str,
    /// What it takes.
    pub kind: ParamKind,
    /// Its value if the call omits it, as people write it; `None` if it cannot be omitted.
    pub default: Option<&'static str>,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParamKind {
    /// A text.
    Text,
    /// An integer.
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
    /// Any value: a text, or the value of a reference.
    Any,
    /// An array, which is always a reference.
    Array,
    /// A point in time: a text or number, or the value of a reference.
    Instant,
    /// A strftime pattern that texts are read by.
    DatePattern,
    /// A pattern that durations are printed by.
    DurationPattern,
}

impl Param {
    /// A required parameter.
    pub const fn new(name: &'static str, kind: ParamKind) -> Self {
        Self { name, kind, default: None }
    }

    /// Makes it optional. `default` is its value if the call omits it, as people write it.
    #[must_use]
    pub const fn optional(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }
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
            Self::Any => "value",
            Self::Array => "array",
            Self::Instant => "date or Unix time",
            Self::DatePattern => "date pattern",
            Self::DurationPattern => "duration pattern",
        }
    }
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

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Function {
    /// Whether it is a function of the library, not one of the host program.
    pub fn is_of_library(&self) -> bool {
        matches!(self.run, Run::Native(_))
    }

    /// The number of arguments that a call must have.
    pub fn required(&self) -> usize {
        self.params.iter().take_while(|param| param.default.is_none()).count()
    }

    /// The largest number of arguments; `None` if the last parameter repeats.
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

/// A function of the library. All of it is constant, so that the library is data and not code that builds it.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts, not states")]
pub(crate) struct Row {
    pub(super) name: &'static str,
    pub(super) aliases: &'static [&'static str],
    pub(super) receiver: Kind,
    pub(super) params: &'static [Param],
    pub(super) repeats: bool,
    pub(super) returns: Kind,
    pub(super) yields: Yields,
    pub(super) accepts_missing: bool,
    pub(super) escapes: &'static [&'static str],
    pub(super) branches: Branches,
    pub(super) portable: bool,
    pub(super) in_ilert: IlertSpelling,
    pub(super) filters: bool,
    pub(super) doc: &'static str,
    pub(super) examples: &'static [Example],
    pub(super) run: Native,
}

impl Row {
    /// The defaults of a row: text to text, portable, without parameters.
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
        branches: Branches::One,
        portable: true,
        in_ilert: IlertSpelling::None,
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
            branches: row.branches,
            portable: row.portable,
            in_ilert: row.in_ilert,
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

/// An optional parameter.
pub(crate) const fn optional(name: &'static str, kind: ParamKind, default: &'static str) -> Param {
    Param { name, kind, default: Some(default) }
}

/// An example.
pub(crate) const fn example(value: &'static str, call: &'static str, output: &'static str) -> Example {
    Example { value, call, output }
}
