//! What grew without being charged, or took a stack's end: each ends, and says why where it is cut short.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use itl_eval::{Budget, Code, Engine, Escape, Fit, Function, Limits, PartialsFn, RenderOptions, Template};
use serde_json::json;

#[test]
fn values_that_functions_nest_have_a_bound() {
    let rendered = |calls: usize| {
        let template = Template::compile(&format!("{{{{ v{}.length() }}}}", ".groupBy(\"x\")".repeat(calls))).unwrap();
        template.render_with(&json!({"v": [1]}), &RenderOptions::default())
    };
    assert!(rendered(60).warnings.is_empty());
    // Each call wraps twice.
    let deep = rendered(20_000);
    assert!(deep.warnings[0].message.contains("nested deeper than 127 levels"), "{}", deep.warnings[0]);
}

/// Each call holds its value twice, so that its text doubles while no more is in memory.
#[test]
fn parts_that_values_share_are_paid_for_each_time() {
    let doubled = ".groupBy(\".\")".repeat(40);
    let data = json!({"v": [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]});
    let own = Function::host("own", &[], "The value.", |call| Ok(call.receiver.clone()));
    let engine = Engine::builder().function(own).build();
    let options = RenderOptions::new().limits(Some(Limits::default().steps(20_000).output_bytes(1 << 15)));
    for call in [
        "sort()",
        "sortBy(\"key\")",
        "unique()",
        "naturalSort()",
        "join(\"\")",
        "contains(\"x\")",
        "toJson()",
        "upperCase()",
        "groupBy(\".\").unique()",
        "indexOf(\"9\")",
        "length()",
        "base64Encode()",
        "flatten()",
        "first()",
        "pluck(\"key\").join()",
        "own()",
    ] {
        for source in [
            format!("{{{{ v{doubled}.{call} }}}}"),
            format!("{{{{ \"a\".append($v{doubled}.{call}) }}}}"),
            format!("{{{{#v{doubled}.{call}}}}}{{{{ . }}}}{{{{/v}}}}"),
            format!("{{{{>*v{doubled}.{call}}}}}"),
        ] {
            let (template, _) = engine.compile_lenient(&source);
            let rendered = template.render_with(&data, &options);
            assert!(rendered.text.len() <= 1 << 16, "{source}");
        }
    }
}

#[test]
fn a_budget_cuts_long_clusters_and_moves_its_trace_at_once() {
    let template = Template::compile("{{#l}}{{ v }}{{/l}}").unwrap();
    let options = |budget: Budget| {
        let limits = Limits::default().steps(1 << 30);
        RenderOptions::new().escape(Some(Escape::Html)).limits(Some(limits)).budget(Some(budget.fit(Fit::Values)))
    };
    // One cluster each, which has room nowhere.
    let marks = json!({"l": vec![0; 8], "v": format!("e{}", "\u{301}".repeat(100_000))});
    let cut = template.render_with(&marks, &options(Budget::chars(160)));
    assert_eq!(cut.text, "…".repeat(8));
    let flags = json!({"l": vec![0; 8], "v": "\u{1f1e6}".repeat(50_000)});
    let cut = template.render_with(&flags, &options(Budget::chars(100_000)));
    assert!((99_980..=100_000).contains(&cut.text.chars().count()), "{}", cut.text.chars().count());
    let values = json!({"l": vec![0; 100_000], "v": "abcdef"});
    let cut = template.render_with(&values, &options(Budget::chars(300_000)).trace(true));
    let last = cut.trace.last().unwrap();
    assert_eq!((cut.trace.len() >= 100_000, last.output.end), (true, cut.text.len()));
}

/// What of a payload is read is found before the first step: partials that each call the next twice took for ever.
#[test]
fn what_is_read_of_a_payload_is_found_within_bounds() {
    let source = |name: &str| {
        let number: usize = name.strip_prefix('p')?.parse().ok()?;
        (number < 60).then(|| format!("{{{{> p{0}}}}}{{{{> p{0}}}}}", number + 1))
    };
    let engine = Engine::builder().partials(PartialsFn(source)).build();
    let (template, _) = engine.compile_lenient("{{> p0}}");
    let options = RenderOptions::new().limits(Some(Limits::default().steps(1_000)));
    let rendered = template.render_with(br#"{"a": 1}"#.as_slice(), &options);
    assert!(rendered.warnings.iter().any(|warning| warning.code == Code::StepLimit));
    // Each key may be found in each context.
    let deep = format!("{}{}{}", "{{#a}}".repeat(120), "{{ k }}{{ l.m }}".repeat(20_000), "{{/a}}".repeat(120));
    let template = Template::compile(&deep).unwrap();
    let rendered = template.render(br#"{"a": {"k": 1, "l": {"m": 2}}}"#.as_slice());
    assert_eq!(rendered.text.get(..2), Some("12"));
}
