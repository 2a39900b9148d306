//! askama: templates compiled with the program, over the typed structs. A reference, not a peer:
//! its templates cannot come from users.

use crate::engines::hand::push_html;
use crate::engines::typed::{Details, Event, Prompt, Report, Summary, read};
use crate::functions::{date_ms, date_text, join, split_take, substring};
use crate::measure::Suite;
use crate::payloads::Inputs;
use crate::workload::Workload;
use askama::Template;

const NAME: &str = "askama (compiled in)";

#[derive(Template)]
#[template(
    ext = "txt",
    source = "[{{ data.status }}] {{ data.common_labels.alertname }} in {{ data.common_labels.cluster }}: {{ data.common_annotations.summary }} ({{ data.receiver }})"
)]
struct W1<'a> {
    data: Summary<'a>,
}

#[derive(Template)]
#[template(
    ext = "txt",
    source = "{{ data.group_labels.alertname }} in {{ data.group_labels.cluster }}: {{ data.status }}
{% for alert in data.alerts %}- {{ alert.labels.instance }} [{{ alert.labels.severity }}] {{ alert.annotations.summary }}
  {{ alert.annotations.description }}
  since {{ alert.starts_at }}, {{ alert.generator_url }}
{% endfor %}Source: {{ data.external_url }}"
)]
struct W2<'a> {
    data: Details<'a>,
}

#[derive(Template)]
#[template(
    ext = "txt",
    source = "{{ data.severity.to_uppercase() }} {{ data.subject.replace('_', \" \") }}
{{ self::split_take(data.host, \":\", 0) }} {{ self::substring(data.group_key, 4, 24) }} {% if data.status == \"firing\" %}needs attention{% endif %}
tags: {{ self.tags() }}
owners: {{ self.owners() }}"
)]
struct W3<'a> {
    data: Event<'a>,
}

impl W3<'_> {
    fn tags(&self) -> String {
        join(self.data.tags.iter().map(AsRef::as_ref), ", ")
    }

    fn owners(&self) -> String {
        join(self.data.owners.iter().map(|owner| owner.name.as_ref()), "; ")
    }
}

#[derive(Template)]
#[template(
    ext = "txt",
    source = "from {{ self::date_ms(*data.started_at) }} to {{ self::date_text(data.reported_at) }}"
)]
struct W3d<'a> {
    data: Event<'a>,
}

#[derive(Template)]
#[template(
    ext = "txt",
    source = "<task_instructions>
{{ data.instruction }}
</task_instructions>
<tools>
{% for tool in data.tools %}<tool name=\"{{ tool.name }}\" schema='{{ tool.schema }}'>{{ tool.description }}</tool>
{% endfor %}</tools>
<conversation>
{% for turn in data.turns %}<{{ turn.role }}>
{{ turn.content }}
</{{ turn.role }}>
{% endfor %}</conversation>
<user_input>
{{ data.input }}
</user_input>"
)]
struct W4<'a> {
    data: Prompt<'a>,
}

/// Its own escape writes `&#38;` for `&amp;`, so the texts go through ours.
#[derive(Template)]
#[template(
    ext = "txt",
    source = "<h1>{{ self::html(data.title) }}</h1>
<table>
{% for row in data.rows %}<tr><td>{{ self::html(row.host) }}</td><td>{{ self::html(row.service) }}</td><td>{{ self::html(row.message) }}</td><td>{{ row.count }}</td><td>{{ row.load }}</td></tr>
{% endfor %}</table>"
)]
struct W5<'a> {
    data: Report<'a>,
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_html(&mut out, text);
    out
}

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    let alerts = &inputs.alerts.text;
    job(suite, Workload::W1, W1 { data: read(alerts) });
    job(suite, Workload::W2, W2 { data: read(alerts) });
    job(suite, Workload::W3, W3 { data: read(&inputs.event.text) });
    job(suite, Workload::W3d, W3d { data: read(&inputs.event.text) });
    job(suite, Workload::W4, W4 { data: read(&inputs.prompt.text) });
    job(suite, Workload::W5, W5 { data: read(&inputs.report.text) });
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        suite.render(workload, NAME, || W1 { data: read(&input.text) }.render().expect("renders"));
    }
}

fn job(suite: &mut Suite, workload: Workload, template: impl Template + 'static) {
    suite.render(workload, NAME, move || template.render().expect("renders"));
}
