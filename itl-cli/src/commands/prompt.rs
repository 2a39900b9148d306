//! `itl prompt`

use crate::args::{LanguageArgs, PromptArgs, PromptForm};
use crate::data::{self, Content};
use crate::files::{self, Source, Text};
use crate::stop::{Done, Stop, Verdict, print};
use crate::{answer, clock, draw, engine};
use itl_eval::{Code, Diagnostics, Payload, RenderOptions, Template};
use itl_prompt::{Messages, Prompt, Provider};
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &PromptArgs) -> Done {
    let stdin = [Some(args.prompt.as_str()), args.data.as_deref(), args.answer.as_deref()];
    if stdin.iter().filter(|path| **path == Some("-")).count() > 1 {
        return Err(Stop::usage("only one of prompt, data and answer can be read from stdin"));
    }
    let language = language(args);
    let engine = engine::build(&language, Some(&args.prompt), engine::zone(args.timezone.as_deref())?)?;
    let source = match files::template(&args.prompt)? {
        Text::Read(source) => source,
        Text::NotText(found) => {
            draw::failure(&found.message);
            return Ok(Verdict::Errors);
        }
    };
    let (template, compiled) = engine.compile_lenient(&source.text);
    let prompt = Prompt::new(template);
    let template = prompt.template();
    if let Some(answer) = &args.answer {
        return check_answer(args, &prompt, answer);
    }
    let data = data::read(args.data.as_deref(), &args.sets)?;
    let content = match &data.content {
        Content::Bytes { name, bytes } => match Payload::from_slice(bytes) {
            Ok(payload) => payload,
            Err(_) => return Ok(refuse(data::problem(name, bytes))),
        },
        Content::Value(_) if data.problem.is_some() => return Ok(refuse(data.problem)),
        Content::Value(value) => Payload::from_value(value),
    };
    let escape = args.language.escape.as_deref().and_then(|name| name.parse().ok());
    let options = RenderOptions { escape, now: args.now.or_else(clock::now), ..RenderOptions::default() };
    let messages = prompt.render(itl_eval::Source::Payload(&content), &options);
    let fails = !args.lenient && (compiled.has_errors() || fails(template, &messages));
    let mut found = compiled;
    found.extend(messages.warnings.iter().cloned());
    found.sort();
    if !fails {
        print(&form(&messages, args.to))?;
    }
    say(&found, &source, template, &language);
    Ok(Verdict::of(!fails))
}

/// The prompt's own folder holds its partials, unless another is told.
fn language(args: &PromptArgs) -> LanguageArgs {
    let own = || {
        let folder = Path::new(&args.prompt).parent()?;
        Some(if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() })
    };
    let told = &args.language;
    let partials = told.partials.clone().or_else(|| own().filter(|folder| args.prompt != "-" && folder.is_dir()));
    LanguageArgs { dialect: told.dialect, partials, escape: told.escape.clone() }
}

/// Draws why a payload cannot be read.
fn refuse(problem: Option<Box<data::Problem>>) -> Verdict {
    if let Some(problem) = problem {
        draw::payload(&problem.found, &problem.name, &problem.text);
    }
    Verdict::Errors
}

fn fails(template: &Template, messages: &Messages) -> bool {
    let rendered = itl_eval::Rendered { warnings: messages.warnings.clone(), ..itl_eval::Rendered::default() };
    template.strict(rendered).is_err()
}

fn form(messages: &Messages, form: PromptForm) -> String {
    let provider = match form {
        PromptForm::Text => return messages.text.clone(),
        PromptForm::Messages => Provider::Messages,
        PromptForm::Openai => Provider::OpenAi,
        PromptForm::Anthropic => Provider::Anthropic,
        PromptForm::Bedrock => Provider::Bedrock,
    };
    format!("{:#}\n", messages.to_json(provider))
}

fn say(found: &Diagnostics, source: &Source, template: &Template, language: &LanguageArgs) {
    // What is said of the prompt as a whole has no place to be drawn at.
    let (whole, placed): (Vec<_>, Vec<_>) = found.iter().cloned().partition(|one| one.code == Code::HtmlInPrompt);
    draw::first(&placed.into_iter().collect(), source, template, language, draw::IN_CHECK);
    for one in whole {
        draw::say(&match &one.help {
            Some(help) => format!("{one}\n  = help: {help}"),
            None => one.to_string(),
        });
    }
}

fn check_answer(args: &PromptArgs, prompt: &Prompt, path: &str) -> Done {
    let Some(schema) = schema(args, prompt) else {
        return Err(Stop::usage(format!(
            "{} names no schema: write {{{{! @schema FILE }}}} into it, or give --schema FILE",
            files::shown(&args.prompt)
        )));
    };
    let answer = match data::value(path)? {
        Ok(answer) => answer,
        Err(problem) => return Ok(refuse(Some(problem))),
    };
    let violations = answer::violations(&answer, &schema)?;
    for violation in &violations {
        draw::say(&format!("{}\n  --> {}", violation.diagnostic(), files::shown(path)));
    }
    if !violations.is_empty() {
        let count = match violations.len() {
            1 => "1 violation".to_owned(),
            count => format!("{count} violations"),
        };
        draw::say(&format!("{} does not meet {schema}: {count}", files::shown(path)));
    }
    Ok(Verdict::of(violations.is_empty()))
}

/// The file of the schema: as told, or as the prompt says, seen from its folder.
fn schema(args: &PromptArgs, prompt: &Prompt) -> Option<String> {
    if let Some(told) = &args.schema {
        return Some(told.clone());
    }
    let named = prompt.settings().schema.as_deref()?;
    let folder = Path::new(&args.prompt).parent().unwrap_or(Path::new(""));
    Some(folder.join(named).display().to_string())
}
