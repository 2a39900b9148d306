//! `itl prompt`

use crate::args::{DataArgs, LanguageArgs, TimeArgs};
use crate::data::{self, Content};
use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::report::{self, human};
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use crate::{answer, clock, engine, project};
use clap::{Args, ValueEnum};
use itl_eval::{Code, Diagnostics, Payload, RenderOptions, Template};
use itl_prompt::{Messages, Prompt, Provider};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl prompt observer.mustache --data input.json --to anthropic
  itl prompt observer.mustache --data input.json --escape none
  itl prompt observer.mustache --answer answer.json")]
pub(crate) struct PromptArgs {
    /// Prompt file; - is stdin. Partials are looked for in its folder
    pub(crate) prompt: String,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// What is printed
    #[arg(long, value_enum, default_value_t = PromptForm::Text)]
    pub(crate) to: PromptForm,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    /// Check this answer of the model against the prompt's schema instead of rendering
    #[arg(long, value_name = "FILE")]
    pub(crate) answer: Option<String>,
    /// JSON Schema of the answer [default: the one that the prompt names]
    #[arg(long, value_name = "FILE", requires = "answer")]
    pub(crate) schema: Option<String>,
    #[command(flatten)]
    pub(crate) time: TimeArgs,
    /// Print nothing where a variable is missing or the prompt has errors (the default)
    #[arg(long, conflicts_with = "lenient")]
    pub(crate) strict: bool,
    /// Print what there is
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// What `prompt` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PromptForm {
    /// The prompt as every Mustache engine prints it
    Text,
    /// Messages of no provider
    Messages,
    /// The messages of a chat completion
    Openai,
    /// System and messages apart
    Anthropic,
    /// Converse: texts in arrays
    Bedrock,
}

pub(crate) fn run(args: &PromptArgs) -> CliResult {
    let stdin = [Some(args.prompt.as_str()), args.data.data.as_deref(), args.answer.as_deref()];
    if stdin.iter().filter(|path| **path == Some("-")).count() > 1 {
        return Err(CliError::usage("only one of prompt, data and answer can be read from stdin"));
    }
    let settings = settings(args)?;
    let engine = engine::build(&settings, Some(&args.prompt))?;
    let source = match files::template(&args.prompt) {
        Ok(source) => source,
        Err(unusable) => return unusable.end(),
    };
    let (template, compiled) = engine.compile_lenient(&source.text);
    let prompt = Prompt::new(template);
    let template = prompt.template();
    if let Some(answer) = &args.answer {
        return check_answer(args, &prompt, answer);
    }
    let data = data::read(args.data.data.as_deref(), args.data.data_format, &args.data.sets)?;
    let content = match &data.content {
        Content::Bytes { name, bytes } => match Payload::from_slice(bytes) {
            Ok(payload) => payload,
            Err(_) => return Ok(refuse(data::problem(name, bytes))),
        },
        Content::Value(_) if data.problem.is_some() => return Ok(refuse(data.problem)),
        Content::Value(value) => Payload::from_value(value),
    };
    let options = RenderOptions::new().escape(settings.escape).now(settings.now.or_else(clock::now));
    let messages = prompt.render(itl_eval::Source::Payload(&content), &options);
    let fails = !args.lenient && (compiled.has_errors() || fails(template, &messages));
    let mut found = compiled;
    found.extend(messages.warnings.iter().cloned());
    found.sort();
    if !fails {
        print(&form(&messages, args.to))?;
    }
    show(&found, &source, template, &settings);
    Ok(Outcome::of(!fails))
}

/// The flags; the prompt's own folder holds its partials unless another is named.
fn settings(args: &PromptArgs) -> Result<Settings, CliError> {
    let mut settings = project::settings_of(Some(&args.prompt))?.with(&args.language);
    settings.apply_time(&args.time)?;
    if settings.partials.is_none() && args.prompt != "-" {
        let folder = Path::new(&args.prompt).parent().unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() };
        settings.partials = Some(folder).filter(|folder| folder.is_dir());
    }
    Ok(settings)
}

/// Draws why a payload cannot be read.
fn refuse(problem: Option<Box<Sourced>>) -> Outcome {
    if let Some(problem) = problem {
        human::draw(&problem);
    }
    Outcome::Errors
}

fn fails(template: &Template, messages: &Messages) -> bool {
    !template.failures(&messages.warnings).is_empty()
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

fn show(found: &Diagnostics, source: &Source, template: &Template, settings: &Settings) {
    // What concerns the prompt as a whole has no place to be drawn at.
    let (whole, placed): (Vec<_>, Vec<_>) = found.iter().cloned().partition(|one| one.code == Code::HtmlInPrompt);
    human::draw_all(&report::of_template(placed, source, template, settings), human::IN_CHECK);
    for one in whole {
        human::say(&match &one.help {
            Some(help) => format!("{one}\n  = help: {help}"),
            None => one.to_string(),
        });
    }
}

fn check_answer(args: &PromptArgs, prompt: &Prompt, path: &str) -> CliResult {
    let Some(schema) = schema(args, prompt) else {
        return Err(CliError::usage(format!(
            "{} names no schema: write {{{{! @schema FILE }}}} into it, or give --schema FILE",
            files::shown(&args.prompt)
        )));
    };
    let answer = match data::value(path, None)? {
        Ok(answer) => answer,
        Err(problem) => return Ok(refuse(Some(problem))),
    };
    let violations = answer::violations(&answer, &schema)?;
    for violation in &violations {
        human::say(&format!("{}\n  --> {}", violation.diagnostic(), files::shown(path)));
    }
    if !violations.is_empty() {
        let count = match violations.len() {
            1 => "1 violation".to_owned(),
            count => format!("{count} violations"),
        };
        human::say(&format!("{} does not meet {schema}: {count}", files::shown(path)));
    }
    Ok(Outcome::of(violations.is_empty()))
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
