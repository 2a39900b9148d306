use crate::{Payload, Unreadable, Value};
use proptest::prelude::*;
use serde::Serialize;
use serde::ser::{Error as _, SerializeMap, SerializeSeq, Serializer};
use std::collections::BTreeMap;

/// A payload as JSON text.
fn json(payload: &Payload<'_>) -> String {
    let mut text = String::new();
    payload.root().write_json(&mut text);
    text
}

/// Checks that data and its JSON text make the same payload.
fn same<T: Serialize>(data: &T) {
    let payload = Payload::from_serialize(data);
    assert_eq!(payload.unreadable(), []);
    let text = serde_json::to_string(data).unwrap_or_default();
    let read = Payload::from_json(&text).unwrap_or_default();
    assert_eq!(json(&payload), json(&read), "{text}");
}

/// The paths and reasons of what cannot be read, and the rest.
fn refused<T: Serialize>(data: &T) -> (Vec<String>, String) {
    let payload = Payload::from_serialize(data);
    (payload.unreadable().iter().map(Unreadable::to_string).collect(), json(&payload))
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Wrapped(&'static str);

#[derive(Serialize)]
struct Pair(u8, char);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Plain,
    Holds(Vec<u8>),
    Tuple(i8, Option<bool>),
    Fields { is_open: bool, inner: Box<Kind> },
}

/// Its `Serialize` fails after it has written something.
#[derive(Clone)]
struct Fails;

impl Serialize for Fails {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("written", &[[1], [2]])?;
        Err(S::Error::custom("out of order"))
    }
}

#[test]
fn everything_that_serde_knows() {
    same(&(true, -1_i8, 2_u16, i64::MIN, u64::MAX, i64::MAX as u64, u128::MAX, i128::MIN, i128::from(u64::MAX)));
    same(&(0.1_f32, f32::MAX, f32::MIN_POSITIVE, 1e16_f32, 95.0_f64, -0.0_f64, f64::NAN, f32::INFINITY, 1e300));
    same(&('é', "a\"b\n", String::new(), (), Unit, Wrapped("x"), Pair(1, 'y'), Some(3), None::<u8>));
    same(&[Kind::Plain, Kind::Holds(vec![1, 2]), Kind::Tuple(-1, None)]);
    same(&Kind::Fields {
        is_open: true,
        inner: Box::new(Kind::Fields { is_open: false, inner: Box::new(Kind::Plain) }),
    });
    same(&BTreeMap::from([(1, "a"), (-2, "b")]));
    same(&BTreeMap::from([(true, Some("a")), (false, None)]));
    same(&BTreeMap::from([('x', 1), ('é', 2)]));
    same(&(0..60).map(|n| (format!("key {}", n * 7 % 40), n)).collect::<BTreeMap<_, _>>());
    let borrowed = String::from("db-7");
    same(&BTreeMap::from([("host", borrowed.as_str())]));
}

/// Kinds of keys that a derived `Serialize` writes.
#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Plain,
    Holds(u8),
    Tuple(u8, u8),
    Fields { a: u8 },
}

#[test]
fn keys_are_what_serde_json_takes_as_keys() {
    same(&BTreeMap::from([(Key::Plain, 1)]));
    same(&BTreeMap::from([(Some("a"), 1)]));
    for key in [Key::Holds(1), Key::Tuple(1, 2), Key::Fields { a: 1 }] {
        let data = BTreeMap::from([(key, 1)]);
        assert_eq!(refused(&data), (vec!["a key must be a string".into()], "{}".into()));
        assert!(serde_json::to_string(&data).is_err());
    }
    for refused in [refused(&BTreeMap::from([((), 1)])), refused(&BTreeMap::from([(None::<u8>, 1)]))] {
        assert_eq!(refused, (vec!["a key must be a string".into()], "{}".into()));
    }
}

#[test]
fn what_cannot_be_read_is_null_and_listed_with_its_path() {
    let pairs = BTreeMap::from([((1, 2), 3)]);
    assert_eq!(refused(&pairs), (vec!["a key must be a string".into()], "{}".into()));
    let data = BTreeMap::from([("a b", (1, pairs, Kind::Tuple(1, None)))]);
    assert_eq!(
        refused(&data),
        (vec!["[\"a b\"][1]: a key must be a string".into()], r#"{"a b":[1,{},{"tuple":[1,null]}]}"#.into())
    );
    assert_eq!(refused(&(1, Fails, [2])), (vec!["[1]: out of order".into()], "[1,null,[2]]".into()));
    let nested = BTreeMap::from([("x", BTreeMap::from([("y", (Fails, "kept"))]))]);
    assert_eq!(refused(&nested), (vec!["x.y[0]: out of order".into()], r#"{"x":{"y":[null,"kept"]}}"#.into()));
    let whole = Payload::from_serialize(&Fails);
    assert!(matches!(whole.root(), Value::Missing));
    assert_eq!(whole.unreadable().iter().map(Unreadable::to_string).collect::<Vec<_>>(), ["out of order"]);
    assert_eq!(Payload::from_serialize(&vec![Fails; 1000]).unreadable().len(), super::MAX_UNREADABLE);
}

/// An array in an array, without end.
struct Endless;

impl Serialize for Endless {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        seq.serialize_element(&1)?;
        seq.serialize_element(self)?;
        seq.end()
    }
}

#[derive(Serialize)]
struct Wrapper(Option<Box<Wrapper>>);

#[test]
fn nesting_ends() {
    let (refused, json) = refused(&Endless);
    assert_eq!(refused.len(), 1);
    assert!(refused.concat().ends_with(": it is nested deeper than 127 levels"));
    assert!(json.ends_with(&format!("[1,null]{}", "]".repeat(126))));
    assert!(Payload::from_json(&json).is_ok());
    let wrapped = (0..100_000).fold(None, |inner, _| Some(Box::new(Wrapper(inner))));
    assert_eq!(Payload::from_serialize(&wrapped).unreadable().len(), 1);
    // Dropping it must not recurse either.
    let mut rest = wrapped;
    while let Some(mut wrapper) = rest {
        rest = wrapper.0.take();
    }
}

#[test]
fn memory_is_used_again() {
    let mut payload = Payload::from_serialize(&["a".repeat(1000)]);
    let held = payload.held_bytes();
    payload.fill(&BTreeMap::from([("k", Some(Fails))]));
    assert_eq!((payload.unreadable().len(), json(&payload)), (1, r#"{"k":null}"#.to_owned()));
    payload.fill(&("b", 1));
    assert_eq!((payload.unreadable().len(), json(&payload)), (0, r#"["b",1]"#.to_owned()));
    assert!(payload.held_bytes() >= held);
}

fn document() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec(("[a-c]{1,2}", inner), 0..6)
                .prop_map(|entries| entries.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn documents(document in document()) {
        same(&document);
        prop_assert_eq!(json(&Payload::from_value(&document)), json(&Payload::from_serialize(&document)));
    }
}
