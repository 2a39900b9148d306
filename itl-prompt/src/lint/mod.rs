//! What is wrong with a prompt whatever its data is.

mod beginning;
mod blocks;
mod markup;

use crate::settings::PromptSettings;
use itl_eval::Escape;
use itl_syntax::ast::{Kind, Name};
use itl_syntax::{Diagnostic, Diagnostics, Document};
use std::sync::Arc;

/// Finds the document of a partial by its name.
pub type FindPartial<'f, 'd> = dyn Fn(&str) -> Option<(&'f Arc<str>, &'f Document<'d>)> + 'f;

/// The documents of a prompt: its own file, and the partials that it reaches.
#[derive(Clone, Copy)]
pub struct PromptFiles<'f, 'd> {
    /// The prompt's own file.
    pub file: &'f Document<'d>,
    /// The document of a partial, by its name.
    pub partial: &'f FindPartial<'f, 'd>,
}

impl std::fmt::Debug for PromptFiles<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PromptFiles").finish_non_exhaustive()
    }
}

/// Names what is wrong with a prompt whatever its data is: settings that cannot be read, blocks that make
/// no message, values that stand in markup without quotes, clocks in the beginning. `escape` is the
/// engine's. Of a template that is no prompt only the markup is looked at.
pub fn lint(files: PromptFiles<'_, '_>, settings: &PromptSettings, escape: Escape) -> Diagnostics {
    let mut found = Diagnostics::new();
    let is_prompt = settings.is_prompt(files.file);
    if is_prompt {
        found.extend(settings.faults.iter().cloned());
        blocks::check(files.file, &mut found);
        beginning::check(files, &mut found);
    }
    if settings.escape.unwrap_or(escape) == Escape::Xml {
        markup::check(files.file, &settings.trusted, &mut found);
    }
    found
}

/// The name of the partial or parent that a tag calls, where it is written out.
fn called<'s>(kind: &Kind<'s>) -> Option<&'s str> {
    match kind {
        Kind::Partial { name: Name::Static(name) } | Kind::Parent { name: Name::Static(name), .. } => Some(name),
        _ => None,
    }
}

fn at(partial: Option<&Arc<str>>, mut found: Diagnostic) -> Diagnostic {
    found.partial = partial.cloned();
    found
}

#[cfg(test)]
mod tests {
    use super::{PromptFiles, lint};
    use crate::settings::PromptSettings;
    use itl_eval::{Dialect, Engine, Escape};
    use std::sync::Arc;

    fn codes_with(source: &str, partial: &str, dialect: Dialect) -> Vec<&'static str> {
        let engine = Engine::builder().dialect(dialect).build();
        let (document, name, other) = (engine.parse(source), Arc::from("p"), engine.parse(partial));
        let partial = |asked: &str| (asked == "p").then_some((&name, &other));
        let files = PromptFiles { file: &document, partial: &partial };
        let found = lint(files, &PromptSettings::of(&document), Escape::Xml);
        found.iter().map(|one| one.code.id()).collect()
    }

    fn codes(source: &str, dialect: Dialect) -> Vec<&'static str> {
        codes_with(source, "", dialect)
    }

    #[test]
    fn values_in_markup_stand_in_quotes() {
        assert_eq!(codes("<turn role={{r}}>{{x}}</turn>", Dialect::Mustache), ["W0736"]);
        assert_eq!(codes("<{{name}}/>", Dialect::Mustache), ["W0736"]);
        assert_eq!(codes("<!-- {{{x}}} -->", Dialect::Mustache), ["W0736"]);
        assert_eq!(codes("<img src={{{x}}}/>", Dialect::Mustache), ["W0736"]);
        assert!(codes("<img src=\"{{x}}\"/>{{y}} < {{z}}", Dialect::Mustache).is_empty());
    }

    #[test]
    fn an_unescaped_value_can_end_its_quotes() {
        assert_eq!(codes("<img src=\"{{{x}}}\"/>", Dialect::Mustache), ["W0506"]);
        assert_eq!(codes("<img src='{{&x}}'/>{{{y}}}", Dialect::Mustache), ["W0506"]);
    }

    #[test]
    fn clocks_in_the_beginning_are_named() {
        assert_eq!(codes("{{$system}}{{ @now }}{{/system}}{{$user}}{{ @now }}{{/user}}", Dialect::Itl), ["W0735"]);
        assert_eq!(codes("{{$system}}{{ at.relativeTime() }}{{/system}}", Dialect::Itl), ["W0735"]);
        assert_eq!(codes_with("{{$system}}{{> p }}{{/system}}{{> p }}", "{{ @now }}", Dialect::Itl), ["W0735"]);
        assert!(codes_with("{{$user}}{{> p }}{{/user}}", "{{ @now }}", Dialect::Itl).is_empty());
    }

    #[test]
    fn blocks_that_make_no_message_are_named() {
        let of = |source: &str| codes(source, Dialect::Mustache);
        assert_eq!(of("{{$sytem}}a{{/sytem}}{{$user}}b{{/user}}"), ["E0706"]);
        assert_eq!(of("{{$system}}a{{$user}}b{{/user}}{{/system}}"), ["E0707"]);
        assert!(of("{{$page}}{{$system}}a{{/system}}{{/page}}{{$user}}{{$detail}}b{{/detail}}{{/user}}").is_empty());
        assert!(of("{{<layout}}{{$usr}}a{{/usr}}{{/layout}}{{$user}}b{{/user}}").is_empty());
    }

    #[test]
    fn settings_are_those_of_prompts_alone() {
        let of = |source: &str| codes(source, Dialect::Mustache);
        assert_eq!(of("{{! @excape xml }}{{$user}}a{{/user}}"), ["E0702"]);
        assert_eq!(of("{{! @author Ada }}{{! @model a }}"), ["W0703"]);
        assert_eq!(of("{{! @model a }}{{#x}}{{! @keep }}{{! @escape none }}{{/x}}"), ["E0705", "E0705"]);
        assert!(of("{{! @author Ada }}{{! @todo tool }}a").is_empty());
        assert!(of("{{! @sample a.json }}{{! @param x string }}{{$user}}a{{/user}}").is_empty());
    }
}
