//! Findings as SARIF 2.1.0, which code hosts show beside the lines of a change.

use itl_eval::{Code, Severity};
use itl_syntax::finding::{Finding, Location};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A log of one run with these findings.
pub(crate) fn log(findings: &[Finding]) -> Value {
    let used = |code: &&Code| findings.iter().any(|finding| finding.code == **code);
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
        Severity::Note => "note",
    }
}

fn result(finding: &Finding, rules: &[Code]) -> Value {
    let file = json!({ "uri": uri(&finding.file) });
    let message = match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    };
    let related: Vec<Value> = finding
        .labels
        .iter()
        .map(|label| {
            json!({ "physicalLocation": physical(&file, &label.location), "message": { "text": label.message } })
        })
        .collect();
    let mut result = json!({
        "ruleId": finding.code.id(),
        "ruleIndex": rules.iter().position(|code| *code == finding.code),
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": physical(&file, &finding.location) }],
    });
    let fix = finding.suggestion.as_ref().map(|fix| {
        let deleted = json!({
            "byteOffset": fix.location.start,
            "byteLength": fix.location.end.saturating_sub(fix.location.start),
        });
        json!([{ "artifactChanges": [{
            "artifactLocation": file,
            "replacements": [{ "deletedRegion": deleted, "insertedContent": { "text": fix.replacement } }],
        }]}])
    });
    if let Some(result) = result.as_object_mut() {
        result.extend((!related.is_empty()).then(|| ("relatedLocations".to_owned(), related.into())));
        result.extend(fix.map(|fix| ("fixes".to_owned(), fix)));
    }
    result
}

/// A place in a file.
fn physical(file: &Value, at: &Location) -> Value {
    json!({
        "artifactLocation": file,
        "region": {
            "startLine": at.line,
            "startColumn": at.column,
            "byteOffset": at.start,
            "byteLength": at.end.saturating_sub(at.start),
        },
    })
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
