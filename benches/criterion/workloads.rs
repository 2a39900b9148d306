//! The same cases under criterion, for comparing one state of the code with another.

use criterion::Criterion;
use itl_benches::engines;
use itl_benches::measure::{Selection, Suite};
use itl_benches::payloads::Inputs;
use std::time::Duration;

fn main() {
    let mut suite = Suite::new(Selection::default());
    engines::add_all(&mut suite, Inputs::leak());
    if let Err(difference) = suite.verify() {
        eprintln!("{difference}");
        std::process::exit(1);
    }
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    for case in &mut suite.cases {
        let name = format!("{}/{}", case.workload.name(), case.engine);
        criterion.bench_function(&name, |bencher| bencher.iter_custom(|times| case.batch(times)));
    }
    criterion.final_summary();
}
