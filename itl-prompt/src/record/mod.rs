//! Records what a render says of turns: which block wrote what, and what the object that it stands in
//! holds besides text.

mod content;
mod guard;
mod keep;
mod keys;
mod media;
mod opaque;

pub(crate) use content::Content;
pub(crate) use keep::{Fault, Keeper};
pub(crate) use keys::TurnKeys;

use crate::blocks::{self, Kind};
use crate::fence::Fences;
use crate::role::Role;
use crate::settings::PromptSettings;
use crate::turn::Place;
use itl_eval::{BlockStart, BlockWatch, CommentAt, PrintedList, PrintedTag, RenderObserver, Value};
use itl_syntax::{Code, Diagnostic, Diagnostics, Span, comment};
use keys::{Key, TurnObject};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// The output of one message's block.
pub(crate) struct Block {
    pub(crate) role: Role,
    pub(crate) place: u32,
    pub(crate) output: Range<usize>,
    /// The index of the list's item that it was written for.
    pub(crate) item: Option<u32>,
    /// What its object holds besides text, in the record's list.
    pub(crate) content: Option<u32>,
    /// Whether its object could not be read, so that nothing that follows from it is reported.
    pub(crate) broken: bool,
    /// Whether its object holds `text` or `content`, so that the other one may be missing.
    wording: Wording,
    /// Whether a tag that prints one of the two found nothing.
    pub(crate) misses: bool,
    /// Whether the prompt reads one of the two, and the object says its words under the other.
    pub(crate) loses: bool,
}

/// What a turn's object holds under `text` and `content`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wording {
    /// Neither key.
    None,
    /// Nothing but whitespace.
    Blank,
    Words,
}

impl Block {
    /// The text after all blocks, as one of the user's.
    pub(crate) fn tail(place: u32, at: usize) -> Self {
        Self {
            role: Role::User,
            place,
            output: at..at,
            item: None,
            content: None,
            broken: false,
            wording: Wording::None,
            misses: false,
            loses: false,
        }
    }
}

/// Something that a block says of a place in its text.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    /// In bytes of the text.
    pub(crate) at: usize,
    /// How many blocks had begun.
    pub(crate) blocks: usize,
    /// Whether it stands inside the last of them.
    pub(crate) inside: bool,
    pub(crate) kind: MarkKind,
    /// Its place, in the conversation's list.
    pub(crate) place: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// The parts of the block's object stand here.
    Parts,
    Cache,
    Keep,
}

/// What a render said.
pub(crate) struct Record<'s> {
    settings: &'s PromptSettings,
    /// The roles that names of the data stand for.
    mapped: HashMap<&'s str, Role>,
    pub(crate) fences: Fences<'s>,
    /// Whether lists of parts are kept as parts rather than printed.
    takes_parts: bool,
    /// Whether the tag that runs has a list that was kept.
    keeps_list: bool,
    pub(crate) blocks: Vec<Block>,
    /// What the objects of some of the blocks hold.
    pub(crate) contents: Vec<Content>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) places: Vec<Place>,
    last_place: u32,
    pub(crate) keeper: Keeper,
    pub(crate) faults: Diagnostics,
    /// How many blocks that make messages run now.
    open: usize,
    /// Which of the watched blocks that run make messages.
    stack: Vec<bool>,
    /// Blocks of other names that run outside of messages.
    others: Vec<OtherBlock>,
    keys: &'s TurnKeys,
}

/// A block that makes no message, outside of all that do.
struct OtherBlock {
    name: Box<str>,
    place: Place,
    output: usize,
    holds_message: bool,
}

impl<'s> Record<'s> {
    pub(crate) fn new(settings: &'s PromptSettings, keys: &'s TurnKeys, fences: Fences<'s>, takes_parts: bool) -> Self {
        // Of a name that is mapped twice the first one counts.
        let mapped = settings.map_role.iter().rev().map(|(from, role)| (from.as_str(), *role)).collect();
        Self {
            settings,
            mapped,
            fences,
            takes_parts,
            keeps_list: false,
            blocks: Vec::new(),
            contents: Vec::new(),
            marks: Vec::new(),
            places: Vec::new(),
            last_place: 0,
            keeper: Keeper::default(),
            faults: Diagnostics::new(),
            open: 0,
            stack: Vec::new(),
            others: Vec::new(),
            keys,
        }
    }

    /// What the object of the last block holds.
    fn last_content(&self) -> Option<&Content> {
        self.contents.get(self.blocks.last()?.content? as usize)
    }

    /// The number of a place; most blocks of a conversation stand at one.
    #[inline]
    fn place(&mut self, tag: Span, partial: Option<&Arc<str>>) -> u32 {
        let same = |place: &Place| place.tag == tag && place.partial.as_ref() == partial;
        if self.places.get(self.last_place as usize).is_some_and(same) {
            return self.last_place;
        }
        self.other_place(tag, partial)
    }

    #[inline(never)]
    fn other_place(&mut self, tag: Span, partial: Option<&Arc<str>>) -> u32 {
        let same = |place: &Place| place.tag == tag && place.partial.as_ref() == partial;
        // Looked for from the end, and no farther than conversations alternate.
        if let Some(at) = self.places.iter().rev().take(8).position(same) {
            self.last_place = (self.places.len() - 1 - at) as u32;
            return self.last_place;
        }
        self.places.push(Place { tag, partial: partial.cloned() });
        self.last_place = self.places.len() as u32 - 1;
        self.last_place
    }

    fn fault(&mut self, fault: Diagnostic, partial: Option<&Arc<str>>) {
        let mut fault = fault;
        fault.partial = partial.cloned();
        let same = |known: &Diagnostic| {
            known.code == fault.code
                && known.span == fault.span
                && known.partial == fault.partial
                && known.message == fault.message
        };
        // A conversation that is wrong throughout is wrong in one way.
        if self.faults.len() < 100 && !self.faults.iter().any(same) {
            self.faults.push(fault);
        }
    }

    /// A block of another name is looked through where it holds messages, or overrides a parent's.
    fn other_block(&mut self, block: &BlockStart<'_>) -> BlockWatch {
        if self.open > 0 || block.overridden {
            return BlockWatch::Ignore;
        }
        self.stack.push(false);
        let place = Place { tag: block.tag, partial: block.partial.cloned() };
        self.others.push(OtherBlock { name: block.name.into(), place, output: block.output, holds_message: false });
        BlockWatch::End
    }

    fn end_of_other(&mut self, output: usize) {
        let Some(other) = self.others.pop().filter(|other| !other.holds_message) else { return };
        let near = blocks::nearest_name(&other.name);
        if near.is_none() && output == other.output {
            return;
        }
        self.fault(blocks::makes_none(&other.name, other.place.tag, near), other.place.partial.as_ref());
    }

    /// The role of a block; `None` for one that does not exist, which is reported.
    #[inline]
    fn role(&mut self, kind: Kind, block: &BlockStart<'_>, object: &TurnObject<'_, '_>) -> Option<Role> {
        match kind {
            Kind::Role(role) => Some(role),
            Kind::Message => self.plain_role(object).or_else(|| self.role_of(block, object)),
        }
    }

    #[inline(never)]
    fn role_of(&mut self, block: &BlockStart<'_>, object: &TurnObject<'_, '_>) -> Option<Role> {
        let value = object.get(Key::Role);
        let known = "roles are `system`, `developer`, `user`, `assistant` and `tool`; `{{! @map_role human=user }}` maps other names";
        let (message, help) = if let Value::Text(name) = &value {
            let mapped = self.mapped.get(&**name).copied();
            match mapped.or_else(|| Role::named(name)).map_or_else(|| name.parse::<Role>(), Ok) {
                Ok(role) => match &self.settings.roles {
                    Some(allowed) if !allowed.contains(&role) => {
                        let allowed: Vec<&str> = allowed.iter().map(|role| role.name()).collect();
                        (may_not_claim(role), format!("`@roles` allows {}", allowed.join(", ")))
                    }
                    _ => return Some(role),
                },
                Err(error) => (error.to_string(), known.to_owned()),
            }
        } else if value.is_absent() {
            ("this message has no key `role`".to_owned(), "the object of each message holds its own `role`".to_owned())
        } else {
            (format!("the key `role` holds {}, not the name of a role", value.kind_name()), known.to_owned())
        };
        let message = of_item(block.item, message);
        self.fault(Diagnostic::new(Code::UnknownRole, block.tag, message).help(help), block.partial);
        None
    }

    /// The role that an object names where nothing maps or limits it.
    fn plain_role(&self, object: &TurnObject<'_, '_>) -> Option<Role> {
        let is_plain = self.mapped.is_empty() && self.settings.roles.is_none();
        object.text(Key::Role).filter(|_| is_plain).and_then(Role::named)
    }

    /// What the object of a turn says, and whether the prompt reads words under the other key alone.
    #[inline]
    fn wording(&self, object: &TurnObject<'_, '_>) -> (Wording, bool) {
        let reads = self.settings.reads;
        let begins = |text: &str| text.as_bytes().first().is_some_and(u8::is_ascii_graphic);
        // Most objects hold one text, under the key that the prompt reads.
        if reads.text && !object.has(Key::Content) && object.text(Key::Text).is_some_and(begins) {
            return (Wording::Words, false);
        }
        self.wording_of(object)
    }

    #[inline(never)]
    fn wording_of(&self, object: &TurnObject<'_, '_>) -> (Wording, bool) {
        let is_words = |text: &str| !text.trim().is_empty();
        // Whether there is a value, and whether it says something.
        let said = |key: Key| match object.text(key) {
            Some(text) => (true, is_words(text)),
            None => match object.get(key) {
                Value::Missing => (false, false),
                Value::Text(text) => (true, is_words(&text)),
                _ => (true, false),
            },
        };
        let ((has_text, says_text), (has_content, says_content)) = (said(Key::Text), said(Key::Content));
        let reads = self.settings.reads;
        match (says_text, says_content) {
            (false, false) if !has_text && !has_content => (Wording::None, false),
            (false, false) => (Wording::Blank, false),
            (true, true) => (Wording::Words, false),
            (true, false) => (Wording::Words, reads.content && !reads.text),
            (false, true) => (Wording::Words, reads.text && !reads.content),
        }
    }

    /// What the object of a turn holds besides text; whether it could not be read.
    fn content(
        &mut self,
        block: &BlockStart<'_>,
        object: &TurnObject<'_, '_>,
        role: Role,
        place: u32,
    ) -> (Option<u32>, bool) {
        if !object.says_more() {
            return (None, false);
        }
        let before = self.keeper.text.len();
        let read = Content::read(block, object, role, place, &mut self.keeper).and_then(|mut found| {
            if let Some(content) = &mut found {
                // A result speaks as the tool, whoever's turn it stands in.
                let is_allowed = |allowed: &Vec<Role>| allowed.contains(&Role::Tool);
                if !content.results.is_empty() && !self.settings.roles.as_ref().is_none_or(is_allowed) {
                    let message = format!("{}: `content` holds a result", may_not_claim(Role::Tool));
                    return Err(Fault::new(Code::UnknownRole, message, "`@roles` names the roles that data may claim"));
                }
                self.guard(content, before, block)?;
            }
            Ok(found)
        });
        match read {
            Ok(None) => (None, false),
            Ok(Some(found)) => {
                self.contents.push(found);
                (Some(self.contents.len() as u32 - 1), false)
            }
            Err(mut fault) => {
                fault.message = of_item(block.item, fault.message);
                self.fault(fault.diagnostic(block.tag), block.partial);
                (None, true)
            }
        }
    }
}

fn may_not_claim(role: Role) -> String {
    format!("data may not claim the role `{}` here", role.name())
}

/// A message that says which item of a list it is about.
pub(crate) fn of_item(item: Option<usize>, message: String) -> String {
    match item {
        Some(item) => format!("item {item}: {message}"),
        None => message,
    }
}

impl RenderObserver for Record<'_> {
    fn block(&mut self, block: &BlockStart<'_>) -> BlockWatch {
        let Some(kind) = Kind::named(block.name) else { return self.other_block(block) };
        self.others.iter_mut().for_each(|other| other.holds_message = true);
        self.stack.push(true);
        self.open += 1;
        if self.open > 1 {
            self.fault(blocks::nested(block.name, block.tag), block.partial);
            return BlockWatch::End;
        }
        let object = self.keys.of(block.object);
        let role = self.role(kind, block, &object);
        let place = self.place(block.tag, block.partial);
        let (content, broken) = match role {
            // The object around a block of instructions is all of the data, unless it is an item's.
            Some(role) if role.instructs() && kind != Kind::Message && block.item.is_none() => (None, false),
            Some(role) => self.content(block, &object, role, place),
            None => (None, true),
        };
        // A role that does not exist speaks as the user, who has the least to say.
        let role = role.unwrap_or(Role::User);
        let output = block.output..usize::MAX;
        let item = block.item.map(|item| item as u32);
        let turn = kind == Kind::Message || item.is_some();
        let (wording, loses) = if turn { self.wording(&object) } else { (Wording::None, false) };
        self.blocks.push(Block { role, place, output, item, content, broken, wording, misses: false, loses });
        BlockWatch::Text
    }

    fn block_end(&mut self, output: usize) -> bool {
        if self.stack.pop() == Some(false) {
            self.end_of_other(output);
            return false;
        }
        self.open = self.open.saturating_sub(1);
        if self.open == 0
            && let Some(block) = self.blocks.last_mut()
        {
            block.output.end = output;
        }
        self.open == 0
    }

    fn comment(&mut self, comment: &CommentAt<'_>) {
        for setting in comment::settings(comment::inside(comment.source, "}}")) {
            // The closing delimiter may stand right after the name.
            let kind = match setting.name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()) {
                "cache" => MarkKind::Cache,
                "keep" => MarkKind::Keep,
                _ => continue,
            };
            let place = self.place(comment.tag, comment.partial);
            let (blocks, inside) = (self.blocks.len(), self.open > 0);
            self.marks.push(Mark { at: comment.output, blocks, inside, kind, place });
        }
    }

    fn list(&mut self, list: &PrintedList<'_>) -> bool {
        let keeps = self.takes_parts
            && self.open > 0
            && list.path == "content"
            && self.last_content().is_some_and(|content| content.has_parts);
        if keeps {
            let (blocks, place) = (self.blocks.len(), self.blocks.last().map_or(0, |block| block.place));
            self.marks.push(Mark { at: list.output, blocks, inside: true, kind: MarkKind::Parts, place });
        }
        self.keeps_list = keeps;
        keeps
    }

    fn expects_missing(&mut self, path: &str) -> bool {
        if !matches!(path, "text" | "content") || self.open == 0 {
            return false;
        }
        let says_more = self.last_content().is_some_and(Content::says_more);
        let Some(block) = self.blocks.last_mut() else { return false };
        let expected = block.wording != Wording::None || says_more;
        block.misses |= expected && block.wording == Wording::Words;
        expected || block.broken
    }

    fn is_prompt(&self) -> bool {
        true
    }

    fn watches_prints(&self) -> bool {
        self.fences.watches()
    }

    fn printed(&mut self, tag: &PrintedTag<'_>, out: &mut String) {
        // A tag whose list was kept has printed nothing; the texts of its parts are fenced already.
        if std::mem::take(&mut self.keeps_list) {
            return;
        }
        self.fences.printed(tag, out);
    }
}
