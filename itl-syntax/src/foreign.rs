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
mod spelling;
mod tags;

pub(crate) use blocks::{Blocks, blocks, line_around, may_be_block};
pub use characters::quotes_around_commas;
pub(crate) use characters::{invisible_character, quoted_argument};
pub use lint::{Lint, lints};
pub(crate) use tags::{comment, explain, unclosed};

use crate::ast::{Expr, Head, Link, LoopVar};
use crate::span::Span;

/// What has to be known of functions to write another language's call as one of this.
pub trait Vocabulary {
    /// The function that stands for `name`, a function or filter of another language or of this
    /// one; `None` where there is none.
    fn function(&self, name: &str) -> Option<&str>;

    /// The call that stands for a call of `name` with `arguments`, as they are written here.
    fn call(&self, name: &str, arguments: &str) -> Option<String> {
        self.function(name).map(|name| format!("{name}({arguments})"))
    }
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
