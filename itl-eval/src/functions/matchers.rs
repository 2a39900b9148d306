//! The matchers: four tests, each with four outcomes and as a boolean.

use super::text::view;
use super::{Call, Example, Function, ParamKind, Run, example, param};
use crate::value::{Kind, Value};
use Outcome::{Else, ElseOrDrop, Take, TakeOrDrop};

/// What becomes of the value `v` by the replacement `r`.
#[derive(Clone, Copy)]
enum Outcome {
    /// Matched: r, else v.
    Take,
    /// Matched: r, else nothing.
    TakeOrDrop,
    /// Matched: v, else r.
    Else,
    /// Matched: nothing, else r.
    ElseOrDrop,
}

type Test = fn(&str, &str) -> bool;

/// One row of matchers: a test, when it holds, and arguments that match and miss the subject of
/// the examples.
macro_rules! family {
    ($rows:ident, $name:literal, $test:expr, $when:literal, $hit:literal, $miss:literal, $missing:literal) => {
        $rows.extend([
            outcome(
                concat!($name, "Take"),
                concat!("r where the value ", $when, ", else the value."),
                vec![
                    example(SUBJECT, concat!($name, "Take(\"", $hit, "\", \"r\")"), "r"),
                    example(SUBJECT, concat!($name, "Take(\"", $miss, "\", \"r\")"), "Disk full on db-7"),
                    example("", concat!($name, "Take(\"x\", \"r\")"), ""),
                ],
                Run::Native(|value, call| decide(value, call, $test, Take)),
            ),
            outcome(
                concat!($name, "TakeOrDrop"),
                concat!("r where the value ", $when, ", else nothing."),
                vec![
                    example(SUBJECT, concat!($name, "TakeOrDrop(\"", $hit, "\", \"r\")"), "r"),
                    example(SUBJECT, concat!($name, "TakeOrDrop(\"", $miss, "\", \"r\")"), ""),
                    example("4217", concat!($name, "TakeOrDrop(4217, \"r\")"), "r"),
                ],
                Run::Native(|value, call| decide(value, call, $test, TakeOrDrop)),
            ),
            outcome(
                concat!($name, "Else"),
                concat!("The value where it ", $when, ", else r."),
                vec![
                    example(SUBJECT, concat!($name, "Else(\"", $hit, "\", \"r\")"), "Disk full on db-7"),
                    example(SUBJECT, concat!($name, "Else(\"", $miss, "\", \"r\")"), "r"),
                    example("", concat!($name, "Else(\"x\", \"r\")"), "r"),
                ],
                Run::Native(|value, call| decide(value, call, $test, Else)),
            ),
            outcome(
                concat!($name, "ElseOrDrop"),
                concat!("Nothing where the value ", $when, ", else r."),
                vec![
                    example(SUBJECT, concat!($name, "ElseOrDrop(\"", $hit, "\", \"r\")"), ""),
                    example(SUBJECT, concat!($name, "ElseOrDrop(\"", $miss, "\", \"r\")"), "r"),
                    example("null", concat!($name, "ElseOrDrop(\"\", \"r\")"), ""),
                ],
                Run::Native(|value, call| decide(value, call, $test, ElseOrDrop)),
            ),
            Function {
                name: $name.into(),
                params: vec![param("s", ParamKind::Text)].into(),
                returns: Kind::Boolean,
                portable: false,
                doc: concat!("Whether the value ", $when, ".").into(),
                examples: vec![
                    example(SUBJECT, concat!($name, "(\"", $hit, "\")"), "true"),
                    example(SUBJECT, concat!($name, "(\"", $miss, "\")"), "false"),
                    example("", concat!($name, "(\"\")"), "true"),
                    example("[\"a\", 2]", concat!($name, "(2)"), $missing),
                ]
                .into(),
                run: Run::Native(|value, call| holds(&value, call, $test)),
                ..Function::BASE
            },
        ]);
    };
}

const SUBJECT: &str = "\"Disk full on db-7\"";

pub(super) fn rows() -> Vec<Function> {
    let mut rows = Vec::new();
    family!(rows, "startsWith", |text, s| text.starts_with(s), "begins with s", "Disk", "disk", "false");
    family!(rows, "equals", |text, s| text == s, "is s", "Disk full on db-7", "Disk full", "false");
    family!(rows, "endsWith", |text, s| text.ends_with(s), "ends with s", "db-7", "db", "false");
    family!(rows, "contains", |text, s| text.contains(s), "holds s", "full", "FULL", "true");
    for row in &mut rows {
        match &*row.name {
            // ilert's own page spells it so in an example.
            "equalsTakeOrDrop" => row.aliases = &["equalsWithTakeOrDrop"],
            "contains" => {
                row.receiver = Kind::Any;
                row.doc = "Whether the text holds s, or the array an item that reads as s.".into();
                row.run = Run::Native(|value, call| contains(&value, call));
            }
            _ => {}
        }
    }
    rows
}

fn outcome(name: &'static str, doc: &'static str, examples: Vec<Example>, run: Run) -> Function {
    // The others may give the value back, whatever it is.
    let is_text = name.ends_with("OrDrop");
    Function {
        name: name.into(),
        params: vec![param("s", ParamKind::Text), param("r", ParamKind::Text)].into(),
        returns: if is_text { Kind::Text } else { Kind::Any },
        doc: doc.into(),
        examples: examples.into(),
        run,
        ..Function::BASE
    }
}

fn decide<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, test: Test, outcome: Outcome) -> Value<'a> {
    let s = call.text(0, "");
    let matched = test(&view(&value, call), s);
    match (outcome, matched) {
        (Take | TakeOrDrop, true) | (Else | ElseOrDrop, false) => Value::text(call.text(1, "")),
        (Take, false) | (Else, true) => value,
        (TakeOrDrop, false) | (ElseOrDrop, true) => Value::text(""),
    }
}

fn holds<'a>(value: &Value<'a>, call: &mut Call<'_, 'a>, test: Test) -> Value<'a> {
    let s = call.text(0, "");
    Value::Bool(test(&view(value, call), s))
}

fn contains<'a>(value: &Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let s = call.text(0, "");
    match value {
        Value::List(list) => {
            call.afford(list.len());
            Value::Bool(list.iter().any(|item| view(&item, call) == s))
        }
        _ => holds(value, call, |text, s| text.contains(s)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixteen_names_and_the_four_booleans() {
        let rows = rows();
        let portable: Vec<_> = rows.iter().filter(|row| row.portable).map(|row| &*row.name).collect();
        assert_eq!(portable.len(), 16);
        for matcher in ["startsWith", "equals", "endsWith", "contains"] {
            for outcome in ["Take", "TakeOrDrop", "Else", "ElseOrDrop"] {
                assert!(portable.contains(&format!("{matcher}{outcome}").as_str()));
            }
        }
        assert_eq!(rows.len(), 20);
    }
}
