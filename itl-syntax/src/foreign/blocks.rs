//! Blocks of Go, Handlebars and Jinja inside tags: `{{ if x }}…{{ else }}…{{ end }}`,
//! `{{#each xs}}…{{/each}}`, and an else inside a section.
//!
//! A word such as `if` is a key like any other here, so a block is one only where a second tag
//! proves it. Then all of its tags are one mistake, reported once at the first.

use super::bodies::{Meaning, meaning, range};
use super::expression;
use super::expression::{Condition, condition, words_asked};
use super::marks::without_marks;
use super::opened::{Kind, Opened};
use super::spelling::{Family, Replacement, Spelling};
use crate::ast::{Delimiters, Dialect};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::literal::is_blank;
use crate::scan::{PieceKind, Scanner, Sigil, Tag};
use crate::span::Span;
use std::borrow::Cow;

/// The words that open a block without a sigil, in Go.
const GO: [&str; 4] = ["if", "range", "with", "for"];

/// The words that open a block after `#`, in Handlebars.
const HANDLEBARS: [&str; 4] = ["if", "unless", "each", "with"];

/// The words that close a block without a sigil.
const ENDS: [&str; 5] = ["end", "endif", "endfor", "endwith", "fi"];

/// A change that would span more bytes than that is not suggested.
const MAX_CHANGE: usize = 4_096;

/// How many open tags a closing one is compared with.
const MAX_SEARCHED: usize = 64;

/// The blocks of a template, by the items of their tags.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// What each item is, up to the last of a block.
    roles: Vec<Option<Role>>,
    found: Vec<Block>,
    /// Every tag of every block, in source order, and the text that stands for it here.
    changes: Vec<(Span, String)>,
    /// The tags inside blocks for which no one text stands, in source order.
    unknown: Vec<Span>,
}

#[derive(Clone, Copy, Debug)]
enum Role {
    /// Its first tag.
    Open(usize),
    /// An else of a section that is right otherwise.
    Else(usize),
    /// Another tag of a block.
    Part,
}

/// A block, from its first tag to its last.
#[derive(Debug)]
struct Block {
    open: Span,
    /// The last tag; that of a section where only an else is wrong.
    close: Option<Span>,
    /// The word that opens it; empty for a section.
    word: String,
    /// Whether each tag of it has one text that stands for it.
    is_known: bool,
}

impl Blocks {
    pub(crate) fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    fn role(&self, index: usize) -> Option<Role> {
        self.roles.get(index).copied().flatten()
    }

    fn set(&mut self, index: usize, role: Role) {
        if self.roles.len() <= index {
            self.roles.resize(index + 1, None);
        }
        if let Some(place) = self.roles.get_mut(index) {
            *place = Some(role);
        }
    }

    /// What is to be said of the item at `index`: nothing where it is of no block, an empty list
    /// where its block has been reported.
    pub(crate) fn tag(&self, index: usize, source: &str) -> Option<Vec<Diagnostic>> {
        if self.is_empty() {
            return None;
        }
        let block = match self.role(index)? {
            Role::Part => return Some(Vec::new()),
            Role::Else(block) | Role::Open(block) => self.found.get(block)?,
        };
        Some(vec![self.report(block, source, Code::ForeignBlock)])
    }

    /// The lints of the item at `index`, in a dialect where its block is none; an empty list where
    /// its block has been reported.
    pub(super) fn lint(&self, index: usize, source: &str) -> Option<Vec<Diagnostic>> {
        Some(match self.role(index)? {
            Role::Part => Vec::new(),
            Role::Else(block) | Role::Open(block) => {
                vec![self.report(self.found.get(block)?, source, Code::BlockName)]
            }
        })
    }

    fn report(&self, block: &Block, source: &str, code: Code) -> Diagnostic {
        if !cfg!(feature = "foreign") {
            return Diagnostic::new(code, block.open, "a block of another language");
        }
        if block.word.is_empty() {
            let found = Diagnostic::new(code, block.open, "there is no `else` here; both branches print");
            let found = found.help("close the section and open the inverted one");
            return match self.change_of(block.open) {
                Some(text) => found.suggest(block.open, text),
                None => found,
            };
        }
        let (message, help) = advice(&block.word);
        let mut found = Diagnostic::new(code, block.open, message).help(help);
        let Some(close) = block.close else { return found };
        found = found.label(close, "the block ends here");
        match self.rewritten(block, close, source) {
            Some(text) => found.suggest(block.open.to(close), text),
            None => found,
        }
    }

    /// The text of a whole block as it is written here, with the blocks inside it.
    fn rewritten(&self, block: &Block, close: Span, source: &str) -> Option<String> {
        let span = block.open.to(close);
        if !block.is_known || span.len() > MAX_CHANGE {
            return None;
        }
        let unknown = self.unknown.partition_point(|tag| tag.start < span.start);
        if self.unknown.get(unknown).is_some_and(|tag| tag.start < span.end) {
            return None;
        }
        let first = self.changes.partition_point(|(tag, _)| tag.start < span.start);
        let (mut text, mut copied) = (String::new(), span.start);
        for (tag, change) in self.changes.iter().skip(first).take_while(|(tag, _)| tag.start < span.end) {
            text.push_str(Span { start: copied, end: tag.start }.of(source));
            text.push_str(change);
            copied = tag.end;
        }
        text.push_str(Span { start: copied, end: span.end }.of(source));
        Some(text)
    }

    fn change_of(&self, tag: Span) -> Option<&str> {
        let at = self.changes.binary_search_by_key(&tag, |(tag, _)| *tag).ok()?;
        self.changes.get(at).map(|(_, change)| change.as_str())
    }
}

fn advice(word: &str) -> (&'static str, &'static str) {
    match word {
        "range" | "each" | "for" => {
            ("loops are sections here", "a section over a list runs for each item: `{{ #alerts }}…{{ /alerts }}`")
        }
        "unless" => ("`unless` is the inverted section here", "write `{{ ^x }}…{{ /x }}`"),
        _ => (
            "conditions are sections here",
            "a section asks and loops by itself: `{{ #x }}…{{ /x }}`, `{{ ^x }}` for not",
        ),
    }
}

/// Whether a tag begins with a word that a block of another language may have.
pub(crate) fn may_be_block(tag: &Tag<'_>) -> bool {
    let inner = tag.inner;
    // Nearly every tag is told by its first letter.
    match tag.sigil {
        None => {
            inner.starts_with(['e', 'f', 'i', 'r', 'w', '-', '~']) && {
                let inner = without_marks(inner).unwrap_or(inner);
                is_else(inner) || ENDS.contains(&inner) || word(inner, &GO).is_some()
            }
        }
        Some(Sigil::Section) => inner.starts_with(['e', 'i', 'u', 'w']) && word(inner, &HANDLEBARS).is_some(),
        _ => false,
    }
}

fn is_else(inner: &str) -> bool {
    let (word, rest) = inner.split_once(is_blank).unwrap_or((inner, ""));
    match word {
        "else" => rest.is_empty() || rest.starts_with("if "),
        _ => matches!(word, "elif" | "elsif" | "elseif"),
    }
}

/// The word that a tag begins with, where it is one of `words` and something follows it.
fn word<'s>(inner: &'s str, words: &[&str]) -> Option<(&'s str, &'s str)> {
    let (word, rest) = inner.split_once(is_blank)?;
    words.contains(&word).then(|| (word, rest.trim_matches(is_blank)))
}

/// The blocks of another language in a template.
pub(crate) fn blocks<'s>(source: &'s str, dialect: Dialect, delimiters: Delimiters<'s>) -> Blocks {
    let mut found = Finder { source, dialect, delimiters, open: Vec::new(), blocks: Blocks::default() };
    for (item, piece) in Scanner::new(source, dialect, delimiters).enumerate() {
        let PieceKind::Tag(tag) = piece.kind else { continue };
        found.delimiters = tag.delimiters;
        found.tag(item, piece.span, &tag);
    }
    // A block without its end is one all the same where it has an else.
    while let Some(opened) = found.open.pop() {
        if !opened.elses.is_empty() && !matches!(opened.kind, Kind::Section { .. }) {
            found.block(&opened, None);
        }
    }
    if cfg!(feature = "foreign") {
        found.blocks.changes.sort_by_key(|(tag, _)| *tag);
    }
    found.blocks
}

struct Finder<'s> {
    source: &'s str,
    dialect: Dialect,
    delimiters: Delimiters<'s>,
    open: Vec<Opened<'s>>,
    blocks: Blocks,
}

impl<'s> Finder<'s> {
    fn tag(&mut self, item: usize, span: Span, tag: &Tag<'s>) {
        let inner = if tag.sigil.is_none() { without_marks(tag.inner).unwrap_or(tag.inner) } else { tag.inner };
        let open = |kind| Opened::new(item, span, kind);
        match tag.sigil {
            None if is_else(inner) => {
                if let Some(top) = self.open.last_mut() {
                    let asked =
                        inner.split_once(is_blank).map_or("", |(_, rest)| rest.strip_prefix("if ").unwrap_or(rest));
                    top.elses.push((item, span, asked.trim_matches(is_blank)));
                }
            }
            None if ENDS.contains(&inner) => {
                if let Some(Opened { kind: Kind::Go { .. }, .. }) = self.open.last()
                    && let Some(opened) = self.open.pop()
                {
                    self.block(&opened, Some((item, span)));
                }
            }
            None => {
                if let Some((word, rest)) = word(inner, &GO) {
                    self.opens_list(word, rest);
                    self.open.push(open(Kind::Go { word, rest }));
                } else {
                    self.inside(item, span, inner, false);
                }
            }
            Some(Sigil::Block) => self.inside(item, span, inner, true),
            Some(Sigil::Brace) => self.raw(span, inner, ("{ ", " }")),
            Some(Sigil::Ampersand) => self.raw(span, inner, (" &", " ")),
            Some(Sigil::Section) => {
                let kind = match word(inner, &HANDLEBARS) {
                    Some((word, rest)) => {
                        self.opens_list(word, rest);
                        Kind::Handlebars { word, rest, inner }
                    }
                    None => Kind::Section { inner, inverted: false },
                };
                self.open.push(open(kind));
            }
            Some(Sigil::Inverted) => self.open.push(open(Kind::Section { inner, inverted: true })),
            Some(Sigil::Close) => self.close(item, span, inner),
            _ => {}
        }
    }

    /// Notes what stands for a variable inside open blocks.
    fn inside(&mut self, item: usize, span: Span, inner: &str, is_variable: bool) {
        if !cfg!(feature = "foreign") || self.open.is_empty() {
            return;
        }
        let scopes = self.open.iter().rev().take(MAX_SEARCHED).map(Opened::scope);
        let (meaning, depth) = meaning(inner, is_variable, scopes);
        match self.in_dialect(meaning, inner) {
            Meaning::Same => {}
            Meaning::Unknown => self.blocks.unknown.push(span),
            Meaning::Path(path) => {
                let Delimiters { open, close } = self.delimiters;
                self.blocks.changes.push((span, format!("{open} {path} {close}")));
            }
        }
        let block = depth.and_then(|depth| self.open.len().checked_sub(depth + 1));
        if let Some(opened) = block.and_then(|at| self.open.get_mut(at)).filter(|_| is_variable) {
            opened.variables.push(item);
        }
    }

    /// What a tag means in the template's own dialect: in Mustache a path never begins with a dot, and a loop has no
    /// variables.
    fn in_dialect(&self, meaning: Meaning, inner: &str) -> Meaning {
        if self.dialect != Dialect::Mustache {
            return meaning;
        }
        let path = match &meaning {
            Meaning::Same => inner.strip_prefix("this").filter(|rest| rest.starts_with('.')).unwrap_or(inner),
            Meaning::Path(path) => path,
            Meaning::Unknown => return meaning,
        };
        match path.strip_prefix('.').filter(|key| !key.is_empty()) {
            _ if path.starts_with('@') => Meaning::Unknown,
            Some(key) => Meaning::Path(key.to_owned()),
            None => meaning,
        }
    }

    /// Notes what stands for a variable inside open blocks that is printed as it is: whether a name of a loop is
    /// meant shows by its `$` or where no other value has it.
    fn raw(&mut self, span: Span, inner: &str, (before, after): (&str, &str)) {
        if !cfg!(feature = "foreign") || self.open.is_empty() {
            return;
        }
        let scopes = self.open.iter().rev().take(MAX_SEARCHED).map(Opened::scope);
        let (name, is_variable) = inner.strip_prefix('$').map_or((inner, false), |name| (name, true));
        match self.in_dialect(meaning(name, is_variable, scopes).0, name) {
            Meaning::Same => {}
            Meaning::Unknown => self.blocks.unknown.push(span),
            Meaning::Path(path) => {
                let Delimiters { open, close } = self.delimiters;
                self.blocks.changes.push((span, format!("{open}{before}{path}{after}{close}")));
            }
        }
    }

    /// What a block asks, with paths for the names that the blocks around it give; `None` where a name has no path.
    fn without_names<'q>(&self, question: &'q str) -> Option<Cow<'q, str>> {
        if question.len() > MAX_CHANGE {
            return None;
        }
        let scopes = self.open.iter().rev().take(MAX_SEARCHED).map(Opened::scope);
        let (mut changed, mut copied, mut at) = (String::new(), 0, 0);
        for word in words_asked(question) {
            // Only blanks stand between two words.
            let start = at + question.get(at..)?.find(word)?;
            at = start + word.len();
            match meaning(word.trim_start_matches('$'), true, scopes.clone()) {
                (_, None) => {}
                (Meaning::Path(path), _) => {
                    changed.push_str(question.get(copied..start)?);
                    changed.push_str(&path);
                    copied = at;
                }
                _ => return None,
            }
        }
        if copied == 0 {
            return Some(question.into());
        }
        changed.push_str(question.get(copied..)?);
        Some(changed.into())
    }

    /// Notes that a loop begins: the `if` around it that asks for the same list is no loop itself.
    fn opens_list(&mut self, word: &str, rest: &str) {
        /// A longer path is not compared with those of all loops inside it.
        const MAX_PATH: usize = 256;
        if !cfg!(feature = "foreign") || rest.len() > MAX_PATH || !matches!(word, "range" | "each" | "for") {
            return;
        }
        let Some(top) = self.open.last_mut().filter(|top| top.elses.is_empty()) else { return };
        let (Kind::Go { word: "if", rest: asks } | Kind::Handlebars { word: "if", rest: asks, .. }) = top.kind else {
            return;
        };
        if asks.len() <= MAX_PATH {
            top.asks_list |= asked("if", asks).is_some_and(|asks| asked(word, rest).is_some_and(|list| list == asks));
        }
    }

    fn close(&mut self, item: usize, span: Span, name: &str) {
        let matches = |opened: &Opened<'_>| match opened.kind {
            Kind::Go { .. } => false,
            Kind::Handlebars { word, inner, .. } => word == name || inner == name,
            Kind::Section { inner, .. } => inner
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '(', '#', ' '])),
        };
        let found = self.open.iter().rev().take(MAX_SEARCHED).position(matches);
        let Some(depth) = found.and_then(|above| self.open.len().checked_sub(above + 1)) else { return };
        for opened in self.open.split_off(depth + 1) {
            if !opened.elses.is_empty() && matches!(opened.kind, Kind::Go { .. }) {
                self.block(&opened, None);
            }
        }
        let Some(opened) = self.open.pop() else { return };
        match opened.kind {
            Kind::Handlebars { word, .. } if word == name || !opened.elses.is_empty() => {
                self.block(&opened, Some((item, span)));
            }
            Kind::Section { inner, inverted } => self.section_elses(&opened, inner, inverted),
            _ => {}
        }
    }

    /// An else inside a section that is right otherwise: only the else is wrong.
    fn section_elses(&mut self, opened: &Opened<'s>, inner: &str, inverted: bool) {
        let asks = if cfg!(feature = "foreign") { expression::closing(inner).len() } else { 0 };
        let condition = Condition { asks: inner.to_owned(), inverted };
        for (at, (item, span, asked)) in opened.elses.iter().enumerate() {
            let block = self.blocks.found.len();
            self.blocks.set(*item, Role::Else(block));
            self.blocks.found.push(Block { open: *span, close: None, word: String::new(), is_known: true });
            if cfg!(feature = "foreign") && at == 0 && asked.is_empty() && asks > 0 {
                self.blocks.changes.push((*span, self.opposite(&condition, *span)));
            }
        }
    }

    /// The tags that end one branch of a condition and begin the other, instead of the tag at `at`.
    fn opposite(&self, condition: &Condition, at: Span) -> String {
        let Delimiters { open, close } = self.delimiters;
        let sigil = if condition.inverted { '#' } else { '^' };
        let between = line_around(self.source, at);
        format!("{open} /{} {close}{between}{open} {sigil}{} {close}", condition.closing(), condition.asks)
    }

    fn opening(&self, condition: &Condition) -> String {
        let Delimiters { open, close } = self.delimiters;
        format!("{open} {}{} {close}", if condition.inverted { '^' } else { '#' }, condition.asks)
    }

    /// Notes a block and what stands for each of its tags.
    fn block(&mut self, opened: &Opened<'s>, close: Option<(usize, Span)>) {
        let (Kind::Go { word, rest } | Kind::Handlebars { word, rest, .. }) = opened.kind else { return };
        let number = self.blocks.found.len();
        self.blocks.set(opened.item, Role::Open(number));
        for &(item, ..) in &opened.elses {
            self.blocks.set(item, Role::Part);
        }
        for &item in opened.variables.iter().chain(close.as_ref().map(|(item, _)| item)) {
            self.blocks.set(item, Role::Part);
        }
        let changes = if cfg!(feature = "foreign") {
            // A longer block is never written anew, nor is one around it.
            close.filter(|(_, close)| opened.span.to(*close).len() <= MAX_CHANGE).and_then(|(_, close)| {
                let mut asked = asked(word, &self.without_names(rest)?)?;
                if opened.asks_list && asked.closing() == asked.asks {
                    asked.asks.push_str(".length");
                }
                self.changes(opened, asked, close)
            })
        } else {
            None
        };
        // Mustache has no calls.
        let has_calls = |(_, text): &(Span, String)| text.contains('(') || text.contains(".length");
        let changes = changes.filter(|all| self.dialect != Dialect::Mustache || !all.iter().any(has_calls));
        let is_known = changes.is_some();
        self.blocks.changes.extend(changes.unwrap_or_default());
        let close = close.map(|(_, span)| span);
        self.blocks.found.push(Block { open: opened.span, close, word: word.to_owned(), is_known });
    }

    /// What stands for each tag of a block that asks `asked`; `None` where one has no such text.
    fn changes(&self, opened: &Opened<'s>, asked: Condition, close: Span) -> Option<Vec<(Span, String)>> {
        let mut changes = vec![(opened.span, self.opening(&asked))];
        // The branches that are open at the end, outermost first.
        let mut open = vec![asked];
        let mut written = 0;
        for &(_, span, question) in &opened.elses {
            let last = open.last()?;
            let mut tags = self.opposite(last, span);
            if !question.is_empty() {
                let next = self.without_names(question)?;
                let next = condition(&words_asked(&next))?;
                tags.push_str(&self.opening(&next));
                open.push(next);
            }
            // Each `else` repeats what the block asks; a text of such a length is no change that anybody reads.
            written += tags.len();
            if written > 4 * MAX_CHANGE {
                return None;
            }
            changes.push((span, tags));
        }
        let Delimiters { open: left, close: right } = self.delimiters;
        let end: Vec<_> = open.iter().rev().map(|asked| format!("{left} /{} {right}", asked.closing())).collect();
        changes.push((close, end.concat()));
        Some(changes)
    }
}

/// What a block asks, as a section.
fn asked(word: &str, rest: &str) -> Option<Condition> {
    // `range $i, $a := .alerts`, `for a in alerts`, `each alerts as |a|`.
    let list = match word {
        "range" => range(rest).map_or(rest, |(_, list)| list.trim_matches(is_blank)),
        "for" => rest.split_once(" in ")?.1.trim_matches(is_blank),
        "each" | "with" => rest.split_once(" as ").map_or(rest, |(list, _)| list.trim_matches(is_blank)),
        _ => rest,
    };
    let mut asked = condition(&words_asked(list))?;
    if asked.asks == "@index" && matches!(word, "if" | "unless") {
        // Zero is false there, and asks for the first round.
        asked = Condition { asks: "@first".to_owned(), inverted: !asked.inverted };
    }
    if word == "unless" {
        asked.inverted = !asked.inverted;
    }
    Some(asked)
}

/// A section of Mustache that Handlebars closes with its first word: what to say of it.
pub(super) fn handlebars(inner: &str, stray: Span, open: Span, source: &str) -> Option<Diagnostic> {
    let (word, rest) = word(inner, &HANDLEBARS)?;
    let (message, help) = advice(word);
    let found = Diagnostic::new(Code::MismatchedClose, open, message).help(help).label(stray, "the block ends here");
    let path = asked(word, rest).filter(|asked| asked.closing() == asked.asks);
    let Some(asked) = path.filter(|_| open.to(stray).len() <= MAX_CHANGE) else { return Some(found) };
    let body = Span { start: open.end, end: stray.start }.of(source);
    let sigil = if asked.inverted { '^' } else { '#' };
    let path = &asked.asks;
    Some(found.suggest(open.to(stray), format_args!("{{{{ {sigil}{path} }}}}{body}{{{{ /{path} }}}}")))
}

/// A tag of a block on its own, where no second tag proves it.
pub(super) fn alone(sigil: &'static str, inner: &str) -> Option<Spelling> {
    let words: &[&str] = match sigil {
        "" => &GO,
        "#" => &HANDLEBARS,
        _ => return None,
    };
    if sigil.is_empty() && (ENDS.contains(&inner) || is_else(inner)) {
        let message = format!("`{}` is a key like any other here", inner.split(is_blank).next().unwrap_or(inner));
        return Some(Spelling::new(
            Family::Block,
            message,
            "a section ends with its own name: `{{ /x }}`, and has no else",
        ));
    }
    let (word, rest) = word(inner, words)?;
    let (message, help) = advice(word);
    let spelling = Spelling::new(Family::Block, message, help);
    let Some(asked) = asked(word, rest) else { return Some(spelling) };
    let opens = if asked.inverted { "^" } else { "#" };
    let help = format!("write `{{{{ {opens}{} }}}}…{{{{ /{} }}}}`", asked.asks, asked.closing());
    // Where the closing tag of a tag without a sigil stands is not known.
    let replacement = if sigil.is_empty() { Replacement::None } else { Replacement::Inside(opens, asked.asks) };
    Some(Spelling { help, replacement, ..spelling })
}

/// What stands between two tags that are written instead of one: where that one is alone on its line, a line end and
/// its indentation, so that each of the two is.
pub(crate) fn line_around(source: &str, tag: Span) -> String {
    let before = Span { start: 0, end: tag.start }.of(source);
    let above = before.trim_end_matches([' ', '\t']);
    let indent = before.get(above.len()..).unwrap_or_default();
    let after = source.get(tag.end as usize..).unwrap_or_default().trim_start_matches([' ', '\t']);
    let end = ["\r\n", "\n"].into_iter().find(|line_end| after.starts_with(*line_end));
    match end.filter(|_| above.is_empty() || above.ends_with('\n')) {
        Some(end) => format!("{end}{indent}"),
        None => String::new(),
    }
}
