//! Arrays with those of their items that meet a condition.

use super::on_list;
use crate::functions::matchers::equality::Wanted;
use crate::functions::number::charged;
use crate::functions::text::view;
use crate::functions::{Call, Param, ParamKind, Row, Yields, example, param};
use itl_text::number::decimal::of_argument;
use itl_value::{Kind, Value};
use std::cmp::Ordering;

const VALUES: &[Param] = &[param("key", ParamKind::Key), param("s", ParamKind::Text)];
const BOUND: &[Param] = &[param("key", ParamKind::Key), param("n", ParamKind::Number)];

/// What the rows have in common.
const BASE: Row = Row {
    receiver: Kind::Array,
    returns: Kind::Array,
    portable: false,
    filters: true,
    yields: Yields::Receiver,
    ..Row::BASE
};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "where",
        params: VALUES,
        repeats: true,
        doc: "The items whose key is one of the given values; numbers are compared by value.",
        examples: &[
            example(r#"[{"s": "up"}, {"s": "down"}]"#, r#"where("s", "up")"#, r#"[{"s":"up"}]"#),
            example(r#"[{"s": "a"}, {"s": "b"}, {"s": "c"}]"#, r#"where("s", "a", "c")"#, r#"[{"s":"a"},{"s":"c"}]"#),
            example(r#"[{"c": 1}, {"c": "1"}, {"c": 1.0}]"#, r#"where("c", 1)"#, r#"[{"c":1},{"c":"1"},{"c":1.0}]"#),
            example(r#"[{"s": "up"}, {"x": 1}, 7]"#, r#"where("s", "")"#, "[]"),
            example(r#""up""#, r#"where("s", "up")"#, "up"),
        ],
        run: |value, call| by_value(value, call, true),
        ..BASE
    },
    Row {
        name: "whereNot",
        params: VALUES,
        repeats: true,
        doc: "The items whose key has none of the given values, and those without the key.",
        examples: &[
            example(r#"[{"s": "up"}, {"s": "down"}]"#, r#"whereNot("s", "up")"#, r#"[{"s":"down"}]"#),
            example(r#"[{"s": "up"}, {"x": 1}, 7]"#, r#"whereNot("s", "up")"#, r#"[{"x":1},7]"#),
            example(r#"[{"m": {"z": "eu"}}]"#, r#"whereNot("m.z", "eu")"#, "[]"),
            example(r#"[{"s": "a"}, {"s": "b"}]"#, r#"whereNot("s", "a", "b")"#, "[]"),
        ],
        run: |value, call| by_value(value, call, false),
        ..BASE
    },
    Row {
        name: "whereMatches",
        params: &[param("key", ParamKind::Key), param("re", ParamKind::Regex)],
        doc: "The items in whose key's text a regular expression matches.",
        examples: &[
            example(r#"[{"h": "db-1"}, {"h": "web-1"}]"#, r#"whereMatches("h", "^db-")"#, r#"[{"h":"db-1"}]"#),
            example(r#"[{"h": "db"}, {"x": 1}]"#, r#"whereMatches("h", "")"#, r#"[{"h":"db"}]"#),
            example(r#"[{"c": 503}, {"c": 200}]"#, r#"whereMatches("c", "^5..$")"#, r#"[{"c":503}]"#),
        ],
        run: matching,
        ..BASE
    },
    Row {
        name: "whereAtLeast",
        params: BOUND,
        doc: "The items whose key is a number that is n or above.",
        examples: &[
            example(
                r#"[{"v": 90}, {"v": "95.5"}, {"v": 3}]"#,
                r#"whereAtLeast("v", 90)"#,
                r#"[{"v":90},{"v":"95.5"}]"#,
            ),
            example(r#"[{"v": "high"}, {"v": null}, {}]"#, r#"whereAtLeast("v", 0)"#, "[]"),
            example("7", r#"whereAtLeast("v", 0)"#, "7"),
        ],
        run: |value, call| by_number(value, call, Ordering::is_ge),
        ..BASE
    },
    Row {
        name: "whereAtMost",
        params: BOUND,
        doc: "The items whose key is a number that is n or below.",
        examples: &[
            example(r#"[{"v": 0.1}, {"v": 0.3}]"#, r#"whereAtMost("v", 0.25)"#, r#"[{"v":0.1}]"#),
            example(r#"[{"m": {"v": 1}}]"#, r#"whereAtMost("m.v", 1)"#, r#"[{"m":{"v":1}}]"#),
            example(r#"[{"v": "low"}, {}]"#, r#"whereAtMost("v", 9)"#, "[]"),
        ],
        run: |value, call| by_number(value, call, Ordering::is_le),
        ..BASE
    },
    Row {
        name: "whereHas",
        params: &[param("key", ParamKind::Key)],
        doc: "The items that have the key, and not null or empty.",
        examples: &[
            example(
                r#"[{"k": 0}, {"k": false}, {"k": ""}, {"k": null}, {}]"#,
                r#"whereHas("k")"#,
                r#"[{"k":0},{"k":false}]"#,
            ),
            example(r#"[{"k": []}, {"k": [0]}]"#, r#"whereHas("k")"#, r#"[{"k":[0]}]"#),
            example(r#""k""#, r#"whereHas("k")"#, "k"),
        ],
        run: |value, call| {
            let Some(key) = call.key(0) else { return value };
            on_list(value, call, |list, _| list.iter().filter(|item| !item.follow_key_path(key).is_empty()).collect())
        },
        ..BASE
    },
];

fn by_value<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, kept: bool) -> Value<'a> {
    let Some(key) = call.key(0) else { return value };
    let wanted: Vec<Wanted<'_>> = (1..call.args.len()).map(|at| Wanted::new(call.text(at, "").into())).collect();
    on_list(value, call, |list, call| {
        let is_wanted = |item: &Value<'a>| {
            let found = item.follow_key_path(key);
            let is = !matches!(found, Value::Missing)
                && wanted.iter().any(|wanted| {
                    call.charge_fuel(4);
                    call.is_out() || wanted.is(&found, call)
                });
            is == kept
        };
        list.iter().filter(is_wanted).collect()
    })
}

fn by_number<'a>(value: Value<'a>, call: &mut Call<'_, 'a>, holds: fn(Ordering) -> bool) -> Value<'a> {
    let (Some(key), Some(bound)) = (call.key(0), of_argument(call.text(1, ""))) else { return value };
    on_list(value, call, |list, call| {
        let is_within = |item: &Value<'a>| {
            let found = item.follow_key_path(key);
            charged(&found, call).is_some_and(|number| holds(number.cmp(&bound)))
        };
        list.iter().filter(is_within).collect()
    })
}

fn matching<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let (Some(key), Some(regex)) = (call.key(0), call.regex(1)) else { return value };
    on_list(value, call, |list, call| {
        let is_match = |item: &Value<'a>| {
            let found = item.follow_key_path(key);
            if matches!(found, Value::Missing | Value::Null) {
                return false;
            }
            let text = view(&found, call);
            call.charge_fuel(regex.search_cost(&text)) && regex.is_match(&text)
        };
        list.iter().filter(is_match).collect()
    })
}
