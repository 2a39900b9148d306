//! Functions of the host program as closures with typed arguments.

use super::call::{HostArg, HostCall};
use super::row::{Function, Param, ParamKind};
use itl_time::Zone;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::fmt::Display;

/// The zone and the clock of a render, as the last argument of a typed function.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct HostContext {
    /// The zone that times are shown in.
    pub zone: Zone,
    /// The clock in Unix milliseconds, if the render has one.
    pub now: Option<i64>,
}

/// A value that a typed function takes after its receiver: a `String`, `i64` or `f64`, an `Option` of these, which
/// calls may omit, or the [`HostContext`], which calls do not write.
pub trait HostParam: Sized {
    /// The kind of the parameter, and whether it may be omitted; `None` if calls do not write it.
    const KIND: Option<(ParamKind, bool)>;

    /// Reads it from a call; `argument` is `None` if it is omitted.
    fn read(call: &HostCall<'_>, argument: Option<&HostArg>) -> Result<Self, String>;
}

impl HostParam for String {
    const KIND: Option<(ParamKind, bool)> = Some((ParamKind::Text, false));

    fn read(_: &HostCall<'_>, argument: Option<&HostArg>) -> Result<Self, String> {
        match argument {
            Some(HostArg::Text(text)) => Ok(text.clone()),
            Some(HostArg::Integer(number)) => Ok(number.to_string()),
            Some(HostArg::Number(number)) => Ok(number.to_string()),
            None => Err("an argument is missing".to_owned()),
        }
    }
}

impl HostParam for i64 {
    const KIND: Option<(ParamKind, bool)> = Some((ParamKind::Integer, false));

    fn read(_: &HostCall<'_>, argument: Option<&HostArg>) -> Result<Self, String> {
        match argument {
            Some(HostArg::Integer(number)) => Ok(*number),
            _ => Err("an argument is not an integer".to_owned()),
        }
    }
}

impl HostParam for f64 {
    const KIND: Option<(ParamKind, bool)> = Some((ParamKind::Number, false));

    fn read(_: &HostCall<'_>, argument: Option<&HostArg>) -> Result<Self, String> {
        match argument {
            Some(HostArg::Integer(number)) => Ok(*number as f64),
            Some(HostArg::Number(number)) => Ok(*number),
            _ => Err("an argument is not a number".to_owned()),
        }
    }
}

impl<T: HostParam> HostParam for Option<T> {
    const KIND: Option<(ParamKind, bool)> = match T::KIND {
        Some((kind, _)) => Some((kind, true)),
        None => None,
    };

    fn read(call: &HostCall<'_>, argument: Option<&HostArg>) -> Result<Self, String> {
        argument.map(|_| T::read(call, argument)).transpose()
    }
}

impl HostParam for HostContext {
    const KIND: Option<(ParamKind, bool)> = None;

    fn read(call: &HostCall<'_>, _: Option<&HostArg>) -> Result<Self, String> {
        Ok(Self { zone: call.zone, now: call.now })
    }
}

/// What a typed function returns, as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct HostOutput(Json);

macro_rules! outputs {
    ($($type:ty),*) => {
        $(impl From<$type> for HostOutput {
            fn from(value: $type) -> Self {
                Self(value.into())
            }
        })*
    };
}

outputs!(Json, String, &str, bool, i32, i64, u32, u64, f64);

impl<T: Into<HostOutput>> From<Option<T>> for HostOutput {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(Json::Null), Into::into)
    }
}

impl<T: Into<HostOutput>> From<Vec<T>> for HostOutput {
    fn from(values: Vec<T>) -> Self {
        Self(Json::Array(values.into_iter().map(|value| value.into().0).collect()))
    }
}

/// A value that a typed function may return: what converts into [`HostOutput`], or a `Result` of it, whose error
/// becomes a warning.
pub trait HostResult {
    /// The value, or the message of the warning.
    fn into_result(self) -> Result<HostOutput, String>;
}

impl<T: Into<HostOutput>> HostResult for T {
    fn into_result(self) -> Result<HostOutput, String> {
        Ok(self.into())
    }
}

impl<T: Into<HostOutput>, E: Display> HostResult for Result<T, E> {
    fn into_result(self) -> Result<HostOutput, String> {
        self.map(Into::into).map_err(|error| error.to_string())
    }
}

/// A closure that can be a typed function: the receiver first, then up to four arguments.
pub trait HostClosure<Args>: Send + Sync + 'static {
    /// The kinds of its parameters, without the receiver.
    fn kinds() -> Vec<(ParamKind, bool)>;

    /// Calls it.
    fn call(&self, call: &HostCall<'_>) -> Result<HostOutput, String>;
}

macro_rules! closures {
    ($($arg:ident)*) => {
        impl<F, R, O, $($arg),*> HostClosure<(R, $($arg,)*)> for F
        where
            F: Fn(R, $($arg),*) -> O + Send + Sync + 'static,
            R: DeserializeOwned,
            O: HostResult,
            $($arg: HostParam,)*
        {
            fn kinds() -> Vec<(ParamKind, bool)> {
                let kinds: [Option<(ParamKind, bool)>; _] = [$($arg::KIND,)*];
                kinds.into_iter().flatten().collect()
            }

            #[allow(non_snake_case, unused_mut, unused_variables, reason = "as many variables as arguments")]
            fn call(&self, call: &HostCall<'_>) -> Result<HostOutput, String> {
                let receiver = R::deserialize(call.receiver).map_err(|error| format!("the value does not fit: {error}"))?;
                let mut arguments = call.args.iter();
                $(let $arg = $arg::read(call, if $arg::KIND.is_some() { arguments.next() } else { None })?;)*
                self(receiver, $($arg),*).into_result()
            }
        }
    };
}

closures!();
closures!(A);
closures!(A B);
closures!(A B C);
closures!(A B C D);

impl Function {
    /// A function of the host program from a closure with typed arguments.
    ///
    /// The closure's first argument is the receiver: anything that serde can read from JSON. The others are
    /// [`HostParam`]s, with their names in `params`. It returns a [`HostResult`]. A receiver that does not fit, an
    /// error and a panic are warnings, and the value stays as it is; a panic also runs the panic hook, which by
    /// default prints to stderr.
    ///
    /// ```
    /// use itl_eval::{Engine, Function, HostContext, RenderOptions};
    /// use serde_json::json;
    /// let overdue = Function::typed("overdue", ["minutes"], |started: i64, minutes: i64, render: HostContext| {
    ///     let now = render.now.ok_or("the render has no clock")?;
    ///     Ok::<bool, &str>(now - started > minutes * 60_000)
    /// });
    /// let engine = Engine::builder().function(overdue.doc("Whether it started more than so many minutes ago.")).build();
    /// let template = engine.compile("{{ at.overdue(15) }}")?;
    /// let options = RenderOptions::new().now(1_000_000);
    /// assert_eq!(template.render_with(&json!({"at": 99_999}), &options).text, "true");
    /// # Ok::<(), itl_eval::CompileError>(())
    /// ```
    pub fn typed<Args, F: HostClosure<Args>>(
        name: impl Into<Cow<'static, str>>,
        params: impl IntoIterator<Item = &'static str>,
        run: F,
    ) -> Self {
        let mut names = params.into_iter();
        let params: Vec<Param> = F::kinds()
            .into_iter()
            .map(|(kind, optional)| Param {
                name: names.next().unwrap_or("argument"),
                kind,
                default: optional.then_some(""),
            })
            .collect();
        Self::host(name, &params, "", move |call| run.call(call).map(|output| output.0))
    }

    /// Sets what the function does, in one line.
    #[must_use]
    pub fn doc(mut self, doc: impl Into<Cow<'static, str>>) -> Self {
        self.doc = doc.into();
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::{Engine, Function, HostContext, RenderOptions};
    use serde_json::{Value, json};

    fn run(function: Function, call: &str, value: &Value) -> (String, Vec<String>) {
        let engine = Engine::builder().function(function).build();
        let (template, diagnostics) = engine.compile_lenient(&format!("{{{{ v.{call} }}}}"));
        let rendered = template.render_with(&json!({ "v": value }), &RenderOptions::new().now(7));
        let found = diagnostics.iter().chain(&rendered.warnings).map(|found| found.message.clone()).collect();
        (rendered.text, found)
    }

    #[test]
    fn arguments_have_their_types() {
        let cut = |text: String, n: i64, end: Option<String>| {
            text.chars().take(n as usize).chain(end.unwrap_or_default().chars()).collect::<String>()
        };
        let cut = || Function::typed("cut", ["n", "end"], cut);
        assert_eq!(cut().signature(), "cut(n, end?)");
        assert_eq!(run(cut(), "cut(2)", &json!("abc")), ("ab".into(), vec![]));
        assert_eq!(run(cut(), "cut(2, \"…\")", &json!("abc")), ("ab…".into(), vec![]));
        assert_eq!(run(cut(), "cut(x)", &json!("abc")).1, ["`n` takes a whole number"]);
        assert_eq!(run(cut(), "cut()", &json!("abc")).1.len(), 1);
        let (text, warnings) = run(cut(), "cut(2)", &json!([1]));
        assert_eq!(text, "[1]");
        assert_eq!(warnings, ["`cut`: the value does not fit: invalid type: sequence, expected a string"]);
        let half = Function::typed("half", ["by"], |n: f64, by: f64, _: HostContext| n / by);
        assert_eq!(run(half, "half(2)", &json!(3)).0, "1.5");
    }

    #[test]
    fn results_and_the_clock() {
        let now = Function::typed("now", [], |_: Value, render: HostContext| render.now);
        assert_eq!(run(now, "now()", &Value::Null).0, "7");
        let fails = Function::typed("fails", [], |_: Value| Err::<String, _>("no luck"));
        assert_eq!(run(fails, "fails()", &json!("x")), ("x".into(), vec!["`fails`: no luck".into()]));
        let list = Function::typed("two", [], |text: String| vec![text.clone(), text]);
        assert_eq!(run(list, "two().join()", &json!("x")).0, "x, x");
    }
}
