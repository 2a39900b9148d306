//! `itl render`

mod alert;

use crate::args::{self, BudgetArgs, DataArgs, LanguageArgs, RenderFormat, TimeArgs};
use crate::data::{self, Content, Data};
use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::report::cost::CostReport;
use crate::report::{self, human, json as report_json};
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use crate::stream::{self, Job, Maker, Stream};
use crate::{alert_source, clock, engine, project};
use clap::Args;
use itl_eval::{Code, Diagnostics, Engine, RenderCost, RenderOptions, Rendered, Template};
use serde_json::json;

#[derive(Debug, Args)]
#[command(after_help = "A lenient render, the default, exits with 0 when the text went out, whatever is wrong with the
template; with 1 where the payload is not JSON. In double quotes a shell expands $x before itl
sees it: give -e templates in single quotes.

A file ending in .yaml or .yml is an alert source: all of its templates are rendered, and the alert
that they make is printed as JSON.

Examples:
  itl render disk.itl --data alert.json
  itl render -e '{{ host }} is {{ state.default(\"unknown\") }}' --set host=db-7
  itl render digest.mustache --data digest.yaml --partials partials/ --escape none
  itl render disk.itl --data alert.json --timezone Europe/Berlin --now 2026-03-14T01:52:13Z
  curl -s https://example.com/alert | itl render disk.itl --data - --strict --format json
  kubectl get event -o yaml | itl render event.itl --data - --data-format yaml
  itl render disk.itl --data alert.json --explain-cost
  itl render disk.itl-source.yaml --data alert.json
  itl render disk.itl-source.yaml --ndjson --data events.ndjson
  tail -f events.ndjson | itl render disk.itl --ndjson")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct RenderArgs {
    /// Template file, or an alert source in YAML; - is a template on stdin
    #[arg(required_unless_present = "expression", conflicts_with = "expression")]
    pub(crate) template: Option<String>,
    /// Template given as text; use single quotes, a shell expands $x in double quotes
    #[arg(short = 'e', long = "expression", value_name = "TEMPLATE_TEXT", allow_hyphen_values = true)]
    pub(crate) expression: Option<String>,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    #[command(flatten)]
    pub(crate) time: TimeArgs,
    #[command(flatten)]
    pub(crate) length: BudgetArgs,
    /// Print nothing where the template has errors or a value is missing
    #[arg(long, conflicts_with = "lenient")]
    pub(crate) strict: bool,
    /// Always print a text; a broken tag prints its own source (the default)
    #[arg(long)]
    pub(crate) lenient: bool,
    /// What is printed: the text alone, or an object with the text and the diagnostics
    #[arg(long, value_enum, default_value_t = RenderFormat::Text)]
    pub(crate) format: RenderFormat,
    /// Say on stderr what the render costs: its steps, and the ten dearest tags
    #[arg(long, conflicts_with = "ndjson")]
    pub(crate) explain_cost: bool,
    /// Render a stream: an event a line in (--data, else stdin), a message a line out as a JSON string;
    /// of an alert source, the alert as JSON
    #[arg(long, conflicts_with = "sets")]
    pub(crate) ndjson: bool,
    /// Threads that render a stream [default: one for each core]
    #[arg(long, value_name = "N", requires = "ndjson", value_parser = args::jobs)]
    pub(crate) jobs: Option<std::num::NonZero<usize>>,
}

pub(crate) fn run(args: &RenderArgs) -> CliResult {
    let data_path = args.data.data.as_deref();
    let streams = args.ndjson && data_path.is_none();
    if args.template.as_deref() == Some("-") && (streams || data_path == Some("-")) {
        return Err(CliError::usage("template and data cannot both be read from stdin"));
    }
    let settings = settings(args)?;
    let engine = engine::build(&settings, args.template.as_deref())?;
    let source = match (&args.expression, &args.template) {
        (Some(text), _) => Source::given(text),
        (None, path) => match files::template(path.as_deref().unwrap_or("-")) {
            Ok(source) => source,
            Err(unusable) => return unusable.end(),
        },
    };
    if let Some(path) = args.template.as_deref().filter(|path| alert_source::is_source(path, &source.text)) {
        return alert::run(args, &settings, &source, path);
    }
    let options = RenderOptions::new().now(settings.now.or_else(clock::now)).budget(settings.budget());
    if args.ndjson {
        return stream(args, &settings, &engine, &source, &options);
    }
    let data = data::read(data_path, args.data.data_format, &args.data.sets)?;
    let (template, compiled) = engine.compile_lenient(&source.text);
    let (mut rendered, cost) = if args.explain_cost {
        let (rendered, cost) = explained(&template, &data, &options);
        (rendered, Some(cost))
    } else {
        (render(&template, &data, &options), None)
    };
    if data.problem.is_some() && args.data.sets.is_empty() {
        // The payload's own diagnostic says already that every variable is missing.
        rendered.warnings = Diagnostics::new();
    }
    let cost = cost.as_ref().map(|cost| CostReport {
        cost,
        limit: engine.limits().steps,
        source: &source,
        template: &template,
        settings: &settings,
    });
    let problem = data.problem.or_else(|| broken_json(&data.content, &rendered.warnings));
    let (text, found) = settle(args.strict, rendered, compiled);
    let text = text.filter(|_| !args.strict || problem.is_none());
    let outcome = Outcome::of(problem.is_none() && text.is_some());
    let mut all: Vec<Sourced> = problem.into_iter().map(|problem| *problem).collect();
    all.extend(report::of_template(found, &source, &template, &settings));
    report::hint_at_partials(&mut all, &source, &settings);
    show(args.format, text, &all, cost.as_ref())?;
    Ok(outcome)
}

/// Prints the text, and what is said about it.
fn show(
    format: RenderFormat,
    text: Option<String>,
    found: &[Sourced],
    cost: Option<&CostReport<'_>>,
) -> Result<(), CliError> {
    if format == RenderFormat::Json {
        let mut answer = json!({ "text": text, "diagnostics": report_json::list(found) });
        if let (Some(cost), Some(answer)) = (cost, answer.as_object_mut()) {
            answer.insert("cost".to_owned(), cost.json());
        }
        return print(&format!("{answer}\n"));
    }
    if let Some(text) = text {
        print(&text)?;
        if !found.is_empty() || cost.is_some() {
            human::separate_from(&text);
        }
    }
    human::draw_all(found, human::AS_JSON);
    if let Some(cost) = cost {
        human::say(cost.text().trim_end());
    }
    Ok(())
}

/// The settings of the template: the flags over those of its project.
fn settings(args: &RenderArgs) -> Result<Settings, CliError> {
    let mut settings = project::settings_of(args.template.as_deref())?.with(&args.language);
    settings.apply_time(&args.time)?;
    settings.budget = args.length.budget()?.or(settings.budget);
    settings.fit = args.length.fit().or(settings.fit);
    Ok(settings)
}

/// The file of a stream, which is JSON; `None` for stdin.
fn stream_data(args: &RenderArgs) -> Result<Option<&str>, CliError> {
    let path = args.data.data.as_deref();
    let yaml = match args.data.data_format {
        Some(format) => format == data::DataFormat::Yaml,
        None => path.is_some_and(|path| files::ends_with(path, &["yaml", "yml"])),
    };
    if yaml {
        return Err(CliError::usage("a stream is JSON, an event a line; render a YAML payload without --ndjson"));
    }
    Ok(path)
}

/// Renders a stream. What is wrong with the template is reported once, before it.
fn stream(
    args: &RenderArgs,
    settings: &Settings,
    engine: &Engine,
    source: &Source,
    options: &RenderOptions,
) -> CliResult {
    let path = stream_data(args)?;
    let (template, compiled) = engine.compile_lenient(&source.text);
    let fails = args.strict && compiled.has_errors();
    let mut found = report::of_template(compiled, source, &template, settings);
    report::hint_at_partials(&mut found, source, settings);
    human::draw_all(&found, human::AS_JSON);
    if fails {
        return Ok(Outcome::Errors);
    }
    let job = Job {
        maker: Maker::Template { template: &template, source },
        data: files::shown(path.unwrap_or("-")),
        settings,
        options,
        still: settings.now.is_some(),
        strict: args.strict,
        format: args.format,
    };
    stream::run(&Stream { job, data: path, jobs: args.jobs })
}

fn render(template: &Template, data: &Data, options: &RenderOptions) -> Rendered {
    match &data.content {
        Content::Bytes { bytes, .. } => template.render_with(bytes, options),
        Content::Value(value) => template.render_with(value, options),
    }
}

fn explained(template: &Template, data: &Data, options: &RenderOptions) -> (Rendered, RenderCost) {
    match &data.content {
        Content::Bytes { bytes, .. } => template.render_explained(bytes, options),
        Content::Value(value) => template.render_explained(value, options),
    }
}

/// The place at which a payload stops being JSON, where the render said that it does.
fn broken_json(content: &Content, warnings: &Diagnostics) -> Option<Box<Sourced>> {
    let Content::Bytes { name, bytes } = content else { return None };
    warnings.iter().any(|one| one.code == Code::InvalidJson).then(|| data::problem(name, bytes)).flatten()
}

/// The text that goes out, if one does, and all that was found.
fn settle(strict: bool, rendered: Rendered, compiled: Diagnostics) -> (Option<String>, Diagnostics) {
    let mut found = compiled;
    // The payload's own fault is drawn in the payload.
    found.extend(rendered.warnings.iter().filter(|one| one.code != Code::InvalidJson).cloned());
    found.sort();
    if !strict {
        return (Some(rendered.text), found);
    }
    match rendered.strict() {
        Ok(rendered) => (Some(rendered.text), found),
        Err(_) => (None, found),
    }
}
