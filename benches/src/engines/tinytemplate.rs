//! tinytemplate. It serializes its context at every render, so it gets the typed structs, as its
//! users would give it; from bytes it gets the parsed value. Its formatters take no arguments.

use crate::engines::typed::{Details, Event, Prompt, Report, Summary, read};
use crate::functions;
use crate::measure::Suite;
use crate::payloads::Inputs;
use crate::workload::Workload;
use serde::Serialize;
use serde_json::Value;
use tinytemplate::{TinyTemplate, format_unescaped};

const NAME: &str = "tinytemplate";

const W1: &str =
    "[{status}] {commonLabels.alertname} in {commonLabels.cluster}: {commonAnnotations.summary} ({receiver})";

const W2: &str = "\
{groupLabels.alertname} in {groupLabels.cluster}: {status}
{{ for alert in alerts }}- {alert.labels.instance} [{alert.labels.severity}] {alert.annotations.summary}
  {alert.annotations.description}
  since {alert.startsAt}, {alert.generatorURL}
{{ endfor }}Source: {externalURL}";

const W3: &str = "\
{severity | upper} {subject | words}
{host | before_colon} {groupKey | from_4_to_24} {status | firing}
tags: {tags | comma_list}
owners: {owners | names}";

const W3D: &str = "from {startedAt | date_ms} to {reportedAt | date_text}";

const W4: &str = "\
<task_instructions>
{instruction}
</task_instructions>
<tools>
{{ for tool in tools }}<tool name=\"{tool.name}\" schema='{tool.schema}'>{tool.description}</tool>
{{ endfor }}</tools>
<conversation>
{{ for turn in turns }}<{turn.role}>
{turn.content}
</{turn.role}>
{{ endfor }}</conversation>
<user_input>
{input}
</user_input>";

const W5: &str = "\
<h1>{title}</h1>
<table>
{{ for row in rows }}<tr><td>{row.host}</td><td>{row.service}</td><td>{row.message}</td><td>{row.count}</td><td>{row.load}</td></tr>
{{ endfor }}</table>";

pub(crate) fn add(suite: &mut Suite, inputs: &'static Inputs) {
    job(suite, Workload::W1, W1, read::<Summary>(&inputs.alerts.text));
    job(suite, Workload::W2, W2, read::<Details>(&inputs.alerts.text));
    job(suite, Workload::W3, W3, read::<Event>(&inputs.event.text));
    job(suite, Workload::W3d, W3D, read::<Event>(&inputs.event.text));
    job(suite, Workload::W4, W4, read::<Prompt>(&inputs.prompt.text));
    job(suite, Workload::W5, W5, read::<Report>(&inputs.report.text));
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        let template = compile(W1, workload);
        suite.render(workload, NAME, move || {
            let value: Value = serde_json::from_slice(input.text.as_bytes()).expect("valid JSON");
            template.render("t", &value).expect("renders")
        });
    }
    suite.work(Workload::W7, NAME, || {
        let mut template = TinyTemplate::new();
        template.add_template("t", W2).expect("compiles");
        template
    });
}

fn job(suite: &mut Suite, workload: Workload, source: &'static str, data: impl Serialize + 'static) {
    let template = compile(source, workload);
    suite.render(workload, NAME, move || template.render("t", &data).expect("renders"));
}

fn compile(source: &'static str, workload: Workload) -> TinyTemplate<'static> {
    let mut template = TinyTemplate::new();
    if workload != Workload::W5 {
        template.set_default_formatter(&format_unescaped);
    }
    text_formatter(&mut template, "upper", str::to_uppercase);
    text_formatter(&mut template, "words", |text| text.replace('_', " "));
    text_formatter(&mut template, "before_colon", |text| functions::split_take(text, ":", 0).to_owned());
    text_formatter(&mut template, "from_4_to_24", |text| functions::substring(text, 4, 24));
    text_formatter(&mut template, "firing", |text| (if text == "firing" { "needs attention" } else { "" }).to_owned());
    text_formatter(&mut template, "date_text", functions::date_text);
    formatter(&mut template, "date_ms", |value| functions::date_ms(value.as_i64().unwrap_or_default()));
    formatter(&mut template, "comma_list", |value| functions::join(items(value).filter_map(Value::as_str), ", "));
    formatter(&mut template, "names", |value| {
        functions::join(items(value).filter_map(|item| item["name"].as_str()), "; ")
    });
    template.add_template("t", source).expect("a template of the benches");
    template
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text_formatter(template: &mut TinyTemplate<'static>, name: &'static str, run: impl Fn(&str) -> String + 'static) {
    formatter(template, name, move |value| run(value.as_str().unwrap_or_default()));
}

fn formatter(template: &mut TinyTemplate<'static>, name: &'static str, run: impl Fn(&Value) -> String + 'static) {
    template.add_formatter(name, move |value, out| {
        out.push_str(&run(value));
        Ok(())
    });
}
