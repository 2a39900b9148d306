//! Changes of payloads: values replaced, put in and taken away; texts that are nearly JSON.

use super::words::{flip, place};
use crate::draw::{Dice, KEYS, scalar, value};
use serde_json::Value;

/// What makes JSON of other JSON, or breaks it.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\u0000",
    "\"k\":1,",
    "\"a\":",
    "null",
    "true",
    "1e999",
    "-0",
    "0.1",
    "18446744073709551616",
    "123456789012345678901234567890",
    "1.7976931348623157e308",
    "\n",
    " ",
    "é",
    "/",
    "NaN",
    "\u{feff}",
    "\u{1}",
];

/// Changes a payload.
pub(super) fn change(text: &mut Vec<u8>, dice: &mut Dice) {
    if dice.once_in(5) {
        let at = place(text, dice);
        text.splice(at..at, dice.of(PIECES).bytes());
        return;
    }
    if dice.once_in(20) {
        return flip(text, dice);
    }
    let Ok(mut json) = serde_json::from_slice::<Value>(text) else {
        return;
    };
    let target = inside(&mut json, dice);
    match (dice.roll(6), &mut *target) {
        (0 | 1, Value::Object(map)) => {
            map.insert((*dice.of(KEYS)).to_owned(), value(dice, 2));
        }
        (0 | 1, Value::Array(items)) => items.push(value(dice, 2)),
        (2, Value::Array(items)) => items.extend(items.clone()),
        (2, Value::Object(map)) => map.retain(|_, _| !dice.once_in(3)),
        (3, _) => *target = Value::Array(vec![target.take(); 1 + dice.roll(3)]),
        (4, _) => *target = Value::Object([((*dice.of(KEYS)).to_owned(), target.take())].into_iter().collect()),
        _ => *target = if dice.once_in(3) { value(dice, 3) } else { scalar(dice) },
    }
    *text = serde_json::to_vec(&json).unwrap_or_default();
}

/// A value somewhere inside.
fn inside<'v>(json: &'v mut Value, dice: &mut Dice) -> &'v mut Value {
    let count = match json {
        Value::Array(items) => items.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    };
    if count == 0 || dice.once_in(4) {
        return json;
    }
    let at = dice.roll(count);
    match json {
        Value::Array(items) => inside(&mut items[at], dice),
        Value::Object(map) => match map.values_mut().nth(at) {
            Some(value) => inside(value, dice),
            None => unreachable!("the position is below the count"),
        },
        _ => unreachable!("only containers hold values"),
    }
}
