//! One-shot questions about a source.

use crate::host::Host;
use crate::options::{self, Refused};
use crate::values::Object;
use crate::{answers, json::Writer};

/// Why there is no answer.
#[derive(Debug)]
pub enum NoAnswer {
    /// An option cannot be used.
    Refused(Refused),
    /// This build does not hold what is asked for.
    Unsupported(&'static str),
}

impl From<Refused> for NoAnswer {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Answers the question of that number; the numbers stand in `js/questions.js` of the npm package too.
///
/// # Errors
/// An option that cannot be used, or a question that this build does not know.
pub fn answer(
    question: u32,
    source: &str,
    options: &str,
    arguments: &str,
    host: &impl Host,
) -> Result<String, NoAnswer> {
    match question {
        0 => check(source, &options::read(options)?, host),
        #[cfg(feature = "analysis")]
        1 => format(source, options, host),
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
        #[cfg(feature = "answers")]
        8 => Ok(crate::prompts::check_answer(source, options)?),
        #[cfg(feature = "analysis")]
        9 => Ok(crate::elements::to_elements(source, arguments)?),
        #[cfg(feature = "analysis")]
        10 => Ok(crate::elements::to_text(source)?),
        #[cfg(not(feature = "analysis"))]
        9 => Err(NoAnswer::Unsupported("toElements")),
        #[cfg(not(feature = "analysis"))]
        10 => Err(NoAnswer::Unsupported("fromElements")),
        #[cfg(feature = "docs")]
        11 => Ok(crate::texts::all(&itl_eval::Registry::standard())),
        _ => editor(question, source, options, arguments, host),
    }
}

/// The diagnostics of a source, as a list; the options may hold a sample or a schema to check against.
///
/// # Errors
/// An option that cannot be used.
pub fn check(source: &str, options: &Object, host: &impl Host) -> Result<String, NoAnswer> {
    let setup = options::setup(options, host)?;
    let engine = &setup.engine;
    let wants_more = ["sample", "schema", "portable", "trusted"].iter().any(|&key| options.contains_key(key));
    #[cfg(feature = "analysis")]
    let found = if wants_more { crate::editor::check(engine, source, options) } else { engine.check(source) };
    #[cfg(not(feature = "analysis"))]
    let found = if wants_more { return Err(NoAnswer::Unsupported("check")) } else { engine.check(source) };
    let mut w = Writer::new();
    answers::diagnostics(&mut w, &found, source, &|name| setup.partial(name));
    Ok(w.finish())
}

#[cfg(feature = "analysis")]
fn format(source: &str, options: &str, host: &impl Host) -> Result<String, NoAnswer> {
    let options = options::read(options)?;
    let setup = options::setup(&options, host)?;
    let engine = &setup.engine;
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
        answers::diagnostics(w.key("diagnostics"), &found, source, &|name| setup.partial(name));
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
fn editor(question: u32, source: &str, options: &str, arguments: &str, host: &impl Host) -> Result<String, NoAnswer> {
    let options = options::read(options)?;
    let setup = options::setup(&options, host)?;
    let engine = &setup.engine;
    let arguments = options::read(arguments)?;
    let sources = |name: &str| setup.partial(name);
    match question {
        5 => Ok(crate::editor::references(engine, source, &options, &sources)),
        6 => Ok(crate::editor::complete(engine, source, &arguments)),
        7 => Ok(crate::editor::hover(engine, source, &arguments)),
        _ => Err(NoAnswer::Unsupported("this question")),
    }
}

#[cfg(not(feature = "analysis"))]
fn editor(_: u32, _: &str, _: &str, _: &str, _: &impl Host) -> Result<String, NoAnswer> {
    Err(NoAnswer::Unsupported("this question"))
}
