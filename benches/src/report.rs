//! The table, as Markdown.

use crate::measure::{Effort, Sample};
use crate::workload::Workload;
use std::fmt::Write as _;

/// Ratios to the baseline, an engine a row.
pub fn ratios(samples: &[Sample]) -> String {
    table(samples, |sample| ratio(sample.ratio))
}

/// Ratios to the hand-written code over `serde_json::Value`.
pub fn ratios_to_ordered(samples: &[Sample]) -> String {
    let of_texts: Vec<Sample> = samples.iter().filter(|sample| sample.workload != Workload::W7).cloned().collect();
    table(&of_texts, |sample| sample.to_ordered.map_or_else(|| "–".to_owned(), ratio))
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
    table(samples, |sample| format!("{:.0} %", (sample.spread.1 - sample.spread.0) / sample.ratio * 100.0))
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
            let sample = samples.iter().find(|sample| sample.engine == engine && sample.workload == *workload);
            sample.map_or_else(|| "–".to_owned(), &cell)
        }));
        rows.push(row);
    }
    aligned(&rows)
}

fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(3);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let _ = if column == 0 { write!(out, "| {cell:<width$} |") } else { write!(out, " {cell:>width$} |") };
        }
        out.push('\n');
        if index == 0 {
            for (column, width) in widths.iter().enumerate() {
                let dashes = "-".repeat(*width);
                let _ = if column == 0 { write!(out, "|-{dashes}-|") } else { write!(out, "-{dashes}:|") };
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
pub fn results(samples: &[Sample], date: &str, effort: Effort) -> String {
    let mut out = String::from("# Results\n\n");
    let _ = write!(
        out,
        "Made from the repository's root by\n\n    \
         cargo run --release --manifest-path benches/Cargo.toml --bin table\n\n\
         Date: {date}. Rounds: {}.\n\n{HOW}\n",
        effort.rounds
    );
    for workload in Workload::ALL {
        let _ = writeln!(out, "- **{}**: {}", workload.name(), workload.title());
    }
    let _ = write!(
        out,
        "\n## Ratios to hand-written code (lower is better)\n\n{}\n\
         ## Ratios to hand-written code over `serde_json::Value`, keys in order\n\n{}\n\
         ## Allocations of one run\n\n{}\n## Shortest time of one run\n\n{}\n## Spread\n\n\
         How far the middle half of the first table's ratios lies apart, in percent of their median.\n\n{}",
        ratios(samples),
        ratios_to_ordered(samples),
        allocations(samples),
        times(samples),
        spreads(samples)
    );
    out
}

const HOW: &str = "\
All engines run in one process, in turn, in short batches, so that the machine's drift meets all
alike; a cell is the median over the rounds of an engine's time divided by the baseline's of the
same round. Every text is byte-equal to the hand-written one before anything is timed.

- `hand-written` is `push_str` over look-ups in the tree that serde_json makes by default, a
  `BTreeMap` an object. This engine keeps the order of keys, and that feature of serde_json holds
  for a whole program: every `serde_json::Value` of it is then a hashed map in insertion order,
  slower to build and to search. Code over that one is `hand-written, keys in order`; the second
  table compares with it.
- In W7 the baseline finds `{{` and `}}` in the same source with memchr's searchers and keeps each
  tag's place.
- Engines render from their own ready contexts in W1 to W5, made once, and make them from the
  bytes in W6. tinytemplate has no ready context: it serializes a typed struct at every render.
  ramhorns reads the tree of the baseline. askama's templates are compiled into the program and
  read typed structs.
- Functions (W3, W3d) are an engine's own where it has them, else helpers registered in Rust.
  ramhorns and mustache have none. Dates are chrono's but for this engine.
- `itl` writes into a new text, or into one that is used again; W6 reads the payload whole and
  checks all of it to be JSON and UTF-8.

The workloads:
";
