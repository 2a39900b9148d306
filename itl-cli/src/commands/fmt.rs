//! `itl fmt`

use crate::args::Dialect;
use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::project::Projects;
use crate::report::{self, human};
use crate::settings::Settings;
use crate::source::Source;
use crate::{engine, terminal};
use clap::Args;
use similar::TextDiff;
use std::fmt::Write as _;
use std::time::Duration;

#[derive(Debug, Args)]
#[command(
    after_help = "The canonical form is the one that ilert's server writes: one space inside the braces, arguments
in double quotes, no space after a comma: {{ subject.splitTakeAt(\" \",0) }}. Text outside tags,
comments, partials and set-delimiter tags keep what they say.

Examples:
  itl fmt templates/
  itl fmt --check templates/*.itl
  itl fmt --diff disk.itl
  echo '{{subject##splitTakeAt(( ||0))}}' | itl fmt -"
)]
pub(crate) struct FmtArgs {
    /// Template files, folders, globs, written in place; - is stdin to stdout
    #[arg(required = true)]
    pub(crate) files: Vec<String>,
    /// Write nothing; name the files that are not canonical and fail if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing; print what would change and fail if anything would
    #[arg(long)]
    pub(crate) diff: bool,
    /// Language of the templates [default: by the ending, mustache for .mustache]
    #[arg(long, value_enum)]
    pub(crate) dialect: Option<Dialect>,
}

pub(crate) fn run(args: &FmtArgs) -> CliResult {
    let search = files::find(&args.files, files::TEMPLATES);
    let mut outcome = if search.problems.is_empty() { Outcome::Fine } else { Outcome::Unreadable };
    human::draw_all(&search.problems, "");
    let mut projects = Projects::default();
    let mut stale = 0;
    for path in &search.files {
        match files::template(path) {
            Ok(source) => {
                let settings = projects.settings(Some(path));
                projects.refuse_mistakes()?;
                outcome = outcome.and(one(args, path, &source, settings, &mut stale)?);
            }
            Err(unusable) => {
                let (finding, worse) = unusable.finding();
                human::draw(&finding);
                outcome = outcome.and(worse);
            }
        }
    }
    if stale > 0 && (args.check || args.diff) {
        let (files, form) = (report::plural(stale, "file"), "one space inside the braces, no space after a comma");
        human::say(&format!("{files} would change; `itl fmt` writes the form of ilert's server: {form}"));
    }
    Ok(outcome)
}

fn one(args: &FmtArgs, path: &str, source: &Source, mut settings: Settings, stale: &mut usize) -> CliResult {
    settings.dialect = args.dialect.map(Into::into).or(settings.dialect);
    let engine = engine::build(&settings, Some(path))?;
    let text = match engine.format(&source.text) {
        Ok(text) => text,
        Err(error) => {
            let found = error.diagnostics().clone();
            human::draw_all(&report::of_template(found, source, error.template(), &settings), human::IN_CHECK);
            return Ok(Outcome::Errors);
        }
    };
    let changed = *text != *source.text;
    *stale += usize::from(changed);
    if args.diff || args.check {
        if changed && args.diff {
            print(&diff(&source.name, &source.text, &text))?;
        } else if changed {
            print(&format!("{}\n", source.name))?;
        }
        return Ok(Outcome::of(!changed));
    }
    if path == "-" {
        print(&text)?;
    } else if changed {
        write(path, source, &text)?;
    }
    Ok(Outcome::Fine)
}

fn write(path: &str, source: &Source, text: &str) -> Result<(), CliError> {
    let mark = if source.marked { "\u{feff}" } else { "" };
    files::replace(path, format!("{mark}{text}").as_bytes())
}

/// The change as a unified diff, which `patch` reads.
fn diff(name: &str, before: &str, after: &str) -> String {
    let colour = terminal::stdout_colour();
    // Beyond that time a difference is shown that is right and may be longer than it has to be.
    let diff = TextDiff::configure().timeout(Duration::from_secs(1)).diff_lines(before, after);
    let mut out = String::new();
    for line in diff.unified_diff().header(name, name).to_string().split_inclusive('\n') {
        let style = match line.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => "1",
            [b'-', ..] => "31",
            [b'+', ..] => "32",
            [b'@', ..] => "36",
            _ => "",
        };
        let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
        if style.is_empty() {
            out.push_str(line);
        } else {
            let _ = write!(out, "{}{end}", terminal::styled(colour, style, text));
        }
    }
    out
}
