//! Dynamic fields of Opsgenie. What they have to print was worked out by hand from its documents.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_eval::Engine;
use itl_import::{Language, import};
use itl_syntax::Code;
use serde_json::json;

fn printed(text: &str) -> String {
    let payload = json!({
        "message": "Problem: Disk of db-7 is full", "host": "db-7", "tags": ["a", "b"],
        "event": {"id": 42, "severity": "high"},
    });
    let (template, found) = Engine::new().compile_lenient(text);
    assert!(!found.has_errors(), "{text}: {found}");
    template.render(&payload).text
}

#[test]
fn fields_and_methods() {
    for (source, here, output, is_exact) in [
        ("[{{ _payload.host }}]", "[{{ host }}]", "[db-7]", true),
        ("{{_payload.event.severity.toUpperCase()}}", "{{ event.severity.upperCase() }}", "HIGH", true),
        ("{{ _payload.tags[0] }}", "{{ tags[0] }}", "a", true),
        ("{{ _payload.message.substringBefore(\":\") }}", "{{ message.substringBefore(\":\") }}", "Problem", true),
        (
            "{{ _payload.message.substringBetween(\"of \", \" is\") }}",
            "{{ message.substringBetween(\"of \", \" is\") }}",
            "db-7",
            true,
        ),
        ("{{ _payload.host.substring(0, 2).toUpperCase() }}", "{{ host.substring(0, 2).upperCase() }}", "DB", true),
        ("{{ _payload.host.replace(\"-\", \" \") }}", "{{ host.replaceAll(\"-\", \" \") }}", "db 7", true),
        ("{{ message.toLowerCase() }}", "{{ message.lowerCase() }}", "problem: disk of db-7 is full", false),
        (
            "{{ _payload.message.substringAfter(\": \") }}",
            "{{ message.substringAfter(\": \") }}",
            "Disk of db-7 is full",
            false,
        ),
        (
            "{{ _payload.message.extract(/of (\\S+) is/) }}",
            "{{ message.extractRegexGroups(\"of (\\S+) is\") }}",
            "db-7",
            false,
        ),
        ("{{ _payload.message.extract(\"db-[0-9]+\") }}", "{{ message.extractRegex(\"db-[0-9]+\") }}", "db-7", false),
        (
            "{{ _payload.message.extract(/(?:Disk) of (?<h>[^\\/]+) is/) }}",
            "{{ message.extractRegexGroups(\"(?:Disk) of (?<h>[^/]+) is\") }}",
            "db-7",
            false,
        ),
        (
            "{{ _payload.message.replaceAll(\"[0-9]\", \"N\") }}",
            "{{ message.replaceRegex(\"[0-9]\", \"N\") }}",
            "Problem: Disk of db-N is full",
            false,
        ),
    ] {
        let imported = import(Language::Opsgenie, source);
        assert_eq!(imported.text, here, "{source}");
        assert_eq!(imported.diagnostics.is_empty(), is_exact, "{source}: {}", imported.diagnostics);
        assert!(imported.diagnostics.iter().all(|one| one.code == Code::LooseCounterpart), "{source}");
        assert_eq!(printed(&imported.text), output, "{source}");
    }
}

#[test]
fn what_has_no_counterpart_is_marked() {
    for source in [
        "{{ _payload }}",
        "{{ _headers.x }}",
        "{{ _payload.message.extract(/(a)(b)/) }}",
        "{{ _payload.message.frobnicate() }}",
        "{{ _payload.a + 1 }}",
        "{{ }}",
        "{{ _payload.host",
    ] {
        let imported = import(Language::Opsgenie, source);
        let places: Vec<&str> = imported.diagnostics.iter().map(|one| one.span.of(source)).collect();
        assert_eq!(places, [source]);
        assert!(imported.diagnostics.has_errors() && imported.text.contains("{{! import: "), "{}", imported.text);
        printed(&imported.text);
    }
}
