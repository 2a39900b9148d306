//! Coverage as one HTML page that shows the templates with counts.

use super::{Coverage, CoveredPoint, FileCoverage, MAX_SOURCE, Share};
use crate::report::xml;
use std::fmt::Write as _;

const STYLE: &str = include_str!("coverage.css");

/// A page that needs nothing beside itself.
pub(crate) fn report(coverage: &Coverage) -> String {
    let share = coverage.share();
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Coverage of templates: {} %</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Coverage of templates</h1>\n",
        share.shown(),
    );
    let _ = writeln!(
        out,
        "<p>{} of {} goals are reached: {} %. A tag is to print something, a section to be taken and skipped or, over a list, to run for no item, for one and for many, and a function that chooses to choose each of its results.</p>\n<p class=\"legend\"><span class=\"all\">reached</span> <span class=\"some\">partly reached</span> <span class=\"none\">not reached</span> The small number says how often a tag ran; point at a tag for all counts.</p>\n<table>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Goals</th><th scope=\"col\">Reached</th><th scope=\"col\"></th></tr></thead>\n<tbody>",
        share.covered,
        share.total,
        share.shown(),
    );
    for (number, file) in coverage.files.iter().enumerate() {
        let share = file.share();
        let _ = writeln!(
            out,
            "<tr><td><a href=\"#file-{number}\">{}</a></td><td>{} of {}</td><td>{} %</td><td><meter min=\"0\" max=\"100\" value=\"{:.1}\">{} %</meter></td></tr>",
            xml(&file.file),
            share.covered,
            share.total,
            share.shown(),
            share.percent(),
            share.shown(),
        );
    }
    out.push_str("</tbody>\n</table>\n");
    for (number, entry) in coverage.files.iter().enumerate() {
        file(number, entry, &mut out);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn file(number: usize, file: &FileCoverage, out: &mut String) {
    let _ = writeln!(
        out,
        "<section id=\"file-{number}\">\n<h2>{} <small>{} %</small></h2>",
        xml(&file.file),
        file.share().shown()
    );
    let marked = marked(file);
    let lines = file.lines();
    out.push_str("<div class=\"source\"><table><tbody>\n");
    for (at, line) in marked.strip_suffix('\n').unwrap_or(&marked).split('\n').enumerate() {
        let number = at + 1;
        let points = u32::try_from(number).ok().and_then(|number| lines.get(&number));
        let class = points.map_or("", |points| class(points.iter().map(|point| point.share()).sum()));
        let _ = writeln!(out, "<tr><td class=\"number {class}\">{number}</td><td><code>{line}</code></td></tr>");
    }
    out.push_str("</tbody></table></div>\n");
    let missing: Vec<&CoveredPoint> =
        file.points.iter().filter(|point| point.share().covered < point.share().total).collect();
    if !missing.is_empty() {
        out.push_str("<h3>Not reached</h3>\n<ul>\n");
        for point in missing {
            let names: Vec<String> =
                point.goals.iter().filter(|goal| goal.hits == 0).map(|goal| xml(&goal.name)).collect();
            let _ = writeln!(
                out,
                "<li>Line {}: <code>{}</code> {}: {}</li>",
                point.line,
                xml(&point.source(&file.text, MAX_SOURCE)),
                xml(&point.what()),
                names.join(", "),
            );
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
}

/// The text as HTML, with a mark around each tag that counts.
fn marked(file: &FileCoverage) -> String {
    let mut out = String::new();
    let mut at = 0;
    let mut rest = file.points.as_slice();
    while let Some(first) = rest.first() {
        let start = first.span.start as usize;
        let same = rest.iter().take_while(|point| point.span.start == first.span.start);
        let end = same.map(|point| point.span.end as usize).max().unwrap_or(start);
        // References inside of a tag are counted with it.
        let count = rest.partition_point(|point| (point.span.start as usize) < end.max(start + 1));
        let (inside, after) = rest.split_at_checked(count).unwrap_or_default();
        rest = after;
        out.push_str(&xml_text(file.text.get(at..start).unwrap_or_default()));
        let class = class(inside.iter().map(CoveredPoint::share).sum());
        let runs = inside.iter().map(|point| point.runs).max().unwrap_or(0);
        let open = format!("<span class=\"{class}\" title=\"{}\">", xml(&title(inside)));
        // A tag of several lines is marked on each, and says its counts on the first.
        let tag = xml_text(file.text.get(start..end).unwrap_or_default());
        let tag = tag.replace('\n', &format!("</span>\n<span class=\"{class}\">"));
        let _ = write!(out, "{open}{tag}</span><sup>{runs}</sup>");
        at = end;
    }
    out.push_str(&xml_text(file.text.get(at..).unwrap_or_default()));
    out
}

/// All counts of a tag.
fn title(points: &[CoveredPoint]) -> String {
    let goals = |point: &CoveredPoint| {
        let counts: Vec<String> = point.goals.iter().map(|goal| format!("{} {}×", goal.name, goal.hits)).collect();
        format!("{}: {}", point.what(), counts.join(", "))
    };
    points.iter().map(goals).collect::<Vec<_>>().join("; ")
}

fn class(share: Share) -> &'static str {
    match share.covered {
        0 => "none",
        covered if covered < share.total => "some",
        _ => "all",
    }
}

/// Text for HTML with its line ends kept.
fn xml_text(text: &str) -> String {
    text.split('\n').map(xml).collect::<Vec<_>>().join("\n")
}
