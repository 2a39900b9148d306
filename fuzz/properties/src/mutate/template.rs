//! Changes of templates: tags put in, taken away, doubled, moved and put around others.

use super::words::place;
use crate::draw::{Dice, call, expression, tag};
use std::ops::Range;

/// Changes a template. What is no UTF-8 becomes it.
pub(super) fn change(text: &mut Vec<u8>, dice: &mut Dice) {
    let source = String::from_utf8_lossy(text).into_owned();
    let mut pieces = pieces(&source);
    let some = some_of(pieces.len(), dice);
    match dice.roll(10) {
        0 => drop(pieces.drain(some)),
        1 => {
            let part = pieces[some.clone()].concat().repeat(1 + dice.roll(20));
            pieces.insert(some.end, part);
        }
        2 => {
            let part: Vec<String> = pieces.drain(some).collect();
            let at = dice.roll(pieces.len() + 1);
            pieces.splice(at..at, part);
        }
        3 | 4 => {
            let path = expression(dice);
            let sigil = dice.of(&["#", "^", "$", "<"]);
            pieces.insert(some.end, format!("{{{{/{path}}}}}"));
            pieces.insert(some.start, format!("{{{{{sigil}{path}}}}}"));
        }
        5 | 6 => {
            let tags: Vec<usize> = (0..pieces.len()).filter(|at| pieces[*at].ends_with("}}")).collect();
            if !tags.is_empty() {
                let piece = &mut pieces[*dice.of(&tags)];
                let inside = piece.trim_end_matches('}').trim_end().len();
                piece.insert_str(inside, &call(dice));
            }
        }
        _ => {
            let mut source = pieces.concat().into_bytes();
            let at = if dice.once_in(3) { place(&source, dice) } else { pieces[..some.start].concat().len() };
            source.splice(at..at, tag(dice).bytes());
            *text = source;
            return;
        }
    }
    *text = pieces.concat().into_bytes();
}

/// A template as texts and tags, by its braces.
fn pieces(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = source;
    while let Some(open) = rest.find("{{") {
        let close = rest[open..].find("}}").map_or(rest.len(), |at| open + at + 2);
        let close = close + rest[close..].bytes().take_while(|byte| *byte == b'}').count();
        out.extend([&rest[..open], &rest[open..close]].into_iter().filter(|part| !part.is_empty()).map(str::to_owned));
        rest = &rest[close..];
    }
    out.push(rest.to_owned());
    out
}

fn some_of(count: usize, dice: &mut Dice) -> Range<usize> {
    let from = dice.roll(count + 1);
    from..(from + 1 + dice.roll(4)).min(count).max(from)
}
