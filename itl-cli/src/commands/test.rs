//! `itl test`

use crate::coverage::{self, Coverage};
use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::project::Projects;
use crate::report::human;
use crate::source::Sourced;
use crate::test::report::{self, Summary};
use crate::test::{self, Options, Run, Suite};
use crate::watch;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::num::NonZero;

#[derive(Debug, Args)]
#[command(after_help = "A test file, NAME.itl-test.yaml, names a template and cases:

  template: disk.itl
  cases:
    - name: critical disk
      data: payloads/disk.json
      expect: \"DISK db-7 is full\"
    - name: one alert for firing and resolved
      same_key: [payloads/firing.json, payloads/resolved.json]

Without files the current folder is searched, or where itl.toml says. Exits with 1 where a case
fails, with 2 where a test file cannot be read.

Examples:
  itl test
  itl test alerts/ --filter disk
  itl test --update
  itl test --watch
  itl test --coverage --fail-under 90
  itl test --coverage --coverage-format html --coverage-output coverage.html
  itl test --format junit > junit.xml")]
pub(crate) struct TestArgs {
    /// Test files, folders, globs
    pub(crate) files: Vec<String>,
    /// Write snapshots and files of expected texts instead of comparing them
    #[arg(long)]
    pub(crate) update: bool,
    /// Run again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with = "update")]
    pub(crate) watch: bool,
    /// Threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = crate::args::jobs)]
    pub(crate) jobs: Option<NonZero<usize>>,
    /// Run only the cases whose file or name contains this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Report which tags, sections and results of functions the cases reach
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Fail where less than this percentage is reached
    #[arg(long, value_name = "N", requires = "coverage", value_parser = percentage)]
    pub(crate) fail_under: Option<f64>,
    /// How coverage is reported
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = CoverageFormat::Text, requires = "coverage")]
    pub(crate) coverage_format: CoverageFormat,
    /// File that gets the coverage report [default: stdout]
    #[arg(long, value_name = "FILE", requires = "coverage")]
    pub(crate) coverage_output: Option<String>,
    /// How results are shown: human on stderr, json and junit on stdout
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    pub(crate) format: TestFormat,
}

/// How `test` shows its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    Human,
    Json,
    Junit,
}

/// How `test` reports coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CoverageFormat {
    /// A line a file, and what was not reached
    Text,
    Json,
    /// A tracefile for editors and genhtml
    Lcov,
    /// XML for CI systems
    Cobertura,
    /// A page that shows the templates with counts
    Html,
}

fn percentage(text: &str) -> Result<f64, String> {
    let percent = text.trim().trim_end_matches('%').trim_end().parse().ok();
    percent
        .filter(|percent| (0.0..=100.0).contains(percent))
        .ok_or_else(|| "write a percentage from 0 to 100".to_owned())
}

pub(crate) fn run(args: &TestArgs) -> CliResult {
    let both = args.format != TestFormat::Human && args.coverage && args.coverage_output.is_none();
    let fits =
        args.format == TestFormat::Json && matches!(args.coverage_format, CoverageFormat::Text | CoverageFormat::Json);
    if both && !fits {
        return Err(CliError::usage(
            "results and coverage cannot both go to stdout; name a file for coverage with --coverage-output",
        ));
    }
    if args.watch {
        return watch::run(|| once(args));
    }
    once(args)
}

/// Runs everything once.
fn once(args: &TestArgs) -> CliResult {
    let mut projects = Projects::default();
    let files = match projects.of(None) {
        _ if !args.files.is_empty() => args.files.clone(),
        Some(project) if !project.test.files.is_empty() => {
            project.test.files.iter().map(|file| crate::settings::path(&project.folder, file)).collect()
        }
        _ => vec![".".to_owned()],
    };
    let search = files::find(&files, test::TEST_FILES);
    let mut problems = search.problems;
    let mut suites = Vec::new();
    for file in &search.files {
        match test::suite::read(file, &mut projects) {
            Ok(suite) => suites.push(suite),
            Err(found) => problems.extend(found),
        }
    }
    problems.extend(projects.take_problems());
    human::draw_all(&problems, human::IN_CHECK);
    let options = Options {
        update: args.update,
        jobs: args.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get),
        filter: args.filter.clone(),
        coverage: args.coverage,
        texts: args.format == TestFormat::Json,
    };
    let total: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let progress = progress(total);
    let run = test::run(&suites, &options, &|| progress.inc(1));
    progress.finish_and_clear();
    let coverage = args.coverage.then(|| run.coverage());
    show(args, &run, &problems, coverage.as_ref())?;
    let mut outcome = outcome(args, &run, &suites, &problems);
    let least = args.fail_under.or_else(|| projects.of(None)?.test.fail_under);
    if let Some((share, least)) = coverage.map(|coverage| coverage.share()).zip(least)
        && share.percent() < least
    {
        human::failure(&format!("{} % is reached, less than {least} %", share.shown()));
        outcome = outcome.and(Outcome::Errors);
    }
    Ok(outcome)
}

fn show(args: &TestArgs, run: &Run<'_>, unread: &[Sourced], coverage: Option<&Coverage>) -> Result<(), CliError> {
    let embedded = args.coverage_output.is_none() && args.format == TestFormat::Json;
    match args.format {
        TestFormat::Human => human::say(report::human(run).trim_end()),
        TestFormat::Json => {
            let object = report::json(run, unread).to_string();
            match (coverage.filter(|_| embedded), object.strip_suffix('}')) {
                (Some(coverage), Some(open)) => {
                    print(&format!("{open},\"coverage\":{}}}\n", coverage::json::report(coverage)))?;
                }
                _ => print(&format!("{object}\n"))?,
            }
        }
        TestFormat::Junit => print(&report::junit(run, unread))?,
    }
    let Some(coverage) = coverage.filter(|_| !embedded) else { return Ok(()) };
    let text = match args.coverage_format {
        CoverageFormat::Text => coverage::text::report(coverage),
        CoverageFormat::Json => format!("{}\n", coverage::json::report(coverage)),
        CoverageFormat::Lcov => coverage::lcov::report(coverage),
        CoverageFormat::Cobertura => coverage::cobertura::report(coverage),
        CoverageFormat::Html => coverage::html::report(coverage),
    };
    match &args.coverage_output {
        Some(path) => files::replace(path, text.as_bytes()),
        None => print(&text),
    }
}

fn outcome(args: &TestArgs, run: &Run<'_>, suites: &[Suite], problems: &[Sourced]) -> Outcome {
    let mut outcome = Outcome::of(Summary::of(run).failed == 0);
    if !problems.is_empty() {
        outcome = Outcome::Unreadable;
    }
    if run.results.is_empty() && !suites.is_empty() {
        let filter = args.filter.as_deref().unwrap_or_default();
        human::failure(&format!("no case has {filter:?} in its name or file"));
        outcome = Outcome::Unreadable;
    }
    outcome
}

/// A bar on stderr where that is a terminal.
fn progress(total: usize) -> ProgressBar {
    let shown = std::io::stderr().is_terminal() && total > 1;
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(total as u64), target);
    match ProgressStyle::with_template("{wide_bar} {pos} of {len}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
