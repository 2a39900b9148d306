//! What Go and Handlebars write before a path: `index .xs 0`, `lookup labels "a"`, `printf "%s" .x`, `eq .a "b"`.

use super::expression::{Operand, condition, words};
use super::spelling::{Family, Replacement, Spelling};
use crate::letters::{is_letter, is_letter_or_digit};
use crate::parser;

/// A path or a comparison that follows a word of Go or Handlebars.
pub(super) fn recognise(sigil: &'static str, inner: &str) -> Option<Spelling> {
    let found = |family: Family, message: &str, text: String| {
        Some(Spelling::new(family, message, format_args!("write `{text}`")).with(Replacement::Inside(sigil, text)))
    };
    if let Some(path) = indexed(inner) {
        return found(Family::Path, "the path itself leads to an entry here", path);
    }
    match &*words(inner) {
        ["printf", "\"%s\"" | "\"%v\"" | "\"%d\"", value] | ["print" | "println", value] => {
            let path = Operand::read(value)?.path()?.to_owned();
            found(Family::Filter, "a tag prints its value by itself", path)
        }
        asked @ ["eq" | "gt" | "lt" | "ge" | "le", _, _] => {
            let asked = condition(asked).filter(|asked| !asked.inverted)?;
            found(Family::Operator, "a comparison is a call here", asked.asks)
        }
        _ => None,
    }
}

/// The path that stands for `index .xs 0`, and for `(index .xs 0).y`.
pub(super) fn indexed(written: &str) -> Option<String> {
    let (inside, after) = parenthesised(written).unwrap_or((written, ""));
    let words = words(inside);
    let ["index" | "lookup", value, keys @ ..] = &*words else { return None };
    let mut path = match indexed(value) {
        Some(path) => path,
        None => Operand::read(value)?.path()?.to_owned(),
    };
    if keys.is_empty() {
        return None;
    }
    if path == "." {
        path.clear();
    }
    for key in keys {
        push_key(&mut path, Operand::read(key)?)?;
    }
    path.push_str(after);
    parser::parses(&path).then_some(path)
}

/// What stands in the parentheses at the beginning, and the keys after them.
fn parenthesised(written: &str) -> Option<(&str, &str)> {
    let word = *words(written).first()?;
    let is_whole = word.len() == written.len() && word.starts_with('(');
    let end = if is_whole { closing_parenthesis(written)? } else { return None };
    let after = written.get(end + 1..)?;
    let is_key = after.is_empty() || after.starts_with(['.', '[']);
    is_key.then_some((written.get(1..end)?, after))
}

/// Where the first parenthesis is closed.
fn closing_parenthesis(written: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    let mut chars = written.char_indices();
    while let Some((at, c)) = chars.next() {
        match (c, quote) {
            ('\\', _) => {
                chars.next();
            }
            (c, Some(mark)) if c == mark => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            ('(', None) => depth += 1,
            (')', None) if depth == 1 => return Some(at),
            (')', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn push_key(path: &mut String, key: Operand<'_>) -> Option<()> {
    match key {
        Operand::Text(text) => {
            let key = text.get(1..text.len() - 1)?;
            let is_plain = key.starts_with(|c: char| is_letter(c) || c == '_')
                && key.chars().all(|c| is_letter_or_digit(c) || c == '_');
            let parts = if is_plain { [".", key, ""] } else { ["[", text, "]"] };
            path.extend(parts);
        }
        Operand::Number(_) | Operand::Path(_) => {
            let key = key.argument()?;
            path.push('[');
            path.push_str(&key);
            path.push(']');
        }
        Operand::Word(_) | Operand::Null => return None,
    }
    Some(())
}
