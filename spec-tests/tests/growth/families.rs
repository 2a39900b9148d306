//! Families of templates and payloads, each of any size.

use serde_json::{Map, Value, json};

/// A member of a family.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    pub(crate) source: String,
    pub(crate) data: Value,
    pub(crate) partials: Vec<(String, String)>,
    pub(crate) mustache: bool,
}

/// A family by its name, with the smaller of its two sizes.
pub(crate) type Family = (&'static str, usize, fn(usize) -> Sample);

/// All of them; the table of the issue and their siblings.
pub(crate) const FAMILIES: &[Family] = &[
    ("text", 4_000, |n| of("a b\n".repeat(n), json!({}))),
    ("tags", 400, |n| of("{{ a }}\n".repeat(n), json!({"a": "x"}))),
    ("different tags", 400, |n| of(each(n, |at| format!("{{{{ k{at} }}}}")), object(n, |_| json!("x")))),
    ("missing tags", 400, |n| of(each(n, |at| format!("{{{{ nokey{at} }}}}")), object(200, |_| json!(1)))),
    ("missing tags in a loop", 200, |n| {
        let tags = each(n, |at| format!("{{{{ nokey{at} }}}}"));
        of(format!("{{{{ #l }}}}{tags}{{{{ /l }}}}"), json!({"l": [1, 2, 3, 4, 5]}))
    }),
    ("rounds", 400, |n| of("{{ #l }}{{ x }}{{ nokey }}{{ /l }}".to_owned(), json!({"l": vec![json!({"x": 1}); n]}))),
    ("sections beside each other", 300, |n| of("{{ #a }}{{ x }}{{ /a }}".repeat(n), json!({"a": {"x": 1}}))),
    ("sections inside each other", 300, |n| {
        // Each key is found in the innermost context, since to look outward takes a step for some contexts; and not too
        // deep, since each path is listed with all its keys.
        of(format!("{}{{{{ . }}}}{}", "{{ #a }}".repeat(n), "{{ /a }}".repeat(n)), deep_in(40, json!(false)))
    }),
    ("sections that nothing closes", 300, |n| of("{{ #a }}".repeat(n), json!({"a": {"x": 1}}))),
    ("closings that fit nothing", 300, |n| of("{{ #a }}".repeat(n) + &"{{ /b }}".repeat(n), json!({"a": 1}))),
    ("missing keys in deep sections", 200, |n| {
        let source = format!("{}{}{}", "{{ #a }}".repeat(60), "{{ nokey }}".repeat(n), "{{ /a }}".repeat(60));
        of(source, deep(61))
    }),
    ("blocks", 300, |n| of(each(n, |at| format!("{{{{$ b{at} }}}}x{{{{/ b{at} }}}}")), json!({}))),
    ("blocks of a parent", 300, |n| {
        let blocks = each(n, |at| format!("{{{{$ b{at} }}}}{{{{ x }}}}{{{{/ b{at} }}}}"));
        let own = each(n, |at| format!("{{{{$ b{at} }}}}y{{{{/ b{at} }}}}"));
        with(format!("{{{{< p }}}}{blocks}{{{{/ p }}}}"), json!({"x": 1}), vec![("p".to_owned(), own)])
    }),
    ("parents", 200, |n| {
        with(
            "{{< p }}{{$ b }}x{{/ b }}{{/ p }}".repeat(n),
            json!({}),
            vec![("p".to_owned(), "{{$ b }}{{/ b }}".to_owned())],
        )
    }),
    ("partials", 200, |n| {
        let partials = (1_000..1_000 + n).map(|at| (format!("p{at}"), format!("{{{{ k{at} }}}}"))).collect();
        with(each(n, |at| format!("{{{{> p{at} }}}}")), object(50, |_| json!(1)), partials)
    }),
    ("calls of one partial", 300, |n| {
        with("{{> p }}".repeat(n), json!({"x": 1}), vec![("p".to_owned(), "{{ x }}".to_owned())])
    }),
    ("missing partials", 300, |n| {
        let partials = (0..100).map(|at| (format!("known{at}"), String::new())).collect();
        with(each(n, |at| format!("{{{{> knwn{at} }}}}")), json!({}), partials)
    }),
    ("partials by name", 200, |n| {
        let partial = ("p".to_owned(), "{{ x.matches(\"\\w{40}\") }}".to_owned());
        with("{{ #l }}{{> *n }}{{ /l }}".to_owned(), json!({"l": vec![json!({"n": "p", "x": "a"}); n]}), vec![partial])
    }),
    ("keys of a path", 400, |n| of(format!("{{{{ a{} }}}}", ".b".repeat(n)), json!({"a": {"b": 1}}))),
    ("calls of a path", 60, |n| of(format!("{{{{ a{} }}}}", ".trim()".repeat(n)), json!({"a": "x"}))),
    ("references", 100, |n| of(format!("{{{{ a{} }}}}", "[$b]".repeat(n)), json!({"a": {"x": 1}, "b": "x"}))),
    ("arguments", 200, |n| {
        let keys = each(n, |at| format!(",\"k{at}\""));
        of(format!("{{{{ a.pick(\"k\"{keys}) }}}}"), json!({"a": object(50, |_| json!(1))}))
    }),
    ("keys of an object", 4_000, |n| of("{{ k1 }}{{ k2 }}{{ kk }}".to_owned(), object(n, |_| json!("x")))),
    ("keys that are looked up", 1_000, |n| of("{{ k1 }}{{ k77 }}".repeat(n), object(5_000, |_| json!("x")))),
    ("columns of rows", 100, |n| {
        of("{{ #l }}{{ k1 }}{{ colum1 }}{{ /l }}".repeat(10), json!({"l": vec![object(40, |_| json!(1)); n]}))
    }),
    ("levels of a document", 50, |n| of("{{ a }}{{ a.a.a }}".to_owned(), deep(n))),
    ("zones that there are not", 60, |n| {
        of(each(n, |at| format!("{{{{ t.formatUnixMs(\"F\",\"Europe/Berli{at}\") }}}}")), json!({"t": 0}))
    }),
    ("zones of values", 60, |n| {
        let rows: Vec<Value> = (0..n).map(|at| json!({"t": 0, "z": format!("Europe/Berli{at}")})).collect();
        of("{{ #l }}{{ t.formatUnixMs(\"F\",$z) }}{{ /l }}".to_owned(), json!({ "l": rows }))
    }),
    ("patterns", 100, |n| of(each(n, |at| format!("{{{{ s.matches(\"a{at}\\w\") }}}}")), json!({"s": "a1b"}))),
    ("patterns with mistakes", 60, |n| of(each(n, |at| format!("{{{{ s.matches(\"a{at}(\") }}}}")), json!({"s": "a"}))),
    ("functions that there are not", 100, |n| {
        of(each(n, |at| format!("{{{{ s.upperCas{at}() }}}}")), json!({"s": "a"}))
    }),
    ("quotes that nothing closes", 200, |n| of("{{ a.append(\" }}\n".repeat(n), json!({"a": "x"}))),
    ("quotes in names of partials", 200, |n| of("{{> a(\"\n".repeat(n), json!({}))),
    ("braces", 1_000, |n| of("{{".repeat(n), json!({}))),
    ("closing braces", 1_000, |n| of("{{ a ".to_owned() + &"}".repeat(n), json!({}))),
    ("comments", 300, |n| of("{{! a note }}\n".repeat(n), json!({}))),
    ("settings", 200, |n| of(each(n, |at| format!("{{{{! @param p{at} string }}}}\n")), json!({}))),
    ("delimiters", 200, |n| of("{{=<% %>=}}<% a %><%={{ }}=%>\n".repeat(n), json!({"a": 1}))),
    ("a long value", 8_000, |n| of("{{ a }}{{& a }}{{{ a }}}".to_owned(), json!({"a": "é<x ".repeat(n)}))),
    ("a value in a loop", 200, |n| {
        let json = json!({"big": "x".repeat(1_000)}).to_string();
        of(
            "{{ #j.parseJson() }}{{ #l }}{{ #big }}{{ /big }}{{ /l }}{{ /j }}".to_owned(),
            json!({"j": json, "l": vec![1; n]}),
        )
    }),
    ("a role", 8_000, |n| prompt("{{$message}}{{/message}}".repeat(20), json!({"role": "x".repeat(n)}))),
    ("messages", 200, |n| {
        prompt("{{$message}}{{ text }}{{/message}}".repeat(n), json!({"role": "user", "text": "Hello?"}))
    }),
    ("turns", 200, |n| {
        let turns: Vec<Value> = (0..n)
            .map(|at| json!({"role": if at % 2 == 0 { "user" } else { "assistant" }, "text": format!("turn {at}")}))
            .collect();
        prompt("{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}".to_owned(), json!({ "turns": turns }))
    }),
    ("tool calls", 100, |n| {
        let turn = |at: usize| {
            let call =
                json!({"role": "assistant", "tool_calls": [{"id": format!("c{at}"), "name": "f", "arguments": {}}]});
            [call, json!({"role": "tool", "tool_call_id": format!("c{at}"), "text": "7"})]
        };
        let turns: Vec<Value> = (0..n).flat_map(turn).collect();
        prompt("{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}".to_owned(), json!({ "turns": turns }))
    }),
];

fn of(source: String, data: Value) -> Sample {
    Sample { source, data, ..Sample::default() }
}

fn with(source: String, data: Value, partials: Vec<(String, String)>) -> Sample {
    Sample { partials, ..of(source, data) }
}

fn prompt(source: String, data: Value) -> Sample {
    Sample { mustache: true, ..of(source, data) }
}

fn each(n: usize, tag: impl Fn(usize) -> String) -> String {
    // As many digits each, so that twice as many are twice as long.
    (1_000..1_000 + n).map(tag).collect()
}

fn object(n: usize, value: impl Fn(usize) -> Value) -> Value {
    Value::Object((0..n).map(|at| (format!("k{at}"), value(at))).collect::<Map<_, _>>())
}

fn deep(levels: usize) -> Value {
    deep_in(levels, json!("x"))
}

fn deep_in(levels: usize, innermost: Value) -> Value {
    (0..levels).fold(innermost, |inner, _| json!({ "a": inner }))
}
