//! Comparisons, arithmetic and choices, which are calls and sections here.

use super::expression::{Condition, Operand, arithmetic, closing, condition, words};
use super::spelling::{Family, Replacement, Spelling};
use crate::ast::Delimiters;

/// The words that can only be operators where they stand between two others.
const OPERATORS: [&str; 18] =
    ["==", "===", "!=", "!==", "<=", ">=", "<", ">", "&&", "||", "??", "+", "-", "*", "/", "%", "?", "and"];

/// An expression with operators.
pub(super) fn recognise(sigil: &'static str, inner: &str, delimiters: Delimiters<'_>) -> Option<Spelling> {
    let words = words(inner);
    let is_not = matches!(words.as_slice(), ["not", _, ..]) || (inner.starts_with('!') && !sigil.is_empty());
    let inside = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
    if !is_not && !inside.iter().any(|word| OPERATORS.contains(word) || matches!(*word, "or")) {
        return None;
    }
    // What surrounds an operator has to look like an operand, so that a key of several words is none.
    if !is_not && !plausible(&words) {
        return None;
    }
    choice(sigil, &words, delimiters)
        .or_else(|| fallback(sigil, &words))
        .or_else(|| sum(sigil, &words))
        .or_else(|| Some(question(sigil, &words, is_not)))
}

/// Whether a path, text or number stands on both sides of each operator that is a mark, and the
/// operators that are words stand where there are no more than three of them.
fn plausible(words: &[&str]) -> bool {
    let is_operator = |word: &&str| OPERATORS.contains(word) || matches!(*word, "or" | ":" | "not");
    let first = words.first().is_some_and(|word| !is_operator(word));
    let last = words.last().is_some_and(|word| !is_operator(word));
    let pairs = words.windows(2).all(|pair| match pair {
        [a, b] => is_operator(a) != is_operator(b) || *b == "not" || b.starts_with('!'),
        _ => true,
    });
    first && last && pairs
}

/// Whether a tag with that sigil prints its value, with escapes or without.
fn prints(sigil: &str) -> bool {
    matches!(sigil, "" | "{" | "&")
}

/// `a ? "b" : "c"`.
fn choice(sigil: &'static str, words: &[&str], delimiters: Delimiters<'_>) -> Option<Spelling> {
    let mark = words.iter().position(|word| *word == "?")?;
    let colon = words.iter().position(|word| *word == ":").filter(|colon| *colon > mark)?;
    let help = "write a section and its opposite, or `switch` for the values of one field";
    let spelling = Spelling::new(Family::Operator, "there is no `? :` here", help);
    let sides = words.get(mark + 1..colon).zip(words.get(colon + 1..));
    let (asked, [then], [other]) = (words.get(..mark)?, sides?.0, sides?.1) else { return Some(spelling) };
    let operands = Operand::read(then).zip(Operand::read(other));
    let (Some((then, other)), Some(asked)) = (operands, condition(asked)) else { return Some(spelling) };
    if !prints(sigil) {
        return Some(spelling);
    }
    if let Some((path, key)) = equality(&asked) {
        let (then, other) = if asked.inverted { (other, then) } else { (then, other) };
        if let Some((then, other)) = then.argument().zip(other.argument()) {
            let call = format!("{path}.switch({key}, {then}, {other})");
            let spelling = Spelling { help: format!("write `{call}`"), ..spelling };
            return Some(spelling.with(Replacement::Inside(sigil, call)));
        }
    }
    // `a ? a : "x"`: what is there, or else the other.
    let (there, gone) = if asked.inverted { (other, then) } else { (then, other) };
    if there.path() == Some(asked.closing())
        && asked.closing() == asked.asks
        && let Some(gone) = gone.argument()
    {
        let call = format!("{}.default({gone})", asked.asks);
        let spelling = Spelling { help: format!("write `{call}`"), ..spelling };
        return Some(spelling.with(Replacement::Inside(sigil, call)));
    }
    // The tags of the two sections print with escapes.
    if !sigil.is_empty() {
        return Some(spelling);
    }
    let Delimiters { open, close } = delimiters;
    let (yes, no) = if asked.inverted { ('^', '#') } else { ('#', '^') };
    let Condition { asks, .. } = &asked;
    let name = asked.closing();
    let Some((then, other)) = then.printed(open, close).zip(other.printed(open, close)) else { return Some(spelling) };
    let tags = format!(
        "{open} {yes}{asks} {close}{then}{open} /{name} {close}{open} {no}{asks} {close}{other}{open} /{name} {close}"
    );
    Some(spelling.with(Replacement::Tags(tags)))
}

/// The path and key of a condition that is an equality.
fn equality(asked: &Condition) -> Option<(&str, &str)> {
    let path = closing(&asked.asks);
    let key = asked.asks.strip_prefix(path)?.strip_prefix(".equals(")?.strip_suffix(')')?;
    Some((path, key))
}

/// `a ?? "b"`, `a || "b"`.
fn fallback(sigil: &'static str, words: &[&str]) -> Option<Spelling> {
    let [value, operator @ ("??" | "||" | "or"), rest @ ..] = words else { return None };
    if !prints(sigil) && *operator != "??" {
        return None;
    }
    let message = format!("there is no `{operator}` here");
    let spelling = Spelling::new(Family::Operator, message, "write a call of `default`");
    let mut call = Operand::read(value)?.path()?.to_owned();
    let mut rest = [&[*operator], rest].concat();
    while let [before, other, more @ ..] = rest.as_slice() {
        if before != operator {
            return Some(spelling);
        }
        let Some(other) = Operand::read(other).and_then(Operand::argument) else { return Some(spelling) };
        call = format!("{call}.default({other})");
        rest = more.to_vec();
    }
    let spelling = Spelling { help: format!("write `{call}`"), ..spelling };
    Some(spelling.with(Replacement::Inside(sigil, call)))
}

/// `value * 100`.
fn sum(sigil: &'static str, words: &[&str]) -> Option<Spelling> {
    if !words.iter().any(|word| matches!(*word, "+" | "-" | "*" | "/" | "%")) {
        return None;
    }
    let help = "write `value.multiply(100)`; there are `add`, `subtract`, `multiply` and `divide`";
    let spelling = Spelling::new(Family::Operator, "arithmetic is calls here", help);
    let Some(call) = arithmetic(words) else {
        return words.iter().all(|word| !matches!(*word, "<" | ">" | "==" | "!=" | "<=" | ">=")).then_some(spelling);
    };
    let spelling = Spelling { help: format!("write `{call}`"), ..spelling };
    Some(spelling.with(Replacement::Inside(sigil, call)))
}

/// `a > 1`, `not a`, `a and b`.
fn question(sigil: &'static str, words: &[&str], is_not: bool) -> Spelling {
    let message = if is_not { "`not` is the inverted section here" } else { "comparisons are calls here" };
    let and = "a section inside a section asks for both; two sections after each other for either";
    let is_joined = words.iter().any(|word| matches!(*word, "and" | "or" | "&&" | "||"));
    let (message, help) = if is_joined {
        ("there is no `and` and no `or` here", and.to_owned())
    } else {
        (message, "write `value.greaterThan(90)`, `value.equals(\"x\")`, and `{{ ^x }}` for not".to_owned())
    };
    let spelling = Spelling::new(Family::Operator, message, help);
    let Some(asked) = condition(words) else { return spelling };
    let inverts = (sigil == "^") != asked.inverted;
    let sigil = match (sigil, asked.inverted) {
        ("#" | "^", _) => {
            if inverts {
                "^"
            } else {
                "#"
            }
        }
        // A variable prints true or false; there is no opposite of that.
        (_, true) => return spelling,
        (sigil, false) => sigil,
    };
    let shown = if prints(sigil) { "" } else { sigil };
    let spelling = Spelling { help: format!("write `{shown}{}`", asked.asks), ..spelling };
    spelling.with(Replacement::Inside(sigil, asked.asks))
}
