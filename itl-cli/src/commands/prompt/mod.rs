//! `itl prompt`

mod answer;

use crate::args::{DataArgs, LanguageArgs, TimeArgs};
use crate::data::{self, Content};
use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::project::Projects;
use crate::report::{self, human, plural};
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use crate::{clock, engine, project};
use clap::{Args, ValueEnum};
use itl_eval::{Code, Diagnostic, Diagnostics, Payload, RenderOptions, Span, Template};
use itl_prompt::{
    AnswerSchema, Conversation, Counter, Previous, Prompt, PromptOptions, Request, RequestOptions, Target, pretty,
};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl prompt observer.mustache --data input.json --to anthropic
  itl prompt observer.mustache --data input.json --to openai --max-tokens 8000 --tokens o200k --report report.json
  itl prompt observer.mustache --data input.json --to bedrock --format json --previous last.json > next.json
  itl prompt observer.mustache --answer answer.json --format json")]
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
    /// The model (default: the prompt's @model)
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// Most tokens of the request; older turns are left out until it fits (default: the prompt's @budget)
    #[arg(long, value_name = "N")]
    pub(crate) max_tokens: Option<u64>,
    /// What counts tokens (default: the prompt's @budget, else estimate)
    #[arg(long, value_name = "COUNTER", value_parser = counter_parser())]
    pub(crate) tokens: Option<String>,
    /// The request before this one, as --format json wrote it: where they differ first is told
    #[arg(long, value_name = "FILE")]
    pub(crate) previous: Option<String>,
    /// Write what the request takes of its budget to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// The nonce of @fence, the same for all requests of a conversation [default: a new one]
    #[arg(long, value_name = "TEXT")]
    pub(crate) fence_nonce: Option<String>,
    /// Check this answer of the model against the prompt's schema instead of rendering
    #[arg(long, value_name = "FILE")]
    pub(crate) answer: Option<String>,
    /// JSON Schema of the answer [default: the one that the prompt names]
    #[arg(long, value_name = "FILE", requires = "answer")]
    pub(crate) schema: Option<String>,
    /// The body alone, or an object of the body and what is known about it
    #[arg(long, value_enum, default_value_t = PromptFormat::Text)]
    pub(crate) format: PromptFormat,
    #[command(flatten)]
    pub(crate) time: TimeArgs,
    /// Print nothing where a variable is missing or the prompt has errors (the default)
    #[arg(long, conflicts_with = "lenient")]
    pub(crate) strict: bool,
    /// Print what there is
    #[arg(long)]
    pub(crate) lenient: bool,
}

fn counter_parser() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(Counter::ALL.map(Counter::name))
}

/// What `prompt` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PromptForm {
    /// The prompt as one text
    Text,
    /// Messages in words of no provider
    Messages,
    /// `OpenAI`'s Chat Completions
    Openai,
    /// `OpenAI`'s Responses
    OpenaiResponses,
    /// Anthropic's Messages
    Anthropic,
    /// Amazon Bedrock's Converse
    Bedrock,
    /// Google's generateContent
    Gemini,
    /// Mistral's Chat Completions
    Mistral,
}

impl PromptForm {
    fn target(self) -> Option<Target> {
        Some(match self {
            Self::Text => return None,
            Self::Messages => Target::Messages,
            Self::Openai => Target::OpenAi,
            Self::OpenaiResponses => Target::OpenAiResponses,
            Self::Anthropic => Target::Anthropic,
            Self::Bedrock => Target::Bedrock,
            Self::Gemini => Target::Gemini,
            Self::Mistral => Target::Mistral,
        })
    }
}

/// How `prompt` prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PromptFormat {
    Text,
    Json,
}

pub(crate) fn run(args: &PromptArgs) -> CliResult {
    check_usage(args)?;
    let settings = settings(args)?;
    let engine = engine::build(&settings, Some(&args.prompt))?;
    let source = match files::template(&args.prompt) {
        Ok(source) => source,
        Err(unusable) => return unusable.end(),
    };
    let (template, compiled) = engine.compile_lenient(&source.text);
    let prompt = Prompt::new(template);
    if let Some(answer) = &args.answer {
        return answer::check(args, &prompt, answer);
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
    if let Some(outcome) = check_input(args, &prompt, &data.content)? {
        return Ok(outcome);
    }
    let prompt = prompt.with_checked_input();
    let mut found = compiled;
    let made = make(args, &prompt, &settings, &content, &mut found)?;
    found.sort();
    let template = prompt.template();
    let fails = !args.lenient && !template.failures(&found).is_empty();
    if !fails {
        print(&made.text)?;
        if let (Some(path), Some(request)) = (&args.report, &made.request) {
            let text = pretty(&request.report.to_json()) + "\n";
            files::replace(&path.display().to_string(), text.as_bytes())?;
        }
    }
    show(&found, &source, template, &settings);
    if fails {
        let refused = template.failures(&found);
        let why = report::count(refused.errors())
            .unwrap_or_else(|| format!("{} that --strict refuses", plural(refused.len(), "warning")));
        human::say(&format!("nothing was printed: {why} (--lenient prints what there is)"));
    }
    Ok(Outcome::of(!fails))
}

fn check_usage(args: &PromptArgs) -> Result<(), CliError> {
    let stdin =
        [Some(args.prompt.as_str()), args.data.data.as_deref(), args.answer.as_deref(), args.previous.as_deref()];
    if stdin.iter().filter(|path| **path == Some("-")).count() > 1 {
        return Err(CliError::usage("only one of prompt, data, answer and previous request can be read from stdin"));
    }
    let of_request = args.report.is_some() || args.previous.is_some() || args.max_tokens.is_some();
    let wants_request = of_request || (args.format == PromptFormat::Json && args.answer.is_none());
    if wants_request && args.to == PromptForm::Text {
        return Err(CliError::usage(
            "--format json, --report, --previous and --max-tokens are of requests: name a target, such as --to openai",
        ));
    }
    Ok(())
}

/// What is printed, and the request that it is.
struct Made {
    text: String,
    request: Option<Request>,
}

fn make(
    args: &PromptArgs,
    prompt: &Prompt,
    settings: &Settings,
    content: &Payload<'_>,
    found: &mut Diagnostics,
) -> Result<Made, CliError> {
    let render = RenderOptions::new()
        .escape(settings.escape)
        .now(settings.now.or_else(clock::now))
        .trace(args.previous.is_some());
    let fences = !prompt.settings().fence.is_empty();
    let fresh = (fences && args.fence_nonce.is_none()).then(nonce);
    let nonce = args.fence_nonce.as_deref().or(fresh.as_deref());
    let options = PromptOptions::new(render).nonce(nonce);
    let Some(target) = args.to.target() else {
        let conversation = prompt.render_text(content.into(), &options);
        found.extend(conversation.diagnostics().iter().cloned());
        return Ok(Made { text: conversation.text().to_owned(), request: None });
    };
    // Written while the prompt renders, where nothing else is asked of the conversation.
    let has_digests = args.format == PromptFormat::Json || args.previous.is_some();
    let conversation = (has_digests || fresh.is_some()).then(|| prompt.render(content.into(), &options));
    if fresh.is_some() && conversation.as_ref().is_some_and(Conversation::has_cache_marks) {
        let message = "the nonce of `@fence` is new in each request, so nothing after it is found in a cache";
        found.push(
            Diagnostic::new(Code::NonceBreaksCache, Span::default(), message)
                .help("give the conversation's own: --fence-nonce TEXT"),
        );
    }
    let request = request(args, prompt, has_digests, |asked| match &conversation {
        Some(conversation) if has_digests => conversation.request_with_digests(target, asked),
        Some(conversation) => conversation.request(target, asked),
        None => prompt.request(content.into(), &options, target, asked),
    })?;
    found.extend(request.diagnostics.iter().cloned());
    let mut text = match args.format {
        PromptFormat::Json => pretty(&request.to_json()),
        PromptFormat::Text => pretty(&request.body),
    };
    text.push('\n');
    Ok(Made { text, request: Some(request) })
}

fn request(
    args: &PromptArgs,
    prompt: &Prompt,
    has_digests: bool,
    make: impl FnOnce(&RequestOptions<'_>) -> Request,
) -> Result<Request, CliError> {
    let schema = match &prompt.settings().schema {
        None => None,
        Some(named) => {
            let path = beside(args, &named.file)?;
            let read = AnswerSchema::new(&named.file, &text_of(&path)?);
            Some(read.map_err(|found| CliError::usage(format!("cannot use the schema {path}: {}", found.message)))?)
        }
    };
    let previous = args.previous.as_deref().map(previous).transpose()?;
    let mut options = RequestOptions::default();
    options.max_tokens = args.max_tokens;
    options.counter = args.tokens.as_deref().and_then(|name| name.parse().ok());
    if (args.report.is_some() || has_digests) && options.counter.is_none() && prompt.settings().budget.is_none() {
        options.counter = Some(Counter::Estimate);
    }
    options.model = args.model.as_deref();
    options.name = Path::new(&args.prompt).file_stem().and_then(|stem| stem.to_str()).filter(|name| *name != "-");
    options.schema = schema.as_ref();
    options.previous = previous.as_ref();
    Ok(make(&options))
}

fn previous(path: &str) -> Result<Previous, CliError> {
    let value: serde_json::Value = serde_json::from_str(&text_of(path)?)
        .map_err(|error| CliError::usage(format!("cannot read {}: it is not JSON: {error}", files::shown(path))))?;
    Previous::read(&value).ok_or_else(|| {
        CliError::usage(format!("{} holds no digests: it is what --format json has written", files::shown(path)))
    })
}

/// A nonce that nobody guesses: the keys of the standard library's hash maps are random.
fn nonce() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

/// A file that the prompt names, seen from its folder. A prompt may come from somebody else: it names files of its own
/// folder, its project's or the current one, and no others.
fn beside(args: &PromptArgs, file: &str) -> Result<String, CliError> {
    let folder = Path::new(&args.prompt).parent().unwrap_or(Path::new(""));
    let path = folder.join(file);
    let project = Projects::default().of(Some(&args.prompt));
    let roots = [Some(folder), Some(Path::new("")), project.as_ref().map(|project| project.folder.as_path())];
    if !files::is_within(&path, roots.into_iter().flatten()) {
        let reason =
            "it lies outside of the prompt's folder, its project and the current folder, or is no regular file";
        return Err(CliError::usage(format!("cannot read {}: {reason}", path.display())));
    }
    Ok(path.display().to_string())
}

/// The text of a file that is no template.
fn text_of(path: &str) -> Result<String, CliError> {
    let bytes = files::bytes(path)?;
    let bytes = files::without_mark(&bytes).map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes)
        .map_err(|_| CliError::usage(format!("cannot read {}: it is not UTF-8", files::shown(path))))
}

/// Checks the data against the schema that the prompt names, before anything is rendered.
fn check_input(args: &PromptArgs, prompt: &Prompt, content: &Content) -> Result<Option<Outcome>, CliError> {
    let Some(file) = &prompt.settings().input else { return Ok(None) };
    let checker = answer::checker(&beside(args, file)?)?;
    let found = match content {
        Content::Value(value) => checker.input(value),
        Content::Bytes { bytes, .. } => checker.input(&crate::data::json(bytes)),
    };
    if found.is_empty() {
        return Ok(None);
    }
    let name = args.data.data.as_deref().map_or_else(|| "the data".to_owned(), files::shown);
    for one in &found {
        human::say(&format!("{one}\n  --> {name}"));
    }
    human::say(&format!("nothing was printed: the data does not meet {file}: {}", plural(found.len(), "violation")));
    Ok(Some(Outcome::Errors))
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

fn show(found: &Diagnostics, source: &Source, template: &Template, settings: &Settings) {
    // What concerns the prompt as a whole has no place to be drawn at.
    let whole = |one: &Diagnostic| one.span.is_empty() && one.partial.is_none();
    let (whole, placed): (Vec<_>, Vec<_>) = found.iter().cloned().partition(whole);
    human::draw_all(&report::of_template(placed, source, template, settings), human::IN_CHECK);
    for one in whole {
        let help = one.help.as_ref().map(|help| format!("\n  = help: {help}")).unwrap_or_default();
        human::say(&format!("{one}\n  --> {}{help}", source.name));
    }
}
