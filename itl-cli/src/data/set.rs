//! `--set PATH=VALUE`.

use crate::outcome::CliError;
use itl_eval::Dialect;
use itl_syntax::ast::{Head, Link};
use serde_json::{Map, Value};

/// A step into the payload.
enum Step {
    Key(String),
    Index(usize),
}

/// As many items may all assignments together add to arrays.
const MAX_ITEMS: usize = 10_000;

/// The deepest payload that is read.
const MAX_STEPS: usize = 127;

/// Sets the values that assignments name, making objects and arrays on the way.
pub(super) fn apply_all(root: &mut Value, assignments: &[String]) -> Result<(), CliError> {
    let mut room = MAX_ITEMS;
    assignments.iter().try_for_each(|assignment| apply(root, assignment, &mut room))
}

/// Sets one value; `room` is how many items arrays may get.
fn apply(root: &mut Value, assignment: &str, room: &mut usize) -> Result<(), CliError> {
    let Some((path, text)) = split(assignment) else {
        return Err(CliError::usage(format!("--set {assignment}: write PATH=VALUE")));
    };
    let steps = steps(path).map_err(|why| CliError::usage(format!("--set {assignment}: {why}")))?;
    let value = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    let mut place = root;
    for step in steps {
        place = enter(place, step, room).map_err(|why| CliError::usage(format!("--set {assignment}: {why}")))?;
    }
    *place = value;
    Ok(())
}

/// Splits at the first equals sign outside of quotes.
fn split(assignment: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let mut chars = assignment.char_indices();
    while let Some((at, c)) = chars.next() {
        match (c, quote) {
            ('\\', _) => {
                chars.next();
            }
            ('=', None) => return Some((assignment.get(..at)?, assignment.get(at + 1..)?)),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

/// The path as a template writes it: `alerts[0].labels.host`.
fn steps(path: &str) -> Result<Vec<Step>, String> {
    let path = path.trim();
    let expr = itl_syntax::parser::parse(path, path, 0, Dialect::Itl).map_err(|diagnostic| diagnostic.message)?;
    let mut steps = Vec::with_capacity(expr.links.len() + 1);
    match expr.head {
        Head::Key(key) => steps.push(Step::Key(key.text.into_owned())),
        Head::Current => {}
        Head::Loop(var) => return Err(format!("{} cannot be set", var.name())),
    }
    for link in expr.links {
        steps.push(match link {
            Link::Key(key) => Step::Key(key.text.into_owned()),
            Link::Index { index, .. } => match usize::try_from(index) {
                Ok(index) if index < MAX_ITEMS => Step::Index(index),
                _ => return Err(format!("the index {index} cannot be set")),
            },
            Link::Reference { reference, .. } => {
                return Err(format!("`{}` is the value of another path, not a key", reference.raw));
            }
            Link::Call(call) => return Err(format!("`{}` is a call, not a key", call.name)),
        });
    }
    if steps.len() > MAX_STEPS {
        return Err(format!("the path has more than {MAX_STEPS} steps"));
    }
    Ok(steps)
}

fn enter<'v>(place: &'v mut Value, step: Step, room: &mut usize) -> Result<&'v mut Value, String> {
    match step {
        Step::Key(key) => {
            if place.is_null() {
                *place = Value::Object(Map::new());
            }
            match place {
                Value::Object(map) => Ok(map.entry(key).or_insert(Value::Null)),
                // `list.0` is an item of a list here too.
                Value::Array(items) => item(items, &key, room),
                _ => Err(format!("there is no object to set `{key}` in")),
            }
        }
        Step::Index(index) => {
            if place.is_null() {
                *place = Value::Array(Vec::new());
            }
            let Value::Array(items) = place else { return Err(format!("there is no array to set item {index} in")) };
            if let Some(added) = (index + 1).checked_sub(items.len()).filter(|added| *added > 0) {
                *room = room.checked_sub(added).ok_or_else(too_many)?;
                items.resize(index + 1, Value::Null);
            }
            items.get_mut(index).ok_or_else(|| format!("the index {index} cannot be set"))
        }
    }
}

fn too_many() -> String {
    format!("all assignments together may add {MAX_ITEMS} items to arrays")
}

/// The item that a key names: one that is there, or the one after the last.
fn item<'v>(items: &'v mut Vec<Value>, key: &str, room: &mut usize) -> Result<&'v mut Value, String> {
    let long = match items.len() {
        1 => "1 item".to_owned(),
        length => format!("{length} items"),
    };
    let canonical = |index: &usize| index.to_string() == key;
    match key.parse().ok().filter(canonical) {
        Some(index) if index <= items.len() && index < MAX_ITEMS => {
            if index == items.len() {
                *room = room.checked_sub(1).ok_or_else(too_many)?;
                items.push(Value::Null);
            }
            items.get_mut(index).ok_or_else(|| format!("the index {key} cannot be set"))
        }
        Some(_) => Err(format!("the array has {long}; the next index is {}", items.len())),
        None => Err(format!("there is an array of {long}, in which there is no `{key}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_ITEMS, apply_all};
    use serde_json::{Value, json};

    fn set(mut value: Value, assignments: &[&str]) -> Value {
        for assignment in assignments {
            apply_all(&mut value, &[(*assignment).to_owned()]).unwrap_or_else(|error| panic!("{error:?}"));
        }
        value
    }

    #[test]
    fn values_are_json_where_they_read_as_json() {
        let all = set(json!({}), &["a=1", "b=x y", "c=\"1\"", "d={\"k\":[1]}", "e=", "f=a=b", "g=95.0"]);
        assert_eq!(all, json!({"a": 1, "b": "x y", "c": "1", "d": {"k": [1]}, "e": "", "f": "a=b", "g": 95.0}));
    }

    #[test]
    fn paths_are_those_of_templates() {
        let all = set(json!({"a": {"x": 1}}), &["a.b[1].c=2", "[\"k=1\"]=3", "l.m\\.n=4", "a.x=5"]);
        assert_eq!(all, json!({"a": {"x": 5, "b": [null, {"c": 2}]}, "k=1": 3, "l": {"m.n": 4}}));
        assert_eq!(set(json!({"a": 1}), &[".=[2]"]), json!([2]));
    }

    #[test]
    fn an_index_by_dot_sets_an_item_or_appends_one() {
        assert_eq!(set(json!({"l": [1, 2]}), &["l.0=9", "l.2.k=8"]), json!({"l": [9, 2, {"k": 8}]}));
        for (assignment, why) in [("l.3=1", "has 2 items; the next index is 2"), ("l.00=1", "array of 2 items")] {
            let error =
                apply_all(&mut json!({"l": [1, 2]}), &[assignment.to_owned()]).map_err(|error| format!("{error:?}"));
            assert!(error.as_ref().is_err_and(|said| said.contains(why)), "{error:?}");
        }
    }

    #[test]
    fn what_cannot_be_set_is_refused() {
        for assignment in ["a", "=1", "a.b()=1", "a[-1]=1", "a[99999999]=1", "@index=1", "t.x=1", "t[0]=1"] {
            let mut value = json!({"t": "text"});
            assert!(apply_all(&mut value, &[(*assignment).to_owned()]).is_err(), "{assignment}");
        }
    }

    #[test]
    fn all_assignments_share_the_room_for_items() {
        let last = MAX_ITEMS - 1;
        assert!(apply_all(&mut json!({}), &[format!("a[{last}]=1"), format!("a[{last}]=2")]).is_ok());
        for more in ["b[0]=1".to_owned(), "b[1][1][1]=1".to_owned()] {
            let error =
                apply_all(&mut json!({}), &[format!("a[{last}]=1"), more]).map_err(|error| format!("{error:?}"));
            assert!(error.as_ref().is_err_and(|said| said.contains("10000 items")), "{error:?}");
        }
    }
}
