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
cargo run --release --manifest-path benches/Cargo.toml --bin prompts -- [options]

  --quick        few rounds; writes no file
  --date TEXT    the date for RESULTS-prompts.md; else the variable BENCH_DATE

With a fast build and without the peers:

cargo run --profile tune --no-default-features --manifest-path benches/Cargo.toml --bin prompts
";

const TURNS: usize = 10_000;

const SOURCE: &str = "{{! @escape xml }}{{! @tools tools }}{{! @max_output_tokens 1024 }}
{{$system}}You help the engineers on call.{{/system}}
{{#turns}}
{{$message}}{{text}}{{/message}}
{{/turns}}
{{$user}}{{question}}{{/user}}
";

/// Nine in ten turns are texts, the others a call and its result.
fn data() -> Value {
    let mut turns = Vec::with_capacity(TURNS);
    for at in 0..TURNS / 10 {
        for _ in 0..4 {
            turns.push(json!({"role": "user", "text": format!("Is checkout {at} really failing, or is it the probe again?\nIt says \"upstream refused\".")}));
            turns.push(json!({"role": "assistant", "text": "It is real: 7.4 % of the requests fail, by query_metric. The baseline is 0.5 %, and nothing was deployed."}));
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
    let mut all = vec![case("render".to_owned(), Box::new(move || template.render(payload).text.len()))];
    for target in Target::ALL {
        all.push(case(
            format!("request, {}", target.name()),
            Box::new(move || {
                let conversation = prompt.render(Source::Payload(payload), &PromptOptions::default());
                conversation.request(target, &RequestOptions::default()).body.len()
            }),
        ));
    }
    all
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

fn table(cases: &[Case<'_>]) -> String {
    let mut out = String::from(
        "| | time by the render's | ms | bytes | most memory by the bytes | allocations |\n|---|---:|---:|---:|---:|---:|\n",
    );
    let first: Vec<f64> =
        cases.first().map_or_else(Vec::new, |case| case.times.iter().map(Duration::as_secs_f64).collect());
    for case in cases {
        let times: Vec<f64> = case.times.iter().map(Duration::as_secs_f64).collect();
        let mut ratios: Vec<f64> = times.iter().zip(&first).map(|(time, base)| time / base).collect();
        let least = times.iter().copied().fold(f64::INFINITY, f64::min);
        let memory = case.most as f64 / case.length as f64;
        let _ = writeln!(
            out,
            "| {} | {:.2} | {:.2} | {} | {memory:.2} | {} |",
            case.name,
            median(&mut ratios),
            least * 1e3,
            case.length,
            case.count
        );
    }
    out
}

fn main() -> ExitCode {
    let (mut quick, mut date) = (false, std::env::var("BENCH_DATE").ok());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--quick" => quick = true,
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
    let data = data();
    let payload = Payload::from_value(&data);
    let mut cases = cases(&template, &prompt, &payload);
    for case in &mut cases {
        case.length = (case.run)();
        case.count = allocations(|| {
            (case.run)();
        });
        case.most = peak(|| {
            (case.run)();
        });
    }
    let rounds = if quick { 15 } else { 200 };
    for _ in 0..rounds {
        for case in &mut cases {
            let start = Instant::now();
            std::hint::black_box((case.run)());
            case.times.push(start.elapsed());
        }
    }
    let table = table(&cases);
    println!("{table}");
    if quick {
        return ExitCode::SUCCESS;
    }
    let page = format!(
        "# Requests of prompts\n\nMade from the repository's root by\n\n    cargo run --release --manifest-path benches/Cargo.toml --bin prompts\n\nDate: {}. Rounds: {rounds}.\n\nA conversation of {TURNS} turns, a fifth of them calls and their results, from a payload that is ready. `render` writes the text of the\nprompt; a request renders it, makes messages of it, and writes the target's body. Time is the median over the rounds of a\nrequest's time divided by the render's of the same round. Most memory counts everything that is allocated while it is\nmade: the text, the body, and what is known about each turn.\n\n{table}",
        date.as_deref().unwrap_or("not given")
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS-prompts.md");
    match std::fs::write(&path, page) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
