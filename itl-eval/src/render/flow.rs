//! Programs that call each other: partials, parents and blocks, and where rendering continues after them.

use super::{Budgets, Machine};
use crate::compile::{self, Compiled};
use crate::costs;
use crate::engine::MAX_PARTIAL_NAME;
#[cfg(feature = "extensions")]
use crate::output::Escape;
use crate::program::{Block, Op, Parent, Partial, Program, ProgramSet, Target};
use itl_syntax::{Code, Delimiters, Diagnostic, Span};
use itl_text::Quoted;
use std::rc::Rc;

/// How many missing partials of a render get a suggestion: the search goes through all names.
const MAX_SEARCHES: usize = 50;

/// The blocks inside one parent, which override those of the partial that it calls.
#[derive(Clone, Copy)]
pub(super) struct Overrides<'a> {
    set: &'a ProgramSet,
    program: &'a Program,
    /// Names and bodies, sorted by name.
    blocks: &'a [(Box<str>, u32)],
    /// The escape in force where they stand.
    #[cfg(feature = "extensions")]
    escape: Escape,
}

impl Overrides<'_> {
    fn body(&self, name: &str) -> Option<usize> {
        let at = self.blocks.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.blocks.get(at).map(|(_, body)| *body as usize)
    }
}

/// The overrides that a program runs with.
#[derive(Clone, Copy)]
pub(super) enum Passed<'a> {
    /// None: a partial does not see those around it.
    Nothing,
    /// Those around the call.
    #[cfg(feature = "documents")]
    Visible,
    /// Those around the call, and within them these.
    Within(Overrides<'a>),
}

/// Where rendering continues when a partial or block ends.
pub(super) struct Caller<'a> {
    set: &'a ProgramSet,
    pub(super) program: &'a Program,
    pub(super) at: usize,
    indent: Indent,
    visible: usize,
    overrides: usize,
    #[cfg(feature = "extensions")]
    escape: Escape,
    /// Whether it is a block whose end is reported.
    #[cfg(feature = "extensions")]
    pub(super) observed: bool,
}

/// The state of a render between programs.
#[derive(Default)]
pub(super) struct Flow<'a> {
    pub(super) callers: Vec<Caller<'a>>,
    /// The indentation of the lines of the current program.
    pub(super) indent: Indent,
    /// The overrides of the parents that are open, the outermost first.
    overrides: Vec<Overrides<'a>>,
    /// Where those begin that the current program sees.
    visible: usize,
}

impl<'a> Flow<'a> {
    fn visible(&self) -> &[Overrides<'a>] {
        self.overrides.get(self.visible..).unwrap_or_default()
    }

    /// The override of a block. Those of outer parents take precedence.
    fn overridden(&self, name: &str) -> Option<(Overrides<'a>, usize)> {
        self.visible().iter().find_map(|overrides| Some((*overrides, overrides.body(name)?)))
    }
}

impl<'a> Machine<'a, '_> {
    /// Runs a partial; returns the next instruction.
    #[inline(never)]
    pub(super) fn partial(&mut self, partial: &'a Partial, at: usize) -> usize {
        #[cfg(feature = "extensions")]
        let mark = self.mark();
        let program = self.target(&partial.target, partial.tag, Passed::Nothing);
        #[cfg(feature = "extensions")]
        if self.tracing {
            self.observe_since(partial.tag, mark);
        }
        match program {
            Some(program) => {
                #[cfg(feature = "extensions")]
                if self.tracing {
                    self.observe_tag(partial.tag, super::TagAction::Partial);
                }
                self.call(at);
                self.flow.visible = self.flow.overrides.len();
                self.enter(program, &partial.indent)
            }
            None => at,
        }
    }

    /// Runs a parent; returns the next instruction.
    #[inline(never)]
    pub(super) fn parent(&mut self, parent: &'a Parent, end: usize) -> usize {
        let overrides = Overrides {
            set: self.set,
            program: self.program,
            blocks: &parent.blocks,
            #[cfg(feature = "extensions")]
            escape: self.escape,
        };
        #[cfg(feature = "extensions")]
        let mark = self.mark();
        let program = self.target(&parent.target, parent.tag, Passed::Within(overrides));
        #[cfg(feature = "extensions")]
        if self.tracing {
            self.observe_since(parent.tag, mark);
        }
        match program {
            Some(program) => {
                self.call(end);
                self.flow.overrides.push(overrides);
                self.enter(program, &parent.indent)
            }
            None => end,
        }
    }

    /// Runs a block's override or its own body, which begins at `at`; returns the next instruction.
    #[inline(never)]
    pub(super) fn block(&mut self, block: &'a Block, at: usize, end: usize) -> usize {
        if self.flow.callers.len() + self.budgets.depth >= self.environment.limits.partial_depth * 2 {
            self.warn(Code::PartialDepth, block.tag, || "blocks are nested too deep".into());
            return end;
        }
        self.call(end);
        #[cfg(feature = "extensions")]
        let file = self.program.name.as_ref();
        if let Some(own) = &block.indent {
            self.indent_by(own);
        }
        let parents = self.flow.visible().len();
        // Each of them may have an override whose name has to be compared to its end.
        self.charge((parents / costs::PARENTS + parents * (block.name.len() / costs::KEY_BYTES)) as u64);
        let over = self.flow.overridden(&block.name);
        let mut body = at;
        if let Some((over, its_body)) = over {
            if block.indent.is_none() {
                self.flow.indent = None;
            }
            (self.set, self.program, body) = (over.set, over.program, its_body);
            #[cfg(feature = "extensions")]
            {
                self.escape = over.escape;
            }
        }
        #[cfg(feature = "extensions")]
        self.begin_observed_block(block, body, file, over.is_some());
        // A body that is not alone on its lines continues in the middle of a line.
        let in_line = block.indent.is_none() && self.program.ops.get(body) == Some(&Op::Line);
        if in_line { body + 1 } else { body }
    }

    /// Ends a program or a block's body; returns the next instruction, `None` at the end of the render.
    #[inline(never)]
    pub(super) fn leave(&mut self) -> Option<usize> {
        let caller = self.flow.callers.pop()?;
        #[cfg(feature = "extensions")]
        if caller.observed {
            self.observe_block_end();
        }
        (self.set, self.program) = (caller.set, caller.program);
        self.flow.indent = caller.indent;
        self.flow.visible = caller.visible;
        self.flow.overrides.truncate(caller.overrides);
        #[cfg(feature = "extensions")]
        {
            self.escape = caller.escape;
        }
        Some(caller.at)
    }

    fn call(&mut self, at: usize) {
        self.flow.callers.push(Caller {
            set: self.set,
            program: self.program,
            at,
            indent: self.flow.indent.clone(),
            visible: self.flow.visible,
            overrides: self.flow.overrides.len(),
            #[cfg(feature = "extensions")]
            escape: self.escape,
            #[cfg(feature = "extensions")]
            observed: false,
        });
    }

    fn enter(&mut self, program: &'a Program, indent: &str) -> usize {
        self.indent_by(indent);
        self.program = program;
        #[cfg(feature = "extensions")]
        self.use_escape(program.escape);
        0
    }

    /// Indents what is called. The indentation is copied.
    fn indent_by(&mut self, own: &str) {
        if !own.is_empty() {
            let outer = self.flow.indent.as_ref().map_or(0, |indent| indent.len());
            self.charge(((outer + own.len()) / costs::COPIED_BYTES) as u64);
            self.flow.indent = deeper(self.flow.indent.take(), own);
        }
    }

    /// The program that a partial or parent means; runs it at once where it was not compiled
    /// with the template.
    fn target(&mut self, target: &'a Target, tag: Span, passed: Passed<'a>) -> Option<&'a Program> {
        if self.flow.callers.len() + self.budgets.depth >= self.environment.limits.partial_depth {
            let max = self.environment.limits.partial_depth;
            self.warn(Code::PartialDepth, tag, || format!("partials are nested deeper than {max}"));
            return None;
        }
        match target {
            Target::Known(index) => self.set.programs.get(*index as usize),
            Target::Missing(name) => {
                self.missing_partial(name, tag);
                None
            }
            Target::Dynamic(expr) => {
                let expr = self.program.exprs.get(*expr as usize)?;
                let value = self.evaluate(expr);
                if value.is_absent() {
                    self.warn(Code::MissingPartial, tag, || "the name of this partial is missing".into());
                    return None;
                }
                let is_text = matches!(value, itl_value::Value::Text(_));
                let name = value.into_text_within(costs::affordable(self.budgets.fuel));
                // An array or object was written out for it.
                self.charge(if is_text { 0 } else { name.len() as u64 / costs::NAMING_BYTES });
                let name = name.trim();
                if let Some(program) = self.set.partial(name) {
                    return Some(program);
                }
                match self.dynamic(name) {
                    Some(set) => self.nested(&set, tag, passed),
                    None => self.missing_partial(name, tag),
                }
                None
            }
        }
    }

    fn missing_partial(&mut self, name: &str, tag: Span) {
        // One warning for each tag; to compare the names again would cost as much as the first time.
        if self.is_noted(Code::MissingPartial, tag) {
            return;
        }
        let mut diagnostic =
            Diagnostic::new(Code::MissingPartial, tag, format_args!("there is no partial {}", Quoted(name)));
        diagnostic.help = self.near_partial(name).map(|close| format!("did you mean `{close}`?"));
        self.note(diagnostic);
    }

    /// The partial that is probably meant by a name that is none.
    fn near_partial(&mut self, name: &str) -> Option<String> {
        let mut memory = self.environment.memory.borrow_mut();
        let memory = memory.get_or_insert_default();
        memory.searches += 1;
        if memory.searches > MAX_SEARCHES {
            return None;
        }
        let (close, steps) = self.environment.near_partials.find(name, self.environment.settings);
        self.charge(steps);
        close
    }

    /// The partial of a name that is known only now, compiled once in a render.
    fn dynamic(&mut self, name: &str) -> Option<Rc<ProgramSet>> {
        if name.len() > MAX_PARTIAL_NAME {
            return None;
        }
        self.charge(1);
        if let Some(memory) = &*self.environment.memory.borrow()
            && let Some(known) = memory.names.get(name).and_then(|at| memory.partials.get(at))
        {
            return known.clone();
        }
        self.charge(costs::PARTIAL);
        let source = self.environment.settings.load_partial(name);
        let set = source.and_then(|source| self.compile(&source, Delimiters::default()));
        let mut memory = self.environment.memory.borrow_mut();
        let memory = memory.get_or_insert_default();
        let number = memory.partials.len();
        memory.names.set(name, number);
        memory.partials.push(set.clone());
        set
    }

    /// Compiles a source while rendering; `None` if no steps are left.
    fn compile(&mut self, source: &str, delimiters: Delimiters<'_>) -> Option<Rc<ProgramSet>> {
        self.charge(source.len() as u64 / costs::SOURCE_BYTES + costs::SOURCE);
        if self.budgets.fuel == 0 {
            return None;
        }
        let room = usize::try_from(self.budgets.fuel.saturating_mul(costs::SOURCE_BYTES)).unwrap_or(usize::MAX);
        let Compiled { set, diagnostics, partial_bytes } = {
            let mut memory = self.environment.memory.borrow_mut();
            let cache = &mut memory.get_or_insert_default().regexes;
            let compiled = compile::compile(self.environment.settings, source, delimiters, cache, room);
            self.budgets.fuel = self.budgets.fuel.saturating_sub(cache.take_steps());
            compiled
        };
        // Partials that the source names were compiled again with it.
        self.charge(partial_bytes as u64 / costs::SOURCE_BYTES);
        // What a name means that is none was searched for, in a source as often as it has diagnostics.
        let searched = |found: &&Diagnostic| matches!(found.code, Code::UnknownZone | Code::UnknownFunction);
        self.charge(diagnostics.iter().filter(searched).count() as u64 * costs::SUGGESTION);
        self.log.is_emptied |= self.environment.is_emptied_by_errors && diagnostics.has_errors();
        for diagnostic in diagnostics.into_iter().filter(Diagnostic::is_error) {
            self.log.add(diagnostic);
        }
        Some(Rc::new(set))
    }

    /// Compiles and renders the template that a callback returned, in the current contexts.
    #[cfg(feature = "documents")]
    pub(super) fn callback(&mut self, source: &str, delimiters: Delimiters<'_>, tag: Span, passed: Passed<'a>) {
        if let Some(set) = self.compile(source, delimiters) {
            self.nested(&set, tag, passed);
        }
    }

    /// Renders programs that were compiled while rendering, in the current contexts.
    fn nested(&mut self, set: &ProgramSet, tag: Span, passed: Passed<'a>) {
        // Contexts and overrides are copied.
        let copied = self.contexts.len() + self.flow.visible().len();
        self.charge((copied / costs::CONTEXTS) as u64);
        if self.budgets.fuel == 0 {
            return;
        }
        // A lambda may return a tag that calls it again.
        let max = self.environment.limits.partial_depth;
        if self.flow.callers.len() + self.budgets.depth >= max {
            self.warn(Code::PartialDepth, tag, || format!("partials and lambdas are nested deeper than {max}"));
            return;
        }
        let Some(program) = set.programs.first() else { return };
        let mut overrides = match passed {
            Passed::Nothing => Vec::new(),
            #[cfg(feature = "documents")]
            Passed::Visible => self.flow.visible().to_vec(),
            Passed::Within(_) => self.flow.visible().to_vec(),
        };
        if let Passed::Within(blocks) = passed {
            overrides.push(blocks);
        }
        let mut machine = Machine {
            set,
            program,
            environment: self.environment,
            escape: self.escape,
            contexts: self.contexts.reborrow(),
            tracing: self.tracing,
            flow: Flow { overrides, ..Flow::default() },
            out: std::mem::take(&mut self.out),
            log: &mut *self.log,
            #[cfg(feature = "extensions")]
            observer: match &mut self.observer {
                Some(observer) => Some(&mut **observer),
                None => None,
            },
            #[cfg(feature = "extensions")]
            is_prompt: self.is_prompt,
            #[cfg(feature = "extensions")]
            markup: self.markup,
            #[cfg(feature = "extensions")]
            doubts: std::mem::take(&mut self.doubts),
            budgets: Budgets { depth: self.budgets.depth + self.flow.callers.len() + 1, ..self.budgets },
        };
        #[cfg(feature = "extensions")]
        machine.use_escape(program.escape);
        machine.run();
        self.budgets = Budgets { depth: self.budgets.depth, ..machine.budgets };
        #[cfg(feature = "extensions")]
        {
            (self.markup, self.doubts) = (machine.markup, machine.doubts);
        }
        self.out = machine.out;
    }
}

/// The indentation that lines of a partial or block begin with.
pub(super) type Indent = Option<Rc<str>>;

/// Partials that call themselves indent deeper each time; an indentation wider than this grows
/// no further.
const MAX_INDENT: usize = 1 << 14;

fn deeper(indent: Indent, own: &str) -> Indent {
    match indent {
        indent if own.is_empty() => indent,
        None => Some(own.into()),
        Some(indent) if indent.len() + own.len() > MAX_INDENT => Some(indent),
        Some(indent) => Some([&*indent, own].concat().into()),
    }
}

/// Prints text of a partial with the indentation of its tag before each line but the first, whose indentation was
/// printed when the line began.
pub(super) fn push_indented(text: &str, indent: &str, out: &mut String) {
    let mut lines = text.split_inclusive('\n');
    out.push_str(lines.next().unwrap_or(""));
    for line in lines {
        if line != "\n" && line != "\r\n" {
            out.push_str(indent);
        }
        out.push_str(line);
    }
}
