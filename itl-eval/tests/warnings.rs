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
        // Where the head is missing, so is all after it.
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
    let options = RenderOptions::new().limits(limits);
    let found = template.render_with(data, &options);
    let warning = found.warnings.iter().next().expect("a warning");
    let partial = warning.partial.as_deref().map(str::to_owned);
    let source = partial.as_deref().map_or(Some(source), |name| template.partial_source(name)).unwrap_or_default();
    (warning.code, warning.span.of(source).to_owned(), partial)
}

#[test]
fn a_limit_is_reached_at_a_tag() {
    let data = json!({"l": (0..100).collect::<Vec<_>>(), "s": "x".repeat(10_000), "t": "y"});
    let steps = |source, steps| limited(source, &data, Limits::default().steps(steps));
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
    let output = |source| limited(source, &data, Limits::default().output_bytes(20));
    assert_eq!(output("{{ t }} and a text of many more letters"), (Code::OutputLimit, "{{ t }}".into(), None));
    assert_eq!(output("{{ t }}{{ s }}"), (Code::OutputLimit, "{{ s }}".into(), None));
}

#[test]
fn steps_run_out_however_long_a_chain_is() {
    let data = json!({"s": "x".repeat(10_000)});
    let source = format!("{{{{ s{} }}}}", ".trim()".repeat(10_000));
    let found = limited(&source, &data, Limits::default().steps(100_000));
    assert_eq!(found.0, Code::StepLimit);
}

#[test]
fn only_the_library_clamps_whole_numbers() {
    let host = Function::host("pad", &[Param::new("n", ParamKind::Integer)], "Pads.", |call| Ok(call.receiver.clone()));
    let engine = Engine::builder().function(host).build();
    assert!(engine.compile("{{ s.substring(99999999999999999999) }}").is_ok());
    let errors = engine.compile("{{ s.pad(99999999999999999999) }}").map(drop).expect_err("too large");
    assert!(errors.iter().all(|error| error.code == Code::WrongType), "{errors}");
}

#[test]
fn an_instant_out_of_range_says_so() {
    for call in ["toUnixMs", "relativeTime", "formatDateString", "formatUnix"] {
        let found = messages(&format!("{{{{ t.{call}() }}}}"), &json!({"t": 2.6e20}));
        assert_eq!(found, [format!("`{call}`: the instant 2.6e20 is outside the years 1 to 9999")]);
    }
    let found = messages("{{ t.formatUnixSec() }}", &json!({"t": -100_000_000_000_i64}));
    assert_eq!(found, ["`formatUnixSec`: -100000000000 seconds since 1970 is outside the years 1 to 9999"]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn a_value_that_is_no_instant_says_why_and_what_helps() {
    for (tag, value, message, help) in [
        (
            "formatDateString()",
            json!("soon"),
            "\"soon\" is not a date",
            "the nearest spelling that is read is `2023-01-29T00:05:37Z`; `parseDate` reads others by a pattern",
        ),
        (
            "formatDateString()",
            json!("Sat Oct 26 23:20:39"),
            "\"Sat Oct 26 23:20:39\" is not a date",
            "the nearest spelling that is read is `Sun Jan 29 00:05:37 UTC 2023`; `parseDate` reads others by a pattern",
        ),
        (
            "age()",
            json!("01/02/2023 4:05 PM"),
            "\"01/02/2023 4:05 PM\" may have the day or the month first",
            "`parseDate(\"%d/%m/%Y %I:%M %p\")` reads the day first, `parseDate(\"%m/%d/%Y %I:%M %p\")` the month",
        ),
        (
            "toUnixSec()",
            json!("2023-01-29 00:05:37 CST"),
            "`CST` in \"2023-01-29 00:05:37 CST\" may be America/Chicago, Asia/Shanghai or America/Havana",
            "say which before this call: `assumeZone(\"America/Chicago\")`",
        ),
        (
            "toUnixSec()",
            json!("2023-01-29 00:05:37 AEST"),
            "the zone `AEST` in \"2023-01-29 00:05:37 AEST\" is not read",
            "say which is meant before this call: `assumeZone(\"Australia/Sydney\")`",
        ),
        ("toUnixSec()", json!("2023-02-30"), "\"2023-02-30\" is a day that does not exist", ""),
        (
            "toUnixSec()",
            json!("2023-01-29T24:00:00Z"),
            "\"2023-01-29T24:00:00Z\" has an hour 24",
            "the end of a day is `00:00` of the next one",
        ),
        (
            "addSeconds(1)",
            json!("12345"),
            "\"12345\" is a text of too small a number for Unix time",
            "`formatUnixSec` takes any number of seconds",
        ),
        ("addSeconds(1)", json!([1]), "an array is not an instant", ""),
        (
            "formatUnixMs()",
            json!("2023-01-29T00:05:37Z"),
            "\"2023-01-29T00:05:37Z\" is not a number",
            "`formatDateString` reads dates; Unix time is digits",
        ),
        (
            "formatUnixSec()",
            json!(1_674_950_737_000_i64),
            "1674950737000 seconds since 1970 is outside the years 1 to 9999",
            "`formatUnixMs` reads milliseconds; `formatUnix` tells milliseconds and other units apart by their size",
        ),
        (
            "formatUnixMs()",
            json!(1_674_950_737),
            "1674950737 looks like seconds and is read as milliseconds",
            "`formatUnixSec` reads seconds; `formatUnix` tells seconds and other units apart by their size",
        ),
        ("parseDate(\"%d/%m/%Y\")", json!("2023-01-29"), "\"2023-01-29\" does not fit the pattern `%d/%m/%Y`", ""),
        (
            "parseDuration()",
            json!("03:04"),
            "\"03:04\" is not a duration",
            "write hours, minutes and seconds: `00:03:04` or `03:04:00`",
        ),
    ] {
        let template = Template::compile(&format!("{{{{ v.{tag} }}}}")).expect("a template");
        let rendered = template.render(&json!({"v": value}));
        let warning = rendered.warnings.iter().next().expect("a warning");
        let name = tag.split('(').next().unwrap_or_default();
        assert_eq!(warning.message, format!("`{name}`: {message}"));
        assert_eq!(warning.help.as_deref().unwrap_or_default(), help);
    }
}

#[test]
fn the_argument_is_blamed_where_it_is_no_instant() {
    let source = "{{ end.secondsSince($start) }} {{ end.secondsSince(\"soon\") }}";
    let template = Template::compile(source).expect("a template");
    let rendered = template.render(&json!({"end": "2023-01-29", "start": "later"}));
    assert_eq!(rendered.text, "2023-01-29 2023-01-29");
    let found: Vec<_> = rendered.warnings.iter().map(|warning| (warning.span.of(source), &*warning.message)).collect();
    assert_eq!(
        found,
        [
            ("$start", "`secondsSince`: \"later\" is not a date"),
            ("{{ end.secondsSince(\"soon\") }}", "`secondsSince`: \"soon\" is not a date"),
        ]
    );
}
