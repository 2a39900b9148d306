//! A request that is written while its prompt renders: once some turns are complete, they go to the body, and their text
//! is forgotten. So it takes the memory of the body and of a few turns, and what is written is read while it is near.

use crate::assemble::Assembled;
use crate::ids::Ids;
use crate::lookalike;
use crate::pair::in_order;
use crate::record::Record;
use crate::role::Role;
use crate::settings::{Invisible, PromptSettings};
use crate::targets::{Frames, Job, Said, Target, write_some};
use crate::turn::{Part, PartKind, Str, Texts, Turn, json_length};
use itl_eval::{BlockStart, BlockWatch, CommentAt, PrintedList, PrintedTag, RenderObserver};
use itl_syntax::Diagnostics;
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
        self.turns.add(out, &mut self.record);
        let Some(count) = complete(&self.turns.turns) else { return 0 };
        let texts = Texts { rendered: std::mem::take(out), kept: std::mem::take(&mut self.record.keeper.text) };
        let turns = self.turns.turns.get_mut(..count).unwrap_or_default();
        let is_first = self.begun.body.is_empty();
        let written = in_order(turns, &texts, &mut self.seen) && self.write_turns(to, &texts, count);
        (*out, self.record.keeper.text) = (texts.rendered, texts.kept);
        if !written {
            self.failed = true;
            if is_first {
                // Nothing is lost: the conversation is whole.
                self.begun = Begun::default();
            }
            return 0;
        }
        let rest = self.turns.turns.iter().skip(count).flat_map(Turn::texts).find_map(Str::rendered_start);
        let mut taken = rest.unwrap_or(self.turns.done()).min(self.clean).saturating_sub(CONTEXT);
        while !out.is_char_boundary(taken) {
            taken -= 1;
        }
        out.drain(..taken);
        self.turns.forget(count, taken);
        self.clean -= taken;
        self.next = out.len() + to.chunk;
        taken
    }

    fn write_turns(&mut self, to: Destination<'_>, texts: &Texts, count: usize) -> bool {
        let turns = said(self.turns.turns.get(..count).unwrap_or_default(), texts, to.target);
        let Begun { body, said, ids, frames, marks } = &mut self.begun;
        let kept = texts.kept.get(self.kept..).unwrap_or_default();
        let more = json_length(&texts.rendered) + json_length(kept) + framing(&turns, to.target);
        self.kept = texts.kept.len();
        if body.capacity() == 0 {
            body.reserve_exact(more.max(to.length + ROOM));
        } else if body.capacity() - body.len() < more {
            // A body that doubles its memory takes more than twice its length at last.
            body.reserve_exact(more.max(body.len() / 2));
        }
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

/// How many turns are complete: those before a turn of the user's that follows one of the assistant's. No target joins
/// the two, and a mark that follows finds a part to stand at.
fn complete(turns: &[Turn]) -> Option<usize> {
    let begins = |pair: &[Turn]| match pair {
        [before, after] => {
            before.role == Role::Assistant
                && before.calls().is_empty()
                && after.role == Role::User
                && after.parts.iter().any(Part::is_sent)
        }
        _ => false,
    };
    turns.windows(2).rposition(begins).map(|at| at + 1)
}

/// How many bytes stand around the texts of turns, about and rather too many: a body that outgrows its room takes
/// twice as much.
pub(crate) fn framing(turns: &[&Turn], target: Target) -> usize {
    const CALL: usize = 110;
    const RESULT: usize = 72;
    let each = match target {
        Target::OpenAiResponses => 80,
        Target::Bedrock | Target::Gemini => 48,
        _ => 40,
    };
    let calls: usize = turns.iter().map(|turn| turn.calls().len()).sum();
    // A call has one result.
    turns.len() * each + calls * (CALL + RESULT)
}

/// The turns that say something to a target.
pub(crate) fn said<'t>(turns: &'t [Turn], texts: &Texts, target: Target) -> Vec<&'t Turn> {
    turns.iter().filter(|turn| says(turn, texts, target)).collect()
}

/// Whether a turn says something to a target.
pub(crate) fn says(turn: &Turn, texts: &Texts, target: Target) -> bool {
    let own = |part: &Part| {
        target == Target::Messages
            || !matches!(part.kind, PartKind::Opaque)
            || part.opaque.as_ref().is_some_and(|opaque| texts.get(opaque.target) == target.name())
    };
    turn.is_result() || !turn.calls().is_empty() || turn.parts.iter().any(own)
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
