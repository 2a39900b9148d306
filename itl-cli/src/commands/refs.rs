//! `itl refs`

use crate::args::LanguageArgs;
use crate::outcome::{CliResult, Outcome, print};
use crate::report::{self, human};
use crate::{data, engine, files, project};
use clap::{Args, ValueEnum};
use itl_analysis::{Analysis, Certainty, PathUse, References, Shape};
use itl_eval::Template;
use itl_syntax::finding::Locations;
use serde_json::{Value, json};

#[derive(Debug, Args)]
#[command(after_help = "Without a sample a loop cannot be told from an object, nor an item's key from its parent's;
such paths are marked as possible.

Examples:
  itl refs disk.itl
  itl refs disk.itl --data alert.json
  itl refs disk.itl --format json")]
pub(crate) struct RefsArgs {
    /// Template file; - is stdin
    pub(crate) file: String,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    /// Sample payload that tells loops from objects
    #[arg(long, value_name = "SAMPLE")]
    pub(crate) data: Option<String>,
    /// One path a line, or JSON with places and uses
    #[arg(long, value_enum, default_value_t = RefsFormat::Text)]
    pub(crate) format: RefsFormat,
}

/// How `refs` lists paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RefsFormat {
    Text,
    Json,
}

pub(crate) fn run(args: &RefsArgs) -> CliResult {
    let source = match files::template(&args.file) {
        Ok(source) => source,
        Err(unusable) => return unusable.end(),
    };
    let settings = project::settings_of(Some(&args.file))?.with(&args.language);
    let sample = match args.data.as_deref().map(|path| data::value(path, None)).transpose()? {
        Some(Ok(value)) => Some(value),
        Some(Err(problem)) => {
            human::draw(&problem);
            return Ok(Outcome::Errors);
        }
        None => None,
    };
    let engine = engine::build(&settings, Some(&args.file))?;
    let document = engine.parse(&source.text);
    let (template, compiled) = engine.compile_document(&document);
    let shape = sample.as_ref().map(Shape::sample);
    let found = Analysis::new(&template, &document, shape.as_ref()).references();
    match args.format {
        RefsFormat::Text => {
            let lines: String = found.paths().iter().map(line).collect();
            print(&lines)?;
            let errors = report::of_template(compiled.errors().cloned(), &source, &template, &settings);
            human::draw_all(&errors, human::IN_CHECK);
            if found.truncated {
                human::say("warning: the list is cut short, the template may mean too much");
            }
        }
        RefsFormat::Json => print(&format!("{}\n", object(&found, &source.text, &template)))?,
    }
    Ok(Outcome::of(!compiled.has_errors()))
}

/// A path, and after a tab what is to be said about it.
fn line(path: &PathUse) -> String {
    match path.certainty {
        Certainty::Certain => format!("{}\n", path.text),
        certainty => format!("{}\t{}\n", path.text, certainty.name()),
    }
}

fn object(found: &References, source: &str, template: &Template) -> String {
    let found_paths = found.paths();
    let all = found_paths.iter().flat_map(|path| &path.tags);
    let places = Locations::new(all.map(|(partial, span)| (partial.as_deref(), *span)), |partial| {
        partial.map_or(source, |name| template.partial_source(name).unwrap_or(source))
    });
    // One path after the other: all of them as values would take ten times their text.
    let paths: Vec<String> = found_paths
        .iter()
        .map(|path| {
            let tags: Vec<Value> = path
                .tags
                .iter()
                .map(|(partial, span)| {
                    let at = places.get(partial.as_deref(), *span);
                    json!({
                        "partial": partial.as_deref(), "start": span.start, "end": span.end,
                        "line": at.line, "column": at.column,
                    })
                })
                .collect();
            json!({
                "path": path.text,
                "certainty": path.certainty.name(),
                "usages": path.usages.iter().map(|usage| usage.name()).collect::<Vec<_>>(),
                "calls": path.calls,
                "tags": tags,
            })
            .to_string()
        })
        .collect();
    format!("{{\"paths\":[{}],\"truncated\":{}}}", paths.join(","), found.truncated)
}
