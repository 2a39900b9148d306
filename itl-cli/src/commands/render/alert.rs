//! `itl render` of an alert source.

use super::RenderArgs;
use crate::alert_source::{self, AlertFile};
use crate::args::RenderFormat;
use crate::data::{self, Content};
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::report::{human, json as report_json};
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use crate::stream::{self, Job, Maker, Stream};
use crate::{clock, engine, files};
use itl_alert::{CompiledSource, Engines, RenderedAlert};
use itl_eval::{Code, Diagnostic, RenderOptions};
use serde_json::json;

/// Prints the alert that the source makes of the payload, as JSON.
pub(super) fn run(args: &RenderArgs, settings: &Settings, source: &Source, path: &str) -> CliResult {
    if args.explain_cost {
        return Err(CliError::usage("--explain-cost is about one template, not an alert source"));
    }
    if args.length.budget()?.is_some() {
        return Err(CliError::usage("a budget is that of one text, not of an alert source"));
    }
    let file = match AlertFile::read(source, path) {
        Ok(file) => file,
        Err(broken) => {
            human::draw(&broken);
            return Ok(Outcome::Errors);
        }
    };
    let engines = Engines::new(engine::builder(settings, Some(path))?, engine::builder(settings, Some(path))?);
    let compiled = file.source.compile(&engines);
    let options = RenderOptions::new().now(settings.now.or_else(clock::now));
    if args.ndjson {
        return stream(args, settings, &file, &compiled, &options);
    }
    let data = data::read(args.data.data.as_deref(), args.data.data_format, &args.data.sets)?;
    let rendered = match &data.content {
        Content::Bytes { bytes, .. } => compiled.render(bytes, &options),
        Content::Value(value) => compiled.render(value, &options),
    };
    let problem = data.problem.or_else(|| broken_json(&data.content, &rendered));
    let is_broken = problem.is_some();
    let mut found: Vec<Sourced> = problem.into_iter().map(|problem| *problem).collect();
    found.extend(file.problems());
    if !is_broken || !args.data.sets.is_empty() {
        found.extend(of_templates(&file, &compiled, &rendered, settings));
    }
    let is_strict_failure = args.strict && (is_broken || fails(&compiled, &rendered, &found));
    let alert = (!is_strict_failure).then_some(&rendered.alert);
    match args.format {
        RenderFormat::Text => {
            if let Some(alert) = alert {
                print(&format!("{}\n", pretty(alert)?))?;
            }
            human::draw_all(&found, human::AS_JSON);
        }
        RenderFormat::Json => {
            print(&format!("{}\n", json!({ "alert": alert, "diagnostics": report_json::list(&found) })))?;
        }
    }
    Ok(Outcome::of(!is_broken && alert.is_some()))
}

/// Renders a stream: an event a line in, an alert a line out. What is wrong with the source is reported once, before it.
fn stream(
    args: &RenderArgs,
    settings: &Settings,
    file: &AlertFile,
    compiled: &CompiledSource,
    options: &RenderOptions,
) -> CliResult {
    let data = super::stream_data(args)?;
    let mut found = file.problems();
    for (_, one) in compiled.templates() {
        found.extend(file.found(compiled, &one.path, one.diagnostics.clone(), settings));
    }
    found.sort_by_key(|one| one.diagnostic.span);
    human::draw_all(&found, human::AS_JSON);
    if args.strict && found.iter().any(|one| one.diagnostic.is_error()) {
        return Ok(Outcome::Errors);
    }
    let job = Job {
        maker: Maker::Alert { file, compiled },
        data: files::shown(data.unwrap_or("-")),
        settings,
        options,
        still: settings.now.is_some(),
        strict: args.strict,
        format: args.format,
    };
    stream::run(&Stream { job, data, jobs: args.jobs })
}

/// What compiling and rendering found, in the file of the source.
fn of_templates(
    file: &AlertFile,
    compiled: &CompiledSource,
    rendered: &RenderedAlert,
    settings: &Settings,
) -> Vec<Sourced> {
    let mut found = Vec::new();
    for (_, one) in compiled.templates() {
        let warnings = rendered.warnings.iter().filter(|(path, _)| *path == one.path).flat_map(|(_, all)| all);
        let all: Vec<Diagnostic> = one.diagnostics.iter().chain(warnings).cloned().collect();
        let all = all.into_iter().filter(|one| one.code != Code::InvalidJson);
        found.extend(file.found(compiled, &one.path, all, settings));
    }
    found.extend(rendered.remarks.iter().map(|remark| file.doubt(remark.path, &remark.message)));
    found.sort_by_key(|one| one.diagnostic.span);
    found
}

/// Whether a strict render prints nothing.
fn fails(compiled: &CompiledSource, rendered: &RenderedAlert, found: &[Sourced]) -> bool {
    alert_source::fails(compiled, rendered) || found.iter().any(|one| one.diagnostic.is_error())
}

fn broken_json(content: &Content, rendered: &RenderedAlert) -> Option<Box<Sourced>> {
    let Content::Bytes { name, bytes } = content else { return None };
    alert_source::is_broken(rendered).then(|| data::problem(name, bytes)).flatten()
}

fn pretty(alert: &itl_alert::Alert) -> Result<String, CliError> {
    serde_json::to_string_pretty(alert).map_err(|error| CliError::usage(error.to_string()))
}
