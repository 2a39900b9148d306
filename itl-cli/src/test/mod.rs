//! `*.itl-test.yaml`: templates with payloads and what is expected of them.

pub(crate) mod diff;
mod expect;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod suite;

pub(crate) use run::{Options, Run, run};
pub(crate) use suite::Suite;

/// Endings of test files, which folders are searched for.
pub(crate) const TEST_FILES: &[&str] = &[".itl-test.yaml", ".itl-test.yml"];
