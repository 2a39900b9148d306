//! Functions of the host program.

use super::call::{Arg, Call, Given, HostArg, HostCall, HostFn, Run};
use super::row::{Branches, Function, IlertSpelling, Param, Yields};
use itl_syntax::Code;
use itl_text::floats::read_float;
use itl_value::{Kind, Value};
use std::borrow::Cow;
use std::sync::Arc;

impl Function {
    /// A function of the host program that gets its receiver as JSON. [`Function::typed`] takes a closure with typed
    /// arguments.
    ///
    /// ```
    /// use itl_eval::{Engine, Function, Param, ParamKind};
    /// use serde_json::json;
    /// let shout = Function::host("shout", &[], "In capitals, with a mark.", |call| {
    ///     Ok(json!(format!("{}!", call.receiver.as_str().unwrap_or("").to_uppercase())))
    /// });
    /// let engine = Engine::builder().function(shout).build();
    /// let template = engine.compile("{{ host.shout() }}")?;
    /// assert_eq!(template.render(&json!({"host": "db"})).text, "DB!");
    /// # Ok::<(), itl_eval::CompileError>(())
    /// ```
    pub fn host(
        name: impl Into<Cow<'static, str>>,
        params: &[Param],
        doc: impl Into<Cow<'static, str>>,
        run: impl Fn(&HostCall<'_>) -> Result<serde_json::Value, String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            aliases: &[],
            receiver: Kind::Any,
            params: params.to_vec().into(),
            repeats: false,
            returns: Kind::Any,
            // It may return the receiver, so paths after it may be paths of the payload.
            yields: Yields::Receiver,
            accepts_missing: false,
            branches: Branches::One,
            escapes: &[],
            portable: false,
            in_ilert: IlertSpelling::None,
            filters: false,
            doc: doc.into(),
            examples: Cow::Borrowed(&[]),
            run: Run::Host(Arc::new(run)),
        }
    }
}

/// Calls a function of the host program. An error or a panic is a warning, and the value stays as it is.
pub(crate) fn call<'a>(run: &HostFn, value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let mut json = String::new();
    value.write_json_within(call.affordable(), &mut json);
    if !call.charge_fuel(json.len()) {
        return value;
    }
    let receiver = itl_value::read_json(&json).unwrap_or(serde_json::Value::Null);
    let args: Vec<HostArg> = (0..call.args.len()).map(|position| argument(call, position)).collect();
    let host = HostCall { receiver: &receiver, args: &args, zone: call.zone, now: call.now };
    let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&host)));
    match answer {
        Ok(Ok(answer)) => Value::from_owned_json(answer),
        Ok(Err(message)) => {
            call.refuse(Code::HostFunction, itl_value::short_message(message));
            value
        }
        Err(_) => {
            call.refuse(Code::HostFunction, "the function panicked");
            value
        }
    }
}

/// The argument at `position` as the host gets it.
fn argument(call: &mut Call<'_, '_>, position: usize) -> HostArg {
    if let Some(number) = call.integer(position) {
        return HostArg::Integer(number);
    }
    match call.args.get(position) {
        Some(Arg::Number(text)) => HostArg::Number(read_float(text).unwrap_or(0.0)),
        Some(Arg::Regex(regex)) => HostArg::Text(regex.as_str().to_owned()),
        Some(Arg::Zone(_)) => HostArg::Text(call.zone_at(position).name().to_owned()),
        Some(Arg::Reference(place)) => match call.given.get(*place as usize) {
            Some(Given::Number(text)) => HostArg::Number(read_float(text).unwrap_or(0.0)),
            Some(Given::Zone(zone)) => HostArg::Text(zone.name().to_owned()),
            Some(Given::Value(value)) => {
                let text = value.to_text_within(call.affordable()).into_owned();
                call.charge_fuel(if matches!(value, Value::Text(_)) { 0 } else { text.len() });
                HostArg::Text(text)
            }
            Some(Given::Key(key)) => HostArg::Text(key.literal().text().to_owned()),
            Some(Given::Integer(_)) | None => HostArg::Text(String::new()),
        },
        Some(Arg::Key(key)) => HostArg::Text(key.literal().text().to_owned()),
        _ => HostArg::Text(call.text(position, "").to_owned()),
    }
}
