//! Concatenations, alternations and repetitions.

use super::groups::Opening;
use super::{Flags, Item, MAX_NESTING, Parser};
use crate::error::Result;
use crate::node::{Look, LookAround, Node};

/// What an open parenthesis interrupts.
struct Frame {
    items: Vec<Item>,
    branches: Vec<Item>,
    opening: Opening,
    /// How many groups were open or closed before it.
    groups: u32,
    flags: Flags,
}

const NOTHING_TO_REPEAT: &str = "repetition operator missing expression";
const UNCLOSED_COUNT: &str = "unclosed counted repetition";
const NO_DECIMAL: &str = "repetition quantifier expects a valid decimal";

/// One more than the deepest of `items`.
fn depth_around(items: &[Item]) -> u32 {
    1 + items.iter().map(|item| item.depth).max().unwrap_or(0)
}

/// What has been read of the innermost open group.
#[derive(Default)]
struct Open {
    /// The parts of the current branch.
    items: Vec<Item>,
    /// The branches before it.
    branches: Vec<Item>,
}

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Result<Node> {
        let mut open = Open::default();
        let mut frames: Vec<Frame> = Vec::new();
        loop {
            self.bump_whitespace();
            let Some(c) = self.peek() else { break };
            match c {
                '(' => {
                    let (flags, groups) = (self.flags, self.groups);
                    match self.open()? {
                        Some(opening) => {
                            let Open { items, branches } = std::mem::take(&mut open);
                            frames.push(Frame { items, branches, opening, groups, flags });
                        }
                        None => open.items.push(Item::directive()),
                    }
                }
                ')' => {
                    let Some(frame) = frames.pop() else { return Err("unopened group".into()) };
                    self.bump();
                    self.close(frame, &mut open);
                }
                '|' => {
                    self.bump();
                    let branch = self.concat(std::mem::take(&mut open.items));
                    open.branches.push(branch);
                }
                '[' => {
                    let item = self.class()?;
                    open.items.push(item);
                }
                '?' | '*' | '+' | '{' => {
                    let item = open.items.pop().filter(|item| !item.flags).ok_or(NOTHING_TO_REPEAT)?;
                    let item = self.repetition(c, item)?;
                    open.items.push(item);
                }
                _ => {
                    let primitive = self.primitive()?;
                    let node = self.node(primitive)?;
                    open.items.push(Item::leaf(node));
                }
            }
        }
        if !frames.is_empty() {
            return Err("unclosed group".into());
        }
        Ok(self.alternation(open).node)
    }

    /// Ends the group that `frame` opened and `open` has the inside of.
    fn close(&mut self, frame: Frame, open: &mut Open) {
        self.flags = frame.flags;
        let outer = Open { items: frame.items, branches: frame.branches };
        let inside = self.alternation(std::mem::replace(open, outer));
        let node = match frame.opening {
            Opening::Plain => inside.node,
            Opening::Capture(number) => Node::Group(number, Box::new(inside.node)),
            Opening::LookAround { behind, negative } => {
                if self.groups > frame.groups {
                    self.in_look_around.push((frame.groups, self.groups));
                }
                self.look_arounds.push(LookAround { behind, node: inside.node });
                Node::Look(Look::Around { number: self.look_arounds.len() as u32 - 1, negative })
            }
        };
        let item = self.item(node, inside.depth + 1);
        open.items.push(item);
    }

    /// Checks the nesting, and cuts off what is too deep, so that nothing recurses deeper.
    fn item(&mut self, node: Node, depth: u32) -> Item {
        if depth > MAX_NESTING {
            self.too_deep = true;
            return Item::leaf(Node::Empty);
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
            return Item::leaf(Node::Empty);
        }
        let depth = depth_around(&items);
        let nodes = items.into_iter().map(|item| item.node).filter(|node| !matches!(node, Node::Empty));
        self.item(Node::Concat(nodes.collect()), depth)
    }

    fn alternation(&mut self, open: Open) -> Item {
        let Open { items, mut branches } = open;
        let last = self.concat(items);
        if branches.is_empty() {
            return last;
        }
        branches.push(last);
        let depth = depth_around(&branches);
        self.item(Node::Alternation(branches.into_iter().map(|item| item.node).collect()), depth)
    }

    fn repetition(&mut self, c: char, item: Item) -> Result<Item> {
        let (min, max) = match c {
            '?' => (0, Some(1)),
            '*' => (0, None),
            '+' => (1, None),
            _ => self.count()?,
        };
        // After a count whitespace may precede the question mark, after a sign it may not.
        let more = if c == '{' { self.next() } else { self.bump() };
        let lazy = more && self.is('?');
        if lazy {
            self.bump();
        }
        if max.is_some_and(|max| min > max) {
            return Err("invalid repetition count range, the start must be <= the end".into());
        }
        if !lazy {
            self.refuse_possessive()?;
        }
        let node = Node::repeated(item.node, min, max, lazy == self.flags.lazy);
        Ok(self.item(node, item.depth + 1))
    }

    /// Reads from `{` up to `}`.
    fn count(&mut self) -> Result<(u32, Option<u32>)> {
        if !self.next() {
            return Err(UNCLOSED_COUNT.into());
        }
        let min = self.decimal();
        if self.is_end() {
            return Err(UNCLOSED_COUNT.into());
        }
        let range = if self.is(',') {
            if !self.next() {
                return Err(UNCLOSED_COUNT.into());
            }
            if self.is('}') {
                (min?, None)
            } else {
                let min = min?;
                (min, Some(self.decimal()?))
            }
        } else {
            let min = min?;
            (min, Some(min))
        };
        if self.is('}') { Ok(range) } else { Err(UNCLOSED_COUNT.into()) }
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
        if !digits {
            return Err(NO_DECIMAL.into());
        }
        Ok(value.ok_or("decimal literal invalid")?)
    }
}
