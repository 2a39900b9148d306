//! `itl check`

use crate::args::{CheckArgs, CheckFormat};
use crate::data;
use crate::files::{self, Text};
use crate::stop::{Done, Verdict, print};
use crate::{draw, engine, machine, sarif};
use itl_analysis::CheckOptions;
use itl_eval::{Diagnostics, Zone};
use itl_syntax::finding::{Finding, SourceFile};
use serde_json::{Value, json};

pub(crate) fn run(args: &CheckArgs) -> Done {
    let mut verdict = Verdict::Fine;
    let mut list: Vec<Finding> = Vec::new();
    let mut sample = |path: Option<&str>| -> Result<Option<Value>, crate::stop::Stop> {
        let Some(path) = path else { return Ok(None) };
        match data::value(path)? {
            Ok(value) => Ok(Some(value)),
            Err(problem) => {
                verdict = Verdict::Errors;
                if args.format == CheckFormat::Human {
                    draw::payload(&problem.found, &problem.name, &problem.text);
                }
                list.push(Finding::new(&problem.found, &SourceFile::new(&*problem.name, &problem.text)));
                Ok(None)
            }
        }
    };
    let data = sample(args.data.as_deref())?;
    let schema = sample(args.schema.as_deref())?;
    let options =
        CheckOptions { sample: data.as_ref(), schema: schema.as_ref(), portable: args.portable, trusted: &args.trust };
    let mut total = Diagnostics::new();
    for path in &args.files {
        let source = match files::template(path)? {
            Text::Read(source) => source,
            Text::NotText(found) => {
                verdict = Verdict::Errors;
                if args.format == CheckFormat::Human {
                    draw::failure(&found.message);
                }
                list.push(machine::not_text(&files::shown(path), &found));
                continue;
            }
        };
        let engine = engine::build(&args.language, Some(path), Zone::UTC)?;
        let found = itl_analysis::check(&engine, &source.text, &options);
        verdict = verdict.and(Verdict::of(!found.has_errors()));
        let (template, _) = engine.compile_lenient(&source.text);
        if args.format == CheckFormat::Human {
            draw::all(&found, &source, &template, &args.language);
        } else {
            list.extend(machine::list(&found, &source, &template, &args.language));
        }
        total.extend(found);
    }
    match args.format {
        CheckFormat::Human => {
            if let Some(count) = draw::count(&total) {
                draw::say(&count);
            }
        }
        CheckFormat::Json => print(&format!("{}\n", json!({ "diagnostics": list })))?,
        CheckFormat::Sarif => print(&format!("{}\n", sarif::log(&list)))?,
    }
    Ok(verdict)
}
