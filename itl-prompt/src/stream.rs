//! A request that is written while its prompt renders: once some turns are complete, they go to the body, and their text
//! is forgotten. So it takes the memory of the body and of a few turns, and what is written is read while it is near.

use crate::assemble::{Assembled, Assembly};
use crate::ids::Ids;
use crate::lookalike;
use crate::pair::in_order;
use crate::record::{Block, Content, Record};
use crate::role::Role;
use crate::settings::{Invisible, PromptSettings};
use crate::targets::{Frames, Job, Said, Target, says, write_some};
use crate::turn::{Part, PartKind, Parts, Str, Texts, Turn, json_length};
use itl_eval::{BlockStart, BlockWatch, CommentAt, PrintedList, PrintedTag, RenderObserver};
use itl_syntax::Diagnostics;
use smallvec::SmallVec;
use std::collections::HashSet;

/// How far look-alikes look at the text around them, and some more.
const CONTEXT: usize = 80;

/// What a body is given more than the longest before it took: what is reserved before it is written is a guess.
const ROOM: usize = 1 << 14;

/// What a stream is written for.
#[derive(Clone, Copy)]
pub(crate) struct Destination<'d> {
    pub(crate) target: Target,
    pub(crate) model: Option<&'d str>,
    pub(crate) max_output_tokens: Option<u64>,
    /// How long the body will be, about.
    pub(crate) length: usize,
    /// How much text is new when turns are looked at.
    pub(crate) chunk: usize,
}

/// What is known of a request whose first turns are written.
#[derive(Default)]
pub(crate) struct Begun {
    pub(crate) body: String,
    pub(crate) said: Said,
    pub(crate) ids: Option<Ids>,
    pub(crate) frames: Frames,
    pub(crate) marks: usize,
}

/// A record whose turns go to a body as they become complete.
pub(crate) struct Stream<'s> {
    pub(crate) record: Record<'s>,
    settings: &'s PromptSettings,
    to: Option<Destination<'s>>,
    pub(crate) turns: Assembled,
    begun: Begun,
    /// The keys of the calls that were written.
    seen: HashSet<u64>,
    /// How long the text is when turns are looked at next.
    next: usize,
    /// How much of what is kept of the data is written, or belongs to the turns that are next.
    kept: usize,
    /// How much of the text is known to hold no look-alikes.
    clean: usize,
    /// Whether there is something that only the whole conversation tells.
    failed: bool,
}

impl<'s> Stream<'s> {
    /// Without a destination nothing is written, and all turns are kept.
    pub(crate) fn new(record: Record<'s>, settings: &'s PromptSettings, to: Option<Destination<'s>>) -> Self {
        Self {
            record,
            settings,
            to,
            turns: Assembled::default(),
            begun: Begun::default(),
            seen: HashSet::new(),
            next: to.map_or(usize::MAX, |to| to.chunk),
            kept: 0,
            clean: 0,
            failed: false,
        }
    }

    /// What was written, where something was; an error where the request has to be made of the whole conversation.
    pub(crate) fn begun(&mut self, rest: &str) -> Result<Option<Begun>, ()> {
        if !cfg!(feature = "stream") || self.begun.body.is_empty() {
            return Ok(None);
        }
        let fails = self.failed || !self.is_clean(rest);
        if fails { Err(()) } else { Ok(Some(std::mem::take(&mut self.begun))) }
    }

    /// Whether the last turns continue what was written.
    pub(crate) fn continues(&mut self, texts: &Texts) -> bool {
        in_order(&mut self.turns.turns, texts, &mut self.seen)
    }

    /// Whether a text holds no look-alikes that a lint has to look for.
    fn is_clean(&mut self, text: &str) -> bool {
        if self.settings.invisible != Invisible::Keep {
            return true;
        }
        let near = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let from = near(self.clean.min(text.len()));
        let holds =
            lookalike::suspicious(text.get(from..).unwrap_or_default()) && lookalike::find(text, from).is_some();
        // One that the end of the text cuts is found the next time.
        self.clean = near(text.len().saturating_sub(CONTEXT));
        !holds
    }

    /// Writes the turns that are complete; returns how much of the text they were.
    fn write(&mut self, to: Destination<'s>, out: &mut String) -> usize {
        self.next = out.len() * 2;
        if !self.is_clean(out) {
            self.failed = true;
            return 0;
        }
        let texts = Texts { rendered: std::mem::take(out), kept: std::mem::take(&mut self.record.keeper.text) };
        self.make_room(to, &texts);
        if self.record.marks.is_empty() {
            self.write_blocks(to, &texts);
        } else {
            self.turns.add(&texts.rendered, &mut self.record);
            let count = complete(&self.turns.turns);
            self.write_turns(to, &texts, count);
        }
        (*out, self.record.keeper.text) = (texts.rendered, texts.kept);
        // What is written is not taken away where the rest is made of the whole conversation.
        if self.failed || self.begun.body.is_empty() {
            return 0;
        }
        let rest = self.turns.turns.iter().flat_map(Turn::texts).find_map(Str::rendered_start);
        let mut taken = rest.unwrap_or(self.turns.done()).min(self.clean).saturating_sub(CONTEXT);
        while !out.is_char_boundary(taken) {
            taken -= 1;
        }
        out.drain(..taken);
        self.turns.forget_text(taken);
        self.clean -= taken;
        self.next = out.len() + to.chunk;
        taken
    }

    /// Gives the body the room for what will be written of some blocks, where it may have none.
    fn make_room(&mut self, to: Destination<'_>, texts: &Texts) {
        let body = &mut self.begun.body;
        let kept = texts.kept.get(self.kept..).unwrap_or_default();
        self.kept = texts.kept.len();
        let calls = self.record.contents.iter().map(Content::calls).sum::<usize>();
        let turns = self.turns.turns.len() + self.record.blocks.len();
        let around = framing(turns, calls, to.target);
        let room = body.capacity() - body.len();
        if room >= 2 * (texts.rendered.len() + kept.len()) + around {
            return;
        }
        let more = json_length(&texts.rendered) + json_length(kept) + around;
        if body.capacity() == 0 {
            body.reserve_exact(more.max(to.length + ROOM));
        } else if room < more {
            // A body that doubles its memory takes more than twice its length at last.
            body.reserve_exact(more.max(body.len() / 2));
        }
    }

    /// Writes what is complete of blocks that no marks stand between. One that is a text and nothing else never becomes a
    /// turn where the next one shows that it is complete.
    fn write_blocks(&mut self, to: Destination<'s>, texts: &Texts) {
        let mut blocks = std::mem::take(&mut self.record.blocks);
        // The last one, where there are no turns before it.
        let mut last: Option<Plain> = None;
        for block in blocks.drain(..) {
            let record = &mut self.record;
            let mut assembly = Assembly::new(&texts.rendered, &record.places, &mut record.contents, &mut self.turns);
            let Some(text) = assembly.plain(&block) else {
                self.add(&block, last.take(), to, texts);
                continue;
            };
            let plain = Plain { role: block.role, place: block.place, item: block.item, text };
            let is_next = match &last {
                Some(before) => ends_before(before.role, plain.role, to.target) && self.write_plain(before, texts),
                None => self.write_before(self.turns.turns.len(), plain.role, to, texts),
            };
            if is_next {
                last = Some(plain);
            } else {
                self.turns.turns.extend(last.take().into_iter().chain([plain]).map(|plain| plain.turn()));
            }
        }
        self.turns.turns.extend(last.map(|plain| plain.turn()));
        self.record.contents.clear();
        self.record.blocks = blocks;
    }

    /// Adds the turns of a block, and writes those before it that it shows to be complete.
    fn add(&mut self, block: &Block, last: Option<Plain>, to: Destination<'_>, texts: &Texts) {
        let (record, count) = (&mut self.record, self.turns.turns.len());
        Assembly::new(&texts.rendered, &record.places, &mut record.contents, &mut self.turns).add(block, &[]);
        // A mark that follows needs a part to stand at.
        let has_marks = self.settings.has_marks;
        let begins = |turn: &&Turn| {
            turn.parts.iter().any(Part::is_sent) || (!has_marks && (turn.is_result() || !turn.calls().is_empty()))
        };
        let next = self.turns.turns.get(count).filter(begins).map(|turn| turn.role).filter(|role| !role.instructs());
        let Some(before) = last else {
            if let Some(next) = next {
                self.write_before(count, next, to, texts);
            }
            return;
        };
        let is_complete = next.is_some_and(|next| ends_before(before.role, next, to.target));
        if !(is_complete && self.write_plain(&before, texts)) {
            self.turns.turns.insert(0, before.turn());
        }
    }

    /// Writes the first turns where one of that role after them shows that they are complete. Returns whether none are left
    /// before it.
    fn write_before(&mut self, count: usize, next: Role, to: Destination<'_>, texts: &Texts) -> bool {
        let Some(before) = count.checked_sub(1) else { return true };
        let is_complete = |turn: &Turn| {
            let says = turn.is_result() || turn.parts.iter().any(Part::is_sent);
            says && turn.calls().is_empty() && ends_before(turn.role, next, to.target)
        };
        self.turns.turns.get(before).is_some_and(is_complete) && self.write_turns(to, texts, count)
    }

    /// Writes a turn as all of its kind are. Returns false, and writes nothing, where it is not known how.
    #[inline]
    fn write_plain(&mut self, plain: &Plain, texts: &Texts) -> bool {
        !self.failed && self.begun.frames.write(plain.role, texts.get(plain.text), &mut self.begun.body)
    }

    /// Writes the first turns, and forgets them. Returns false where that cannot be, and nothing more is written.
    fn write_turns(&mut self, to: Destination<'_>, texts: &Texts, count: usize) -> bool {
        if self.failed || count == 0 {
            return false;
        }
        let is_first = self.begun.body.is_empty();
        let turns = self.turns.turns.get_mut(..count).unwrap_or_default();
        if in_order(turns, texts, &mut self.seen) && self.write_job(to, texts, count) {
            self.turns.forget(count);
            return true;
        }
        self.failed = true;
        if is_first {
            // Nothing is lost: the conversation is whole.
            self.begun = Begun::default();
        }
        false
    }

    fn write_job(&mut self, to: Destination<'_>, texts: &Texts, count: usize) -> bool {
        let turns = said(self.turns.turns.get(..count).unwrap_or_default(), texts, to.target);
        // What is left out is noted where the conversation is whole.
        if turns.len() < count {
            return false;
        }
        let Begun { body, said, ids, frames, marks } = &mut self.begun;
        let mut job = Job {
            target: to.target,
            texts,
            places: &self.record.places,
            turns: &turns,
            tools: &[],
            cache_tools: None,
            incomplete: false,
            settings: self.settings,
            model: to.model,
            max_output_tokens: to.max_output_tokens,
            schema: None,
            said: *said,
            is_end: false,
            ids: ids.take(),
            frames: std::mem::take(frames),
            marks: *marks,
            found: Diagnostics::new(),
        };
        let written = write_some(&mut job, body);
        (*said, *ids, *frames, *marks) = (job.said, job.ids, job.frames, job.marks);
        written
    }
}

/// A turn that is one text of the user's or the assistant's.
struct Plain {
    role: Role,
    place: u32,
    item: Option<u32>,
    text: Str,
}

impl Plain {
    fn turn(&self) -> Turn {
        let mut turn = Turn::new(self.role, self.place, self.item);
        turn.parts = Parts::One(Part::new(PartKind::Text(self.text)));
        turn
    }
}

/// Whether a target takes two neighbours of these roles as two turns, wherever they stand.
fn ends_before(role: Role, next: Role, target: Target) -> bool {
    let joins = matches!(target, Target::Anthropic | Target::Bedrock | Target::Gemini);
    !role.instructs() && (!joins || (role == Role::Assistant) != (next == Role::Assistant))
}

/// How many turns are complete: those before a turn of the user's that follows one of the assistant's. No target joins
/// the two, and a mark that follows finds a part to stand at.
fn complete(turns: &[Turn]) -> usize {
    let begins = |pair: &[Turn]| match pair {
        [before, after] => {
            before.role == Role::Assistant
                && before.calls().is_empty()
                && after.role == Role::User
                && after.parts.iter().any(Part::is_sent)
        }
        _ => false,
    };
    turns.windows(2).rposition(begins).map_or(0, |at| at + 1)
}

/// How many bytes stand around the texts of turns, about and rather too many: a body that outgrows its room takes
/// twice as much.
pub(crate) fn framing(turns: usize, calls: usize, target: Target) -> usize {
    const CALL: usize = 110;
    const RESULT: usize = 72;
    let each = match target {
        Target::OpenAiResponses => 80,
        Target::Bedrock | Target::Gemini => 48,
        _ => 40,
    };
    // A call has one result.
    turns * each + calls * (CALL + RESULT)
}

/// The turns that say something to a target.
fn said<'t>(turns: &'t [Turn], texts: &Texts, target: Target) -> SmallVec<[&'t Turn; 8]> {
    turns.iter().filter(|turn| says(turn, texts, target)).collect()
}

impl RenderObserver for Stream<'_> {
    fn block(&mut self, block: &BlockStart<'_>) -> BlockWatch {
        self.record.block(block)
    }

    fn block_end(&mut self, output: usize) -> bool {
        self.record.block_end(output)
    }

    fn take(&mut self, out: &mut String) -> usize {
        match self.to {
            Some(to) if cfg!(feature = "stream") && out.len() >= self.next && !self.failed => self.write(to, out),
            _ => 0,
        }
    }

    fn comment(&mut self, comment: &CommentAt<'_>) {
        self.record.comment(comment);
    }

    fn list(&mut self, list: &PrintedList<'_>) -> bool {
        self.record.list(list)
    }

    fn expects_missing(&mut self, path: &str) -> bool {
        self.record.expects_missing(path)
    }

    fn is_prompt(&self) -> bool {
        self.record.is_prompt()
    }

    fn watches_prints(&self) -> bool {
        self.record.watches_prints()
    }

    fn printed(&mut self, tag: &PrintedTag<'_>, out: &mut String) {
        self.record.printed(tag, out);
    }
}
