//! Runs a program: one flat loop over instructions, with an explicit stack for partials.

#[cfg(feature = "extensions")]
mod blocks;
mod calls;
mod context;
mod flow;
mod log;
mod near;
#[cfg(feature = "extensions")]
mod observer;
mod references;

pub(crate) use log::RenderLog;
pub use log::Traced;
#[cfg(feature = "extensions")]
pub use observer::{
    BlockStart, BlockWatch, CommentAt, CostOfRun, PrintedList, PrintedTag, RenderObserver, TagAction, TagRun,
};

use crate::compile::RegexCache;
#[cfg(feature = "extensions")]
use crate::costs;
use crate::engine::Settings;
use crate::limits::Limits;
use crate::output::Escape;
#[cfg(feature = "extensions")]
use crate::output::markup::Markup;
use crate::output::print::{write_spot, write_value};
use crate::program::{Expr, Head, Link, Linked, Op, Program, ProgramSet, Section};
use context::ContextStack;
use flow::{Flow, push_indented};
use itl_syntax::Span;
use itl_time::Zone;
use itl_value::{NameIndex, Step, Value, ValueRef};
pub(crate) use near::NearPartials;
use std::cell::RefCell;
use std::rc::Rc;

/// Who watches a render.
#[cfg(feature = "extensions")]
pub(crate) type Observer<'o> = Option<&'o mut dyn RenderObserver>;
/// Who watches a render: nobody.
#[cfg(not(feature = "extensions"))]
pub(crate) type Observer<'o> = std::marker::PhantomData<&'o ()>;

/// The settings of one render.
pub(crate) struct Environment<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) limits: &'a Limits,
    pub(crate) zone: Zone,
    pub(crate) now: Option<i64>,
    /// The output format that the render begins with.
    pub(crate) escape: Escape,
    /// Whether a broken source prints nothing at all ([`OnError::Empty`](crate::OnError::Empty)).
    pub(crate) is_emptied_by_errors: bool,
    /// What has been compiled while rendering.
    pub(crate) memory: &'a Memories,
    /// What misspelt names of partials mean.
    pub(crate) near_partials: &'a NearPartials,
}

/// The memory of one render, made when it is needed: most renders compile nothing.
pub(crate) type Memories = RefCell<Option<Box<Memory>>>;

/// What one render keeps of the sources that it compiles.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) regexes: RegexCache,
    /// Partials whose names are values, by the numbers in `names`; `None` if there is no such partial.
    partials: Vec<Option<Rc<ProgramSet>>>,
    names: NameIndex,
    /// How often it was searched for the partial that a name means.
    searches: usize,
}

/// What is left of the limits.
#[derive(Clone, Copy)]
struct Budgets {
    fuel: u64,
    /// The length of the output at which the render ends.
    output_end: usize,
    /// How deep partials and lambdas are nested already.
    depth: usize,
}

/// Runs the first program of `set` on `root` and appends its text to `out`.
pub(crate) fn run(
    set: &ProgramSet,
    environment: &Environment<'_>,
    root: Value<'_>,
    out: &mut String,
    log: &mut RenderLog,
    #[cfg_attr(not(feature = "extensions"), expect(unused_variables, reason = "that build has no observers"))]
    observer: Observer<'_>,
) {
    let Some(program) = set.programs.first() else { return };
    #[cfg(feature = "extensions")]
    let out_start = out.len();
    let budgets = Budgets {
        fuel: environment.limits.steps,
        output_end: out.len().saturating_add(environment.limits.output_bytes),
        depth: 0,
    };
    let tracing = log.is_tracing();
    #[cfg(feature = "extensions")]
    let tracing = tracing || observer.as_ref().is_some_and(|observer| observer.watches());
    #[cfg(feature = "extensions")]
    let is_prompt = observer.as_ref().is_some_and(|observer| observer.is_prompt());
    // The machine owns the text and the budgets while it runs, so that the loop reaches them directly.
    let mut machine = Machine {
        set,
        program,
        environment,
        escape: environment.escape,
        contexts: ContextStack::new(root),
        tracing,
        flow: Flow::default(),
        out: std::mem::take(out),
        log,
        #[cfg(feature = "extensions")]
        observer: match observer {
            Some(observer) => Some(observer),
            None => None,
        },
        #[cfg(feature = "extensions")]
        is_prompt,
        #[cfg(feature = "extensions")]
        markup: Markup::at(out_start),
        #[cfg(feature = "extensions")]
        doubts: None,
        budgets,
    };
    machine.run();
    #[cfg(feature = "extensions")]
    machine.observe_end();
    let steps = environment.limits.steps.saturating_sub(machine.budgets.fuel);
    *out = machine.out;
    log.steps = steps;
    if log.is_emptied {
        out.clear();
    }
}

struct Machine<'a, 'o> {
    set: &'a ProgramSet,
    program: &'a Program,
    environment: &'a Environment<'a>,
    /// The output format in force.
    escape: Escape,
    contexts: ContextStack<'a>,
    tracing: bool,
    flow: Flow<'a>,
    out: String,
    log: &'o mut RenderLog,
    #[cfg(feature = "extensions")]
    observer: Option<&'o mut (dyn RenderObserver + 'o)>,
    /// Whether the rules of prompts hold.
    #[cfg(feature = "extensions")]
    is_prompt: bool,
    /// Where in markup the text ends.
    #[cfg(feature = "extensions")]
    markup: Markup,
    /// How often the sections of an observed render found no key, by the place of their tag; made when one has.
    #[cfg(feature = "extensions")]
    doubts: Option<NameIndex>,
    budgets: Budgets,
}

impl<'a> Machine<'a, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(next) = self.step(at) {
            at = next;
        }
    }

    /// Runs instructions from `at` on up to and including one that calls another program, and runs that
    /// one; returns the next instruction, `None` at the end.
    #[expect(clippy::too_many_lines, reason = "one match over the instructions, which the compiler keeps in registers")]
    fn step(&mut self, mut at: usize) -> Option<usize> {
        let program = self.program;
        loop {
            if self.budgets.fuel == 0 {
                self.out_of_steps(at);
                return None;
            }
            self.budgets.fuel -= 1;
            let op = program.ops.get(at)?;
            at += 1;
            match *op {
                Op::Print { ref before, expr, raw } => {
                    let expr = program.exprs.get(expr as usize)?;
                    if !before.is_empty() {
                        self.text(before);
                    }
                    let (start, fuel) = (self.out.len(), self.budgets.fuel);
                    self.print(expr, raw);
                    if self.tracing {
                        self.trace_print(expr, raw, start, fuel);
                    }
                    if self.out.len() > self.budgets.output_end {
                        self.overflow_of_print(expr, start, at - 1);
                        return None;
                    }
                }
                Op::Text(ref text) => {
                    self.text(text);
                    if self.out.len() > self.budgets.output_end {
                        self.overflow_of_text(at - 1);
                        return None;
                    }
                }
                Op::Broken { ref source, tag } => self.broken(source, *program.broken.get(tag as usize)?)?,
                #[cfg(feature = "extensions")]
                Op::Comment { tag } => self.observe_comment(*program.comments.get(tag as usize)?),
                Op::Line => self.out.push_str(self.flow.indent.as_deref().unwrap_or("")),
                Op::Next { start } => {
                    #[cfg(feature = "extensions")]
                    let goes_on = if self.tracing { self.advance_laid_out() } else { self.contexts.advance() };
                    #[cfg(not(feature = "extensions"))]
                    let goes_on = self.contexts.advance();
                    if goes_on {
                        at = start as usize;
                    }
                }
                Op::Section { section, end } => {
                    if !self.section(program.sections.get(section as usize)?) {
                        at = end as usize;
                    }
                }
                Op::Inverted { section, end } => {
                    if self.inverted(program.sections.get(section as usize)?) {
                        at = end as usize;
                    }
                }
                Op::Partial { partial } => return Some(self.partial(program.partials.get(partial as usize)?, at)),
                Op::Parent { parent, end } => {
                    return Some(self.parent(program.parents.get(parent as usize)?, end as usize));
                }
                Op::Block { block, end } => {
                    return Some(self.block(program.blocks.get(block as usize)?, at, end as usize));
                }
                // The end of the whole, which nothing called.
                Op::Return if self.flow.callers.is_empty() => return None,
                Op::Return => return self.leave(),
            }
        }
    }

    /// Prints the source of a broken tag; `None` if the text is then too long.
    #[cold]
    #[inline(never)]
    fn broken(&mut self, source: &str, tag: Span) -> Option<()> {
        let start = self.out.len();
        self.text(source);
        if self.tracing {
            self.trace(tag, start, self.budgets.fuel);
        }
        if self.out.len() > self.budgets.output_end {
            self.overflow(tag);
            return None;
        }
        Some(())
    }

    /// Whether an inverted section does not run.
    #[inline]
    fn inverted(&mut self, section: &'a Section) -> bool {
        #[cfg(feature = "extensions")]
        let mark = self.mark();
        let value = self.section_value(section);
        #[cfg(feature = "extensions")]
        if self.tracing {
            self.observe_section(section, &value, mark);
        }
        value.is_truthy()
    }

    /// Opens a section. Returns false if it is not rendered.
    #[inline(never)]
    fn section(&mut self, section: &'a Section) -> bool {
        #[cfg(feature = "extensions")]
        let mark = self.mark();
        let value = self.section_value(section);
        #[cfg(feature = "extensions")]
        if self.tracing {
            self.observe_section(section, &value, mark);
        }
        match value {
            Value::List(list) if !list.is_empty() => {
                #[cfg(feature = "extensions")]
                if self.tracing {
                    self.lay_out_loop();
                }
                self.contexts.push_loop(list);
            }
            #[cfg(feature = "documents")]
            Value::Lambda(lambda) => {
                #[cfg(feature = "extensions")]
                let mark = self.mark();
                self.lambda_section(section, lambda);
                #[cfg(feature = "extensions")]
                if self.tracing {
                    self.observe_more(section, mark);
                }
                return false;
            }
            value if value.is_truthy() => self.contexts.push(value),
            _ => return false,
        }
        true
    }

    /// The value of a section. A missing one is not reported.
    fn section_value(&mut self, section: &'a Section) -> Value<'a> {
        let Some(expr) = self.program.exprs.get(section.expr as usize) else { return Value::Missing };
        let value = self.evaluate(expr);
        #[cfg(feature = "extensions")]
        if matches!(value, Value::Missing) && self.is_prompt {
            self.doubt_section(expr);
        }
        value
    }

    #[inline(never)]
    fn evaluate(&mut self, expr: &'a Expr) -> Value<'a> {
        let value = self.place(expr);
        if expr.links.is_empty() { value } else { self.follow_links(expr, value, false, &mut None) }
    }

    #[expect(clippy::inline_always, reason = "the heart of the loop")]
    #[inline(always)]
    fn text(&mut self, text: &str) {
        match &self.flow.indent {
            None => self.out.push_str(text),
            Some(indent) => push_indented(text, indent, &mut self.out),
        }
    }

    #[inline]
    fn print(&mut self, expr: &'a Expr, raw: bool) {
        let escape = if raw { Escape::None } else { self.escape };
        let near = if expr.plain { self.contexts.lookup_innermost(&expr.head, &expr.steps) } else { None };
        let Some(spot) = near else { return self.print_other(expr, raw, escape) };
        match spot.text() {
            Some(text) if escape == Escape::None => self.out.push_str(text),
            Some(text) => self.write_escaped(text, escape),
            None => self.print_spot(expr, spot, escape),
        }
    }

    #[inline]
    fn write_escaped(&mut self, text: &str, escape: Escape) {
        #[cfg(feature = "extensions")]
        if escape == Escape::Xml {
            return self.write_xml(text);
        }
        escape.write(text, &mut self.out);
    }

    /// Writes a value without the characters that XML forbids.
    #[cfg(feature = "extensions")]
    fn write_xml(&mut self, text: &str) {
        let whole = self.out.len() + text.len();
        if self.is_prompt {
            self.markup.write(text, &mut self.out);
        } else {
            Escape::Xml.write(text, &mut self.out);
        }
        self.charge_dropped(whole);
    }

    /// Takes the steps of what was read and is not printed: else nothing would pay for it. With it the text would be
    /// `whole` bytes long.
    #[cfg(feature = "extensions")]
    fn charge_dropped(&mut self, whole: usize) {
        self.charge(whole.saturating_sub(self.out.len()) as u64 / costs::BYTES);
    }

    fn print_spot(&mut self, expr: &'a Expr, spot: ValueRef<'a>, escape: Escape) {
        #[cfg(feature = "extensions")]
        if self.is_prompt || escape == Escape::Xml {
            return self.print_observed(expr, &spot.value(), escape);
        }
        if !write_spot(spot, escape, &mut self.out) {
            self.missing(expr, None);
        }
    }

    /// Prints a value from an outer context, or the result of calls.
    #[inline(never)]
    #[cfg_attr(
        not(feature = "documents"),
        expect(unused_variables, reason = "only callbacks ask how they are printed")
    )]
    fn print_other(&mut self, expr: &'a Expr, raw: bool, escape: Escape) {
        if self.out.len() > self.budgets.output_end {
            return;
        }
        let value = self.value_of(expr, escape == Escape::None);
        match value {
            Value::Text(text) if escape == Escape::None => self.out.push_str(&text),
            #[cfg(feature = "extensions")]
            value
                if (self.is_prompt || escape == Escape::Xml) && !matches!(value, Value::Missing | Value::Lambda(_)) =>
            {
                self.print_observed(expr, &value, escape);
            }
            #[cfg(feature = "documents")]
            Value::Lambda(lambda) => self.lambda_variable(lambda, expr.tag, raw),
            value => write_value(&value, escape, self.budgets.output_end, &mut self.out),
        }
    }

    /// The value of an expression; what is missing is warned of, where it is not expected.
    #[expect(clippy::inline_always, reason = "every tag with a call goes through it")]
    #[inline(always)]
    fn value_of(&mut self, expr: &'a Expr, printed: bool) -> Value<'a> {
        let value = self.place(expr);
        let was_missing = matches!(value, Value::Missing);
        if was_missing && !expr.quiet {
            self.missing(expr, None);
        }
        if expr.links.is_empty() {
            return value;
        }
        let mut lost = None;
        let value = match &*expr.links {
            // Most tags with a call have one.
            [Linked { link: Link::Call(call), .. }] if call.references.is_none() => {
                self.charge(call.cost);
                if self.budgets.fuel == 0 {
                    return value;
                }
                let value = self.call_function((expr, 0), call, &[], value, printed);
                lost = matches!(value, Value::Missing).then_some(0);
                value
            }
            _ => self.follow_links(expr, value, printed, &mut lost),
        };
        if lost.is_some() && !was_missing && !expr.quiet {
            self.missing(expr, lost);
        }
        value
    }

    /// The value of a path.
    #[inline]
    fn place(&mut self, expr: &'a Expr) -> Value<'a> {
        // Contexts that are passed on the way to its first key are charged by `place_outward`.
        if expr.cost > 0 {
            self.charge(expr.cost.into());
        }
        let (head, steps) = (&expr.head, &*expr.steps);
        match self.contexts.lookup_innermost(head, steps) {
            Some(spot) => match spot.text() {
                Some(text) => Value::text(text),
                None => spot.value(),
            },
            None => self.place_outward(head, steps),
        }
    }

    /// The value of a path that does not begin in the innermost context, or not in the payload.
    #[inline(never)]
    fn place_outward(&mut self, head: &'a Head, steps: &'a [Step]) -> Value<'a> {
        self.charge(self.contexts.lookup_cost(head));
        self.contexts.lookup(head, steps, self.environment.now)
    }

    /// Takes steps for work that is about to be done.
    #[inline]
    fn charge(&mut self, steps: u64) {
        self.budgets.fuel = self.budgets.fuel.saturating_sub(steps);
    }
}
