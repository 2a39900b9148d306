//! Coverage as a table for people, with what was not reached.

use super::{Coverage, CoveredPoint, FileCoverage};
use std::fmt::Write as _;

/// A line a file, then each place that lacks something.
pub(crate) fn report(coverage: &Coverage) -> String {
    let width = coverage.files.iter().map(|file| file.file.chars().count()).max().unwrap_or(0).max("total".len());
    let mut out = String::new();
    for file in &coverage.files {
        row(&file.file, file.share(), width, &mut out);
        for point in &file.points {
            missing(file, point, &mut out);
        }
    }
    row("total", coverage.share(), width, &mut out);
    out
}

fn row(name: &str, share: super::Share, width: usize, out: &mut String) {
    let _ = writeln!(out, "{name:width$}  {:>5} %  {} of {}", share.shown(), share.covered, share.total);
}

fn missing(file: &FileCoverage, point: &CoveredPoint, out: &mut String) {
    let names: Vec<&str> = point.goals.iter().filter(|goal| goal.hits == 0).map(|goal| goal.name.as_str()).collect();
    if names.is_empty() {
        return;
    }
    let source = shortened(&point.source(&file.text, 4 * MAX_CHARS));
    let what = match point.kind {
        itl_eval::PointKind::Branches { .. } => format!("{}: ", point.what()),
        _ => String::new(),
    };
    let _ = writeln!(out, "  {}:{}:{}: {source} {what}never {}", file.file, point.line, point.column, names.join(", "));
}

/// How many characters of a tag are shown.
const MAX_CHARS: usize = 60;

/// A tag on one line, cut where it is long.
fn shortened(tag: &str) -> String {
    let line = tag.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_CHARS) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}
