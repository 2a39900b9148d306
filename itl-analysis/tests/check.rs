//! What `check` says, and where.
#![allow(clippy::indexing_slicing, clippy::needless_pass_by_value, reason = "tests")]

use itl_analysis::{Analysis, CheckOptions, Shape};
use itl_eval::{Diagnostics, Dialect, Engine, Escape, MemoryPartials};
use serde_json::{Value, json};

/// Asks `question` of an analysis of `source`.
fn analysed<T>(
    engine: &Engine,
    source: &str,
    shape: Option<Shape<'_>>,
    question: impl FnOnce(&Analysis<'_>) -> T,
) -> T {
    let document = engine.parse(source);
    let (template, _) = engine.compile_document(&document);
    question(&Analysis::new(&template, &document, shape.as_ref()))
}

fn check(engine: &Engine, source: &str, shape: Option<Shape<'_>>, options: &CheckOptions<'_>) -> Diagnostics {
    analysed(engine, source, shape, |analysis| analysis.check(options))
}

/// Code and source text under the span of each finding.
fn places(source: &str, found: &Diagnostics) -> Vec<String> {
    found.iter().map(|one| format!("{} {}", one.code, one.span.of(source))).collect()
}

fn against(sample: &Value, source: &str) -> Vec<String> {
    places(source, &check(&Engine::new(), source, Some(Shape::sample(sample)), &CheckOptions::default()))
}

fn portable(source: &str) -> Vec<String> {
    let options = CheckOptions::default().portable(true);
    places(source, &check(&Engine::new(), source, None, &options))
}

#[test]
fn unknown_paths_name_the_key_and_what_was_meant() {
    let sample = json!({"alerts": [{"labels": {"host": "a", "job": "b"}}], "title": "x", "list": [1]});
    assert_eq!(against(&sample, "{{ title }}{{ #alerts }}{{ labels.host }}{{ /alerts }}"), [""; 0]);
    assert_eq!(against(&sample, "{{ titel }}"), ["W0507 titel"]);
    assert_eq!(against(&sample, "{{ #alerts }}{{ labels.hots }}{{ /alerts }}"), ["W0507 hots"]);
    assert_eq!(against(&sample, "{{ alerts[0].labels[\"jobs\"] }}"), ["W0507 [\"jobs\"]"]);
    assert_eq!(against(&sample, "{{ list[4] }}"), ["W0507 [4]"]);
    let source = "{{ #alerts }}{{ labels.hots }}{{ /alerts }}";
    let found = check(&Engine::new(), source, Some(Shape::sample(&sample)), &CheckOptions::default());
    let one = &found[0];
    assert_eq!(one.message, "the sample has no key `hots` in `alerts[].labels`");
    assert_eq!(one.help.as_deref(), Some("did you mean `host`?"));
    let fix = one.suggestion.clone().unwrap_or_else(|| panic!("no suggestion"));
    assert_eq!((fix.span.of(source), fix.replacement.as_str()), ("hots", "host"));
}

#[test]
fn asking_for_an_optional_key_is_no_fault_but_a_slip_is() {
    let sample = json!({"severity": "high", "empty": [], "parent": {"id": 1}});
    assert_eq!(against(&sample, "{{ #resolved }}{{ by.name }}{{ /resolved }}{{ ^muted }}{{ /muted }}"), [""; 0]);
    assert_eq!(against(&sample, "{{ note.default(\"none\") }}"), [""; 0]);
    assert_eq!(against(&sample, "{{ #severty }}!{{ /severty }}"), ["W0507 severty"]);
    assert_eq!(against(&sample, "{{ severty.default(\"none\") }}"), ["W0507 severty"]);
    // Nothing is known of the items of an empty array.
    assert_eq!(against(&sample, "{{ #empty }}{{ whatever.there.is }}{{ /empty }}"), [""; 0]);
}

/// A suggestion that changed the opening tag alone would turn a lint into an error.
#[test]
fn a_change_of_an_opening_tag_takes_the_closing_one_along() {
    let sample = json!({"conversation": [1], "labels": {"host": "a", "a.b": 1}, "x": "t", "list": [{"name": "n"}]});
    let mended = |engine: &Engine, source: &str| {
        let found = check(engine, source, Some(Shape::sample(&sample)), &CheckOptions::default());
        assert_eq!(found.len(), 1, "{source}: {found:?}");
        let change = found[0].suggestion.clone().unwrap_or_else(|| panic!("{source}: no suggestion"));
        let (start, end) = (change.span.start as usize, change.span.end as usize);
        let mended = format!("{}{}{}", &source[..start], change.replacement, &source[end..]);
        assert!(!engine.parse(&mended).diagnostics.has_errors(), "{mended}");
        mended
    };
    let itl = Engine::new();
    for (source, expected) in [
        ("{{#conversaton}}\ny\n{{/ conversaton }}", "{{#conversation}}\ny\n{{/ conversation }}"),
        ("{{ ^conversaton }}y{{ /conversaton }}", "{{ ^conversation }}y{{ /conversation }}"),
        ("{{ #labels.hots }}y{{ /labels.hots }}", "{{ #labels.host }}y{{ /labels.host }}"),
        ("{{ #labels.a.b }}y{{ /labels.a.b }}", "{{ #labels[\"a.b\"] }}y{{ /labels[\"a.b\"] }}"),
        ("{{ #Labels.host }}y{{ /Labels.host }}", "{{ #labels.host }}y{{ /labels.host }}"),
        ("{{ #x.upperCase }}y{{ /x.upperCase }}", "{{ #x.upperCase() }}y{{ /x }}"),
        ("{{ #x.uperCase() }}y{{ /x.uperCase() }}", "{{ #x.upperCase() }}y{{ /x }}"),
        ("{{ #x.uperCase() }}y{{ /x }}", "{{ #x.upperCase() }}y{{ /x }}"),
        ("{{ #x.split(“,”) }}y{{ /x.split(“,”) }}", "{{ #x.split(\",\") }}y{{ /x }}"),
    ] {
        assert_eq!(mended(&itl, source), expected);
    }
    let mustache = Engine::builder().dialect(Dialect::Mustache).build();
    assert_eq!(mended(&mustache, "{{#conversaton}}y{{/conversaton}}"), "{{#conversation}}y{{/conversation}}");
}

/// What follows an error is not reported for it: what the tags of a broken block are looked up in is not known.
#[test]
fn nothing_is_missing_inside_of_what_is_broken() {
    let sample = json!({"list": [{"name": "n"}], "x": 1});
    for (source, expected) in [
        ("{{ range .list }}{{ .name }}{{ end }}{{ nme }}", vec!["E0118 {{ range .list }}", "W0507 nme"]),
        ("{{#each list as |a|}}{{ @index }}{{ a.name }}{{/each}}", vec!["E0118 {{#each list as |a|}}"]),
        ("{{ #list.nope() }}{{ name }}{{ /list }}", vec!["E0201 nope"]),
        ("{{ #list.where(“name”, \"n\") }}{{ name }}{{ /list }}", vec!["E0123 “name”"]),
        ("{{ #list }}{{ name }}{{ /lst }}", vec!["E0111 {{ /lst }}"]),
    ] {
        assert_eq!(against(&sample, source), expected, "{source}");
    }
}

/// The calls that would stand for another language's operators are no part of Mustache.
#[test]
fn mustache_is_offered_no_calls() {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    for source in ["{{#value > 90}}y{{/value > 90}}", "{{ value > 90 }}", "{{ x | upper }}"] {
        let found = check(&engine, source, None, &CheckOptions::default());
        assert_eq!(found.len(), 1, "{source}: {found:?}");
        assert_eq!(found[0].suggestion, None, "{source}");
    }
    let sample = json!({"x": 1});
    let found = check(&engine, "{{ if x }}y{{ end }}", Some(Shape::sample(&sample)), &CheckOptions::default());
    assert_eq!(places("{{ if x }}y{{ end }}", &found), ["W0511 {{ if x }}"]);
}

#[test]
fn loops_and_lists() {
    let sample = json!({"host": "a", "alerts": [{"id": 1}], "team": {"name": "x"}});
    assert_eq!(against(&sample, "{{ #alerts }}{{ @index }}{{ #id }}{{ @last }}{{ /id }}{{ /alerts }}"), [""; 0]);
    assert_eq!(against(&sample, "{{ #team }}{{ @index1 }}{{ /team }}"), ["W0508 @index1"]);
    assert_eq!(against(&sample, "{{ @first }}{{ @now }}"), ["W0508 @first"]);
    assert_eq!(against(&sample, "{{ host.join(\",\") }}"), ["W0508 join"]);
    assert_eq!(against(&sample, "{{ alerts.pluck(\"id\").join(\",\") }}"), [""; 0]);
    assert_eq!(against(&sample, "{{ host.split(\"\").join(\",\") }}"), [""; 0]);
}

#[test]
fn a_key_that_the_parent_answers() {
    let sample = json!({"env": "prod", "alerts": [{"id": 1}, {"id": 2, "zone": "z"}], "zone": "y", "names": ["a"], "team": {"id": 4}});
    assert_eq!(against(&sample, "{{ #alerts }}{{ id }}{{ env }}{{ /alerts }}"), ["W0509 env"]);
    assert_eq!(against(&sample, "{{ #alerts }}{{ zone }}{{ /alerts }}"), ["W0509 zone"]);
    // Items that are texts have no keys of their own, and an object's section is no loop.
    assert_eq!(against(&sample, "{{ #names }}{{ . }}{{ env }}{{ /names }}{{ #team }}{{ env }}{{ /team }}"), [""; 0]);
}

#[test]
fn a_sample_follows_calls() {
    let sample = json!({
        "message": "{\"detail\": {\"code\": 7}}",
        "alerts": [{"status": "firing", "host": "a"}, {"status": "resolved", "note": "n"}]
    });
    assert_eq!(against(&sample, "{{ message.parseJson().detail.code }}"), [""; 0]);
    assert_eq!(against(&sample, "{{ message.parseJson().detail.cod }}"), ["W0507 cod"]);
    assert_eq!(
        against(&sample, "{{ #alerts.where(\"status\",\"firing\") }}{{ host }}{{ note }}{{ /alerts }}"),
        ["W0507 note"]
    );
}

#[test]
fn partials_are_checked_in_the_context_that_calls_them() {
    let partials = MemoryPartials::from([("line", "{{ host }}{{ hots }}")]);
    let engine = Engine::builder().partials(partials).build();
    let sample = json!({"alerts": [{"host": "a"}]});
    let found = check(
        &engine,
        "{{ #alerts }}{{> line }}{{> line }}{{ /alerts }}",
        Some(Shape::sample(&sample)),
        &CheckOptions::default(),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].partial.as_deref(), Some("line"));
    assert_eq!(found[0].span.of("{{ host }}{{ hots }}"), "hots");
}

#[test]
fn a_schema_tells_what_a_payload_may_hold() {
    let schema = json!({
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "alerts": {"type": "array", "items": {"$ref": "#/$defs/alert"}},
            "extra": {"type": "object"},
            "owner": {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"name": {}}}]}
        },
        "$defs": {"alert": {"allOf": [
            {"properties": {"id": {"type": "integer"}}},
            {"properties": {"labels": {"type": "object", "additionalProperties": {"type": "string"}},
                            "next": {"$ref": "#/$defs/alert"}}}
        ]}}
    });
    let at = |source: &str| {
        places(source, &check(&Engine::new(), source, Some(Shape::schema(&schema)), &CheckOptions::default()))
    };
    assert_eq!(at("{{ title }}{{ extra.anything }}{{ owner.name }}{{ alerts[0].labels.any }}"), [""; 0]);
    assert_eq!(at("{{ #alerts }}{{ id }}{{ next.next.id }}{{ labels.x }}{{ @index }}{{ /alerts }}"), [""; 0]);
    assert_eq!(at("{{ titel }}{{ title.x }}{{ owner.nam }}"), ["W0507 titel", "W0507 x", "W0507 nam"]);
    assert_eq!(at("{{ #alerts }}{{ labls.x }}{{ next.idd }}{{ /alerts }}"), ["W0507 labls", "W0507 idd"]);
    assert_eq!(at("{{ title.join() }}{{ #extra }}{{ @index }}{{ /extra }}"), ["W0508 join", "W0508 @index"]);
}

#[test]
fn a_schema_that_goes_in_circles_ends() {
    let schema = json!({"$ref": "#", "properties": {"a": {"$ref": "#/properties/a"}}});
    let source = "{{ a.a.b }}{{ c }}";
    let found = check(&Engine::new(), source, Some(Shape::schema(&schema)), &CheckOptions::default());
    assert_eq!(places(source, &found), ["W0507 c"]);
}

#[test]
fn what_ilert_would_not_understand() {
    assert_eq!(portable("{{ a.b[0] }} {{ #c }}{{ . }}{{ /c }} {{ e.upperCase() }} {{ f\\ g }}"), [""; 0]);
    assert_eq!(portable("{{{ d }}}{{& e }}"), ["W0502 {{{ d }}}", "W0502 {{& e }}"]);
    assert_eq!(portable("{{ a.replaceAll('x', y) }}"), ["W0502 'x'"]);
    assert_eq!(portable("{{ # a }}{{ /a }}"), ["W0502 {{ # a }}"]);
    assert_eq!(portable("{{ a-b.upperCase() }}"), ["W0502 a-b.upperCase()"]);
    assert_eq!(portable(" "), ["W0502  "]);
    assert_eq!(portable("{{ a.trim() }}"), ["W0502 trim"]);
    assert_eq!(portable("{{ a.upperCase().lowerCase() }}"), ["W0502 lowerCase()"]);
    assert_eq!(portable("{{ a[-1] }}"), ["W0502 [-1]"]);
    assert_eq!(portable("{{ a[\"b\"] }}{{ a\\.b }}"), ["W0502 [\"b\"]", "W0502 a\\.b"]);
    assert_eq!(portable("{{ #a }}{{ @index }}{{ /a }}"), ["W0502 @index"]);
    assert_eq!(portable("{{ .a }}"), ["W0502 .a"]);
    assert_eq!(portable("{{ a.replaceAll(\"}}\", \"\") }}"), ["W0502 {{ a.replaceAll(\"}}\", \"\") }}"]);
    assert_eq!(portable("{{ a.substring(-2) }}"), ["W0502 -2"]);
    assert_eq!(portable("{{ a.formatUnixMs(\"%Y\", \"UTC\") }}"), ["W0502 \"%Y\"", "W0502 \"UTC\""]);
    assert_eq!(portable("{{ a.joinFromObjectArray(\"b.c\") }}"), ["W0502 \"b.c\""]);
    assert_eq!(portable("{{! note }}"), ["W0502 {{! note }}"]);
    assert_eq!(portable("{{ #a }}{{ b.upperCase() }}{{ /a }}"), ["W0502 b"]);
    assert_eq!(portable("{{ #a }}{{ a.upperCase() }}{{ /a }}"), [""; 0]);
    // Without the option nothing of it is said.
    let found = check(&Engine::new(), "{{ a.trim() }}", None, &CheckOptions::default());
    assert!(found.is_empty());
}

#[test]
fn escaping_twice() {
    let engine = Engine::builder().escape(Escape::Html).build();
    let source = "{{ a.htmlEscape() }}{{{ a.htmlEscape() }}}{{ a.urlEncode() }}";
    let found = check(&engine, source, None, &CheckOptions::default());
    assert_eq!(places(source, &found), ["W0504 htmlEscape()"]);
    let fix = found[0].suggestion.clone().unwrap_or_else(|| panic!("no suggestion"));
    assert_eq!((fix.span.of(source), fix.replacement.as_str()), (".htmlEscape()", ""));
    let none = check(&Engine::new(), source, None, &CheckOptions::default());
    assert!(none.is_empty());
}

#[test]
fn unescaped_values_inside_an_xml_section() {
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let source = "<rules a=\"{{x}}\">\n{{{ one }}}{{two}}</rules>{{{three}}}<br>{{&four}} a < b {{{five}}}</b>";
    let found = check(&engine, source, None, &CheckOptions::default());
    assert_eq!(places(source, &found), ["W0506 {{{ one }}}"]);
    let trusted = ["one".to_owned()];
    let options = CheckOptions::default().trusted(&trusted);
    assert!(check(&engine, source, None, &options).is_empty());
    let listed = format!("{{{{! @trusted four one }}}}{source}");
    assert!(check(&engine, &listed, None, &CheckOptions::default()).is_empty());
}

#[test]
fn unescaped_values_of_partials_inside_an_xml_section() {
    let partials = [
        ("inner", "{{{ a }}}{{b}}{{> deeper }}"),
        ("deeper", "{{{ c }}}{{> deeper }}"),
        ("own", "<own>{{{ d }}}</own>{{{ e }}}"),
        ("layout", "{{{ f }}}{{$block}}{{/block}}"),
    ];
    let engine = Engine::builder().dialect(Dialect::Mustache).partials(MemoryPartials::from(partials)).build();
    let source = "<rules>{{> inner }}{{<layout}}{{$block}}x{{/block}}{{/layout}}</rules>{{> own }}";
    let found = check(&engine, source, None, &CheckOptions::default());
    let messages: Vec<&str> =
        found.iter().filter(|one| one.code.id() == "W0506").map(|one| one.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`c` is printed unescaped inside `<rules>`",
            "`a` is printed unescaped inside `<rules>`",
            "`f` is printed unescaped inside `<rules>`",
            "`d` is printed unescaped inside `<own>`",
        ]
    );
}

#[test]
fn several_samples_are_one_shape() {
    let (firing, resolved) = (json!({"status": "firing", "alerts": [1]}), json!({"status": "resolved", "endsAt": 1}));
    let source = "{{ status }}{{ endsAt }}{{ #alerts }}{{ . }}{{ /alerts }}{{ startsAt }}";
    let shape = Shape::samples([&firing, &resolved]);
    let found = check(&Engine::new(), source, Some(shape), &CheckOptions::default());
    assert_eq!(places(source, &found), ["W0507 startsAt"]);
}

#[test]
fn references_are_checked_as_paths_are() {
    let sample = json!({
        "value": 97, "threshold": 90, "alerts": [{"status": "firing", "limit": 3}], "labels": {"host": "a"},
        "annotations": {"high": "call"}, "severity": "high", "endsAt": null
    });
    assert_eq!(against(&sample, "{{ #value.greaterThan($threshold) }}x{{ /value }}"), [""; 0]);
    assert_eq!(against(&sample, "{{ value.add($treshold) }}"), ["W0507 treshold"]);
    assert_eq!(against(&sample, "{{ value.add($labels.host.substringAfter($sevrity).length()) }}"), ["W0507 sevrity"]);
    // Inside a loop a reference begins at the item too.
    assert_eq!(against(&sample, "{{ #alerts }}{{ status.append($limit) }}{{ /alerts }}"), [""; 0]);
    assert_eq!(against(&sample, "{{ annotations[$severity] }}"), [""; 0]);
    assert_eq!(against(&sample, "{{ annotations[$severty] }}"), ["W0507 severty"]);
    assert_eq!(against(&sample, "{{ annotations[$labels.host] }}"), ["W0507 [$labels.host]"]);
    let list = json!({"list": ["a", {"x": 1}], "last": "-1", "first": 0, "names": {"0": {"y": 1}}});
    assert_eq!(against(&list, "{{ list[$last].x }}{{ list[$first] }}{{ names[$first].y }}"), [""; 0]);
    assert_eq!(against(&list, "{{ list[$last].z }}"), ["W0507 z"]);
    // What may be missing in `default` may be missing as its argument.
    assert_eq!(against(&sample, "{{ labels.deployment.default($labels.statefulset) }}"), [""; 0]);
    // A filter leaves items as they are.
    assert_eq!(against(&sample, "{{ alerts.where(\"status\", $severity).first().limt }}"), ["W0507 limt"]);
}

#[test]
fn a_bare_argument_that_is_a_key_in_reach() {
    let sample = json!({"latest": "1.2", "host": "db", "items": [{"name": "a"}]});
    assert_eq!(against(&sample, "{{ host.append(latest) }}"), ["W0522 latest"]);
    let nested =
        json!({"host": "h", "labels": {"instance": "i", "a": [1]}, "alerts": [{"name": "n", "labels": {"host": "x"}}]});
    assert_eq!(against(&nested, "{{ host.default(labels.instance) }}"), ["W0522 labels.instance"]);
    assert_eq!(against(&nested, "{{ #alerts }}{{ name.append(labels.host) }}{{ /alerts }}"), ["W0522 labels.host"]);
    for quiet in [
        "{{ host.default(labels.nope) }}",
        "{{ host.default(example.com) }}",
        "{{ host.append(\"labels.instance\") }}",
        "{{ #alerts }}{{ name.append(labels.instance) }}{{ /alerts }}",
    ] {
        assert_eq!(against(&nested, quiet), [""; 0], "{quiet}");
    }
    assert_eq!(
        against(&sample, "{{ host.append(\"latest\") }}{{ host.append($latest) }}{{ host.append(-) }}"),
        [""; 0]
    );
    // Where a key, a style or a pattern is taken, a name is what it says.
    assert_eq!(against(&sample, "{{ items.pluck(name).join(host) }}"), ["W0522 host"]);
    assert_eq!(against(&sample, "{{ #items }}{{ name.equals(name) }}{{ /items }}"), ["W0522 name"]);
    let found =
        check(&Engine::new(), "{{ host.append(latest) }}", Some(Shape::sample(&sample)), &CheckOptions::default());
    assert_eq!(found[0].help.as_deref(), Some("`$latest` is the value; `\"latest\"` says that text is meant"));
    // Without a sample nothing is known of keys.
    assert!(check(&Engine::new(), "{{ host.append(latest) }}", None, &CheckOptions::default()).is_empty());
}

#[test]
fn keys_of_arguments_are_held_against_the_items() {
    let sample = json!({"alerts": [{"host": "a", "labels": {"team": "x"}}, {"host": "b"}], "tags": ["p"], "none": []});
    assert_eq!(
        against(&sample, "{{ alerts.pluck(\"host\").join() }}{{ alerts.sortBy(\"labels.team\").first().host }}"),
        [""; 0]
    );
    assert_eq!(against(&sample, "{{ alerts.pluck(\"hots\").join() }}"), ["W0507 \"hots\""]);
    assert_eq!(against(&sample, "{{ #alerts.where('hots', 'a') }}{{ host }}{{ /alerts }}"), ["W0507 'hots'"]);
    assert_eq!(against(&sample, "{{ alerts.sortBy(\"labels.taem\").first().host }}"), ["W0507 \"labels.taem\""]);
    // Lists without items say nothing of their keys.
    assert_eq!(against(&sample, "{{ none.pluck(\"host\").join() }}"), [""; 0]);
}
