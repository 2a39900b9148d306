//! `itl sample`

use crate::check::SAMPLES;
use crate::data::{self, DataFormat};
use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::project::Projects;
use crate::report::{human, plural};
use crate::sample::diff::{Differences, What, differences};
use crate::sample::mask::mask;
use crate::sample::path::Path as Place;
use crate::sample::schema;
use crate::sample::shape::Shape;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  itl sample add alert.json
  itl sample infer samples/ > alert.schema.json
  itl sample diff new.json"
)]
pub(crate) struct SampleArgs {
    #[command(subcommand)]
    pub(crate) command: SampleCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SampleCommand {
    /// Store a payload as a sample, with secrets and personal data masked
    Add(AddArgs),
    /// Print a JSON Schema that all the samples meet
    Infer(InferArgs),
    /// Tell what a payload has that the samples lack
    Diff(DiffArgs),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Passwords, tokens and keys are masked by the names of their keys and by their looks; e-mail and
public IP addresses, phone, card and account numbers and names of people too. Equal values stay
equal. Look at the result before it is shared: no list of patterns knows everything.

Examples:
  itl sample add alert.json
  itl sample add alert.json --keep labels.instance --to samples/alertmanager/
  curl -s https://example.com/alert | itl sample add - --to samples/alert.json"
)]
pub(crate) struct AddArgs {
    /// Payload: JSON or YAML; - is stdin
    pub(crate) file: String,
    /// Do not mask what is at this path or below: alerts[].labels.user
    #[arg(long, value_name = "PATH")]
    pub(crate) keep: Vec<String>,
    /// File or folder that gets the sample; - is stdout [default: the samples of itl.toml, else samples/]
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) to: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:
  itl sample infer samples/alertmanager/ > alert.schema.json")]
pub(crate) struct InferArgs {
    /// Samples: files, folders, globs
    #[arg(required = true)]
    pub(crate) files: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Exits with 1 where there are differences.

Examples:
  itl sample diff new.json
  itl sample diff new.json --samples samples/alertmanager/ --format json")]
pub(crate) struct DiffArgs {
    /// The new payload: JSON or YAML; - is stdin
    pub(crate) new: String,
    /// Samples to compare with [default: those of itl.toml, else samples/]
    #[arg(long, value_name = "SAMPLES")]
    pub(crate) samples: Vec<String>,
    /// How differences are shown
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
}

/// How `sample diff` shows differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Json,
}

pub(crate) fn run(args: &SampleArgs) -> CliResult {
    match &args.command {
        SampleCommand::Add(args) => add(args),
        SampleCommand::Infer(args) => infer(args),
        SampleCommand::Diff(args) => diff(args),
    }
}

/// Reads a payload; one that cannot be read is drawn.
fn payload(path: &str, format: Option<DataFormat>) -> Result<Option<Value>, CliError> {
    Ok(match data::value(path, format)? {
        Ok(value) => Some(value),
        Err(problem) => {
            human::draw(&problem);
            None
        }
    })
}

fn add(args: &AddArgs) -> CliResult {
    let parse = |path: &String| Place::parse(path).map_err(|why| CliError::usage(format!("--keep {path}: {why}")));
    let keep = args.keep.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    let Some(mut value) = payload(&args.file, None)? else { return Ok(Outcome::Errors) };
    let masked = mask(&mut value, &keep);
    let text = format!("{value:#}\n");
    if args.to.as_deref() == Some("-") {
        print(&text)?;
    } else {
        let path = target(args)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| {
                CliError::usage(format!("cannot write {}: {}", folder.display(), files::reason(&error)))
            })?;
        }
        files::create(&path.display().to_string(), text.as_bytes())?;
        human::say(&format!("wrote {}", path.display()));
    }
    for one in &masked.places {
        human::say(&format!("masked {}: {}", one.place, one.what));
    }
    if masked.more > 0 {
        human::say(&format!("masked {} more", plural(masked.more, "value")));
    }
    Ok(Outcome::Fine)
}

/// The file that a sample is written to; one that is there is not overwritten.
fn target(args: &AddArgs) -> Result<PathBuf, CliError> {
    let given = args.to.as_deref().map(Path::new);
    if let Some(file) = given.filter(|to| !to.is_dir() && to.extension().is_some()) {
        if file.exists() {
            return Err(CliError::usage(format!("{} is there already", file.display())));
        }
        return Ok(file.to_owned());
    }
    let folder = match given {
        Some(folder) => folder.to_owned(),
        None => samples_of_project().first().map_or_else(|| PathBuf::from("samples"), |samples| folder_of(samples)),
    };
    let stem = Path::new(&args.file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let stem = stem.filter(|stem| stem != "-").unwrap_or_else(|| "sample".to_owned());
    let mut candidates =
        std::iter::once(format!("{stem}.json")).chain((2..).map(|number| format!("{stem}-{number}.json")));
    let free = candidates.find(|name| !folder.join(name).exists()).unwrap_or_default();
    Ok(folder.join(free))
}

/// The samples that the current folder's project names.
fn samples_of_project() -> Vec<String> {
    Projects::default().of(None).map_or_else(Vec::new, |project| project.all_samples())
}

/// The folder that a glob, a folder or a file of samples stands for.
fn folder_of(samples: &str) -> PathBuf {
    let path = Path::new(samples);
    if path.is_dir() {
        return path.to_owned();
    }
    let plain = |part: &std::path::Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let folder: PathBuf = path.components().take_while(plain).collect();
    let is_file = folder == path;
    if is_file { folder.parent().map(Path::to_owned).unwrap_or_default() } else { folder }
}

/// The shape of all samples that arguments name; none where one of them cannot be read.
fn shape(args: &[String]) -> Result<Option<(Shape, usize)>, CliError> {
    let search = files::find(args, SAMPLES);
    if let Some(problem) = search.problems.first() {
        return Err(CliError::usage(problem.diagnostic.message.clone()));
    }
    let mut shape = Shape::default();
    for path in &search.files {
        match payload(path, None)? {
            Some(value) => shape.add(&value),
            None => return Ok(None),
        }
    }
    Ok(Some((shape, search.files.len())))
}

fn infer(args: &InferArgs) -> CliResult {
    let Some((shape, _)) = shape(&args.files)? else { return Ok(Outcome::Errors) };
    print(&format!("{:#}\n", schema::schema(&shape)))?;
    Ok(Outcome::Fine)
}

fn diff(args: &DiffArgs) -> CliResult {
    let Some(value) = payload(&args.new, None)? else { return Ok(Outcome::Errors) };
    let samples = if args.samples.is_empty() { samples_of_project() } else { args.samples.clone() };
    let samples = if samples.is_empty() { vec!["samples".to_owned()] } else { samples };
    if args.samples.is_empty() && samples == ["samples"] && !Path::new("samples").exists() {
        return Err(CliError::usage(
            "there is no folder samples here; name the samples to compare with: --samples FOLDER",
        ));
    }
    let Some((shape, count)) = shape(&samples)? else { return Ok(Outcome::Errors) };
    let Differences { found, more } = differences(&shape, &value);
    match args.format {
        DiffFormat::Text => {
            let lines: String = found
                .iter()
                .map(|one| match &one.what {
                    What::New(kind) => format!("+ {}: {kind}\n", one.place),
                    What::Kind { new, known } => {
                        format!("~ {}: {new}, in the samples {}\n", one.place, known.join(" or "))
                    }
                    What::Gone => format!("- {}\n", one.place),
                })
                .collect();
            print(&lines)?;
            human::say(&format!("{} from {}", plural(found.len() + more, "difference"), plural(count, "sample")));
            if more > 0 {
                human::say(&format!("{more} of them are not listed"));
            }
        }
        DiffFormat::Json => {
            let list: Vec<Value> = found
                .iter()
                .map(|one| match &one.what {
                    What::New(kind) => json!({ "path": one.place, "change": "new", "kind": kind }),
                    What::Kind { new, known } => {
                        json!({ "path": one.place, "change": "kind", "kind": new, "known": known })
                    }
                    What::Gone => json!({ "path": one.place, "change": "gone" }),
                })
                .collect();
            print(&format!("{}\n", json!({ "differences": list, "more": more })))?;
        }
    }
    Ok(Outcome::of(found.is_empty()))
}
