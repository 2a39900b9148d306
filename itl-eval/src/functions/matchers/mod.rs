//! The matchers: four tests, each with four outcomes and as a boolean.

pub(super) mod equality;
mod switch;

use super::text::view;
use super::{Branches, Call, Example, IlertSpelling, Native, ParamKind, Row, example, param};
use Outcome::{Else, ElseOrDrop, Take, TakeOrDrop};
use equality::Wanted;
use itl_value::{Kind, Value};

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
    ($name:literal, $test:expr, $when:literal, $hit:literal, $miss:literal, $missing:literal) => {
        [
            outcome(
                Kind::Any,
                concat!($name, "Take"),
                concat!("r where the value ", $when, ", else the value."),
                &[
                    example(SUBJECT, concat!($name, "Take(\"", $hit, "\", \"r\")"), "r"),
                    example(SUBJECT, concat!($name, "Take(\"", $miss, "\", \"r\")"), "Disk full on db-7"),
                    example("", concat!($name, "Take(\"x\", \"r\")"), ""),
                ],
                |value, call| decide(value, call, $test, Take),
            ),
            outcome(
                Kind::Text,
                concat!($name, "TakeOrDrop"),
                concat!("r where the value ", $when, ", else nothing."),
                &[
                    example(SUBJECT, concat!($name, "TakeOrDrop(\"", $hit, "\", \"r\")"), "r"),
                    example(SUBJECT, concat!($name, "TakeOrDrop(\"", $miss, "\", \"r\")"), ""),
                    example("4217", concat!($name, "TakeOrDrop(4217, \"r\")"), "r"),
                ],
                |value, call| decide(value, call, $test, TakeOrDrop),
            ),
            outcome(
                Kind::Any,
                concat!($name, "Else"),
                concat!("The value where it ", $when, ", else r."),
                &[
                    example(SUBJECT, concat!($name, "Else(\"", $hit, "\", \"r\")"), "Disk full on db-7"),
                    example(SUBJECT, concat!($name, "Else(\"", $miss, "\", \"r\")"), "r"),
                    example("", concat!($name, "Else(\"x\", \"r\")"), "r"),
                ],
                |value, call| decide(value, call, $test, Else),
            ),
            outcome(
                Kind::Text,
                concat!($name, "ElseOrDrop"),
                concat!("Nothing where the value ", $when, ", else r."),
                &[
                    example(SUBJECT, concat!($name, "ElseOrDrop(\"", $hit, "\", \"r\")"), ""),
                    example(SUBJECT, concat!($name, "ElseOrDrop(\"", $miss, "\", \"r\")"), "r"),
                    example("null", concat!($name, "ElseOrDrop(\"\", \"r\")"), ""),
                ],
                |value, call| decide(value, call, $test, ElseOrDrop),
            ),
            Row {
                name: $name,
                params: &[param("s", ParamKind::Text)],
                returns: Kind::Boolean,
                portable: false,
                in_ilert: IlertSpelling::Condition(concat!(".", $name, "TakeOrDrop($1,\"1\")")),
                doc: concat!("Whether the value ", $when, "."),
                examples: &[
                    example(SUBJECT, concat!($name, "(\"", $hit, "\")"), "true"),
                    example(SUBJECT, concat!($name, "(\"", $miss, "\")"), "false"),
                    example("", concat!($name, "(\"\")"), "true"),
                    example("[\"a\", 2]", concat!($name, "(2)"), $missing),
                ],
                run: |value, call| holds(&value, call, $test),
                ..Row::BASE
            },
        ]
    };
}

const SUBJECT: &str = "\"Disk full on db-7\"";

pub(super) const ROWS: &[&[Row]] = &[
    &family!("startsWith", |text, s| text.starts_with(s), "begins with s", "Disk", "disk", "false"),
    &EQUALS,
    &family!("endsWith", |text, s| text.ends_with(s), "ends with s", "db-7", "db", "false"),
    &CONTAINS,
    switch::ROWS,
];

const EQUALS: [Row; 5] = {
    let [take, take_or_drop, other, other_or_drop, test] =
        family!("equals", |text, s| text == s, "is s", "Disk full on db-7", "Disk full", "false");
    // ilert's own page spells it so in an example.
    let take_or_drop = Row { aliases: &["equalsWithTakeOrDrop"], ..take_or_drop };
    let test = Row {
        doc: "Whether the value is s; where both are numbers they are compared by value.",
        examples: &[
            example(SUBJECT, "equals(\"Disk full on db-7\")", "true"),
            example(SUBJECT, "equals(\"Disk full\")", "false"),
            example("", "equals(\"\")", "true"),
            example("5.0", "equals(5)", "true"),
            example("\"5.0\"", "equals(5)", "false"),
            example("[\"a\", 2]", "equals(2)", "false"),
        ],
        // ilert compares the texts of numbers.
        in_ilert: IlertSpelling::ConditionUnlessNumbers(".equalsTakeOrDrop($1,\"1\")"),
        run: |value, call| Value::Bool(wanted(call).is(&value, call)),
        ..test
    };
    [take, take_or_drop, other, other_or_drop, test]
};

const CONTAINS: [Row; 5] = {
    let [take, take_or_drop, other, other_or_drop, test] =
        family!("contains", |text, s| text.contains(s), "holds s", "full", "FULL", "true");
    let test = Row {
        receiver: Kind::Any,
        doc: "Whether the text holds s, or the array an item that equals it.",
        // ilert looks into the JSON text of an array.
        in_ilert: IlertSpelling::ConditionUnlessArray(".containsTakeOrDrop($1,\"1\")"),
        run: |value, call| contains(&value, call),
        ..test
    };
    [take, take_or_drop, other, other_or_drop, test]
};

/// A row. A matcher whose result is not a text may return its receiver, whatever it is.
const fn outcome(
    returns: Kind,
    name: &'static str,
    doc: &'static str,
    examples: &'static [Example],
    run: Native,
) -> Row {
    Row {
        name,
        params: const { &[param("s", ParamKind::Text), param("r", ParamKind::Text)] },
        branches: Branches::Match,
        returns,
        doc,
        examples,
        run,
        ..Row::BASE
    }
}

fn decide<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, test: Test, outcome: Outcome) -> Value<'a> {
    let s = call.text(0, "");
    let matched = test(&view(&value, call), s);
    call.went(u32::from(!matched));
    match (outcome, matched) {
        (Take | TakeOrDrop, true) | (Else | ElseOrDrop, false) => call.value(1),
        (Take, false) | (Else, true) => value,
        (TakeOrDrop, false) | (ElseOrDrop, true) => Value::text(""),
    }
}

fn holds<'a>(value: &Value<'a>, call: &mut Call<'_, 'a>, test: Test) -> Value<'a> {
    let s = call.text(0, "");
    Value::Bool(test(&view(value, call), s))
}

/// What the first argument selects.
fn wanted<'r, 'a: 'r>(call: &Call<'r, 'a>) -> Wanted<'r> {
    Wanted::new(call.text(0, "").into())
}

fn contains<'a>(value: &Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    match value {
        Value::List(list) => {
            let wanted = wanted(call);
            let found = list.iter().any(|item| {
                call.charge_fuel(4);
                call.is_out() || wanted.is(&item, call)
            });
            Value::Bool(found)
        }
        _ => holds(value, call, |text, s| text.contains(s)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixteen_names_and_the_four_booleans() {
        let rows: Vec<_> = ROWS.iter().copied().flatten().collect();
        let portable: Vec<_> = rows.iter().filter(|row| row.portable).map(|row| row.name).collect();
        assert_eq!(portable.len(), 16);
        for matcher in ["startsWith", "equals", "endsWith", "contains"] {
            for outcome in ["Take", "TakeOrDrop", "Else", "ElseOrDrop"] {
                assert!(portable.contains(&format!("{matcher}{outcome}").as_str()));
            }
        }
        assert_eq!(rows.len(), 21);
    }
}
