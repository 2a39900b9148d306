//! Coverage for programs.

use super::{Coverage, FileCoverage, MAX_SOURCE, Share};
use serde_json::{Value, json};

/// All files with their points and what each did how often, as JSON text. It is written point by point: as values they
/// would take many times their text.
pub(crate) fn report(coverage: &Coverage) -> String {
    let files: Vec<String> = coverage.files.iter().map(file).collect();
    format!("{{\"summary\":{},\"files\":[{}]}}", summary(coverage.share()), files.join(","))
}

fn file(file: &FileCoverage) -> String {
    let points: Vec<String> = file
        .points
        .iter()
        .map(|point| {
            let goals: Vec<Value> =
                point.goals.iter().map(|goal| json!({ "name": goal.name, "hits": goal.hits })).collect();
            json!({
                "start": point.span.start, "end": point.span.end, "line": point.line, "column": point.column,
                "kind": point.what(), "source": point.source(&file.text, MAX_SOURCE), "runs": point.runs, "goals": goals,
            })
            .to_string()
        })
        .collect();
    let name = Value::from(&*file.file);
    format!("{{\"file\":{name},\"summary\":{},\"points\":[{}]}}", summary(file.share()), points.join(","))
}

fn summary(share: Share) -> Value {
    json!({ "covered": share.covered, "total": share.total, "percent": share.percent() })
}
