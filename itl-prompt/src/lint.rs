//! What is wrong with a prompt whatever its data is.

use crate::settings::PromptSettings;
use itl_eval::{Escape, Markup};
use itl_syntax::ast::{Head, Kind, Link, LoopVar};
use itl_syntax::{Code, Diagnostic, Diagnostics, Document};

/// Names values that stand in markup without quotes, and clocks in the beginning of a prompt.
pub fn lint(document: &Document<'_>, settings: &PromptSettings, escape: Escape) -> Diagnostics {
    let mut found = Diagnostics::new();
    if settings.escape.unwrap_or(escape) == Escape::Xml {
        outside_quotes(document, &mut found);
    }
    clocks(document, &mut found);
    found
}

fn outside_quotes(document: &Document<'_>, found: &mut Diagnostics) {
    let mut text = String::new();
    let mut markup = Markup::at(0);
    for item in &document.items {
        match &item.kind {
            Kind::Text => text.push_str(item.span.of(document.source)),
            Kind::Variable { .. } => {
                if markup.is_outside_quotes(&text) {
                    let message = "this value stands inside a tag of the markup, but in no quotes";
                    found.push(
                        Diagnostic::new(Code::ValueOutsideQuotes, item.span, message)
                            .help("put the attribute's value into quotes: `name=\"{{value}}\"`"),
                    );
                }
                text.push('x');
            }
            _ => {}
        }
    }
}

fn clocks(document: &Document<'_>, found: &mut Diagnostics) {
    let mut open: Vec<usize> = Vec::new();
    for (at, item) in document.items.iter().enumerate() {
        match &item.kind {
            Kind::Block { name: "system" | "developer", .. } => open.push(at),
            Kind::Close { open: closed } if open.last() == Some(&(*closed as usize)) => {
                open.pop();
            }
            Kind::Variable { expr, .. } if !open.is_empty() => {
                let now = matches!(expr.head, Head::Loop(LoopVar::Now));
                let relative =
                    expr.links.iter().any(|link| matches!(link, Link::Call(call) if call.name == "relativeTime"));
                if now || relative {
                    let message =
                        "a clock in the system block changes the beginning of each request, so that no cache finds it";
                    found.push(
                        Diagnostic::new(Code::VolatileBeginning, item.span, message)
                            .help("say the time in the last turn of the user"),
                    );
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lint;
    use crate::settings::PromptSettings;
    use itl_eval::{Dialect, Engine, Escape};

    fn codes(source: &str, dialect: Dialect) -> Vec<&'static str> {
        let engine = Engine::builder().dialect(dialect).build();
        let document = engine.parse(source);
        let found = lint(&document, &PromptSettings::of(&document), Escape::Xml);
        found.iter().map(|one| one.code.id()).collect()
    }

    #[test]
    fn values_in_markup_stand_in_quotes() {
        assert_eq!(codes("<turn role={{r}}>{{x}}</turn>", Dialect::Mustache), ["W0736"]);
        assert_eq!(codes("<{{name}}/>", Dialect::Mustache), ["W0736"]);
        assert_eq!(codes("<!-- {{{x}}} -->", Dialect::Mustache), ["W0736"]);
        assert!(codes("<img src=\"{{x}}\"/>{{y}} < {{z}}", Dialect::Mustache).is_empty());
    }

    #[test]
    fn clocks_in_the_beginning_are_named() {
        assert_eq!(codes("{{$system}}{{ @now }}{{/system}}{{$user}}{{ @now }}{{/user}}", Dialect::Itl), ["W0735"]);
        assert_eq!(codes("{{$system}}{{ at.relativeTime() }}{{/system}}", Dialect::Itl), ["W0735"]);
    }
}
