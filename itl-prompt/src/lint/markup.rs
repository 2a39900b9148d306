//! Values in the tags of the markup that a prompt writes.

use itl_eval::Markup;
use itl_syntax::ast::Kind;
use itl_syntax::{Code, Diagnostic, Diagnostics, Document};
use std::collections::HashSet;

/// Names values that stand in a tag of the markup: outside quotes, or unescaped in them unless they are
/// trusted.
pub(super) fn check(document: &Document<'_>, trusted: &[String], found: &mut Diagnostics) {
    let trusted: HashSet<&str> = trusted.iter().map(String::as_str).collect();
    let mut text = String::new();
    let mut markup = Markup::at(0);
    for item in &document.items {
        match &item.kind {
            Kind::Text => text.push_str(item.span.of(document.source)),
            Kind::Variable { expr, raw } => {
                let trusts = || trusted.contains(expr.span.of(document.source));
                if markup.is_outside_quotes(&text) {
                    let message = "this value stands inside a tag of the markup, but in no quotes";
                    found.push(
                        Diagnostic::new(Code::ValueOutsideQuotes, item.span, message)
                            .help("put the attribute's value into quotes: `name=\"{{value}}\"`"),
                    );
                } else if *raw && markup.is_quoted(&text) && !trusts() {
                    let message = "this value is printed unescaped in an attribute, whose quotes it can end";
                    found.push(Diagnostic::new(Code::UnescapedInStructure, item.span, message).help("use two braces"));
                }
                text.push('x');
            }
            _ => {}
        }
    }
}
