//! A request of ten thousand turns against the render of the same text, for each target, and what it allocates.

use itl_benches::counting::{allocations, peak};
use itl_eval::{Dialect, Engine, Payload, Source, Template};
use itl_prompt::{Prompt, PromptOptions, RequestOptions, Target};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const USAGE: &str = "\
cargo run --profile tune --no-default-features --manifest-path benches/Cargo.toml --bin prompts -- [options]

  --quick        few rounds; writes no file
  --only NAME    one of the cases, ten times on texts of 100 bytes, for a profiler; `nothing` is none of them
  --date TEXT    the date for RESULTS-prompts.md; else the variable BENCH_DATE

The profile `release` measures nearly the same, and links in minutes.
";

/// Where the section of the other program begins.
const SCRIPT: &str = "\n## In JavaScript\n";

const TURNS: usize = 10_000;

const SOURCE: &str = "{{! @escape xml }}{{! @tools tools }}{{! @max_output_tokens 1024 }}
{{$system}}You help the engineers on call.{{/system}}
{{#turns}}
{{$message}}{{text}}{{/message}}
{{/turns}}
{{$user}}{{question}}{{/user}}
";

/// Eight in ten turns are texts, the others a call and its result. Each text is written `times` times.
fn data(times: usize) -> Value {
    let mut turns = Vec::with_capacity(TURNS);
    for at in 0..TURNS / 10 {
        for _ in 0..4 {
            let question =
                format!("Is checkout {at} really failing, or is it the probe again?\nIt says \"upstream refused\".");
            let answer = "It is real: 7.4 % of the requests fail, by query_metric. The baseline is 0.5 %, and nothing was deployed.";
            let (question, answer) = (vec![question.as_str(); times].join("\n"), vec![answer; times].join("\n"));
            turns.push(json!({"role": "user", "text": question}));
            turns.push(json!({"role": "assistant", "text": answer}));
        }
        let id = format!("call_{at}");
        turns.push(json!({"role": "assistant", "text": "I read the rate.", "tool_calls": [{"id": id, "name": "query_metric", "arguments": {"service": "checkout", "minutes": 15}}]}));
        turns.push(
            json!({"role": "tool", "tool_call_id": id, "text": "{\"value\":7.4,\"unit\":\"%\",\"baseline\":0.5}"}),
        );
    }
    let tools = json!([{"name": "query_metric", "parameters": {"type": "object", "properties": {"service": {"type": "string"}}}}]);
    json!({"tools": tools, "turns": turns, "question": "What now?"})
}

/// One way to do the work.
struct Case<'c> {
    name: String,
    run: Box<dyn Fn() -> usize + 'c>,
    times: Vec<Duration>,
    count: u64,
    most: u64,
    length: usize,
}

fn cases<'c>(template: &'c Template, prompt: &'c Prompt, payload: &'c Payload<'c>) -> Vec<Case<'c>> {
    let case = |name: String, run: Box<dyn Fn() -> usize + 'c>| Case {
        name,
        run,
        times: Vec::new(),
        count: 0,
        most: 0,
        length: 0,
    };
    let mut all = vec![
        case("render".to_owned(), Box::new(move || template.render(payload).text.len())),
        case(
            "prompt as one text".to_owned(),
            Box::new(move || prompt.render_text(Source::Payload(payload), &PromptOptions::default()).text().len()),
        ),
    ];
    for target in Target::ALL {
        all.push(case(
            format!("request, {}", target.name()),
            Box::new(move || {
                let (options, asked) = (PromptOptions::default(), RequestOptions::default());
                prompt.request(Source::Payload(payload), &options, target, &asked).body.len()
            }),
        ));
    }
    all
}

fn table(cases: &[Case<'_>]) -> String {
    let mut out = String::from(
        "| | time by the render's | ms | bytes | most memory by the bytes | allocations |\n|---|---:|---:|---:|---:|---:|\n",
    );
    // What disturbs a round makes it longer, so the shortest one counts.
    let least = |case: &Case<'_>| case.times.iter().min().map_or(f64::NAN, Duration::as_secs_f64);
    let first = cases.first().map_or(f64::NAN, least);
    for case in cases {
        let time = least(case);
        let memory = case.most as f64 / case.length as f64;
        let _ = writeln!(
            out,
            "| {} | {:.2} | {:.2} | {} | {memory:.2} | {} |",
            case.name,
            time / first,
            time * 1e3,
            case.length,
            case.count
        );
    }
    out
}

/// Runs all cases in turn, `rounds` times, and returns their table.
fn measured(mut cases: Vec<Case<'_>>, rounds: usize) -> String {
    for case in &mut cases {
        case.length = (case.run)();
        case.count = allocations(|| {
            (case.run)();
        });
        case.most = peak(|| {
            (case.run)();
        });
    }
    for _ in 0..rounds {
        for case in &mut cases {
            let start = Instant::now();
            std::hint::black_box((case.run)());
            case.times.push(start.elapsed());
        }
    }
    table(&cases)
}

fn main() -> ExitCode {
    let (mut quick, mut only, mut date) = (false, None, std::env::var("BENCH_DATE").ok());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--quick" => quick = true,
            "--only" => only = args.next(),
            "--date" => date = args.next(),
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::FAILURE;
            }
        }
    }
    let engine = Engine::builder().dialect(Dialect::Mustache).build();
    let template = match engine.compile(SOURCE) {
        Ok(template) => template,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let prompt = Prompt::new(template.clone());
    if let Some(name) = only {
        let data = data(1);
        let payload = Payload::from_value(&data);
        for case in cases(&template, &prompt, &payload).iter().filter(|case| case.name == name) {
            for _ in 0..10 {
                std::hint::black_box((case.run)());
            }
        }
        return ExitCode::SUCCESS;
    }
    let rounds = if quick { 15 } else { 200 };
    let mut tables = String::new();
    for times in [1, 10] {
        let data = data(times);
        let payload = Payload::from_value(&data);
        let table = measured(cases(&template, &prompt, &payload), rounds / times.min(4));
        let _ = write!(tables, "\n## Texts of about {} bytes\n\n{table}", times * 100);
    }
    println!("{tables}");
    if quick {
        return ExitCode::SUCCESS;
    }
    let page = format!(
        "# Requests of prompts\n\nMade from the repository's root by\n\n    cargo run --profile tune --no-default-features --manifest-path benches/Cargo.toml --bin prompts\n\nDate: {}. Rounds: {rounds}, of the larger texts a quarter.\n\nA conversation of {TURNS} turns, a fifth of them calls and their results, from a payload that is ready. `render` writes the\ntext of the same template, as of any other, and looks at nothing that makes a prompt of it; `prompt as one text` is what\n`itl prompt --to text` does. A request is written while its prompt renders: turns go to the target's body as they become\ncomplete. Time is that of the shortest round; the cases run in turn. Most memory counts everything that is\nallocated while it is made: the body, and the text of some turns and what is known about them.\n{tables}",
        date.as_deref().unwrap_or("not given")
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS-prompts.md");
    // What itl-wasm/bench/prompts.mjs has measured stays.
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    let script = before.find(SCRIPT).map_or("", |at| &before[at..]);
    match std::fs::write(&path, page + script) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
