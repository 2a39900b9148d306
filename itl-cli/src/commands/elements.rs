//! `itl elements`

use crate::outcome::{CliResult, Outcome, print};
use crate::report::human;
use crate::source::{Source, Sourced};
use crate::{data, files};
use clap::Args;
use itl_eval::Dialect;
use itl_syntax::elements::{self, Element};
use itl_syntax::{Diagnostics, ParseLimits};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

#[derive(Debug, Args)]
#[command(
    after_help = "ilert's API stores a template as a list of elements, and rebuilds the text from it. A template that
ilert reads otherwise than this engine is refused, at the tag in question.

A file ending in .json, .yaml or .yml is an alert source: each of its templates (summaryTemplate, detailsTemplate,
routingTemplate, alertKeyTemplate, servicesTemplate, linkTemplates, priorityTemplate, severityTemplate) is converted,
all else is kept.

Examples:
  itl elements disk.itl
  itl elements --to-text elements.json
  echo '{{ subject.splitTakeAt(\" \", 0) }}' | itl elements - | itl elements --to-text -"
)]
pub(crate) struct ElementsArgs {
    /// Template, or an alert source in JSON or YAML; - is a template on stdin
    #[arg(required_unless_present = "to_text")]
    pub(crate) file: Option<String>,
    /// Store what ilert reads otherwise as the variable that it makes of it, with a warning
    #[arg(long)]
    pub(crate) verbatim: bool,
    /// Print the text of elements: of {"elements": […]}, of a list, or of each template of an alert source
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "verbatim"])]
    pub(crate) to_text: Option<String>,
}

/// A template as the API carries it.
#[derive(Debug, Serialize)]
pub(crate) struct Carrier {
    /// The text that the server rebuilds from the elements.
    #[serde(rename = "textTemplate")]
    pub(crate) text: String,
    pub(crate) elements: Vec<Element>,
}

pub(crate) fn run(args: &ElementsArgs) -> CliResult {
    match (&args.to_text, &args.file) {
        (Some(path), _) => to_text(path),
        (None, Some(path)) if files::ends_with(path, &["json", "yaml", "yml"]) => of_source(path, args.verbatim),
        (None, path) => of_template(path.as_deref().unwrap_or("-"), args.verbatim),
    }
}

fn of_template(path: &str, verbatim: bool) -> CliResult {
    let source = match files::template(path) {
        Ok(source) => source,
        Err(unusable) => return unusable.end(),
    };
    let (carrier, found) = carrier(&source, verbatim);
    human::draw_all(&found, human::IN_CHECK);
    match carrier.map(serde_json::to_value) {
        // JSON with whole numbers beyond 64 bits could not be read back.
        Some(Err(error)) => {
            human::failure(&format!("{}: {error}", source.name));
            Ok(Outcome::Errors)
        }
        made => write(made.and_then(Result::ok).as_ref()),
    }
}

/// The elements of a template, and what is to be said of it; `None` where it is refused.
pub(crate) fn carrier(source: &Source, verbatim: bool) -> (Option<Carrier>, Vec<Sourced>) {
    let document = itl_syntax::parse(&source.text, Dialect::Itl, ParseLimits::default());
    let read = if verbatim {
        elements::to_elements_verbatim(&document)
    } else {
        elements::to_elements(&document).map(|elements| (elements, elements::warnings(&document)))
    };
    let located = |found: Diagnostics| found.into_iter().map(|one| source.finding(one)).collect();
    match read {
        Ok((elements, found)) => (Some(Carrier { text: elements::to_text(&elements), elements }), located(found)),
        Err(found) => (None, located(found)),
    }
}

fn of_source(path: &str, verbatim: bool) -> CliResult {
    let mut value = match data::value(path, None)? {
        Ok(value) => value,
        Err(problem) => {
            human::draw(&problem);
            return Ok(Outcome::Errors);
        }
    };
    let mut is_fine = true;
    let name = files::shown(path);
    let seen = itl_alert::each_template(&mut value, |place, value| {
        // Of a template that has elements alone, the text is what they stand for.
        let rebuilt = || itl_alert::elements_of(value).ok().map(|elements| elements::to_text(&elements).into());
        let Some(text) = itl_alert::text_of(value).map(Cow::Borrowed).or_else(rebuilt) else {
            is_fine = false;
            human::failure(&format!("{name}: {place} is neither a text nor has it a textTemplate or elements"));
            return;
        };
        let source = Source { name: format!("{name}: {place}").into(), text: text.into(), marked: false };
        let (carrier, found) = carrier(&source, verbatim);
        human::draw_all(&found, human::IN_CHECK);
        match carrier.map(serde_json::to_value) {
            Some(Ok(made)) => *value = made,
            Some(Err(error)) => {
                is_fine = false;
                human::failure(&format!("{name}: {place}: {error}"));
            }
            None => is_fine = false,
        }
    });
    if seen == 0 {
        human::failure(&format!("{name} has none of the templates of an alert source"));
        return Ok(Outcome::Errors);
    }
    write(is_fine.then_some(&value))
}

fn write(made: Option<&impl Serialize>) -> CliResult {
    let Some(made) = made else { return Ok(Outcome::Errors) };
    match serde_json::to_string_pretty(made) {
        Ok(text) => {
            print(&format!("{text}\n"))?;
            Ok(Outcome::Fine)
        }
        Err(error) => {
            human::failure(&error.to_string());
            Ok(Outcome::Errors)
        }
    }
}

fn to_text(path: &str) -> CliResult {
    let mut value = match data::value(path, None)? {
        Ok(value) => value,
        Err(problem) => {
            human::draw(&problem);
            return Ok(Outcome::Errors);
        }
    };
    let name = files::shown(path);
    if value.is_array() || value.get("elements").is_some() {
        return match itl_alert::elements_of(&value) {
            Ok(elements) => {
                print(&elements::to_text(&elements))?;
                Ok(Outcome::Fine)
            }
            Err(error) => {
                human::failure(&format!("{name}: {error}"));
                Ok(Outcome::Errors)
            }
        };
    }
    let mut is_fine = true;
    let seen = itl_alert::each_template(&mut value, |place, value| match itl_alert::elements_of(value) {
        Ok(elements) => *value = Value::String(elements::to_text(&elements)),
        Err(error) => {
            is_fine = false;
            human::failure(&format!("{name}: {place}: {error}"));
        }
    });
    if seen == 0 {
        human::failure(&format!("{name} has no elements, and none of the templates of an alert source"));
        return Ok(Outcome::Errors);
    }
    write(is_fine.then_some(&value))
}
