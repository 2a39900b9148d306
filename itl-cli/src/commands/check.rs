//! `itl check`

use crate::alert_source;
use crate::args::LanguageArgs;
use crate::check::{self, Checker};
use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::project::Projects;
use crate::report::{self, human, json as report_json, sarif};
use crate::settings::{self, Settings};
use crate::source::{Source, Sourced};
use clap::{Args, ValueEnum};
use itl_eval::{Code, Diagnostic};
use serde_json::json;

#[derive(Debug, Args)]
#[command(after_help = "Exits with 1 where there are errors, with 2 where a file cannot be read. Warnings fail only
where --deny says so. Without files the current folder is checked.

A file ending in .yaml or .yml is an alert source, whose templates and mappings are checked as a
whole; in folders, those that end in .itl-source.yaml are checked. --schema ilert:alert-action and
--schema ilert:incident stand for the variables of ilert's alert actions and incident templates.

Examples:
  itl check templates/
  itl check 'alerts/**/*.itl' --deny warnings --allow W0502
  itl check disk.itl --data alert.json --data resolved.json
  itl check disk.itl --schema alert.schema.json --portable
  itl check disk.itl-source.yaml --data alert.json
  itl check webhook.itl --schema ilert:alert-action
  itl check disk.itl --fix
  itl check -e '{{ host.uperCase() }}'
  itl check templates/ --format sarif > itl.sarif")]
pub(crate) struct CheckArgs {
    /// Templates, alert sources in YAML, folders, globs; - is a template on stdin
    pub(crate) files: Vec<String>,
    /// Template given as text; use single quotes, a shell expands $x in double quotes
    #[arg(short = 'e', long = "expression", value_name = "TEXT", allow_hyphen_values = true, conflicts_with = "files")]
    pub(crate) expression: Option<String>,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    /// Sample payload that the paths are looked up in and the template is rendered with; can be repeated
    #[arg(long, value_name = "SAMPLE", conflicts_with = "schema")]
    pub(crate) data: Vec<String>,
    /// JSON Schema of the payload: a file, ilert:alert-action or ilert:incident
    #[arg(long)]
    pub(crate) schema: Option<String>,
    /// Name what ilert itself would not understand
    #[arg(long)]
    pub(crate) portable: bool,
    /// Path that may be printed unescaped inside an XML-style section
    #[arg(long, value_name = "PATH")]
    pub(crate) trust: Vec<String>,
    /// Treat these warnings as errors: `warnings` for all, or a code
    #[arg(long, value_name = "warnings|CODE", value_delimiter = ',')]
    pub(crate) deny: Vec<String>,
    /// Do not report this warning
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) allow: Vec<String>,
    /// Apply the suggested changes to the files, and report what is left
    #[arg(long)]
    pub(crate) fix: bool,
    /// How findings are shown: human on stderr, json and sarif on stdout
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(crate) format: CheckFormat,
}

/// How `check` shows its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Human,
    Json,
    Sarif,
}

pub(crate) fn run(args: &CheckArgs) -> CliResult {
    let mut checker = Checker::default();
    let mut projects = Projects::default();
    let mut report = Report { format: args.format, all: Vec::new(), outcome: Outcome::Fine };
    if let Some(text) = &args.expression {
        if args.fix {
            return Err(CliError::usage("--fix changes files; it does not go with -e"));
        }
        let settings = settings(args, projects.settings(None))?;
        report.add(projects.take_problems());
        let found = checker.check(&Source::given(text), None, &settings)?;
        report.add(checker.take_problems());
        report.add(found);
        return report.finish();
    }
    let here = [".".to_owned()];
    let endings: Vec<&str> = files::TEMPLATES.iter().chain(alert_source::IN_FOLDERS).copied().collect();
    let search = files::find(if args.files.is_empty() { &here } else { &args.files }, &endings);
    if args.fix && search.files.iter().any(|file| file == "-") {
        return Err(CliError::usage("--fix changes files; it does not go with stdin"));
    }
    for path in &search.files {
        let settings = settings(args, projects.settings(Some(path)))?;
        report.add(projects.take_problems());
        let found = match files::template(path) {
            Ok(source) if args.fix => found(check::fix(&mut checker, source, path, &settings), path)?,
            Ok(source) => found(checker.check_file(&source, path, &settings), path)?,
            Err(unusable) => vec![unusable.finding().0],
        };
        report.add(checker.take_problems());
        report.add(found);
    }
    if args.files.is_empty() {
        report.add(projects.idle_allowances(&checker.checked));
    }
    report.add(search.problems);
    report.finish()
}

/// What a check has found. What keeps one template from being checked is a finding too, and the
/// others are checked all the same.
fn found(result: Result<Vec<Sourced>, CliError>, path: &str) -> Result<Vec<Sourced>, CliError> {
    match result {
        Err(CliError::Usage(message)) => Ok(vec![files::unreadable(path, &message)]),
        result => result,
    }
}

/// The settings of a template: the flags over those of its project.
fn settings(args: &CheckArgs, project: Settings) -> Result<Settings, CliError> {
    let mut settings = project.with(&args.language);
    if !args.data.is_empty() {
        (settings.samples, settings.schema) = (args.data.clone(), None);
    }
    if let Some(schema) = &args.schema {
        (settings.samples, settings.schema) = (Vec::new(), Some(schema.clone()));
    }
    settings.portable |= args.portable;
    settings.trusted.extend(args.trust.iter().cloned());
    for name in &args.deny {
        settings.deny.add(name).map_err(|why| CliError::usage(format!("--deny {name}: {why}")))?;
    }
    for name in &args.allow {
        let code = settings::allowable(name).map_err(|why| CliError::usage(format!("--allow {name}: {why}")))?;
        settings.allow.push(code);
    }
    Ok(settings)
}

/// What was found so far.
struct Report {
    format: CheckFormat,
    all: Vec<Sourced>,
    outcome: Outcome,
}

impl Report {
    fn add(&mut self, found: Vec<Sourced>) {
        for finding in &found {
            let unreadable = finding.diagnostic.code == Code::UnreadableFile;
            let outcome = if unreadable { Outcome::Unreadable } else { Outcome::of(!finding.diagnostic.is_error()) };
            self.outcome = self.outcome.and(outcome);
        }
        if self.format == CheckFormat::Human {
            human::draw_all(&found, human::AS_JSON);
        }
        self.all.extend(found);
    }

    fn finish(self) -> CliResult {
        match self.format {
            CheckFormat::Human => {
                let diagnostics = self.all.iter().map(|finding: &Sourced| -> &Diagnostic { &finding.diagnostic });
                if let Some(count) = report::count(diagnostics) {
                    human::say(&count);
                }
            }
            CheckFormat::Json => {
                print(&format!("{}\n", json!({ "diagnostics": report_json::list(&self.all) })))?;
            }
            CheckFormat::Sarif => print(&format!("{}\n", sarif::log(&report_json::list(&self.all))))?,
        }
        Ok(self.outcome)
    }
}
