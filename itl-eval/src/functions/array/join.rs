//! Arrays into text.

use crate::functions::metered::write_metered;
use crate::functions::text::{scanned, view};
use crate::functions::{Call, KeyPath, ParamKind, Row, example, optional, param};
use itl_value::ValueRef;
use itl_value::{Kind, List, Value};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "join",
        receiver: Kind::Array,
        params: &[optional("delimiter", ParamKind::Text, ", ")],
        doc: "The items as one text, with a delimiter between them; null items are skipped.",
        examples: &[
            example(r#"["a", "b", "c"]"#, "join()", "a, b, c"),
            example(r#"["a", null, "", 2.5, true]"#, r#"join("-")"#, "a--2.5-true"),
            example(r#"[[1, 2], {"k": "v"}]"#, r#"join(" ")"#, r#"[1,2] {"k":"v"}"#),
            example("[]", "join()", ""),
            example(r#""abc""#, "join()", "abc"),
        ],
        run: |value, call| {
            let delimiter = call.text(0, ", ");
            join(value, call, delimiter, List::get, |item| item)
        },
        ..Row::BASE
    },
    Row {
        name: "joinFromObjectArray",
        aliases: &["joinFromObjectArr"],
        receiver: Kind::Array,
        params: &[param("key", ParamKind::Key), optional("delimiter", ParamKind::Text, "\n")],
        doc: "The values of a key of every item as one text; items without the key are skipped.",
        examples: &[
            example(r#"[{"n": "api"}, {"n": "web"}]"#, r#"joinFromObjectArray("n")"#, "api\nweb"),
            example(r#"[{"n": "api"}, {"x": 1}, {"n": null}, 7]"#, r#"joinFromObjectArray("n", "+")"#, "api"),
            example(r#"[{"p": {"q": 1}}, {"p": {"q": 2}}]"#, r#"joinFromObjectArray("p.q", "-")"#, "1-2"),
            example(r#"[{"a.b": 1, "a": {"b": 2}}]"#, r#"joinFromObjectArray("a.b")"#, "1"),
            example(r#"[{"t": [1]}, {"t": [2, 3]}]"#, r#"joinFromObjectArray("t[-1]", " ")"#, "1 3"),
            example(r#"{"n": 1}"#, r#"joinFromObjectArray("n")"#, r#"{"n":1}"#),
        ],
        run: |value, call| {
            let key = call.key(0);
            let delimiter = call.text(1, "\n");
            join(
                value,
                call,
                delimiter,
                |list, at| key.map(|key| list.get(at).follow_key_path(key)).unwrap_or_default(),
                |item| key.map_or(ValueRef::Missing, |key| item.get(key.literal())),
            )
        },
        ..Row::BASE
    },
];

/// Joins what `lookup` finds in each item of the payload, or `item` in any other item.
fn join<'a>(
    value: Value<'a>,
    call: &mut Call<'_, 'a>,
    delimiter: &str,
    item: impl Fn(&List<'a>, usize) -> Value<'a>,
    lookup: impl Fn(ValueRef<'a>) -> ValueRef<'a>,
) -> Value<'a> {
    let Value::List(list) = &value else { return call.unusable(value, "an array") };
    let each = 4 + call.key(0).map_or(0, KeyPath::cost);
    call.charge_fuel(list.len().saturating_mul(each));
    let joined = write_metered(call, |out, call| {
        let mut between = "";
        for at in 0..list.len() {
            if let Some(text) = list.value_ref(at).and_then(|item| lookup(item).text()) {
                scanned(text.len(), call);
                out.push(between, call)?;
                out.push(text, call)?;
            } else {
                let item = item(list, at);
                if item.is_absent() {
                    continue;
                }
                let text = view(&item, call);
                out.push(between, call)?;
                out.push(&text, call)?;
            }
            between = delimiter;
        }
        Some(())
    });
    joined.unwrap_or(value)
}
