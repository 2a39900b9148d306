//! rust-mustache. It has no functions.

use crate::measure::Suite;
use crate::payloads::{Input, Inputs};
use crate::workload::Workload;
use mustache::{Template, compile_str, to_data};

const NAME: &str = "mustache";

const W1: &str = "[{{{status}}}] {{{commonLabels.alertname}}} in {{{commonLabels.cluster}}}: {{{commonAnnotations.summary}}} ({{{receiver}}})";

const W2: &str = "\
{{{groupLabels.alertname}}} in {{{groupLabels.cluster}}}: {{{status}}}
{{#alerts}}
- {{{labels.instance}}} [{{{labels.severity}}}] {{{annotations.summary}}}
  {{{annotations.description}}}
  since {{{startsAt}}}, {{{generatorURL}}}
{{/alerts}}
Source: {{{externalURL}}}";

const W4: &str = "\
<task_instructions>
{{{instruction}}}
</task_instructions>
<tools>
{{#tools}}
<tool name=\"{{{name}}}\" schema='{{{schema}}}'>{{{description}}}</tool>
{{/tools}}
</tools>
<conversation>
{{#turns}}
<{{{role}}}>
{{{content}}}
</{{{role}}}>
{{/turns}}
</conversation>
<user_input>
{{{input}}}
</user_input>";

const W5: &str = "\
<h1>{{title}}</h1>
<table>
{{#rows}}
<tr><td>{{host}}</td><td>{{service}}</td><td>{{message}}</td><td>{{count}}</td><td>{{load}}</td></tr>
{{/rows}}
</table>";

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    let jobs: [(Workload, &str, &'static Input); 4] = [
        (Workload::W1, W1, &inputs.alerts),
        (Workload::W2, W2, &inputs.alerts),
        (Workload::W4, W4, &inputs.prompt),
        (Workload::W5, W5, &inputs.report),
    ];
    for (workload, source, input) in jobs {
        let template = compile(source);
        let data = to_data(&input.value).expect("JSON");
        suite.render(workload, NAME, move || template.render_data_to_string(&data).expect("renders"));
    }
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        let template = compile(W1);
        suite.render(workload, NAME, move || {
            let value: serde_json::Value = serde_json::from_slice(input.text.as_bytes()).expect("valid JSON");
            template.render_data_to_string(&to_data(&value).expect("JSON")).expect("renders")
        });
    }
    suite.work(Workload::W7, NAME, || compile(W2));
}

fn compile(source: &str) -> Template {
    compile_str(source).expect("a template of the benches")
}
