//! Every function of the registry on texts, arrays and objects of any size.

use crate::Count;
use crate::families::Sample;
use crate::works::steps;
use allocation_counter::measure;
use itl_eval::{Function, ParamKind, Registry};
use serde_json::{Value, json};

/// An argument that finds nothing early, as a tag writes it.
fn argument(kind: ParamKind) -> &'static str {
    match kind {
        ParamKind::Integer => "3",
        ParamKind::Number => "2.5",
        ParamKind::Regex => "\"z+y\"",
        ParamKind::RegexWithGroups => "\"(z+)y\"",
        ParamKind::Style => "\"F\"",
        ParamKind::Zone => "\"Europe/Berlin\"",
        ParamKind::Unit => "\"s\"",
        ParamKind::Array => "$l",
        ParamKind::Key => "\"k\"",
        ParamKind::DatePattern => "\"%F\"",
        ParamKind::DurationPattern => "\"%H\"",
        _ => "\"zz\"",
    }
}

fn call(function: &Function) -> String {
    let arguments: Vec<&str> = function.params.iter().map(|param| argument(param.kind)).collect();
    format!("{{{{{{ x.{}({}) }}}}}}", function.name, arguments.join(","))
}

/// A kind of value, the size to begin with, and how one of that size is made.
type Growing = (&'static str, usize, fn(usize) -> Value);

/// Values of any size, in the ways that functions take them.
const VALUES: &[Growing] = &[
    ("a text", 2_000, |n| json!("é,x <a> ".repeat(n))),
    ("digits", 400, |n| json!("7".repeat(n))),
    ("an array of objects", 500, |n| json!(vec![json!({"k": 1.5, "v": "x"}); n])),
    ("an array of texts", 500, |n| (0..n).map(|at| json!(format!("text {:05}", at * 7_919 % 10_007))).collect()),
    ("an object", 500, |n| Value::Object((0..n).map(|at| (format!("k{at:05}"), json!("v"))).collect())),
    ("JSON", 500, |n| json!(json!(vec![json!({"k": [1, "x"]}); n]).to_string())),
];

#[test]
fn every_function_grows_in_proportion_to_its_value() {
    let mut wrong = Vec::new();
    let mut counted = 0;
    for function in Registry::standard().iter() {
        let source = call(function);
        for (name, size, value) in VALUES {
            let count = |n: usize| {
                let value = value(n);
                let data = json!({"l": ["zz", 1], "x": value});
                let sample = Sample { source: source.clone(), data, ..Sample::default() };
                let template = sample.template();
                assert!(!template.diagnostics().has_errors(), "{source}: {}", template.diagnostics());
                let bytes = measure(|| drop(template.render(&sample.data))).bytes_total;
                Count { steps: steps(&template, &sample), bytes }
            };
            let (half, whole) = (count(*size), count(2 * size));
            counted += 1;
            if !whole.is_in_proportion(half) {
                wrong.push(format!("{source} on {name}: {half} at {size}, {whole} at {}", 2 * size));
            }
        }
    }
    println!("growth: {counted} functions with values");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
