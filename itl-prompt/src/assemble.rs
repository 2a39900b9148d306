//! Makes turns of what a render recorded: text outside of blocks goes into the message that follows,
//! parts and cache marks stand where the template printed them.

use crate::record::{Block, Mark, MarkKind, Record};
use crate::role::Role;
use crate::turn::{Part, PartKind, Place, Str, Turn};
use itl_syntax::{Code, Diagnostic, Diagnostics};
use std::ops::Range;

/// The turns of a render, and whether a cache mark stands before all of them.
pub(crate) struct Assembled {
    pub(crate) turns: Vec<Turn>,
    pub(crate) cache_tools: bool,
    /// Whether nothing falls: `@keep` at the top of the file.
    pub(crate) keep_all: bool,
}

struct Assembly<'t> {
    text: &'t str,
    places: &'t [Place],
    out: Assembled,
    warnings: &'t mut Diagnostics,
}

/// Makes turns of the blocks that wrote `text`.
pub(crate) fn assemble(text: &str, record: &mut Record<'_>, warnings: &mut Diagnostics) -> Assembled {
    let blocks = std::mem::take(&mut record.blocks);
    let marks = std::mem::take(&mut record.marks);
    record.places.push(Place::default());
    let nowhere = record.places.len() as u32 - 1;
    let out = Assembled { turns: Vec::with_capacity(blocks.len() + 1), cache_tools: false, keep_all: false };
    let mut assembly = Assembly { text, places: &record.places, out, warnings };
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

impl Assembly<'_> {
    /// Where the text of a block begins: text before it is its own, unless it is blank.
    fn start(&self, done: usize, start: usize) -> usize {
        let outside = self.text.get(done..start).unwrap_or_default();
        if outside.trim().is_empty() { start } else { done }
    }

    /// A mark between two blocks holds for what stands before it.
    fn outside(&mut self, mark: Mark) {
        match mark.kind {
            MarkKind::Cache => match self.out.turns.iter_mut().rev().find_map(|turn| turn.parts.last_mut()) {
                Some(part) => part.cache = true,
                None => self.out.cache_tools = true,
            },
            MarkKind::Keep if self.out.turns.is_empty() => self.out.keep_all = true,
            MarkKind::Keep | MarkKind::Parts => {}
        }
    }

    fn block(&mut self, block: Block, start: usize, marks: &[Mark]) {
        let mut turn = Turn::new(block.role, block.place);
        turn.in_list = block.in_list;
        let mut data = Vec::new();
        let mut had_results = false;
        if let Some(content) = block.content {
            data = content.parts;
            (turn.calls, turn.name) = (content.calls, content.name);
            (turn.result_of, turn.is_error) = (content.result_of, content.is_error);
            for result in content.results {
                had_results = true;
                let mut told = Turn::new(Role::Tool, block.place);
                (told.parts, told.result_of, told.is_error) = (result.parts, result.id, result.is_error);
                told.in_list = block.in_list;
                self.out.turns.push(told);
            }
        }
        data.retain(|part| !matches!(part.kind, PartKind::Text(text) if text.is_empty()));
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
                    match turn.parts.last_mut() {
                        Some(part) => part.cache = true,
                        None => self.outside(*mark),
                    }
                    cursor = mark.at;
                }
            }
        }
        self.segment(cursor..block.output.end, &mut turn);
        if !printed && !data.is_empty() {
            let own = std::mem::replace(&mut turn.parts, data);
            turn.parts.extend(own);
        }
        let empty_result = turn.is_result() && (turn.result_of.is_some() || turn.in_list);
        let says_nothing = turn.parts.is_empty() && turn.calls.is_empty() && !empty_result;
        if !says_nothing {
            self.out.turns.push(turn);
        } else if !had_results {
            self.empty(&turn, block.misses);
        }
    }

    /// Adds a piece of text, unless it is blank.
    fn segment(&self, range: Range<usize>, turn: &mut Turn) {
        let Some(text) = self.text.get(range.clone()) else { return };
        let blank = text.len() - text.trim_start().len();
        // Indentation of the first line with text is the author's, blank lines before it are not.
        let start = text.get(..blank).and_then(|blank| blank.rfind('\n')).map_or(0, |at| at + 1);
        let end = text.trim_end().len();
        if start < end {
            let text = Str::rendered(range.start + start..range.start + end);
            turn.parts.push(Part::new(PartKind::Text(text)));
        }
    }

    fn empty(&mut self, turn: &Turn, misses: bool) {
        let place = self.places.get(turn.place as usize).cloned().unwrap_or_default();
        let message = format!("this message of role `{}` is empty and left out", turn.role.name());
        let mut warning = if misses {
            // The object holds one of `text` and `content`, and the block prints the other.
            let message = "this message prints neither the `text` nor the `content` of its object";
            Diagnostic::new(Code::MissingVariable, place.tag, message)
                .help("print the key that the turns of the data have")
        } else {
            Diagnostic::new(Code::EmptyTurn, place.tag, message)
                .help("put the block into a section that runs only where there is something to say")
        };
        warning.partial = place.partial;
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}
