//! Runs the cases of prompts natively, and holds the codes of prompts against them.

use itl_syntax::{Code, Severity};
use spec_tests::{PromptCase, PromptResult, prompt_cases};
use std::collections::HashSet;

fn difference(case: &PromptCase, result: &PromptResult) -> Vec<String> {
    let mut wrong = Vec::new();
    let codes: Vec<&str> = result.found.iter().map(|one| one.code.id()).collect();
    if codes != case.codes {
        wrong.push(format!("codes\n    expected {:?}\n    found    {codes:?}\n{}", case.codes, result.found));
    }
    let Some(request) = &result.request else { return wrong };
    let Ok(body) = serde_json::from_str::<serde_json::Value>(&request.body) else {
        return vec![format!("the body is not JSON: {}", request.body)];
    };
    if let Some(expected) = case.body.as_ref().filter(|expected| **expected != body) {
        wrong.push(format!("body\n    expected {expected}\n    found    {body}"));
    }
    let dropped: Vec<&Vec<usize>> = request.report.dropped.iter().map(|one| &one.messages).collect();
    if case.dropped.as_ref().is_some_and(|expected| expected.iter().ne(dropped.iter().copied())) {
        wrong.push(format!("dropped {dropped:?}, used {}", request.report.used));
    }
    let of_answer = |code: Code| matches!(code, Code::AnswerMismatch | Code::InvalidJson | Code::InvalidInput);
    let errors = result.found.iter().any(|one| one.severity == Severity::Error && !of_answer(one.code));
    if errors && request.is_ok() {
        wrong.push("a strict caller would send it".into());
    }
    wrong
}

#[test]
fn every_case_of_a_prompt_holds() {
    let cases = prompt_cases().unwrap();
    let only = std::env::var("CASE").ok();
    let (mut names, mut failures) = (HashSet::new(), Vec::new());
    for case in cases.iter().filter(|case| only.as_ref().is_none_or(|only| case.name.contains(only.as_str()))) {
        assert!(names.insert(&case.name), "two cases are named {:?}", case.name);
        let result = case.run().unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let wrong = difference(case, &result);
        if !wrong.is_empty() {
            failures.push(format!("{}\n  prompt {}\n  {}", case.name, case.prompt, wrong.join("\n  ")));
        }
    }
    println!("prompts: {} cases ran natively, {} failed", names.len(), failures.len());
    assert!(failures.is_empty(), "{} failed\n\n{}", failures.len(), failures.join("\n\n"));
}

/// What is found about a turn, a setting or a value has a place in the prompt.
#[test]
fn what_is_wrong_has_a_place() {
    // Of the request as a whole, of the answer and of the data nothing in the prompt is at fault.
    let of_no_tag = ["E0601", "E0605", "W0609", "E0715", "E0717", "E0718", "E0728", "W0733"];
    for case in prompt_cases().unwrap() {
        for one in &case.run().unwrap().found {
            let placed = !one.span.is_empty() || of_no_tag.contains(&one.code.id());
            assert!(placed, "{}: {one}", case.name);
        }
    }
}

/// Each code of prompts is caused by a case here, but for those that a render alone does not cause.
#[test]
fn every_code_of_prompts_has_a_case() {
    let caused: HashSet<String> = prompt_cases().unwrap().into_iter().flat_map(|case| case.codes).collect();
    // The command's own nonce (itl-cli/tests/prompt.rs), and lints (itl-prompt/src/lint, itl-prompt/src/volatile.rs).
    let elsewhere = ["W0732", "W0735", "W0736"];
    let of_prompts = |code: &&Code| (701..740).contains(&code.id()[1..].parse::<u32>().unwrap());
    for code in Code::ALL.iter().filter(of_prompts) {
        let id = code.id();
        assert!(caused.contains(id) != elsewhere.contains(&id), "{id}");
    }
}
