//! The official cases of the Mustache specification, and lambdas of this project's own.
//!
//! The official cases are no part of the repository. `spec-tests/fetch-mustache-spec` fetches
//! them and `./test` runs this file with `MUSTACHE_SPEC` set to their folder; without it only
//! the project's own cases run, which need no set-up.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use itl_eval::{Dialect, Engine, Escape, HostValue, MemoryPartials, RenderOptions};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Deserialize)]
struct Module {
    tests: Vec<Official>,
}

#[derive(Deserialize)]
struct Official {
    name: String,
    data: Value,
    template: String,
    expected: String,
    #[serde(default)]
    partials: BTreeMap<String, String>,
}

/// The modules of specification 1.4 with the number of cases that a release of them has at
/// least; a later one adds to them.
const MODULES: [(&str, usize); 9] = [
    ("comments", 12),
    ("delimiters", 14),
    ("interpolation", 39),
    ("inverted", 22),
    ("partials", 12),
    ("sections", 34),
    ("~dynamic-names", 21),
    ("~inheritance", 27),
    ("~lambdas", 10),
];

#[test]
fn official_cases() {
    let Some(folder) = std::env::var_os("MUSTACHE_SPEC") else {
        println!("official Mustache cases: not run, MUSTACHE_SPEC names no folder (./test fetches them)");
        return;
    };
    let (mut total, mut failures) = (0, Vec::new());
    for (module, least) in MODULES {
        let path = Path::new(&folder).join(format!("{module}.json"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let cases = serde_json::from_str::<Module>(&text).unwrap().tests;
        assert!(cases.len() >= least, "{module} has {} cases, {least} are known", cases.len());
        let mut passed = 0;
        for case in &cases {
            match case.run(module == "~lambdas") {
                Ok(()) => passed += 1,
                Err(difference) => failures.push(format!("{module}: {}\n{difference}", case.name)),
            }
        }
        println!("official Mustache cases: {module:<15} {passed:>3} of {:>3}", cases.len());
        total += cases.len();
    }
    println!("official Mustache cases: {} of {total} pass through the Rust API", total - failures.len());
    assert!(failures.is_empty(), "{} of {total} fail\n\n{}", failures.len(), failures.join("\n\n"));
}

impl Official {
    fn run(&self, lambdas: bool) -> Result<(), String> {
        let partials: MemoryPartials = self.partials.clone().into_iter().collect();
        let engine = Engine::builder().dialect(Dialect::Mustache).partials(partials).build();
        let template = engine.compile(&self.template).map_err(|errors| format!("  does not compile: {errors}"))?;
        let mut found = Vec::new();
        if lambdas {
            found.push(("context", template.render(&with_lambda(&self.name, &self.data)?).text));
        } else {
            found.push(("document", template.render(&self.data).text));
            found.push(("bytes", template.render(self.data.to_string().as_bytes()).text));
            found.push(("context", template.render(&context(&self.data)).text));
        }
        for (road, text) in found {
            if text != self.expected {
                return Err(format!(
                    "  template {:?}\n  partials {:?}\n  data     {}\n  expected {:?}\n  found    {text:?} ({road})",
                    self.template, self.partials, self.data, self.expected
                ));
            }
        }
        Ok(())
    }
}

/// The same data as a context built by hand.
fn context(data: &Value) -> HostValue {
    match data {
        Value::Array(items) => HostValue::List(items.iter().map(context).collect()),
        Value::Object(entries) => HostValue::map(entries.iter().map(|(key, value)| (key.clone(), context(value)))),
        scalar => HostValue::from(scalar.clone()),
    }
}

/// The data of a lambda case with the callback that its source texts describe.
fn with_lambda(name: &str, data: &Value) -> Result<HostValue, String> {
    let lambda = match name {
        "Interpolation" => HostValue::variable(|| "world".into()),
        "Interpolation - Expansion" => HostValue::variable(|| "{{planet}}".into()),
        "Interpolation - Alternate Delimiters" => HostValue::variable(|| "|planet| => {{planet}}".into()),
        "Interpolation - Multiple Calls" => {
            let calls = AtomicU32::new(0);
            HostValue::variable(move || (calls.fetch_add(1, Ordering::Relaxed) + 1).to_string())
        }
        "Escaping" => HostValue::variable(|| ">".into()),
        "Section" => HostValue::section(|text| if text == "{{x}}" { "yes".into() } else { "no".into() }),
        "Section - Expansion" => HostValue::section(|text| format!("{text}{{{{planet}}}}{text}")),
        "Section - Alternate Delimiters" => {
            HostValue::section(|text| format!("{text}{{{{planet}}}} => |planet|{text}"))
        }
        "Section - Multiple Calls" => HostValue::section(|text| format!("__{text}__")),
        "Inverted Section" => HostValue::section(|_| String::new()),
        other => return Err(format!("  no callback is written for the case {other:?}")),
    };
    let HostValue::Map(entries) = context(data) else { return Err("  the data is not an object".into()) };
    let entries =
        entries.into_iter().map(|(key, value)| if key == "lambda" { (key, lambda.clone()) } else { (key, value) });
    Ok(HostValue::Map(entries.collect()))
}

fn mustache(template: &str, data: &HostValue) -> String {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    engine.compile(template).unwrap().render(data).text
}

#[test]
fn a_lambda_gets_the_source_of_its_section_untouched() {
    let seen =
        HostValue::map([("q", HostValue::section(|text| format!("[{}]", text.replace("{{", "<").replace("}}", ">"))))]);
    assert_eq!(mustache("{{#q}} {{ a }}{{! b }} {{/q}}", &seen), "[ < a ><! b > ]");
}

#[test]
fn a_lambda_answers_in_the_context_of_its_place() {
    let data = HostValue::map([
        ("name", HostValue::from("outer")),
        (
            "items",
            HostValue::List(vec![
                HostValue::map([("name", HostValue::from("a"))]),
                HostValue::map([("name", HostValue::from("b"))]),
            ]),
        ),
        ("bold", HostValue::section(|text| format!("<b>{text}</b>"))),
    ]);
    assert_eq!(
        mustache("{{#items}}{{#bold}}{{name}}{{/bold}}{{/items}}{{#bold}}{{name}}{{/bold}}", &data),
        "<b>a</b><b>b</b><b>outer</b>"
    );
}

#[test]
fn values_that_a_lambda_prints_are_escaped_and_its_own_text_is_not() {
    let data =
        HostValue::map([("x", HostValue::from("<")), ("tag", HostValue::section(|text| format!("<i>{text}</i>")))]);
    assert_eq!(mustache("{{#tag}}{{x}}{{{x}}}{{/tag}}", &data), "<i>&lt;<</i>");
}

#[test]
fn a_lambda_is_called_as_often_as_it_stands() {
    let calls = std::sync::Arc::new(AtomicU32::new(0));
    let counter = calls.clone();
    let data =
        HostValue::map([("n", HostValue::variable(move || counter.fetch_add(1, Ordering::Relaxed).to_string()))]);
    assert_eq!(mustache("{{n}}{{^n}}never{{/n}}{{n}}", &data), "01");
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[test]
fn a_lambda_that_calls_itself_ends() {
    let data = HostValue::map([
        ("again", HostValue::variable(|| "x{{again}}".into())),
        ("s", HostValue::section(|_| "y{{#s}}{{/s}}".into())),
    ]);
    for template in ["{{again}}", "{{#s}}{{/s}}"] {
        let engine = Engine::builder().dialect(Dialect::Mustache).build();
        let rendered = engine.compile(template).unwrap().render(&data);
        assert!(rendered.text.len() <= 1_000, "{}", rendered.text.len());
        assert!(!rendered.warnings.is_empty());
    }
}

#[test]
fn a_lambda_that_panics_is_a_warning() {
    let data = HostValue::map([("bad", HostValue::section(|_| panic!("on purpose"))), ("ok", HostValue::from("fine"))]);
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let rendered = engine.compile("{{#bad}}x{{/bad}}{{ok}}").unwrap().render(&data);
    assert_eq!(rendered.text, "fine");
    assert_eq!(rendered.warnings.iter().map(|warning| warning.code.id()).collect::<Vec<_>>(), ["W0304"]);
}

#[test]
fn a_lambda_whose_answer_is_broken_prints_it() {
    let data = HostValue::map([("open", HostValue::section(|text| format!("{text}{{{{#never}}}}")))]);
    assert_eq!(mustache("{{#open}}a{{/open}}b", &data), "a{{#never}}b");
}

#[test]
fn the_escape_option_reaches_what_a_lambda_prints() {
    let data = HostValue::map([("x", HostValue::variable(|| "a & b".into()))]);
    let engine = Engine::builder().dialect(Dialect::Mustache).escape(Escape::Xml).build();
    assert_eq!(engine.compile("{{x}}|{{{x}}}|{{&x}}").unwrap().render(&data).text, "a &amp; b|a & b|a & b");
    let data = json!({"x": "a & b"});
    let none = RenderOptions::new().escape(Escape::None);
    assert_eq!(engine.compile("{{x}}").unwrap().render_with(&data, &none).text, "a & b");
}
