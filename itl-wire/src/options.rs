//! Options as a binding sends them: JSON whose shape has been checked already (in JavaScript by the package, else by
//! `itl-abi`), so that what is left to refuse here are values that only the engine knows.

#[cfg(feature = "extensions")]
use crate::host;
use crate::host::Host;
use crate::values::{self, Object, Value};
#[cfg(feature = "extensions")]
use itl_eval::{Budget, Fit};
use itl_eval::{Dialect, Engine, Escape, Limits, MemoryPartials, OnError, RenderOptions, Zone};
#[cfg(feature = "prompts")]
use itl_prompt::Target;

/// An option that cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    /// Such as `options.timezone`.
    pub argument: &'static str,
    /// What is wrong with it, and a way out.
    pub message: String,
    /// Whether another build knows it.
    pub unsupported: bool,
}

impl Refused {
    /// For an option with a value that cannot be used.
    pub fn new(argument: &'static str, message: String) -> Self {
        Self { argument, message, unsupported: false }
    }

    /// For what the full build can.
    #[cfg(not(feature = "full"))]
    pub fn unsupported(argument: &'static str, what: &str) -> Self {
        Self { argument, message: format!("this build knows no {what}; the full build does"), unsupported: true }
    }
}

/// An engine as the options want it, and the partials it was given.
pub struct Setup<'o> {
    /// The engine.
    pub engine: Engine,
    partials: Option<&'o Object>,
}

impl<'o> Setup<'o> {
    /// The text of a partial.
    pub fn partial(&self, name: &str) -> Option<&'o str> {
        self.partials?.get(name)?.as_str()
    }
}

/// Reads options; an empty text is none.
///
/// # Errors
/// The text is not a JSON object.
pub fn read(json: &str) -> Result<Object, Refused> {
    if json.is_empty() {
        return Ok(Object::new());
    }
    // What a binding writes is JSON; a sample may be nested deeper than the reader takes.
    match values::read(json) {
        Ok(Value::Object(options)) => Ok(options),
        Ok(_) => Err(Refused::new("options", "the options are not an object".into())),
        Err(error) => Err(Refused::new("options", format!("the options cannot be read: {error}"))),
    }
}

fn text<'o>(options: &'o Object, key: &str) -> Option<&'o str> {
    options.get(key).and_then(Value::as_str)
}

/// An engine for the options of a compile; its functions of the host are called through `host`.
///
/// # Errors
/// An option that cannot be used.
pub fn setup<'o>(options: &'o Object, host: &impl Host) -> Result<Setup<'o>, Refused> {
    let mut builder = Engine::builder().limits(limits(options, Limits::default()));
    if text(options, "dialect") == Some("mustache") {
        builder = builder.dialect(Dialect::Mustache);
    }
    if let Some(escape) = escape(options)? {
        builder = builder.escape(escape);
    }
    if let Some(zone) = zone(options)? {
        builder = builder.zone(zone);
    }
    if let Some(name) = text(options, "on_error") {
        let on_error = name.parse::<OnError>().map_err(|error| Refused::new("options.on_error", error.to_string()))?;
        builder = builder.on_error(on_error);
    }
    let functions = options.get("functions").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    #[cfg(not(feature = "extensions"))]
    let _ = host;
    #[cfg(not(feature = "extensions"))]
    if !functions.is_empty() {
        return Err(Refused::unsupported("options.functions", "functions of the host"));
    }
    #[cfg(feature = "extensions")]
    for function in functions {
        builder = builder.function(host::function(function, host));
    }
    let partials = options.get("partials").and_then(Value::as_object);
    let mut texts = MemoryPartials::default();
    for (name, text) in partials.into_iter().flat_map(Object::iter) {
        if let Some(text) = text.as_str() {
            texts.insert(name, text);
        }
    }
    Ok(Setup { engine: builder.partials(texts).build(), partials })
}

/// The options of a render by an engine with `engine` limits.
///
/// # Errors
/// An option that cannot be used.
pub fn render(options: &Object, engine: Limits) -> Result<RenderOptions, Refused> {
    #[cfg(not(feature = "extensions"))]
    if options.contains_key("budget") {
        return Err(Refused::unsupported("options.budget", "budgets"));
    }
    let given = RenderOptions::new()
        .zone(zone(options)?)
        .now(options.get("now").and_then(Value::as_i64))
        .escape(escape(options)?)
        .limits(options.contains_key("limits").then(|| limits(options, engine)))
        .trace(options.get("trace").and_then(Value::as_bool).unwrap_or(false));
    #[cfg(feature = "extensions")]
    let given = given
        .budget(budget(options)?)
        .check_output(options.get("check_output").and_then(Value::as_bool).unwrap_or(true));
    Ok(given)
}

fn zone(options: &Object) -> Result<Option<Zone>, Refused> {
    let Some(name) = text(options, "timezone") else { return Ok(None) };
    match Zone::named(name) {
        Some(zone) => Ok(Some(zone)),
        #[cfg(feature = "full")]
        None => {
            let help = itl_eval::zone_meant(name).map_or_else(String::new, |(_, help)| format!("; {help}"));
            Err(Refused::new("options.timezone", format!("there is no time zone `{name}`{help}")))
        }
        #[cfg(not(feature = "full"))]
        None => Err(Refused::unsupported("options.timezone", &format!("time zone `{name}`"))),
    }
}

fn escape(options: &Object) -> Result<Option<Escape>, Refused> {
    let Some(name) = text(options, "escape") else { return Ok(None) };
    match name.parse::<Escape>() {
        Ok(escape) => Ok(Some(escape)),
        #[cfg(feature = "extensions")]
        Err(error) => Err(Refused::new("options.escape", error.to_string())),
        #[cfg(not(feature = "extensions"))]
        Err(_) => Err(Refused::unsupported("options.escape", &format!("output format `{name}`"))),
    }
}

/// The target whose request is wanted.
///
/// # Errors
/// There is no such target.
#[cfg(feature = "prompts")]
pub fn target(options: &Object) -> Result<Option<Target>, Refused> {
    let provider = text(options, "to").map(str::parse::<Target>).transpose();
    provider.map_err(|error| Refused::new("options.to", error.to_string()))
}

#[cfg(feature = "extensions")]
fn budget(options: &Object) -> Result<Option<Budget>, Refused> {
    let Some(given) = options.get("budget").and_then(Value::as_object) else { return Ok(None) };
    let count = |key| given.get(key).and_then(Value::as_u64).map(whole);
    let budget = if let Some(name) = text(given, "preset") {
        Budget::preset(name).ok_or_else(|| Refused::new("options.budget", format!("there is no budget `{name}`")))?
    } else if let Some(n) = count("max_chars") {
        Budget::chars(n)
    } else if let Some(n) = count("max_bytes") {
        Budget::bytes(n)
    } else {
        return Ok(None);
    };
    let fit = text(given, "fit").map(str::parse::<Fit>).transpose();
    let budget = match fit.map_err(|error| Refused::new("options.budget.fit", error.to_string()))? {
        Some(fit) => budget.fit(fit),
        None => budget,
    };
    Ok(Some(match text(given, "marker") {
        Some(marker) => budget.marker(marker.to_owned()),
        None => budget,
    }))
}

fn limits(options: &Object, base: Limits) -> Limits {
    let given = options.get("limits").and_then(Value::as_object);
    let limit = |key| given.and_then(|given| given.get(key)).and_then(Value::as_u64);
    let size = |key, base| limit(key).map_or(base, whole);
    base.template_bytes(size("template_bytes", base.template_bytes))
        .partials_bytes(size("partials_bytes", base.partials_bytes))
        .depth(size("depth", base.depth))
        .partial_depth(size("partial_depth", base.partial_depth))
        .output_bytes(size("output_bytes", base.output_bytes))
        .steps(limit("steps").unwrap_or(base.steps))
        .regex_bytes(size("regex_bytes", base.regex_bytes))
}

fn whole(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(all(test, feature = "full"))]
mod tests {
    use super::*;

    #[test]
    fn render_options() {
        let all = r#"{"timezone":"UTC","now":5,"escape":"json","budget":{"max_bytes":9,"marker":"!"},
            "limits":{"steps":7},"trace":true,"check_output":false}"#;
        let options = render(&read(all).unwrap(), Limits::default()).unwrap();
        let expected = RenderOptions::new()
            .zone(Zone::UTC)
            .now(5)
            .escape(Escape::Json)
            .budget(Budget::bytes(9).marker("!"))
            .limits(Limits::default().steps(7))
            .trace(true)
            .check_output(false);
        assert_eq!(options, expected);
        assert_eq!(render(&read("").unwrap(), Limits::default()), Ok(RenderOptions::default()));
    }

    #[test]
    fn what_only_the_engine_knows_is_refused_with_its_name() {
        let refused = |json| render(&read(json).unwrap(), Limits::default()).unwrap_err().argument;
        assert_eq!(refused(r#"{"timezone":"Mars/Olympus"}"#), "options.timezone");
        assert_eq!(refused(r#"{"escape":"pdf"}"#), "options.escape");
        assert_eq!(refused(r#"{"budget":{"preset":"fax"}}"#), "options.budget");
    }
}
