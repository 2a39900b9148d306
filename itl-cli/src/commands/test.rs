//! `itl test`

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
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZero<usize>>,
    /// Run only the cases whose file or name contains this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
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

pub(crate) fn run(args: &TestArgs) -> CliResult {
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
    };
    let total: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let progress = progress(total);
    let run = test::run(&suites, &options, &|| progress.inc(1));
    progress.finish_and_clear();
    show(args, &run)?;
    Ok(outcome(args, &run, &suites, &problems))
}

fn show(args: &TestArgs, run: &Run<'_>) -> Result<(), CliError> {
    match args.format {
        TestFormat::Human => human::say(report::human(run).trim_end()),
        TestFormat::Json => print(&format!("{}\n", report::json(run)))?,
        TestFormat::Junit => print(&report::junit(run))?,
    }
    Ok(())
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
