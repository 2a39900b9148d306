//! Coverage for programs.

use super::{Coverage, Share};
use serde_json::{Value, json};

/// All files with their points and what each did how often.
pub(crate) fn report(coverage: &Coverage) -> Value {
    let files: Vec<Value> = coverage
        .files
        .iter()
        .map(|file| {
            let points: Vec<Value> = file
                .points
                .iter()
                .map(|point| {
                    let goals: Vec<Value> =
                        point.goals.iter().map(|goal| json!({ "name": goal.name, "hits": goal.hits })).collect();
                    json!({
                        "start": point.span.start, "end": point.span.end, "line": point.line, "column": point.column,
                        "kind": point.what(), "source": point.span.of(&file.text), "runs": point.runs, "goals": goals,
                    })
                })
                .collect();
            json!({ "file": &*file.file, "summary": summary(file.share()), "points": points })
        })
        .collect();
    json!({ "summary": summary(coverage.share()), "files": files })
}

fn summary(share: Share) -> Value {
    json!({ "covered": share.covered, "total": share.total, "percent": share.percent() })
}
