//! How keys are written in a tag.

use crate::ast::LoopVar;
use crate::literal::is_blank;
use crate::scan::Sigil;

/// Whether a segment of a path may hold `c` without a backslash.
pub fn is_key_char(c: char) -> bool {
    !is_blank(c) && !matches!(c, '.' | '[' | ']' | '(' | ')' | '{' | '}' | '"' | '\'' | ',' | '|' | '\\')
}

/// Whether a key can be written as it is, wherever it stands in a path: it holds key characters
/// only, begins with no sigil, and is none of the engine's own variables.
pub fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(is_key_char) && !needs_escape_first(key)
}

/// Whether the first character of a key needs a backslash at the start of a tag.
fn needs_escape_first(key: &str) -> bool {
    key.bytes().next().is_some_and(|first| Sigil::from_byte(first).is_some()) || LoopVar::named(key).is_some()
}

/// The key as a segment: each character that means something in a tag gets a backslash.
///
/// ```
/// use itl_syntax::key;
/// assert_eq!(key::escaped("app.kubernetes.io/name"), "app\\.kubernetes\\.io/name");
/// assert_eq!(key::escaped("#1"), "\\#1");
/// ```
pub fn escaped(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for (at, c) in key.chars().enumerate() {
        if !is_key_char(c) || (at == 0 && needs_escape_first(key)) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The key in brackets and quotes: `["app.kubernetes.io/name"]`.
pub fn quoted(key: &str) -> String {
    format!("[\"{}\"]", in_quotes(key, '"'))
}

/// The text between quotes that reads back as `text`.
pub fn in_quotes(text: &str, quote: char) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c => {
                if c == '\\' || c == quote {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::{Head, Link};
    use crate::{Dialect, parser};

    #[test]
    fn what_is_written_reads_back() {
        let keys =
            ["host", "a.b", "sub ject", "#1", "$ref", "@index", "@timestamp", "q\"'", "back\\slash", "a\nb", "ä|{}"];
        for key in keys {
            let text = escaped(key);
            let expr = parser::parse(&text, &text, 0, Dialect::Itl).map_err(|error| error.message);
            let head = expr.map(|expr| match expr.head {
                Head::Key(key) => key.text.into_owned(),
                other => format!("{other:?}"),
            });
            assert_eq!(head.as_deref(), Ok(key));
            let text = format!("x{}", quoted(key));
            let expr = parser::parse(&text, &text, 0, Dialect::Itl).map_err(|error| error.message);
            let link = expr.map(|expr| match expr.links.as_slice() {
                [Link::Key(key)] => key.text.to_string(),
                other => format!("{other:?}"),
            });
            assert_eq!(link.as_deref(), Ok(key));
        }
        assert!(is_plain("@timestamp") && !is_plain("@index") && !is_plain("") && !is_plain("#a"));
    }
}
