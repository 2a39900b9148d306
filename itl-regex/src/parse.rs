//! Reads a pattern: the syntax of the regex crate, its rules and its messages.

use crate::node::{Look, Node};
use crate::set::Set;
use crate::unicode;

/// Groups, classes and repetitions may stand in one another so deep.
const DEEPEST: u32 = 250;

pub(crate) type Result<T> = std::result::Result<T, &'static str>;

#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools)]
struct Flags {
    fold: bool,
    lines: bool,
    dot_all: bool,
    lazy: bool,
    unicode: bool,
    crlf: bool,
    /// Blanks and comments are not part of the pattern.
    spaced: bool,
}

/// A part of a concatenation, and how deep its own parts stand in it.
struct Item {
    node: Node,
    depth: u32,
    /// Flags from here on: nothing that can be repeated.
    flags: bool,
}

/// What a parenthesis interrupts.
struct Frame {
    items: Vec<Item>,
    branches: Vec<Item>,
    /// The number of the group that it opens.
    group: Option<u32>,
    flags: Flags,
}

/// What an escape stands for.
enum Primitive {
    /// A character, and whether it was written as two hexadecimal digits.
    Char(char, bool),
    Set(Set),
    Look(Look),
}

/// What a bracket or an operator of a class interrupts.
enum Nest {
    Open { set: Set, items: u32, depth: u32, negated: bool },
    Op { kind: char, left: Set, depth: u32 },
}

pub(crate) struct Parsed {
    pub(crate) node: Node,
    /// The groups with names.
    pub(crate) names: Vec<(u32, String)>,
    /// What [`Node::Set`] counts.
    pub(crate) sets: Vec<Set>,
}

pub(crate) struct Parser<'p> {
    pattern: &'p str,
    at: usize,
    flags: Flags,
    groups: u32,
    names: Vec<(u32, String)>,
    /// The first mistake in what the pattern means; one in how it is written goes before it.
    later: Option<&'static str>,
    too_deep: bool,
    sets: Vec<Set>,
}

const EOF_IN_ESCAPE: &str = "incomplete escape sequence, reached end of pattern prematurely";
const NOTHING_TO_REPEAT: &str = "repetition operator missing expression";
const UNCLOSED_COUNT: &str = "unclosed counted repetition";
const UNCLOSED_CLASS: &str = "unclosed character class";
const UNCLOSED_NAME: &str = "unclosed capture group name";
const NOT_UTF8: &str = "pattern can match invalid UTF-8";
const NO_UNICODE: &str = "Unicode not allowed here";
const NO_DECIMAL: &str = "repetition quantifier expects a valid decimal";

pub(crate) fn parse(pattern: &str) -> Result<Parsed> {
    let flags =
        Flags { fold: false, lines: false, dot_all: false, lazy: false, unicode: true, crlf: false, spaced: false };
    let mut parser =
        Parser { pattern, at: 0, flags, groups: 0, names: Vec::new(), later: None, too_deep: false, sets: Vec::new() };
    let node = parser.read()?;
    if parser.too_deep {
        return Err("exceed the maximum number of nested parentheses/brackets (250)");
    }
    match parser.later {
        Some(mistake) => Err(mistake),
        None => Ok(Parsed { node, names: parser.names, sets: parser.sets }),
    }
}

/// One above what is deepest in `items`.
fn above(items: &[Item]) -> u32 {
    1 + items.iter().map(|item| item.depth).max().unwrap_or(0)
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.pattern.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn is(&self, c: char) -> bool {
        self.peek() == Some(c)
    }

    fn is_end(&self) -> bool {
        self.at >= self.pattern.len()
    }

    /// Goes one character on; whether there is one more.
    fn bump(&mut self) -> bool {
        self.at += self.peek().map_or(0, char::len_utf8);
        !self.is_end()
    }

    fn bump_if(&mut self, prefix: &str) -> bool {
        let is = self.rest().starts_with(prefix);
        if is {
            self.at += prefix.len();
        }
        is
    }

    fn bump_space(&mut self) {
        if !self.flags.spaced {
            return;
        }
        while let Some(c) = self.peek() {
            if c == '#' {
                self.at += self.rest().find('\n').map_or(self.rest().len(), |at| at + 1);
            } else if c.is_whitespace() {
                self.bump();
            } else {
                break;
            }
        }
    }

    /// Goes to the next character that counts; whether there is one.
    fn next(&mut self) -> bool {
        if !self.bump() {
            return false;
        }
        self.bump_space();
        !self.is_end()
    }

    /// The character behind this one.
    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn second_that_counts(&self) -> Option<char> {
        if !self.flags.spaced {
            return self.second();
        }
        let mut comment = false;
        let behind = self.rest().get(self.peek()?.len_utf8()..)?;
        for c in behind.chars() {
            match c {
                '\n' if comment => comment = false,
                c if c.is_whitespace() => {}
                '#' if !comment => comment = true,
                c => return Some(c),
            }
        }
        behind.chars().next()
    }

    /// Notes a mistake that counts where the pattern is well written.
    fn later(&mut self, mistake: &'static str) {
        self.later.get_or_insert(mistake);
    }

    /// Checks how deep something stands, and cuts what is too deep, so that nothing runs as deep.
    fn item(&mut self, node: Node, depth: u32) -> Item {
        if depth > DEEPEST {
            self.too_deep = true;
            return Item { node: Node::Empty, depth: 0, flags: false };
        }
        Item { node, depth, flags: false }
    }

    fn concat(&mut self, mut items: Vec<Item>) -> Item {
        if items.len() == 1
            && let Some(only) = items.pop()
        {
            return only;
        }
        if items.is_empty() {
            return Item { node: Node::Empty, depth: 0, flags: false };
        }
        let depth = above(&items);
        let nodes = items.into_iter().map(|item| item.node).filter(|node| !matches!(node, Node::Empty));
        self.item(Node::Concat(nodes.collect()), depth)
    }

    fn alternation(&mut self, mut branches: Vec<Item>, last: Vec<Item>) -> Item {
        let last = self.concat(last);
        if branches.is_empty() {
            return last;
        }
        branches.push(last);
        let depth = above(&branches);
        self.item(Node::Alternation(branches.into_iter().map(|item| item.node).collect()), depth)
    }

    fn read(&mut self) -> Result<Node> {
        let mut items: Vec<Item> = Vec::new();
        let mut branches: Vec<Item> = Vec::new();
        let mut frames: Vec<Frame> = Vec::new();
        loop {
            self.bump_space();
            let Some(c) = self.peek() else { break };
            match c {
                '(' => {
                    let flags = self.flags;
                    match self.open()? {
                        Some(group) => frames.push(Frame {
                            items: std::mem::take(&mut items),
                            branches: std::mem::take(&mut branches),
                            group,
                            flags,
                        }),
                        None => items.push(Item { node: Node::Empty, depth: 0, flags: true }),
                    }
                }
                ')' => {
                    let Some(frame) = frames.pop() else { return Err("unopened group") };
                    self.flags = frame.flags;
                    self.bump();
                    let inside = self.alternation(
                        std::mem::replace(&mut branches, frame.branches),
                        std::mem::replace(&mut items, frame.items),
                    );
                    let node = match frame.group {
                        Some(number) => Node::Group(number, Box::new(inside.node)),
                        None => inside.node,
                    };
                    let item = self.item(node, inside.depth + 1);
                    items.push(item);
                }
                '|' => {
                    self.bump();
                    let branch = self.concat(std::mem::take(&mut items));
                    branches.push(branch);
                }
                '[' => {
                    let item = self.class()?;
                    items.push(item);
                }
                '?' | '*' | '+' | '{' => {
                    let Some(item) = items.pop().filter(|item| !item.flags) else { return Err(NOTHING_TO_REPEAT) };
                    let item = self.repetition(c, item)?;
                    items.push(item);
                }
                _ => {
                    let primitive = self.primitive()?;
                    let node = self.node(primitive);
                    items.push(Item { node, depth: 0, flags: false });
                }
            }
        }
        if !frames.is_empty() {
            return Err("unclosed group");
        }
        Ok(self.alternation(branches, items).node)
    }

    fn node(&mut self, primitive: Primitive) -> Node {
        match primitive {
            Primitive::Char(c, byte) => {
                if !self.flags.unicode && byte && !c.is_ascii() {
                    self.later(NOT_UTF8);
                }
                if !self.flags.fold {
                    return Node::Char(c);
                }
                let set = self.fold(Set::range(c, c));
                if set == Set::range(c, c) { Node::Char(c) } else { self.set(set) }
            }
            Primitive::Set(set) => self.set(set),
            Primitive::Look(look) => Node::Look(look),
        }
    }

    fn set(&mut self, set: Set) -> Node {
        self.sets.push(set);
        Node::Set(self.sets.len() - 1)
    }

    fn repetition(&mut self, c: char, item: Item) -> Result<Item> {
        let (least, most) = match c {
            '?' => (0, Some(1)),
            '*' => (0, None),
            '+' => (1, None),
            _ => self.count()?,
        };
        // Behind a count blanks may stand before the question mark, behind a sign they may not.
        let more = if c == '{' { self.next() } else { self.bump() };
        let lazy = more && self.is('?');
        if lazy {
            self.bump();
        }
        if most.is_some_and(|most| least > most) {
            return Err("invalid repetition count range, the start must be <= the end");
        }
        let node = Node::repeated(item.node, least, most, lazy == self.flags.lazy);
        Ok(self.item(node, item.depth + 1))
    }

    /// Reads from `{` up to `}`.
    fn count(&mut self) -> Result<(u32, Option<u32>)> {
        if !self.next() {
            return Err(UNCLOSED_COUNT);
        }
        let least = self.decimal();
        if self.is_end() {
            return Err(UNCLOSED_COUNT);
        }
        let range = if self.is(',') {
            if !self.next() {
                return Err(UNCLOSED_COUNT);
            }
            if self.is('}') {
                (least?, None)
            } else {
                let least = least?;
                (least, Some(self.decimal()?))
            }
        } else {
            let least = least?;
            (least, Some(least))
        };
        if self.is('}') { Ok(range) } else { Err(UNCLOSED_COUNT) }
    }

    fn decimal(&mut self) -> Result<u32> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.bump();
        }
        let mut digits = false;
        let mut value = Some(0_u32);
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            digits = true;
            value = value.and_then(|value| value.checked_mul(10)?.checked_add(digit));
            self.next();
        }
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
        if digits { value.ok_or("decimal literal invalid") } else { Err(NO_DECIMAL) }
    }

    /// Reads what opens a group: `Some` with its number, where it has one; `None` for flags.
    #[allow(clippy::option_option)]
    fn open(&mut self) -> Result<Option<Option<u32>>> {
        self.bump();
        self.bump_space();
        if ["?=", "?!", "?<=", "?<!"].iter().any(|prefix| self.bump_if(prefix)) {
            return Err("look-around, including look-ahead and look-behind, is not supported");
        }
        if self.bump_if("?P<") || self.bump_if("?<") {
            self.groups += 1;
            self.name()?;
            return Ok(Some(Some(self.groups)));
        }
        if !self.bump_if("?") {
            self.groups += 1;
            return Ok(Some(Some(self.groups)));
        }
        if self.is_end() {
            return Err("unclosed group");
        }
        let before = self.at;
        self.read_flags()?;
        let empty = self.at == before;
        let only_flags = self.is(')');
        self.bump();
        if only_flags && empty {
            return Err(NOTHING_TO_REPEAT);
        }
        Ok((!only_flags).then_some(None))
    }

    fn name(&mut self) -> Result<()> {
        if self.is_end() {
            return Err(UNCLOSED_NAME);
        }
        let start = self.at;
        // Letters and numbers, looked up where a name has any beyond ASCII.
        let mut beyond_ascii = None;
        while let Some(c) = self.peek()
            && c != '>'
        {
            let first = self.at == start;
            let fits = match c {
                '_' | 'a'..='z' | 'A'..='Z' => true,
                '.' | '[' | ']' | '0'..='9' => !first,
                _ if c.is_ascii() => false,
                _ => {
                    if beyond_ascii.is_none() {
                        beyond_ascii = Some((unicode::property("Alphabetic")?, unicode::property("N")?));
                    }
                    beyond_ascii
                        .as_ref()
                        .is_some_and(|(letters, numbers)| letters.has(c as u32) || !first && numbers.has(c as u32))
                }
            };
            if !fits {
                return Err("invalid capture group character");
            }
            self.bump();
        }
        if self.is_end() {
            return Err(UNCLOSED_NAME);
        }
        let name = self.pattern.get(start..self.at).unwrap_or_default().to_owned();
        self.bump();
        if name.is_empty() {
            return Err("empty capture group name");
        }
        if self.names.iter().any(|(_, known)| *known == name) {
            return Err("duplicate capture group name");
        }
        self.names.push((self.groups, name));
        Ok(())
    }

    fn read_flags(&mut self) -> Result<()> {
        let mut seen = String::new();
        let mut on = true;
        let mut flags = self.flags;
        while let Some(c) = self.peek()
            && c != ':'
            && c != ')'
        {
            if c == '-' {
                if !on {
                    return Err("flag negation operator repeated");
                }
                on = false;
            } else {
                let flag = match c {
                    'i' => &mut flags.fold,
                    'm' => &mut flags.lines,
                    's' => &mut flags.dot_all,
                    'U' => &mut flags.lazy,
                    'u' => &mut flags.unicode,
                    'R' => &mut flags.crlf,
                    'x' => &mut flags.spaced,
                    _ => return Err("unrecognized flag"),
                };
                *flag = on;
                if seen.contains(c) {
                    return Err("duplicate flag");
                }
            }
            seen.push(c);
            if !self.bump() {
                return Err("expected flag but got end of regex");
            }
        }
        if seen.ends_with('-') {
            return Err("dangling flag negation operator");
        }
        self.flags = flags;
        Ok(())
    }

    fn primitive(&mut self) -> Result<Primitive> {
        let Some(c) = self.peek() else { return Err(EOF_IN_ESCAPE) };
        if c == '\\' {
            return self.escape();
        }
        self.bump();
        Ok(match c {
            '.' => {
                if !self.flags.unicode {
                    self.later(NOT_UTF8);
                }
                Primitive::Set(
                    match self.flags {
                        Flags { dot_all: true, .. } => Set::default(),
                        Flags { crlf: true, .. } => Set::ascii(b"\n\n\r\r"),
                        _ => Set::ascii(b"\n\n"),
                    }
                    .negated(),
                )
            }
            '^' => Primitive::Look(match self.flags {
                Flags { lines: true, crlf: true, .. } => Look::LineStartCrlf,
                Flags { lines: true, .. } => Look::LineStart,
                _ => Look::Start,
            }),
            '$' => Primitive::Look(match self.flags {
                Flags { lines: true, crlf: true, .. } => Look::LineEndCrlf,
                Flags { lines: true, .. } => Look::LineEnd,
                _ => Look::End,
            }),
            c => Primitive::Char(c, false),
        })
    }

    fn escape(&mut self) -> Result<Primitive> {
        self.bump();
        let Some(c) = self.peek() else { return Err(EOF_IN_ESCAPE) };
        match c {
            '0'..='9' => return Err("backreferences are not supported"),
            'x' | 'u' | 'U' => return self.hex(c),
            'p' | 'P' => return self.unicode_class(c == 'P'),
            'd' | 's' | 'w' | 'D' | 'S' | 'W' => {
                self.bump();
                return Ok(Primitive::Set(self.perl_class(c)));
            }
            _ => {}
        }
        self.bump();
        let boundary = |at| Primitive::Look(Look::Word { at, unicode: self.flags.unicode });
        Ok(match c {
            'a' => Primitive::Char('\x07', false),
            'f' => Primitive::Char('\x0C', false),
            't' => Primitive::Char('\t', false),
            'n' => Primitive::Char('\n', false),
            'r' => Primitive::Char('\r', false),
            'v' => Primitive::Char('\x0B', false),
            'A' => Primitive::Look(Look::Start),
            'z' => Primitive::Look(Look::End),
            'b' => {
                let at = if self.is('{') { self.special_boundary()? } else { None };
                Primitive::Look(Look::Word { at: at.unwrap_or(Look::BOUNDARY), unicode: self.flags.unicode })
            }
            'B' => boundary(Look::NO_BOUNDARY),
            '<' => boundary(Look::WORD_START),
            '>' => boundary(Look::WORD_END),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Primitive::Char(c, false),
            _ => return Err("unrecognized escape sequence"),
        })
    }

    /// What stands in the braces behind `\b`; `None` where they are a count.
    fn special_boundary(&mut self) -> Result<Option<u8>> {
        let start = self.at;
        if !self.next() {
            return Err(
                "found either the beginning of a special word boundary or a bounded repetition on a \\b with an opening brace, but no closing brace",
            );
        }
        let is_part = |c: &char| c.is_ascii_alphabetic() || *c == '-';
        if self.peek().is_none_or(|c| !is_part(&c)) {
            self.at = start;
            return Ok(None);
        }
        let mut name = String::new();
        while let Some(c) = self.peek().filter(is_part) {
            name.push(c);
            self.next();
        }
        if !self.is('}') {
            return Err("special word boundary assertion is either unclosed or contains an invalid character");
        }
        self.bump();
        match name.as_str() {
            "start" => Ok(Some(Look::WORD_START)),
            "end" => Ok(Some(Look::WORD_END)),
            "start-half" => Ok(Some(Look::WORD_START_HALF)),
            "end-half" => Ok(Some(Look::WORD_END_HALF)),
            _ => Err(
                "unrecognized special word boundary assertion, valid choices are: start, end, start-half or end-half",
            ),
        }
    }

    fn hex(&mut self, kind: char) -> Result<Primitive> {
        if !self.next() {
            return Err(EOF_IN_ESCAPE);
        }
        let digit = |c: Option<char>| c.and_then(|c| c.to_digit(16)).ok_or("invalid hexadecimal digit");
        let mut value = Some(0_u32);
        let push =
            |value: Option<u32>, digit: u32| value.filter(|value| *value < 1 << 28).map(|value| value << 4 | digit);
        let brace = self.is('{');
        if brace {
            let mut digits = false;
            while self.next() && !self.is('}') {
                value = push(value, digit(self.peek())?);
                digits = true;
            }
            if self.is_end() {
                return Err(EOF_IN_ESCAPE);
            }
            self.next();
            if !digits {
                return Err("hexadecimal literal empty");
            }
        } else {
            let digits = match kind {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            for at in 0..digits {
                if at > 0 && !self.next() {
                    return Err(EOF_IN_ESCAPE);
                }
                value = push(value, digit(self.peek())?);
            }
            self.next();
        }
        let c = value.and_then(char::from_u32).ok_or("hexadecimal literal is not a Unicode scalar value")?;
        Ok(Primitive::Char(c, kind == 'x' && !brace))
    }

    fn perl_class(&mut self, c: char) -> Set {
        let negated = c.is_ascii_uppercase();
        let kind = c.to_ascii_lowercase();
        let set = if self.flags.unicode {
            crate::unicode::perl(kind)
        } else {
            if negated {
                self.later(NOT_UTF8);
            }
            ascii_class(match kind {
                'd' => "digit",
                's' => "space",
                _ => "word",
            })
            .unwrap_or_default()
        };
        if negated { set.negated() } else { set }
    }

    fn unicode_class(&mut self, mut negated: bool) -> Result<Primitive> {
        if !self.next() {
            return Err(EOF_IN_ESCAPE);
        }
        let mut name = String::new();
        if self.is('{') {
            while self.next()
                && let Some(c) = self.peek()
                && c != '}'
            {
                name.push(c);
            }
            if self.is_end() {
                return Err(EOF_IN_ESCAPE);
            }
            self.bump();
        } else {
            if self.is('\\') {
                return Err("invalid Unicode character class");
            }
            name.extend(self.peek());
            self.next();
        }
        if !self.flags.unicode {
            self.later(NO_UNICODE);
            return Ok(Primitive::Set(Set::default()));
        }
        let not = name.split_once("!=");
        negated ^= not.is_some();
        let found = match not.or_else(|| name.split_once(':')).or_else(|| name.split_once('=')) {
            Some((property, value)) => crate::unicode::value(property, value),
            None => crate::unicode::property(&name),
        };
        let set = found.unwrap_or_else(|missing| {
            self.later(missing);
            Set::default()
        });
        let set = self.fold(set);
        Ok(Primitive::Set(if negated { set.negated() } else { set }))
    }

    /// The set with its other cases, where case does not count.
    fn fold(&mut self, set: Set) -> Set {
        if !self.flags.fold {
            return set;
        }
        if !self.flags.unicode {
            return crate::unicode::folded_ascii(&set);
        }
        crate::unicode::folded(set)
    }

    fn class(&mut self) -> Result<Item> {
        let mut stack: Vec<Nest> = Vec::new();
        let (mut set, mut items, mut depth) = (Set::default(), 0, 0);
        // Ranges are sorted once: a class written backwards would else take quadratic time.
        let mut ranges: Vec<(char, char)> = Vec::new();
        loop {
            self.bump_space();
            let Some(c) = self.peek() else { return Err(UNCLOSED_CLASS) };
            if matches!(c, '[' | ']') || matches!(c, '&' | '-' | '~') && self.second() == Some(c) {
                set.add_all(&Set::from_ranges(std::mem::take(&mut ranges)));
            }
            match c {
                '[' => {
                    if !stack.is_empty()
                        && let Some(class) = self.posix_class()
                    {
                        set.add_all(&class);
                        items += 1;
                        continue;
                    }
                    let negated = self.open_class()?;
                    stack.push(Nest::Open {
                        set: std::mem::take(&mut set),
                        items: std::mem::take(&mut items),
                        depth: std::mem::take(&mut depth),
                        negated,
                    });
                    // A dash or bracket at the beginning is itself.
                    while self.is('-') {
                        set.add('-', '-');
                        items += 1;
                        if !self.next() {
                            return Err(UNCLOSED_CLASS);
                        }
                    }
                    if items == 0 && self.is(']') {
                        set.add(']', ']');
                        items += 1;
                        if !self.next() {
                            return Err(UNCLOSED_CLASS);
                        }
                    }
                }
                ']' => {
                    let (inside, inside_depth) = self.close_op(&mut stack, set, depth + u32::from(items > 1));
                    self.bump();
                    let Some(Nest::Open { set: outer, items: before, depth: outer_depth, negated }) = stack.pop()
                    else {
                        return Err(UNCLOSED_CLASS);
                    };
                    let folded = self.fold(inside);
                    let class = self.negated(folded, negated);
                    if inside_depth + 1 > DEEPEST {
                        self.too_deep = true;
                    }
                    if stack.is_empty() {
                        let node = self.set(class);
                        return Ok(Item { node, depth: inside_depth + 1, flags: false });
                    }
                    set = outer;
                    set.add_all(&class);
                    items = before + 1;
                    depth = outer_depth.max(inside_depth + 1);
                }
                '&' | '-' | '~' if self.second() == Some(c) => {
                    self.bump();
                    self.bump();
                    let (left, left_depth) =
                        self.close_op(&mut stack, std::mem::take(&mut set), depth + u32::from(items > 1));
                    stack.push(Nest::Op { kind: c, left, depth: left_depth });
                    (items, depth) = (0, 0);
                }
                _ => {
                    self.class_range(&mut set, &mut ranges)?;
                    items += 1;
                }
            }
        }
    }

    /// Applies the operator that `right` ends.
    fn close_op(&mut self, stack: &mut Vec<Nest>, right: Set, depth: u32) -> (Set, u32) {
        match stack.pop() {
            Some(Nest::Op { kind, left, depth: left_depth }) => {
                let (right, left) = (self.fold(right), self.fold(left));
                let set = match kind {
                    '&' => left.both(&right),
                    '-' => left.without(&right),
                    _ => left.either(&right),
                };
                (set, 1 + depth.max(left_depth))
            }
            other => {
                stack.extend(other);
                (right, depth)
            }
        }
    }

    fn negated(&mut self, set: Set, negated: bool) -> Set {
        let set = if negated { set.negated() } else { set };
        if !self.flags.unicode && !set.is_ascii() {
            self.later(NOT_UTF8);
        }
        set
    }

    /// Reads `[` and `^`; whether there was one.
    fn open_class(&mut self) -> Result<bool> {
        if !self.next() {
            return Err(UNCLOSED_CLASS);
        }
        let negated = self.is('^');
        if negated && !self.next() {
            return Err(UNCLOSED_CLASS);
        }
        Ok(negated)
    }

    fn class_range(&mut self, set: &mut Set, ranges: &mut Vec<(char, char)>) -> Result<()> {
        let first = self.class_item()?;
        self.bump_space();
        if self.is_end() {
            return Err(UNCLOSED_CLASS);
        }
        if !self.is('-') || matches!(self.second_that_counts(), Some(']' | '-')) {
            match first {
                Primitive::Char(c, byte) => {
                    let c = self.class_char(c, byte);
                    ranges.push((c, c));
                }
                Primitive::Set(class) => set.add_all(&class),
                Primitive::Look(_) => return Err("invalid escape sequence found in character class"),
            }
            return Ok(());
        }
        if !self.next() {
            return Err(UNCLOSED_CLASS);
        }
        let last = self.class_item()?;
        let (Primitive::Char(first, first_byte), Primitive::Char(last, last_byte)) = (first, last) else {
            return Err("invalid range boundary, must be a literal");
        };
        if first > last {
            return Err("invalid character class range, the start must be <= the end");
        }
        let (first, last) = (self.class_char(first, first_byte), self.class_char(last, last_byte));
        ranges.push((first, last.max(first)));
        Ok(())
    }

    fn class_item(&mut self) -> Result<Primitive> {
        let Some(c) = self.peek() else { return Err(UNCLOSED_CLASS) };
        if c == '\\' {
            return self.escape();
        }
        self.bump();
        Ok(Primitive::Char(c, false))
    }

    fn class_char(&mut self, c: char, byte: bool) -> char {
        if !self.flags.unicode && !c.is_ascii() {
            self.later(if byte { NOT_UTF8 } else { NO_UNICODE });
        }
        c
    }

    /// Reads a class like `[:alpha:]`; what is none is left unread.
    fn posix_class(&mut self) -> Option<Set> {
        let rest = self.rest().strip_prefix("[:")?;
        let negated = rest.starts_with('^');
        let name = rest.get(usize::from(negated)..)?;
        let name = name.get(..name.find(':')?)?;
        let length = 2 + usize::from(negated) + name.len();
        if !self.rest().get(length..)?.starts_with(":]") {
            return None;
        }
        let set = ascii_class(name)?;
        self.at += length + 2;
        let folded = self.fold(set);
        Some(self.negated(folded, negated))
    }
}

fn ascii_class(name: &str) -> Option<Set> {
    Some(Set::ascii(match name {
        "alnum" => b"09AZaz",
        "alpha" => b"AZaz",
        "ascii" => b"\x00\x7f",
        "blank" => b"\t\t  ",
        "cntrl" => b"\x00\x1f\x7f\x7f",
        "digit" => b"09",
        "graph" => b"!~",
        "lower" => b"az",
        "print" => b" ~",
        "punct" => b"!/:@[`{~",
        "space" => b"\t\r  ",
        "upper" => b"AZ",
        "word" => b"09AZ__az",
        "xdigit" => b"09AFaf",
        _ => return None,
    }))
}
