//! Makes turns of what a render recorded: text outside of blocks goes into the message that follows,
//! parts and cache marks stand where the template printed them.

use crate::record::{Block, Mark, MarkKind, Record, of_item};
use crate::role::Role;
use crate::turn::{Part, PartKind, Parts, Place, Str, Turn};
use itl_syntax::{Code, Diagnostic, Diagnostics};
use std::ops::Range;

/// The turns of a render, and whether a cache mark stands before all of them.
pub(crate) struct Assembled {
    pub(crate) turns: Vec<Turn>,
    /// The place of a cache mark before all turns.
    pub(crate) cache_tools: Option<u32>,
    /// Whether nothing falls: `@keep` at the top of the file.
    pub(crate) keep_all: bool,
    /// Whether a turn could not be read, so that calls may be missing.
    pub(crate) broken: bool,
}

struct Assembly<'t> {
    text: &'t str,
    places: &'t [Place],
    out: Assembled,
    warnings: &'t mut Diagnostics,
    /// How many turns were looked at, and the last of them that has parts.
    with_parts: (usize, Option<usize>),
}

/// Makes turns of the blocks that wrote `text`.
pub(crate) fn assemble(text: &str, record: &mut Record<'_>, warnings: &mut Diagnostics) -> Assembled {
    let blocks = std::mem::take(&mut record.blocks);
    let marks = std::mem::take(&mut record.marks);
    record.places.push(Place::default());
    let nowhere = record.places.len() as u32 - 1;
    let turns = Vec::with_capacity(blocks.len() + 1);
    let out = Assembled { turns, cache_tools: None, keep_all: false, broken: false };
    let mut assembly = Assembly { text, places: &record.places, out, warnings, with_parts: (0, None) };
    let mut marks = marks.as_slice();
    let mut done = 0;
    for (at, mut block) in blocks.into_iter().enumerate() {
        // A render that reached a limit may have left its last block open.
        block.output.end = block.output.end.min(text.len());
        let begun = at + 1;
        let count =
            marks.iter().take_while(|mark| mark.blocks < begun || (mark.blocks == begun && mark.inside)).count();
        let (own, rest) = marks.split_at(count);
        marks = rest;
        let start = assembly.start(done, block.output.start);
        done = done.max(block.output.end);
        assembly.block(block, start, own);
    }
    let start = assembly.start(done, text.len());
    let tail = Block::tail(nowhere, text.len());
    if start < text.len() {
        assembly.block(tail, start, marks);
    } else {
        for mark in marks {
            assembly.outside(*mark);
        }
    }
    assembly.out
}

/// Whether a text is whitespace; what stands between blocks mostly is one line break.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) || text.trim().is_empty()
}

/// The last part that every target is sent: a mark is not one of what only some see.
fn last_sent(parts: &mut [Part]) -> Option<&mut Part> {
    parts.iter_mut().rev().find(|part| part.is_sent())
}

impl Assembly<'_> {
    /// Where the text of a block begins: text before it is its own, unless it is blank.
    fn start(&self, done: usize, start: usize) -> usize {
        let outside = self.text.get(done..start).unwrap_or_default();
        if is_blank(outside) { start } else { done }
    }

    /// The last part of all turns so far.
    fn last_part(&mut self) -> Option<&mut Part> {
        let turns = &mut self.out.turns;
        // Each turn is looked at once, however many marks follow turns of nothing but calls.
        let (looked, last) = self.with_parts;
        let later =
            turns.iter().skip(looked).rposition(|turn| turn.parts.iter().any(Part::is_sent)).map(|at| looked + at);
        let last = later.or(last);
        self.with_parts = (turns.len(), last);
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

    fn block(&mut self, block: Block, start: usize, marks: &[Mark]) {
        let mut turn = Turn::new(block.role, block.place, block.item);
        self.out.broken |= block.broken;
        let mut data = Parts::None;
        let mut had_results = false;
        if let Some(content) = block.content {
            data = content.parts;
            turn.set_calls(content.calls);
            turn.set_name(content.name);
            turn.set_result_of(content.result_of);
            turn.is_error = content.is_error;
            for result in content.results {
                had_results = true;
                let mut told = Turn::new(Role::Tool, block.place, block.item);
                told.set_result_of(result.id);
                (told.parts, told.is_error) = (result.parts, result.is_error);
                self.out.turns.push(told);
            }
        }
        if !data.is_empty() {
            data.retain(|part| !matches!(part.kind, PartKind::Text(text) if text.is_empty()));
        }
        let mut cursor = start;
        let mut printed = false;
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
                    match last_sent(&mut turn.parts) {
                        Some(part) => part.cache = Some(mark.place),
                        None => self.outside(*mark),
                    }
                    cursor = mark.at;
                }
            }
        }
        self.segment(cursor..block.output.end, &mut turn);
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

    /// Adds a piece of text, unless it is blank.
    fn segment(&self, range: Range<usize>, turn: &mut Turn) {
        let Some(text) = self.text.get(range.clone()) else { return };
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
        if start < end {
            let text = Str::rendered(range.start + start..range.start + end);
            turn.parts.push(Part::new(PartKind::Text(text)));
        }
    }

    fn empty(&mut self, turn: &Turn, misses: bool) {
        let place = self.places.get(turn.place as usize).cloned().unwrap_or_default();
        let code = if misses { Code::MissingVariable } else { Code::EmptyTurn };
        let same = |known: &Diagnostic| known.code == code && known.span == place.tag && known.partial == place.partial;
        // The first of a list's is told; the others are as empty.
        if self.warnings.iter().any(same) {
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
        self.warnings.push(warning);
    }
}
