//! ramhorns over a JSON tree of sorted maps, the fastest of the peers that take any data.
//!
//! It has no functions, writes `a b` for `a.b` and keeps the line of a tag that stands alone.

use crate::dom::SortedDom;
use crate::measure::Suite;
use crate::payloads::{Input, Inputs};
use crate::workload::Workload;
use ramhorns::encoding::Encoder;
use ramhorns::traits::ContentSequence;
use ramhorns::{Content, Section, Template};

const NAME: &str = "ramhorns (dynamic)";

const W1: &str = "[{{{status}}}] {{{commonLabels alertname}}} in {{{commonLabels cluster}}}: {{{commonAnnotations summary}}} ({{{receiver}}})";

const W2: &str = "\
{{{groupLabels alertname}}} in {{{groupLabels cluster}}}: {{{status}}}
{{#alerts}}- {{{labels instance}}} [{{{labels severity}}}] {{{annotations summary}}}
  {{{annotations description}}}
  since {{{startsAt}}}, {{{generatorURL}}}
{{/alerts}}Source: {{{externalURL}}}";

const W4: &str = "\
<task_instructions>
{{{instruction}}}
</task_instructions>
<tools>
{{#tools}}<tool name=\"{{{name}}}\" schema='{{{schema}}}'>{{{description}}}</tool>
{{/tools}}</tools>
<conversation>
{{#turns}}<{{{role}}}>
{{{content}}}
</{{{role}}}>
{{/turns}}</conversation>
<user_input>
{{{input}}}
</user_input>";

const W5: &str = "\
<h1>{{title}}</h1>
<table>
{{#rows}}<tr><td>{{host}}</td><td>{{service}}</td><td>{{message}}</td><td>{{count}}</td><td>{{load}}</td></tr>
{{/rows}}</table>";

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    let jobs: [(Workload, &str, &'static Input); 4] = [
        (Workload::W1, W1, &inputs.alerts),
        (Workload::W2, W2, &inputs.alerts),
        (Workload::W4, W4, &inputs.prompt),
        (Workload::W5, W5, &inputs.report),
    ];
    for (workload, source, input) in jobs {
        let template = compile(source);
        suite.render(workload, NAME, move || template.render(&Dynamic(&input.sorted)));
    }
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        let template = compile(W1);
        suite.render(workload, NAME, move || {
            let value: SortedDom = serde_json::from_slice(input.text.as_bytes()).expect("valid JSON");
            template.render(&Dynamic(&value))
        });
    }
    suite.work(Workload::W7, NAME, || compile(W2));
}

fn compile(source: &str) -> Template<'_> {
    Template::new(source).expect("a template of the benches")
}

/// A value as content.
#[derive(Clone, Copy)]
struct Dynamic<'a>(&'a SortedDom);

impl<'a> Dynamic<'a> {
    fn field(self, name: &str) -> Option<Dynamic<'a>> {
        if let SortedDom::Object(map) = self.0 { map.get(name).map(Dynamic) } else { None }
    }
}

impl Content for Dynamic<'_> {
    fn is_truthy(&self) -> bool {
        match self.0 {
            SortedDom::Null => false,
            SortedDom::Bool(is) => *is,
            SortedDom::Number(_) | SortedDom::Object(_) => true,
            SortedDom::String(text) => !text.is_empty(),
            SortedDom::Array(items) => !items.is_empty(),
        }
    }

    fn capacity_hint(&self, template: &Template) -> usize {
        template.capacity_hint()
    }

    fn render_escaped<E: Encoder>(&self, encoder: &mut E) -> Result<(), E::Error> {
        match self.0 {
            SortedDom::Null => Ok(()),
            SortedDom::String(text) => encoder.write_escaped(text),
            SortedDom::Bool(_) | SortedDom::Number(_) => encoder.format_unescaped(self.0),
            SortedDom::Array(_) | SortedDom::Object(_) => encoder.format_escaped(self.0),
        }
    }

    fn render_unescaped<E: Encoder>(&self, encoder: &mut E) -> Result<(), E::Error> {
        match self.0 {
            SortedDom::Null => Ok(()),
            SortedDom::String(text) => encoder.write_unescaped(text),
            other => encoder.format_unescaped(other),
        }
    }

    fn render_section<C: ContentSequence, E: Encoder>(
        &self,
        section: Section<C>,
        encoder: &mut E,
    ) -> Result<(), E::Error> {
        match self.0 {
            SortedDom::Array(items) => {
                for item in items {
                    section.with(&Dynamic(item)).render(encoder)?;
                }
                Ok(())
            }
            _ if self.is_truthy() => section.with(self).render(encoder),
            _ => Ok(()),
        }
    }

    fn render_field_escaped<E: Encoder>(&self, _: u64, name: &str, encoder: &mut E) -> Result<bool, E::Error> {
        self.field(name).map_or(Ok(false), |field| field.render_escaped(encoder).map(|()| true))
    }

    fn render_field_unescaped<E: Encoder>(&self, _: u64, name: &str, encoder: &mut E) -> Result<bool, E::Error> {
        self.field(name).map_or(Ok(false), |field| field.render_unescaped(encoder).map(|()| true))
    }

    fn render_field_section<C: ContentSequence, E: Encoder>(
        &self,
        _: u64,
        name: &str,
        section: Section<C>,
        encoder: &mut E,
    ) -> Result<bool, E::Error> {
        self.field(name).map_or(Ok(false), |field| field.render_section(section, encoder).map(|()| true))
    }

    fn render_field_inverse<C: ContentSequence, E: Encoder>(
        &self,
        _: u64,
        name: &str,
        section: Section<C>,
        encoder: &mut E,
    ) -> Result<bool, E::Error> {
        self.field(name).map_or(Ok(false), |field| field.render_inverse(section, encoder).map(|()| true))
    }
}
