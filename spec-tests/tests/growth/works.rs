//! Everything that is done with a template, counted.

use crate::Count;
use crate::families::Sample;
use allocation_counter::measure;
use itl_analysis::{Analysis, CheckOptions, Contract, Shape};
use itl_eval::{Code, Dialect, Engine, Limits, MemoryPartials, Payload, RenderOptions, Template};
use itl_prompt::{Counter, Prompt, PromptOptions, RequestOptions, Target};
use itl_syntax::elements::{to_elements_verbatim, to_text};
use std::hint::black_box;

/// A piece of work by its name.
pub(crate) type Work = (&'static str, fn(&Sample) -> Count);

/// All of them.
pub(crate) const WORKS: &[Work] = &[
    ("compile", |sample| sample.compiled(Engine::compile_lenient)),
    ("format", |sample| sample.compiled(|engine, source| engine.format(source).ok())),
    ("migrate", |sample| sample.compiled(|engine, source| engine.migrate(source).ok())),
    ("elements", |sample| {
        let engine = sample.engine();
        bytes_of(|| to_elements_verbatim(&engine.parse(&sample.source)).map(|(elements, _)| to_text(&elements)).ok())
    }),
    ("render", |sample| {
        let template = sample.template();
        let bytes = bytes_of(|| template.render(&sample.data)).bytes;
        Count { steps: steps(&template, sample), bytes }
    }),
    ("trace", |sample| {
        let template = sample.template();
        bytes_of(|| template.render_with(&sample.data, &RenderOptions::new().trace(true)))
    }),
    ("coverage", |sample| {
        let template = sample.template();
        bytes_of(|| template.coverage_points())
    }),
    ("payload", |sample| {
        let json = sample.data.to_string();
        bytes_of(|| Payload::from_json(&json).ok())
    }),
    ("check", |sample| sample.analysed(false, |it| drop(it.check(&CheckOptions::default().portable(true))))),
    ("check against a sample", |sample| sample.analysed(true, |it| drop(it.check(&CheckOptions::default())))),
    ("references", |sample| sample.analysed(false, |it| drop(it.references()))),
    ("references of a sample", |sample| sample.analysed(true, |it| drop(it.references()))),
    ("complete", |sample| sample.analysed(true, |it| drop(it.complete(sample.source.len().saturating_sub(2))))),
    ("hover", |sample| sample.analysed(true, |it| drop(it.hover(sample.middle())))),
    ("rename", |sample| sample.analysed(true, |it| drop(it.rename(sample.middle())))),
    ("outline", |sample| sample.analysed(false, |it| drop(it.outline()))),
    ("contract", |sample| {
        let engine = sample.engine();
        let document = engine.parse(&sample.source);
        bytes_of(|| {
            let contract = Contract::of(&document);
            (contract.violations(&sample.data, "payload"), contract.schema())
        })
    }),
    ("prompt", |sample| {
        let prompt = Prompt::new(sample.template());
        bytes_of(|| {
            let conversation = prompt.render((&sample.data).into(), &PromptOptions::default());
            let mut options = RequestOptions::default();
            (options.counter, options.max_tokens) = (Some(Counter::Bytes), Some(1_000));
            conversation.request_with_digests(Target::Messages, &options)
        })
    }),
];

fn bytes_of<T>(work: impl FnOnce() -> T) -> Count {
    let bytes = measure(|| drop(black_box(work()))).bytes_total;
    Count { steps: 0, bytes }
}

/// The steps of a render: the least limit that it does not meet.
pub(crate) fn steps(template: &Template, sample: &Sample) -> u64 {
    let fits = |steps: u64| {
        let options = RenderOptions::new().limits(Some(limits().steps(steps)));
        let warnings = template.render_with(&sample.data, &options).warnings;
        !warnings.iter().any(|warning| warning.code == Code::StepLimit)
    };
    let mut high = 64;
    while !fits(high) {
        high *= 4;
    }
    let mut low = 0;
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if fits(middle) { high = middle } else { low = middle }
    }
    high
}

fn limits() -> Limits {
    Limits::default().depth(1_000)
}

impl Sample {
    fn engine(&self) -> Engine {
        let dialect = if self.mustache { Dialect::Mustache } else { Dialect::Itl };
        let partials: MemoryPartials = self.partials.iter().cloned().collect();
        Engine::builder().dialect(dialect).limits(limits()).partials(partials).build()
    }

    pub(crate) fn template(&self) -> Template {
        self.engine().compile_lenient(&self.source).0
    }

    /// A place in the middle, between characters.
    fn middle(&self) -> usize {
        let middle = self.source.len() / 2;
        (middle..=self.source.len()).find(|at| self.source.is_char_boundary(*at)).unwrap_or(0)
    }

    fn compiled<T>(&self, work: impl Fn(&Engine, &str) -> T) -> Count {
        let engine = self.engine();
        bytes_of(|| work(&engine, &self.source))
    }

    fn analysed(&self, by_sample: bool, question: impl Fn(&Analysis<'_>)) -> Count {
        let engine = self.engine();
        let document = engine.parse(&self.source);
        let (template, _) = engine.compile_document(&document);
        let shape = by_sample.then(|| Shape::sample(&self.data));
        let analysis = Analysis::new(&template, &document, shape.as_ref());
        let mut count = bytes_of(|| question(&analysis));
        count.steps = analysis.work();
        count
    }
}
