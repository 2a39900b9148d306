//! Makes turns of what a render recorded: text outside of blocks goes into the message that follows,
//! parts and cache marks stand where the template printed them.

use crate::record::{Block, Content, Mark, MarkKind, Record, of_item};
use crate::role::Role;
use crate::turn::{Part, PartKind, Parts, Place, Str, Turn};
use itl_syntax::{Code, Diagnostic, Diagnostics};
use std::ops::Range;

/// The turns of a render, and whether a cache mark stands before all of them.
#[derive(Default)]
pub(crate) struct Assembled {
    pub(crate) turns: Vec<Turn>,
    /// The place of a cache mark before all turns.
    pub(crate) cache_tools: Option<u32>,
    /// Whether nothing falls: `@keep` at the top of the file.
    pub(crate) keep_all: bool,
    /// Whether a turn could not be read, so that calls may be missing.
    pub(crate) broken: bool,
    /// What was found, each kind of it once for each place.
    pub(crate) found: Diagnostics,
    /// How much of the text is looked at.
    done: usize,
    /// How many turns were looked at, and the last of them that has parts.
    with_parts: (usize, Option<usize>),
}

/// Makes turns of blocks one by one.
pub(crate) struct Assembly<'t> {
    text: &'t str,
    places: &'t [Place],
    contents: &'t mut [Content],
    out: &'t mut Assembled,
}

impl Assembled {
    /// Makes turns of the blocks that have written `text`, and takes them from the record. All have ended, or the render
    /// has.
    pub(crate) fn add(&mut self, text: &str, record: &mut Record<'_>) {
        let mut blocks = std::mem::take(&mut record.blocks);
        let mut all_marks = std::mem::take(&mut record.marks);
        self.turns.reserve(blocks.len() + 1);
        let mut assembly = Assembly { text, places: &record.places, contents: &mut record.contents, out: self };
        let mut marks = all_marks.as_slice();
        for (at, block) in blocks.drain(..).enumerate() {
            let begun = at + 1;
            let count =
                marks.iter().take_while(|mark| mark.blocks < begun || (mark.blocks == begun && mark.inside)).count();
            let (own, rest) = marks.split_at(count);
            marks = rest;
            assembly.add(&block, own);
        }
        let used = all_marks.len() - marks.len();
        all_marks.drain(..used);
        for mark in &mut all_marks {
            mark.blocks = 0;
        }
        (record.blocks, record.marks) = (blocks, all_marks);
        record.contents.clear();
    }

    /// Makes turns of what is left at the end of a render.
    pub(crate) fn end(&mut self, text: &str, record: &mut Record<'_>) {
        self.add(text, record);
        record.places.push(Place::default());
        let nowhere = record.places.len() as u32 - 1;
        let marks = std::mem::take(&mut record.marks);
        let mut assembly = Assembly { text, places: &record.places, contents: &mut [], out: self };
        let start = assembly.start(text.len());
        if start < text.len() {
            assembly.block(&Block::tail(nowhere, text.len()), start..text.len(), &marks);
        } else {
            for mark in &marks {
                assembly.outside(*mark);
            }
        }
    }

    /// Reports what was found, but for what is told of the same place already.
    pub(crate) fn report(&mut self, all: &mut Diagnostics) {
        for found in std::mem::take(&mut self.found) {
            let same = |known: &Diagnostic| {
                known.code == found.code && known.span == found.span && known.partial == found.partial
            };
            if !all.iter().any(same) {
                all.push(found);
            }
        }
    }

    /// How much of the text is looked at, and belongs to no turn that is still to come.
    pub(crate) fn done(&self) -> usize {
        self.done
    }

    /// Forgets the first turns.
    pub(crate) fn forget(&mut self, turns: usize) {
        self.turns.drain(..turns);
        let (looked, last) = self.with_parts;
        self.with_parts = (looked.saturating_sub(turns), last.and_then(|last| last.checked_sub(turns)));
    }

    /// Forgets that much of the beginning of the text.
    pub(crate) fn forget_text(&mut self, text: usize) {
        for part in self.turns.iter_mut().flat_map(|turn| &mut turn.parts) {
            if let PartKind::Text(of) = &mut part.kind {
                *of = of.moved(text);
            }
        }
        self.done = self.done.saturating_sub(text);
    }
}

/// Whether something was found at a place.
fn is_at(found: &Diagnostic, place: &Place) -> bool {
    found.span == place.tag && found.partial == place.partial
}

/// Whether a text is whitespace; what stands between blocks mostly is one line break.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) || text.trim().is_empty()
}

/// The last part that every target is sent: a mark is not one of what only some see.
fn last_sent(parts: &mut [Part]) -> Option<&mut Part> {
    parts.iter_mut().rev().find(|part| part.is_sent())
}

/// The last part that every target is sent, of parts that become more.
#[derive(Default)]
struct LastSent {
    /// How many parts were looked at: each is once, however many marks follow those that only some see.
    looked: usize,
    last: Option<usize>,
}

impl LastSent {
    fn of<'p>(&mut self, parts: &'p mut [Part]) -> Option<&'p mut Part> {
        let later = parts.iter().skip(self.looked).rposition(Part::is_sent).map(|at| self.looked + at);
        (self.looked, self.last) = (parts.len(), later.or(self.last));
        parts.get_mut(self.last?)
    }
}

impl<'t> Assembly<'t> {
    pub(crate) fn new(text: &'t str, places: &'t [Place], contents: &'t mut [Content], out: &'t mut Assembled) -> Self {
        Self { text, places, contents, out }
    }

    /// The text of a block that is one of the user's or the assistant's and nothing else, where no marks stand.
    #[inline]
    pub(crate) fn plain(&mut self, block: &Block) -> Option<Str> {
        if block.content.is_some() || block.loses || block.broken || !matches!(block.role, Role::User | Role::Assistant)
        {
            return None;
        }
        let text = self.visible(self.start(block.output.start)..block.output.end)?;
        self.out.done = self.out.done.max(block.output.end);
        Some(text)
    }

    /// Adds the turns of a block, with the marks before its end.
    pub(crate) fn add(&mut self, block: &Block, marks: &[Mark]) {
        // A render that reached a limit may have left its last block open.
        let end = block.output.end.min(self.text.len());
        let start = self.start(block.output.start);
        self.out.done = self.out.done.max(end);
        self.block(block, start..end, marks);
    }

    /// Where the text of a block begins: text before it is its own, unless it is blank.
    fn start(&self, start: usize) -> usize {
        let done = self.out.done;
        let outside = self.text.get(done..start).unwrap_or_default();
        if is_blank(outside) { start } else { done }
    }

    /// The last part of all turns so far.
    fn last_part(&mut self) -> Option<&mut Part> {
        let turns = &mut self.out.turns;
        // Each turn is looked at once, however many marks follow turns of nothing but calls.
        let (looked, last) = self.out.with_parts;
        let later =
            turns.iter().skip(looked).rposition(|turn| turn.parts.iter().any(Part::is_sent)).map(|at| looked + at);
        let last = later.or(last);
        self.out.with_parts = (turns.len(), last);
        last_sent(&mut turns.get_mut(last?)?.parts)
    }

    /// A mark between two blocks holds for what stands before it.
    fn outside(&mut self, mark: Mark) {
        match mark.kind {
            MarkKind::Cache => match self.last_part() {
                Some(part) => part.cache = Some(mark.place),
                None => self.out.cache_tools = Some(mark.place),
            },
            MarkKind::Keep => self.out.keep_all = true,
            MarkKind::Parts => {}
        }
    }

    fn block(&mut self, block: &Block, Range { start, end }: Range<usize>, marks: &[Mark]) {
        self.out.broken |= block.broken;
        let mut turn = Turn::new(block.role, block.place, block.item);
        // Most blocks hold one text.
        if block.content.is_none()
            && marks.is_empty()
            && !block.loses
            && let Some(text) = self.visible(start..end)
        {
            turn.parts = Parts::One(Part::new(PartKind::Text(text)));
            self.out.turns.push(turn);
            return;
        }
        let (mut data, had_results) = self.content(block, &mut turn);
        let mut cursor = start;
        let mut printed = false;
        let mut last = LastSent::default();
        for mark in marks {
            if !mark.inside && mark.at <= start {
                self.outside(*mark);
                continue;
            }
            match mark.kind {
                MarkKind::Keep => turn.keep = true,
                MarkKind::Parts => {
                    self.segment(cursor..mark.at, &mut turn);
                    printed = true;
                    turn.parts.append(&mut data);
                    cursor = mark.at;
                }
                MarkKind::Cache => {
                    self.segment(cursor..mark.at, &mut turn);
                    match last.of(&mut turn.parts) {
                        Some(part) => part.cache = Some(mark.place),
                        None => self.outside(*mark),
                    }
                    cursor = mark.at;
                }
            }
        }
        self.segment(cursor..end, &mut turn);
        if !printed && !data.is_empty() {
            let mut own = std::mem::replace(&mut turn.parts, data);
            turn.parts.append(&mut own);
        }
        let empty_result = turn.is_result() && (turn.result_of().is_some() || turn.item().is_some());
        let says_nothing = turn.parts.is_empty() && turn.calls().is_empty() && !empty_result;
        // Words of the turn that nothing prints are lost, whatever else it holds.
        let loses = (block.loses || (block.misses && turn.parts.is_empty())) && !block.broken;
        if loses || (says_nothing && !had_results && !block.broken) {
            self.empty(&turn, loses);
        }
        if !says_nothing {
            self.out.turns.push(turn);
        }
    }

    /// Gives a turn what its block's object holds. Returns the parts, and whether there were results, which are turns of
    /// their own.
    fn content(&mut self, block: &Block, turn: &mut Turn) -> (Parts, bool) {
        let content = block.content.and_then(|at| self.contents.get_mut(at as usize));
        let content = content.map(std::mem::take).unwrap_or_default();
        turn.set_calls(content.calls);
        turn.set_name(content.name);
        turn.set_result_of(content.result_of);
        turn.is_error = content.is_error;
        let had_results = !content.results.is_empty();
        for result in content.results {
            let mut told = Turn::new(Role::Tool, block.place, block.item);
            told.set_result_of(result.id);
            (told.parts, told.is_error) = (result.parts, result.is_error);
            self.out.turns.push(told);
        }
        let mut parts = content.parts;
        if !parts.is_empty() {
            // Nothing but look-alikes that were taken out.
            parts.retain(|part| !matches!(part.kind, PartKind::Text(text) if text.is_empty() && part.opaque.is_none()));
        }
        (parts, had_results)
    }

    /// Adds a piece of text, unless it is blank.
    fn segment(&self, range: Range<usize>, turn: &mut Turn) {
        if let Some(text) = self.visible(range) {
            turn.parts.push(Part::new(PartKind::Text(text)));
        }
    }

    /// What of a piece of text is no whitespace around it.
    #[inline]
    fn visible(&self, range: Range<usize>) -> Option<Str> {
        let text = self.text.get(range.clone())?;
        // Most texts begin and end with a letter.
        let is_visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        // Indentation of the first line with text is the author's, blank lines before it are not.
        let start = if is_visible(text.as_bytes().first()) {
            0
        } else {
            let blank = text.len() - text.trim_start().len();
            text.get(..blank).and_then(|blank| blank.rfind('\n')).map_or(0, |at| at + 1)
        };
        let end = if is_visible(text.as_bytes().last()) { text.len() } else { text.trim_end().len() };
        (start < end).then(|| Str::rendered(range.start + start..range.start + end))
    }

    fn empty(&mut self, turn: &Turn, misses: bool) {
        let place = self.places.get(turn.place as usize).cloned().unwrap_or_default();
        let code = if misses { Code::MissingVariable } else { Code::EmptyTurn };
        // The first of a list's is told; the others are as empty.
        if self.out.found.iter().any(|known| known.code == code && is_at(known, &place)) {
            return;
        }
        let (message, help) = if misses {
            // The object holds one of `text` and `content`, and the block prints the other.
            (
                "this message prints neither the `text` nor the `content` of its object".to_owned(),
                "print the key that the turns of the data have",
            )
        } else {
            (
                format!("this message of role `{}` is empty and left out", turn.role.name()),
                "put the block into a section that runs only where there is something to say",
            )
        };
        let message = of_item(turn.item().map(|item| item as usize), message);
        let mut warning = Diagnostic::new(code, place.tag, message).help(help);
        warning.partial = place.partial;
        self.out.found.push(warning);
    }
}
