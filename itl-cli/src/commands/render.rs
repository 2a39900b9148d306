//! `itl render`

use crate::args::{RenderArgs, RenderFormat};
use crate::data::{self, Content, Data, Problem};
use crate::files::{self, Source, Text};
use crate::stop::{Done, Stop, Verdict, print};
use crate::stream::{self, Job, Stream};
use crate::{clock, draw, engine, machine};
use itl_eval::{Budget, Code, Diagnostics, Engine, RenderOptions, Rendered, Template};
use itl_syntax::finding::{Finding, SourceFile};
use serde_json::json;

pub(crate) fn run(args: &RenderArgs) -> Done {
    let data_path = args.data.as_deref();
    let streams = args.ndjson && data_path.is_none();
    if args.template.as_deref() == Some("-") && (streams || data_path == Some("-")) {
        return Err(Stop::usage("template and data cannot both be read from stdin"));
    }
    let options = options(args)?;
    let engine = engine::build(&args.language, args.template.as_deref(), engine::zone(args.timezone.as_deref())?)?;
    let source = match (&args.expression, &args.template) {
        (Some(text), _) => Source { name: "<template>".to_owned(), text: text.clone() },
        (None, path) => match files::template(path.as_deref().unwrap_or("-"))? {
            Text::Read(source) => source,
            Text::NotText(found) => {
                draw::failure(&found.message);
                return Ok(Verdict::Errors);
            }
        },
    };
    if args.ndjson {
        return stream(args, &engine, &source, &options);
    }
    let data = data::read(data_path, &args.sets)?;
    let (template, compiled) = engine.compile_lenient(&source.text);
    let mut rendered = render(&template, &data, &options);
    if data.problem.is_some() && args.sets.is_empty() {
        // That every variable is missing is said once, by the payload's own diagnostic.
        rendered.warnings = Diagnostics::new();
    }
    let problem = data.problem.or_else(|| broken_json(&data.content, &rendered.warnings));
    let (text, found) = settle(args.strict, &template, rendered, compiled);
    let fine = problem.is_none() && text.is_some();
    match args.format {
        RenderFormat::Text => {
            if let Some(text) = text.filter(|_| !args.strict || problem.is_none()) {
                print(&text)?;
                if problem.is_some() || !found.is_empty() {
                    draw::part_from(&text);
                }
            }
            if let Some(problem) = &problem {
                draw::payload(&problem.found, &problem.name, &problem.text);
            }
            draw::all(&found, &source, &template, &args.language);
        }
        RenderFormat::Json => {
            let mut list: Vec<Finding> = problem
                .iter()
                .map(|problem| Finding::new(&problem.found, &SourceFile::new(&*problem.name, &problem.text)))
                .collect();
            list.extend(machine::list(&found, &source, &template, &args.language));
            let text = text.filter(|_| !args.strict || problem.is_none());
            print(&format!("{}\n", json!({ "text": text, "diagnostics": list })))?;
        }
    }
    Ok(Verdict::of(fine))
}

/// Renders a stream. What is wrong with the template is said once, before it.
fn stream(args: &RenderArgs, engine: &Engine, source: &Source, options: &RenderOptions) -> Done {
    if let Some(path) = args.data.as_deref()
        && files::ends_with(path, &["yaml", "yml"])
    {
        return Err(Stop::usage("a stream is JSON, an event a line; render a YAML payload without --ndjson"));
    }
    let (template, compiled) = engine.compile_lenient(&source.text);
    draw::all(&compiled, source, &template, &args.language);
    if args.strict && compiled.has_errors() {
        return Ok(Verdict::Errors);
    }
    let job = Job {
        template: &template,
        data: files::shown(args.data.as_deref().unwrap_or("-")),
        source,
        language: &args.language,
        options,
        still: args.now.is_some(),
        strict: args.strict,
        format: args.format,
    };
    stream::run(&Stream { job, data: args.data.as_deref(), jobs: args.jobs })
}

fn options(args: &RenderArgs) -> Result<RenderOptions, Stop> {
    let budget = match (args.max_chars, args.max_bytes, &args.budget) {
        (Some(most), ..) => Some(Budget::chars(most)),
        (_, Some(most), _) => Some(Budget::bytes(most)),
        (.., Some(name)) => {
            Some(Budget::preset(name).ok_or_else(|| Stop::usage(format!("unknown delivery budget {name}")))?)
        }
        (None, None, None) => None,
    };
    Ok(RenderOptions { now: args.now.or_else(clock::now), budget, ..RenderOptions::default() })
}

fn render(template: &Template, data: &Data, options: &RenderOptions) -> Rendered {
    match &data.content {
        Content::Bytes { bytes, .. } => template.render_json_with(bytes, options),
        Content::Value(value) => template.render_with(value, options),
    }
}

/// The place at which a payload stops being JSON, where the render said that it does.
fn broken_json(content: &Content, warnings: &Diagnostics) -> Option<Box<Problem>> {
    let Content::Bytes { name, bytes } = content else { return None };
    warnings.iter().any(|one| one.code == Code::InvalidJson).then(|| data::problem(name, bytes)).flatten()
}

/// The text that goes out, if one does, and all that is to be said about it.
fn settle(
    strict: bool,
    template: &Template,
    rendered: Rendered,
    compiled: Diagnostics,
) -> (Option<String>, Diagnostics) {
    let mut found = compiled;
    // The payload's own fault is drawn in the payload.
    found.extend(rendered.warnings.iter().filter(|one| one.code != Code::InvalidJson).cloned());
    found.sort();
    if !strict {
        return (Some(rendered.text), found);
    }
    match template.strict(rendered) {
        Ok(rendered) => (Some(rendered.text), found),
        Err(_) => (None, found),
    }
}
