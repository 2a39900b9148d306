//! tera, with its own filters where it has them.

use crate::engines::minijinja::{W1, W2, W3D, W4, W5};
use crate::functions::{date_ms, date_text, join};
use crate::measure::Suite;
use crate::payloads::{Input, Inputs};
use crate::workload::Workload;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

const NAME: &str = "tera";

const W3: &str = "\
{{ severity | upper }} {{ subject | replace(from=\"_\", to=\" \") }}
{{ host | split(pat=\":\") | first }} {{ groupKey[4:24] }} {% if status == \"firing\" %}needs attention{% endif %}
tags: {{ tags | join(sep=\", \") }}
owners: {{ owners | join_key(key=\"name\", sep=\"; \") }}";

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
        let name = if workload == Workload::W5 { "page.html" } else { "message.txt" };
        let tera = compile(name, source);
        let context = Context::from_serialize(&input.value).expect("an object");
        suite.render(workload, NAME, move || tera.render(name, &context).expect("renders"));
    }
    for (workload, input) in [(Workload::W6a, &inputs.alerts), (Workload::W6b, &inputs.many_alerts)] {
        let tera = compile("message.txt", W1);
        suite.render(workload, NAME, move || {
            let value: serde_json::Value = serde_json::from_slice(input.text.as_bytes()).expect("valid JSON");
            let context = Context::from_serialize(&value).expect("an object");
            tera.render("message.txt", &context).expect("renders")
        });
    }
    let mut tera = Tera::default();
    suite.work(Workload::W7, NAME, move || tera.add_raw_template("message.txt", W2).expect("compiles"));
}

fn compile(name: &str, source: &str) -> Tera {
    let mut tera = Tera::default();
    tera.register_filter("date_ms", |millis: i64, _: Kwargs, _: &State| date_ms(millis));
    tera.register_filter("date_text", |text: &str, _: Kwargs, _: &State| date_text(text));
    tera.register_filter("join_key", join_key);
    tera.add_raw_template(name, source).expect("a template of the benches");
    tera
}

// The filter's signature is tera's.
#[allow(clippy::needless_pass_by_value)]
fn join_key(items: &[Value], kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let key: &str = kwargs.must_get("key")?;
    let separator: &str = kwargs.must_get("sep")?;
    let texts = items.iter().filter_map(|item| item.get_from_path(key)?.as_str());
    Ok(join(texts, separator))
}
