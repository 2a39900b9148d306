//! handlebars, with helpers written for the functions.

use crate::functions;
use crate::measure::Suite;
use crate::payloads::{Input, Inputs};
use crate::workload::Workload;
use handlebars::{Context, Handlebars, Template, handlebars_helper, no_escape};
use serde_json::Value;

const NAME: &str = "handlebars";

const W1: &str =
    "[{{status}}] {{commonLabels.alertname}} in {{commonLabels.cluster}}: {{commonAnnotations.summary}} ({{receiver}})";

const W2: &str = "\
{{groupLabels.alertname}} in {{groupLabels.cluster}}: {{status}}
{{#each alerts}}
- {{labels.instance}} [{{labels.severity}}] {{annotations.summary}}
  {{annotations.description}}
  since {{startsAt}}, {{generatorURL}}
{{/each}}
Source: {{externalURL}}";

const W3: &str = "\
{{upper severity}} {{replace subject \"_\" \" \"}}
{{split_take host \":\" 0}} {{substring groupKey 4 24}} {{#if (eq status \"firing\")}}needs attention{{/if}}
tags: {{join tags \", \"}}
owners: {{join_key owners \"name\" \"; \"}}";

const W3D: &str = "from {{date_ms startedAt}} to {{date_text reportedAt}}";

const W4: &str = "\
<task_instructions>
{{instruction}}
</task_instructions>
<tools>
{{#each tools}}
<tool name=\"{{name}}\" schema='{{schema}}'>{{description}}</tool>
{{/each}}
</tools>
<conversation>
{{#each turns}}
<{{role}}>
{{content}}
</{{role}}>
{{/each}}
</conversation>
<user_input>
{{input}}
</user_input>";

const W5: &str = "\
<h1>{{title}}</h1>
<table>
{{#each rows}}
<tr><td>{{host}}</td><td>{{service}}</td><td>{{message}}</td><td>{{count}}</td><td>{{load}}</td></tr>
{{/each}}
</table>";

handlebars_helper!(upper: |text: str| text.to_uppercase());
handlebars_helper!(replace: |text: str, from: str, to: str| text.replace(from, to));
handlebars_helper!(split_take: |text: str, delimiter: str, index: usize| functions::split_take(text, delimiter, index));
handlebars_helper!(substring: |text: str, from: usize, to: usize| functions::substring(text, from, to));
handlebars_helper!(join: |items: array, separator: str| functions::join(items.iter().filter_map(Value::as_str), separator));
handlebars_helper!(join_key: |items: array, key: str, separator: str| {
    functions::join(items.iter().filter_map(|item| item[key].as_str()), separator)
});
handlebars_helper!(date_ms: |millis: i64| functions::date_ms(millis));
handlebars_helper!(date_text: |text: str| functions::date_text(text));

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    let jobs: [(Workload, &str, &'static Input); 6] = [
        (Workload::W1, W1, &inputs.alerts),
        (Workload::W2, W2, &inputs.alerts),
        (Workload::W3, W3, &inputs.event),
        (Workload::W3d, W3D, &inputs.event),
        (Workload::W4, W4, &inputs.prompt),
        (Workload::W5, W5, &inputs.report),
    ];
    for (workload, source, input) in jobs {
        let registry = compile(source, workload);
        let context = Context::wraps(&input.value).expect("JSON");
        suite.render(workload, NAME, move || registry.render_with_context("t", &context).expect("renders"));
    }
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        let registry = compile(W1, workload);
        suite.render(workload, NAME, move || {
            let mut context = Context::null();
            *context.data_mut() = serde_json::from_slice(input.text.as_bytes()).expect("valid JSON");
            registry.render_with_context("t", &context).expect("renders")
        });
    }
    suite.work(Workload::W7, NAME, || Template::compile(W2).expect("compiles"));
}

fn compile(source: &str, workload: Workload) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    if workload != Workload::W5 {
        registry.register_escape_fn(no_escape);
    }
    registry.register_helper("upper", Box::new(upper));
    registry.register_helper("replace", Box::new(replace));
    registry.register_helper("split_take", Box::new(split_take));
    registry.register_helper("substring", Box::new(substring));
    registry.register_helper("join", Box::new(join));
    registry.register_helper("join_key", Box::new(join_key));
    registry.register_helper("date_ms", Box::new(date_ms));
    registry.register_helper("date_text", Box::new(date_text));
    registry.register_template_string("t", source).expect("a template of the benches");
    registry
}
