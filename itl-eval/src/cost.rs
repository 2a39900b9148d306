//! What a render costs, tag by tag.

use crate::options::RenderOptions;
use crate::render::{CostOfRun, RenderObserver};
use crate::source::Source;
use crate::template::{Rendered, Template};
use itl_syntax::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a render costs; see [`Template::explain_cost`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RenderCost {
    /// All steps that it takes, of those that [`Limits::steps`](crate::Limits) allows.
    pub steps: u64,
    /// The length of the text, in bytes, before a delivery budget cuts it.
    pub bytes: usize,
    /// What each tag takes of it, the dearest first. What is left of the total are texts between tags and rounds of
    /// sections.
    pub tags: Vec<TagCost>,
}

/// What one tag costs in a render.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TagCost {
    /// The tag.
    pub tag: Span,
    /// The name of the partial that contains it; `None` for the template itself.
    pub partial: Option<Arc<str>>,
    /// How often it ran.
    pub runs: u64,
    /// The steps of all runs. A section's are those of asking for its value; what stands in it counts by itself.
    pub steps: u64,
    /// The bytes that it wrote.
    pub bytes: usize,
}

impl Template {
    /// Renders it and says what that costs, tag by tag, so that the author of a slow template sees which tag is dear.
    ///
    /// Steps are counted alike on every target. A delivery budget does not apply.
    ///
    /// ```
    /// use itl_eval::{RenderOptions, Template};
    /// use serde_json::json;
    /// let template = Template::compile("{{ a }}{{ a.replaceAll(\"x\", \"y\") }}")?;
    /// let cost = template.explain_cost(&json!({"a": "x".repeat(1000)}), &RenderOptions::new());
    /// let dearest = &cost.tags[0];
    /// assert_eq!(dearest.tag.start, 7);
    /// assert!(dearest.steps > 60 && cost.steps > dearest.steps);
    /// # Ok::<(), itl_eval::CompileError>(())
    /// ```
    pub fn explain_cost<'a>(&self, source: impl Into<Source<'a>>, options: &RenderOptions) -> RenderCost {
        let mut meter = Meter::default();
        let _ = self.render_observed(source.into(), options, &mut meter);
        meter.cost()
    }

    /// [`Template::render_with`] and [`Template::explain_cost`] in one render, for callers that need the text too.
    pub fn render_explained<'a>(
        &self,
        source: impl Into<Source<'a>>,
        options: &RenderOptions,
    ) -> (Rendered, RenderCost) {
        let mut meter = Meter::default();
        let rendered = self.render_watched(source.into(), options, &mut meter);
        (rendered, meter.cost())
    }
}

/// Adds up the costs of a render.
#[derive(Default)]
struct Meter {
    /// By the address of the partial's name, of which each program holds one, and the tag: to compare names for each run
    /// of each tag would take longer than most of them.
    tags: BTreeMap<(usize, Span), TagCost>,
    steps: u64,
    bytes: usize,
}

impl Meter {
    fn cost(self) -> RenderCost {
        let mut tags: Vec<TagCost> = self.tags.into_values().collect();
        // Of equals the one that stands first comes first.
        tags.sort_by(|a, b| (b.steps, &a.partial, a.tag).cmp(&(a.steps, &b.partial, b.tag)));
        RenderCost { steps: self.steps, bytes: self.bytes, tags }
    }
}

impl RenderObserver for Meter {
    fn watches_costs(&self) -> bool {
        true
    }

    fn cost(&mut self, cost: &CostOfRun<'_>) {
        let partial = cost.partial.map_or(0, |name| Arc::as_ptr(name).addr());
        let known = self.tags.entry((partial, cost.tag)).or_insert_with(|| TagCost {
            tag: cost.tag,
            partial: cost.partial.cloned(),
            runs: 0,
            steps: 0,
            bytes: 0,
        });
        known.runs += cost.runs;
        known.steps += cost.steps;
        known.bytes += cost.bytes;
    }

    fn ended(&mut self, steps: u64, bytes: usize) {
        (self.steps, self.bytes) = (steps, bytes);
    }
}
