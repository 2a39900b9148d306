//! Timing: short batches of all engines in turn, so that the machine's drift meets all alike.

use crate::counting;
use crate::workload::{ORDERED, Workload};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// One engine on one workload.
pub struct Case {
    /// The workload.
    pub workload: Workload,
    /// The engine.
    pub engine: &'static str,
    run: Box<dyn Run>,
}

/// What can be asked of a case. The loop of a batch is on the other side of the dynamic call, so that the
/// engine's own code is compiled into it.
trait Run {
    fn batch(&mut self, times: u64) -> Duration;
    fn text(&mut self) -> Option<String>;
}

struct Fresh<F>(F);

impl<F: FnMut() -> String> Run for Fresh<F> {
    fn batch(&mut self, times: u64) -> Duration {
        let start = Instant::now();
        for _ in 0..times {
            black_box((self.0)());
        }
        start.elapsed()
    }

    fn text(&mut self) -> Option<String> {
        Some((self.0)())
    }
}

struct Reused<F>(F, String);

impl<F: FnMut(&mut String)> Run for Reused<F> {
    fn batch(&mut self, times: u64) -> Duration {
        let start = Instant::now();
        for _ in 0..times {
            (self.0)(black_box(&mut self.1));
        }
        start.elapsed()
    }

    fn text(&mut self) -> Option<String> {
        (self.0)(&mut self.1);
        Some(self.1.clone())
    }
}

struct Textless<F>(F);

impl<T, F: FnMut() -> T> Run for Textless<F> {
    fn batch(&mut self, times: u64) -> Duration {
        let start = Instant::now();
        for _ in 0..times {
            black_box((self.0)());
        }
        start.elapsed()
    }

    fn text(&mut self) -> Option<String> {
        None
    }
}

impl Case {
    /// Runs it `times` times and tells how long that took.
    pub fn batch(&mut self, times: u64) -> Duration {
        self.run.batch(times)
    }

    /// The text it makes; none where there is none to compare.
    pub fn text(&mut self) -> Option<String> {
        self.run.text()
    }

    /// The allocations of one run, after one that warmed it up.
    pub fn allocations(&mut self) -> u64 {
        self.run.batch(1);
        counting::allocations(|| {
            self.run.batch(1);
        })
    }
}

/// Which cases are wanted.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Workloads by name; all where it is empty.
    pub workloads: Vec<String>,
    /// Parts of engines' names; all where it is empty.
    pub engines: Vec<String>,
}

impl Selection {
    fn wants(&self, workload: Workload, engine: &str) -> bool {
        let workloads = &self.workloads;
        if !workloads.is_empty() && !workloads.iter().any(|name| name.eq_ignore_ascii_case(workload.name())) {
            return false;
        }
        engine == workload.baseline()
            || engine == ORDERED
            || self.engines.is_empty()
            || self.engines.iter().any(|part| engine.contains(part.as_str()))
    }
}

/// The cases, in the order in which the engines were added.
#[derive(Default)]
pub struct Suite {
    /// All wanted cases.
    pub cases: Vec<Case>,
    selection: Selection,
}

impl Suite {
    /// An empty suite that takes what is wanted.
    pub fn new(selection: Selection) -> Self {
        Self { cases: Vec::new(), selection }
    }

    /// Adds a render into a new text.
    pub fn render(&mut self, workload: Workload, engine: &'static str, run: impl FnMut() -> String + 'static) {
        self.add(workload, engine, Fresh(run));
    }

    /// Adds a render into a text that is used again.
    pub fn render_into(&mut self, workload: Workload, engine: &'static str, run: impl FnMut(&mut String) + 'static) {
        self.add(workload, engine, Reused(run, String::new()));
    }

    /// Adds work that makes no text.
    pub fn work<T>(&mut self, workload: Workload, engine: &'static str, run: impl FnMut() -> T + 'static) {
        self.add(workload, engine, Textless(run));
    }

    fn add(&mut self, workload: Workload, engine: &'static str, run: impl Run + 'static) {
        if self.selection.wants(workload, engine) {
            self.cases.push(Case { workload, engine, run: Box::new(run) });
        }
    }

    /// Compares the texts of every workload with those of its baseline; the first difference
    /// is the error.
    pub fn verify(&mut self) -> Result<(), String> {
        for workload in Workload::ALL {
            let mut of_workload: Vec<_> = self.cases.iter_mut().filter(|case| case.workload == workload).collect();
            let Some(expected) = of_workload.iter_mut().find(|case| case.engine == workload.baseline()) else {
                continue;
            };
            let Some(expected) = expected.text() else {
                continue;
            };
            for case in of_workload {
                if let Some(text) = case.text()
                    && text != expected
                {
                    return Err(difference(workload, case.engine, &expected, &text));
                }
            }
        }
        Ok(())
    }
}

fn difference(workload: Workload, engine: &str, expected: &str, text: &str) -> String {
    let at = expected.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        let bytes = text.as_bytes();
        String::from_utf8_lossy(&bytes[at.saturating_sub(30).min(bytes.len())..(at + 50).min(bytes.len())]).into_owned()
    };
    format!(
        "{} {engine}: the text differs from the baseline's at byte {at}\n  baseline …{:?}\n  {engine} …{:?}",
        workload.name(),
        around(expected),
        around(text)
    )
}

/// How long to measure.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Rounds; in each, every engine runs one batch.
    pub rounds: usize,
    /// What a batch should last.
    pub batch: Duration,
}

impl Effort {
    /// For tuning: some seconds.
    pub const QUICK: Self = Self { rounds: 150, batch: Duration::from_micros(300) };
    /// For the table.
    pub const FULL: Self = Self { rounds: 400, batch: Duration::from_micros(500) };
}

/// What was measured of one case.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The workload.
    pub workload: Workload,
    /// The engine.
    pub engine: &'static str,
    /// The median over the rounds of its time divided by the baseline's of the same round.
    pub ratio: f64,
    /// The same to the hand-written code over `serde_json::Value`, where that was measured.
    pub to_ordered: Option<f64>,
    /// The quarter and three-quarter marks of those ratios.
    pub spread: (f64, f64),
    /// The shortest time of one run, in nanoseconds.
    pub best: f64,
    /// Allocations of one run.
    pub allocations: u64,
}

/// Measures all cases of a suite.
pub fn measure(suite: &mut Suite, effort: Effort, mut progress: impl FnMut(Workload)) -> Vec<Sample> {
    let mut samples = Vec::new();
    for workload in Workload::ALL {
        let mut cases: Vec<_> = suite.cases.iter_mut().filter(|case| case.workload == workload).collect();
        if cases.iter().any(|case| case.engine == workload.baseline()) {
            progress(workload);
            samples.extend(measure_workload(&mut cases, effort));
        }
    }
    samples
}

fn measure_workload(cases: &mut [&mut Case], effort: Effort) -> Vec<Sample> {
    let allocations: Vec<u64> = cases.iter_mut().map(|case| case.allocations()).collect();
    let times: Vec<u64> = cases.iter_mut().map(|case| calibrate(case, effort.batch)).collect();
    let mut rounds: Vec<Vec<f64>> = Vec::with_capacity(effort.rounds);
    for round in 0..effort.rounds {
        let mut nanos = vec![0.0; cases.len()];
        for step in 0..cases.len() {
            // Another engine begins each round, so that nobody always follows the same one.
            let index = (step + round) % cases.len();
            nanos[index] = cases[index].batch(times[index]).as_nanos() as f64 / times[index] as f64;
        }
        rounds.push(nanos);
    }
    let base = cases.iter().position(|case| case.engine == case.workload.baseline()).unwrap_or(0);
    let ordered = cases.iter().position(|case| case.engine == ORDERED);
    cases
        .iter()
        .enumerate()
        .map(|(index, case)| {
            let ratios = sorted_ratios(&rounds, index, base);
            let at = |share: f64| ratios[((ratios.len() - 1) as f64 * share).round() as usize];
            Sample {
                workload: case.workload,
                engine: case.engine,
                ratio: at(0.5),
                to_ordered: ordered.map(|ordered| sorted_ratios(&rounds, index, ordered)[rounds.len() / 2]),
                spread: (at(0.25), at(0.75)),
                best: rounds.iter().map(|nanos| nanos[index]).fold(f64::INFINITY, f64::min),
                allocations: allocations[index],
            }
        })
        .collect()
}

fn sorted_ratios(rounds: &[Vec<f64>], of: usize, to: usize) -> Vec<f64> {
    let mut ratios: Vec<f64> = rounds.iter().map(|nanos| nanos[of] / nanos[to]).collect();
    ratios.sort_by(f64::total_cmp);
    ratios
}

/// How many runs last about as long as a batch should. The shortest of three tells: one that was
/// interrupted would make batches so small that the clock's own time shows.
fn calibrate(case: &mut Case, batch: Duration) -> u64 {
    let mut times = 1;
    loop {
        let took = (0..3).map(|_| case.batch(times)).min().unwrap_or_default();
        if took >= batch / 4 || times >= 1 << 24 {
            let each = took.as_nanos().max(1) as f64 / times as f64;
            return ((batch.as_nanos() as f64 / each) as u64).max(1);
        }
        times *= 2;
    }
}
