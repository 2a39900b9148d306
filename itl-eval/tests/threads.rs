//! One template, many threads: what they render is what one renders alone.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

use itl_eval::{Code, Engine, Function, HostValue, Lambda, MemoryPartials, PartialsFn, RenderOptions, Template};
use serde_json::{Value, json};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

const THREADS: usize = 64;

fn engine() -> Engine {
    let partials = MemoryPartials::from([("row", "{{ name.upperCase() }}={{ n }};"), ("frame", "<{{$b}}{{/b}}>")]);
    Engine::builder().partials(partials).build()
}

const SOURCE: &str = "{{#rows}}{{> row }}{{/rows}}{{<frame}}{{$b}}{{ text.replaceRegex(\"(a+)\", \"[$1]\") }}{{/b}}{{/frame}}{{>*which}}{{ missing }}";

fn payload(n: usize) -> Value {
    let rows: Vec<Value> = (0..n % 7).map(|at| json!({"name": format!("k{at}"), "n": n * at})).collect();
    json!({"rows": rows, "text": "banana".repeat(n % 5), "which": if n.is_multiple_of(2) { "row" } else { "nope" }, "n": n, "name": "x"})
}

#[test]
fn threads_render_what_one_alone_renders() {
    let template = engine().compile_lenient(SOURCE).0;
    let alone: Vec<_> = (0..40).map(|n| template.render(payload(n).to_string().as_bytes())).collect();
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (template, alone, start) = (&template, &alone, &start);
            scope.spawn(move || {
                start.wait();
                for step in 0..120 {
                    let n = (thread * 7 + step) % 40;
                    let data = payload(n);
                    // Each road to a payload, and a buffer that is used again.
                    let rendered = match step % 3 {
                        0 => template.render(data.to_string().as_bytes()),
                        1 => template.render(&data),
                        _ => template.render(&itl_eval::Payload::from_value(&data)),
                    };
                    assert_eq!(rendered, alone[n]);
                }
            });
        }
    });
}

#[test]
fn a_template_is_swapped_while_it_renders() {
    let versions: Vec<Template> =
        (0..3).map(|n| engine().compile(&format!("{n}{{{{#rows}}}}{{{{> row }}}}{{{{/rows}}}}{n}")).unwrap()).collect();
    let data = payload(6);
    let expected: Vec<String> = versions.iter().map(|version| version.render(&data).text).collect();
    let current = Mutex::new(versions[0].clone());
    let start = Barrier::new(9);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                for _ in 0..400 {
                    let template = current.lock().unwrap().clone();
                    // Of one version as a whole, whatever the other thread puts in its place.
                    assert!(expected.contains(&template.render(&data).text));
                }
            });
        }
        start.wait();
        for step in 0..1_000 {
            *current.lock().unwrap() = versions[step % 3].clone();
        }
    });
}

#[test]
fn panics_of_the_host_stay_in_their_render() {
    let panics = Function::host("panics", &[], "Panics.", |call| match call.receiver.as_i64() {
        Some(n) if n % 2 == 1 => panic!("odd"),
        n => Ok(n.into()),
    });
    let partials = PartialsFn(|name: &str| -> Option<String> {
        if name == "bad" { panic!("no disk") } else { Some("p".into()) }
    });
    let engine = Engine::builder().function(panics).partials(partials).build();
    let template = Arc::new(engine.compile_lenient("{{ n.panics() }}{{>*which}}{{> bad }}!").0);
    let threads: Vec<_> = (0..THREADS as i64)
        .map(|n| {
            let template = template.clone();
            thread::spawn(move || {
                let which = if n % 4 < 2 { "bad" } else { "good" };
                let rendered = template.render(&json!({"n": n, "which": which}));
                let codes: Vec<Code> = rendered.warnings.iter().map(|one| one.code).collect();
                let partial = if which == "good" { "p" } else { "" };
                assert_eq!(rendered.text, format!("{n}{partial}!"));
                assert_eq!(codes.contains(&Code::HostFunction), n % 2 == 1, "{codes:?}");
                assert!(codes.contains(&Code::MissingPartial));
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn callbacks_fail_with_what_they_say() {
    let engine = Engine::builder().dialect(itl_eval::Dialect::Mustache).build();
    let template = engine.compile("a{{#f}}x{{/f}}{{f}}b").unwrap();
    let render =
        |lambda| template.render_with(&HostValue::map([("f", HostValue::from(lambda))]), &RenderOptions::new());
    for (lambda, message) in [
        (Lambda::fallible(|_| Err("no connection".into())), "the callback failed: no connection"),
        (Lambda::new(|_| panic!("boom")), "the callback panicked"),
    ] {
        let rendered = render(lambda);
        assert_eq!(rendered.text, "ab");
        assert!(rendered.warnings.iter().all(|one| one.code == Code::HostFunction && one.message == message));
        assert_eq!(rendered.strict().unwrap_err().text, "ab");
    }
    let rendered = render(Lambda::fallible(|_| Err("x".repeat(5_000_000))));
    assert!(rendered.warnings.iter().all(|one| one.message.len() < 2_000));
    let rendered = render(Lambda::fallible(|_| Ok("{{nope}}y".into())));
    assert_eq!(rendered.text, "ayyb");
}
