//! Runs one case a number of times and measures nothing itself, for tools that count instructions.

use itl_benches::engines;
use itl_benches::measure::{Selection, Suite};
use itl_benches::payloads::Inputs;
use std::process::ExitCode;

const USAGE: &str = "\
count WORKLOAD ENGINE TIMES

Instructions of one run, of the difference of two counts:

for times in 1000 2000; do valgrind --tool=callgrind count W1 'itl, ready payload' $times; done
";

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [workload, engine, times] = given.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let selection = Selection { workloads: vec![workload.clone()], engines: Vec::new() };
    let mut suite = Suite::new(selection);
    engines::add_all(&mut suite, Inputs::leak());
    let case = suite.cases.iter_mut().find(|case| case.engine == engine);
    let (Some(case), Ok(times)) = (case, times.parse()) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    case.batch(times);
    ExitCode::SUCCESS
}
