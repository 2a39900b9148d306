//! minijinja, with its own filters; dates through registered ones.

use crate::functions::{date_ms, date_text};
use crate::measure::Suite;
use crate::payloads::{Input, Inputs};
use crate::workload::Workload;
use minijinja::value::Serde;
use minijinja::{Environment, Template, Value};

const NAME: &str = "minijinja";

pub(crate) const W1: &str = "[{{ status }}] {{ commonLabels.alertname }} in {{ commonLabels.cluster }}: {{ commonAnnotations.summary }} ({{ receiver }})";

pub(crate) const W2: &str = "\
{{ groupLabels.alertname }} in {{ groupLabels.cluster }}: {{ status }}
{% for alert in alerts %}- {{ alert.labels.instance }} [{{ alert.labels.severity }}] {{ alert.annotations.summary }}
  {{ alert.annotations.description }}
  since {{ alert.startsAt }}, {{ alert.generatorURL }}
{% endfor %}Source: {{ externalURL }}";

const W3: &str = "\
{{ severity|upper }} {{ subject|replace(\"_\", \" \") }}
{{ host|split(\":\")|first }} {{ groupKey[4:24] }} {{ \"needs attention\" if status == \"firing\" }}
tags: {{ tags|join(\", \") }}
owners: {{ owners|map(attribute=\"name\")|join(\"; \") }}";

pub(crate) const W3D: &str = "from {{ startedAt | date_ms }} to {{ reportedAt | date_text }}";

pub(crate) const W4: &str = "\
<task_instructions>
{{ instruction }}
</task_instructions>
<tools>
{% for tool in tools %}<tool name=\"{{ tool.name }}\" schema='{{ tool.schema }}'>{{ tool.description }}</tool>
{% endfor %}</tools>
<conversation>
{% for turn in turns %}<{{ turn.role }}>
{{ turn.content }}
</{{ turn.role }}>
{% endfor %}</conversation>
<user_input>
{{ input }}
</user_input>";

pub(crate) const W5: &str = "\
<h1>{{ title }}</h1>
<table>
{% for row in rows %}<tr><td>{{ row.host }}</td><td>{{ row.service }}</td><td>{{ row.message }}</td><td>{{ row.count }}</td><td>{{ row.load }}</td></tr>
{% endfor %}</table>";

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
        let template = compile(source, workload);
        let context = Value::from(Serde(&input.value));
        suite.render(workload, NAME, move || template.render(&context).expect("renders"));
    }
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        let template = compile(W1, workload);
        suite.render(workload, NAME, move || {
            let context: Value = serde_json::from_slice(input.text.as_bytes()).expect("valid JSON");
            template.render(context).expect("renders")
        });
    }
    let environment = Environment::new();
    suite.work(Workload::W7, NAME, move || drop(environment.template_from_str(W2).expect("compiles")));
}

fn compile(source: &'static str, workload: Workload) -> Template<'static, 'static> {
    let environment = Box::leak(Box::new(Environment::new()));
    environment.add_filter("date_ms", date_ms);
    environment.add_filter("date_text", |text: &str| date_text(text));
    let name = if workload == Workload::W5 { "page.html" } else { "message.txt" };
    environment.add_template(name, source).expect("a template of the benches");
    environment.get_template(name).expect("just added")
}
