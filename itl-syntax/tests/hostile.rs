//! Templates that were written to break the reader: nothing panics, every span fits, every suggestion
//! can be applied, and what crosses without end still ends.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_syntax::foreign::{Vocabulary, lints};
use itl_syntax::{Delimiters, Diagnostic, Dialect, ParseLimits, parse, parse_knowing};
use proptest::prelude::*;
use proptest::sample::select;

struct Words;

impl Vocabulary for Words {
    fn function(&self, name: &str) -> Option<&str> {
        matches!(name, "upper" | "default" | "join" | "f").then_some("f")
    }
}

const PIECES: [&str; 84] = [
    "{{",
    "}}",
    "{{{",
    "}}}",
    "{{#",
    "{{^",
    "{{/",
    "{{!",
    "{{>",
    "{{<",
    "{{$",
    "{{=",
    "=}}",
    "{{&",
    "{{-",
    "-}}",
    "~",
    "if ",
    "else",
    "end",
    "range ",
    "each ",
    "/if",
    "unless ",
    "with ",
    "for x in ",
    "not ",
    " and ",
    " or ",
    "x",
    "a.b",
    ".c",
    "$",
    "$a",
    "$.",
    "[",
    "]",
    "[$a]",
    "[*]",
    "[]",
    "[0:1]",
    "(",
    ")",
    "()",
    ",",
    ";",
    "\"",
    "'",
    "\\",
    "|",
    "||",
    "??",
    " ? ",
    " : ",
    "==",
    " == ",
    " > ",
    " < ",
    " + ",
    " * ",
    "!",
    "#",
    "/*",
    "*/",
    "%",
    "{%",
    "%}",
    "<%",
    "${",
    "#{",
    "}",
    "{",
    " ",
    "\n",
    "\u{a0}",
    "\u{200b}",
    "“",
    "”",
    "&quot;",
    "ü",
    "😀",
    "##",
    "((",
    "))",
];

fn hold(source: &str, found: &Diagnostic) {
    for span in std::iter::once(found.span).chain(found.labels.iter().map(|label| label.span)) {
        assert!(source.get(span.range()).is_some(), "{source:?}: {found:?}");
    }
    if let Some(change) = &found.suggestion {
        assert!(source.get(change.span.range()).is_some(), "{source:?}: {found:?}");
    }
}

fn read(source: &str) {
    for dialect in [Dialect::Itl, Dialect::Mustache] {
        let document = parse_knowing(source, dialect, ParseLimits::default(), Delimiters::default(), &Words);
        document.diagnostics.iter().for_each(|found| hold(source, found));
        for lint in lints(&document, &Words) {
            hold(source, &lint.diagnostic);
        }
        let covered: String = document.items.iter().map(|item| item.span.of(source)).collect();
        assert_eq!(covered, source);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn whatever_is_written_is_read(pieces in prop::collection::vec(select(&PIECES[..]), 0..24)) {
        read(&pieces.concat());
    }

    #[test]
    fn whatever_stands_in_a_tag_is_read(pieces in prop::collection::vec(select(&PIECES[..]), 0..8), more in prop::collection::vec(select(&PIECES[..]), 0..6)) {
        read(&format!("{{{{ #s }}}}{{{{ {} }}}}a{{{{ {} }}}}{{{{ /s }}}}", pieces.concat(), more.concat()));
    }
}

#[test]
fn closing_tags_that_fit_nothing_are_found_fast() {
    // In square time this takes minutes.
    for (open, close) in
        [("{{#a}}", "{{/b}}"), ("{{#a.b(}}", "{{/a.c}}"), ("{{$a}}", "{{/b}}"), ("{{#if a}}", "{{/b}}")]
    {
        let source = open.repeat(40_000) + &close.repeat(40_000);
        let document = parse(&source, Dialect::Itl, ParseLimits::default());
        assert!(document.diagnostics.has_errors());
        assert_eq!(document.items.len(), 80_000);
    }
}

#[test]
fn a_name_of_a_partial_holds_no_string() {
    for source in ["{{>a(\"}}\nb {{ c }}", "{{<a(\"}}x{{/a(\"}}\nb {{ c }}", "{{$a(\"}}x{{/a(\"}}\nb {{ c }}"] {
        let document = parse(source, Dialect::Itl, ParseLimits::default());
        let last = document.items.last().unwrap();
        assert_eq!(last.span.of(source), "{{ c }}", "{source}: {:?}", document.items);
    }
    // A tag without its closing delimiter is an error, whatever stands in it.
    for source in ["{{>a(\"", "{{ x##f((\"a))\n", "{{ #x.f(\"a\nb{{ /x }}", "{{$a(\"}}x{{/a(\"\nb"] {
        let document = parse(source, Dialect::Itl, ParseLimits::default());
        assert!(document.diagnostics.has_errors(), "{source}: {:?}", document.items);
    }
}

/// Whatever the optimizer makes of the lexer, it takes no stack for a long word.
#[test]
fn long_words_end() {
    for unit in ["\\n", "\\x22", "ab", "ü", "\\\"", "'"] {
        for (begin, end) in
            [("{{ a.f(\"", "\") }}"), ("{{ a.f(", ") }}"), ("{{ ", " }}"), ("{{ a[\"", "\"] }}"), ("{{ \"", "")]
        {
            let source = format!("{begin}{}{end}", unit.repeat(120_000));
            let document = parse(&source, Dialect::Itl, ParseLimits::default());
            assert!(!document.items.is_empty(), "{begin}");
        }
    }
}

/// What another language would mean is asked of short tags alone: these took a stack's end, or minutes.
#[test]
fn long_expressions_of_other_languages_end() {
    let n = 100_000;
    for source in [
        format!("{{{{#{}b }}}}{{{{/b}}}}", "not ".repeat(n)),
        format!("{{{{#{}b }}}}{{{{/b}}}}", "!".repeat(n)),
        format!("{{{{ not {}b{} }}}}", "(".repeat(n), ")".repeat(n)),
        format!("{{{{#if {}b{} }}}}{{{{/if}}}}", "(".repeat(n), ")".repeat(n)),
        format!("{{{{ a{} }}}}", " | upper".repeat(n)),
        format!("{{{{ a{} }}}}", "|default(\"x\")".repeat(n)),
        format!("{{{{ a{} }}}}", " || \"x\"".repeat(n)),
        format!("{{{{ {}b }}}}", "a ?? ".repeat(n)),
        format!("{{{{ {}b }}}}", "a + ".repeat(n)),
        format!("{{{{ a ? b : {}c }}}}", "a ? b : ".repeat(n)),
    ] {
        for dialect in [Dialect::Itl, Dialect::Mustache] {
            let document = parse(&source, dialect, ParseLimits::default());
            let lints = lints(&document, &Words);
            assert!(document.diagnostics.len() + lints.len() < 1_000, "{}", &source[..30]);
        }
    }
}
