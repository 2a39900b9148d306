//! Results of tests for people, for programs, and for CI systems.

use super::Run;
use super::run::CaseResult;
use crate::report::{json as findings, plural, xml};
use crate::source::Sourced;
use crate::terminal::{self, styled};
use itl_syntax::report::Colour;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// How many cases passed, failed and wrote files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) updated: usize,
}

impl Summary {
    pub(crate) fn of(run: &Run<'_>) -> Self {
        let mut summary = Self::default();
        for result in &run.results {
            match result.status() {
                "failed" => summary.failed += 1,
                _ => summary.passed += 1,
            }
            summary.updated += result.updated.len();
        }
        summary
    }
}

impl CaseResult<'_> {
    fn status(&self) -> &'static str {
        if self.failures.is_empty() { "passed" } else { "failed" }
    }
}

/// The failures, then how many there are.
pub(crate) fn human(run: &Run<'_>) -> String {
    let colour = terminal::stderr_colour();
    let mut out = String::new();
    for result in &run.results {
        for file in &result.updated {
            let _ = writeln!(out, "{} {file}", styled(colour, "33", "wrote"));
        }
        if !result.failures.is_empty() {
            failed(result, colour, &mut out);
        }
    }
    let summary = Summary::of(run);
    let mut parts = Vec::new();
    if summary.failed > 0 {
        parts.push(styled(colour, "1;31", &format!("{} failed", summary.failed)));
    }
    parts.push(styled(colour, "1;32", &format!("{} passed", summary.passed)));
    if summary.updated > 0 {
        parts.push(format!("{} written", plural(summary.updated, "file")));
    }
    let _ = writeln!(out, "{} in {:.2} s", parts.join(", "), run.elapsed.as_secs_f64());
    out
}

fn failed(result: &CaseResult<'_>, colour: Colour, out: &mut String) {
    let place = format!("{}:{}", result.suite.file, result.case.line);
    let _ = writeln!(out, "{} {place} {}", styled(colour, "1;31", "FAILED"), styled(colour, "1", &result.case.name));
    for failure in &result.failures {
        let _ = writeln!(out, "  {}: {}", failure.kind, failure.message);
        for line in failure.detail.lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    out.push('\n');
}

/// Results as one object, with the files that could not be read.
pub(crate) fn json(run: &Run<'_>, unread: &[Sourced]) -> Value {
    let summary = Summary::of(run);
    let tests: Vec<Value> = run
        .results
        .iter()
        .map(|result| {
            let failures: Vec<Value> = result
                .failures
                .iter()
                .map(|failure| {
                    json!({
                        "kind": failure.kind, "message": failure.message,
                        "expected": failure.expected, "detail": plain(&failure.detail),
                    })
                })
                .collect();
            json!({
                "file": result.suite.file, "line": result.case.line, "name": result.case.name,
                "status": result.status(), "milliseconds": result.elapsed.as_secs_f64() * 1_000.0,
                "text": result.text, "failures": failures, "updated": result.updated,
            })
        })
        .collect();
    json!({
        "summary": {
            "total": run.results.len(), "passed": summary.passed, "failed": summary.failed,
            "updated": summary.updated, "milliseconds": run.elapsed.as_secs_f64() * 1_000.0,
        },
        "tests": tests,
        "unread": findings::list(unread),
    })
}

/// Results as XML in the form of `JUnit`, which CI systems read; a file that could not be read is an error.
pub(crate) fn junit(run: &Run<'_>, unread: &[Sourced]) -> String {
    let summary = Summary::of(run);
    let seconds = run.elapsed.as_secs_f64();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"itl\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{seconds:.6}\">\n",
        run.results.len() + unread.len(),
        summary.failed,
        unread.len(),
    );
    for found in unread {
        let (file, message) = (xml(&found.file), xml(&found.diagnostic.message));
        let _ = writeln!(
            out,
            "  <testsuite name=\"{file}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" time=\"0\">\n    \
             <testcase name=\"the file is read\" classname=\"{file}\" file=\"{file}\" time=\"0\">\n      \
             <error type=\"{}\" message=\"{message}\"/>\n    </testcase>\n  </testsuite>",
            found.diagnostic.code.id(),
        );
    }
    for suite in run.results.chunk_by(|a, b| std::ptr::eq(a.suite, b.suite)) {
        let Some(first) = suite.first() else { continue };
        let file = xml(&first.suite.file);
        let failures = suite.iter().filter(|result| !result.failures.is_empty()).count();
        let seconds: f64 = suite.iter().map(|result| result.elapsed.as_secs_f64()).sum();
        let _ = writeln!(
            out,
            "  <testsuite name=\"{file}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"{seconds:.6}\">",
            suite.len(),
        );
        for result in suite {
            let _ = write!(
                out,
                "    <testcase name=\"{}\" classname=\"{file}\" file=\"{file}\" line=\"{}\" time=\"{:.6}\"",
                xml(&result.case.name),
                result.case.line,
                result.elapsed.as_secs_f64(),
            );
            if result.failures.is_empty() {
                out.push_str("/>\n");
                continue;
            }
            out.push_str(">\n");
            for failure in &result.failures {
                let _ = writeln!(
                    out,
                    "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                    failure.kind,
                    xml(&failure.message),
                    xml(&plain(&failure.detail)),
                );
            }
            out.push_str("    </testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// Text without ANSI colours.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}
