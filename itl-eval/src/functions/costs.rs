//! Every function charges for what it reads: one that did not could be called ten million times on a long text.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use super::date::{DatePattern, Style};
use super::number::DurationPattern;
use super::{Arg, Call, KeyPath, ParamKind, Registry, Run, compiled_regex};
use itl_value::{Kind, Value};

/// The steps that a call takes.
fn spent(name: &str, value: &Value<'_>, args: &[Arg]) -> u64 {
    const MAX: u64 = 1 << 40;
    let registry = Registry::standard();
    let Some(Run::Native(run)) = registry.get(name).map(|function| function.run.clone()) else { return 0 };
    let mut fuel = MAX;
    let zone = itl_time::Zone::UTC;
    run(
        value.clone(),
        &mut Call {
            args,
            zone,
            now: Some(0),
            remark: None,
            given: &[],
            fuel: &mut fuel,
            debt: 0,
            branch: None,
            printed: None,
        },
    );
    MAX - fuel
}

/// An argument of that kind that finds nothing early.
fn argument(kind: ParamKind) -> Arg {
    let regex =
        |pattern| Arg::Regex(Box::new(compiled_regex::compile(pattern, 1 << 20).expect("a regular expression")));
    match kind {
        ParamKind::Text | ParamKind::Replacement | ParamKind::Any | ParamKind::Instant | ParamKind::Array => {
            Arg::Text("zz".into())
        }
        ParamKind::Unit => Arg::Text("s".into()),
        ParamKind::Integer => Arg::Integer(50_000),
        ParamKind::Number => Arg::Number("2".into()),
        ParamKind::Regex => regex("z+y"),
        ParamKind::RegexWithGroups => regex("(z+)y"),
        ParamKind::Style => Arg::Style(Box::new(Style::DEFAULT)),
        ParamKind::Zone => Arg::Zone(itl_time::Zone::UTC),
        ParamKind::Key => Arg::Key(Box::new(KeyPath::new("k"))),
        ParamKind::DatePattern => Arg::DatePattern(Box::new(DatePattern::compile("%F").expect("a pattern"))),
        ParamKind::DurationPattern => Arg::DurationPattern(DurationPattern::compile("%S").expect("a pattern")),
    }
}

fn arguments(name: &str) -> Vec<Arg> {
    let registry = Registry::standard();
    registry.get(name).map_or_else(Vec::new, |row| row.params.iter().map(|param| argument(param.kind)).collect())
}

#[test]
fn each_function_charges_for_a_long_text() {
    let text = "é,x ".repeat(30_000);
    let value = Value::text(text.as_str());
    for function in Registry::standard().iter() {
        let steps = spent(&function.name, &value, &arguments(&function.name));
        let min = match (function.receiver, &*function.name) {
            // It looks at no letter; functions on arrays and objects return what is neither.
            (_, "default") | (Kind::Array | Kind::Object, _) => 0,
            // Longer texts are no numbers and no dates.
            (Kind::Number | Kind::Instant, _) => 10_000 / 16,
            _ => text.len() / 64,
        };
        assert!(steps >= min as u64, "{}: {steps} of {min}", function.name);
    }
}

#[test]
fn each_function_charges_for_a_long_array() {
    let json: serde_json::Value = (0..5000).map(|n| serde_json::json!({"k": f64::from(n) + 0.5})).collect();
    let value = Value::from_json(&json);
    for function in Registry::standard().iter() {
        let steps = spent(&function.name, &value, &arguments(&function.name));
        let min = match (function.receiver, &*function.name) {
            // These ask for the array's size, for one item, or for nothing; an array is no number.
            (_, "length" | "first" | "last" | "default" | "slice" | "parseJson" | "parseDate" | "parseDuration")
            | (Kind::Number | Kind::Instant | Kind::Object, _) => 0,
            _ => 5000 / 4,
        };
        assert!(steps >= min, "{}: {steps} of {min}", function.name);
    }
}

#[test]
fn each_function_on_objects_charges_for_a_large_one() {
    let json: serde_json::Map<String, serde_json::Value> = (0..5000).map(|n| (format!("k{n}"), n.into())).collect();
    let json = serde_json::Value::Object(json);
    let value = Value::from_json(&json);
    for function in Registry::standard().iter().filter(|function| function.receiver == Kind::Object) {
        let steps = spent(&function.name, &value, &arguments(&function.name));
        assert!(steps >= 5000 / 4, "{}: {steps}", function.name);
    }
}

#[test]
fn numbers_are_charged_by_their_digits() {
    let long = "7".repeat(999);
    let value = Value::text(long.as_str());
    for name in ["add", "subtract", "multiply", "divide", "round", "floor", "greaterThan", "formatNumber"] {
        let args = if name == "round" { vec![Arg::Integer(0)] } else { vec![Arg::Number(long.as_str().into())] };
        let args = if matches!(name, "floor" | "formatNumber") { Vec::new() } else { args };
        assert!(spent(name, &value, &args) > 200, "{name}");
    }
    assert!(spent("multiply", &value, &[Arg::Number(long.as_str().into())]) > 1500);
}

#[test]
fn small_calls_are_cheap() {
    let value = Value::text("Disk full on db-7");
    for function in Registry::standard().iter() {
        let args: Vec<Arg> = arguments(&function.name)
            .into_iter()
            .map(|arg| if matches!(arg, Arg::Integer(_)) { Arg::Integer(2) } else { arg })
            .collect();
        let steps = spent(&function.name, &value, &args);
        assert!(steps <= 40, "{}: {steps}", function.name);
    }
}

#[test]
fn a_regular_expression_charges_by_its_places() {
    let steps = |pattern: &str, text: &str| {
        let regex = compiled_regex::compile(pattern, 16 << 20).expect("a regular expression");
        spent("matches", &Value::text(text.to_owned()), &[Arg::Regex(Box::new(regex))])
    };
    let (ascii, other) = ("x,".repeat(50_000), "é,".repeat(50_000));
    // A usual one: hundreds of them fit into a render, on a text of 100 kB.
    assert!(steps(r"(?i)error: \w+ at \d+", &ascii) < 20_000);
    assert!(steps(r"\b\d{1,3}\.\d{1,3}\b", &ascii) < 200_000);
    // An automaton over bytes knows no word's border outside of ASCII.
    assert!(steps(r"\bfoo\b", &other) > 3 * steps(r"\bfoo\b", &ascii));
    // Hundreds of places for each byte.
    assert!(steps(r"\b\w+\b.{0,300}q", &other) > 20 * other.len() as u64);
    assert!(steps(r"((\w|,){1,30})*((\w|,){1,30})*q", &ascii) > 5 * ascii.len() as u64);
    assert!(steps("[xy]*x[xy]{20}q", &ascii) > ascii.len() as u64);
}

#[test]
fn look_around_is_charged_by_its_size_and_the_text() {
    let steps = |pattern: &str, text: &str| {
        let regex = compiled_regex::compile(pattern, 16 << 20).expect("a regular expression");
        spent("matches", &Value::text(text.to_owned()), &[Arg::Regex(Box::new(regex))])
    };
    let text = |n: usize| "ab".repeat(n);
    let nested = format!("{}a{}", "(?<=b(?=.*".repeat(20), "))".repeat(20));
    for pattern in [r"(?<=a.*)x", r"x(?!(a+)+b)", r"(?<=a{3}.{0,30})(?<!b)x", &nested] {
        let (once, twice) = (steps(pattern, &text(5_000)), steps(pattern, &text(10_000)));
        assert!(twice > once && twice * 10 <= once * 22, "{pattern}: {once}, {twice}");
    }
    // On an empty text too: each look-around is decided at its end.
    let many = "(?=a)".repeat(2_000);
    assert!(steps(&many, "") > 300, "{}", steps(&many, ""));
    assert!(steps(r"(?<=Service: ).*(?= is)", "Service: shop is down") < 40);
}

#[test]
fn replacing_charges_for_what_each_match_looks_at() {
    let text = "a".repeat(2000);
    let steps = |pattern| {
        let regex = compiled_regex::compile(pattern, 1 << 20).expect("a regular expression");
        spent("replaceRegex", &Value::text(text.as_str()), &[Arg::Regex(Box::new(regex)), Arg::Text("x".into())])
    };
    // The first way looks at all the rest for each `a`, and finds nothing.
    assert!(steps("a.*b|a") > 2000 * 2000 / 2 / 16);
    assert!(steps("a") < 10_000);
}

#[test]
fn only_what_is_walked_is_charged() {
    let letters = "e\u{301}".repeat(100_000);
    let accents = format!("e{}", "\u{301}".repeat(100_000));
    let text = |text: &str| Value::text(text.to_owned());
    let marker = || Arg::Text("".into());
    for name in ["truncate", "truncateBytes"] {
        let short = spent(name, &text(&letters), &[Arg::Integer(1), marker()]);
        assert!(short <= letters.len() as u64 / 64 + 2, "{name}: {short}");
    }
    assert!(spent("truncate", &text(&accents), &[Arg::Integer(1), marker()]) >= accents.len() as u64 / 16);
    let pieces = |n| spent("splitTakeAt", &text(&"z".repeat(64_000)), &[Arg::Text("z".into()), Arg::Integer(n)]);
    assert!(pieces(1) <= 1001);
    assert!(pieces(-1) > 4000);
    assert!(pieces(60_000) > 4000);
}
