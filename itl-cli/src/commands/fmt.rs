//! `itl fmt`

use crate::args::{FmtArgs, LanguageArgs};
use crate::files::{self, Source, Text};
use crate::stop::{Done, Stop, Verdict, print};
use crate::{draw, engine};
use itl_eval::Zone;

pub(crate) fn run(args: &FmtArgs) -> Done {
    let mut verdict = Verdict::Fine;
    for path in &args.files {
        verdict = verdict.and(one(args, path)?);
    }
    Ok(verdict)
}

fn one(args: &FmtArgs, path: &str) -> Done {
    let source = match files::template(path)? {
        Text::Read(source) => source,
        Text::NotText(found) => {
            draw::failure(&found.message);
            return Ok(Verdict::Errors);
        }
    };
    let language = LanguageArgs { dialect: args.dialect, ..LanguageArgs::default() };
    let engine = engine::build(&language, Some(path), Zone::UTC)?;
    let text = match engine.format(&source.text) {
        Ok(text) => text,
        Err(found) => {
            let (template, _) = engine.compile_lenient(&source.text);
            draw::first(&found, &source, &template, &language, draw::IN_CHECK);
            return Ok(Verdict::Errors);
        }
    };
    let changed = text != source.text;
    if args.check {
        if changed {
            print(&format!("{}\n", source.name))?;
        }
        return Ok(Verdict::of(!changed));
    }
    if path == "-" {
        print(&text)?;
    } else if changed {
        write(path, &source, &text)?;
    }
    Ok(Verdict::Fine)
}

/// Replaces a file's content at once, so that no reader and no crash sees half of it.
fn write(path: &str, source: &Source, text: &str) -> Result<(), Stop> {
    let failed =
        |error: std::io::Error| Stop::usage(format!("cannot write {}: {}", source.name, files::reason(&error)));
    // A link is written through, not replaced.
    let target = std::fs::canonicalize(path).map_err(failed)?;
    let mut draft = target.clone().into_os_string();
    draft.push(".itl-fmt");
    let permissions = std::fs::metadata(&target).map_err(failed)?.permissions();
    let done = std::fs::write(&draft, text)
        .and_then(|()| std::fs::set_permissions(&draft, permissions))
        .and_then(|()| std::fs::rename(&draft, &target));
    done.map_err(|error| {
        let _ = std::fs::remove_file(&draft);
        failed(error)
    })
}
