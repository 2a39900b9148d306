//! Runs the conformance corpus natively.

use std::collections::HashSet;

#[test]
fn every_case_of_the_corpus_holds() {
    let files = spec_tests::load(&spec_tests::cases_folder()).unwrap();
    let only = std::env::var("CASE").ok();
    let (mut ran, mut failures) = (0, Vec::new());
    for (file, cases) in &files {
        let mut names = HashSet::new();
        for case in &cases.cases {
            assert!(names.insert(&case.name), "{file}: two cases are named {:?}", case.name);
            let id = format!("{file}: {}", case.name);
            if only.as_ref().is_some_and(|only| !id.contains(only.as_str())) {
                continue;
            }
            ran += 1;
            if let Err(difference) = case.run() {
                failures.push(format!(
                    "{id}  ({})\n  template {:?}\n  payload {}\n  {difference}",
                    case.rule,
                    case.template,
                    case.payload()
                ));
            }
        }
    }
    println!("corpus: {} cases in {} files ran natively, {} failed", ran, files.len(), failures.len());
    if let (Ok(folder), None) = (std::env::var("ITL_PARITY"), &only) {
        let equal = ran - failures.len();
        let line = format!("{{\"target\":\"Rust\",\"cases\":{ran},\"equal\":{equal},\"not_applicable\":0}}\n");
        std::fs::write(std::path::Path::new(&folder).join("rust.json"), line).unwrap();
    }
    assert!(failures.is_empty(), "{} of {ran} cases failed\n\n{}", failures.len(), failures.join("\n\n"));
    assert!(only.is_some() || ran >= 500, "the corpus is too small: {ran}");
}
