//! Coverage as LCOV's tracefile, which editors and `genhtml` read.

use super::Coverage;
use std::fmt::Write as _;

/// A record a file: lines with tags are its lines, goals are its branches.
pub(crate) fn report(coverage: &Coverage) -> String {
    let mut out = String::new();
    for file in &coverage.files {
        let _ = write!(out, "TN:itl\nSF:{}\n", file.file);
        let lines = file.lines();
        let mut branches = (0, 0);
        for (line, points) in &lines {
            // A tag with one goal is a matter of its line; the others branch.
            for (block, point) in points.iter().filter(|point| point.goals.len() > 1).enumerate() {
                for (branch, goal) in point.goals.iter().enumerate() {
                    let taken = if point.runs == 0 { "-".to_owned() } else { goal.hits.to_string() };
                    let _ = writeln!(out, "BRDA:{line},{block},{branch},{taken}");
                    branches.0 += 1;
                    branches.1 += u32::from(goal.hits > 0);
                }
            }
        }
        let _ = write!(out, "BRF:{}\nBRH:{}\n", branches.0, branches.1);
        let mut hit = 0;
        for (line, points) in &lines {
            let hits = line_hits(points);
            let _ = writeln!(out, "DA:{line},{hits}");
            hit += u32::from(hits > 0);
        }
        let _ = write!(out, "LF:{}\nLH:{hit}\nend_of_record\n", lines.len());
    }
    out
}

/// How often a line ran: as often as its least-run place that prints, opens or calls.
pub(super) fn line_hits(points: &[&super::CoveredPoint]) -> u64 {
    let hits = |point: &&super::CoveredPoint| match point.goals.as_slice() {
        [only] => only.hits,
        _ => point.runs,
    };
    points.iter().map(hits).min().unwrap_or(0)
}
