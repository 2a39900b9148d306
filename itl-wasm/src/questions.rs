//! One-shot questions about a source.

use crate::options::{self, Refused, Setup};
use crate::{answers, json::Writer};

/// Why there is no answer.
pub(crate) enum NoAnswer {
    Refused(Refused),
    Unsupported(&'static str),
}

impl From<Refused> for NoAnswer {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl NoAnswer {
    /// Leaves it for JavaScript.
    pub(crate) fn code(&self) -> u32 {
        match self {
            Self::Refused(refused) => crate::refuse(refused),
            Self::Unsupported(name) => crate::unsupported(name),
        }
    }
}

/// Answers the question of that number; the numbers stand in `js/core.js` too.
pub(crate) fn answer(question: u32, source: &str, options: &str, arguments: &str) -> Result<String, NoAnswer> {
    match question {
        0 => check(source, options),
        #[cfg(feature = "analysis")]
        1 => format(source, options),
        #[cfg(not(feature = "analysis"))]
        1 => Err(NoAnswer::Unsupported("format")),
        #[cfg(feature = "analysis")]
        2 => Ok(answers::functions(&itl_eval::Registry::standard())),
        #[cfg(feature = "analysis")]
        3 => Ok(answers::explain(source)),
        #[cfg(not(feature = "analysis"))]
        2 => Err(NoAnswer::Unsupported("functions")),
        #[cfg(not(feature = "analysis"))]
        3 => Err(NoAnswer::Unsupported("explain")),
        4 => Ok(zones()),
        #[cfg(feature = "docs")]
        8 => Ok(crate::texts::all(&itl_eval::Registry::standard())),
        _ => editor(question, source, options, arguments),
    }
}

fn check(source: &str, options: &str) -> Result<String, NoAnswer> {
    let options = options::read(options)?;
    let Setup { engine, partials } = options::setup(&options)?;
    let wants_more = ["sample", "schema", "portable", "trusted"].iter().any(|key| options.contains_key(*key));
    #[cfg(feature = "analysis")]
    let found = if wants_more { crate::editor::check(&engine, source, &options) } else { engine.check(source) };
    #[cfg(not(feature = "analysis"))]
    let found = if wants_more { return Err(NoAnswer::Unsupported("check")) } else { engine.check(source) };
    let mut w = Writer::new();
    answers::diagnostics(&mut w, &found, source, &|name| partials.get(name)?.as_str());
    Ok(w.finish())
}

#[cfg(feature = "analysis")]
fn format(source: &str, options: &str) -> Result<String, NoAnswer> {
    let Setup { engine, partials } = options::setup(&options::read(options)?)?;
    let mut w = Writer::new();
    w.object(|w| {
        let found = match engine.format(source) {
            Ok(text) => {
                w.key("text").text(&text);
                engine.check(source)
            }
            Err(error) => {
                w.key("text").null();
                error.diagnostics().clone()
            }
        };
        answers::diagnostics(w.key("diagnostics"), &found, source, &|name| partials.get(name)?.as_str());
    });
    Ok(w.finish())
}

fn zones() -> String {
    let mut names: Vec<&str> = itl_time::Zone::all().collect();
    names.sort_unstable();
    let mut w = Writer::new();
    w.list(names, Writer::text);
    w.finish()
}

#[cfg(feature = "analysis")]
fn editor(question: u32, source: &str, options: &str, arguments: &str) -> Result<String, NoAnswer> {
    let options = options::read(options)?;
    let Setup { engine, partials } = options::setup(&options)?;
    let arguments = options::read(arguments)?;
    let sources = |name: &str| partials.get(name)?.as_str();
    match question {
        5 => Ok(crate::editor::references(&engine, source, &options, &sources)),
        6 => Ok(crate::editor::complete(&engine, source, &arguments)),
        7 => Ok(crate::editor::hover(&engine, source, &arguments)),
        _ => Err(NoAnswer::Unsupported("this question")),
    }
}

#[cfg(not(feature = "analysis"))]
fn editor(_: u32, _: &str, _: &str, _: &str) -> Result<String, NoAnswer> {
    Err(NoAnswer::Unsupported("this question"))
}
