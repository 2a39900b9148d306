//! Regular expressions in templates: how mistakes are reported and mended, and that expressions are compiled once.

#![allow(clippy::unwrap_used, reason = "a test that cannot begin has failed")]

use itl_eval::{Code, Diagnostic, Engine, Limits, PartialsFn};
use serde_json::json;

/// The only diagnostic of a template.
fn diagnostic(source: &str) -> Diagnostic {
    let diagnostics = Engine::default().check(source);
    let mut all = diagnostics.iter();
    let found = all.next().unwrap_or_else(|| panic!("{source} has no diagnostic")).clone();
    assert!(all.next().is_none(), "{source}");
    found
}

/// Calls with constructs that are refused, and what the suggestion makes of them.
const MENDED: &[(&str, &str)] = &[
    (r#"s.matches("a++b")"#, r#"s.matches("a+b")"#),
    (r"s.matches('x{2,3}+')", r"s.matches('x{2,3}')"),
    (r#"s.matches("(?>a|b)c")"#, r#"s.matches("(?:a|b)c")"#),
    (r#"s.matches("\h+x")"#, r#"s.matches("[ \t]+x")"#),
    (r#"s.matches("[\h,]")"#, r#"s.matches("[ \t,]")"#),
    (r#"s.matches("a\Z")"#, r#"s.matches("a(?=\n?\z)")"#),
    (r#"s.matches("\Qa.b\Ec")"#, r#"s.matches("a\.bc")"#),
    (r#"s.matches("\Q(\"a\")\E")"#, r#"s.matches("\(\"a\"\)")"#),
    (r"s.matches('\Qit\'s\E')", r"s.matches('it\'s')"),
    (r#"s.matches("\"é\"\R")"#, r#"s.matches("\"é\"(?:\r\n|\n|\r)")"#),
    (r#"s.matches("\e[0m]")"#, r#"s.matches("\x1B[0m]")"#),
    (r#"s.matches("\cJ")"#, r#"s.matches("\x0A")"#),
    (r#"s.matches("\p{Blank}+")"#, r#"s.matches("[[:blank:]]+")"#),
];

#[test]
fn a_suggestion_mends_what_has_a_nearest_equivalent() {
    for (call, mended) in MENDED {
        let source = format!("é {{{{ {call} }}}}");
        let found = diagnostic(&source);
        assert_eq!(found.code, Code::InvalidRegex, "{source}");
        let suggestion = found.suggestion.unwrap_or_else(|| panic!("{source} has no suggestion"));
        assert_eq!(suggestion.span, found.span, "{source}");
        let mut fixed = source.clone();
        fixed.replace_range(found.span.start as usize..found.span.end as usize, &suggestion.replacement);
        assert_eq!(fixed, format!("é {{{{ {mended} }}}}"));
        assert!(Engine::default().check(&fixed).is_empty(), "{fixed}");
    }
}

#[test]
fn messages() {
    for (call, message, help) in [
        (r#"s.matches("(a)\1")"#, "back-references are not supported", "linear time"),
        (r#"s.matches("(?<n>a)\k<n>")"#, "back-references are not supported", "linear time"),
        (r#"s.matches("a*+")"#, "possessive quantifiers are not supported", "second `+`"),
        (r#"s.matches("(?>a)")"#, "atomic groups are not supported", "`(?:…)`"),
        (r#"s.matches("(?1)")"#, "recursion is not supported", "nesting"),
        (r#"s.matches("(a)?(?(1)b|c)")"#, "conditionals are not supported", "alternation"),
        (r#"s.matches("a\Kb")"#, "`\\K` is not supported", "look-behind"),
        (r#"s.matches("\Gb")"#, "`\\G` is not supported", "look-behind"),
        (r#"s.extractRegexGroups("(?=(a))a")"#, "group 1 of this regular expression is inside a look-around", "(?:…)"),
        (r#"s.replaceRegex("(a)(?=(b))", "$2")"#, "group 2 is inside a look-around", "outside"),
    ] {
        let found = diagnostic(&format!("{{{{ {call} }}}}"));
        assert!(found.message.contains(message), "{call}: {}", found.message);
        assert!(found.help.unwrap_or_default().contains(help), "{call}");
    }
}

#[test]
fn a_template_has_so_many_different_expressions_valid_or_not() {
    // Thousands of expressions of sixteen large classes, of which most are too much.
    let classes = r"\pL".repeat(16);
    let source: String = (0..5_000).map(|n| ["{{ s.matches(\"", &n.to_string(), &classes, "\") }}"].concat()).collect();
    let diagnostics = Engine::default().check(&source);
    let of = |message: &str| diagnostics.iter().filter(|found| found.message.contains(message)).count();
    assert!((1..256).contains(&of("regular expressions take more than")));
    assert!(of("256 different regular expressions") > 256);
}

#[test]
fn an_expression_in_a_dynamic_partial_is_compiled_once_in_a_render() {
    let source = |name: &str| match name {
        "p" => Some(r#"{{ s.matches("\w{400}") }};"#.to_owned()),
        _ => Some(r#"{{ s.matches("(a") }};"#.to_owned()),
    };
    let partials = PartialsFn(source);
    let engine = Engine::builder().partials(partials).build();
    let template = engine.compile_lenient("{{ #items }}{{>* name }}{{ /items }}").0;
    let items: Vec<_> = (0..100).map(|n| json!({"name": if n % 2 == 0 { "p" } else { "q" }, "s": "x"})).collect();
    let rendered = template.render(&json!({ "items": items }));
    assert!(rendered.warnings.iter().all(|warning| warning.code != Code::StepLimit), "{:?}", rendered.warnings.len());
    assert_eq!(rendered.text.matches("false;").count(), 50);
}

#[test]
fn look_around_is_charged_by_the_text() {
    let template = Engine::default().compile(r#"{{ s.replaceRegex("(?<=a.{0,40})b(?=.{0,40}c)", "x") }}"#).unwrap();
    let text = |n: usize| json!({ "s": "abc".repeat(n) });
    let limited = |n: usize, steps: u64| {
        let limits = itl_eval::Limits::default().steps(steps);
        let options = itl_eval::RenderOptions::default().limits(limits);
        template.render_with(&text(n), &options).warnings.iter().any(|warning| warning.code == Code::StepLimit)
    };
    // The smallest number of steps that is enough, to a tenth.
    let needed = |n: usize| {
        let mut steps = 64;
        while limited(n, steps) {
            steps += steps / 10 + 1;
        }
        steps
    };
    let (once, twice) = (needed(1_000), needed(2_000));
    assert!(once > 1_000 && twice * 10 <= once * 24, "{once}, {twice}");
}

#[test]
fn the_host_says_how_large_an_expression_may_be() {
    let codes = |bytes: usize| -> Vec<Code> {
        let engine = Engine::builder().limits(Limits::default().regex_bytes(bytes)).build();
        engine.check(r#"{{ s.matches("[a-z]{40}") }}"#).iter().map(|one| one.code).collect()
    };
    assert_eq!(codes(1 << 20), []);
    assert_eq!(codes(64), [Code::RegexTooLarge]);
}
