//! The roads of a payload to a render: bytes, a document, a payload, serialized data, values of a host.

use crate::input::Input;
use crate::setup::{engine, options};
use itl_eval::{Code, HostValue, Payload, RenderOptions, Rendered, Source, Template};
use serde_json::Value;

/// Every road gives the same text and warnings. What is no JSON is refused where `serde_json` refuses it.
pub(super) fn run(bytes: &[u8]) {
    let input = Input::read(bytes);
    let (template, _) = engine(&input).compile_lenient(&input.text());
    let (json, options) = (input.json(), options(&input));
    let from_bytes = template.render_with(json, &options);
    let payload = Payload::from_slice(json);
    match serde_json::from_slice::<Value>(json) {
        Ok(document) => {
            let expected = template.render_with(&document, &options);
            assert_eq!(from_bytes, expected, "bytes");
            assert_eq!(template.render_with(&payload.expect("JSON"), &options), expected, "payload of bytes");
            others(&template, &document, &options, &expected);
        }
        Err(error) => match payload {
            Err(refused) => broken(&template, json, &options, &from_bytes, &error, &refused.to_string()),
            // A lone surrogate is read as U+FFFD, and said so.
            Ok(payload) => {
                assert!(payload.lone_surrogate().is_some(), "{error}");
                assert_eq!(from_bytes.text, template.render_with(&payload, &options).text);
            }
        },
    }
}

fn others(template: &Template, document: &Value, options: &RenderOptions, expected: &Rendered) {
    let host = host(document);
    let (compact, pretty) = (document.to_string(), serde_json::to_string_pretty(document).unwrap());
    let (copied, serialized) = (Payload::from_value(document), Payload::from_serialize(document));
    let roads = [
        ("compact text", Source::Bytes(compact.as_bytes())),
        ("pretty text", Source::Bytes(pretty.as_bytes())),
        ("copied document", Source::Payload(&copied)),
        ("serialized document", Source::Payload(&serialized)),
        ("values of a host", Source::Host(&host)),
    ];
    for (name, road) in roads {
        assert_eq!(template.render_with(road, options), *expected, "{name}");
    }
    let mut text = String::from("left over");
    let warnings = template.render_into(document, options, &mut text);
    assert_eq!((&text, &warnings), (&expected.text, &expected.warnings), "into a text");
}

/// The values of a host that a document spells.
fn host(document: &Value) -> HostValue {
    match document {
        Value::Array(items) => HostValue::List(items.iter().map(host).collect()),
        Value::Object(map) => HostValue::Map(map.iter().map(|(key, value)| (key.clone(), host(value))).collect()),
        scalar => HostValue::Json(scalar.clone()),
    }
}

/// What is no JSON renders with every variable missing, and says where it is broken.
fn broken(
    template: &Template,
    json: &[u8],
    options: &RenderOptions,
    found: &Rendered,
    theirs: &serde_json::Error,
    ours: &str,
) {
    let refused = found.warnings.iter().find(|warning| warning.code == Code::InvalidJson);
    let refused = refused.unwrap_or_else(|| panic!("{theirs}, but no warning of {:?}", String::from_utf8_lossy(json)));
    assert!(refused.message.contains(ours), "{} and {ours}", refused.message);
    // A lone surrogate is no mistake here, so that the next mistake is named.
    let surrogate =
        ["surrogate", "unexpected end of hex escape"].iter().any(|words| theirs.to_string().contains(words));
    // The words are ours, the place is theirs.
    let place = format!(" at line {} column {}", theirs.line(), theirs.column());
    assert!(surrogate || ours.ends_with(&place), "{ours} and {theirs} in {:?}", String::from_utf8_lossy(json));
    assert_eq!(template.render_with(json, options).text, found.text);
}
