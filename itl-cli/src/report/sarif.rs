//! Findings as SARIF 2.1.0, which code hosts show beside the lines of a change.

use itl_eval::{Code, Severity};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A log of one run with these findings, in the form of [`super::json`].
pub(crate) fn log(findings: &[Value]) -> Value {
    let used = |code: &&Code| findings.iter().any(|finding| finding["code"] == code.id());
    let rules: Vec<Code> = Code::ALL.iter().filter(used).copied().collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &rules)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "itl",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.id(),
        "shortDescription": { "text": code.title() },
        "fullDescription": { "text": code.explanation() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(finding: &Value, rules: &[Code]) -> Value {
    let file = finding["file"].as_str().unwrap_or_default();
    let start = finding["start"].as_u64().unwrap_or(0);
    let end = finding["end"].as_u64().unwrap_or(0);
    let message = match finding["help"].as_str() {
        Some(help) => format!("{}; {help}", finding["message"].as_str().unwrap_or_default()),
        None => finding["message"].as_str().unwrap_or_default().to_owned(),
    };
    let mut result = json!({
        "level": finding["severity"],
        "message": { "text": message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(file) },
            "region": {
                "startLine": finding["line"],
                "startColumn": finding["column"],
                "byteOffset": start,
                "byteLength": end.saturating_sub(start),
            },
        }}],
    });
    let rule = rules.iter().position(|code| finding["code"] == code.id());
    if let (Some(rule), Some(object)) = (rule, result.as_object_mut()) {
        object.insert("ruleId".to_owned(), finding["code"].clone());
        object.insert("ruleIndex".to_owned(), rule.into());
    }
    if let (Some(fix), Some(object)) = (finding["suggestion"].as_object(), result.as_object_mut()) {
        let start = fix.get("start").and_then(Value::as_u64).unwrap_or(0);
        let end = fix.get("end").and_then(Value::as_u64).unwrap_or(start);
        object.insert(
            "fixes".to_owned(),
            json!([{ "artifactChanges": [{
                "artifactLocation": { "uri": uri(file) },
                "replacements": [{
                    "deletedRegion": { "byteOffset": start, "byteLength": end.saturating_sub(start) },
                    "insertedContent": { "text": fix.get("replacement") },
                }],
            }]}]),
        );
    }
    result
}

/// A path as a relative URI reference.
fn uri(file: &str) -> String {
    let mut out = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'\\' => out.push('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
