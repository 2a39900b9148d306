//! How work grows with its input: the steps that the engine counts and the bytes that it asks for, at a size and at
//! twice that size. Nothing is timed.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, clippy::format_collect, reason = "tests")]

#[path = "growth/families.rs"]
mod families;
#[path = "growth/functions.rs"]
mod functions;
#[path = "growth/works.rs"]
mod works;

use allocation_counter::measure;
use families::FAMILIES;
use itl_eval::{Budget, Code, Diagnostics, Engine, Escape, Fit, Limits, MemoryPartials, RenderOptions};
use serde_json::json;
use std::fmt;
use works::WORKS;

/// What a piece of work takes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    /// Steps that the engine counts; 0 for work that has no meter.
    pub(crate) steps: u64,
    /// All bytes that it asks the allocator for.
    pub(crate) bytes: u64,
}

/// What fixed tables take, which is there at any size.
const FIXED: Count = Count { steps: 64, bytes: 8192 };

impl Count {
    /// Whether this is at most 2.2 times as much as at half the size.
    pub(crate) fn is_in_proportion(self, half: Count) -> bool {
        let fits = |twice: u64, once: u64, fixed: u64| twice as f64 <= 2.2 * once as f64 + fixed as f64;
        fits(self.steps, half.steps, FIXED.steps) && fits(self.bytes, half.bytes, FIXED.bytes)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} steps, {} bytes", self.steps, self.bytes)
    }
}

#[test]
fn every_work_grows_in_proportion_to_every_family() {
    let mut wrong = Vec::new();
    for (family, size, sample) in FAMILIES {
        let (half, whole) = (sample(*size), sample(2 * size));
        for (work, count) in WORKS {
            let (half, whole) = (count(&half), count(&whole));
            if !whole.is_in_proportion(half) {
                wrong.push(format!("{work} of {family}: {half} at {size}, {whole} at {}", 2 * size));
            }
        }
    }
    println!("growth: {} families, {} works each", FAMILIES.len(), WORKS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Partials that all call each other: what they call multiplies at each level, so that all work ends at a limit.
fn circle(partials: usize) -> Engine {
    let name = |at: usize| format!("p{at}");
    let calls = |own: usize| (0..partials).filter(|at| *at != own).map(|at| format!("{{{{> p{at} }}}}")).collect();
    let partials: MemoryPartials =
        (0..partials).map(|at| (name(at), calls(at))).collect::<Vec<(_, String)>>().into_iter().collect();
    Engine::builder().limits(Limits::default().steps(200_000)).partials(partials).build()
}

#[test]
fn warnings_beyond_those_that_are_kept_take_no_memory() {
    let bytes = |partials: usize| {
        let template = circle(partials).compile("{{> p0 }}").unwrap();
        let mut found = 0;
        let bytes = measure(|| found = template.render(&json!({})).warnings.len()).bytes_total;
        assert_eq!(found, Diagnostics::MAX);
        bytes
    };
    let (half, whole) = (bytes(60), bytes(120));
    assert!(whole * 10 <= half * 11, "{half} bytes for 3,600 tags that warn, {whole} for 14,400");
}

#[test]
fn costs_are_those_of_one_render() {
    let template = circle(20).compile("{{> p0 }}").unwrap();
    let (rendered, cost) = template.render_explained(&json!({}), &RenderOptions::new());
    assert_eq!((rendered.steps, cost.steps), (200_000, 200_000));
    assert_eq!(cost, template.explain_cost(&json!({}), &RenderOptions::new()));
    assert_eq!(cost.tags.len(), 20 * 19 + 1);
}

#[test]
fn a_cut_inside_values_takes_its_steps_of_those_that_are_left() {
    let template = Engine::builder().escape(Escape::Json).build().compile("[{{#l}}\"{{ a }}\",{{/l}}0]").unwrap();
    let data = json!({ "l": vec![json!({"a": "x".repeat(100)}); 10] });
    let budget = Budget::bytes(400).fit(Fit::Values);
    let options =
        |steps| RenderOptions::new().budget(Some(budget.clone())).limits(Some(Limits::default().steps(steps)));
    let steps = template.render_with(&data, &RenderOptions::new()).steps;
    let codes = |steps| {
        let rendered = template.render_with(&data, &options(steps));
        rendered.warnings.iter().map(|one| one.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(2 * steps), [Code::BudgetCut]);
    assert_eq!(codes(steps + steps / 2), [Code::BudgetCut, Code::BudgetLastResort]);
}

#[test]
fn a_square_is_found() {
    let count = |n: u64| Count { steps: n * n, bytes: n };
    assert!(!count(200).is_in_proportion(count(100)));
    let count = |n: u64| Count { steps: n, bytes: n * n };
    assert!(!count(200).is_in_proportion(count(100)));
    let count = |n: u64| Count { steps: n, bytes: 9 * n };
    assert!(count(20_000).is_in_proportion(count(10_000)));
}
