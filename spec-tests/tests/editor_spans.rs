//! The tags that the engine's scanner finds in every template of the corpus, in a file that the
//! test of the `CodeMirror` scanner compares its own with.
#![allow(clippy::unwrap_used, reason = "tests")]

use itl_syntax::scan::{PieceKind, Scanner, Sigil};
use itl_syntax::{Code, Delimiters, Dialect, LineIndex};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Longer templates show nothing that shorter ones do not.
const MAX_LENGTH: usize = 200;

/// What no case has: tags that an editor meets while they are written.
const TYPED: &[&str] = &[
    "{{",
    "{{{",
    "{{{{x}}}}",
    "{{ a.f(\"",
    "{{ a.f(\"}}",
    "{{>a(\"",
    "{{>a(\"}} b\", 1) }}",
    "{{ a.f('x', \"{{ b }}",
    "{{ a.f(\"x\" y, \"}}\") }}",
    "{{ a, \"}}\", b }}",
    "{{=<% %>=}}<% a",
    "{{ a\\ }}",
    "{{ a }} {{ b",
    "{{! c {{ d }}",
    "{{= x }}y",
    "{{ \u{a0}a\u{a0} }}",
    "{{ a[\"b {{ c\"] }} {{ d",
    "{{{ a }}",
    "{{ a(\"x\n{{ b }}",
    "\u{1f525}{{ \u{1f525}.f(\"\u{1f525}\") }}",
];

/// A tag as `[from, to, sigil, innerFrom, innerTo]`, in UTF-16 units; without its inside where it
/// is broken or names delimiters, and without its end where it has none.
fn tags(template: &str, dialect: Dialect) -> Vec<Value> {
    let index = LineIndex::new(template);
    let at = |offset: usize| index.utf16(offset);
    let pieces = Scanner::new(template, dialect, Delimiters::default());
    let shown = pieces.filter_map(|piece| {
        let (from, to) = (at(piece.span.start as usize), at(piece.span.end as usize));
        match piece.kind {
            PieceKind::Text => None,
            PieceKind::Tag(tag) if tag.open_quote.is_some() => Some(json!([from])),
            PieceKind::Tag(tag) if tag.sigil == Some(Sigil::Delimiters) => Some(json!([from, to, "="])),
            PieceKind::Tag(tag) => {
                let sigil = tag.sigil.map_or("", name);
                Some(json!([from, to, sigil, at(tag.base), at(tag.base + tag.inner.len())]))
            }
            PieceKind::Broken(found) if found.code == Code::InvalidDelimiters || found.suggestion.is_some() => {
                Some(json!([from, to]))
            }
            PieceKind::Broken(_) => Some(json!([from])),
        }
    });
    shown.collect()
}

fn name(sigil: Sigil) -> &'static str {
    let all = ["#", "^", "/", "!", ">", "<", "$", "=", "&", "{"];
    all.into_iter().find(|text| text.bytes().next().and_then(Sigil::from_byte) == Some(sigil)).unwrap()
}

#[test]
fn the_spans_that_editors_are_compared_with_are_the_engines() {
    let mut templates = BTreeSet::new();
    for (_, file) in spec_tests::load(&spec_tests::cases_folder()).unwrap() {
        for case in file.cases {
            if case.template.len() <= MAX_LENGTH && case.template.contains("{{") {
                templates.insert((case.dialect.unwrap_or_else(|| "itl".to_owned()), case.template));
            }
        }
    }
    for typed in TYPED {
        for dialect in ["itl", "mustache"] {
            templates.insert((dialect.to_owned(), (*typed).to_owned()));
        }
    }
    let lines: Vec<String> = templates
        .into_iter()
        .map(|(dialect, template)| {
            let read = if dialect == "mustache" { Dialect::Mustache } else { Dialect::Itl };
            let tags = tags(&template, read);
            json!({ "dialect": dialect, "template": template, "tags": tags }).to_string()
        })
        .collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors/codemirror-lang-itl/test/engine-spans.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    assert!(
        std::fs::read_to_string(path).unwrap_or_default() == text,
        "editors/codemirror-lang-itl/test/engine-spans.json is stale: \
         UPDATE=1 cargo test -p spec-tests --test editor_spans"
    );
}
