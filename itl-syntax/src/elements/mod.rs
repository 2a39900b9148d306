//! Elements: the form in which ilert stores a template.
//!
//! ilert's API keeps a template as a list of texts and variables and rebuilds the text from it. A template that only
//! this engine understands would be stored as something else, so it is refused, at the tag that the two read
//! differently.
//!
//! ```
//! use itl_syntax::elements::{Arg, Element, to_elements, to_text};
//! use itl_syntax::{Dialect, ParseLimits, parse};
//! let document = parse("Alert {{subject.splitTakeAt( \" \", 0)}}", Dialect::Itl, ParseLimits::default());
//! let elements = to_elements(&document)?;
//! assert_eq!(elements[1], Element::call("subject", "splitTakeAt", vec![Arg::S(" ".into()), Arg::N(0)]));
//! assert_eq!(to_text(&elements), "Alert {{ subject.splitTakeAt(\" \",0) }}");
//! # Ok::<(), itl_syntax::Diagnostics>(())
//! ```

mod server;

use crate::ast::{Document, Kind};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::portable;
use crate::span::Span;
use std::fmt::Write as _;

pub(crate) use server::{is_callable, is_line_end, next_tag};

/// A text or variable of a stored template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Element {
    /// What it is.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: ElementKind,
    /// The text, or the path of the variable.
    #[cfg_attr(feature = "serde", serde(default))]
    pub val: String,
    /// The function that is called on it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub func: Option<String>,
    /// The arguments of the function.
    #[cfg_attr(
        feature = "serde",
        serde(default, deserialize_with = "null_as_empty", skip_serializing_if = "Vec::is_empty")
    )]
    pub args: Vec<Arg>,
}

/// What an [`Element`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "UPPERCASE"))]
pub enum ElementKind {
    /// Text, copied as it is.
    Text,
    /// A variable, with or without a call.
    Var,
    /// A field of the payload that keeps its type; through text it becomes a variable.
    Raw,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Arg {
    /// A text, its backslashes as they are written.
    S(String),
    /// A whole number.
    N(i128),
}

#[cfg(feature = "serde")]
fn null_as_empty<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Arg>, D::Error> {
    serde::Deserialize::deserialize(deserializer).map(Option::unwrap_or_default)
}

impl Element {
    /// A text.
    pub fn text(val: impl Into<String>) -> Self {
        Self { kind: ElementKind::Text, val: val.into(), func: None, args: Vec::new() }
    }

    /// A variable without a call.
    pub fn variable(val: impl Into<String>) -> Self {
        Self { kind: ElementKind::Var, ..Self::text(val) }
    }

    /// A call of `func` on a variable.
    pub fn call(val: impl Into<String>, func: impl Into<String>, args: Vec<Arg>) -> Self {
        Self { func: Some(func.into()), args, ..Self::variable(val) }
    }
}

/// The elements that ilert's server makes of a template, if it reads the template as this engine does.
///
/// # Errors
/// The errors of the template, and a diagnostic ([`Code::NotPortable`](crate::Code::NotPortable)) for each tag that the server would read
/// otherwise.
pub fn to_elements(document: &Document<'_>) -> Result<Vec<Element>, Diagnostics> {
    let mut refused: Diagnostics = document.diagnostics.errors().cloned().collect();
    refused.extend(portable::differences(document).into_iter().filter(|found| !is_kept(document, found)));
    if refused.is_empty() {
        server::read(document.source).map_err(|found| std::iter::once(*found).collect())
    } else {
        refused.sort();
        Err(refused)
    }
}

/// The elements that ilert's server makes of a template, whatever this engine reads, and what differs.
///
/// # Errors
/// What the server itself refuses: a template without text, an empty tag, an unclosed quote or parenthesis.
pub fn to_elements_verbatim(document: &Document<'_>) -> Result<(Vec<Element>, Diagnostics), Diagnostics> {
    let elements = server::read(document.source).map_err(|found| std::iter::once(*found).collect::<Diagnostics>())?;
    Ok((elements, portable::differences(document).into_iter().collect()))
}

/// What is stored and hardly meant: comments, partials and delimiters as variables, `007` as a number.
pub fn warnings(document: &Document<'_>) -> Diagnostics {
    let kept = portable::differences(document).into_iter().filter(|found| is_kept(document, found));
    let mut found: Diagnostics = kept.chain(portable::respelled(document)).collect();
    found.sort();
    found
}

fn is_kept(document: &Document<'_>, found: &Diagnostic) -> bool {
    document.item_at(found.span.start).is_some_and(|item| {
        let span = item.span;
        // Delimiters may hold the braces in which the server ends the tag.
        let is_same_tag = || {
            server::next_tag(document.source, span.start as usize)
                .is_some_and(|(start, end)| Span::new(start, end) == span)
        };
        span == found.span
            && matches!(
                item.kind,
                Kind::Comment
                    | Kind::Partial { .. }
                    | Kind::Parent { .. }
                    | Kind::Block { .. }
                    | Kind::SetDelimiters(_)
            )
            && is_same_tag()
    })
}

/// The text that ilert's server rebuilds from elements.
pub fn to_text(elements: &[Element]) -> String {
    let mut out = String::new();
    for element in elements {
        match element.kind {
            ElementKind::Text => out.push_str(&element.val),
            ElementKind::Var | ElementKind::Raw => variable_text(&mut out, element),
        }
    }
    out
}

fn variable_text(out: &mut String, element: &Element) {
    out.push_str("{{ ");
    out.push_str(&element.val);
    if let Some(func) = element.func.as_deref().filter(|func| !func.is_empty()) {
        out.push('.');
        out.push_str(func);
        out.push('(');
        for (at, arg) in element.args.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            match arg {
                Arg::S(text) => {
                    let _ = write!(out, "\"{text}\"");
                }
                Arg::N(number) => {
                    let _ = write!(out, "{number}");
                }
            }
        }
        out.push(')');
    }
    out.push_str(" }}");
}
