//! Calls of functions, and callbacks of the host program.

#[cfg(feature = "extensions")]
use super::TagAction;
use super::flow::Passed;
use super::{Escape, Machine};
use crate::functions::{self, Run};
use crate::program::{Call, Expr, Link, Section};
use itl_syntax::{Code, Delimiters, Diagnostic, Span};
use itl_value::Lambda;
use itl_value::Value;

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
        self.log.why_missing = None;
        for (at, linked) in expr.links.iter().enumerate() {
            value = match &linked.link {
                Link::Step(step) => {
                    let part = value.follow(step);
                    self.charge_copy(&part);
                    part
                }
                Link::Call(call) => match self.function(call, (expr.tag, at), value, printed && at == last) {
                    Ok(value) => value,
                    Err(value) => return value,
                },
                Link::Reference(reference) => match self.step_by_reference(reference, &value) {
                    Some(value) => {
                        self.charge_copy(&value);
                        value
                    }
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

    /// Runs a call on `value`; an error holds the value of the tag where no steps are left.
    fn function(
        &mut self,
        call: &'a Call,
        (tag, link): (Span, usize),
        value: Value<'a>,
        printed: bool,
    ) -> Result<Value<'a>, Value<'a>> {
        self.budgets.fuel = self.budgets.fuel.saturating_sub(call.cost);
        if self.budgets.fuel == 0 {
            return Err(value);
        }
        let given = match &call.references {
            None => Vec::new(),
            Some(references) => match self.given(&call.name, references) {
                Some(given) => given,
                None => return Ok(references.fallback.value(value)),
            },
        };
        let mut running = functions::Call {
            args: &call.args,
            given: &given,
            zone: self.environment.zone,
            now: self.environment.now,
            warning: None,
            help: None,
            blamed: None,
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
        #[cfg(feature = "extensions")]
        let branch = running.branch;
        let mut why_missing = None;
        if let Some((code, message)) = running.warning {
            let blamed = running.blamed.and_then(|position| call.reference(position)).map_or(tag, |expr| expr.tag);
            let mut warning = Diagnostic::new(code, blamed, format!("`{}`: {message}", call.name));
            warning.help = running.help;
            self.note(warning);
        } else if matches!(result, Value::Missing) {
            why_missing = running.help;
        }
        self.log.why_missing = why_missing;
        #[cfg(not(feature = "extensions"))]
        let _ = link;
        #[cfg(feature = "extensions")]
        if let Some(branch) = branch.filter(|_| self.tracing) {
            self.observe_tag(tag, TagAction::Branch { link, branch });
        }
        Ok(result)
    }

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
        if !raw && self.environment.escape != Escape::None {
            let text = self.out.split_off(start);
            self.write_escaped(&text, self.environment.escape);
        }
    }

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
