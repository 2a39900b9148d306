//! Runs a program: one flat loop over instructions, with an explicit stack for partials.

use crate::compile;
use crate::context::{Contexts, follow};
use crate::context_data::Lambda;
use crate::engine::Settings;
use crate::functions::{self, Arg, HostArg, Run};
use crate::output::Escape;
use crate::program::{Expr, Link, Op, Program, ProgramSet, Section, Target, TextRange};
use crate::prompt;
use crate::spot::{Spot, write_value};
use crate::template::Traced;
use crate::value::{LookupKey, Value};
use itl_syntax::{Code, Delimiters, Diagnostic, Diagnostics, Span};
use itl_time::Zone;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// What one render runs with.
#[derive(Clone, Copy)]
pub(crate) struct Environment<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) limits: crate::limits::Limits,
    pub(crate) zone: Zone,
    pub(crate) now: Option<i64>,
    pub(crate) escape: Escape,
}

/// What a render leaves besides its text.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) warnings: Diagnostics,
    /// Where each tag's output stands, where that was asked for.
    pub(crate) trace: Option<Vec<Traced>>,
    /// The blocks that make messages, where that was asked for.
    pub(crate) blocks: Option<Vec<BlockOutput>>,
    /// Blocks that make messages and whose body runs.
    open_blocks: usize,
}

impl Notes {
    pub(crate) fn tracing(trace: bool, blocks: bool) -> Self {
        Self { trace: trace.then(Vec::new), blocks: blocks.then(Vec::new), ..Self::default() }
    }
}

/// The output of one message's block.
#[derive(Clone, Debug)]
pub(crate) struct BlockOutput {
    pub(crate) name: Box<str>,
    /// The key `role` of the context it ran in.
    pub(crate) role: Option<String>,
    pub(crate) tag: Span,
    pub(crate) partial: Option<Arc<str>>,
    pub(crate) output: Range<usize>,
}

/// What may still be spent.
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
    environment: Environment<'_>,
    root: Value<'_>,
    out: &mut String,
    notes: &mut Notes,
) {
    let Some(program) = set.programs.first() else { return };
    let budgets = Budgets {
        fuel: environment.limits.steps,
        output_end: out.len().saturating_add(environment.limits.output_bytes),
        depth: 0,
    };
    // The text and the budgets are the machine's own while it runs, within reach of the loop.
    let mut machine = Machine {
        set,
        program,
        environment,
        contexts: Contexts::new(root),
        tracing: notes.trace.is_some(),
        out: std::mem::take(out),
        notes,
        budgets,
    };
    machine.run(None);
    *out = machine.out;
}

/// The overrides that a parent was called with, those of outer parents first.
type Scope<'a> = Option<Rc<Vec<Override<'a>>>>;

#[derive(Clone, Copy)]
struct Override<'a> {
    name: &'a str,
    set: &'a ProgramSet,
    program: &'a Program,
    body: u32,
}

/// Where to go on when a partial or block ends.
struct Caller<'a> {
    set: &'a ProgramSet,
    program: &'a Program,
    at: usize,
    indent: Indent,
    scope: Scope<'a>,
    /// Whether the output of a block is being recorded.
    recorded: bool,
}

struct Machine<'a, 'o> {
    set: &'a ProgramSet,
    program: &'a Program,
    environment: Environment<'a>,
    contexts: Contexts<'a>,
    tracing: bool,
    out: String,
    notes: &'o mut Notes,
    budgets: Budgets,
}

impl<'a> Machine<'a, '_> {
    fn run(&mut self, scope: Scope<'a>) {
        let mut scope = scope;
        let mut callers: Vec<Caller<'a>> = Vec::new();
        let mut indent: Indent = None;
        let mut at = 0;
        loop {
            if self.budgets.fuel == 0 {
                self.stop(Code::StepLimit, "the render took too many steps; the text ends here");
                return;
            }
            self.budgets.fuel -= 1;
            let program = self.program;
            let Some(op) = program.ops.get(at) else { return };
            at += 1;
            match *op {
                Op::Print { before, expr, raw } => {
                    let Some(expr) = program.exprs.get(expr as usize) else { return };
                    if before.len > 0 {
                        self.text(before, &indent);
                    }
                    let start = self.out.len();
                    self.print(expr, raw);
                    if self.tracing {
                        self.trace(expr.tag, start);
                    }
                    if self.out.len() > self.budgets.output_end {
                        self.overflow(if start > self.budgets.output_end { WHOLE } else { expr.tag });
                        return;
                    }
                }
                Op::Text(text) => {
                    self.text(text, &indent);
                    if self.out.len() > self.budgets.output_end {
                        self.overflow(WHOLE);
                        return;
                    }
                }
                Op::Line => self.out.push_str(indent.as_deref().unwrap_or("")),
                Op::Section { section, end } => {
                    let Some(section) = self.program.sections.get(section as usize) else { return };
                    match self.asked(section) {
                        Value::List(list) if !list.is_empty() => self.contexts.push_loop(list),
                        Value::Lambda(lambda) => {
                            self.lambda_section(section, lambda, &scope);
                            at = end as usize;
                        }
                        value if value.is_truthy() => self.contexts.push(value),
                        _ => at = end as usize,
                    }
                }
                Op::Inverted { section, end } => {
                    let Some(section) = self.program.sections.get(section as usize) else { return };
                    if self.asked(section).is_truthy() {
                        at = end as usize;
                    }
                }
                Op::Next { start } => {
                    if self.contexts.advance() {
                        at = start as usize;
                    }
                }
                Op::Partial { partial } => {
                    let Some(partial) = self.program.partials.get(partial as usize) else { return };
                    if let Some(program) = self.target(&partial.target, partial.tag, callers.len(), None) {
                        let here = Caller {
                            set: self.set,
                            program: self.program,
                            at,
                            indent: indent.clone(),
                            scope,
                            recorded: false,
                        };
                        callers.push(here);
                        indent = deeper(indent, partial.indent.of(&self.program.text));
                        (self.program, at, scope) = (program, 0, None);
                    }
                }
                Op::Parent { parent, end } => {
                    let Some(parent) = self.program.parents.get(parent as usize) else { return };
                    at = end as usize;
                    let inner = self.overrides(&parent.args, &scope);
                    if let Some(program) = self.target(&parent.target, parent.tag, callers.len(), inner.as_ref()) {
                        let here = Caller {
                            set: self.set,
                            program: self.program,
                            at,
                            indent: indent.clone(),
                            scope,
                            recorded: false,
                        };
                        callers.push(here);
                        indent = deeper(indent, parent.indent.of(&self.program.text));
                        (self.program, at, scope) = (program, 0, inner);
                    }
                }
                Op::Block { block, end } => {
                    let Some(block) = self.program.blocks.get(block as usize) else { return };
                    if callers.len() + self.budgets.depth >= self.environment.limits.partial_depth * 2 {
                        self.warn(Code::PartialDepth, block.tag, || "blocks are nested too deep".into());
                        at = end as usize;
                        continue;
                    }
                    let recorded = self.record_block(block);
                    let here = Caller {
                        set: self.set,
                        program: self.program,
                        at: end as usize,
                        indent: indent.clone(),
                        scope: scope.clone(),
                        recorded,
                    };
                    callers.push(here);
                    if let Some(own) = block.indent {
                        indent = deeper(indent, own.of(&self.program.text));
                    }
                    let over = scope.as_ref().and_then(|scope| scope.iter().find(|over| *over.name == *block.name));
                    if let Some(over) = over {
                        if block.indent.is_none() {
                            indent = None;
                        }
                        (self.set, self.program, at) = (over.set, over.program, over.body as usize);
                    }
                    // A body that does not stand alone goes on in the middle of a line.
                    if block.indent.is_none() && self.program.ops.get(at) == Some(&Op::Line) {
                        at += 1;
                    }
                }
                Op::Return => {
                    let Some(caller) = callers.pop() else { return };
                    if caller.recorded {
                        self.end_block();
                    }
                    (self.set, self.program, at) = (caller.set, caller.program, caller.at);
                    (indent, scope) = (caller.indent, caller.scope);
                }
            }
        }
    }

    /// The program that a partial or parent means; runs it at once where it was not compiled
    /// with the template.
    fn target(
        &mut self,
        target: &'a Target,
        tag: Span,
        callers: usize,
        scope: Option<&Rc<Vec<Override<'a>>>>,
    ) -> Option<&'a Program> {
        if callers + self.budgets.depth >= self.environment.limits.partial_depth {
            let most = self.environment.limits.partial_depth;
            self.warn(Code::PartialDepth, tag, || format!("partials are nested deeper than {most}"));
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
                let name = value.into_text();
                let name = name.trim();
                if let Some(program) = self.set.partial(name) {
                    return Some(program);
                }
                match self.environment.settings.load_partial(name) {
                    Some(source) => self.nested(&source, Delimiters::default(), tag, callers, scope),
                    None => self.missing_partial(name, tag),
                }
                None
            }
        }
    }

    fn missing_partial(&mut self, name: &str, tag: Span) {
        let known = self.environment.settings.partials.names();
        let close = crate::similar::closest(name, known.iter().map(String::as_str));
        let mut diagnostic = Diagnostic::new(Code::MissingPartial, tag, format!("there is no partial `{name}`"));
        diagnostic.help = close.map(|close| format!("did you mean `{close}`?"));
        self.note(diagnostic);
    }

    /// Renders a source that is known only now, in the contexts of this place.
    fn nested(
        &mut self,
        source: &str,
        delimiters: Delimiters<'_>,
        tag: Span,
        callers: usize,
        scope: Option<&Rc<Vec<Override<'a>>>>,
    ) {
        if self.budgets.fuel == 0 {
            return;
        }
        // A lambda may answer with a tag that calls it again.
        let most = self.environment.limits.partial_depth;
        if callers + self.budgets.depth >= most {
            self.warn(Code::PartialDepth, tag, || format!("partials and lambdas are nested deeper than {most}"));
            return;
        }
        // Compiling costs by the byte, so a lambda in a loop is no bomb.
        let cost = source.len() as u64 / 4 + 16;
        self.budgets.fuel = self.budgets.fuel.saturating_sub(cost);
        let (set, diagnostics) = compile::compile(self.environment.settings, source, delimiters);
        self.notes.warnings.extend(diagnostics.into_iter().filter(Diagnostic::is_error));
        let Some(program) = set.programs.first() else { return };
        let mut machine = Machine {
            set: &set,
            program,
            environment: self.environment,
            contexts: self.contexts.reborrow(),
            tracing: self.tracing,
            out: std::mem::take(&mut self.out),
            notes: &mut *self.notes,
            budgets: Budgets { depth: self.budgets.depth + callers + 1, ..self.budgets },
        };
        machine.run(scope.cloned());
        self.budgets.fuel = machine.budgets.fuel;
        self.out = machine.out;
    }

    /// The overrides that hold inside a parent: those of outer parents win.
    fn overrides(&self, args: &'a [(Box<str>, u32)], outer: &Scope<'a>) -> Scope<'a> {
        if args.is_empty() {
            return outer.clone();
        }
        let mut all: Vec<Override<'a>> = outer.as_ref().map_or_else(Vec::new, |outer| outer.as_ref().clone());
        // Of two blocks of one name inside a parent the last one counts.
        for (name, body) in args.iter().rev() {
            if !all.iter().any(|known| known.name == &**name) {
                all.push(Override { name, set: self.set, program: self.program, body: *body });
            }
        }
        Some(Rc::new(all))
    }

    /// Notes where the output of a block that makes a message begins. Blocks inside it make
    /// none, and blocks of other names are looked through.
    fn record_block(&mut self, block: &'a crate::program::Block) -> bool {
        if self.notes.blocks.is_none() || !prompt::makes_message(&block.name) {
            return false;
        }
        self.notes.open_blocks += 1;
        if self.notes.open_blocks == 1 {
            let role = self.contexts.current().get(&LookupKey::new("role"));
            let output = BlockOutput {
                name: block.name.clone(),
                role: (!role.is_absent()).then(|| role.to_text().into_owned()),
                tag: block.tag,
                partial: self.program.name.clone(),
                output: self.out.len()..usize::MAX,
            };
            self.notes.blocks.get_or_insert_default().push(output);
        }
        true
    }

    fn end_block(&mut self) {
        self.notes.open_blocks -= 1;
        if self.notes.open_blocks == 0
            && let Some(block) = self.notes.blocks.as_mut().and_then(|blocks| blocks.last_mut())
        {
            block.output.end = self.out.len();
        }
    }

    /// The value a section asks for; asking for a missing one is no mistake.
    fn asked(&mut self, section: &'a Section) -> Value<'a> {
        match self.program.exprs.get(section.expr as usize) {
            Some(expr) => self.evaluate(expr),
            None => Value::Missing,
        }
    }

    fn evaluate(&mut self, expr: &'a Expr) -> Value<'a> {
        let value = match self.contexts.spot(&expr.head, &expr.steps) {
            Some(spot) => spot.value(),
            None => self.contexts.lookup(&expr.head, &expr.steps, self.environment.now),
        };
        if expr.links.is_empty() { value } else { self.follow_links(expr, value) }
    }

    #[inline(always)]
    fn text(&mut self, text: TextRange, indent: &Indent) {
        let text = text.of(&self.program.text);
        match indent {
            None => self.out.push_str(text),
            Some(indent) => push_indented(text, indent, &mut self.out),
        }
    }

    #[inline]
    fn print(&mut self, expr: &'a Expr, raw: bool) {
        let escape = if raw { Escape::None } else { self.environment.escape };
        let near = if expr.links.is_empty() { self.contexts.near(&expr.head, &expr.steps) } else { None };
        match near {
            Some(spot) => match spot.text() {
                Some(text) if escape == Escape::None => self.out.push_str(text),
                Some(text) => escape.write(text, &mut self.out),
                None => self.print_spot(expr, spot, escape),
            },
            None => self.print_other(expr, raw, escape),
        }
    }

    fn print_spot(&mut self, expr: &'a Expr, spot: Spot<'a>, escape: Escape) {
        if !spot.write(escape, &mut self.out) {
            self.missing(expr);
        }
    }

    /// Prints what does not stand in the innermost context, and what calls make.
    #[inline(never)]
    fn print_other(&mut self, expr: &'a Expr, raw: bool, escape: Escape) {
        if self.out.len() > self.budgets.output_end {
            return;
        }
        let spot = self.contexts.spot(&expr.head, &expr.steps);
        match spot {
            Some(spot) if expr.links.is_empty() => self.print_spot(expr, spot, escape),
            Some(spot) => self.print_value(expr, spot.value(), raw, escape),
            None => {
                let value = self.contexts.lookup(&expr.head, &expr.steps, self.environment.now);
                self.print_value(expr, value, raw, escape);
            }
        }
    }

    #[cold]
    fn trace(&mut self, tag: Span, start: usize) {
        let (partial, output) = (self.program.name.clone(), start..self.out.len());
        self.notes.trace.get_or_insert_default().push(Traced { tag, partial, output });
    }

    fn print_value(&mut self, expr: &'a Expr, value: Value<'a>, raw: bool, escape: Escape) {
        let value = if expr.links.is_empty() {
            if matches!(value, Value::Missing) {
                self.missing(expr);
                return;
            }
            value
        } else {
            let was_missing = matches!(value, Value::Missing);
            if was_missing && !expr.quiet {
                self.missing(expr);
            }
            let value = self.follow_links(expr, value);
            // A call that gives nothing has given its result; a key behind it is asked for.
            let asked = matches!(expr.links.last(), Some(Link::Step(_)));
            if asked && !was_missing && !expr.quiet && matches!(value, Value::Missing) {
                self.missing(expr);
            }
            value
        };
        match value {
            Value::Lambda(lambda) => self.lambda_variable(lambda, expr.tag, raw),
            value => write_value(&value, escape, &mut self.out),
        }
    }

    fn follow_links(&mut self, expr: &'a Expr, mut value: Value<'a>) -> Value<'a> {
        for link in &expr.links {
            value = match link {
                Link::Step(step) => follow(&value, step),
                Link::Call(call) => {
                    let mut running = functions::Call {
                        args: &call.args,
                        zone: self.environment.zone,
                        now: self.environment.now,
                        warning: None,
                        fuel: &mut self.budgets.fuel,
                    };
                    let result = match &call.run {
                        Run::Native(run) => run(value, &mut running),
                        Run::Host(run) => call_host(run, value, &call.name, &mut running),
                    };
                    if let Some((code, message)) = running.warning {
                        let name = &call.name;
                        self.warn(code, expr.tag, || format!("`{name}`: {message}"));
                    }
                    result
                }
            };
        }
        value
    }

    fn lambda_variable(&mut self, lambda: &Lambda, tag: Span, raw: bool) {
        let Some(source) = lambda.call(None) else {
            self.warn(Code::HostFunction, tag, || "the callback panicked".into());
            return;
        };
        let start = self.out.len();
        // What a variable prints is a value, also where it reads like a block.
        let blocks = self.notes.blocks.take();
        self.nested(&source, Delimiters::default(), tag, 0, None);
        self.notes.blocks = blocks;
        if !raw && self.environment.escape != Escape::None {
            let text = self.out.split_off(start);
            self.environment.escape.write(&text, &mut self.out);
        }
    }

    fn lambda_section(&mut self, section: &'a Section, lambda: &Lambda, scope: &Scope<'a>) {
        let tag = self.program.exprs.get(section.expr as usize).map_or(section.inside, |expr| expr.tag);
        let Some(source) = lambda.call(Some(section.inside.of(&self.program.source))) else {
            self.warn(Code::HostFunction, tag, || "the callback panicked".into());
            return;
        };
        let delimiters = match &section.delimiters {
            Some((open, close)) => Delimiters { open, close },
            None => Delimiters::default(),
        };
        self.nested(&source, delimiters, tag, 0, scope.as_ref());
    }

    /// Warns of a missing variable. Kept out of line: a template that finds all its keys never
    /// gets here.
    #[cold]
    fn missing(&mut self, expr: &Expr) {
        let path = expr.path.of(&self.program.source);
        self.warn(Code::MissingVariable, expr.tag, || format!("`{path}` is missing"));
    }

    #[cold]
    fn warn(&mut self, code: Code, span: Span, message: impl FnOnce() -> String) {
        let partial = &self.program.name;
        if !self
            .notes
            .warnings
            .iter()
            .any(|known| known.code == code && known.span == span && known.partial == *partial)
        {
            self.note(Diagnostic::new(code, span, message()));
        }
    }

    /// Adds a warning, one for each tag and code: a loop of a thousand items says it once.
    #[cold]
    fn note(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.partial.clone_from(&self.program.name);
        let same = |known: &Diagnostic| {
            known.code == diagnostic.code && known.span == diagnostic.span && known.partial == diagnostic.partial
        };
        if !self.notes.warnings.iter().any(same) {
            self.notes.warnings.push(diagnostic);
        }
    }

    #[cold]
    fn overflow(&mut self, span: Span) {
        let mut end = self.budgets.output_end;
        while !self.out.is_char_boundary(end) {
            end -= 1;
        }
        self.out.truncate(end);
        let most = self.environment.limits.output_bytes;
        self.warn(Code::OutputLimit, span, || format!("the text is longer than {most} bytes and ends here"));
        self.budgets.fuel = 0;
    }

    #[cold]
    fn stop(&mut self, code: Code, message: &'static str) {
        let limited = |known: &Diagnostic| matches!(known.code, Code::OutputLimit | Code::StepLimit);
        if !self.notes.warnings.iter().any(limited) {
            self.warn(code, WHOLE, || message.into());
        }
    }
}

/// The place of what concerns the render as a whole.
const WHOLE: Span = Span { start: 0, end: 0 };

/// The indentation that lines of a partial or block begin with.
type Indent = Option<Rc<str>>;

/// Partials that call themselves indent deeper each time; an indentation wider than this grows
/// no further.
const WIDEST: usize = 1 << 14;

fn deeper(indent: Indent, own: &str) -> Indent {
    match indent {
        indent if own.is_empty() => indent,
        None => Some(own.into()),
        Some(indent) if indent.len() + own.len() > WIDEST => Some(indent),
        Some(indent) => Some([&*indent, own].concat().into()),
    }
}

/// Prints text of a partial, each line but the first with the indentation of its place; the
/// first one's was printed when the line began.
fn push_indented(text: &str, indent: &str, out: &mut String) {
    let mut lines = text.split_inclusive('\n');
    out.push_str(lines.next().unwrap_or(""));
    for line in lines {
        if line != "\n" && line != "\r\n" {
            out.push_str(indent);
        }
        out.push_str(line);
    }
}

fn call_host<'a>(
    run: &functions::HostFn,
    value: Value<'a>,
    _name: &str,
    call: &mut functions::Call<'_, 'a>,
) -> Value<'a> {
    let mut json = String::new();
    value.write_json(&mut json);
    if !call.afford(json.len()) {
        return value;
    }
    let receiver = serde_json::from_str(&json).unwrap_or(serde_json::Value::Null);
    let args: Vec<HostArg> = call
        .args
        .iter()
        .map(|arg| match arg {
            Arg::Text(text) => HostArg::Text(text.to_string()),
            Arg::Integer(n) => HostArg::Integer(*n),
            Arg::Number(text) => HostArg::Number(text.parse().unwrap_or(0.0)),
            Arg::Regex(regex) => HostArg::Text(regex.as_str().to_owned()),
            Arg::Zone(zone) => HostArg::Text(zone.name().to_owned()),
            Arg::Style(_) | Arg::Key(_) => HostArg::Text(String::new()),
        })
        .collect();
    let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&receiver, &args)));
    match answer {
        Ok(Ok(answer)) => Value::from_owned_json(answer),
        Ok(Err(message)) => {
            call.warning = Some((Code::HostFunction, message));
            value
        }
        Err(_) => {
            call.warning = Some((Code::HostFunction, "the function panicked".into()));
            value
        }
    }
}
