//! liquid, with its own filters; dates through registered ones.

use crate::functions;
use crate::measure::Suite;
use crate::payloads::{Input, Inputs};
use crate::workload::Workload;
use liquid::{Object, Parser, ParserBuilder};
use liquid_core::{Display_filter, Filter, FilterReflection, ParseFilter, Runtime, Value, ValueView};

const NAME: &str = "liquid";

const W1: &str = "[{{ status }}] {{ commonLabels.alertname }} in {{ commonLabels.cluster }}: {{ commonAnnotations.summary }} ({{ receiver }})";

const W2: &str = "\
{{ groupLabels.alertname }} in {{ groupLabels.cluster }}: {{ status }}
{% for alert in alerts %}- {{ alert.labels.instance }} [{{ alert.labels.severity }}] {{ alert.annotations.summary }}
  {{ alert.annotations.description }}
  since {{ alert.startsAt }}, {{ alert.generatorURL }}
{% endfor %}Source: {{ externalURL }}";

const W3: &str = "\
{{ severity | upcase }} {{ subject | replace: \"_\", \" \" }}
{{ host | split: \":\" | first }} {{ groupKey | slice: 4, 20 }} {% if status == \"firing\" %}needs attention{% endif %}
tags: {{ tags | join: \", \" }}
owners: {{ owners | map: \"name\" | join: \"; \" }}";

const W3D: &str = "from {{ startedAt | date_ms }} to {{ reportedAt | date_text }}";

const W4: &str = "\
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

const W5: &str = "\
<h1>{{ title | escape }}</h1>
<table>
{% for row in rows %}<tr><td>{{ row.host | escape }}</td><td>{{ row.service | escape }}</td><td>{{ row.message | escape }}</td><td>{{ row.count }}</td><td>{{ row.load }}</td></tr>
{% endfor %}</table>";

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(name = "date_ms", description = "An instant in milliseconds.", parsed(DateMsFilter))]
struct DateMs;

#[derive(Debug, Default, Display_filter)]
#[name = "date_ms"]
struct DateMsFilter;

impl Filter for DateMsFilter {
    fn evaluate(&self, input: &dyn ValueView, _: &dyn Runtime) -> liquid_core::Result<Value> {
        let millis = input.as_scalar().and_then(|scalar| scalar.to_integer()).unwrap_or_default();
        Ok(Value::scalar(functions::date_ms(millis)))
    }
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(name = "date_text", description = "An instant in RFC 3339.", parsed(DateTextFilter))]
struct DateText;

#[derive(Debug, Default, Display_filter)]
#[name = "date_text"]
struct DateTextFilter;

impl Filter for DateTextFilter {
    fn evaluate(&self, input: &dyn ValueView, _: &dyn Runtime) -> liquid_core::Result<Value> {
        Ok(Value::scalar(functions::date_text(&input.to_kstr())))
    }
}

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    let parser = ParserBuilder::with_stdlib().filter(DateMs).filter(DateText).build().expect("a parser");
    let jobs: [(Workload, &str, &'static Input); 6] = [
        (Workload::W1, W1, &inputs.alerts),
        (Workload::W2, W2, &inputs.alerts),
        (Workload::W3, W3, &inputs.event),
        (Workload::W3d, W3D, &inputs.event),
        (Workload::W4, W4, &inputs.prompt),
        (Workload::W5, W5, &inputs.report),
    ];
    for (workload, source, input) in jobs {
        let template = compile(&parser, source);
        let context = read(input);
        suite.render(workload, NAME, move || template.render(&context).expect("renders"));
    }
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        let template = compile(&parser, W1);
        suite.render(workload, NAME, move || template.render(&read(input)).expect("renders"));
    }
    suite.work(Workload::W7, NAME, move || compile(&parser, W2));
}

fn read(input: &Input) -> Object {
    serde_json::from_slice(input.text.as_bytes()).expect("valid JSON")
}

fn compile(parser: &Parser, source: &str) -> liquid::Template {
    parser.parse(source).expect("a template of the benches")
}
