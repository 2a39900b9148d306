//! `itl prompt --answer`: the answer of a model, checked against the JSON Schema that its prompt names.

use super::{PromptArgs, PromptFormat, beside, text_of};
use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::report::{human, plural};
use itl_eval::{Code, Diagnostic, Span};
use itl_prompt::{Checker, Prompt, Violation};
use serde_json::{Value, json};
use std::path::Path;

pub(super) fn check(args: &PromptArgs, prompt: &Prompt, path: &str) -> CliResult {
    let Some(schema) = schema(args, prompt)? else {
        return Err(CliError::usage(format!(
            "{} names no schema: write {{{{! @schema FILE }}}} into it, or give --schema FILE",
            files::shown(&args.prompt)
        )));
    };
    let checker = checker(&schema)?;
    let text = text_of(path)?;
    let name = files::shown(path);
    let answer = match checker.answer(&text) {
        Ok(answer) => answer,
        Err(found) => {
            if args.format == PromptFormat::Json {
                print(&format!("{:#}\n", json!({"ok": false, "error": found.message, "violations": []})))?;
            }
            say(&found, &name);
            return Ok(Outcome::Errors);
        }
    };
    let fine = answer.violations.is_empty();
    if args.format == PromptFormat::Json {
        print(&format!("{:#}\n", as_json(&answer.violations, answer.wrapped)))?;
    }
    if answer.wrapped {
        let message = "words or a code fence stand around the JSON of the answer; the JSON was checked";
        say(&Diagnostic::new(Code::AnswerWrapped, Span::default(), message), &name);
    }
    for violation in &answer.violations {
        say(&violation.diagnostic(Code::AnswerMismatch, "the answer"), &name);
    }
    if !fine {
        human::say(&format!("{name} does not meet {schema}: {}", plural(answer.violations.len(), "violation")));
    }
    Ok(Outcome::of(fine))
}

fn as_json(violations: &[Violation], wrapped: bool) -> Value {
    let one = |violation: &Violation| json!({"pointer": violation.pointer, "message": violation.message});
    let violations: Vec<Value> = violations.iter().map(one).collect();
    json!({"ok": violations.is_empty(), "violations": violations, "wrapped": wrapped})
}

fn say(found: &Diagnostic, name: &str) {
    let help = found.help.as_ref().map(|help| format!("\n  = help: {help}")).unwrap_or_default();
    human::say(&format!("{found}\n  --> {name}{help}"));
}

/// The file of the schema: as given, or as the prompt says, seen from its folder.
fn schema(args: &PromptArgs, prompt: &Prompt) -> Result<Option<String>, CliError> {
    let named = || prompt.settings().schema.as_ref().map(|named| beside(args, &named.file)).transpose();
    args.schema.clone().map_or_else(named, |given| Ok(Some(given)))
}

/// A schema made ready, with the files beside it that it refers to.
pub(super) fn checker(path: &str) -> Result<Checker, CliError> {
    let schema: Value = serde_json::from_str(&text_of(path)?)
        .map_err(|error| CliError::usage(format!("cannot read the schema {path}: it is not JSON: {error}")))?;
    let folder = Path::new(path).parent().unwrap_or(Path::new("")).to_owned();
    let load = |file: &str| {
        let file = folder.join(file);
        if !files::is_within(&file, [folder.as_path(), Path::new("")].into_iter()) {
            return None;
        }
        String::from_utf8(files::try_bytes(&file.display().to_string()).ok()?).ok()
    };
    Checker::new(&schema, &load)
        .map_err(|found| CliError::usage(format!("cannot use the schema {path}: {}", found.message)))
}
