//! The answers about elements, which `js/questions.js` asks for by number.
#![cfg(feature = "analysis")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

use itl_wire::host::Host;
use itl_wire::questions::{NoAnswer, answer};
use serde_json::{Value, json};

const TO_ELEMENTS: u32 = 9;
const FROM_ELEMENTS: u32 = 10;

/// A host program without functions.
#[derive(Clone)]
struct NoHost;

impl Host for NoHost {
    fn call(&self, _: u32, _: &Value) -> Result<Value, String> {
        Err("there is no function".to_owned())
    }
}

fn asked(question: u32, source: &str, arguments: &str) -> Result<Value, NoAnswer> {
    answer(question, source, "", arguments, &NoHost).map(|text| serde_json::from_str(&text).unwrap())
}

fn ok(question: u32, source: &str, arguments: &str) -> Value {
    asked(question, source, arguments).unwrap_or_else(|_| panic!("{source}"))
}

#[test]
fn a_template_becomes_elements_and_text_again() {
    let made = ok(TO_ELEMENTS, "Alert {{subject.splitTakeAt( \" \", 0)}}{{#a}}{{/a}}", "");
    let elements = json!([
        {"type": "TEXT", "val": "Alert "},
        {"type": "VAR", "val": "subject", "func": "splitTakeAt", "args": [{"S": " "}, {"N": 0}]},
        {"type": "VAR", "val": "#a"},
        {"type": "VAR", "val": "/a"},
    ]);
    let text = "Alert {{ subject.splitTakeAt(\" \",0) }}{{ #a }}{{ /a }}";
    assert_eq!(made, json!({"text": text, "elements": elements, "diagnostics": []}));
    assert_eq!(ok(FROM_ELEMENTS, &elements.to_string(), ""), text);
    let odd = r#"[{"type":"RAW","val":"b","func":null,"args":null},{"type":"VAR","val":"c","func":"trim","args":[]}]"#;
    assert_eq!(ok(FROM_ELEMENTS, odd, ""), "{{ b }}{{ c.trim() }}");
}

#[test]
fn what_ilert_reads_otherwise_is_refused_or_kept_verbatim() {
    let refused = ok(TO_ELEMENTS, "{{ a-b.upperCase() }}", "");
    assert_eq!((&refused["text"], &refused["elements"]), (&Value::Null, &Value::Null));
    assert_eq!(refused["diagnostics"][0]["code"], "W0502");
    let kept = ok(TO_ELEMENTS, "{{ a-b.upperCase() }}", r#"{"verbatim":true}"#);
    assert_eq!(kept["elements"], json!([{"type": "VAR", "val": "a-b.upperCase()"}]));
}

#[test]
fn what_is_no_element_is_refused() {
    for list in ["5", "{}", "[5]", r#"[{"val":"a"}]"#, r#"[{"type":"X","val":"a"}]"#, r#"[{"type":"VAR","val":5}]"#] {
        assert!(matches!(asked(FROM_ELEMENTS, list, ""), Err(NoAnswer::Refused(_))), "{list}");
    }
}

/// Pairs that ilert stores alike have the same elements, aliases apart.
#[test]
fn pairs_have_the_same_elements_or_not() {
    let pairs: Value = serde_json::from_str(include_str!("../../spec-tests/equivalence.json")).unwrap();
    let mut compared = 0;
    for pair in pairs.as_array().unwrap() {
        let stored = |side: &str| ok(TO_ELEMENTS, pair[side].as_str().unwrap(), "")["elements"].clone();
        let (a, b) = (stored("a"), stored("b"));
        let has_alias = ["joinFromObjectArr(", "equalsWithTake"].iter().any(|alias| pair.to_string().contains(alias));
        if !a.is_null() && !b.is_null() && !has_alias {
            assert_eq!(a == b, pair["equivalent"] == true, "{}", pair["name"]);
            compared += 1;
        }
    }
    assert!(compared >= 15, "only {compared} pairs are compared");
}
