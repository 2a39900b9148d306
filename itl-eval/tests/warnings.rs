//! What warnings say, and where.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use itl_eval::{Code, Engine, Function, Limits, MemoryPartials, Param, ParamKind, RenderOptions, Template};
use serde_json::{Value, json};

/// The messages of a render's warnings.
fn messages(source: &str, data: &Value) -> Vec<String> {
    let template = Template::compile(source).expect("a template");
    template.render(data).warnings.iter().map(|warning| warning.message.clone()).collect()
}

#[test]
fn a_missing_value_is_named_as_it_is_asked_for() {
    let data = json!({"l": [], "a": "x", "s": "a,b", "o": {"k": [{"n": 1}]}});
    for (tag, missing) in [
        ("l.first()", "l.first()"),
        ("l.first().name", "l.first()"),
        ("l.last().trim().upperCase()", "l.last()"),
        ("a.trim().k", "a.trim().k"),
        ("a.trim().k.deeper[0]", "a.trim().k"),
        ("s.split(\",\")[9]", "s.split(\",\")[9]"),
        ("s.split(\",\")[9].trim()", "s.split(\",\")[9]"),
        ("o.k.first()[\"m\"].trim()", "o.k.first()[\"m\"]"),
        ("o.k.first().m", "o.k.first().m"),
        // Where the head is missing, so is all behind it.
        ("x.first().name", "x"),
        ("o.x.y.trim().k", "o.x.y"),
    ] {
        assert_eq!(messages(&format!("{{{{ {tag} }}}}"), &data), [format!("`{missing}` is missing")], "{tag}");
    }
    for tag in ["l.first().default(\"-\")", "a.trim().k.default(\"-\")", "l.slice(0, 1)", "o.k.first().n"] {
        assert_eq!(messages(&format!("{{{{ {tag} }}}}"), &data), [""; 0], "{tag}");
    }
}

#[test]
fn long_names_are_cut() {
    let path = vec!["a"; 100_000].join(".");
    let found = messages(&format!("{{{{ {path} }}}}{{{{> {} }}}}", "p".repeat(1000)), &json!({}));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|message| message.len() < 120 && message.contains("…`")), "{found:?}");
    let errors = Template::compile(&format!("{{{{ a.{}() }}}}", "f".repeat(1000))).map(drop).expect_err("no function");
    assert!(errors.iter().all(|error| error.message.len() < 120), "{errors}");
}

/// The source under the warning of a limit, and the partial it is in.
fn limited(source: &str, data: &Value, limits: Limits) -> (Code, String, Option<String>) {
    let mut partials = MemoryPartials::default();
    partials.insert("p", "{{#l}}{{ s.upperCase() }}{{/l}}");
    partials.insert("plain", "text");
    let template = Engine::builder().partials(partials).build().compile(source).expect("a template");
    let options = RenderOptions { limits: Some(limits), ..RenderOptions::default() };
    let found = template.render_with(data, &options);
    let warning = found.warnings.iter().next().expect("a warning");
    let partial = warning.partial.as_deref().map(str::to_owned);
    let source = partial.as_deref().map_or(Some(source), |name| template.partial_source(name)).unwrap_or_default();
    (warning.code, warning.span.of(source).to_owned(), partial)
}

#[test]
fn a_limit_is_reached_at_a_tag() {
    let data = json!({"l": (0..100).collect::<Vec<_>>(), "s": "x".repeat(10_000), "t": "y"});
    let steps = |source, steps| limited(source, &data, Limits { steps, ..Limits::default() });
    let at = |tag: &str, partial: Option<&str>| (Code::StepLimit, tag.to_owned(), partial.map(str::to_owned));
    // A function that cannot be paid for.
    assert_eq!(steps("a {{ t }} {{ s.upperCase() }} b", 100), at("{{ s.upperCase() }}", None));
    assert_eq!(steps("a {{^ s.upperCase() }}b{{/ s }}{{ t }}", 100).1, "{{^ s.upperCase() }}");
    // A section's rounds, with tags and without.
    assert_eq!(steps("{{ t }}{{#l}}{{#l}}{{#l}} {{/l}}{{/l}}{{/l}}", 1000), at("{{#l}}", None));
    assert_eq!(steps("{{#l}}{{ t }}{{/l}}", 150).1.trim_matches(['{', '}']).len(), 3);
    // In a partial.
    assert_eq!(steps("{{ t }}{{> p }}", 100), at("{{ s.upperCase() }}", Some("p")));
    assert_eq!(steps("{{#l}}{{> plain }}{{/l}}", 3), at("{{> plain }}", None));
    let output = |source| limited(source, &data, Limits { output_bytes: 20, ..Limits::default() });
    assert_eq!(output("{{ t }} and a text of many more letters"), (Code::OutputLimit, "{{ t }}".into(), None));
    assert_eq!(output("{{ t }}{{ s }}"), (Code::OutputLimit, "{{ s }}".into(), None));
}

#[test]
fn steps_run_out_however_long_a_chain_is() {
    let data = json!({"s": "x".repeat(10_000)});
    let source = format!("{{{{ s{} }}}}", ".trim()".repeat(10_000));
    let found = limited(&source, &data, Limits { steps: 100_000, ..Limits::default() });
    assert_eq!(found.0, Code::StepLimit);
}

#[test]
fn only_the_library_clamps_whole_numbers() {
    let host =
        Function::host("pad", &[Param { name: "n", kind: ParamKind::Integer, default: None }], "Pads.", |value, _| {
            Ok(value.clone())
        });
    let engine = Engine::builder().function(host).build();
    assert!(engine.compile("{{ s.substring(99999999999999999999) }}").is_ok());
    let errors = engine.compile("{{ s.pad(99999999999999999999) }}").map(drop).expect_err("too large");
    assert!(errors.iter().all(|error| error.code == Code::WrongType), "{errors}");
}

#[test]
fn an_instant_out_of_range_says_so() {
    let range = "the instant is outside the years 1 to 9999";
    for (call, name) in
        [("toUnixMs()", "toUnixMs"), ("relativeTime()", "relativeTime"), ("formatUnixSec()", "formatUnixSec")]
    {
        let found = messages(&format!("{{{{ t.{call} }}}}"), &json!({"t": -100_000_000_000_i64}));
        assert_eq!(found, [format!("`{name}`: {range}")]);
    }
    assert_eq!(messages("{{ t.formatDateString() }}", &json!({"t": 1})), ["`formatDateString`: 1 is not a date"]);
}
