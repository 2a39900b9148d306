//! What grows is charged: the steps that a render takes, counted at a size and at twice that size.
#![allow(clippy::unwrap_used, clippy::format_collect, reason = "tests")]

use itl_eval::{
    Code, Dialect, Engine, HostValue, Lambda, Limits, Partials, PartialsFn, RenderOptions, Source, Template,
};
use serde_json::{Value, json};
use std::borrow::Cow;

/// The steps of a render: the least limit that it does not meet.
fn steps<'s>(template: &Template, source: impl Into<Source<'s>>) -> u64 {
    let source = source.into();
    let fits = |steps: u64| {
        let options = RenderOptions::new().limits(Some(Limits::default().steps(steps)));
        !template.render_with(source, &options).warnings.iter().any(|warning| warning.code == Code::StepLimit)
    };
    let (mut low, mut high) = (0, 1 << 24);
    assert!(fits(high));
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if fits(middle) { high = middle } else { low = middle }
    }
    high
}

fn grows(what: &str, steps: impl Fn(usize) -> u64) {
    let (one, two) = (steps(100), steps(200));
    assert!(two as f64 <= 2.2 * one as f64, "{what}: {one} steps, then {two}");
    assert!(one >= 100 / 16, "{what}: {one} steps are nothing");
}

#[test]
fn missing_keys_under_many_sections() {
    grows("contexts", |n| {
        let source = format!("{}{}{}", "{{#a}}".repeat(100), "{{ nope }}".repeat(n), "{{/a}}".repeat(100));
        let mut data = json!({});
        for _ in 0..101 {
            data = json!({ "a": data });
        }
        steps(&Template::compile(&source).unwrap(), &data)
    });
}

#[test]
fn long_paths_are_charged_by_their_keys() {
    let path = |n: usize| vec!["a"; n].join(".");
    let mut data = json!(1);
    for _ in 0..99 {
        data = json!({ "a": data });
    }
    let cost = |n| steps(&Template::compile(&format!("{{{{ {} }}}}", path(n)).repeat(50)).unwrap(), &data);
    assert!(cost(96) > 8 * cost(2), "{} and {}", cost(96), cost(2));
}

#[test]
fn objects_of_the_host_are_charged_by_their_size() {
    let data = |n: usize| HostValue::map((0..n).map(|at| (format!("k{at}"), HostValue::from("v"))));
    let template = Template::compile(&"{{ nope }}".repeat(100)).unwrap();
    let cost = |n| steps(&template, &data(n));
    assert!(cost(2_400) > 5_000);
    assert!(cost(4_800) as f64 <= 2.2 * cost(2_400) as f64);
}

#[test]
fn objects_that_functions_make_are_indexed() {
    let text =
        serde_json::to_string(&(0..5_000).map(|n| (format!("k{n}"), n.into())).collect::<serde_json::Map<_, Value>>())
            .unwrap();
    let source = format!("{{{{ #t.parseJson() }}}}{}{{{{ /t }}}}", "{{ k4999 }}{{ k1 }}{{ k2500 }}".repeat(500));
    let rendered = Template::compile(&source).unwrap().render(&json!({ "t": text }));
    assert_eq!(rendered.text, "499912500".repeat(500));
}

#[test]
fn a_partial_whose_name_is_a_value_is_compiled_once() {
    let partials = PartialsFn(|name: &str| (name == "p").then(|| "{{ x.matches(\"\\w{40}\") }}".to_owned()));
    let engine = Engine::builder().partials(partials).build();
    let template = engine.compile("{{#l}}{{>*n}}{{/l}}").unwrap();
    let data = |n: usize| json!({ "l": vec![json!({"n": "p", "x": "a"}); n] });
    let (one, many) = (steps(&template, &data(1)), steps(&template, &data(1000)));
    assert!(many < one + 40 * 1000, "{one} steps for one, {many} for a thousand");
    let missing = |n: usize| json!({ "l": vec![json!({"n": "q"}); n] });
    assert_eq!(template.render(&missing(1000)).warnings.len(), 1);
}

#[test]
fn what_misspelt_names_mean_in_dynamic_partials_is_charged() {
    for call in ["t.formatUnix(\"L\", \"Europe/Berlim\")", "t.uperCase()"] {
        let source = format!("{{{{ {call} }}}}");
        let partials = PartialsFn(move |name: &str| name.starts_with('p').then(|| source.clone()));
        let engine = Engine::builder().partials(partials).build();
        let template = engine.compile("{{#l}}{{>*n}}{{/l}}").unwrap();
        let data = |n: usize| json!({ "l": (0..n).map(|at| json!({"n": format!("p{at}")})).collect::<Vec<_>>() });
        let cost = |n| template.explain_cost(&data(n), &RenderOptions::new()).steps;
        let (one, two) = (cost(10), cost(20));
        assert!(one > 10 * 4_000 && two as f64 <= 2.2 * one as f64, "{call}: {one} steps, then {two}");
    }
}

/// Partials that are listed, and are none.
struct Listed(Vec<String>);

impl Partials for Listed {
    fn load(&self, _: &str, _: Dialect) -> Option<Cow<'_, str>> {
        None
    }

    fn names(&self) -> Vec<String> {
        self.0.clone()
    }
}

#[test]
fn comparing_names_is_charged_by_their_length() {
    let cost = |count: usize, length: usize| {
        let names = (0..count).map(|at| format!("{at:0length$}")).collect();
        let engine = Engine::builder().partials(Listed(names)).build();
        let template = engine.compile_lenient(&format!("{{{{>{}}}}}", "x".repeat(length))).0;
        template.explain_cost(&json!({}), &RenderOptions::new()).steps
    };
    assert!(cost(100, 64) > 8 * cost(100, 16), "{} and {}", cost(100, 64), cost(100, 16));
    assert!(cost(200, 64) as f64 <= 2.2 * cost(100, 64) as f64);
    assert!(cost(100, 65) < cost(100, 64), "longer names are compared with none");
}

#[test]
fn arrays_that_name_partials_are_charged_by_their_text() {
    let template = Engine::new().compile_lenient("{{>*a}}").0;
    let cost = |n: usize| steps(&template, &json!({ "a": vec![0; n] }));
    // Each item is two bytes, and takes longer to write than two bytes of a text.
    assert!(cost(8_000) > 4_000, "{}", cost(8_000));
    assert!(cost(16_000) as f64 <= 2.2 * cost(8_000) as f64);
}

#[test]
fn blocks_of_parents() {
    grows("blocks", |n| {
        let blocks: Vec<_> = (0..n).map(|at| format!("{{{{$b{at}}}}}x{{{{/b{at}}}}}")).collect();
        let blocks = blocks.concat();
        let engine = Engine::builder().partials(PartialsFn(move |_: &str| Some("{{$b1}}y{{/b1}}".to_owned()))).build();
        let template = engine.compile(&format!("{{{{#l}}}}{{{{<p}}}}{blocks}{{{{/p}}}}{{{{/l}}}}")).unwrap();
        steps(&template, &json!({ "l": [1, 2, 3, 4] }))
    });
}

#[test]
fn documents_deeper_than_any_stack_are_printed() {
    let mut deep = json!("x");
    for _ in 0..100_000 {
        deep = Value::Array(vec![deep]);
    }
    let data = Value::Object([("d".to_owned(), deep)].into_iter().collect());
    let text = Template::compile("{{ d }}").unwrap().render(&data).text;
    assert_eq!(text.len(), 200_003);
    let payload = itl_eval::Payload::from_value(&data);
    assert_eq!(payload.unreadable().len(), 1);
    // Dropping it by the usual way would recurse.
    let mut rest = vec![data];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(map) => rest.extend(map.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}

#[test]
fn a_source_of_partials_that_panics_is_missing() {
    let engine = Engine::builder().partials(PartialsFn(|_: &str| -> Option<String> { panic!("no disk") })).build();
    let (template, _) = engine.compile_lenient("a{{> p }}b");
    let rendered = template.render(&json!({}));
    assert_eq!((rendered.text.as_str(), rendered.warnings[0].code), ("ab", Code::MissingPartial));
}

#[test]
fn a_trace_ends_with_the_text() {
    let template = Template::compile("{{ t }}{{ t }}").unwrap();
    let options = RenderOptions::new().trace(true).limits(Some(Limits::default().output_bytes(7)));
    let rendered = template.render_with(&json!({"t": "abcdef"}), &options);
    assert_eq!(rendered.text.len(), 7);
    assert!(rendered.trace.iter().all(|traced| traced.output.end <= 7), "{:?}", rendered.trace);
}

#[test]
fn what_a_callback_pulls_in_is_charged() {
    let big = "{{ a }}".repeat(1_000);
    let partials = PartialsFn(move |name: &str| (name == "big").then(|| big.clone()));
    let engine = Engine::builder().partials(partials).build();
    let template = engine.compile("{{#l}}{{#f}}{{/f}}{{/l}}").unwrap();
    let cost = |n: usize| {
        let list = (0..n).map(|_| HostValue::from("x")).collect();
        let f = Lambda::new(|_| "{{> big }}".to_owned());
        let data = HostValue::map([("f", HostValue::from(f)), ("l", HostValue::List(list))]);
        steps(&template, &data)
    };
    // Its partial is compiled with it each time.
    assert!(cost(20) > 20 * 7_000, "{}", cost(20));
    assert!(cost(40) as f64 <= 2.2 * cost(20) as f64);
}

#[test]
fn many_blocks_beside_each_other_are_compiled() {
    // For each block the tags before it were read again: the square of their number is minutes.
    let source: String = (0..40_000).map(|n| format!("{{{{$b{n}}}}}x{{{{/b{n}}}}}")).collect();
    let (template, found) = itl_eval::Engine::new().compile_lenient(&source);
    assert!(found.is_empty());
    assert_eq!(template.render(&json!({})).text.len(), 40_000);
}

#[test]
fn an_array_that_names_a_partial_is_charged() {
    let template = Template::compile("{{#l}}{{>*a}}{{/l}}").unwrap();
    let cost = |n: usize| steps(&template, &json!({ "a": vec!["x"; n], "l": vec![1; 50] }));
    assert!(cost(1_000) > 50 * 4_000 / 16, "{}", cost(1_000));
    assert!(cost(2_000) as f64 <= 2.2 * cost(1_000) as f64);
}

#[test]
fn a_path_is_charged_once() {
    let mut data = json!(1);
    for _ in 0..96 {
        data = json!({ "a": data });
    }
    let path = vec!["a"; 96].join(".");
    let cost = |source: &str| steps(&Template::compile(source).unwrap(), &data);
    let inside = cost(&format!("{{{{ {path} }}}}"));
    // Found from outside, it takes the contexts on the way and nothing else besides.
    let outside = cost(&format!("{{{{#a}}}}{{{{ a.{path} }}}}{{{{/a}}}}"));
    assert!(outside <= inside + 4, "{inside}, {outside}");
}

#[test]
fn partials_are_read_up_to_their_limit_and_listed_once() {
    use itl_eval::{Dialect, Partials};
    use std::borrow::Cow;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[derive(Default)]
    struct Counted {
        loads: AtomicUsize,
        lists: AtomicUsize,
    }
    struct Large(Arc<Counted>);
    impl Partials for Large {
        fn load(&self, _: &str, _: Dialect) -> Option<Cow<'_, str>> {
            self.0.loads.fetch_add(1, Ordering::Relaxed);
            Some("x".repeat(100_000).into())
        }
        fn names(&self) -> Vec<String> {
            self.0.lists.fetch_add(1, Ordering::Relaxed);
            (0..500).map(|n| format!("p{n}")).collect()
        }
    }
    let counted = Arc::new(Counted::default());
    let engine = Engine::builder().partials(Large(counted.clone())).build();
    let (template, found) = engine.compile_lenient(&"{{>*n}}".repeat(1_000));
    let too_large: Vec<_> = found.iter().filter(|one| one.code == Code::TemplateTooLarge).collect();
    assert_eq!(too_large.len(), 1);
    assert_eq!(too_large[0].message, "the partials are larger than 4194304 bytes together; those beyond are left out");
    assert_eq!(counted.lists.load(Ordering::Relaxed), 1);
    // The one beyond the limit is read, and no other.
    assert_eq!(counted.loads.load(Ordering::Relaxed), 42);
    assert_eq!(template.render(&json!({"n": "p1"})).text.len(), 100_000 * 160 + 777_216);
}

/// A stream of events would list the folder for each of them.
#[test]
fn partials_are_listed_once_for_all_renders() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Missing(Arc<AtomicUsize>);
    impl Partials for Missing {
        fn load(&self, _: &str, _: Dialect) -> Option<Cow<'_, str>> {
            None
        }
        fn names(&self) -> Vec<String> {
            self.0.fetch_add(1, Ordering::Relaxed);
            vec!["footer".to_owned()]
        }
    }
    let lists = Arc::new(AtomicUsize::new(0));
    let engine = Engine::builder().partials(Missing(lists.clone())).build();
    let (template, _) = engine.compile_lenient("{{> foter }}{{>*n}}");
    for event in 0..10 {
        let rendered = template.render(&json!({"n": format!("futer{event}")}));
        assert_eq!(rendered.warnings[0].help.as_deref(), Some("did you mean `footer`?"));
    }
    assert!(lists.load(Ordering::Relaxed) <= 2, "{} lists", lists.load(Ordering::Relaxed));
}

#[test]
fn missing_partials_are_looked_for_in_one_list() {
    let names: Vec<String> = (0..200).map(|n| format!("known{n}")).collect();
    let partials: itl_eval::MemoryPartials = names.iter().map(|name| (name.as_str(), "x")).collect();
    let engine = Engine::builder().partials(partials).build();
    let source = (0..500).map(|n| format!("{{{{> knwn{n} }}}}")).collect::<Vec<_>>().concat();
    let (template, _) = engine.compile_lenient(&source);
    let warnings = template.render(&json!({})).warnings;
    assert_eq!(warnings.len(), 500);
    assert_eq!(warnings.iter().filter(|one| one.help.is_some()).count(), 50);
    let cost = steps(&template, &json!({}));
    assert!(cost < 50 * 200 * 20 + 2_000, "{cost}");
}

#[test]
fn parents_inside_parents_copy_no_blocks() {
    // A hundred levels with a hundred blocks each: every level sees those of all before it.
    let partials = PartialsFn(|name: &str| {
        let level: usize = name.strip_prefix('p')?.parse().ok()?;
        let blocks =
            (0..100).map(|n| format!("{{{{$b{level}_{n}}}}}x{{{{/b{level}_{n}}}}}")).collect::<Vec<_>>().concat();
        Some(match level {
            95 => "{{$b0_1}}own{{/b0_1}}{{$b94_7}}own{{/b94_7}}{{$other}}own{{/other}}".to_owned(),
            _ => format!("{{{{<p{}}}}}{blocks}{{{{/p{}}}}}", level + 1, level + 1),
        })
    });
    let engine = Engine::builder().partials(partials).build();
    let template = engine.compile("{{> p0 }}").unwrap();
    assert_eq!(template.render(&json!({})).text, "xxown");
    assert!(steps(&template, &json!({})) < 1_000);
}

#[test]
fn of_blocks_with_one_name_the_outer_parents_counts_and_then_the_last() {
    let partials = itl_eval::MemoryPartials::from([
        ("base", "[{{$a}}0{{/a}}{{$b}}0{{/b}}]"),
        ("middle", "{{<base}}{{$a}}1{{/a}}{{$b}}1{{/b}}{{/base}}"),
    ]);
    let engine = Engine::builder().partials(partials).build();
    let text = |source: &str| engine.compile(source).unwrap().render(&json!({"n": "middle"})).text;
    assert_eq!(text("{{<middle}}{{$a}}2{{/a}}{{/middle}}"), "[21]");
    assert_eq!(text("{{<base}}{{$a}}1{{/a}}{{$b}}x{{/b}}{{$a}}2{{/a}}{{/base}}"), "[2x]");
    assert_eq!(text("{{<*n}}{{$b}}3{{/b}}{{/*n}}{{> middle}}"), "[13][11]");
}

#[test]
fn a_limit_is_told_beside_a_thousand_warnings() {
    let missing = "{{ nope }}".repeat(1_200);
    let ends = Template::compile(&format!("{missing}{{{{ x.padStart(1000000000) }}}}")).unwrap();
    let rendered = ends.render(&json!({"x": 1}));
    assert_eq!((rendered.warnings.len(), rendered.warnings[999].code), (1_000, Code::StepLimit));
    // Warnings that do not matter to a strict caller hide none that does.
    let doubtful = "{{ at.formatUnixMs() }}".repeat(1_200);
    let template = Template::compile(&format!("{doubtful}{{{{ nope }}}}")).unwrap();
    let rendered = template.render(&json!({"at": 1_700_000_000}));
    assert_eq!((rendered.warnings[0].code, rendered.warnings[999].code), (Code::DoubtfulUnit, Code::MissingVariable));
    assert!(rendered.strict().is_err());
    let legacy = "{{ a##trim() }}".repeat(1_200);
    assert!(Template::compile(&format!("{legacy}{{{{ a b( }}}}")).is_err());
}

#[test]
fn a_text_of_too_many_values_is_cut_at_its_end() {
    let template = Template::compile("{{#l}}{{#l}}{{ . }}{{/l}}{{/l}}").unwrap();
    let text = |n: usize, fit: itl_eval::Fit| {
        let options = RenderOptions::new().budget(itl_eval::Budget::chars(9).fit(fit));
        template.render_with(&json!({ "l": vec![1; n] }), &options)
    };
    let rendered = text(1_100, itl_eval::Fit::Values);
    assert_eq!(rendered.text, "11111111…");
    assert!(rendered.warnings.iter().any(|one| one.code == Code::BudgetLastResort), "{:?}", rendered.warnings);
}

#[test]
fn indentations_are_charged() {
    let engine = Engine::builder().partials(itl_eval::MemoryPartials::from([("p", "")])).build();
    let cost = |n: usize| {
        let source = format!("{{{{#l}}}}\n{}{{{{> p }}}}\n{{{{/l}}}}", " ".repeat(n));
        steps(&engine.compile(&source).unwrap(), &json!({"l": vec![1; 100]}))
    };
    assert!(cost(3_200) > 100 * 200, "{}", cost(3_200));
    assert!(cost(6_400) as f64 <= 2.2 * cost(3_200) as f64);
}

/// A text so long that nobody may read it for nothing, and a list of rounds.
fn long_text(text: &str) -> Value {
    json!({"s": text.repeat(10_000), "x": "abc", "o": {"k": 1}, "a": [1], "l": vec![0; 10]})
}

#[test]
fn texts_of_references_are_charged_as_those_that_are_written() {
    for call in [
        "replaceAll($s, \"\")",
        "split($s)",
        "splitTakeAt($s, 0)",
        "substringBefore($s)",
        "substringBetween($s, $s)",
        "containsTake($s, \"y\")",
        "truncate(1, $s)",
        "padStart(1, $s)",
        "join($s)",
        "switch($s, \"y\")",
    ] {
        let template = Template::compile(&format!("{{{{ #l }}}}{{{{ x.{call} }}}}{{{{ /l }}}}")).unwrap();
        let steps = steps(&template, &long_text("ab"));
        assert!(steps >= 10 * 20_000 / 16, "{call}: {steps}");
    }
    let list = json!({"s": vec![0; 10_000], "x": "abc", "l": vec![0; 10]});
    let template = Template::compile("{{ #l }}{{ x.switch($s, \"y\") }}{{ /l }}").unwrap();
    assert!(steps(&template, &list) >= 10 * 20_000 / 16, "a list is written out to be compared");
}

#[test]
fn texts_that_name_keys_and_positions_are_charged() {
    for path in ["o[$s]", "a[$s]"] {
        let template = Template::compile(&format!("{{{{ #l }}}}{{{{ {path} }}}}{{{{ /l }}}}")).unwrap();
        let steps = steps(&template, &long_text("0"));
        assert!(steps >= 10 * 10_000 / 16, "{path}: {steps}");
    }
}

#[test]
fn keys_are_charged_by_their_length() {
    let cost = |path: &str| {
        let key = "k".repeat(100_000);
        let data = json!({"l": vec![json!({"o": 1}); 10], "o": {&key: "", "l": vec![0; 10]}, &key: ""});
        let source = path.replace('K', &key);
        steps(&Template::compile(&source).unwrap(), &data)
    };
    for path in [
        "{{#l}}{{ K }}{{/l}}",
        "{{#o}}{{#l}}{{ K }}{{/l}}{{/o}}",
        "{{#l}}{{ o.K }}{{/l}}",
        "{{#l}}{{ x.default($o).K }}{{/l}}",
        "{{#l}}{{#K}}{{/K}}{{/l}}",
        "{{ l.pluck(\"K\") }}",
    ] {
        assert!(cost(path) >= 10 * 100_000 / 128, "{path}: {}", cost(path));
    }
    let deep = |levels: usize| cost(&format!("{}{{{{ Kx }}}}{}", "{{#o}}".repeat(levels), "{{/o}}".repeat(levels)));
    assert!(deep(20) >= 20 * 100_000 / 128, "each context is asked for it");
}

#[test]
fn steps_after_a_call_are_charged() {
    let source = format!("{{{{#l}}}}{{{{ x.trim(){} }}}}{{{{/l}}}}", ".a".repeat(10_000));
    let cost = steps(&Template::compile(&source).unwrap(), &long_text(""));
    assert!(cost >= 10 * 10_000 / 8, "{cost}");
}

#[test]
fn what_a_format_leaves_out_is_charged() {
    let engine = Engine::builder().escape(itl_eval::Escape::Xml).build();
    let text = "\u{FFFE}".repeat(10_000);
    for (source, data) in [
        ("{{#l}}{{ s }}{{/l}}", json!({"l": vec![0; 10], "s": text})),
        ("{{#l}}{{ s }}{{/l}}", json!({"l": vec![0; 10], "s": [text]})),
        ("{{#l}}{{#o}}{{ s }}{{/o}}{{/l}}", json!({"l": vec![0; 10], "o": {"s": text}})),
        ("{{#l}}{{#o}}{{ s }}{{/o}}{{/l}}", json!({"l": vec![0; 10], "o": {"s": {"k": text}}})),
        ("{{#l}}{{ s.trim() }}{{/l}}", json!({"l": vec![0; 10], "s": text})),
    ] {
        let cost = steps(&engine.compile(source).unwrap(), &data);
        assert!(cost >= 10 * 30_000 / 16, "{source}: {cost}");
    }
    let printed =
        engine.compile("{{ s }}{{ n }}{{ m }}").unwrap().render(&json!({"s": ["a\u{FFFF}<"], "n": 1.5, "m": null}));
    assert_eq!(printed.text, "[&quot;a&lt;&quot;]1.5");
}

#[test]
fn what_a_zone_in_dates_may_mean_is_looked_for_once() {
    let template = Template::compile("{{#l}}{{ t.formatDateString() }}{{/l}}").unwrap();
    let data = |n: usize| json!({"l": vec![0; n], "t": "2023-01-29T10:00:00 Europe/Berli"});
    let (one, many) = (steps(&template, &data(1)), steps(&template, &data(100)));
    assert!(one > 4096 && many < one + 100 * 20, "{one} steps for one, {many} for a hundred");
    let warnings = template.render(&data(2)).warnings;
    assert!(
        warnings.iter().all(|one| one.help.as_ref().is_some_and(|help| help.contains("Europe/Berlin"))),
        "{warnings}"
    );
}

#[test]
fn blocks_are_charged_by_their_names() {
    let name = "b".repeat(100_000);
    let block = format!("{{{{$ {name} }}}}{{{{/ {name} }}}}");
    let own = block.clone();
    let partials = PartialsFn(move |asked: &str| (asked == "p").then(|| own.clone()));
    let engine = Engine::builder().partials(partials).build();
    let template = engine.compile(&format!("{{{{#l}}}}{{{{< p }}}}{block}{{{{/ p }}}}{{{{/l}}}}")).unwrap();
    let cost = steps(&template, &json!({"l": vec![0; 10]}));
    assert!(cost >= 10 * 100_000 / 128, "{cost}");
}

/// The steps of a loop whose every item calls `f`, with `depth` more contexts around it.
fn called(depth: usize, answer: &'static str) -> u64 {
    let source = format!("{}{{{{#l}}}}{{{{ f }}}}{{{{/l}}}}{}", "{{#s}}".repeat(depth), "{{/s}}".repeat(depth));
    let list = (0..100).map(|_| HostValue::from("x")).collect();
    let data = HostValue::map([
        ("f", HostValue::from(Lambda::new(|_| answer.to_owned()))),
        ("l", HostValue::List(list)),
        ("s", HostValue::from(true)),
    ]);
    steps(&Template::compile(&source).unwrap(), &data)
}

#[test]
fn what_a_callback_returns_is_charged_as_a_source_however_short() {
    let plain = steps(&Template::compile("{{#l}}{{ f }}{{/l}}").unwrap(), &json!({"l": vec!["x"; 100], "f": ""}));
    assert!(called(0, "") >= plain + 100 * 16, "{} and {plain}", called(0, ""));
}

#[test]
fn the_contexts_that_a_callback_takes_along_are_charged() {
    // A look-up passes them too.
    let (few, many) = (called(4, "x"), called(100, "x"));
    assert!(many >= few + 100 * 2 * 96 / 4, "{many} and {few}");
}

/// Each runs for minutes where it is not charged.
#[test]
fn hostile_lists_and_patterns_of_arrays_end_at_the_limit() {
    let many: Vec<u32> = (0..200_000).collect();
    let pieces: String = (0..140_000).map(|at| if at % 4_000 == 0 { "L," } else { "1," }).collect();
    let digits = format!("1.{}", "0".repeat(9_990));
    for (source, data) in [
        (
            format!(r#"{{{{ v.replaceAll("L","{}").split(",").sortNatural().length() }}}}"#, "0".repeat(200_000)),
            json!({"v": pieces}),
        ),
        (
            format!(r#"{{{{ v.replaceRegex("{}","b").length() }}}}"#, "()".repeat(400)),
            json!({"v": "a".repeat(900_000)}),
        ),
        (
            r#"{{#l}}{{ n.whereAtLeast("k",9).length() }}{{ n.whereAtMost("k",9).length() }}{{/l}}"#.to_owned(),
            json!({"n": vec![json!({"k": digits}); 50], "l": many}),
        ),
        ("{{#l}}{{ e.pluck($k).length() }}{{/l}}".to_owned(), json!({"e": [], "k": "a.".repeat(200_000), "l": many})),
    ] {
        let options = RenderOptions::new().limits(Some(Limits::default().steps(1_200_000)));
        let rendered = Engine::new().compile_lenient(&source).0.render_with(&data, &options);
        let codes: Vec<Code> = rendered.warnings.iter().map(|one| one.code).collect();
        assert!(codes.contains(&Code::StepLimit), "{}: {codes:?}", &source[..source.len().min(80)]);
    }
}

#[test]
fn replacements_look_for_closing_braces_once() {
    let source = format!(r#"{{{{ v.replaceRegex("b","{}") }}}}"#, "${".repeat(500_000));
    let template = Engine::new().compile_lenient(&source).0;
    assert_eq!(template.render(&json!({"v": "abc"})).text.len(), 1_000_002);
}
