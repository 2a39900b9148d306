//! The table, as Markdown.

use crate::measure::Sample;
use crate::workload::Workload;
use std::fmt::Write as _;

/// Ratios to the baseline, an engine a row.
pub fn ratios(samples: &[Sample]) -> String {
    table(samples, |sample| ratio(sample.ratio))
}

/// Allocations of one run.
pub fn allocations(samples: &[Sample]) -> String {
    table(samples, |sample| sample.allocations.to_string())
}

/// The shortest time of one run.
pub fn times(samples: &[Sample]) -> String {
    table(samples, |sample| nanoseconds(sample.best))
}

/// How far the middle half of the ratios lies apart, in percent of their median.
pub fn spreads(samples: &[Sample]) -> String {
    table(samples, |sample| {
        format!(
            "{:.0} %",
            (sample.spread.1 - sample.spread.0) / sample.ratio * 100.0
        )
    })
}

fn table(samples: &[Sample], cell: impl Fn(&Sample) -> String) -> String {
    let workloads: Vec<Workload> = Workload::ALL
        .into_iter()
        .filter(|workload| samples.iter().any(|sample| sample.workload == *workload))
        .collect();
    let mut engines: Vec<&str> = Vec::new();
    for sample in samples {
        if !engines.contains(&sample.engine) {
            engines.push(sample.engine);
        }
    }
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(workloads.iter().map(|workload| workload.name().to_owned()));
    for engine in engines {
        let mut row = vec![engine.to_owned()];
        row.extend(workloads.iter().map(|workload| {
            let sample = samples
                .iter()
                .find(|sample| sample.engine == engine && sample.workload == *workload);
            sample.map_or_else(|| "–".to_owned(), &cell)
        }));
        rows.push(row);
    }
    aligned(&rows)
}

fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
            .max(3)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let _ = if column == 0 {
                write!(out, "| {cell:<width$} |")
            } else {
                write!(out, " {cell:>width$} |")
            };
        }
        out.push('\n');
        if index == 0 {
            for (column, width) in widths.iter().enumerate() {
                let dashes = "-".repeat(*width);
                let _ = if column == 0 {
                    write!(out, "|-{dashes}-|")
                } else {
                    write!(out, "-{dashes}:|")
                };
            }
            out.push('\n');
        }
    }
    out
}

fn ratio(value: f64) -> String {
    if value >= 20.0 {
        format!("{value:.0}")
    } else if value >= 9.95 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

fn nanoseconds(value: f64) -> String {
    if value >= 1e6 {
        format!("{:.2} ms", value / 1e6)
    } else if value >= 1e4 {
        format!("{:.1} µs", value / 1e3)
    } else {
        format!("{value:.0} ns")
    }
}

/// The whole of `RESULTS.md`.
pub fn results(samples: &[Sample], date: &str, effort: crate::measure::Effort) -> String {
    let mut out = String::from("# Results\n\n");
    let _ = write!(
        out,
        "Made by this command, from the repository's root; date: {date}.\n\n    cargo run --release --manifest-path benches/Cargo.toml --bin table\n\n\
         All engines run in one process, in turn, {} rounds of short batches; every text is byte-equal to the\n\
         hand-written one before anything is timed. A cell is the median over the rounds of an engine's time\n\
         divided by the baseline's in the same round: `hand-written` is `push_str` over look-ups in a\n\
         `serde_json::Value`, for W7 the baseline is a bare search for `{{{{` and `}}}}` in the same source.\n\
         Peers render from their own ready contexts in W1 to W5, and make them from the bytes in W6.\n\n",
        effort.rounds
    );
    for workload in Workload::ALL {
        let _ = writeln!(out, "- **{}**: {}", workload.name(), workload.title());
    }
    let _ = write!(
        out,
        "\n## Ratios (lower is better)\n\n{}\n## Allocations of one run\n\n{}\n## Shortest time of one run\n\n{}\n## Spread\n\n\
         How far the middle half of the ratios lies apart, in percent of their median.\n\n{}",
        ratios(samples),
        allocations(samples),
        times(samples),
        spreads(samples)
    );
    out
}
