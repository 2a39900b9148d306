//! What people bring from other template languages: recognised, named, and written as here.
//!
//! Two kinds of reader ask. The pass that pairs tags asks about a tag that is wrong, and prefers
//! what is found here to what the grammar has to say (`explain`, `blocks`). `check` asks about
//! tags that are right and probably mean something else ([`lints`]). One family of spellings has one
//! file; a file knows how a spelling is recognised and what stands for it.

mod blocks;
mod bodies;
mod characters;
mod expression;
mod filters;
mod lint;
mod marks;
mod opened;
mod operators;
mod paths;
mod prefixes;
mod spelling;
mod tags;

pub(crate) use blocks::{Blocks, blocks, line_around, may_be_block};
pub use characters::quotes_around_commas;
pub(crate) use characters::{invisible_character, quoted_argument};
pub use lint::{Lint, lints};
pub(crate) use tags::{comment, explain, unclosed};

use crate::ast::{Expr, Head, Link, LoopVar};
use crate::letters::{is_letter, is_letter_or_digit};
use crate::literal::is_blank;
use crate::span::Span;

/// What has to be known of functions to write another language's call as one of this.
pub trait Vocabulary {
    /// The function that stands for `name`, a function or filter of another language or of this
    /// one; `None` where there is none.
    fn function(&self, name: &str) -> Option<&str>;

    /// The call that stands for a call of `name` with `arguments`, as they are written here; one with a name is
    /// `name=argument`. `None` where no one call does the same.
    fn call(&self, name: &str, arguments: &[String]) -> Option<String> {
        let has_names = arguments.iter().any(|argument| named_argument(argument).is_some());
        self.function(name).filter(|_| !has_names).map(|name| format!("{name}({})", arguments.join(", ")))
    }

    /// The call that stands for the filter `name`, whose arguments may mean something else than those of a call.
    /// `has_colon` tells `slice: 1, 2` from `slice(1, 2)`.
    fn filter(&self, name: &str, arguments: &[String], has_colon: bool) -> Option<String> {
        let _ = has_colon;
        self.call(name, arguments)
    }

    /// Whether a function of this language cannot be called without arguments.
    fn needs_arguments(&self, name: &str) -> bool {
        let _ = name;
        false
    }
}

/// The name and the value of `indent=2`, an argument as Python has it.
pub fn named_argument(argument: &str) -> Option<(&str, &str)> {
    let (name, value) = argument.split_once('=')?;
    let (name, value) = (name.trim_matches(is_blank), value.trim_matches(is_blank));
    let is_name = name.starts_with(is_letter) && name.chars().all(|c| is_letter_or_digit(c) || c == '_');
    (is_name && !value.is_empty() && !value.starts_with(['=', '>'])).then_some((name, value))
}

/// Knows no function.
impl Vocabulary for () {
    fn function(&self, _: &str) -> Option<&str> {
        None
    }
}

/// Where the path of an expression stands, up to its first call.
pub fn path_before_calls(expr: &Expr<'_>) -> Span {
    let mut end = match &expr.head {
        Head::Key(key) => key.span.end,
        Head::Current => expr.span.start + 1,
        Head::Loop(var) => expr.span.start + LoopVar::name(*var).len() as u32,
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
