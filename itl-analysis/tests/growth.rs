//! How the work of an analysis grows with template and sample: counted, never timed.
//!
//! Each family doubles its input; the steps that the analysis counts may then be at most 2.2 times
//! as many.
#![allow(clippy::format_collect, clippy::cast_precision_loss, reason = "tests")]

use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Dialect, Engine, Limits, MemoryPartials};
use serde_json::{Map, Value, json};

/// A question of an analysis; what it answers does not matter here.
type Question = fn(&Analysis<'_>);

/// What a template is analysed against.
enum Against {
    Nothing,
    Sample(Value),
    Schema(Value),
}

fn work(source: &str, against: &Against, question: Question) -> u64 {
    let engine = Engine::builder().limits(Limits::default().depth(1_000)).build();
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    let shape = match against {
        Against::Nothing => None,
        Against::Sample(sample) => Some(Shape::sample(sample)),
        Against::Schema(schema) => Some(Shape::schema(schema)),
    };
    let analysis = Analysis::new(&template, &document, shape.as_ref());
    question(&analysis);
    analysis.work()
}

/// The work at `n` and at twice of it.
fn grows(name: &str, n: usize, question: Question, family: impl Fn(usize) -> (String, Against)) {
    let steps = |n: usize| {
        let (source, against) = family(n);
        work(&source, &against, question)
    };
    let (once, twice) = (steps(n), steps(2 * n));
    assert!(twice as f64 <= 2.2 * once as f64, "{name}: {once} steps at {n}, {twice} at {}", 2 * n);
    assert!(once > 0, "{name} is not counted");
}

fn check(analysis: &Analysis<'_>) {
    analysis.check(&CheckOptions::default().portable(true));
}

fn references(analysis: &Analysis<'_>) {
    analysis.references();
}

const BOTH: [(&str, Question); 2] = [("check", check), ("references", references)];

fn nested(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    let open: String = names.iter().map(|name| format!("{{{{ #{name} }}}}")).collect();
    let close: String = names.iter().rev().map(|name| format!("{{{{ /{name} }}}}")).collect();
    format!("{open}{{{{ x }}}}{close}")
}

fn object(keys: impl Iterator<Item = String>, value: &Value) -> Value {
    Value::Object(keys.map(|key| (key, value.clone())).collect::<Map<_, _>>())
}

#[test]
fn sections_inside_each_other() {
    for (name, question) in BOTH {
        let same = |n: usize| nested((0..n).map(|_| "a".to_owned()));
        let different = |n: usize| nested((0..n).map(|at| format!("a{at}")));
        // Lists of possible paths are cut at a few hundred; beyond that depth they cost the same.
        grows(name, 300, question, |n| (same(n), Against::Nothing));
        grows(name, 300, question, |n| (different(n), Against::Nothing));
        grows(name, 300, question, |n| (same(n), Against::Sample(json!({"b": 1}))));
        grows(name, 300, question, |n| (different(n), Against::Sample(json!({}))));
        grows(name, 300, question, |n| (same(n), Against::Sample(json!({"a": {"a": [{"a": 1}, {}]}}))));
        grows(name, 300, question, |n| {
            (same(n), Against::Schema(json!({"properties": {"a": {"$ref": "#"}, "b": {"type": "string"}}})))
        });
    }
}

#[test]
fn the_editor_inside_sections() {
    fn complete(analysis: &Analysis<'_>) {
        // The end of the last opening tag's inside.
        analysis.complete(analysis.outline().len().max(1) * 8 - 3);
    }
    for keys in [1_usize, 50] {
        let sample = json!({"a": object((0..keys).map(|at| format!("k{at}")), &json!([1]))});
        grows("complete", 60, complete, |n| ("{{ #a }}".repeat(n) + "{{ a.", Against::Sample(sample.clone())));
    }
}

#[test]
fn missing_keys_and_large_samples() {
    let tags = |n: usize| (0..n).map(|at| format!("{{{{ alerts[0].nokey{at} }}}}")).collect::<String>();
    let rows = |n: usize, keys: usize| {
        let row = object((0..keys).map(|at| format!("column{at}")), &json!(1));
        json!({ "alerts": vec![row; n] })
    };
    grows("tags", 200, check, |n| (tags(n), Against::Sample(rows(100, 75))));
    grows("rows", 400, check, |n| {
        let source = "{{ #alerts }}{{ nokey }}{{ colum1 }}{{ /alerts }}".repeat(50);
        (source, Against::Sample(rows(n, 75)))
    });
    grows("keys", 20_000, check, |n| (tags(4), Against::Sample(rows(1, n))));
    grows("properties", 20_000, check, |n| {
        let properties = object((0..n).map(|at| format!("property{at}")), &json!({"type": "string"}));
        ("{{ propertx }}{{ property1 }}".repeat(20), Against::Schema(json!({ "properties": properties })))
    });
}

#[test]
fn long_paths() {
    for (name, question) in BOTH {
        grows(name, 8_000, question, |n| (format!("{{{{ a{} }}}}", ".b".repeat(n)), Against::Nothing));
        grows(name, 8_000, question, |n| (format!("{{{{ a{} }}}}", ".b".repeat(n)), Against::Sample(json!({"a": 1}))));
        grows(name, 1_000, question, |n| (format!("{{{{ a{} }}}}", ".where(\"k\",\"v\")".repeat(n)), Against::Nothing));
        grows(name, 1_000, question, |n| (format!("{{{{ a{} }}}}", "[$b]".repeat(n)), Against::Nothing));
    }
}

#[test]
fn many_tags() {
    for (name, question) in BOTH {
        grows(name, 5_000, question, |n| {
            ((0..n).map(|at| format!("{{{{ key{at} }}}}")).collect(), Against::Sample(json!({"key1": 1})))
        });
        grows(name, 2_000, question, |n| {
            let blocks: String = (0..n).map(|at| format!("{{{{$ b{at} }}}}{{{{ x }}}}{{{{/ b{at} }}}}")).collect();
            (format!("{{{{< p }}}}{blocks}{{{{/ p }}}}"), Against::Nothing)
        });
    }
}

#[test]
fn the_largest_inputs_end_at_the_limit() {
    let deep = format!("{{{{ #a }}}}{}{{{{ /a }}}}", "{{ a.b.c }}".repeat(80_000));
    let sample = json!({"a": [{"a": {"b": {"c": 1}}}, {"x": 2}]});
    for question in [check as Question, references] {
        assert!(work(&deep, &Against::Sample(sample.clone()), question) < 8_000_000);
    }
}

#[test]
fn partials_that_all_call_each_other_end_at_the_limit() {
    let calls = |own: usize| (0..40).filter(|at| *at != own).map(|at| format!("{{{{> p{at} }}}}")).collect::<String>();
    let partials: MemoryPartials = (0..40).map(|at| (format!("p{at}"), calls(at))).collect();
    let engine = Engine::builder().partials(partials).build();
    let document = engine.parse("{{> p0 }}{{ x }}");
    let (template, _) = engine.compile_document(&document);
    let analysis = Analysis::new(&template, &document, None);
    assert!(analysis.references().truncated);
    assert!(analysis.work() < 5_000_000);
}

#[test]
fn paths_of_long_keys_end_at_the_limit() {
    let key = "a".repeat(100_000);
    let source = format!("{{{{ #{key} }}}}{}{{{{ /{key} }}}}", "{{ b }}".repeat(20_000));
    let engine = Engine::new();
    let document = engine.parse(&source);
    let (template, _) = engine.compile_document(&document);
    let found = Analysis::new(&template, &document, None).references();
    assert!(found.truncated && found.reads.len() < 5_000, "{} paths of {} bytes", found.reads.len(), key.len());
}

/// Each step of a path is kept while the analysis lasts; a Mustache path may be a million dots.
#[test]
fn paths_of_many_keys_end_at_the_limit() {
    let truncated = |counts: &[usize]| {
        let source: String = counts.iter().map(|count| format!("{{{{ .{} }}}}", ".".repeat(*count))).collect();
        let engine = Engine::builder().dialect(Dialect::Mustache).build();
        let document = engine.parse(&source);
        let (template, _) = engine.compile_document(&document);
        Analysis::new(&template, &document, None).references().truncated
    };
    assert!(!truncated(&[90_000, 1_000, 1_000]));
    assert!(truncated(&[110_000]));
    let keys = |at: usize| format!("{{{{ k{at}{} }}}}", ".k".repeat(90_000));
    let source: String = (0..20).map(keys).collect();
    assert!(work(&source, &Against::Nothing, references) < 6_000_000);
}

/// For each call those before it were looked for among all: minutes for these.
#[test]
fn a_chain_of_calls_is_portable_or_not_in_one_pass() {
    let source = format!("{{{{ a{} }}}}", ".trim()".repeat(140_000));
    let engine = Engine::new();
    let document = engine.parse(&source);
    let (template, _) = engine.compile_document(&document);
    let found = Analysis::new(&template, &document, None).check(&CheckOptions::default().portable(true));
    assert!(found.iter().any(|one| one.code == itl_eval::Code::NotPortable), "{found:?}");
}

#[test]
fn messages_about_long_names_are_short() {
    let name = "n".repeat(50_000);
    let source = format!("<{name}>{}</{name}>", "{{{ a }}}".repeat(100));
    let engine = Engine::new();
    let document = engine.parse(&source);
    let (template, _) = engine.compile_document(&document);
    let found = Analysis::new(&template, &document, None).check(&CheckOptions::default());
    assert_eq!(found.len(), 100);
    assert!(found.iter().all(|one| one.message.len() < 5_000));
}

/// References nest eight deep; what was begun deeper took a stack's end.
#[test]
fn calls_inside_calls_are_completed_as_deep_as_references_go() {
    let engine = Engine::default();
    let sample = json!({"b": {"key": 1}});
    let shape = Shape::sample(&sample);
    let items = |depth: usize| {
        let source = format!("{{{{ a{}.", ".append($b".repeat(depth));
        let template = format!("{source} }}}}");
        let document = engine.parse(&template);
        let (compiled, _) = engine.compile_document(&document);
        let analysis = Analysis::new(&compiled, &document, Some(&shape));
        analysis.complete(source.len()).map_or(0, |found| found.items.len())
    };
    assert!(items(8) > 0);
    assert_eq!(items(26_000), 0);
}
