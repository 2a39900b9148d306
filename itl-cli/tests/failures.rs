//! What callers get from each failure, in each mode: the table of `docs/failures.md` is what is observed here.
//!
//! `spec-tests/failures.json` causes the failures. The column JavaScript is observed by `itl-wasm/test/failures.test.mjs`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Folder, Ran, itl, ran};
use itl_eval::{
    Budget, Diagnostics, Dialect, Engine, Escape, Function, HostValue, Lambda, MemoryPartials, RenderOptions, Rendered,
    Source,
};
use itl_prompt::{Prompt, PromptOptions};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// A failure, and what causes it.
struct Case {
    row: Value,
    template: String,
    /// The payload's text.
    payload: String,
    partials: BTreeMap<String, String>,
}

/// `{"$repeat": [TEXT, N]}` stands for a long text.
fn expand(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.contains_key("$repeat") => {
            let of = &map["$repeat"];
            of[0].as_str().unwrap().repeat(of[1].as_u64().unwrap() as usize).into()
        }
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), expand(value))).collect(),
        other => other.clone(),
    }
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec-tests/failures.json");
    let rows: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let case = |row: Value| Case {
        template: expand(&row["template"]).as_str().unwrap().to_owned(),
        payload: row["raw"].as_str().map_or_else(|| expand(&row["data"]).to_string(), str::to_owned),
        partials: row.get("partials").map(|map| serde_json::from_value(map.clone()).unwrap()).unwrap_or_default(),
        row,
    };
    rows.into_iter().map(case).collect()
}

impl Case {
    fn name(&self) -> &str {
        self.row["failure"].as_str().unwrap()
    }

    fn code(&self) -> &str {
        self.row["code"].as_str().unwrap()
    }

    fn fails(&self) -> bool {
        self.row["fails"].as_bool().unwrap()
    }

    /// Whether only a host program can cause it.
    fn is_of_host(&self) -> bool {
        self.row.get("host").is_some()
    }

    fn engine(&self) -> Engine {
        let fails = Function::host("fails", &[], "Fails.", |_| Err("no connection".into()));
        let mut engine = Engine::builder()
            .function(fails)
            .partials(self.partials.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect::<MemoryPartials>());
        if self.row["dialect"] == "mustache" {
            engine = engine.dialect(Dialect::Mustache);
        }
        if let Some(escape) = self.row["escape"].as_str() {
            engine = engine.escape(escape.parse::<Escape>().unwrap());
        }
        engine.build()
    }

    fn options(&self) -> RenderOptions {
        RenderOptions::new().budget(self.row["max_chars"].as_u64().map(|n| Budget::chars(n as usize)))
    }

    /// Renders it through the library.
    fn rendered(&self) -> (Rendered, Diagnostics) {
        let (template, mut found) = self.engine().compile_lenient(&self.template);
        let rendered = match self.row["host"].as_str() {
            Some("callback") => {
                let data =
                    HostValue::map([("fails", HostValue::from(Lambda::fallible(|_| Err("no connection".into()))))]);
                template.render_with(&data, &self.options())
            }
            _ => template.render_with(self.payload.as_bytes(), &self.options()),
        };
        found.extend(rendered.warnings.iter().cloned());
        (rendered, found)
    }

    /// Runs a command of `itl` on it.
    fn command(&self, folder: &Folder, command: &str, input: &[u8], more: &[&str]) -> Ran {
        let ending = if self.row["dialect"] == "mustache" { "mustache" } else { "itl" };
        let file = folder.file(&format!("t.{ending}"), &self.template);
        for (name, text) in &self.partials {
            folder.file(&format!("partials/{name}.itl"), text);
        }
        folder.file("partials/unused.itl", "");
        let mut run = itl();
        run.args([command, &file, "--data", "-", "--partials", &folder.path("partials")]).args(more);
        if let Some(escape) = self.row["escape"].as_str() {
            run.args(["--escape", escape]);
        }
        if let (Some(max), "render") = (self.row["max_chars"].as_u64(), command) {
            run.args(["--max-chars", &max.to_string()]);
        }
        ran(&mut run, input)
    }
}

const NONE: &str = "–";

/// The table's cells of a case, each as it was observed.
fn cells(case: &Case, folder: &Folder) -> Vec<String> {
    let (rendered, found) = case.rendered();
    let text = rendered.text.clone();
    if let Some(expected) = case.row["text"].as_str() {
        assert_eq!(text, expected, "{}", case.name());
    }
    assert!(found.iter().any(|one| one.code.to_string() == case.code()), "{}: {found:?}", case.name());
    let lenient = "text, warning";
    let mut cells = vec![if found.has_errors() { "text, error" } else { lenient }.to_owned()];
    cells.push(match rendered.strict() {
        Ok(rendered) => {
            assert!(!case.fails() && rendered.text == text, "{}", case.name());
            "text, warning".to_owned()
        }
        Err(error) => {
            assert!(case.fails() && error.text == text, "{}", case.name());
            assert!(error.diagnostics.iter().any(|one| one.code.to_string() == case.code()), "{}", case.name());
            "`RenderError` with the text".to_owned()
        }
    });
    if case.is_of_host() {
        cells.extend([NONE, NONE, NONE, NONE, NONE].map(str::to_owned));
        return cells;
    }
    cells.extend([stream(case, folder, &text, false), stream(case, folder, &text, true)]);
    cells.push(prompt(case, folder));
    cells.extend([command(case, folder, &text, false), command(case, folder, &text, true)]);
    cells
}

/// A stream whose first line fails. The second is rendered nevertheless.
fn stream(case: &Case, folder: &Folder, text: &str, strict: bool) -> String {
    let events = format!("{}\n{}\n", case.payload, case.payload);
    let mode = if strict { "--strict" } else { "--lenient" };
    let ran = case.command(folder, "render", events.as_bytes(), &["--ndjson", mode]);
    assert!(ran.err.contains(case.code()) || case.row["no_event"] == true, "{}: {}", case.name(), ran.err);
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let what = match lines.as_slice() {
        [] => "nothing",
        [Value::String(one), Value::String(two)] => {
            assert!(one == text && two == text, "{}", case.name());
            "its line"
        }
        [Value::Null, Value::Null] => "`null` as its line",
        other => panic!("{}: {other:?}", case.name()),
    };
    assert_eq!(what == "its line", !(strict && case.fails()), "{}", case.name());
    format!("{what}, exit {}", ran.code)
}

/// As a prompt, which is strict.
fn prompt(case: &Case, folder: &Folder) -> String {
    let ran = case.command(folder, "prompt", case.payload.as_bytes(), &["--to", "messages"]);
    let lenient = case.command(folder, "prompt", case.payload.as_bytes(), &["--to", "messages", "--lenient"]);
    // The library makes the same messages, and says the same.
    if let Ok(payload) = itl_eval::Payload::from_slice(case.payload.as_bytes()) {
        let (template, _) = case.engine().compile_lenient(&case.template);
        let made = Prompt::new(template).render(Source::Payload(&payload), &PromptOptions::new(RenderOptions::new()));
        assert_eq!(made.strict().is_err(), ran.code == 1, "{}", case.name());
    }
    let what = if ran.out.is_empty() { "nothing" } else { "messages" };
    let then = if lenient.out.is_empty() { "nothing" } else { "messages" };
    if what == then {
        format!("{what}, exit {}", ran.code)
    } else {
        format!("{what}, exit {}; lenient: {then}", ran.code)
    }
}

fn command(case: &Case, folder: &Folder, text: &str, strict: bool) -> String {
    let mode = if strict { "--strict" } else { "--lenient" };
    let ran = case.command(folder, "render", case.payload.as_bytes(), &[mode]);
    assert!(ran.err.contains(case.code()), "{}: {}", case.name(), ran.err);
    let fails = strict && case.fails();
    assert_eq!(ran.out, if fails { "" } else { text }, "{}", case.name());
    // The same as data.
    let data = case.command(folder, "render", case.payload.as_bytes(), &[mode, "--format", "json"]);
    let data: Value = serde_json::from_str(&data.out).unwrap();
    assert_eq!(data["text"], if fails { json!(null) } else { json!(text) }, "{}", case.name());
    assert!(data["diagnostics"].as_array().unwrap().iter().any(|one| one["code"] == case.code()), "{}", case.name());
    format!("{}, exit {}", if fails { "nothing" } else { "text" }, ran.code)
}

const BEGIN: &str = "<!-- observed -->\n";
const END: &str = "<!-- /observed -->";

#[test]
fn the_table_is_what_is_observed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/failures.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (known, after) = rest.split_once(END).unwrap();
    let mut table = String::from(
        "| failure | code | lenient | strict | stream | stream, strict | prompt | JavaScript | JavaScript, strict | command | command, strict |\n|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let folder = Folder::new("failures");
    for case in cases() {
        let observed = cells(&case, &folder);
        let [lenient, strict, stream, stream_strict, prompt, command, command_strict] = observed.try_into().unwrap();
        // Observed by the test in JavaScript, which reads them here.
        let script = format!("text, `ok: {}`", !case.fails());
        let script_strict = if case.fails() { "`ItlError` with the text" } else { "text" }.to_owned();
        let row = [lenient, strict, stream, stream_strict, prompt, script, script_strict, command, command_strict];
        writeln!(table, "| {} | `{}` | {} |", case.name(), case.code(), row.join(" | ")).unwrap();
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(known, table, "UPDATE=1 cargo test -p itl-cli --test failures writes the table");
}
