//! `itl refs`

use crate::args::{RefsArgs, RefsFormat};
use crate::data;
use crate::files::{self, Text};
use crate::stop::{Done, Verdict, print};
use crate::{draw, engine};
use itl_analysis::{Certainty, PathUse, References};
use itl_eval::{LineIndex, Template, Zone};
use serde_json::{Value, json};

pub(crate) fn run(args: &RefsArgs) -> Done {
    let source = match files::template(&args.file)? {
        Text::Read(source) => source,
        Text::NotText(found) => {
            draw::failure(&found.message);
            return Ok(Verdict::Errors);
        }
    };
    let sample = match args.data.as_deref().map(data::value).transpose()? {
        Some(Ok(value)) => Some(value),
        Some(Err(problem)) => {
            draw::payload(&problem.found, &problem.name, &problem.text);
            return Ok(Verdict::Errors);
        }
        None => None,
    };
    let engine = engine::build(&args.language, Some(&args.file), Zone::UTC)?;
    let found = itl_analysis::references(&engine, &source.text, sample.as_ref());
    let (template, compiled) = engine.compile_lenient(&source.text);
    match args.format {
        RefsFormat::Text => {
            let lines: String = found.paths().iter().map(line).collect();
            print(&lines)?;
            draw::all(&compiled.errors().cloned().collect(), &source, &template, &args.language);
            if found.truncated {
                draw::say("warning: the list is cut short, the template may mean too much");
            }
        }
        RefsFormat::Json => print(&format!("{}\n", object(&found, &source.text, &template)))?,
    }
    Ok(Verdict::of(!compiled.has_errors()))
}

/// A path, and what is to be said about it behind a tab.
fn line(path: &PathUse) -> String {
    match path.certainty {
        Certainty::Certain => format!("{}\n", path.text),
        certainty => format!("{}\t{}\n", path.text, certainty.name()),
    }
}

fn object(found: &References, source: &str, template: &Template) -> Value {
    let index = LineIndex::new(source);
    let paths: Vec<Value> = found
        .paths()
        .iter()
        .map(|path| {
            let tags: Vec<Value> = path
                .tags
                .iter()
                .map(|(partial, span)| {
                    let text = partial.as_deref().and_then(|name| template.partial_source(name));
                    let at = match text {
                        Some(text) => LineIndex::new(text).position(span.start as usize),
                        None => index.position(span.start as usize),
                    };
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
        })
        .collect();
    json!({ "paths": paths, "truncated": found.truncated })
}
