//! What is missing, empty and true, and what a path of keys costs.

use itl_value::{KeyPath, Payload, Value};
use serde_json::{Value as Json, json};

#[test]
fn values_are_missing_empty_and_true() {
    let is = |value: Value<'_>| [value.is_absent(), value.is_empty(), value.is_truthy()];
    assert_eq!(is(Value::Missing), [true, true, false]);
    let rows: [(Json, [bool; 3]); 12] = [
        (json!(null), [true, true, false]),
        (json!(false), [false, false, false]),
        (json!(true), [false, false, true]),
        (json!(0), [false, false, true]),
        (json!(18_446_744_073_709_551_615_u64), [false, false, true]),
        (json!(0.0), [false, false, true]),
        (json!(""), [false, true, false]),
        (json!("false"), [false, false, true]),
        (json!([]), [false, true, false]),
        (json!([null]), [false, false, true]),
        (json!({}), [false, true, true]),
        (json!({"a": null}), [false, false, true]),
    ];
    for (json, expected) in &rows {
        assert_eq!(is(Value::from_json(json)), *expected, "{json}");
    }
}

#[test]
fn a_path_costs_its_steps() {
    for (path, cost) in [("a", 0), (".", 0), ("a.b", 8), ("a.b[0]", 12), ("a[0].b.c", 16)] {
        assert_eq!(KeyPath::new(path).cost(), cost, "{path}");
    }
    // No more than 128 steps, and what its 999 bytes are as a key.
    assert_eq!(KeyPath::new(&vec!["a"; 500].join(".")).cost(), 512 + 15 * 8);
    assert!(KeyPath::new(".").is_item() && !KeyPath::new("a").is_item());
}

#[test]
fn a_payload_is_its_root_as_a_value() {
    for text in ["null", "7", "\"a\"", "[1]", r#"{"a":1}"#] {
        let payload = Payload::borrowed(text).expect("JSON");
        let mut json = String::new();
        Value::from(&payload).write_json(&mut json);
        assert_eq!(json, text);
    }
}
