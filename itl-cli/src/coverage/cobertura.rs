//! Coverage as Cobertura's XML, which CI systems read.

use super::lcov::line_hits;
use super::{Coverage, CoveredPoint, Share};
use crate::report::xml;
use std::fmt::Write as _;

/// A class a file: lines with tags are its lines, goals the conditions of a line.
pub(crate) fn report(coverage: &Coverage) -> String {
    let lines = coverage.files.iter().map(|file| line_share(&file.lines().into_values().collect::<Vec<_>>())).sum();
    let branches = coverage.files.iter().flat_map(|file| &file.points).map(branch_share).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">\n");
    let _ = writeln!(
        out,
        "<coverage {} complexity=\"0\" version=\"{}\" timestamp=\"0\">\n  <sources><source>.</source></sources>\n  <packages>\n    <package name=\"templates\" {} complexity=\"0\">\n      <classes>",
        counts(lines, branches),
        env!("CARGO_PKG_VERSION"),
        rates(lines, branches),
    );
    for file in &coverage.files {
        let by_line = file.lines();
        let lines = line_share(&by_line.values().cloned().collect::<Vec<_>>());
        let branches = file.points.iter().map(branch_share).sum();
        let name = xml(&file.file);
        let _ = writeln!(
            out,
            "        <class name=\"{name}\" filename=\"{name}\" {} complexity=\"0\">\n          <methods/>\n          <lines>",
            rates(lines, branches),
        );
        for (line, points) in &by_line {
            let branches: Share = points.iter().map(|point| branch_share(point)).sum();
            let _ = write!(
                out,
                "            <line number=\"{line}\" hits=\"{}\" branch=\"{}\"",
                line_hits(points),
                branches.total > 0
            );
            if let Some(percent) = (branches.covered * 100).checked_div(branches.total) {
                let _ = write!(out, " condition-coverage=\"{percent}% ({}/{})\"", branches.covered, branches.total);
            }
            out.push_str("/>\n");
        }
        out.push_str("          </lines>\n        </class>\n");
    }
    out.push_str("      </classes>\n    </package>\n  </packages>\n</coverage>\n");
    out
}

fn line_share(lines: &[Vec<&CoveredPoint>]) -> Share {
    Share { covered: lines.iter().filter(|points| line_hits(points) > 0).count(), total: lines.len() }
}

/// The goals of a place that has several.
fn branch_share(point: &CoveredPoint) -> Share {
    if point.goals.len() > 1 { point.share() } else { Share::default() }
}

fn rates(lines: Share, branches: Share) -> String {
    let rate = |share: Share| share.percent() / 100.0;
    format!("line-rate=\"{:.4}\" branch-rate=\"{:.4}\"", rate(lines), rate(branches))
}

fn counts(lines: Share, branches: Share) -> String {
    format!(
        "{} lines-covered=\"{}\" lines-valid=\"{}\" branches-covered=\"{}\" branches-valid=\"{}\"",
        rates(lines, branches),
        lines.covered,
        lines.total,
        branches.covered,
        branches.total,
    )
}
