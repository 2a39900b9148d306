//! Calls of functions, and callbacks of the host program.

#[cfg(feature = "documents")]
use super::Escape;
use super::Machine;
#[cfg(feature = "extensions")]
use super::TagAction;
#[cfg(feature = "documents")]
use super::flow::Passed;
#[cfg(feature = "extensions")]
use crate::costs;
use crate::functions::{self, Given, Remark, Run};
#[cfg(feature = "documents")]
use crate::program::Section;
use crate::program::{Call, Expr, Link, References};
#[cfg(feature = "documents")]
use itl_syntax::{Code, Delimiters};
use itl_syntax::{Diagnostic, Span};
#[cfg(feature = "documents")]
use itl_value::Lambda;
use itl_value::Value;

/// The most arrays and objects that functions build around each other: as many as a payload may have. Whatever goes
/// through a value goes as deep as that.
const MAX_BUILT_DEPTH: usize = 127;
const TOO_DEEP: &str = "the result is nested deeper than 127 levels";

impl<'a> Machine<'a, '_> {
    /// Runs calls and steps on a value. If the result is `printed` unchanged, the last call may write its text itself
    /// and return an empty one. Sets `lost` to the first one whose result is missing.
    pub(super) fn follow_links(
        &mut self,
        expr: &'a Expr,
        mut value: Value<'a>,
        printed: bool,
        lost: &mut Option<usize>,
    ) -> Value<'a> {
        let last = expr.links.len() - 1;
        self.log.forget_why();
        for (at, linked) in expr.links.iter().enumerate() {
            value = match &linked.link {
                Link::Call(call) => {
                    self.charge(call.cost);
                    if self.budgets.fuel == 0 {
                        return value;
                    }
                    let printed = printed && at == last;
                    match &call.references {
                        None => self.call_function((expr, at), call, &[], value, printed),
                        Some(references) => self.call_referring((expr, at), call, references, value, printed),
                    }
                }
                Link::Step(step) => value.follow(step),
                Link::Reference(reference) => match self.step_by_reference(reference, &value) {
                    Some(value) => value,
                    // What is wrong with the reference has been said; the tag has nothing to add.
                    None => {
                        *lost = None;
                        return Value::Missing;
                    }
                },
            };
            if matches!(value, Value::Missing) {
                lost.get_or_insert(at);
            }
        }
        value
    }

    /// Calls a function with arguments that are references.
    #[inline(never)]
    fn call_referring(
        &mut self,
        place: (&'a Expr, usize),
        call: &'a Call,
        references: &'a References,
        value: Value<'a>,
        printed: bool,
    ) -> Value<'a> {
        match self.given(&call.name, references) {
            Some(given) => self.call_function(place, call, &given, value, printed),
            None => references.fallback.value(value),
        }
    }

    /// Calls a function, whose references have the values `given`. `place` is the tag, and the number of the call in it.
    #[inline(never)]
    pub(super) fn call_function(
        &mut self,
        place: (&'a Expr, usize),
        call: &'a Call,
        given: &[Given<'a>],
        value: Value<'a>,
        printed: bool,
    ) -> Value<'a> {
        let mut running = functions::Call {
            args: &call.args,
            given,
            zone: self.environment.zone,
            now: self.environment.now,
            remark: None,
            fuel: &mut self.budgets.fuel,
            debt: 0,
            branch: None,
            printed: printed.then_some(&mut self.out),
        };
        let result = match &call.run {
            Run::Native(run) => run(value, &mut running),
            #[cfg(feature = "extensions")]
            Run::Host(run) => functions::host::call(run, value, &mut running),
        };
        let result = if cfg!(feature = "extensions") && result.built_depth() > MAX_BUILT_DEPTH {
            running.failed(Value::Missing, TOO_DEEP)
        } else {
            result
        };
        #[cfg(feature = "extensions")]
        let branch = running.branch;
        self.log.forget_why();
        if let Some(remark) = running.remark {
            self.note_remark(call, place.0.tag, *remark, matches!(result, Value::Missing));
        }
        #[cfg(feature = "extensions")]
        if self.tracing
            && let Some(branch) = branch
        {
            self.observe_tag(place.0.tag, TagAction::Branch { link: place.1, branch });
        }
        result
    }

    /// Warns of what a call could not use, or keeps why its result is missing.
    #[cold]
    #[inline(never)]
    fn note_remark(&mut self, call: &Call, tag: Span, remark: Remark, is_missing: bool) {
        if let Some((code, message)) = remark.warning {
            let blamed = remark.blamed.and_then(|position| call.reference(position)).map_or(tag, |expr| expr.tag);
            if self.is_noted(code, blamed) {
                return;
            }
            let mut warning = Diagnostic::new(code, blamed, format_args!("`{}`: {message}", call.name));
            warning.help = remark.help;
            #[cfg(feature = "extensions")]
            if let Some(name) = remark.unknown_zone {
                self.charge(costs::SUGGESTION);
                warning.help = Some(functions::help_on_zone(&name));
            }
            self.note(warning);
        } else if is_missing {
            self.log.why_missing = remark.help;
        }
    }

    #[cfg(feature = "documents")]
    pub(super) fn lambda_variable(&mut self, lambda: &Lambda, tag: Span, raw: bool) {
        let source = match lambda.call(None) {
            Ok(source) => source,
            Err(message) => return self.warn(Code::HostFunction, tag, || message),
        };
        let start = self.out.len();
        #[cfg(feature = "extensions")]
        let markup = self.markup;
        // What a variable prints is a value, even if it looks like a block.
        #[cfg(feature = "extensions")]
        let observer = self.observer.take();
        self.callback(&source, Delimiters::default(), tag, Passed::Nothing);
        #[cfg(feature = "extensions")]
        {
            (self.observer, self.markup) = (observer, markup);
        }
        if !raw && self.escape != Escape::None {
            let text = self.out.split_off(start);
            self.write_escaped(&text, self.escape);
        }
    }

    #[cfg(feature = "documents")]
    pub(super) fn lambda_section(&mut self, section: &'a Section, lambda: &Lambda) {
        let tag = self.program.exprs.get(section.expr as usize).map_or(section.inside, |expr| expr.tag);
        let source = match lambda.call(Some(section.inside.of(&self.program.source))) {
            Ok(source) => source,
            Err(message) => return self.warn(Code::HostFunction, tag, || message),
        };
        let delimiters = match &section.delimiters {
            Some((open, close)) => Delimiters { open, close },
            None => Delimiters::default(),
        };
        self.callback(&source, delimiters, tag, Passed::Visible);
    }
}
