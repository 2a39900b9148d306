//! Whether samples and calls of partials meet the contracts that comments state.

use crate::engine;
use crate::outcome::CliError;
use crate::settings::Settings;
use itl_analysis::{Analysis, CheckOptions, Contract, Shape};
use itl_eval::{Code, Diagnostic, Dialect, FolderPartials, Partials, Template};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// What is wrong with a template's own contract: mistakes in it, samples that do not meet it, values that it
/// states and the template never reads.
pub(super) fn findings(
    contract: &Contract,
    analysis: &Analysis<'_>,
    samples: &[(String, Arc<Value>)],
) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = contract.mistakes.iter().cloned().collect();
    for (name, sample) in samples {
        found.extend(contract.violations(sample, name));
    }
    if contract.params.is_empty() {
        return found;
    }
    let references = analysis.references();
    if references.truncated {
        return found;
    }
    let read: Vec<String> = references.paths().iter().map(|path| plain(&path.text)).collect();
    for param in &contract.params {
        let stated = plain(&param.path);
        // Who reads a value reads something of all that holds it, and may read all that it holds. The key of a
        // loop's item may stand there without the loop.
        let is_end = |read: &str| stated.strip_suffix(read).is_some_and(|before| before.ends_with('.'));
        let is_of = |read: &String| within(read, &stated) || within(&stated, read) || is_end(read);
        if !read.iter().any(is_of) {
            let message = format!("the template never reads `{}`", param.path);
            found.push(Diagnostic::new(Code::ContractBroken, param.span, message).help("take it out of the contract"));
        }
    }
    found
}

/// A path without its indexes.
fn plain(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let Some((inside, after)) = after.split_once(']') else { break };
        if inside.starts_with('"') {
            out.push('.');
            out.push_str(inside.trim_matches('"'));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether `path` is `of` or below it.
fn within(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Calls of partials that do not give what the partial's contract states, at the place of the contract.
pub(super) fn of_partials(
    template: &Template,
    path: Option<&str>,
    settings: &Settings,
    shape: Option<&Shape>,
) -> Result<Vec<Diagnostic>, CliError> {
    let (Some(shape), Some(folder)) = (shape, &settings.partials) else { return Ok(Vec::new()) };
    // Most partials state nothing.
    if !template.partials().any(|(_, text)| text.contains("@param")) {
        return Ok(Vec::new());
    }
    let builder = engine::builder(settings, path)?;
    // Each contract is checked as tags that print what it states, where the partial is called.
    let engine = builder.partials(ContractPartials(FolderPartials::new(folder.clone()))).build();
    let document = engine.parse(template.source());
    let (template, _) = engine.compile_document(&document);
    let analysis = Analysis::new(&template, &document, Some(shape)).beside_another();
    let all = analysis.check(&CheckOptions::default());
    let partials = FolderPartials::new(folder.clone());
    let mut contracts: HashMap<Arc<str>, Rc<Contract>> = HashMap::new();
    let mut contract = |name: &Arc<str>| {
        let read = || {
            let text = partials.load(name, engine.dialect()).unwrap_or_default();
            Rc::new(Contract::of(&engine.parse(&text)))
        };
        contracts.entry(name.clone()).or_insert_with(read).clone()
    };
    let mut found = Vec::new();
    for one in all.into_iter().filter(|one| one.code == Code::UnknownPath) {
        let Some(name) = one.partial.clone() else { continue };
        let contract = contract(&name);
        let stated =
            |param: &&itl_analysis::ContractParam| one.span.start >= param.span.start && one.span.end <= param.span.end;
        // Of a value that may be missing the type alone is checked.
        if let Some(param) = contract.params.iter().find(stated).filter(|param| !param.optional) {
            let message = format!("the partial asks for `{}`, and where it is called {}", param.path, one.message);
            let mut broken = Diagnostic::new(Code::ContractBroken, param.span, message);
            broken.partial = Some(name);
            found.push(broken);
        }
    }
    found.extend(analysis.contract_kinds(&mut contract));
    Ok(found)
}

/// Partials with tags in place of their contracts.
struct ContractPartials(FolderPartials);

impl Partials for ContractPartials {
    fn load(&self, name: &str, dialect: Dialect) -> Option<Cow<'_, str>> {
        let text = self.0.load(name, dialect)?;
        let limits = itl_syntax::ParseLimits::default();
        let document = itl_syntax::parse(&text, dialect, limits);
        let tags = Contract::of(&document).as_tags(&document);
        drop(document);
        Some(tags.map_or(text, Cow::Owned))
    }

    fn names(&self) -> Vec<String> {
        self.0.names()
    }
}
