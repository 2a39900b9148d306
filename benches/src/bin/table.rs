//! Prints the table of ratios and writes it into `RESULTS.md`.

use itl_benches::measure::{Effort, Selection, Suite, measure};
use itl_benches::payloads::Inputs;
use itl_benches::{engines, report};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
cargo run --release --manifest-path benches/Cargo.toml --bin table -- [options]

  --quick              few samples, for tuning; writes no file
  --workload W1,W6a    only these workloads; writes no file
  --engine itl,hand    only engines whose name has one of these parts; writes no file
  --date TEXT          the date for RESULTS.md; else the variable BENCH_DATE
  --list               names the engines and their workloads

For tuning, with a fast build and without the peers but ramhorns:

cargo run --profile tune --no-default-features --manifest-path benches/Cargo.toml --bin table -- --quick
";

struct Args {
    effort: Effort,
    selection: Selection,
    date: Option<String>,
    list: bool,
    whole: bool,
}

fn main() -> ExitCode {
    match arguments().and_then(|args| run(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Args, String> {
    let mut args = Args {
        effort: Effort::FULL,
        selection: Selection::default(),
        date: std::env::var("BENCH_DATE").ok(),
        list: false,
        whole: true,
    };
    let mut given = std::env::args().skip(1);
    while let Some(flag) = given.next() {
        let mut value = || given.next().ok_or_else(|| format!("{flag} wants a value\n\n{USAGE}"));
        let words = |text: String| text.split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>();
        match flag.as_str() {
            "--quick" => {
                args.effort = Effort::QUICK;
                args.whole = false;
            }
            "--workload" => {
                args.selection.workloads = words(value()?);
                args.whole = false;
            }
            "--engine" => {
                args.selection.engines = words(value()?);
                args.whole = false;
            }
            "--date" => args.date = Some(value()?),
            "--list" => args.list = true,
            "--help" | "-h" => return Err(USAGE.to_owned()),
            _ => return Err(format!("unknown option {flag}\n\n{USAGE}")),
        }
    }
    Ok(args)
}

fn run(args: &Args) -> Result<(), String> {
    let mut suite = Suite::new(args.selection.clone());
    engines::add_all(&mut suite, Inputs::leak());
    if args.list {
        for case in &suite.cases {
            println!("{:<4} {}", case.workload.name(), case.engine);
        }
        return Ok(());
    }
    suite.verify()?;
    let samples = measure(&mut suite, args.effort, |workload| eprintln!("{}: {}", workload.name(), workload.title()));
    let mut out = String::new();
    let _ = write!(
        out,
        "\nRatios to the baseline (median; lower is better)\n\n{}\nRatios to hand-written code over serde_json::Value, keys in order\n\n{}\nAllocations of one run\n\n{}\nShortest time of one run\n\n{}",
        report::ratios(&samples),
        report::ratios_to_ordered(&samples),
        report::allocations(&samples),
        report::times(&samples)
    );
    println!("{out}");
    if args.whole {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
        let date = args.date.as_deref().unwrap_or("not given");
        std::fs::write(&path, report::results(&samples, date, args.effort))
            .map_err(|error| format!("RESULTS.md: {error}"))?;
    }
    Ok(())
}
