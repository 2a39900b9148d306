//! `itl import`.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod common;

use common::{Folder, run, run_with};

#[test]
fn a_template_is_converted_to_stdout() {
    for (from, source, text) in [
        ("grafana-oncall", "{{ payload.title | upper }}", "{{ title.upperCase() }}"),
        ("alertmanager", "{{ .CommonLabels.alertname }}", "{{ commonLabels.alertname }}"),
        ("opsgenie", "{{ _payload.host.toUpperCase() }}", "{{ host.upperCase() }}"),
    ] {
        let ran = run_with(&["import", "--from", from, "-"], source.as_bytes());
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, text, ""), "{from}");
    }
}

#[test]
fn what_has_no_counterpart_is_marked_and_named() {
    let folder = Folder::new("import");
    let file = folder.file("t.jinja", "a\n{{ payload.x * 2 }} {{ payload.y | default('z') }}");
    let ran = run(&["import", "--from", "grafana-oncall", &file]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out, "a\n{{! import: { { payload.x * 2 } } }} {{ y.default(\"z\") }}");
    assert!(ran.err.contains("E0623") && ran.err.contains("t.jinja:2:1"), "{}", ran.err);
    assert!(ran.err.contains("W0624") && ran.err.contains("t.jinja:2:21"), "{}", ran.err);
}

#[test]
fn a_regular_expression_that_is_none_here_is_named() {
    let ran = run_with(&["import", "--from", "opsgenie", "-"], b"{{ _payload.m.extract(/a++/) }}");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("E0204") && ran.err.contains("<converted>"), "{}", ran.err);
}

#[test]
fn wrong_usage() {
    assert_eq!(run(&["import", "--from", "nagios", "-"]).code, 2);
    assert_eq!(run(&["import", "x"]).code, 2);
    assert_eq!(run(&["import", "--from", "opsgenie", "gone"]).code, 2);
}
