//! A JSON Schema of samples.

use super::shape::Shape;
use serde_json::{Map, Value, json};

/// The JSON Schema that all the values of a shape meet: kinds, keys, and which keys all objects have.
pub(crate) fn schema(shape: &Shape) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.extend(part(shape));
    Value::Object(schema)
}

fn part(shape: &Shape) -> Map<String, Value> {
    let mut schema = Map::new();
    // Whole numbers are numbers too.
    let kinds: Vec<&str> =
        shape.kinds.iter().copied().filter(|kind| *kind != "integer" || !shape.kinds.contains("number")).collect();
    match kinds.as_slice() {
        [] => {}
        [one] => drop(schema.insert("type".to_owned(), json!(one))),
        several => drop(schema.insert("type".to_owned(), json!(several))),
    }
    if shape.instants == Some(true) {
        schema.insert("format".to_owned(), json!("date-time"));
    }
    if shape.objects > 0 {
        let properties: Map<String, Value> =
            shape.keys.iter().map(|(key, _, shape)| (key.clone(), Value::Object(part(shape)))).collect();
        let required: Vec<&str> =
            shape.keys.iter().filter(|(_, count, _)| *count == shape.objects).map(|(key, ..)| key.as_str()).collect();
        schema.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
    }
    if let Some(items) = shape.items.as_ref().filter(|items| !items.kinds.is_empty()) {
        schema.insert("items".to_owned(), Value::Object(part(items)));
    }
    schema
}
