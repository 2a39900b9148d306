//! This engine: from its own ready payload, from a `serde_json::Value`, and from bytes.

use crate::measure::Suite;
use crate::payloads::{Input, Inputs};
use crate::workload::Workload;
use itl_eval::{Dialect, Engine, Escape, Payload, RenderOptions, Source, Template};

pub(crate) const W1: &str = "[{{ status }}] {{ commonLabels.alertname }} in {{ commonLabels.cluster }}: {{ commonAnnotations.summary }} ({{ receiver }})";

pub(crate) const W2: &str = "\
{{ groupLabels.alertname }} in {{ groupLabels.cluster }}: {{ status }}
{{ #alerts }}
- {{ labels.instance }} [{{ labels.severity }}] {{ annotations.summary }}
  {{ annotations.description }}
  since {{ startsAt }}, {{ generatorURL }}
{{ /alerts }}
Source: {{ externalURL }}";

const W3: &str = "\
{{ severity.upperCase() }} {{ subject.replaceAll(\"_\", \" \") }}
{{ host.splitTakeAt(\":\", 0) }} {{ groupKey.substring(4, 24) }} {{ status.equalsTakeOrDrop(\"firing\", \"needs attention\") }}
tags: {{ tags.join(\", \") }}
owners: {{ owners.joinFromObjectArray(\"name\", \"; \") }}";

const W3D: &str = "from {{ startedAt.formatUnixMs(\"M\") }} to {{ reportedAt.formatDateString(\"L\") }}";

const W4: &str = "\
<task_instructions>
{{{ instruction }}}
</task_instructions>
<tools>
{{ #tools }}
<tool name=\"{{{ name }}}\" schema='{{{ schema }}}'>{{{ description }}}</tool>
{{ /tools }}
</tools>
<conversation>
{{ #turns }}
<{{{ role }}}>
{{{ content }}}
</{{{ role }}}>
{{ /turns }}
</conversation>
<user_input>
{{{ input }}}
</user_input>";

const W5: &str = "\
<h1>{{ title }}</h1>
<table>
{{ #rows }}
<tr><td>{{ host }}</td><td>{{ service }}</td><td>{{ message }}</td><td>{{ count }}</td><td>{{ load }}</td></tr>
{{ /rows }}
</table>";

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    let plain = Engine::new();
    let prompt = Engine::builder().dialect(Dialect::Mustache).build();
    let html = Engine::builder().escape(Escape::Html).build();
    let jobs: [(Workload, &Engine, &str, &'static Input); 6] = [
        (Workload::W1, &plain, W1, &inputs.alerts),
        (Workload::W2, &plain, W2, &inputs.alerts),
        (Workload::W3, &plain, W3, &inputs.event),
        (Workload::W3d, &plain, W3D, &inputs.event),
        (Workload::W4, &prompt, W4, &inputs.prompt),
        (Workload::W5, &html, W5, &inputs.report),
    ];
    for (workload, engine, source, input) in jobs {
        add_renders(suite, workload, engine.compile(source).expect("a template of the benches"), input);
    }
    let template = plain.compile(W1).expect("a template of the benches");
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        let (fresh, buffered, parsed, made) = (template.clone(), template.clone(), template.clone(), template.clone());
        suite.render(workload, "itl, render_json", move || fresh.render(input.text.as_bytes()).text);
        let options = RenderOptions::default();
        suite.render_into(workload, "itl, render_json, reused text", move |text| {
            buffered.render_into(Source::Bytes(input.text.as_bytes()), &options, text);
        });
        suite.render(workload, "itl, ready payload", move || {
            let payload = Payload::borrowed(&input.text).expect("valid JSON");
            made.render(&payload).text
        });
        suite.render(workload, "itl, serde_json::Value", move || {
            let value: serde_json::Value = serde_json::from_slice(input.text.as_bytes()).expect("valid JSON");
            parsed.render(&value).text
        });
    }
    suite.work(Workload::W7, "itl", move || plain.compile(W2));
}

fn add_renders(suite: &mut Suite, workload: Workload, template: Template, input: &'static Input) {
    let payload: &'static Payload<'static> = Box::leak(Box::new(Payload::from_json(&input.text).expect("valid JSON")));
    let (ready, reused) = (template.clone(), template.clone());
    suite.render(workload, "itl, ready payload", move || ready.render(payload).text);
    let options = RenderOptions::default();
    suite.render_into(workload, "itl, ready payload, reused text", move |text| {
        reused.render_into(Source::Payload(payload), &options, text);
    });
    suite.render(workload, "itl, serde_json::Value", move || template.render(&input.value).text);
}
