//! What a render writes where: reported to its observer, so that no value can forge it.

use super::Machine;
use super::observer::{BlockStart, BlockWatch, CommentAt, CostOfRun, PrintedList, PrintedTag, TagAction, TagRun};
use crate::costs;
use crate::output::Escape;
use crate::output::markup::Markup;
use crate::output::print::write_value;
use crate::program::{Block, Expr, Head, Op, Section};
use itl_syntax::{Code, Diagnostic, Span};
use itl_text::{Quoted, closest};
use itl_value::{Map, Step, Value};
use std::sync::Arc;

/// So often a section's key is compared with others before it is taken for an optional one.
const DOUBTED: usize = 8;

impl<'a> Machine<'a, '_> {
    fn room(&self) -> usize {
        self.budgets.output_end.saturating_sub(self.out.len())
    }

    /// Reports a block that begins. Returns whether its end is to be reported.
    fn observe_block(&mut self, block: &Block, program: Option<&Arc<str>>, overridden: bool) -> bool {
        let (output, room) = (self.out.len(), self.room());
        let object = self.contexts.nearest_object();
        let item = self.contexts.item();
        let escape = self.escape;
        let Some(observer) = &mut self.observer else { return false };
        let start = BlockStart {
            name: &block.name,
            tag: block.tag,
            partial: program,
            output,
            object,
            overridden,
            item,
            room,
            escape,
        };
        let watched = observer.block(&start);
        if self.is_prompt && watched != BlockWatch::Ignore {
            self.charge(costs::MESSAGE + block.name.len() as u64 / costs::BYTES);
        }
        if watched == BlockWatch::Text {
            self.markup = Markup::at(output);
        }
        watched != BlockWatch::Ignore
    }

    #[inline(never)]
    pub(super) fn observe_block_end(&mut self) {
        let Some(observer) = self.observer.as_mut() else { return };
        if observer.block_end(self.out.len()) {
            let taken = observer.take(&mut self.out);
            self.budgets.output_end = self.budgets.output_end.saturating_sub(taken);
            self.markup = Markup::at(self.out.len());
        }
    }

    /// Begins a block of `file` whose body, its own or an override's, stands at `body`.
    pub(super) fn begin_observed_block(
        &mut self,
        block: &Block,
        body: usize,
        file: Option<&Arc<str>>,
        overridden: bool,
    ) {
        if self.observer.is_none() {
            return;
        }
        self.use_escape_of_block(body);
        let observed = self.observe_block(block, file, overridden);
        if let Some(caller) = self.flow.callers.last_mut() {
            caller.observed = observed;
        }
    }

    fn use_escape_of_block(&mut self, body: usize) {
        let op = body.checked_sub(1).and_then(|at| self.program.ops.get(at));
        if let Some(Op::Block { block, .. }) = op {
            self.use_escape(self.program.blocks.get(*block as usize).and_then(|block| block.escape));
        }
    }

    pub(super) fn use_escape(&mut self, escape: Option<Escape>) {
        if let Some(escape) = escape.filter(|_| self.is_prompt) {
            self.escape = escape;
        }
    }

    #[cold]
    pub(super) fn observe_comment(&mut self, tag: Span) {
        let output = self.out.len();
        // It is read for settings each time.
        self.charge(tag.len() as u64 / costs::BYTES);
        if let Some(observer) = &mut self.observer {
            let (source, partial) = (tag.of(&self.program.source), self.program.name.as_ref());
            observer.comment(&CommentAt { source, tag, partial, output });
        }
    }

    #[cold]
    pub(super) fn observe_print(&mut self, expr: &Expr, raw: bool, output: usize) {
        let (tag, partial) = (expr.tag, self.program.name.as_ref());
        if let Some(observer) = self.observer.as_mut().filter(|observer| observer.watches_prints()) {
            let (path, whole) = (expr.path.of(&self.program.source), self.out.len());
            observer.printed(&PrintedTag { path, tag, partial, raw, output }, &mut self.out);
            self.charge_dropped(whole);
        }
    }

    /// Prints a value that is not the text of the innermost context, to an observer or for XML.
    #[inline(never)]
    pub(super) fn print_observed(&mut self, expr: &Expr, value: &Value<'_>, escape: Escape) {
        match value {
            Value::Missing => self.missing(expr, None),
            Value::Text(text) => self.write_escaped(text, escape),
            Value::List(_) | Value::Map(_) => {
                let (path, output, room) = (expr.path.of(&self.program.source), self.out.len(), self.room());
                let keeps = self.is_prompt
                    && matches!(value, Value::List(_))
                    && self
                        .observer
                        .as_mut()
                        .is_some_and(|observer| observer.list(&PrintedList { path, value, escape, output, room }));
                if !keeps {
                    self.write_escaped(&value.to_text_within(room), escape);
                }
            }
            value => write_value(value, escape, self.budgets.output_end, &mut self.out),
        }
    }

    /// A section found nothing: where some key in reach nearly has its name, that is a mistake.
    #[cold]
    #[inline(never)]
    pub(super) fn doubt_section(&mut self, expr: &'a Expr) {
        // The render holds its programs, so that the address of a name is the partial's alone.
        let partial = self.program.name.as_ref().map_or(0, |name| Arc::as_ptr(name).addr());
        let place = format!("{partial} {} {}", expr.tag.start, expr.tag.end);
        let known = self.doubts.get_or_insert_default();
        let doubts = known.get(&place).unwrap_or_default();
        if doubts == DOUBTED {
            return;
        }
        known.set(&place, doubts + 1);
        let Head::Key(key) = &expr.head else { return };
        let found = self.contexts.lookup(&expr.head, &[], None);
        let path = expr.path.of(&self.program.source);
        if matches!(found, Value::Missing) {
            let near = self.near_key(key.text());
            if let Some(near) = near {
                let message = format!("no object in reach has the key {}", Quoted(key.text()));
                self.note(
                    Diagnostic::new(Code::UnknownSection, expr.tag, message)
                        .help(format_args!("did you mean `{near}`?")),
                );
            }
            return;
        }
        let mut value = found;
        for step in &*expr.steps {
            let next = value.follow(step);
            if !matches!(next, Value::Missing) {
                value = next;
                continue;
            }
            let Step::Key(key) = step else { return };
            let help = match &value {
                Value::List(_) if key.index().is_none() => {
                    "an array has no such key; its first item is the key `0`, and a section over it runs for each item"
                        .to_owned()
                }
                Value::Map(map) => match self.near_in(map, key.text()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => return,
                },
                _ => return,
            };
            self.note(
                Diagnostic::new(Code::UnknownSection, expr.tag, format_args!("{} is missing", Quoted(path))).help(help),
            );
            return;
        }
    }

    /// The key nearest to `word` of the objects in reach.
    fn near_key(&mut self, word: &str) -> Option<String> {
        let maps = self.contexts.objects();
        maps.iter().find_map(|map| self.near_in(map, word))
    }

    fn near_in(&mut self, map: &Map<'_>, word: &str) -> Option<String> {
        /// Objects with more keys are tables, not payloads.
        const MOST_KEYS: usize = 1_000;
        let count = map.len().min(MOST_KEYS);
        self.charge(costs::names(word, count));
        let keys: Vec<_> = map.iter().take(count).map(|(key, _)| key).collect();
        closest(word, keys.iter().map(AsRef::as_ref)).map(str::to_owned)
    }

    /// Reports what a tag did. A template that is made during the render has no places to report.
    #[cold]
    pub(super) fn observe_tag(&mut self, tag: Span, action: TagAction) {
        if let Some(observer) = self.observer.as_mut().filter(|_| self.budgets.depth == 0) {
            observer.tag(&TagRun { tag, partial: self.program.name.as_ref(), action });
        }
    }

    /// What is left and written now, to tell later what a tag has cost.
    #[inline]
    pub(super) fn mark(&self) -> Mark {
        Mark { fuel: self.budgets.fuel, output: self.out.len() }
    }

    fn since(&self, mark: Mark) -> (u64, usize) {
        (mark.fuel.saturating_sub(self.budgets.fuel), self.out.len().saturating_sub(mark.output))
    }

    /// Reports what a tag has cost since `mark`, its own step included.
    #[cold]
    pub(super) fn observe_since(&mut self, tag: Span, mark: Mark) {
        let (steps, bytes) = self.since(mark);
        self.observe_cost(tag, 1, steps + 1, bytes);
    }

    /// Reports what a section has cost since `mark`, beyond what was reported of it.
    #[cold]
    pub(super) fn observe_more(&mut self, section: &Section, mark: Mark) {
        let (steps, bytes) = self.since(mark);
        if let Some(expr) = self.program.exprs.get(section.expr as usize) {
            self.observe_cost(expr.tag, 0, steps, bytes);
        }
    }

    /// Reports a cost. That of a template which is made during the render belongs to the tag that asks for it.
    #[cold]
    pub(super) fn observe_cost(&mut self, tag: Span, runs: u64, steps: u64, bytes: usize) {
        if let Some(observer) = self.observer.as_mut().filter(|_| self.budgets.depth == 0) {
            observer.cost(&CostOfRun { tag, partial: self.program.name.as_ref(), runs, steps, bytes });
        }
    }

    /// Reports the steps of the whole render.
    pub(super) fn observe_end(&mut self) {
        let steps = self.environment.limits.steps.saturating_sub(self.budgets.fuel);
        if let Some(observer) = &mut self.observer {
            observer.ended(steps, self.out.len());
        }
    }

    /// Reports the value of a section, which was asked for at `mark`.
    #[cold]
    pub(super) fn observe_section(&mut self, section: &Section, value: &Value<'_>, mark: Mark) {
        let (rounds, list) = match value {
            Value::List(list) => (list.len(), true),
            value => (value.is_truthy().into(), false),
        };
        if let Some(expr) = self.program.exprs.get(section.expr as usize) {
            self.observe_tag(expr.tag, TagAction::Section { rounds, list });
            self.observe_since(expr.tag, mark);
        }
    }
}

/// A moment of a render.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    fuel: u64,
    output: usize,
}
