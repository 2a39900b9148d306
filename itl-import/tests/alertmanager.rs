//! Templates of Alertmanager. What they have to print was worked out by hand from the documents of Go's `text/template`
//! and of Alertmanager's data and functions.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_eval::Engine;
use itl_import::{Language, import};
use itl_syntax::Code;
use serde_json::{Value, json};

/// What the webhook of Alertmanager sends.
fn payload() -> Value {
    json!({
        "receiver": "team-db", "status": "firing", "externalURL": "https://am.example.com",
        "groupLabels": {"alertname": "DiskFull"},
        "commonLabels": {"alertname": "DiskFull", "env": "prod", "severity": "critical"},
        "commonAnnotations": {"summary": "Disk almost full"},
        "alerts": [
            {"status": "firing", "labels": {"alertname": "DiskFull", "host": "db-7"},
             "annotations": {"summary": "Disk of db-7"}, "startsAt": "2023-01-29T00:05:37Z",
             "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "https://prom/7", "fingerprint": "f7"},
            {"status": "resolved", "labels": {"alertname": "DiskFull", "host": "db-8"},
             "annotations": {}, "startsAt": "2023-01-29T00:01:00Z",
             "endsAt": "2023-01-29T01:00:00Z", "generatorURL": "https://prom/8", "fingerprint": "f8"},
        ],
    })
}

/// Source, the template here, what it prints; all without a warning.
const EXACT: &[(&str, &str, &str)] = &[
    ("{{ .Status | toUpper }}", "{{ status.upperCase() }}", "FIRING"),
    ("{{ toLower .CommonLabels.alertname }}", "{{ commonLabels.alertname.lowerCase() }}", "diskfull"),
    (
        "[{{ .Status | toUpper }}{{ if eq .Status \"firing\" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.env }}",
        "[{{ status.upperCase() }}{{ #status.equals(\"firing\") }}:{{ alerts.where(\"status\", \"firing\").length() }}{{ /status }}] {{ commonLabels.env }}",
        "[FIRING:1] prod",
    ),
    (
        "{{ range .Alerts }}{{ .Labels.host }}: {{ .Annotations.summary }}\n{{ end }}",
        "{{ #alerts }}{{ .labels.host }}: {{ .annotations.summary }}\n{{ /alerts }}",
        "db-7: Disk of db-7\ndb-8: \n",
    ),
    (
        "{{ range .Alerts.Firing -}}\n  {{ .Labels.host }}\n{{- else }}none{{ end }}",
        "{{ #alerts.where(\"status\", \"firing\") }}{{ .labels.host }}{{ /alerts }}{{ ^alerts.where(\"status\", \"firing\") }}none{{ /alerts }}",
        "db-7",
    ),
    (
        "{{ range $i, $a := .Alerts }}{{ if $i }}, {{ end }}{{ $a.Fingerprint }}{{ end }}",
        "{{ #alerts }}{{ ^@index.equals(0) }}, {{ /@index }}{{ .fingerprint }}{{ /alerts }}",
        "f7, f8",
    ),
    (
        "{{ range $k, $v := .CommonLabels }}{{ $k }}={{ $v }} {{ end }}",
        "{{ #commonLabels.entries() }}{{ .key }}={{ .value }} {{ /commonLabels }}",
        "alertname=DiskFull env=prod severity=critical ",
    ),
    (
        "{{ with .CommonAnnotations.summary }}{{ . }}{{ else }}no summary{{ end }}",
        "{{ #commonAnnotations.summary }}{{ . }}{{ /commonAnnotations.summary }}{{ ^commonAnnotations.summary }}no summary{{ /commonAnnotations.summary }}",
        "Disk almost full",
    ),
    (
        "{{ if gt (len .Alerts) 1 }}{{ len .Alerts }} alerts{{ end }}",
        "{{ #alerts.length().greaterThan(1) }}{{ alerts.length() }} alerts{{ /alerts }}",
        "2 alerts",
    ),
    (
        "{{ if .Alerts.Resolved }}some{{ end }}",
        "{{ #alerts.where(\"status\", \"resolved\").length().greaterThan(0) }}some{{ /alerts }}",
        "some",
    ),
    (
        "{{ if and (eq .Status \"firing\") (ne .CommonLabels.env \"dev\") }}page{{ else }}mail{{ end }}",
        "{{ #status.equals(\"firing\") }}{{ #commonLabels.env.equals(\"dev\") }}mail{{ /commonLabels.env }}{{ ^commonLabels.env.equals(\"dev\") }}page{{ /commonLabels.env }}{{ /status }}{{ ^status.equals(\"firing\") }}mail{{ /status }}",
        "page",
    ),
    (
        "{{ if eq .CommonLabels.severity \"critical\" \"page\" }}P1{{ else if .CommonLabels.env }}P2{{ end }}",
        "{{ #commonLabels.severity.equals(\"critical\") }}P1{{ /commonLabels.severity }}{{ ^commonLabels.severity.equals(\"critical\") }}{{ #commonLabels.severity.equals(\"page\") }}P1{{ /commonLabels.severity }}{{ ^commonLabels.severity.equals(\"page\") }}{{ #commonLabels.env }}P2{{ /commonLabels.env }}{{ /commonLabels.severity }}{{ /commonLabels.severity }}",
        "P1",
    ),
    (
        "{{ if match \"^db-\" (index .Alerts 0).Labels.host }}db{{ end }}",
        "{{ #alerts[0].labels.host.matches(\"^db-\") }}db{{ /alerts[0].labels.host }}",
        "db",
    ),
    (
        "{{ reReplaceAll \"-([0-9]+)\" \"/$1\" (index .Alerts 1).Labels.host }}",
        "{{ alerts[1].labels.host.replaceRegex(\"-([0-9]+)\", \"/$1\") }}",
        "db/8",
    ),
    ("{{/* a note */}}{{ .Receiver }}", "{{! a note }}{{ receiver }}", "team-db"),
    (
        "{{ $n := .CommonLabels.alertname }}{{ $n }} {{ $n | toUpper }}",
        "{{ commonLabels.alertname }} {{ commonLabels.alertname.upperCase() }}",
        "DiskFull DISKFULL",
    ),
    ("{{ define \"t\" }}<{{ .Status }}>{{ end }}{{ template \"t\" . }}", "<{{ status }}>", "<firing>"),
    (
        "{{ define \"line\" }}* {{ .Labels.host }}\n{{ end }}{{ range .Alerts }}{{ template \"line\" . }}{{ end }}",
        "{{ #alerts }}* {{ .labels.host }}\n{{ /alerts }}",
        "* db-7\n* db-8\n",
    ),
    (
        "{{ .GroupLabels.alertname }} {{ .ExternalURL }}/#/alerts",
        "{{ groupLabels.alertname }} {{ externalURL }}/#/alerts",
        "DiskFull https://am.example.com/#/alerts",
    ),
    (
        "{{ range .Alerts }}{{ if .Annotations.summary }}+{{ else }}-{{ end }}{{ end }}",
        "{{ #alerts }}{{ #.annotations.summary }}+{{ /.annotations.summary }}{{ ^.annotations.summary }}-{{ /.annotations.summary }}{{ /alerts }}",
        "+-",
    ),
    (
        "a\n{{ if eq .Status \"firing\" }}\nb\n{{ end }}\nc",
        "a\n{{ #status.equals(\"firing\") }}{{! }}\nb\n{{ /status }}{{! }}\nc",
        "a\n\nb\n\nc",
    ),
    (
        "{{ if gt (len .CommonLabels) (len .GroupLabels) }}more{{ end }}",
        "{{ #commonLabels.length().greaterThan($groupLabels.length()) }}more{{ /commonLabels }}",
        "more",
    ),
    (
        "{{ range .Alerts }}{{ if eq .Labels.alertname .Labels.host }}same{{ else }}other {{ end }}{{ end }}",
        "{{ #alerts }}{{ #.labels.alertname.equals($.labels.host) }}same{{ /.labels.alertname }}{{ ^.labels.alertname.equals($.labels.host) }}other {{ /.labels.alertname }}{{ /alerts }}",
        "other other ",
    ),
    ("{{ `raw` }}{{ \"a\\tb\" }}", "rawa\tb", "rawa\tb"),
];

/// Source, what it prints, a word of the warning.
const LOOSE: &[(&str, &str, &str)] = &[
    (
        "{{ range .CommonLabels.SortedPairs }}{{ .Name }}={{ .Value }};{{ end }}",
        "alertname=DiskFull;env=prod;severity=critical;",
        "order",
    ),
    ("{{ .CommonLabels.Values | join \" \" }}", "DiskFull prod critical", "order"),
    (
        "{{ (.CommonLabels.Remove (stringSlice \"alertname\")).SortedPairs.Values | join \" \" }}",
        "prod critical",
        "order",
    ),
    (
        "{{ range .Alerts }}{{ .StartsAt.Format \"2006-01-02 15:04\" }} {{ end }}",
        "2023-01-29 00:05 2023-01-29 00:01 ",
        "zone",
    ),
    ("{{ title .Status }}", "Firing", "words"),
    ("{{ range .Alerts }}{{ $.Receiver }} {{ end }}", "team-db team-db ", "receiver"),
    ("{{ range .Alerts }}{{ if eq .Status \"firing\" }}{{ .Labels.host }}{{ end }}{{ end }}", "db-7", "labels"),
];

/// Source, and the part that has no counterpart.
const NONE: &[(&str, &str)] = &[
    ("{{ .Alerts }}", "{{ .Alerts }}"),
    ("{{ range .Alerts }}{{ .StartsAt }}{{ end }}", "{{ .StartsAt }}"),
    ("{{ template \"slack.default.title\" . }}", "{{ template \"slack.default.title\" . }}"),
    ("{{ printf \"%s!\" .Status }}", "{{ printf \"%s!\" .Status }}"),
    ("{{ .NoSuchField }}x", "{{ .NoSuchField }}"),
    ("{{ if eq .Status \"firing\" }}x", "{{ if eq .Status \"firing\" }}"),
    ("x{{ end }}", "{{ end }}"),
    ("{{ .Status", "{{ .Status"),
    ("{{ with .Alerts }}x{{ end }}y", "{{ with .Alerts }}x{{ end }}"),
    ("{{ if gt .Status \"a\" }}x{{ else }}y{{ end }}", "{{ if gt .Status \"a\" }}x{{ else }}y{{ end }}"),
    ("{{ .CommonLabels.env | urlquery }}", "{{ .CommonLabels.env | urlquery }}"),
    ("{{ reReplaceAll \"(a)\" \"$1b\" .Status }}", "{{ reReplaceAll \"(a)\" \"$1b\" .Status }}"),
];

fn printed(text: &str) -> String {
    let (template, found) = Engine::new().compile_lenient(text);
    assert!(!found.has_errors(), "{text}: {found}");
    template.render(&payload()).text
}

#[test]
fn exact_ones() {
    for (source, here, output) in EXACT {
        let imported = import(Language::Alertmanager, source);
        assert_eq!(imported.text, *here, "{source}");
        assert!(imported.diagnostics.is_empty(), "{source}: {}", imported.diagnostics);
        assert_eq!(printed(&imported.text), *output, "{source} as {here}");
    }
}

#[test]
fn those_for_some_values() {
    for (source, output, word) in LOOSE {
        let imported = import(Language::Alertmanager, source);
        assert!(
            imported.diagnostics.iter().all(|one| one.code == Code::LooseCounterpart),
            "{source}: {}",
            imported.diagnostics
        );
        assert!(
            imported.diagnostics.iter().any(|one| one.message.contains(word)),
            "{source}: {}",
            imported.diagnostics
        );
        assert_eq!(printed(&imported.text), *output, "{source} as {}", imported.text);
    }
}

#[test]
fn what_has_no_counterpart_is_marked() {
    for (source, at) in NONE {
        let imported = import(Language::Alertmanager, source);
        let first = imported.diagnostics.errors().next().map(|one| one.span.of(source));
        assert_eq!(first, Some(*at), "{source}: {}", imported.text);
        assert!(imported.text.contains("{{! import: "), "{source}: {}", imported.text);
        printed(&imported.text);
    }
}

#[test]
fn a_file_of_definitions_gives_each() {
    let source = "{{ define \"b\" }}{{ .Status }}{{ end }}\n{{ define \"a\" }}{{ .Receiver }}{{ end }}\n";
    let imported = import(Language::Alertmanager, source);
    assert_eq!(imported.text, "{{! define b }}\n{{ status }}\n{{! define a }}\n{{ receiver }}\n");
}

#[test]
fn hostile_templates_end() {
    for source in [
        "{{ if .Status }}".repeat(50_000),
        "{{ range .Alerts }}".repeat(50_000),
        format!("{{{{ {}.Status }}}}", "(".repeat(50_000)),
        format!("{{{{ .Status{} }}}}", " | toUpper".repeat(50_000)),
        "{{ define \"a\" }}{{ template \"a\" . }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}".to_owned(),
        format!("{{{{ if .Status }}}}{}{{{{ end }}}}", "{{ else if and .Status .Receiver }}z".repeat(5_000)),
    ] {
        assert!(import(Language::Alertmanager, &source).text.len() < 64 << 20);
    }
}

/// Numbered parts, `@` being the number.
fn numbered(part: &str, count: usize) -> String {
    (0..count).map(|at| part.replace('@', &at.to_string())).collect()
}

#[test]
fn definitions_and_variables_cost_what_they_are() {
    let errors = |source: &str| import(Language::Alertmanager, source).diagnostics.has_errors();
    // As many parts as a template has are read.
    assert!(!errors(&"{{ .Status }}\n".repeat(60_000)));
    assert!(!errors(&format!(
        "{}{}",
        numbered("{{ define \"a@\" }}x{{ end }}", 9_000),
        numbered("{{ template \"a@\" . }}", 9_000)
    )));
    assert!(!errors(&(numbered("{{ define \"a@\" }}", 20_000) + &"{{ end }}".repeat(20_000))));
    for source in [
        // Ends are found once, closed or not.
        "{{ define \"a\" }}".repeat(60_000),
        // Called templates are paid for at each call.
        format!(
            "{{{{ define \"a\" }}}}{}{{{{ end }}}}{}",
            "x".repeat(400_000),
            "{{ template \"a\" . }}".repeat(20_000)
        ),
        numbered("{{ define \"a@\" }}{{ template \"a\" . }}{{ end }}", 2_000),
        // A block copies no variables, and variables do not grow in each other.
        numbered("{{ $a@ := .Status }}", 10_000) + &"{{ with .Status }}{{ . }}{{ end }}".repeat(10_000),
        format!("{{{{ $a := .Status }}}}{}{{{{ $a }}}}", "{{ $a := toUpper $a }}".repeat(20_000)),
        format!("{{{{ {}.Status{} }}}}", "or (".repeat(20), ") .Receiver".repeat(20)),
        "{{ .Status }}".repeat(400_000),
    ] {
        let imported = import(Language::Alertmanager, &source);
        assert!(imported.text.len() <= 8 << 20);
        assert!(imported.diagnostics.has_errors(), "{}", &source[..60]);
    }
}
