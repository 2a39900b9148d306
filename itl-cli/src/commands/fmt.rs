//! `itl fmt`

use crate::args::Dialect;
use crate::files;
use crate::outcome::{CliError, CliResult, Outcome, print};
use crate::project::{self, Projects};
use crate::report::{self, human};
use crate::settings::Settings;
use crate::source::Source;
use crate::{engine, portable, terminal};
use clap::Args;
use similar::TextDiff;
use std::fmt::Write as _;
use std::time::Duration;

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "one flag each")]
#[command(
    after_help = "The canonical form is the one that ilert's server writes: one space inside the braces, arguments
in double quotes, no space after a comma: {{ subject.splitTakeAt(\" \",0) }}. Text outside tags,
comments, partials and set-delimiter tags keep what they say.

Examples:
  itl fmt templates/
  itl fmt --check templates/*.itl
  itl fmt --diff disk.itl
  itl fmt --portable --diff disk.itl
  itl fmt --migrate templates/
  itl fmt --equal planned.itl stored.itl
  echo '{{subject##splitTakeAt(( ||0))}}' | itl fmt -"
)]
pub(crate) struct FmtArgs {
    /// Template files, folders, globs, written in place; - is stdin to stdout
    #[arg(required_unless_present = "equal")]
    pub(crate) files: Vec<String>,
    /// Write nothing; name the files that are not canonical and fail if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing; print what would change and fail if anything would
    #[arg(long)]
    pub(crate) diff: bool,
    /// Write what only this engine reads in ilert's own terms where it has them; name what is left and fail if
    /// anything is
    #[arg(long)]
    pub(crate) portable: bool,
    /// Write calls in the form path##name((a||b)) in the new form, and leave all else as it is
    #[arg(long, conflicts_with = "portable")]
    pub(crate) migrate: bool,
    /// Tell whether ilert stores two templates alike, and fail if it does not
    #[arg(long, num_args = 2, value_names = ["A", "B"],
          conflicts_with_all = ["files", "check", "diff", "portable", "migrate"])]
    pub(crate) equal: Vec<String>,
    /// Language of the templates [default: by the ending, mustache for .mustache]
    #[arg(long, value_enum)]
    pub(crate) dialect: Option<Dialect>,
}

pub(crate) fn run(args: &FmtArgs) -> CliResult {
    if let [a, b] = args.equal.as_slice() {
        return equal(args, a, b);
    }
    let search = files::find(&args.files, files::TEMPLATES);
    let mut outcome = if search.problems.is_empty() { Outcome::Fine } else { Outcome::Unreadable };
    human::draw_all(&search.problems, "");
    let mut projects = Projects::default();
    let mut stale = 0;
    if let Some(path) = search.files.iter().find(|path| files::ends_with(path, &["yaml", "yml"])) {
        let message = "is an alert source; fmt writes templates, `itl check --portable --fix` changes alert sources";
        return Err(CliError::usage(format!("{path} {message}")));
    }
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
    let text = if args.migrate { engine.migrate(&source.text) } else { engine.format(&source.text) };
    let mut left = Outcome::Fine;
    let text = match text {
        Ok(_) if args.portable => {
            let (text, found) = portable::rewrite(&engine, source.text.to_string());
            left = Outcome::of(found.is_empty());
            let source = Source { text: text.as_str().into(), ..source.clone() };
            let found: Vec<_> = found.into_iter().map(|one| source.finding(one)).collect();
            human::draw_all(&found, "itl check --portable --format json lists all");
            text
        }
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
        return Ok(left.and(Outcome::of(!changed)));
    }
    if path == "-" {
        print(&text)?;
    } else if changed {
        write(path, source, &text)?;
    }
    Ok(left)
}

/// Tells whether ilert's server stores both templates alike.
fn equal(args: &FmtArgs, a: &str, b: &str) -> CliResult {
    let (first, second) = match (files::template(a), files::template(b)) {
        (Ok(first), Ok(second)) => (first, second),
        (Err(unusable), _) | (_, Err(unusable)) => return unusable.end(),
    };
    let mut settings = project::settings_of(Some(a))?;
    settings.dialect = args.dialect.map(Into::into).or(settings.dialect);
    let is_equal = engine::build(&settings, Some(a))?.equivalent(&first.text, &second.text);
    let verdict = if is_equal { "are equivalent" } else { "differ" };
    print(&format!("{} and {} {verdict}\n", first.name, second.name))?;
    Ok(Outcome::of(is_equal))
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
