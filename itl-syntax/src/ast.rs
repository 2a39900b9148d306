//! What a template says, as a flat list in source order.
//!
//! Sections refer to their partner by index instead of holding children, so that no depth of
//! nesting makes any later pass recurse.

use crate::diagnostic::Diagnostics;
use crate::span::Span;
use std::borrow::Cow;

/// The two languages of the engine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// ilert's template language: paths with indexes, functions, no escaping of its own.
    #[default]
    Itl,
    /// Mustache 1.4 with all optional modules.
    Mustache,
}

/// A parsed template.
#[derive(Clone, Debug)]
pub struct Document<'s> {
    /// The text it was parsed from.
    pub source: &'s str,
    /// The language it was parsed as.
    pub dialect: Dialect,
    /// Text and tags; their spans follow each other and cover the source.
    pub items: Vec<Item<'s>>,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
    /// Sections whose opening tag is broken, from that tag to the closing one, in source order.
    pub broken_sections: Vec<Span>,
}

impl<'s> Document<'s> {
    /// The item that a byte of the source belongs to; `None` at its end.
    pub(crate) fn item_at(&self, offset: u32) -> Option<&Item<'s>> {
        self.items.get(self.items.partition_point(|item| item.span.end <= offset))
    }

    /// The opening tag that a byte of the source belongs to, with the closing one; `None` where it is no section's.
    pub(crate) fn section_at(&self, offset: u32) -> Option<(&Item<'s>, &Item<'s>)> {
        let open = self.item_at(offset)?;
        let Kind::Section { close, .. } = open.kind else { return None };
        Some((open, self.items.get(close as usize)?))
    }
}

/// One piece of text or one tag.
#[derive(Clone, Debug)]
pub struct Item<'s> {
    /// The piece, delimiters included.
    pub span: Span,
    /// What it is.
    pub kind: Kind<'s>,
    /// What stands beside it on its line.
    pub standalone: Standalone,
}

/// Whether a tag stands alone on its side of the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standalone {
    /// Start of the line, if only whitespace stands between it and the tag.
    pub left: Option<u32>,
    /// Offset after the line's end, if only whitespace stands between the tag and it.
    pub right: Option<u32>,
}

impl Standalone {
    /// Whether the tag is alone on its line.
    pub fn alone(self) -> bool {
        self.left.is_some() && self.right.is_some()
    }
}

/// Index of an item in its document.
pub type ItemId = u32;

/// A pair of tag delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimiters<'s> {
    /// Opens a tag.
    pub open: &'s str,
    /// Closes it.
    pub close: &'s str,
}

impl Default for Delimiters<'_> {
    fn default() -> Self {
        Self { open: "{{", close: "}}" }
    }
}

/// What an item is.
#[derive(Clone, Debug)]
pub enum Kind<'s> {
    /// Text between tags.
    Text,
    /// `{{ x }}`, or unescaped: `{{{ x }}}`, `{{& x }}`.
    Variable {
        /// What it prints.
        expr: Expr<'s>,
        /// Whether the value is printed as it is.
        raw: bool,
    },
    /// `{{# x }}` and `{{^ x }}`.
    Section {
        /// What it asks for.
        expr: Expr<'s>,
        /// Whether it is the inverted one.
        inverted: bool,
        /// Its closing tag.
        close: ItemId,
        /// The delimiters in force after the opening tag.
        delimiters: Delimiters<'s>,
    },
    /// `{{/ x }}` of a section, parent or block.
    Close {
        /// The tag it closes.
        open: ItemId,
    },
    /// `{{> name }}`.
    Partial {
        /// Which one.
        name: Name<'s>,
    },
    /// `{{< name }}`.
    Parent {
        /// Which one.
        name: Name<'s>,
        /// Its closing tag.
        close: ItemId,
    },
    /// `{{$ name }}`.
    Block {
        /// Its name.
        name: &'s str,
        /// Its closing tag.
        close: ItemId,
    },
    /// `{{! … }}`.
    Comment,
    /// `{{=<% %>=}}`.
    SetDelimiters(Delimiters<'s>),
    /// A tag that could not be understood; it stands for its own source.
    Broken,
}

/// The name of a partial or parent.
#[derive(Clone, Debug)]
pub enum Name<'s> {
    /// As written.
    Static(&'s str),
    /// `{{>*path}}`: the name is the value of the path.
    Dynamic(Expr<'s>),
}

/// A path with the calls on it.
#[derive(Clone, Debug)]
pub struct Expr<'s> {
    /// From its first character to the end of its last.
    pub span: Span,
    /// Where the look-up starts.
    pub head: Head<'s>,
    /// What follows, in order.
    pub links: Vec<Link<'s>>,
    /// Whether the call was written in the legacy form.
    pub legacy: bool,
}

/// Where a look-up starts.
#[derive(Clone, Debug)]
pub enum Head<'s> {
    /// `.`: the current value.
    Current,
    /// A key, searched from the innermost context outward.
    Key(Key<'s>),
    /// `@index` and its like.
    Loop(LoopVar),
}

/// One of the engine's own variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoopVar {
    /// `@index`, from zero.
    Index,
    /// `@index1`, from one.
    Index1,
    /// `@first`.
    First,
    /// `@last`.
    Last,
    /// `@length`.
    Length,
    /// `@now`: the render's clock in Unix milliseconds.
    Now,
}

impl LoopVar {
    /// All of them, as written.
    pub const ALL: &'static [(&'static str, LoopVar)] = &[
        ("@index", Self::Index),
        ("@index1", Self::Index1),
        ("@first", Self::First),
        ("@last", Self::Last),
        ("@length", Self::Length),
        ("@now", Self::Now),
    ];

    /// The variable of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|&(_, var)| var)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, var)| *var == self).map_or("", |(name, _)| name)
    }
}

/// A key as written and as meant.
#[derive(Clone, Debug)]
pub struct Key<'s> {
    /// Where it stands, brackets and quotes included.
    pub span: Span,
    /// The key itself, without escapes.
    pub text: Cow<'s, str>,
}

/// A step from a value to the next.
#[derive(Clone, Debug)]
pub enum Link<'s> {
    /// `.key` or `["key"]`.
    Key(Key<'s>),
    /// `[0]`, negative from the end.
    Index {
        /// Where it stands, brackets included.
        span: Span,
        /// The position.
        index: i64,
    },
    /// `.name(args)`.
    Call(Call<'s>),
    /// `[$path]`: the key or position is the value of another path.
    Reference {
        /// Where it stands, brackets included.
        span: Span,
        /// The path inside the brackets.
        reference: Box<Reference<'s>>,
    },
}

/// A path as an argument or in brackets: `$labels.host`.
#[derive(Clone, Debug)]
pub struct Reference<'s> {
    /// Where it stands, the dollar sign included.
    pub span: Span,
    /// As written, the dollar sign included.
    pub raw: &'s str,
    /// The path and its calls, without the dollar sign.
    pub expr: Expr<'s>,
}

/// A function call.
#[derive(Clone, Debug)]
pub struct Call<'s> {
    /// From the name to the end of the parenthesis.
    pub span: Span,
    /// Where the name stands.
    pub name_span: Span,
    /// The name.
    pub name: &'s str,
    /// The arguments.
    pub args: Vec<Arg<'s>>,
}

/// One argument of a call.
#[derive(Clone, Debug)]
pub struct Arg<'s> {
    /// Where it stands, quotes included.
    pub span: Span,
    /// How it is spelled.
    pub spelling: Spelling<'s>,
}

/// How an argument is spelled; what it means depends on the parameter.
#[derive(Clone, Debug)]
pub enum Spelling<'s> {
    /// In quotes.
    Quoted {
        /// What stands between the quotes, as written.
        raw: &'s str,
        /// The quote.
        quote: char,
    },
    /// Without quotes.
    Bare(&'s str),
    /// In the legacy form, where nothing is unescaped.
    Legacy(&'s str),
    /// The value of a path: `$labels.host`.
    Reference(Box<Reference<'s>>),
}

impl<'s> Arg<'s> {
    /// The reference, where the argument is one.
    pub fn reference(&self) -> Option<&Reference<'s>> {
        match &self.spelling {
            Spelling::Reference(reference) => Some(reference),
            _ => None,
        }
    }
}

impl<'s> Expr<'s> {
    /// The references among its arguments and in its brackets, in order; not those inside them.
    pub fn references(&self) -> impl Iterator<Item = &Reference<'s>> {
        self.links.iter().flat_map(|link| {
            let (args, own) = match link {
                Link::Call(call) => (call.args.as_slice(), None),
                Link::Reference { reference, .. } => (&[][..], Some(&**reference)),
                Link::Key(_) | Link::Index { .. } => (&[][..], None),
            };
            args.iter().filter_map(Arg::reference).chain(own)
        })
    }

    /// Every reference in it, those inside references included. References nest at most
    /// [`crate::lexer::MAX_REFERENCE_DEPTH`] deep.
    pub fn all_references(&self) -> Vec<&Reference<'s>> {
        let mut all: Vec<_> = self.references().collect();
        let mut next = 0;
        while let Some(reference) = all.get(next).copied() {
            all.extend(reference.expr.references());
            next += 1;
        }
        all
    }
}

impl Expr<'_> {
    /// Whether it holds a call.
    pub fn has_calls(&self) -> bool {
        self.links.iter().any(|link| matches!(link, Link::Call(_)))
    }

    /// The calls, in order.
    pub fn calls(&self) -> impl Iterator<Item = &Call<'_>> {
        self.links.iter().filter_map(|link| match link {
            Link::Call(call) => Some(call),
            _ => None,
        })
    }

    /// Whether both name the same value, whatever the spelling.
    pub fn same(&self, other: &Self) -> bool {
        same_head(&self.head, &other.head) && same_links(&self.links, other.links.iter())
    }

    /// Whether `close` may close the section that `self` opens: the same path, with all the
    /// calls or with none.
    pub fn closed_by(&self, close: &Self) -> bool {
        if self.same(close) {
            return true;
        }
        if close.has_calls() || !same_head(&self.head, &close.head) {
            return false;
        }
        let path = self.links.iter().take_while(|link| !matches!(link, Link::Call(_)));
        let keys = self.links.iter().filter(|link| !matches!(link, Link::Call(_)));
        same_links(&close.links, path) || same_links(&close.links, keys)
    }
}

fn same_head(a: &Head<'_>, b: &Head<'_>) -> bool {
    match (a, b) {
        (Head::Current, Head::Current) => true,
        (Head::Key(a), Head::Key(b)) => a.text == b.text,
        (Head::Loop(a), Head::Loop(b)) => a == b,
        _ => false,
    }
}

fn same_links<'a, 's: 'a>(a: &[Link<'s>], mut b: impl Iterator<Item = &'a Link<'s>>) -> bool {
    for link in a {
        let same = match (link, b.next()) {
            (Link::Key(a), Some(Link::Key(b))) => a.text == b.text,
            (Link::Index { index: a, .. }, Some(Link::Index { index: b, .. })) => a == b,
            (Link::Reference { reference: a, .. }, Some(Link::Reference { reference: b, .. })) => a.raw == b.raw,
            (Link::Call(a), Some(Link::Call(b))) => {
                a.name == b.name && a.args.len() == b.args.len() && a.args.iter().zip(&b.args).all(|(a, b)| a.same(b))
            }
            _ => false,
        };
        if !same {
            return false;
        }
    }
    b.next().is_none()
}
