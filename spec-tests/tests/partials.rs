//! Where partials come from: memory, a folder, a callback.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use itl_eval::{Dialect, Engine, FolderPartials, Limits, MemoryPartials, Partials, PartialsFn, Rendered};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("partials-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        for (file, text) in files {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn render(partials: impl Partials + 'static, dialect: Dialect, template: &str) -> Rendered {
    let engine = Engine::builder().dialect(dialect).partials(partials).build();
    let (template, _) = engine.compile_lenient(template);
    template.render(&json!({"x": "value", "name": "deep/er.v2"}))
}

fn codes(rendered: &Rendered) -> Vec<&'static str> {
    rendered.warnings.iter().map(|warning| warning.code.id()).collect()
}

#[test]
fn a_folder_has_the_files_of_the_own_dialect_first() {
    let files =
        [("both.itl", "itl"), ("both.mustache", "mustache"), ("a.itl", "A"), ("b.mustache", "B"), ("c.txt", "C")];
    let folder = Folder::new("dialects", &files);
    let partials = FolderPartials::new(&folder.0);
    assert_eq!(render(partials.clone(), Dialect::Itl, "{{>both}}{{>a}}{{>b}}").text, "itlAB");
    assert_eq!(render(partials.clone(), Dialect::Mustache, "{{>both}}{{>a}}{{>b}}").text, "mustacheAB");
    assert_eq!(codes(&render(partials.clone(), Dialect::Itl, "{{>c}}{{>c.txt}}")), ["W0303", "W0303"]);
    assert_eq!(partials.names(), ["a", "b", "both"]);
}

#[test]
fn a_partial_of_a_folder_is_read_in_the_callers_dialect() {
    let folder = Folder::new("language", &[("p.itl", "{{x.upperCase()}}")]);
    let partials = FolderPartials::new(&folder.0);
    assert_eq!(render(partials.clone(), Dialect::Itl, "{{>p}}").text, "VALUE");
    assert_eq!(render(partials, Dialect::Mustache, "{{>p}}").text, "");
}

#[test]
fn names_may_hold_slashes_and_dots_but_stay_in_the_folder() {
    let files = [("in/deep/er.v2.itl", "deep"), ("secret.itl", "SECRET"), ("in/x.itl", "x")];
    let folder = Folder::new("names", &files);
    let partials = FolderPartials::new(folder.0.join("in"));
    assert_eq!(render(partials.clone(), Dialect::Itl, "{{>deep/er.v2}}{{>*name}}").text, "deepdeep");
    let absolute = folder.0.join("secret").display().to_string();
    let names = [
        "../secret",
        "deep/../../secret",
        "deep/../x",
        "/secret",
        &absolute,
        "..",
        "..\\secret",
        "deep\\..\\x",
        "C:/secret",
    ];
    for name in names {
        let engine = Engine::builder().partials(partials.clone()).build();
        let (template, _) = engine.compile_lenient(&format!("[{{{{> {name} }}}}]"));
        let text = template.render(&json!({})).text;
        assert!(!text.contains("SECRET"), "{name}: {text}");
        let (template, _) = engine.compile_lenient("[{{> *n }}]");
        let rendered = template.render(&json!({"n": name}));
        assert_eq!((rendered.text.as_str(), codes(&rendered)), ("[]", vec!["W0303"]), "{name}");
    }
}

#[test]
fn a_folder_that_is_not_there_has_no_partials() {
    let partials = FolderPartials::new("no/such/folder");
    assert!(partials.names().is_empty());
    assert_eq!(codes(&render(partials, Dialect::Itl, "{{>a}}")), ["W0303"]);
}

#[test]
fn a_callback_is_asked_once_for_each_name_when_compiling() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let partials = PartialsFn(move |name: &str| {
        counter.fetch_add(1, Ordering::Relaxed);
        (name != "none").then(|| format!("<{name}:{{{{x}}}}>"))
    });
    let engine = Engine::builder().partials(partials).build();
    let (template, _) = engine.compile_lenient("{{>a}}{{>a}}{{>b}}{{>none}}");
    let before = asked.load(Ordering::Relaxed);
    assert_eq!(before, 3);
    for _ in 0..3 {
        let rendered = template.render(&json!({"x": 1}));
        assert_eq!((rendered.text.as_str(), codes(&rendered)), ("<a:1><a:1><b:1>", vec!["W0303"]));
    }
    assert_eq!(asked.load(Ordering::Relaxed), before, "a render asks for nothing that is known");
}

#[test]
fn a_missing_partial_is_empty_lenient_and_an_error_strict() {
    let engine = Engine::builder().partials(MemoryPartials::from([("footer", "F")])).build();
    let template = engine.compile("a{{> foter }}b").unwrap();
    let rendered = template.render(&json!({}));
    assert_eq!((rendered.text.as_str(), codes(&rendered)), ("ab", vec!["W0303"]));
    assert_eq!(rendered.warnings[0].help.as_deref(), Some("did you mean `footer`?"));
    assert_eq!(template.render(&json!({})).strict().unwrap_err().text, "ab");
}

#[test]
fn recursion_ends_at_the_limit() {
    let limits = Limits::default().partial_depth(5);
    let partials =
        MemoryPartials::from([("p", "x{{>p}}"), ("d", "y{{>*self}}"), ("parent", "z{{<parent}}{{/parent}}")]);
    let engine = Engine::builder().partials(partials).limits(limits).build();
    for (template, text) in [("{{>p}}", "xxxxx"), ("{{>*self}}", "yyyyy"), ("{{<parent}}{{/parent}}", "zzzzz")] {
        let template = engine.compile(template).unwrap();
        let rendered = template.render(&json!({"self": "d"}));
        assert_eq!((rendered.text.as_str(), codes(&rendered)), (text, vec!["W0406"]));
        assert!(template.render(&json!({"self": "d"})).strict().is_err());
    }
}

#[test]
fn recursion_over_a_tree_goes_as_deep_as_the_tree() {
    let partials = MemoryPartials::from([("node", "({{n}}{{#kids}}{{>node}}{{/kids}})")]);
    let engine = Engine::builder().partials(partials).build();
    let tree = json!({"n": 1, "kids": [{"n": 2, "kids": [{"n": 3, "kids": []}]}, {"n": 4, "kids": []}]});
    let rendered = engine.compile("{{>node}}").unwrap().render(&tree).strict().unwrap();
    assert_eq!(rendered.text, "(1(2(3))(4))");
}
